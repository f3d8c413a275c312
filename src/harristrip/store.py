"""The store: where it is found, how it is read, and the questions it answers.

`load` gives a `Store`; its methods return the same records as the commands show.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import tomli

from . import advice, drafts, history, limits, query
from .answers import Finding
from .errors import Fault, NothingFound, StoreInvalid, StoreUnreadable, printable
from .folding import fold_name, nearest
from .lines import Lines
from .model import (
    KINDS,
    Commitment,
    Conflict,
    Facts,
    Funding,
    Gap,
    Meeting,
    Person,
    Record,
    Source,
    Statistic,
    Status,
    Stop,
)
from .results import Result
from .rules import TOO_LONG, WARNINGS, Problem

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .answers import Total
    from .query import Filters, Names

R = TypeVar("R", bound=Record)
_KEYS = re.compile(r"\(('[^']*',? ?)+\)")
"""How tomli's messages name a dotted key."""
EXCERPT = 400
"""Characters of a line that a finding holds: a thousand findings can stand in one line of a million."""


class Store(Facts, frozen=True, kw_only=True):
    """The facts of one event, and the reports that can be asked of them.

    Every report takes the filters of `query.Filters` as keywords (`country="gt"`, `from_="2021-06"`); a value may be an
    id, a name, a code or an alias, in any case, with or without accents. Raises `UnknownValue` for a value that names
    nothing and `ImpossibleDate` for a date that is none.
    """

    def report(self, name: str, **filters: Unpack[Filters]) -> Result[Record]:
        """Return the records of a report by its name, `"meetings"`, filtered and in its order."""
        return Result(self._select(query.report(self._known(filters), query.REPORTS[name]), filters))

    def itinerary(self, **filters: Unpack[Filters]) -> Result[Stop]:
        """Return the legs and stays in order of date."""
        return cast("Result[Stop]", self.report("itinerary", **filters))

    def meetings(self, **filters: Unpack[Filters]) -> Result[Meeting]:
        """Return the meetings in order of date, undated ones last."""
        return cast("Result[Meeting]", self.report("meetings", **filters))

    def people(self, **filters: Unpack[Filters]) -> Result[Person]:
        """Return the people and bodies that are named or quoted."""
        return cast("Result[Person]", self.report("people", **filters))

    def timeline(self, **filters: Unpack[Filters]) -> Result[Record]:
        """Return every dated record in order of date, a month before its days."""
        return self.report("timeline", **filters)

    def funding(self, **filters: Unpack[Filters]) -> Result[Funding]:
        """Return the amounts of money; `funding_totals` adds them up."""
        return cast("Result[Funding]", self.report("funding", **filters))

    def funding_totals(self, **filters: Unpack[Filters]) -> tuple[Total, ...]:
        """Return one total per currency and status of the amounts that `funding` returns for the same filters."""
        from .totals import totals  # noqa: PLC0415 -- only this report adds up

        every = {record.id: record for record in self.records if isinstance(record, Funding)}
        return totals(self.funding(**filters), every)

    def border(self, **filters: Unpack[Filters]) -> Result[Statistic]:
        """Return the border figures."""
        return cast("Result[Statistic]", self.report("border", **filters))

    def health(self, **filters: Unpack[Filters]) -> Result[Statistic]:
        """Return the health figures."""
        return cast("Result[Statistic]", self.report("health", **filters))

    def commitments(self, **filters: Unpack[Filters]) -> Result[Commitment]:
        """Return what was agreed, promised, expected or announced."""
        return cast("Result[Commitment]", self.report("commitments", **filters))

    def facts(self, **filters: Unpack[Filters]) -> Result[Record]:
        """Return every record of every kind; `kind="claim"` narrows."""
        return self.report("facts", **filters)

    def sources(self, **filters: Unpack[Filters]) -> Result[Source]:
        """Return the articles."""
        return cast("Result[Source]", self.report("sources", **filters))

    def conflicts(self, **filters: Unpack[Filters]) -> Result[Conflict]:
        """Return where sources differ."""
        return cast("Result[Conflict]", self.report("conflicts", **filters))

    def gaps(self, **filters: Unpack[Filters]) -> Result[Gap]:
        """Return what has not happened, was declined to be said, or is not stated."""
        return cast("Result[Gap]", self.report("gaps", **filters))

    def open_questions(self, name: str, **filters: Unpack[Filters]) -> Result[Gap]:
        """Return the gaps that a report leaves open for these filters."""
        asked = query.ask(filters, self.names)
        return Result(query.open_questions(self._known(filters), query.REPORTS[name], asked))  # type: ignore[arg-type]

    def search(self, *words: str, **filters: Unpack[Filters]) -> Result[Record]:
        """Return the records that hold all of `words`, in any order, in any of their text; figures count as typed."""
        from .search import search  # noqa: PLC0415 -- only this report reads figures

        return Result(self._select(search(self._known(filters), words, self), filters))

    def show(self, *ids: str) -> Result[Record]:
        """Return the records with these ids, each once, in the order asked; `fox:25` names all that cite a paragraph.

        Raises NothingFound.
        """
        by_id = {record.id: (record,) for record in self.records}
        found = {id_: self._citing(id_) if ":" in id_ else by_id.get(id_, ()) for id_ in ids}
        missing = [id_ for id_, records in found.items() if not records]
        if missing:
            raise NothingFound(missing, [nearest(id_, by_id) for id_ in missing])
        return Result(dict.fromkeys(record for records in found.values() for record in records))

    def _citing(self, passage: str) -> tuple[Record, ...]:
        """Return the records that cite a paragraph."""
        return tuple(
            record
            for record in self.records
            if any(f"{cite.source}:{cite.paragraph}" == passage for cite in (*query.cites(record), *record.date_from))
        )

    def event_record(self) -> Record:
        """Return the event as a record, so that its cites and days can be held against the articles as well."""
        event = self.event
        days = dict.fromkeys((event.first_day, event.last_day))
        return Record(
            id="event",
            summary=event.summary,
            date="/".join(days),
            date_from=event.date_from,
            people=(event.traveller,),
            cites=event.cites,
        )

    def names(self, what: str) -> Names:
        """Map every folded id, name, code and alias of a vocabulary (`country`, `person`, …) to the id it means."""
        pairs = [(name, id_) for id_, names in self.labels(what).items() for name in (id_, *names)]
        return {fold_name(name): id_ for name, id_ in pairs}

    def labels(self, what: str) -> dict[str, tuple[str, ...]]:
        """Map the ids of a vocabulary to their other names, the one to show first."""
        if what == "country":
            return {country.id: (country.name, country.code, *country.aliases) for country in self.countries.values()}
        if what == "topic":
            return {topic.id: (topic.label, *topic.aliases) for topic in self.topics.values()}
        if what == "person":
            return {one.id: (one.name, *one.aliases) for one in self.records if isinstance(one, Person)}
        if what == "source":
            return self._publishers()
        return {word: (word,) for word in {"status": get_args(Status), "kind": KINDS}[what]}

    def _publishers(self) -> dict[str, tuple[str, ...]]:
        """Map the ids of sources to themselves and their publisher, where no other source has that name."""
        sources = {record.id: record.publisher or record.id for record in self.records if isinstance(record, Source)}
        named = Counter(name for id_, publisher in sources.items() for name in {fold_name(id_), fold_name(publisher)})
        return {
            id_: tuple(dict.fromkeys((id_, publisher) if named[fold_name(publisher)] == 1 else (id_,)))
            for id_, publisher in sources.items()
        }

    def _known(self, filters: Filters) -> tuple[Record, ...]:
        day = query.day(filters, "known_by", 1)
        return history.as_of(self.records, day) if day else self.records

    def _select(self, records: Iterable[R], filters: Filters) -> list[R]:
        return query.select(records, query.ask(filters, self.names))


def load(path: str | os.PathLike[str] | None = None) -> Store:
    """Read, check and cross-reference a store.

    `path` is a file, `"-"` for standard input, or None for the facts that ship with the package. Raises
    `StoreUnreadable` where there is no text to read and `StoreInvalid`, with every fault, where the text breaks a rule.
    """
    name = os.fspath(path) if path is not None else shipped()
    return parse(read(name), title(name))


def shipped() -> str:
    """Return the path of the facts that ship: those of the checkout this module stands in, or of the wheel.

    The checkout comes first: an editable install may leave a stale copy of the file beside the package.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    parent, folder = os.path.split(os.path.dirname(package))
    checkout = os.path.join(parent, "data", "facts.toml")
    return checkout if folder == "src" and os.path.isfile(checkout) else os.path.join(package, "facts.toml")


def is_read_from(path: str, name: str | None) -> bool:
    """Tell whether a path names the file that the store `name` is read from, which may stand behind standard input."""
    try:
        source = os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(shipped() if name is None else name)
        return stat.S_ISREG(source.st_mode) and os.path.samestat(source, os.stat(path))
    except (OSError, ValueError, AttributeError):  # AttributeError: standard input is closed
        return False


def title(name: str) -> str:
    """Return what messages call a store."""
    return "standard input" if name == "-" else printable(name)


def read(name: str) -> str:
    """Return the text of a store; raises StoreUnreadable, or StoreInvalid where it is not UTF-8."""
    try:
        data = _standard_input() if name == "-" else _bytes(name)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise StoreUnreadable(title(name), f"cannot be read: {problem}") from error
    if len(data) > limits.SIZE:
        raise StoreUnreadable(title(name), f"is larger than {limits.SIZE // 2**20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02x}"
        raise StoreInvalid(title(name), [Fault("HT001", message, line, column, "save it as UTF-8")]) from error


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    data = b""
    while part := sys.stdin.buffer.read(limits.SIZE + 1 - len(data)):
        data += part
    if part is None:
        raise ValueError("standard input has nothing more to read yet, and does not wait")
    return data


def _bytes(name: str) -> bytes:
    """Read a plain file; a FIFO or a device is refused before it can block or run on for ever."""
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise ValueError("it is a folder" if stat.S_ISDIR(mode) else "it is not a plain file")
    with open(handle, "rb") as file:
        data: bytes | None = file.read(limits.SIZE + 1)
    if data is None:
        raise ValueError("it has nothing to read")
    return data


def parse(text: str, name: str = "facts.toml") -> Store:
    """Check the text of a store; raises StoreInvalid with every fault, sorted by line."""
    facts, problems = _build(text, name)
    if facts is None:
        lines = _lines(text, problems)
        raise StoreInvalid(name, [_fault(problem, lines) for problem in problems])
    return Store(event=facts.event, countries=facts.countries, topics=facts.topics, records=facts.records)


def examine(text: str, name: str = "facts.toml") -> tuple[Finding, ...]:
    """Return every fault of the text of a store, or where it has none what is doubtful about it, sorted by line.

    Raises StoreUnreadable, or StoreInvalid where the text is not TOML, so that no rule can be tried.
    """
    facts, problems = _build(text, name)
    if facts is not None:
        problems = drafts.some(advice.warnings(facts))
    lines = _lines(text, problems)
    found = sorted((_fault(problem, lines) for problem in problems), key=lambda fault: (fault.line, fault.column))
    return tuple(_finding(fault, lines) for fault in found)


def _build(text: str, name: str) -> tuple[Facts | None, list[Problem]]:
    try:
        return drafts.build(_toml(text, name))
    except RecursionError as error:
        raise StoreUnreadable(name, "tables are nested too deep") from error


def _toml(text: str, name: str) -> dict[str, Any]:
    if refusal := limits.refusal(text):
        raise StoreUnreadable(name, refusal)
    if (at := limits.long_number(text)) is not None:
        place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise StoreInvalid(name, [Fault("HT019", TOO_LONG, *place)])
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        said = printable(_KEYS.sub(lambda keys: ".".join(re.findall("'([^']*)'", keys[0])), error.msg))
        said = f"{said[:EXCERPT]}…" if len(said) > EXCERPT else said
        raise StoreInvalid(
            name, [Fault("HT002", f"the file is not TOML: {said}", error.lineno, error.colno)]
        ) from error


def _lines(text: str, problems: Iterable[Problem]) -> Lines:
    return Lines(text, {str(key) for problem in problems for key in problem.where})


def _fault(problem: Problem, lines: Lines) -> Fault:
    line, column = lines.place(problem.where, problem.value)
    hint = problem.hint and printable(problem.hint)  # names of the store stand in both
    return Fault(problem.code, printable(problem.message), line, column, hint)


def _finding(fault: Fault, lines: Lines) -> Finding:
    line = lines[fault.line - 1]
    start = max(0, min(fault.column - 1 - EXCERPT // 2, len(line) - EXCERPT))
    return Finding(
        code=fault.code,
        severity="warning" if fault.code in WARNINGS else "error",
        line=fault.line,
        column=fault.column,
        excerpt=line[start : start + EXCERPT],
        excerpt_column=start + 1,
        message=fault.message,
        hint=fault.hint,
    )

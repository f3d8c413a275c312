"""The plain text of each cell of a report. Each format escapes it for its own medium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..text import join_limited

if TYPE_CHECKING:
    from ..facts.model import Cite, Figure, Record, Source

DERIVED = "*"
"""Marks a date that was worked out from other passages."""
DISPUTED = "!"
"""Marks a record about which sources differ."""
MAX_NAMES = 100
"""Names in one cell; JSON has all."""
SAME_MONEY = "same money as"
"""What tables call `restates`."""
TONES = {
    "done": ("held", "paid", "approved", "agreed"),
    "ahead": ("planned", "expected", "likely", "requested", "announced", "pledged", "promised"),
    "stopped": ("cancelled", "postponed", "declined", "not-done"),
}
TONE = {status: tone for tone, statuses in TONES.items() for status in statuses}
"""Status -> its colour; `reported` and `not-stated` say nothing of what happens and have none."""
RANK = "rank"
"""The unit whose name comes before its figure."""

# Patterns are compiled where they are used: most answers need none.
HTML_BLANKS = r"[ \t\r\n]+"
_SAFE_ADDRESS = r"(?ais)https?://[\w.-]+(:[0-9]+)?([/?#].*)?"
_NOT_OF_ADDRESSES = r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9%._~:/?#@!$&'()*+,;=-]"
_RESTATES = r"(?:^|(?<= ))restates(?= )"


class Labels:
    """Names for ids in records."""

    def __init__(self, labels: Callable[[str], Mapping[str, Sequence[str]]]) -> None:
        """Take a function that maps the ids of a vocabulary to their names, the one to show first."""
        self._labels = labels
        self._known: dict[str, dict[str, str]] = {}

    def of(self, vocabulary: str, ids: Iterable[str]) -> str:
        """Return the names of ids of a vocabulary; an id without a name, such as a source, stands for itself."""
        names = self.known(vocabulary)
        return join_limited([names.get(id_, id_) for id_ in ids], MAX_NAMES)

    def known(self, vocabulary: str) -> Mapping[str, str]:
        """Return the ids of a vocabulary with the name to show."""
        if vocabulary not in self._known:
            self._known[vocabulary] = {id_: known[0] for id_, known in self._labels(vocabulary).items()}
        return self._known[vocabulary]


def marks(cited: Iterable[Cite]) -> str:
    """Return short marks of cites, each paragraph once: `post ¶3, ¶12; wire ¶10`."""
    by_source: dict[str, set[int]] = {}
    for cite in cited:
        by_source.setdefault(cite.source, set()).add(cite.paragraph)
    return "; ".join(f"{source} " + ", ".join(f"¶{n}" for n in sorted(ns)) for source, ns in by_source.items())


def when(record: Record, _: Labels | None = None) -> str:
    """Return a date as the store has it, a derived one marked; empty for kinds that have no day."""
    if record.date is None:
        return "" if record.kind == "gap" or (record.status is None and record.kind != "source") else "not stated"
    derived = DERIVED if record.date_basis == "derived" else ""
    return record.date.replace("/", " to ") + derived


def when_narrow(record: Record, _: Labels) -> str:
    """Return a date with the part of day, on separate lines."""
    return "\n".join(part for part in (when(record).replace(" to ", " to\n"), record.part_of_day) if part)


def when_wide(record: Record, _: Labels) -> str:
    """Return a date with the part of day, on one line."""
    return ", ".join(part for part in (when(record), record.part_of_day) if part)


def number(value: int | str) -> str:
    """Return a number with thousands separators; a fraction is left as it is."""
    text = str(value)
    if "/" in text:
        return text
    whole, dot, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{dot}{rest}"


def figure_text(figure: Figure | None) -> str:
    """Return a figure with its hedge, range, unit or currency, and rate; empty for None."""
    if figure is None:
        return ""
    ends = [number(end) for end in (figure.value, figure.value_to) if end is not None]
    if figure.unit == RANK:
        return " ".join(part for part in (figure.qualifier, RANK, " to ".join(ends)) if part)
    unit = "%" if figure.unit == "%" else f" {figure.unit}" if figure.unit else ""
    per = f"per {figure.per}" if figure.per else None
    return " ".join(part for part in (figure.qualifier, " to ".join(ends) + unit, per) if part)


def figure(record: Record, _: Labels | None = None) -> str:
    """Return the figure of a record."""
    return figure_text(record.figure)


def mentions(record: Record, labels: Labels) -> str:
    """Return how many records name a person."""
    return labels.known("mentions").get(record.id, "0")


def total(found: Any, _: Labels) -> str:
    """Return a total with hedge and currency."""
    if found.amount is None:
        return f"{'no total' if found.includes else 'none'} in {found.currency}"
    ends = " to ".join(number(end) for end in (found.amount, found.amount_to) if end is not None)
    disputed = DISPUTED if found.conflicts else None
    return " ".join(part for part in (found.qualifier, ends, found.currency, disputed) if part)


def excluded(total: Any, _: Labels | None = None) -> str:
    """Return what a total leaves out and why, each amount on a line."""
    return "\n".join(f"{one.id}: {re.sub(_RESTATES, SAME_MONEY, one.reason)}" for one in total.excludes)


def field(name: str, default: str = "") -> Callable[[Any, Labels], str]:
    """Return the cell of a field with a single value."""

    def cell(record: Any, _: Labels) -> str:
        value = getattr(record, name)
        return default if value is None else str(value)

    return cell


def ids(name: str) -> Callable[[Any, Labels], str]:
    """Return the cell of a field with the ids of records."""
    return lambda record, _: join_limited(getattr(record, name), MAX_NAMES)


def named_field(name: str, vocabulary: str) -> Callable[[Any, Labels], str]:
    """Return the cell of a field with ids of a vocabulary, which it shows by their names."""
    return lambda record, labels: labels.of(vocabulary, getattr(record, name))


def parts(name: str, text: str, bullet: str = "") -> Callable[[Any, Labels], str]:
    """Return the cell of a field whose entries have their own cites: the field `text` of each on a line, with marks."""
    return lambda record, _: "\n".join(
        f"{bullet}{getattr(part, text)} [{marks(part.cites)}]" for part in getattr(record, name)
    )


def disputed(name: str) -> Callable[[Any, Labels], str]:
    """Return the cell of a text field, marked where sources differ about the record."""
    return lambda record, _: (getattr(record, name) or "") + (f" {DISPUTED}" if record.conflicts else "")


def with_id(cell: Callable[[Any, Labels], str], *, speakers: bool = False) -> Callable[[Any, Labels], str]:
    """Return a cell with the id, and with `speakers` also the speakers, below it, for pages without such columns."""

    def stacked(record: Any, labels: Labels) -> str:
        said = f" said by {said_by(record, labels)}" if speakers and record.said_by else ""
        return f"{cell(record, labels)}\n[{record.id}]{said}"

    return stacked


summary = disputed("summary")
said_by = named_field("said_by", "person")
readings = parts("readings", "reading", "- ")


def sources(record: Record, _: Labels) -> str:
    """Return the marks of all cites of a record and its parts."""
    return marks(record.all_cites())


def countries(record: Record, labels: Labels) -> str:
    """Return the countries of a record, marked if it is about them jointly."""
    text = labels.of("country", record.countries)
    return f"{text} (joint)" if getattr(record, "joint", False) else text


def agenda(record: Any, labels: Labels) -> str:
    """Return the items of an agenda, each on a line with its cites."""
    items = (f"{labels.of('topic', [item.topic])}: {item.summary} [{marks(item.cites)}]" for item in record.agenda)
    return "\n".join(f"- {item}" for item in items)


def participants(record: Any, labels: Labels) -> str:
    """Return the participants."""
    named = (labels.of("person", record.people), *getattr(record, "groups", ()))
    return ", ".join(one for one in named if one)


def relation(record: Any, _: Labels) -> str:
    """Return the relations of an amount to others that a source states."""
    stated = [f"{SAME_MONEY} {record.restates}"] if record.restates else []
    stated += [f"part of {whole}" for whole in record.part_of]
    stated += [f"on top of {other}" for other in record.separate_from]
    return "; ".join(stated) or "not stated"


def meeting(record: Any, labels: Labels, *, format_: bool = False) -> str:
    """Return a meeting in one cell, with or without its format."""
    people = participants(record, labels)
    below = (format_ and f"Format: {record.format}", people and f"With: {people}", agenda(record, labels))
    return "\n".join([with_id(summary)(record, labels), *(part for part in below if part)])


def conflict(record: Any, labels: Labels) -> str:
    """Return a conflict in one cell."""
    lines = (f"[{record.id}]", readings(record, labels), f"Safest: {record.safest}", f"Why: {record.reason}")
    return "\n".join((*lines, f"Concerns: {', '.join(record.records)}"))


def route(record: Any, _: Labels) -> str:
    """Return origin and destination of a stop, as far as they are known."""
    return " → ".join(end for end in (record.origin, record.destination) if end)


def relays(record: Any, _: Labels) -> str:
    """Name the outlets that a source relays."""
    return ", ".join(relay.outlet for relay in record.relays)


def published(record: Any, labels: Labels) -> str:
    """Return the date of a source and its basis, on separate lines."""
    return f"{when_narrow(record, labels)}\n({record.date_basis or 'unknown'})"


def place(record: Any, _: Labels) -> str:
    """Return where a source can be read: the file of its archived text, its address."""
    return "\n".join(part for part in (record.file, record.url) if part)


def summary_and_place(record: Any, labels: Labels) -> str:
    """Return the summary of a source and where it can be read."""
    relayed = f"Relays: {relays(record, labels)}" if record.relays else ""
    return "\n".join(part for part in (summary(record, labels), relayed, place(record, labels)) if part)


def address(url: str | None) -> str | None:
    """Return an address as an escaped URL, or None if it is not safe to link."""
    text = (url or "").strip()
    return re.sub(_NOT_OF_ADDRESSES, _percent_encoded, text) if re.fullmatch(_SAFE_ADDRESS, text) else None


def link_to_words(source: Source, cite: Cite) -> str | None:
    """Return the address of the printed words of a cite, or None if its source has no safe one."""
    url = address(source.url)
    if not url or not cite.printed:
        return url
    words = re.sub(HTML_BLANKS, " ", cite.printed)
    text = re.sub(r"[^A-Za-z0-9_.~]", _percent_encoded, words)  # - and , have a meaning in text fragments
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())

"""What all sections of a briefing are made with: the store through its filters, links, and the parts of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import htpy as h

from ..index import cells
from ..text import pluralize
from .brief_evidence import BASES, Evidence, day, text

if TYPE_CHECKING:
    from htpy import Element, Node

    from ..facts.model import Cite
    from ..index.store import Store

TONES = {
    "done": ("held", "paid", "approved", "agreed"),
    "ahead": ("planned", "expected", "likely", "requested", "announced", "pledged", "promised"),
    "none": ("not-done", "declined", "not-stated", "cancelled", "postponed"),
}
_TONE = {status: tone for tone, statuses in TONES.items() for status in statuses}


class Section(NamedTuple):
    """One section of the page."""

    anchor: str
    title: str
    content: Node
    size: int | None = None
    """How many records it shows."""


class Briefing:
    """What the sections ask: the store through its filters, names, and the evidence."""

    def __init__(self, store: Store, filters: Mapping[str, Any], evidence: Evidence) -> None:
        """Ask the reports once, so that links lead only to what is shown."""
        self.store, self.filters, self.evidence = store, filters, evidence
        self.labels = cells.Labels(store.labels)
        names = ("itinerary", "meetings", "funding", "commitments", "conflicts", "gaps", "people", "statistics")
        self.reports: dict[str, Sequence[Any]] = {name: store.report(name, **filters) for name in names}
        facts = store.report("facts", **{**filters, "limit": None})
        self.reports["claims"] = [record for record in facts if record.kind == "claim"][: filters.get("limit")]
        self.records = [record for found in self.reports.values() for record in found]
        self.shown = {record.id for record in self.records}

    @property
    def travellers(self) -> tuple[str, ...]:
        """The ids of those who travel, if the event has any."""
        event = self.store.event
        return (event.traveller,) if event.traveller else event.travellers

    def link(self, id_: str, words: str | None = None) -> Node:
        """Return a link to a record, or its name alone where the filters left it out."""
        name = text(words or id_)
        return h.a(href=f"#{id_}")[name] if id_ in self.shown else name

    def who(self, ids: Iterable[str]) -> Node:
        """Name people, bodies and sources, each with a link."""
        return separated([self._one(id_) for id_ in ids])

    def places(self, record: Any) -> list[str]:
        """Return the place that a record names in words, and those of the vocabulary."""
        named = [self.store.places[id_].name for id_ in record.places]
        return [text(name) for name in dict.fromkeys((record.place, *named)) if name]

    def _one(self, id_: str) -> Node:
        if id_ in self.evidence.sources:
            return self.evidence.link(id_)
        return self.link(id_, self.labels.of("person", [id_]))


def separated(nodes: Sequence[Node], by: str = ", ") -> list[Node]:
    """Return nodes with something between each two."""
    return [[by if number else None, node] for number, node in enumerate(nodes)]


def pill(words: str, tone: str = "") -> Element:
    """Return a few words in a frame, such as a status."""
    return h.span(class_=f"pill {tone}".strip())[words]


def status(word: str) -> Element:
    """Return a status in words, with the tone of its kind."""
    return pill(word.replace("-", " "), _TONE.get(word, ""))


def when(record: Any) -> Node:
    """Return the date of a record as people write it, and whether it was worked out."""
    if record.date is None:
        return "date not stated"
    shown: Node = day(record.date)
    if "/" not in record.date:
        shown = h.time(datetime=record.date)[shown]
    part = f", {text(record.part_of_day)}" if record.part_of_day else ""
    return [shown, part, [" ", pill(BASES[record.date_basis])] if record.date_basis in BASES else None]


def figure(record: Any) -> Node:
    """Return the figure of a record with its hedge set apart, or None."""
    whole = cells.figure(record)
    if not whole:
        return None
    hedge = f"{record.qualifier} " if record.qualifier else ""
    return h.span(class_="fig")[hedge and h.i[hedge], h.b[text(whole[len(hedge) :])]]


def sentence(page: Briefing, record: Any) -> list[Node]:
    """Return the summary with the numbers of its footnotes."""
    cited = (*own(record), *record.date_from) or tuple(record.all_cites())
    return [text(record.summary), page.evidence.numbers(cited)]


def own(record: Any) -> list[Cite]:
    """Return the cites of a record that none of its parts has."""
    elsewhere = {cite for one in record.parts() for cite in one.cites}
    return [cite for cite in record.cites if cite not in elsewhere]


def part(page: Briefing, record: Any, one: Any, *words: Node) -> list[Node]:
    """Return a part of a record with the evidence for it."""
    return [
        *words,
        page.evidence.numbers(one.cites),
        page.evidence.below(record.id, one.cites, texts=_has_texts(record)),
    ]


def _has_texts(record: Any) -> bool:
    """Return whether paragraphs stand below a record: of a name or a title the printed words say it all."""
    return record.kind not in ("person", "source")


def below(page: Briefing, record: Any, *more: Node) -> list[Node]:
    """Return what follows the sentence of every record: note, statuses, marks of conflicts, id, evidence."""
    statuses = [h.li[part(page, record, one, status(one.status))] for one in record.statuses]
    disputed = differ(page, record.conflicts) if record.conflicts else None
    return [
        record.note and h.p(class_="note")[text(record.note)],
        statuses and h.div(class_="part")[h.p["Status by source, earliest first"], h.ul(class_="parts")[statuses]],
        h.p(class_="meta")[separated([one for one in (*more, disputed, _id(record.id)) if one], " ")],
        page.evidence.below(record.id, own(record), record.date_from, texts=_has_texts(record)),
    ]


def _id(id_: str) -> Element:
    return h.a(href=f"#{id_}")[id_]


def differ(page: Briefing, conflicts: Sequence[str]) -> Element:
    """Return the mark of what sources differ about, with a link to each conflict."""
    classes = {conflict.id: conflict.class_ for conflict in page.reports["conflicts"]}
    links = [page.link(id_, classes.get(id_)) for id_ in conflicts]
    return h.span(class_="pill differ")["≠ Sources differ: ", separated(links)]


def entry(record: Any, *content: Node, beside: Node = None) -> Element:
    """Return a record as an entry of a list, its date or figure beside it."""
    return h.li(id=record.id)[h.div(class_="beside")[beside], h.div[content]]


def left_open(page: Briefing, name: str) -> Node:
    """Return the questions that the articles leave open about a report, folded."""
    gaps = page.store.open_questions(name, **page.filters)
    if not gaps:
        return None
    return h.details(class_="open")[
        h.summary[f"{pluralize(len(gaps), 'question')} left open"],
        h.ul[[h.li[page.link(gap.id, gap.summary)] for gap in gaps]],
    ]


def table(headers: Sequence[str], rows: Node, caption: str) -> Element:
    """Return a table of ready rows."""
    head = h.thead[h.tr[[h.th(scope="col")[header] for header in headers]]]
    return h.table[h.caption[caption], head, h.tbody[rows]]


def facts(pairs: Iterable[tuple[str, Node]]) -> Node:
    """Return names and values as a list, those without a value left out."""
    shown = [[h.dt[name], h.dd[value]] for name, value in pairs if value]
    return h.dl(class_="facts")[shown] if shown else None

"""Building blocks of all sections of a briefing: filtered reports, links, and the parts of a record."""

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
    """The number of records in it."""


class Briefing:
    """The data of all sections: filtered reports, names and evidence."""

    def __init__(self, store: Store, filters: Mapping[str, Any], evidence: Evidence) -> None:
        """Query the reports once, so that links lead only to records on the page."""
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
        """The ids of the people who travel, if any."""
        event = self.store.event
        return (event.traveller,) if event.traveller else event.travellers

    def link(self, id_: str, words: str | None = None) -> Node:
        """Return a link to a record, or only its name if it is not on the page."""
        name = text(words or id_)
        return h.a(href=f"#{id_}")[name] if id_ in self.shown else name

    def who(self, ids: Iterable[str]) -> Node:
        """Return the names of people, bodies and sources as links."""
        return separated([self._one(id_) for id_ in ids])

    def places(self, record: Any) -> list[str]:
        """Return the names of the places of a record: its own text and those of the vocabulary."""
        named = [self.store.places[id_].name for id_ in record.places]
        return [text(name) for name in dict.fromkeys((record.place, *named)) if name]

    def _one(self, id_: str) -> Node:
        if id_ in self.evidence.sources:
            return self.evidence.link(id_)
        return self.link(id_, self.labels.of("person", [id_]))


def separated(nodes: Sequence[Node], by: str = ", ") -> list[Node]:
    """Return nodes with a separator between them."""
    return [[by if number else None, node] for number, node in enumerate(nodes)]


def pill(words: str, tone: str = "") -> Element:
    """Return a short label in a frame."""
    return h.span(class_=f"pill {tone}".strip())[words]


def status(word: str) -> Element:
    """Return a status as a label with its tone."""
    return pill(word.replace("-", " "), _TONE.get(word, ""))


def when(record: Any) -> Node:
    """Return the date of a record in words, and whether it was worked out."""
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
    """Return the cites of a record without those of its parts."""
    elsewhere = {cite for one in record.parts() for cite in one.cites}
    return [cite for cite in record.cites if cite not in elsewhere]


def part(page: Briefing, record: Any, one: Any, *words: Node) -> list[Node]:
    """Return a part of a record with its evidence."""
    return [
        *words,
        page.evidence.numbers(one.cites),
        page.evidence.below(record.id, one.cites, texts=_shows_paragraphs(record)),
    ]


def _shows_paragraphs(record: Any) -> bool:
    """Return whether to show paragraphs below a record; for a name or a title the printed words are enough."""
    return record.kind not in ("person", "source")


def below(page: Briefing, record: Any, *more: Node) -> list[Node]:
    """Return the part below the sentence of a record: note, statuses, conflicts, id, evidence."""
    statuses = [h.li[part(page, record, one, status(one.status))] for one in record.statuses]
    disputed = differ(page, record.conflicts) if record.conflicts else None
    return [
        record.note and h.p(class_="note")[text(record.note)],
        statuses and h.div(class_="part")[h.p["Status by source, earliest first"], h.ul(class_="parts")[statuses]],
        h.p(class_="meta")[separated([one for one in (*more, disputed, _id(record.id)) if one], " ")],
        page.evidence.below(record.id, own(record), record.date_from, texts=_shows_paragraphs(record)),
    ]


def _id(id_: str) -> Element:
    return h.a(href=f"#{id_}")[id_]


def differ(page: Briefing, conflicts: Sequence[str]) -> Element:
    """Return a label "Sources differ" with a link to each conflict."""
    classes = {conflict.id: conflict.class_ for conflict in page.reports["conflicts"]}
    links = [page.link(id_, classes.get(id_)) for id_ in conflicts]
    return h.span(class_="pill differ")["≠ Sources differ: ", separated(links)]


def entry(record: Any, *content: Node, beside: Node = None) -> Element:
    """Return a record as a list entry, with its date or figure beside it."""
    return h.li(id=record.id)[h.div(class_="beside")[beside], h.div[content]]


def left_open(page: Briefing, name: str) -> Node:
    """Return the open questions of a report, folded."""
    gaps = page.store.open_questions(name, **page.filters)
    if not gaps:
        return None
    return h.details(class_="open")[
        h.summary[f"{pluralize(len(gaps), 'question')} left open"],
        h.ul[[h.li[page.link(gap.id, gap.summary)] for gap in gaps]],
    ]


def table(headers: Sequence[str], rows: Node, caption: str) -> Element:
    """Return a table with a header and a caption."""
    head = h.thead[h.tr[[h.th(scope="col")[header] for header in headers]]]
    return h.table[h.caption[caption], head, h.tbody[rows]]


def facts(pairs: Iterable[tuple[str, Node]]) -> Node:
    """Return names and values as a list, without empty values."""
    shown = [[h.dt[name], h.dd[value]] for name, value in pairs if value]
    return h.dl(class_="facts")[shown] if shown else None

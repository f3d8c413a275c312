"""The sections of a briefing, each made from one report of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import htpy as h

from ..errors import counted
from ..query import cites, parts
from . import brief_timeline as timeline
from . import cells
from .brief_bars import bars, comparable
from .brief_evidence import Evidence, address, day, text

if TYPE_CHECKING:
    from htpy import Element, Node

    from ..store import Store

TONES = {
    "done": ("held", "paid", "approved", "agreed"),
    "ahead": ("planned", "expected", "likely", "requested", "announced", "pledged", "promised"),
    "none": ("not-done", "declined", "not-stated", "cancelled", "postponed"),
}
_TONE = {status: tone for tone, statuses in TONES.items() for status in statuses}
ABSENT = {"not-done": "Has not happened", "declined": "Declined to say", "not-stated": "Not stated"}


class Section(NamedTuple):
    """One section: its anchor, title, content, and how many records it has."""

    anchor: str
    title: str
    content: Node
    count: int | None = None


class Briefing:
    """What the sections ask: the store through its filters, names, and the evidence."""

    def __init__(self, store: Store, filters: Mapping[str, Any], evidence: Evidence) -> None:
        """Ask the reports once, so that links lead only to what is shown."""
        self.store, self.filters, self.evidence = store, filters, evidence
        self.labels = cells.Labels(store.labels)
        names = ("itinerary", "meetings", "funding", "commitments", "conflicts", "gaps", "people")
        self.reports: dict[str, Sequence[Any]] = {name: store.report(name, **filters) for name in names}
        facts = store.report("facts", **{name: value for name, value in filters.items() if name != "limit"})
        for kind in ("statistic", "claim"):
            self.reports[kind] = [record for record in facts if record.kind == kind][: filters.get("limit")]
        self.records = [record for found in self.reports.values() for record in found]
        self.shown = {record.id for record in self.records}

    @property
    def travellers(self) -> tuple[str, ...]:
        """The ids of those who travel, if the event has any."""
        event = self.store.event
        one = getattr(event, "traveller", None)
        return tuple(getattr(event, "travellers", ())) or ((one,) if one else ())

    def link(self, id_: str, words: str | None = None) -> Node:
        """Return a link to a record, or its name alone where the filters left it out."""
        name = text(words or id_)
        return h.a(href=f"#{id_}")[name] if id_ in self.shown else name

    def who(self, ids: Iterable[str]) -> Node:
        """Name people, bodies and sources, each with a link."""
        return _separated([self._one(id_) for id_ in ids])

    def _one(self, id_: str) -> Node:
        if id_ in self.evidence.sources:
            return self.evidence.link(id_)
        return self.link(id_, self.labels.who([id_]))


def _separated(nodes: Sequence[Node], by: str = ", ") -> Node:
    return [[by if number else None, node] for number, node in enumerate(nodes)]


def _pill(words: str, tone: str = "") -> Element:
    return h.span(class_=f"pill {tone}".strip())[words]


def status(word: str) -> Element:
    """Return a status in words, with the tone of its kind."""
    return _pill(word.replace("-", " "), _TONE.get(word, ""))


def when(record: Any) -> Node:
    """Return the date of a record as people write it, and whether it was worked out."""
    if record.date is None:
        return None if record.kind in cells.TIMELESS else "date not stated"
    shown: Node = day(record.date)
    if "/" not in record.date:
        shown = h.time(datetime=record.date)[shown]
    part = f", {text(record.part_of_day)}" if record.part_of_day else ""
    return [shown, part, record.date_basis == "derived" and [" ", _pill("derived")]]


def figure(record: Any) -> Node:
    """Return the figure of a record with its hedge set apart, or None."""
    whole = cells.figure(record)
    if not whole:
        return None
    hedge = f"{record.qualifier} " if record.qualifier and whole.startswith(record.qualifier) else ""
    return h.span(class_="fig")[hedge and h.i[hedge], h.b[text(whole[len(hedge) :])]]


def _sentence(page: Briefing, record: Any) -> list[Node]:
    """Return the summary with the numbers of its footnotes."""
    return [text(record.summary), page.evidence.numbers((*cites(record), *record.date_from))]


def _below(page: Briefing, record: Any, *more: Node) -> list[Node]:
    """Return what follows the sentence of every record: note, statuses, marks of conflicts, id, evidence."""
    own = [cite for cite in record.cites if not any(cite in part.cites for part in parts(record))]
    statuses = [[status(one.status), " ", page.evidence.below(record.id, one.cites)] for one in record.statuses]
    return [
        record.note and h.p(class_="note")[text(record.note)],
        statuses and h.div(class_="part")[h.p["Status by source, earliest first:"], statuses],
        h.p(class_="meta")[_separated([one for one in (*more, _differ(page, record), _id(record.id)) if one], " ")],
        page.evidence.below(record.id, own, record.date_from),
    ]


def _id(id_: str) -> Element:
    return h.a(class_="id", href=f"#{id_}")[id_]


def _differ(page: Briefing, record: Any) -> Node:
    """Return the mark of a record about which sources differ, with a link to each conflict."""
    if not record.conflicts:
        return None
    classes = {conflict.id: conflict.class_ for conflict in page.reports["conflicts"]}
    links = [page.link(id_, classes.get(id_)) for id_ in record.conflicts]
    return h.span(class_="pill differ")["≠ Sources differ: ", _separated(links)]


def _entry(page: Briefing, record: Any, *content: Node, beside: Node = None) -> Element:
    """Return a record as an entry of a list, its date or figure beside it."""
    return h.li(id=record.id)[h.div(class_="beside")[beside], h.div[content]]


def _open(page: Briefing, name: str) -> Node:
    """Return the questions that the articles leave open about a report, folded."""
    gaps = page.store.open_questions(name, **page.filters)
    if not gaps:
        return None
    return h.details(class_="open")[
        h.summary[f"{counted(len(gaps), 'question')} left open"],
        h.ul[[h.li[page.link(gap.id, gap.summary)] for gap in gaps]],
    ]


def chronology(page: Briefing) -> Section | None:
    """Return the timeline: drawings, and the same as a table."""
    records = [*page.reports["itinerary"], *page.reports["meetings"]]
    if not records:
        return None
    event = page.store.event
    scene = timeline.Scene(page.labels, list(page.store.countries), page.travellers)
    undated = [record for record in records if not record.date]
    dated = sorted((record for record in records if record.date), key=lambda record: record.date)
    content = [
        timeline.drawings(records, (event.first_day, event.last_day), scene),
        h.p(class_="key")[
            "Bars are legs and stays, coloured by country; points are meetings on one day; lines with ends are meetings "
            "some time between two days. Filled: held. Dashed or hollow: planned, expected or likely."
        ],
        undated and [h.h3["Without a date"], h.ul(class_="plain")[[h.li[_event(page, one)] for one in undated]]],
        dated and h.details(class_="open")[h.summary["The timeline as a table"], _events(page, dated)],
    ]
    return Section("_timeline", "Timeline", content)


def _event(page: Briefing, record: Any) -> Node:
    return [page.link(record.id, record.summary), " ", status(record.status)]


def _events(page: Briefing, records: Sequence[Any]) -> Element:
    rows = [h.tr[h.th(scope="row")[when(record)], h.td[_event(page, record)]] for record in records]
    return _table(("When", "What"), rows, "Stops and meetings in order of date")


def _table(headers: Sequence[str], rows: Node, caption: str) -> Element:
    head = h.thead[h.tr[[h.th(scope="col")[header] for header in headers]]]
    return h.table[h.caption[caption], head, h.tbody[rows]]


def itinerary(page: Briefing) -> Section | None:
    """Return legs and stays in order."""
    stops = page.reports["itinerary"]
    if not stops:
        return None
    rows = [
        h.tr(id=stop.id)[
            h.th(scope="row")[when(stop)],
            h.td[
                h.p(class_="lead")[_route(stop), " ", status(stop.status)],
                h.p[_sentence(page, stop)],
                _below(page, stop),
            ],
        ]
        for stop in stops
    ]
    content = [_table(("When", "Stop"), rows, "Legs and stays in order of date"), _open(page, "itinerary")]
    return Section("_itinerary", "Itinerary", content, len(stops))


def _route(stop: Any) -> str:
    origin, destination = stop.origin, stop.destination
    places = " → ".join(text(place) for place in (origin, destination) if place)
    return f"{stop.type.capitalize()}: {places}" if places else stop.type.capitalize()


def meetings(page: Briefing) -> Section | None:
    """Return the meetings with who takes part and their agendas."""
    found = page.reports["meetings"]
    if not found:
        return None
    entries = [
        _entry(
            page,
            one,
            h.h3[_sentence(page, one)],
            _facts(_taking_part(page, one)),
            _agenda(page, one),
            _below(page, one),
            beside=[h.p[when(one)], h.p[status(one.status)]],
        )
        for one in found
    ]
    return Section("_meetings", "Meetings", [h.ol(class_="entries")[entries], _open(page, "meetings")], len(found))


def _taking_part(page: Briefing, meeting: Any) -> list[tuple[str, Node]]:
    who = [page.who([id_]) for id_ in meeting.people] + [text(group) for group in meeting.groups]
    return [
        ("With", _separated(who) if who else None),
        ("Format", meeting.format if meeting.format != "unspecified" else None),
        ("Place", meeting.place and text(meeting.place)),
        ("Country", text(cells.countries(meeting, page.labels)) or None),
    ]


def _facts(pairs: Iterable[tuple[str, Node]]) -> Node:
    shown = [[h.dt[name], h.dd[value]] for name, value in pairs if value]
    return h.dl(class_="facts")[shown] if shown else None


def _agenda(page: Briefing, meeting: Any) -> Node:
    if not meeting.agenda:
        return None
    items = [
        h.li[
            h.b[text(page.labels.about([item.topic]))],
            f": {text(item.summary)}",
            page.evidence.below(meeting.id, item.cites),
        ]
        for item in meeting.agenda
    ]
    return h.div(class_="part")[h.p["Agenda"], h.ul[items]]


def money(page: Briefing) -> Section | None:
    """Return the amounts, and what they come to."""
    amounts = page.reports["funding"]
    if not amounts:
        return None
    rows = [
        h.tr(id=one.id)[
            h.th(scope="row")[figure(one), h.p[status(one.status)]],
            h.td[
                h.p[_sentence(page, one)],
                _facts(_destined(page, one)),
                _below(page, one, when(one)),
            ],
        ]
        for one in amounts
    ]
    totals = page.store.funding_totals(**page.filters)
    content = [
        _table(("Amount", "What it is"), rows, "Amounts as the articles give them"),
        h.h3["Totals"],
        h.p["An amount counts once: what restates another or is part of one is left out. Never add rows."],
        _table(("Total", "What it counts"), [_total(page, one) for one in totals], "One total per currency and status"),
        _open(page, "funding"),
    ]
    return Section("_money", "Money", content, len(amounts))


def _destined(page: Briefing, amount: Any) -> list[tuple[str, Node]]:
    purpose, recipient = getattr(amount, "purpose", None), amount.recipient
    return [
        ("For", text(purpose) if purpose else "not stated"),
        ("To", text(recipient) if recipient else "not stated"),
        ("Relation to others", text(cells.relation(amount, page.labels))),
    ]


def _total(page: Briefing, total: Any) -> Element:
    counts = _separated([page.link(id_) for id_ in total.includes]) if total.includes else "nothing"
    left = [h.li[page.link(out.id), f": {text(out.reason)}"] for out in total.excludes]
    return h.tr[
        h.th(scope="row")[h.span(class_="fig")[text(cells.total(total, page.labels))], h.p[status(total.status)]],
        h.td[h.p["Counts ", counts], left and [h.p["Leaves out"], h.ul[left]]],
    ]


def statistics(page: Briefing) -> Section | None:
    """Return the figures, a group each."""
    found = page.reports["statistic"]
    if not found:
        return None
    groups: dict[str, list[Any]] = {}
    for record in found:
        groups.setdefault(record.group, []).append(record)
    content = [_group(page, id_, records) for id_, records in groups.items()]
    return Section("_figures", "Figures", content, len(found))


def _group(page: Briefing, id_: str, records: Sequence[Any]) -> Node:
    label = _group_label(page, id_)
    drawn = [bars(group) for group in comparable(records)]
    rows = [
        h.tr(id=one.id)[
            h.th(scope="row")[figure(one)],
            h.td[h.p[_sentence(page, one)], _facts(_counted(page, one)), _below(page, one)],
        ]
        for one in records
    ]
    none = "No two of these figures are drawn against each other: they differ in measure, unit, period or population."
    return [
        h.h3[label],
        drawn or (len(records) > 1 and h.p(class_="key")[none]),
        _table(("Figure", "What it counts"), rows, label),
        _open(page, id_),
    ]


def _group_label(page: Briefing, id_: str) -> str:
    groups = getattr(page.store, "groups", {})
    return text(groups[id_].label) if id_ in groups else f"{id_.replace('-', ' ').capitalize()} figures"


def _counted(page: Briefing, one: Any) -> list[tuple[str, Node]]:
    """Return what decides with which figures a statistic may be compared."""
    stated = [(name, getattr(one, name.lower(), None)) for name in ("Measure", "Period", "Population", "Area")]
    apart = _separated([page.link(id_) for id_ in one.not_comparable]) if one.not_comparable else None
    return [
        *((name, text(value) if value else None) for name, value in stated),
        ("Said by", page.who(one.said_by) if one.said_by else None),
        ("Not to be compared with", apart),
    ]


def commitments(page: Briefing) -> Section | None:
    """Return what was agreed, promised, expected or announced."""
    found = page.reports["commitments"]
    if not found:
        return None
    entries = [
        _entry(
            page,
            one,
            h.p(class_="lead")[_sentence(page, one)],
            _facts([("By", page.who(one.by)), ("To", one.to and text(one.to)), ("Figure", figure(one))]),
            _below(page, one),
            beside=[h.p[when(one)], h.p[status(one.status)]],
        )
        for one in found
    ]
    return Section(
        "_commitments", "Commitments", [h.ol(class_="entries")[entries], _open(page, "commitments")], len(found)
    )


def claims(page: Briefing) -> Section | None:
    """Return what was said, by speaker; who says most comes first."""
    found = page.reports["claim"]
    if not found:
        return None
    speakers: dict[tuple[str, ...], list[Any]] = {}
    for claim in found:
        speakers.setdefault(claim.said_by, []).append(claim)
    content = [
        [h.h3[page.who(who)], h.ol(class_="entries")[[_claim(page, one) for one in said]]]
        for who, said in sorted(speakers.items(), key=lambda pair: -len(pair[1]))
    ]
    return Section("_claims", "Claims, by speaker", content, len(found))


def _claim(page: Briefing, claim: Any) -> Element:
    content = [h.p(class_="lead")[_sentence(page, claim)], _facts([("Figure", figure(claim))]), _below(page, claim)]
    return _entry(page, claim, content, beside=[h.p[_pill(claim.type)], claim.date and h.p[when(claim)]])


def conflicts(page: Briefing) -> Section | None:
    """Return where sources differ, readings side by side."""
    found = page.reports["conflicts"]
    if not found:
        return None
    entries = [
        h.li(id=one.id)[
            h.h3[_pill(f"≠ {one.class_}", "differ"), " ", _sentence(page, one)],
            h.ul(class_="readings")[[_reading(page, one, reading) for reading in one.readings]],
            _facts(
                [
                    ("Safest reading", text(one.safest)),
                    ("Why", text(one.reason)),
                    ("Concerns", _separated([page.link(id_) for id_ in one.records])),
                ]
            ),
            _below(page, one),
        ]
        for one in found
    ]
    return Section("_conflicts", "Where sources differ", h.ol(class_="blocks")[entries], len(found))


def _reading(page: Briefing, conflict: Any, reading: Any) -> Element:
    names = _separated([page.evidence.link(id_) for id_ in dict.fromkeys(cite.source for cite in reading.cites)])
    return h.li[h.p(class_="by")[names], h.p[text(reading.reading)], page.evidence.below(conflict.id, reading.cites)]


def gaps(page: Briefing) -> Section | None:
    """Return what has not happened, was declined to be said, or is not stated."""
    found = page.reports["gaps"]
    if not found:
        return None
    by: dict[str, list[Any]] = {}
    for gap in found:
        by.setdefault(gap.status, []).append(gap)
    content = [
        [
            h.h3[ABSENT[absence]],
            h.ol(class_="blocks")[
                [h.li(id=one.id)[h.p(class_="lead")[_sentence(page, one)], _below(page, one, when(one))] for one in some]
            ],
        ]
        for absence, some in by.items()
    ]
    return Section("_gaps", "What nobody said", content, len(found))


def people(page: Briefing) -> Section | None:
    """Return everyone who is named or quoted, with each title that a source gives."""
    found = page.reports["people"]
    if not found:
        return None
    entries = [
        h.li(id=one.id)[
            h.h3[text(one.name), " ", one.type != "person" and _pill(one.type)],
            h.p[_sentence(page, one)],
            one.titles and h.ul(class_="plain")[[_title(page, one, title) for title in one.titles]],
            _below(page, one),
        ]
        for one in found
    ]
    return Section("_people", "People and bodies", h.ul(class_="blocks")[entries], len(found))


def _title(page: Briefing, person: Any, title: Any) -> Element:
    return h.li[f"“{text(title.title)}”", page.evidence.below(person.id, title.cites)]


def sources(page: Briefing) -> Section:
    """Return the sources of what is shown, with links; made last, when it is known which these are."""
    every = page.evidence.sources
    cited = {source for source, _ in page.evidence.notes}
    waiting = list(cited)
    while waiting:  # the date of a source may be worked out from another one
        source = every[waiting.pop()]
        new = {cite.source for cite in (*cites(source), *source.date_from)} - cited
        cited |= new
        waiting += new
    found = [source for source in every.values() if source.id in cited]
    page.shown |= cited
    return Section("_sources", "Sources", h.ul(class_="blocks")[[_source(page, one) for one in found]], len(found))


def _source(page: Briefing, source: Any) -> Element:
    relays = [text(relay.outlet) for relay in source.relays]
    return h.li(id=source.id)[
        h.h3[page.evidence.name(source.id)],
        h.p[_sentence(page, source)],
        _facts(
            [
                ("Title", f"“{text(source.title)}”" if source.title else "not printed"),
                ("Author", text(author) if (author := getattr(source, "author", None)) else None),
                ("Published", when(source)),
                ("Address", _address(getattr(source, "url", None))),
                ("Archived copy", _address(getattr(source, "archived", None))),
                ("Retrieved", day(retrieved) if (retrieved := getattr(source, "retrieved", None)) else None),
                ("Relays", ", ".join(relays) or None),
                ("Cited by", f"{counted(source.supports, 'record')}, {source.supports_alone} of them on it alone"),
                ("Text", f"{counted(source.paragraphs, 'paragraph')}, SHA-256 {source.sha256}"),
            ]
        ),
        [h.div(class_="part")[h.p[f"Relays {text(one.outlet)}"], page.evidence.below(source.id, one.cites)]
         for one in source.relays],
        _below(page, source),
    ]


def _address(url: str | None) -> Node:
    """Return an address as a link, or as text where it is none that is safe to follow."""
    safe = address(url)
    return h.a(href=safe)[text(url or "")] if safe else text(url) if url else None


SECTIONS: tuple[Callable[[Briefing], Section | None], ...] = (
    chronology,
    itinerary,
    meetings,
    money,
    statistics,
    commitments,
    claims,
    conflicts,
    gaps,
    people,
)
"""In the order of the page; the sources follow them."""

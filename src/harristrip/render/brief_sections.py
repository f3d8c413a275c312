"""The sections of a briefing, each made from one report of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from ..index import cells
from ..index.cells import address
from ..text import pluralize
from . import brief_charts as charts
from .brief_parts import (
    Briefing,
    BriefSection,
    below,
    date_node,
    day,
    differ,
    entry,
    facts,
    figure_node,
    left_open,
    part_node,
    pill,
    sentence,
    separated,
    status,
    table_node,
    text,
)

if TYPE_CHECKING:
    from htpy import Element, Node

ABSENT = {"not-done": "Has not happened", "declined": "Declined to say", "not-stated": "Not stated"}


def chronology(page: Briefing, records: Sequence[Any]) -> Node:
    """Return the timeline as drawings and as a table."""
    event = page.store.event
    scene = charts.Scene(page.labels, list(page.store.countries), page.travellers)
    undated = [record for record in records if not record.date]
    dated = sorted((record for record in records if record.date), key=lambda record: record.date)
    return [
        charts.draw_timelines(
            records, (event.first_day, event.last_day), scene, charts.find_newest(page.evidence.sources.values())
        ),
        scene.legend(dated),
        h.p(class_="key")[
            "Bars are legs and stays, points are meetings on one day, lines with ends are meetings some time between "
            "two days. The colour is the country. Filled: held; dashed or hollow: not held, or not yet."
        ],
        undated and [h.h3["Without a date"], h.ul(class_="plain")[[h.li[_event_line(page, one)] for one in undated]]],
        dated and h.details(class_="open")[h.summary["The timeline as a table"], _events_table(page, dated)],
    ]


def _event_line(page: Briefing, record: Any) -> Node:
    return [page.link(record.id, record.summary), " ", status(record.status)]


def _events_table(page: Briefing, records: Sequence[Any]) -> Element:
    rows = [h.tr[h.th(scope="row")[date_node(record)], h.td[_event_line(page, record)]] for record in records]
    return table_node(("When", "What"), rows, "Stops and meetings in order of date")


def itinerary(page: Briefing, stops: Sequence[Any]) -> Node:
    """Return legs and stays in order."""
    rows = [
        h.tr(id=stop.id)[
            h.th(scope="row")[date_node(stop)],
            h.td[
                h.p(class_="lead")[_route(stop), " ", status(stop.status)],
                h.p[sentence(page, stop)],
                below(page, stop),
            ],
        ]
        for stop in stops
    ]
    return [table_node(("When", "Stop"), rows, "Legs and stays in order of date"), left_open(page, "itinerary")]


def _route(stop: Any) -> str:
    origin, destination = stop.origin, stop.destination
    places = " → ".join(text(place) for place in (origin, destination) if place)
    return f"{stop.type.capitalize()}: {places}" if places else stop.type.capitalize()


def meetings(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the meetings with participants and agendas."""
    entries = [
        entry(
            one,
            h.h3[sentence(page, one)],
            facts(_taking_part(page, one)),
            _agenda(page, one),
            below(page, one),
            beside=[h.p[date_node(one)], h.p[status(one.status)]],
        )
        for one in found
    ]
    return [h.ol(class_="entries")[entries], left_open(page, "meetings")]


def _taking_part(page: Briefing, meeting: Any) -> list[tuple[str, Node]]:
    who = [page.who([id_]) for id_ in meeting.people] + [text(group) for group in meeting.groups]
    return [
        ("With", separated(who) if who else None),
        ("Format", meeting.format if meeting.format != "unspecified" else None),
        ("Place", "; ".join(page.places(meeting)) or None),
        ("Country", text(cells.countries(meeting, page.labels)) or None),
    ]


def _agenda(page: Briefing, meeting: Any) -> Node:
    if not meeting.agenda:
        return None
    items = [
        h.li[
            part_node(page, meeting, item, h.b[text(page.labels.of("topic", [item.topic]))], f": {text(item.summary)}"),
        ]
        for item in meeting.agenda
    ]
    return h.div(class_="part")[h.p["Agenda"], h.ul[items]]


def money(page: Briefing, amounts: Sequence[Any]) -> Node:
    """Return the amounts and their totals."""
    rows = [
        h.tr(id=one.id)[
            h.th(scope="row")[figure_node(one), h.p[status(one.status)]],
            h.td[
                h.p[sentence(page, one)],
                facts(_destined(page, one)),
                below(page, one, date_node(one)),
            ],
        ]
        for one in amounts
    ]
    totals = page.store.funding_totals(**page.filters)
    return [
        table_node(("Amount", "What it is"), rows, "Amounts as the articles give them"),
        h.h3["Totals"],
        h.p["An amount counts once: what restates another or is part of one is left out. Never add rows."],
        table_node(
            ("Total", "What it counts"), [_total_row(page, one) for one in totals], "One total per currency and status"
        ),
        left_open(page, "funding"),
    ]


def _destined(page: Briefing, amount: Any) -> list[tuple[str, Node]]:
    purpose, recipient = amount.purpose, amount.recipient
    return [
        ("For", text(purpose) if purpose else "not stated"),
        ("To", text(recipient) if recipient else "not stated"),
        ("Relation to others", text(cells.relation(amount, page.labels))),
    ]


def _total_row(page: Briefing, total: Any) -> Element:
    counts = separated([page.link(id_) for id_ in total.includes]) if total.includes else "nothing"
    left = [h.li[page.link(out.id), f": {text(out.reason)}"] for out in total.excludes]
    return h.tr[
        h.th(scope="row")[
            h.span(class_="fig")[text(cells.total(total, page.labels).removesuffix(f" {cells.DISPUTED}"))],
            h.p[status(total.status)],
        ],
        h.td[
            h.p["Counts ", counts],
            left and [h.p["Leaves out"], h.ul[left]],
            total.conflicts and h.p(class_="meta")[differ(page, total.conflicts)],
        ],
    ]


def statistics(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the figures by group."""
    groups: dict[str, list[Any]] = {}
    for record in found:
        groups.setdefault(record.group, []).append(record)
    return [_statistics_group(page, id_, records) for id_, records in groups.items()]


def _statistics_group(page: Briefing, id_: str, records: Sequence[Any]) -> Node:
    label = text(page.store.groups[id_].label)
    drawn = [charts.draw_bars(group) for group in charts.group_comparable(records)]
    rows = [
        h.tr(id=one.id)[
            h.th(scope="row")[figure_node(one)],
            h.td[h.p[sentence(page, one)], facts(_comparability_fields(page, one)), below(page, one)],
        ]
        for one in records
    ]
    none = "No two of these figures may be compared: measure, unit, period or population differ or are not stated."
    return [
        h.h3[label],
        drawn or (len(records) > 1 and h.p(class_="key")[none]),
        table_node(("Figure", "What it counts"), rows, label),
        left_open(page, id_),
    ]


def _comparability_fields(page: Briefing, one: Any) -> list[tuple[str, Node]]:
    """Return the fields that decide whether a statistic can be compared with another."""
    stated = [(name, getattr(one, name.lower())) for name in ("Measure", "Period", "Population", "Area")]
    apart = separated([page.link(id_) for id_ in one.not_comparable]) if one.not_comparable else None
    return [
        *((name, text(value) if value else None) for name, value in stated),
        ("Said by", page.who(one.said_by) if one.said_by else None),
        ("Not to be compared with", apart),
    ]


def commitments(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the commitments: agreed, promised, expected or announced."""
    entries = [
        entry(
            one,
            h.p(class_="lead")[sentence(page, one)],
            facts([("By", page.who(one.by)), ("To", one.to and text(one.to)), ("Figure", figure_node(one))]),
            below(page, one),
            beside=[h.p[date_node(one)], h.p[status(one.status)]],
        )
        for one in found
    ]
    return [h.ol(class_="entries")[entries], left_open(page, "commitments")]


def claims(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the claims by speaker, those with most claims first."""
    speakers: dict[tuple[str, ...], list[Any]] = {}
    for claim in found:
        speakers.setdefault(claim.said_by, []).append(claim)
    return [
        [h.h3[page.who(who)], h.ol(class_="entries")[[_claim(page, one) for one in own]]]
        for who, own in sorted(speakers.items(), key=lambda pair: -len(pair[1]))
    ]


def _claim(page: Briefing, claim: Any) -> Element:
    content = [h.p(class_="lead")[sentence(page, claim)], facts([("Figure", figure_node(claim))]), below(page, claim)]
    return entry(claim, content, beside=[h.p[pill(claim.type)], claim.date and h.p[date_node(claim)]])


def conflicts(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the conflicts, with their readings side by side."""
    entries = [
        h.li(id=one.id)[
            h.h3[pill(f"≠ {one.class_}", "differ"), " ", sentence(page, one)],
            h.ul(class_="readings")[[_reading(page, one, reading) for reading in one.readings]],
            facts(
                [
                    ("Safest reading", text(one.safest)),
                    ("Why", text(one.reason)),
                    ("Concerns", separated([page.link(id_) for id_ in one.records])),
                ]
            ),
            below(page, one),
        ]
        for one in found
    ]
    return h.ol(class_="blocks")[entries]


def _reading(page: Briefing, conflict: Any, reading: Any) -> Element:
    names = separated([page.evidence.link(id_) for id_ in dict.fromkeys(cite.source for cite in reading.cites)])
    return h.li[h.p(class_="by")[names], part_node(page, conflict, reading, text(reading.reading))]


def gaps(page: Briefing, found: Sequence[Any]) -> Node:
    """Return the gaps: what has not happened, is not stated, or was declined."""
    by: dict[str, list[Any]] = {}
    for gap in found:
        by.setdefault(gap.status, []).append(gap)
    return [
        [
            h.h3[ABSENT[absence]],
            h.ol(class_="blocks")[
                [
                    h.li(id=one.id)[h.p(class_="lead")[sentence(page, one)], below(page, one, date_node(one))]
                    for one in some
                ]
            ],
        ]
        for absence, some in by.items()
    ]


def people_list(page: Briefing, found: Sequence[Any]) -> Node:
    """Return everyone who is named or quoted, with each title that a source gives."""
    entries = [
        h.li(id=one.id)[
            h.h3[text(one.name), " ", one.type != "person" and pill(one.type)],
            h.p[sentence(page, one)],
            one.titles and h.ul(class_="parts")[[_title(page, one, title) for title in one.titles]],
            below(page, one),
        ]
        for one in found
    ]
    return h.ul(class_="blocks")[entries]


def _title(page: Briefing, person: Any, title: Any) -> Element:
    return h.li[part_node(page, person, title, f"“{text(title.title)}”")]


def sources_section(page: Briefing) -> BriefSection:
    """Return the sources cited on the page."""
    every = page.evidence.sources
    cited = {source for source, _ in page.evidence.notes}
    waiting = list(cited)
    while waiting:  # the date of a source may be worked out from another source
        source = every[waiting.pop()]
        new = {cite.source for cite in (*source.all_cites(), *source.date_from)} - cited
        cited |= new
        waiting += new
    found = [source for source in every.values() if source.id in cited]
    page.shown |= cited
    return BriefSection(
        "s_sources", "Sources", h.ul(class_="blocks")[[_source_item(page, one) for one in found]], len(found)
    )


def _source_item(page: Briefing, source: Any) -> Element:
    relays = [h.li[part_node(page, source, one, text(one.outlet))] for one in source.relays]
    return h.li(id=source.id)[
        h.h3[page.evidence.name(source.id)],
        h.p[sentence(page, source)],
        facts(
            [
                ("Title", f"“{text(source.title)}”" if source.title else "not printed"),
                ("Author", text(source.author) if source.author else None),
                ("Published", date_node(source)),
                ("Address", _address(source.url)),
                ("Archived copy", _address(source.archived)),
                ("Retrieved", day(source.retrieved) if source.retrieved else None),
                ("Cited by", f"{pluralize(source.supports, 'record')}, {source.supports_alone} of them on it alone"),
                ("Text", f"{pluralize(source.paragraphs, 'paragraph')}, SHA-256 {source.sha256}"),
            ]
        ),
        relays and h.div(class_="part")[h.p["Passes on what others report"], h.ul(class_="parts")[relays]],
        below(page, source),
    ]


def _address(url: str | None) -> Node:
    """Return an address as a link, or as text if it is not safe."""
    safe = address(url)
    return h.a(href=safe)[text(url or "")] if safe else text(url) if url else None


SECTIONS: dict[str, tuple[str, tuple[str, ...], Callable[[Briefing, Sequence[Any]], Node]]] = {
    "s_timeline": ("Timeline", ("itinerary", "meetings"), chronology),
    "s_itinerary": ("Itinerary", ("itinerary",), itinerary),
    "s_meetings": ("Meetings", ("meetings",), meetings),
    "s_money": ("Money", ("funding",), money),
    "s_figures": ("Figures", ("statistics",), statistics),
    "s_commitments": ("Commitments", ("commitments",), commitments),
    "s_claims": ("Claims, by speaker", ("claims",), claims),
    "s_conflicts": ("Where sources differ", ("conflicts",), conflicts),
    "s_gaps": ("Open questions", ("gaps",), gaps),
    "s_people": ("People and bodies", ("people",), people_list),
}
"""Anchor -> title, reports and maker of each section, in the order of the page."""


def make_sections(page: Briefing) -> Iterator[BriefSection]:
    """Yield the sections that have records; that of the sources last, when all cites are known."""
    for anchor, (title, names, make) in SECTIONS.items():
        if found := [record for name in names for record in page.reports[name]]:
            yield BriefSection(anchor, title, make(page, found), len(found) if len(names) == 1 else None)
    yield sources_section(page)

"""The drawings of a briefing as SVG: the timeline, and bars for comparable figures.

On the timeline, legs and stays are bars, meetings are points, and wider dates are ranges.

Horizontal positions are percentages and text keeps its size, so one drawing fits every page width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import htpy as h

from .. import dates
from ..index import cells
from .brief_parts import MONTH_NAMES, day, text

if TYPE_CHECKING:
    from htpy import Element, Node

    from ..index.cells import Labels

BAR_ROW = 44
"""Height of a bar with its label, in pixels."""
LABEL = 46
"""Maximum characters of a label: they fit a page of 320 pixels."""
HEAD, LANE, ROW = 30, 34, 38
"""Heights in pixels: scale, name of a lane, event."""
DAILY, MONTHLY = 45, 900
"""Maximum days of a drawing with daily ticks, and with monthly ones; a longer one has yearly ticks."""
TICKS = 6
"""Maximum labels of the scale."""
HELD_LANE, AHEAD_LANE, OFF_LANE = "Held", "Planned, expected or likely", "Cancelled or postponed"
LANES = {"held": HELD_LANE, "cancelled": OFF_LANE, "postponed": OFF_LANE}
"""Status -> lane; all others are in AHEAD_LANE."""
COLOURS = 6
"""Number of colours for countries; they repeat."""


class DatedEvent(NamedTuple):
    """An event with its first and last day."""

    record: Any
    first: date
    last: date

    @property
    def lane(self) -> str:
        """The name of its lane."""
        return LANES.get(self.record.status, AHEAD_LANE)


class DateRange(NamedTuple):
    """The days that a drawing covers."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    def at(self, moment: date, after: int = 0) -> float:
        """Return the start of the day that is `after` days later, in percent of the width."""
        return ((moment - self.first).days + after) / self.length * 100

    def contains(self, item: DatedEvent) -> bool:
        """Return whether an event is within these days."""
        return self.first <= item.first and item.last <= self.last


class Scene(NamedTuple):
    """The names and colours of events."""

    labels: Labels
    countries: Sequence[str]
    """Their order decides their colours."""
    travellers: Sequence[str]
    """They take part in everything, so labels do not name them."""

    def colour(self, countries: Sequence[str]) -> str:
        """Return the CSS class for some countries: that of the last one, the destination of a leg."""
        return f"c{self.countries.index(countries[-1]) % COLOURS}" if countries else "c"

    def legend(self, records: Iterable[Any]) -> Node:
        """Return the colours of the countries of some records."""
        used = dict.fromkeys(record.countries[-1] for record in records if record.countries)
        entries = [h.li(class_=self.colour([id_]))[h.span[text(self.labels.of("country", [id_]))]] for id_ in used]
        return h.ul(class_="legend")[entries] if entries else None


def dated_events(records: Iterable[Any]) -> list[DatedEvent]:
    """Return the records that have a date."""
    spans = ((record, dates.bounds(record.date)) for record in records if record.date)
    return [DatedEvent(record, date.fromisoformat(first), date.fromisoformat(last)) for record, (first, last) in spans]


def find_newest(sources: Iterable[Any]) -> str | None:
    """Return the last day on which one of some sources can have been published, or None."""
    return max((dates.bounds(one.date)[1] for one in sources if one.date), default=None)


def draw_timelines(records: Sequence[Any], days: tuple[str, str], scene: Scene, until: str | None) -> list[Element]:
    """Return a drawing for the days of the event, and one for events before, after or at wider dates.

    `until` is the last day on which a source was published: held events are drawn no further.
    """
    first, last = (date.fromisoformat(dates.bounds(one)[end]) for end, one in enumerate(days))
    span, dated = DateRange(first, last), [_cut_at(item, until) for item in dated_events(records)]
    within = [item for item in dated if span.contains(item)]
    others = [item for item in dated if not span.contains(item)]
    shown = [_draw("The days of the event", within, span, scene)] if within else []
    if others:
        wider = DateRange(min(item.first for item in others), max(item.last for item in others))
        shown.append(_draw("Before, after and at wider dates", others, wider, scene))
    return shown


def _cut_at(item: DatedEvent, day: str | None) -> DatedEvent:
    """Return an event that, if it is held, ends no later than a day."""
    if item.lane != HELD_LANE or day is None or item.first.isoformat() > day:
        return item
    return item._replace(last=min(item.last, date.fromisoformat(day)))


def _draw(title: str, shown: Sequence[DatedEvent], span: DateRange, scene: Scene) -> Element:
    lanes: dict[str, list[DatedEvent]] = {HELD_LANE: [], AHEAD_LANE: [], OFF_LANE: []}
    for item in sorted(shown, key=lambda item: (item.record.kind != "stop", item.first, item.last)):
        lanes[item.lane].append(item)
    rows: list[Node] = []
    y = HEAD
    for lane, inside in lanes.items():
        rows += [_draw_lane(lane, y)] if inside else []
        y += LANE if inside else 0
        for item in inside:
            rows.append(_draw_event(item, y, span, scene))
            y += ROW
    described = f"{len(shown)} events from {day(span.first.isoformat())} to {day(span.last.isoformat())}; "
    return h.figure(class_="tl")[
        h.figcaption[title],
        h.svg(role="img", aria_label=f"{title}: {described}the table below lists them", width="100%", height=str(y))[
            _draw_time_scale(span, y), rows
        ],
    ]


def _draw_lane(name: str, y: int) -> Node:
    return h.text(class_="lane", x="0", y=str(y + 20))[name]


def _draw_event(item: DatedEvent, y: int, span: DateRange, scene: Scene) -> Element:
    """Return one event: a label above a bar, a point or a range."""
    known = scene.colour(item.record.countries) + ("" if item.record.status == "held" else " off")
    return h.g(class_=known)[
        h.title[f"{day(item.record.date)}, {item.record.status}: {text(item.record.summary)}"],
        h.text(x="0", y=str(y + 13))[make_label(item.record, scene)],
        _draw_event_mark(item, span, y + 25),
    ]


def make_label(record: Any, scene: Scene) -> str:
    """Return the label of an event: destination or participants, and status."""
    if record.kind == "stop":
        where = scene.labels.of("country", record.countries) or record.destination or record.id
        name = f"{record.type}: {where}"
    else:
        others = [id_ for id_ in record.people if id_ not in scene.travellers]
        name = scene.labels.of("person", others) or ", ".join(record.groups) or record.id
    after = (f", {text(record.part_of_day)}" if record.part_of_day else "") + f" ({record.status})"
    return shorten(text(name), max(LABEL - len(after), 2)) + after


def shorten(label: str, room: int) -> str:
    """Return a label with a capital first letter, cut to `room` characters."""
    return label[:1].upper() + (label[1:] if len(label) <= room else f"{label[1 : room - 1]}…")


def _draw_event_mark(item: DatedEvent, span: DateRange, y: int) -> Node:
    """Return a bar for a stop, a point for a one-day meeting, and a range for a wider date."""
    start, end = span.at(item.first), span.at(item.last, 1)
    if item.record.kind == "stop":
        return h.rect(x=_to_percent(start), y=str(y - 6), width=_to_percent(end - start), height="12", rx="2")
    if item.first == item.last:
        return h.circle(cx=_to_percent((start + end) / 2), cy=str(y), r="6")
    ends = [h.line(x1=_to_percent(x), x2=_to_percent(x), y1=str(y - 5), y2=str(y + 5)) for x in (start, end)]
    return [h.line(x1=_to_percent(start), x2=_to_percent(end), y1=str(y), y2=str(y)), *ends]


def _to_percent(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"


def _draw_time_scale(span: DateRange, height: int) -> list[Node]:
    """Return the scale: lines and labels for days, months or years."""
    ticks = _choose_ticks(span)
    step = -(-len(ticks) // TICKS)
    return [
        [
            h.line(
                class_="tick", x1=_to_percent(span.at(tick)), x2=_to_percent(span.at(tick)), y1="18", y2=str(height)
            ),
            h.text(class_="scale", x=_to_percent(span.at(tick)), y="12", dx="2")[_label_tick(tick, ticks, span)],
        ]
        for tick in ticks[::step]
    ]


def _choose_ticks(span: DateRange) -> list[date]:
    """Return every day, first of a month or first of a year, depending on the length of the span."""
    if span.length <= DAILY:
        return [span.first + timedelta(days=number) for number in range(span.length)]
    months = range(span.first.year * 12 + span.first.month - 1, span.last.year * 12 + span.last.month)
    firsts = [date(month // 12, month % 12 + 1, 1) for month in months if span.length <= MONTHLY or month % 12 == 0]
    return [first for first in firsts if first >= span.first]


def _label_tick(tick: date, ticks: Sequence[date], span: DateRange) -> str:
    month = MONTH_NAMES[tick.month - 1][:3]
    if span.length <= DAILY:
        return f"{tick.day} {month}"
    if span.length > MONTHLY:
        return str(tick.year)
    return f"{month} {tick.year}" if tick == ticks[0] or tick.month == 1 else month


def group_comparable(records: Iterable[Any]) -> list[list[Any]]:
    """Return groups of two or more comparable statistics.

    A figure without a period or date is left out: it may cover another time.
    """
    alike: dict[tuple[object, ...], list[Any]] = {}
    for record in records:
        period = record.period or record.date
        if period and record.unit != cells.RANK:
            key = (record.measure, record.unit, record.per, period, record.date, record.population)
            alike.setdefault(key, []).append(record)
    groups = ([one for one in group if not _is_incomparable(one, group)] for group in alike.values())
    return [group for group in groups if len(group) > 1 and min(map(lowest, group)) >= 0 < max(map(highest, group))]


def _is_incomparable(record: Any, group: Sequence[Any]) -> bool:
    """Return whether a conflict forbids comparing a figure with another of its group."""
    return any(other.id in record.not_comparable or record.id in other.not_comparable for other in group)


def lowest(record: Any) -> Fraction:
    """Return a figure, or the lower end of its range."""
    return Fraction(str(record.value))


def highest(record: Any) -> Fraction:
    """Return a figure, or the upper end of its range."""
    return lowest(record) if record.value_to is None else Fraction(str(record.value_to))


def draw_bars(group: Sequence[Any]) -> Element:
    """Return a bar chart of comparable figures: from zero, with the hedge in words."""
    first, most = group[0], max(map(highest, group))
    title = text(
        f"{first.measure}, {first.period or first.date}" + (f": {first.population}" if first.population else "")
    )
    rows = [_draw_bar(record, number * BAR_ROW, most) for number, record in enumerate(group)]
    return h.figure(class_="bars")[
        h.figcaption[title[:1].upper() + title[1:]],
        h.svg(
            role="img",
            aria_label=f"Bars: {title}; the table has the figures",
            width="100%",
            height=str(len(group) * BAR_ROW),
        )[rows],
    ]


def _draw_bar(record: Any, y: int, most: Fraction) -> Element:
    """Return one bar; the part between the ends of a range is lighter."""
    low, high = (f"{float(end / most) * 100:.2f}%" for end in (lowest(record), highest(record)))
    label = text(f"{cells.figure(record)}, {record.area or record.summary}")
    return h.g[
        h.title[label],
        h.text(x="0", y=str(y + 16))[shorten(label, LABEL)],
        h.rect(class_="open", x="0", y=str(y + 23), width=high, height="12"),
        h.rect(x="0", y=str(y + 23), width=low, height="12"),
    ]

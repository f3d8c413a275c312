"""Bars for comparable figures: same measure, unit, period and population, and no conflict between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import htpy as h

from ..index import cells
from .brief_evidence import text
from .brief_timeline import LABEL, shortened

if TYPE_CHECKING:
    from htpy import Element

ROW = 44
"""Height of a bar with its label, in pixels."""


def comparable(records: Iterable[Any]) -> list[list[Any]]:
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


def bars(group: Sequence[Any]) -> Element:
    """Return a bar chart of comparable figures: from zero, with the hedge in words."""
    first, most = group[0], max(map(highest, group))
    title = text(
        f"{first.measure}, {first.period or first.date}" + (f": {first.population}" if first.population else "")
    )
    rows = [_bar(record, number * ROW, most) for number, record in enumerate(group)]
    return h.figure(class_="bars")[
        h.figcaption[title[:1].upper() + title[1:]],
        h.svg(
            role="img",
            aria_label=f"Bars: {title}; the table has the figures",
            width="100%",
            height=str(len(group) * ROW),
        )[rows],
    ]


def _bar(record: Any, y: int, most: Fraction) -> Element:
    """Return one bar; the part between the ends of a range is lighter."""
    low, high = (f"{float(end / most) * 100:.2f}%" for end in (lowest(record), highest(record)))
    label = text(f"{cells.figure(record)}, {record.area or record.summary}")
    return h.g[
        h.title[label],
        h.text(x="0", y=str(y + 16))[shortened(label, LABEL)],
        h.rect(class_="open", x="0", y=str(y + 23), width=high, height="12"),
        h.rect(x="0", y=str(y + 23), width=low, height="12"),
    ]

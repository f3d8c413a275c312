"""Sums of money that count nothing twice and list the amounts that they leave out.

An amount that restates another or is part of one is never counted with it, in any currency or status. The
others are added only if a source says that one comes on top of the other; otherwise the larger one alone is counted,
and the total is "at least" that much. A range adds up as a range; a rate is never added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction

from ..facts.codec import decimal
from ..facts.model import MAX_INTEGER, Conflict, Funding, Qualifier
from ..facts.responses import Excluded, Total
from ..text import join_limited

MAX_NAMED = 10
"""Amounts that a reason names."""
Container = tuple[str, str, str]
"""(amount, relation, listed amount that contains it)"""
Pairs = AbstractSet[tuple[str, str]]
"""(amount, amount that comes on top of it)"""


def totals(
    amounts: Iterable[Funding], every: Mapping[str, Funding], conflicts: Iterable[Conflict]
) -> tuple[Total, ...]:
    """Return one total per currency and status of `amounts`, in order of first appearance.

    `every` maps ids to all amounts of the store: a whole and its part stay related if the step between them was
    filtered out. A total of amounts that are in a contradiction names it.
    """
    listed = list(amounts)
    ids = {amount.id for amount in listed}
    groups: dict[tuple[str, str], list[Funding]] = {}
    for amount in listed:
        groups.setdefault((amount.currency, amount.status), []).append(amount)
    containers = containers_of(ids, every.values())
    apart = {(amount.id, other) for amount in listed for other in amount.separate_from}
    disputes = [one for one in conflicts if one.class_ == "contradiction"]
    return tuple(_total(group, containers, apart, disputes) for group in groups.values())


def _total(
    group: list[Funding], containers: Mapping[str, Container], apart: Pairs, disputes: Iterable[Conflict]
) -> Total:
    counted: list[Funding] = []
    excluded: dict[str, str] = {}
    for amount in sorted(group, key=lambda amount: (-Fraction(amount.amount), amount.id)):
        if reason := _left_out(amount, counted, containers, apart):
            excluded[amount.id] = reason
        else:
            counted.append(amount)
    ids = {amount.id for amount in counted}
    unsure = any(id_ not in containers and reason.startswith("relation") for id_, reason in excluded.items())
    low: Fraction | None = sum((Fraction(amount.amount) for amount in counted), Fraction())
    high: Fraction | None = sum((Fraction(_upper(amount)) for amount in counted), Fraction())
    # Amounts of unknown relation can only add to a lower bound; to anything else they may add or not.
    if not counted or (unsure and any(one.qualifier not in (None, "more than", "at least") for one in counted)):
        low = None
    if low is None or unsure or low == high:
        high = None
    return Total(
        currency=group[0].currency,
        status=group[0].status,
        amount=_as_stored(low),
        amount_to=_as_stored(high),
        qualifier=None if low is None else _total_qualifier(counted, unsure=unsure),
        includes=tuple(amount.id for amount in group if amount.id in ids),
        excludes=tuple(Excluded(amount.id, excluded[amount.id]) for amount in group if amount.id in excluded),
        conflicts=tuple(one.id for one in disputes if ids.intersection(one.records)),
    )


def _upper(amount: Funding) -> int | str:
    return amount.amount if amount.amount_to is None else amount.amount_to


def _as_stored(value: Fraction | None) -> int | str | None:
    """Return a sum as a store writes it: a whole number, or text for a decimal or a number too large for JSON."""
    if value is None:
        return None
    if value.denominator == 1:
        return int(value) if value <= MAX_INTEGER else str(int(value))
    return decimal(value)  # never None: a sum has no more digits than its terms


def _left_out(
    amount: Funding, counted: Iterable[Funding], containers: Mapping[str, Container], apart: Pairs
) -> str | None:
    """Return why an amount is not counted with others: a rate, contained in a listed one, or of unknown relation."""
    if amount.per:
        return f"a rate per {amount.per}"
    if amount.id in containers:
        below, verb, whole = containers[amount.id]
        return f"{verb} {whole}" if below == amount.id else f"through {below} {verb} {whole}"
    ids = (other.id for other in counted)
    unknown = [id_ for id_ in ids if (amount.id, id_) not in apart and (id_, amount.id) not in apart]
    return f"relation to {join_limited(unknown, MAX_NAMED)} not stated" if unknown else None


def containers_of(listed: set[str], every: Iterable[Funding]) -> dict[str, Container]:
    """Map amounts to the listed one that contains them, directly or through the fewest others."""
    containers: dict[str, Container] = {}
    parts: dict[str, list[str]] = {}
    for amount in every:
        restated = [("restates", amount.restates)] if amount.restates else []
        for verb, whole in (*restated, *(("part of", whole) for whole in amount.part_of)):
            parts.setdefault(whole, []).append(amount.id)
            if whole in listed:
                containers.setdefault(amount.id, (amount.id, verb, whole))
    waiting = deque(containers)
    while waiting:
        whole = waiting.popleft()
        for id_ in parts.get(whole, ()):
            if id_ not in containers:
                containers[id_] = containers[whole]
                waiting.append(id_)
    return containers


def _total_qualifier(counted: list[Funding], *, unsure: bool) -> Qualifier | None:
    """Return the strongest hedge that is valid for the sum."""
    hedges: set[Qualifier] = {amount.qualifier for amount in counted if amount.qualifier}
    if unsure:
        hedges.add("at least")
    if len(hedges) < 2:
        return hedges.pop() if hedges else None
    if hedges <= {"more than", "at least"}:
        return "at least"
    return "at most" if hedges <= {"less than", "at most", "nearly"} else "about"

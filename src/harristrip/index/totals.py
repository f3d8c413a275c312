"""Sums of money that count nothing twice and list the amounts that they leave out.

An amount that restates another or is part of one is never counted with it, in any currency or status. The
others are added only if a source says that one comes on top of the other; otherwise the larger one alone is counted,
and the total is "at least" that much. A range adds up as a range; a rate is never added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from ..facts.codec import decimal
from ..facts.model import LARGEST, Conflict, Funding, Qualifier
from ..facts.responses import Excluded, Total
from ..text import join_limited

MOST_NAMED = 10
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
        reason = _rate(amount) or _contained(amount, containers) or _unrelated(amount, counted, apart)
        if reason:
            excluded[amount.id] = reason
        else:
            counted.append(amount)
    unsure = any(id_ not in containers and reason.startswith("relation") for id_, reason in excluded.items())
    ids = {amount.id for amount in counted}
    low, high = _sum(counted) if not unsure or _bounded_below(counted) else (None, None)
    if unsure:  # the others may add to it
        high = None
    return Total(
        currency=group[0].currency,
        status=group[0].status,
        amount=low,
        amount_to=high,
        qualifier=_qualifier(counted, unsure=unsure) if low is not None else None,
        includes=tuple(amount.id for amount in group if amount.id in ids),
        excludes=tuple(Excluded(amount.id, excluded[amount.id]) for amount in group if amount.id in excluded),
        conflicts=tuple(one.id for one in disputes if ids.intersection(one.records)),
    )


def _sum(counted: Sequence[Funding]) -> tuple[int | str | None, int | str | None]:
    """Return the sum of the lower and, if one amount is a range, of the upper ends; None for no amounts."""
    if not counted:
        return None, None
    low = sum(Fraction(amount.amount) for amount in counted)
    high = sum(Fraction(amount.amount if amount.amount_to is None else amount.amount_to) for amount in counted)
    return _number(low), None if low == high else _number(high)


def _number(value: Fraction | int) -> int | str | None:
    """Return a sum as a store writes it: a whole number, or text for a decimal or a number too large for JSON."""
    value = Fraction(value)
    if value.denominator == 1:
        return int(value) if value <= LARGEST else str(int(value))
    return decimal(value)  # never None: a sum has no more digits than its terms


def _rate(amount: Funding) -> str | None:
    return f"a rate per {amount.per}" if amount.per else None


def _contained(amount: Funding, containers: Mapping[str, Container]) -> str | None:
    """Return which listed amount contains this one, or None."""
    if amount.id not in containers:
        return None
    below, verb, whole = containers[amount.id]
    return f"{verb} {whole}" if below == amount.id else f"through {below} {verb} {whole}"


def containers_of(listed: set[str], every: Iterable[Funding]) -> dict[str, Container]:
    """Map amounts to the listed one that contains them, directly or through the fewest others."""
    containers: dict[str, Container] = {}
    parts: dict[str, list[str]] = {}
    for amount in every:
        for verb, whole in _wholes(amount):
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


def _wholes(amount: Funding) -> list[tuple[str, str]]:
    restated = [("restates", amount.restates)] if amount.restates else []
    return restated + [("part of", whole) for whole in amount.part_of]


def _unrelated(amount: Funding, counted: list[Funding], apart: Pairs) -> str | None:
    """Name the counted amounts that no source separates from this one, or return None."""
    ids = (other.id for other in counted)
    unknown = [id_ for id_ in ids if (amount.id, id_) not in apart and (id_, amount.id) not in apart]
    return f"relation to {join_limited(unknown, MOST_NAMED)} not stated" if unknown else None


def _bounded_below(counted: Sequence[Funding]) -> bool:
    """Return whether the sum is a lower bound, to which amounts of unknown relation can only add."""
    return all(amount.qualifier in (None, "more than", "at least") for amount in counted)


def _qualifier(counted: list[Funding], *, unsure: bool) -> Qualifier | None:
    """Return the strongest hedge that is valid for the sum."""
    hedges: set[Qualifier] = {amount.qualifier for amount in counted if amount.qualifier}
    if unsure:
        hedges.add("at least")
    if not counted or not hedges:
        return None
    if len(hedges) == 1:
        return hedges.pop()
    if hedges <= {"more than", "at least"}:
        return "at least"
    return "at most" if hedges <= {"less than", "at most", "nearly"} else "about"

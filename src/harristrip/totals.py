"""Sums of money that count nothing twice and say what they left out. Pure functions over funding records.

The rule: an amount that restates another or is part of one is never counted beside it, in whatever currency or status
the other stands. What is left is added only where a source says that one amount comes on top of the other; otherwise
the larger one alone is counted, and the total is "at least" that much.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .errors import listed

if TYPE_CHECKING:
    from .answers import Total
    from .model import Funding, Qualifier

MOST_NAMED = 10
"""Amounts that a reason names."""
Held = tuple[str, str, str]
"""An amount, how it relates to a listed one that holds it, and that one."""


def totals(amounts: Iterable[Funding], every: Mapping[str, Funding]) -> tuple[Total, ...]:
    """Return one total per currency and status of `amounts`, in order of first appearance.

    `every` maps ids to all amounts of the store: a whole and its part stay related when the step between them was
    filtered out.
    """
    listed = list(amounts)
    ids = {amount.id for amount in listed}
    groups: dict[tuple[str, str], list[Funding]] = {}
    for amount in listed:
        groups.setdefault((amount.currency, amount.status), []).append(amount)
    holders = _holders(ids, every.values())
    return tuple(_total(group, holders) for group in groups.values())


def _total(group: list[Funding], holders: Mapping[str, Held]) -> Total:
    counted: list[Funding] = []
    excluded: dict[str, str] = {}
    for amount in sorted(group, key=lambda amount: (-amount.amount, amount.id)):
        reason = _covered(amount, holders) or _unrelated(amount, counted)
        if reason:
            excluded[amount.id] = reason
        else:
            counted.append(amount)
    from .answers import Excluded, Total  # noqa: PLC0415 -- only sums need the typed model, whatever the amounts are

    unsure = any(id_ not in holders for id_ in excluded)
    return Total(
        currency=group[0].currency,
        status=group[0].status,
        amount=sum(amount.amount for amount in counted) if counted else None,
        qualifier=_qualifier(counted, unsure=unsure),
        includes=tuple(amount.id for amount in group if amount in counted),
        excludes=tuple(Excluded(amount.id, excluded[amount.id]) for amount in group if amount.id in excluded),
    )


def _covered(amount: Funding, holders: Mapping[str, Held]) -> str | None:
    """Say which listed amount already holds this one, or return None."""
    if amount.id not in holders:
        return None
    below, verb, whole = holders[amount.id]
    return f"{verb} {whole}" if below == amount.id else f"through {below} {verb} {whole}"


def _holders(listed: set[str], every: Iterable[Funding]) -> dict[str, Held]:
    """Map the amounts that a listed one holds to how it does: directly, or through the fewest others."""
    holders: dict[str, Held] = {}
    below: dict[str, list[str]] = {}
    for amount in every:
        for verb, whole in _wholes(amount):
            below.setdefault(whole, []).append(amount.id)
            if whole in listed:
                holders.setdefault(amount.id, (amount.id, verb, whole))
    waiting = deque(holders)
    while waiting:
        whole = waiting.popleft()
        for id_ in below.get(whole, ()):
            if id_ not in holders:
                holders[id_] = holders[whole]
                waiting.append(id_)
    return holders


def _wholes(amount: Funding) -> list[tuple[str, str]]:
    related = (("restates", amount.restates), ("part of", amount.part_of))
    return [(verb, whole) for verb, whole in related if whole]


def _unrelated(amount: Funding, counted: list[Funding]) -> str | None:
    """Name the counted amounts that no source sets apart from this one, or return None."""
    unknown = [other.id for other in counted if not _separate(amount, other)]
    return f"relation to {listed(unknown, MOST_NAMED)} not stated" if unknown else None


def _separate(one: Funding, other: Funding) -> bool:
    return other.id in one.separate_from or one.id in other.separate_from


def _qualifier(counted: list[Funding], *, unsure: bool) -> Qualifier | None:
    """Return the strongest hedge that the sum still deserves."""
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

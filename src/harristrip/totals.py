"""Sums of money that count nothing twice and say what they left out. Pure functions over funding records.

The rule: an amount that restates another or is part of one is never counted beside it, in whatever currency or status
the other stands. What is left is added only where a source says that one amount comes on top of the other; otherwise
the larger one alone is counted, and the total is "at least" that much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Optional

from .errors import listed

if TYPE_CHECKING:
    from .answers import Total
    from .model import Funding, Qualifier

MOST_NAMED = 10
"""Amounts that a reason names."""
Held = tuple[str, str, str]
"""An amount, how it relates to a listed one that holds it, and that one."""
Known = dict[str, Optional[Held]]
"""Amount -> how a listed one holds it, directly or through others; None where none does."""


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
    known: Known = {}
    return tuple(_total(group, ids, every, known) for group in groups.values())


def _total(group: list[Funding], listed: set[str], every: Mapping[str, Funding], known: Known) -> Total:
    counted: list[Funding] = []
    excluded: dict[str, str] = {}
    for amount in sorted(group, key=lambda amount: (-amount.amount, amount.id)):
        reason = _covered(amount, listed, every, known) or _unrelated(amount, counted)
        if reason:
            excluded[amount.id] = reason
        else:
            counted.append(amount)
    from .answers import Excluded, Total  # noqa: PLC0415 -- only sums need the typed model, whatever the amounts are

    unsure = any(known[id_] is None for id_ in excluded)
    return Total(
        currency=group[0].currency,
        status=group[0].status,
        amount=sum(amount.amount for amount in counted) if counted else None,
        qualifier=_qualifier(counted, unsure=unsure),
        includes=tuple(amount.id for amount in group if amount in counted),
        excludes=tuple(Excluded(amount.id, excluded[amount.id]) for amount in group if amount.id in excluded),
    )


def _covered(amount: Funding, listed: set[str], every: Mapping[str, Funding], known: Known) -> str | None:
    """Say which listed amount already holds this one, or return None."""
    held = _held(amount, listed, every, known)
    if held is None:
        return None
    below, verb, whole = held
    return f"{verb} {whole}" if below == amount.id else f"through {below} {verb} {whole}"


def _held(amount: Funding, listed: set[str], every: Mapping[str, Funding], known: Known) -> Held | None:
    """Follow what an amount is part of or restates up to the first listed one, and remember it for all on the way."""
    waiting, led = [amount], {amount.id: amount.id}
    while waiting:
        record = waiting.pop()
        wholes = [(verb, whole) for verb, whole in _wholes(record) if whole not in led]
        held = known.get(record.id) or next(((record.id, *pair) for pair in wholes if pair[1] in listed), None)
        if held:
            known.update(dict.fromkeys(_way(record.id, led), held))
            return held
        if record.id not in known:
            led.update((whole, record.id) for _, whole in wholes if whole in every)
            waiting += [every[whole] for _, whole in wholes if whole in every]
    known.update(dict.fromkeys(led))
    return None


def _way(id_: str, led: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids on the way back to the one that leads to itself."""
    while id_ != led[id_]:
        yield id_
        id_ = led[id_]
    yield id_


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

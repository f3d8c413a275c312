"""What verification showed: a table by source, then each fault with the paragraph's words around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from rich.text import Text

from ..answers import State
from ..errors import printable
from . import table
from .cells import Labels
from .views import Column, View

if TYPE_CHECKING:
    from ..answers import Check, VerifyAnswer
    from ..terminal import Page

FINE = ("verified", "supported", "unchecked")
"""States that are counted and not listed."""


def verification(answer: VerifyAnswer, page: Page) -> bytes:
    """Return the sums by source, the faults, and what no record cites."""
    view = View("Verification", tuple(_columns(answer)))
    parts: list[Any] = [Text(view.title, style="bold"), *table.table(view, answer.sources, Labels(lambda _: {}), page)]
    parts += [Text(printable(line)) for line in _lines(answer)]
    return table.draw(parts, page)


def _columns(answer: VerifyAnswer) -> Iterator[Column]:
    """Yield a column for each state that occurred."""
    yield Column("Source", lambda row, _: row.source)
    yield Column("Text", lambda row, _: row.text)
    yield Column("Cites", lambda row, _: str(row.cites), right=True)
    for state in get_args(State):
        if any(state in row.states for row in answer.sources):
            yield Column(state.capitalize(), _counter(state), right=True)


def _counter(state: str) -> Any:
    return lambda row, _: str(row.states.get(state, 0))


def _lines(answer: VerifyAnswer) -> Iterator[str]:
    for check in answer.items:
        if check.state not in FINE:
            yield from _fault(check)
    for paragraph in answer.uncovered:
        yield f"uncovered  {paragraph.source} ¶{paragraph.paragraph}: {paragraph.text}"
    yield f"{answer.checked} of {answer.count} cites were held against a paragraph; {', '.join(_outcome(answer))}"
    if not any(source.text == "found" for source in answer.sources):
        yield "Nothing was checked: no file of the folder has the digest of a source"


def _outcome(answer: VerifyAnswer) -> Iterator[str]:
    """Say how many cites are wrong, how many are of a text that was changed, how many were not checked, and why."""
    changed = sum(source.states.get("changed", 0) for source in answer.sources)
    yield _told(answer.wrong - changed, "is", "are", "wrong")
    if changed:
        yield _told(changed, "stands", "stand", "in a text that was changed")
    for why, number in Counter(check.detail for check in answer.items if check.state == "unchecked").items():
        yield _told(number, "was", "were", f"not checked ({why})")


def _told(number: int, one: str, many: str, what: str) -> str:
    return f"{number} {one if number == 1 else many} {what}"


def _fault(check: Check) -> Iterator[str]:
    printed = f' "{check.printed}"' if check.printed else ""
    yield f"{check.state}  {check.id} {check.field} {check.source} ¶{check.paragraph}{printed}: {check.detail}"
    if check.found:
        yield f"    {check.found}"

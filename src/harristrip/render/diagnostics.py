"""Findings and checked cites in the style of compiler messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

from ..index.reports import Column
from ..text import encode, join_limited, pluralize, printable

if TYPE_CHECKING:
    from ..facts.responses import Check, CheckAnswer, Finding, VerifyAnswer
    from ..terminal import Page

LONGEST = 100
"""Maximum characters of a source line."""
UNDECLARED = "HT009"
"""The rule of undeclared names: the same mistake often has many places."""
MOST_LINES = 12
"""Maximum lines that are listed for an undeclared name."""
FINE = ("verified", "attested", "supported", "unchecked")
"""States that are only counted."""
_TOKEN = re.compile(r"[^\"',\]}\s]+")


def findings(answer: CheckAnswer, page: Page) -> bytes:
    """Return every finding as a block of lines, and a line that counts them."""
    name = printable(answer.file or "")
    groups = _grouped(answer.items)
    blocks = ["\n".join(_finding(name, *group)) + "\n" for group in groups]
    errors = sum(one.severity == "error" for one, *_ in groups)
    blocks.append(f"{name}: {pluralize(errors, 'fault')}, {pluralize(len(groups) - errors, 'warning')}")
    return encode("\n".join(blocks) + "\n", page.encoding)


def _grouped(items: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings, grouped by undeclared name."""
    groups: dict[object, list[Finding]] = {}
    for number, one in enumerate(items):
        key = (one.message.partition('"')[2], one.hint) if one.code == UNDECLARED else number
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _finding(name: str, finding: Finding, *others: Finding) -> Iterator[str]:
    message = printable(finding.message)
    yield f"{name}:{finding.line}:{finding.column}: {finding.severity} {finding.code}: {message}"
    if finding.excerpt.strip():
        yield from _excerpt(finding)
    if others:
        lines = join_limited([str(one.line) for one in others], MOST_LINES)
        yield f"  and in {pluralize(len(others), 'more place')}: line{'' if len(others) == 1 else 's'} {lines}"
    if finding.hint:
        yield f"  {printable(finding.hint)}"


def _excerpt(finding: Finding) -> Iterator[str]:
    """Yield the line of a finding and a caret below its place."""
    at = finding.column - finding.excerpt_column
    start = max(0, at - LONGEST // 2)
    shown = finding.excerpt[start : start + LONGEST]
    before = printable(shown[: at - start])
    token = _TOKEN.match(shown, at - start)
    yield f"  {printable(shown)}"
    yield "  " + " " * len(before) + "^" * len(printable(token[0] if token else " "))


def verification(answer: VerifyAnswer, page: Page) -> bytes:
    """Return the results by source, the faults, and the uncovered figures."""
    from . import layout, table  # noqa: PLC0415 -- rich loads only where something is drawn

    labels: Any = None
    lines = [layout.coloured("Verification", "title", page)]
    lines += table.table(tuple(_columns(answer)), answer.sources, labels, page)
    lines += ["", *(printable(line) for line in _lines(answer))]
    return layout.to_bytes(lines, page)


def _columns(answer: VerifyAnswer) -> Iterator[Column]:
    """Yield a column for each state that occurred."""
    from ..facts.responses import State  # noqa: PLC0415

    yield Column("Source", lambda row, _: row.source, unbreakable=True)
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
            yield from _check(check)
    for one in answer.uncovered:
        yield f"uncovered  {one.source} ¶{one.paragraph}: {one.printed or one.text}"
    for source in answer.sources:
        if source.places:
            counts = ", ".join(f"{number} {place}" for place, number in source.places.items())
            cites = pluralize(source.cites, "cite")
            yield f"{source.source}: the text was changed; {cites}: {counts}; see verify --patch"
    yield "Cites: every passage that a record, a part of it, its date or the event rests on"
    first, *rest = _outcome(answer)
    yield f"{answer.checked} of {pluralize(answer.count, 'cite')} checked against a paragraph; {first}"
    yield from rest
    if not any(source.text == "found" for source in answer.sources):
        yield "Nothing was checked: no file of the folder has the digest of a source"


def _outcome(answer: VerifyAnswer) -> list[str]:
    """Return how many cites are wrong, changed or unchecked, and then why, a line for each reason."""
    changed = sum(source.states.get("changed", 0) for source in answer.sources)
    parts = [f"{answer.wrong - changed} wrong"]
    if changed:
        parts.append(f"{changed} in a text that was changed")
    reasons = Counter(check.detail for check in answer.items if check.state == "unchecked")
    parts += [f"{number} not checked" for number in [sum(reasons.values())] if number]
    lines = (f"{number:6} not checked: {why}" for why, number in reasons.items())
    return [", ".join(parts), *lines]


def _check(check: Check) -> Iterator[str]:
    printed = f' "{check.printed}"' if check.printed else ""
    yield f"{check.state}  {check.id} {check.field} {check.source} ¶{check.paragraph}{printed}: {check.detail}"
    if check.found:
        yield f"    {check.found}"

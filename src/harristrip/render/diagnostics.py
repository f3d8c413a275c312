"""Findings and checked cites in the style of compiler messages."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from ..index.cells import Labels
from ..index.reports import Column
from ..text import encode_text, join_limited, pluralize, printable

if TYPE_CHECKING:
    from ..facts.responses import CheckAnswer, Finding, VerifyAnswer
    from ..terminal import Page

MAX_EXCERPT = 100
"""Maximum characters of a source line."""
UNDECLARED = "HT009"
"""The rule of undeclared names: the same mistake often has many places."""
MAX_LINE_NUMBERS = 12
"""Maximum lines that are listed for an undeclared name."""
FAULTLESS = ("verified", "attested", "supported", "unchecked")
"""States of a cite that are no faults."""
_TOKEN_AT_CARET = re.compile(r"[^\"',\]}\s]+")


def render_findings(answer: CheckAnswer, page: Page) -> bytes:
    """Return every finding as a block of lines, those of one undeclared name in one, and a line that counts them."""
    name = printable(answer.file or "")
    groups: dict[object, list[Finding]] = {}
    for number, one in enumerate(answer.items):
        key = (one.message.partition('"')[2], one.hint) if one.code == UNDECLARED else number
        groups.setdefault(key, []).append(one)
    blocks = ["\n".join(_draw_finding(name, *group)) + "\n" for group in groups.values()]
    errors = sum(one.severity == "error" for one, *_ in groups.values())
    blocks.append(f"{name}: {pluralize(errors, 'fault')}, {pluralize(len(groups) - errors, 'warning')}")
    return encode_text("\n".join(blocks) + "\n", page.encoding)


def _draw_finding(name: str, finding: Finding, *others: Finding) -> Iterator[str]:
    """Yield the message, the line with a caret below its place, the other places of the same mistake, and the hint."""
    message = printable(finding.message)
    yield f"{name}:{finding.line}:{finding.column}: {finding.severity} {finding.code}: {message}"
    if finding.excerpt.strip():
        at = finding.column - finding.excerpt_column
        start = max(0, at - MAX_EXCERPT // 2)
        shown = finding.excerpt[start : start + MAX_EXCERPT]
        token = _TOKEN_AT_CARET.match(shown, at - start)
        yield f"  {printable(shown)}"
        yield "  " + " " * len(printable(shown[: at - start])) + "^" * len(printable(token[0] if token else " "))
    if others:
        lines = join_limited([str(one.line) for one in others], MAX_LINE_NUMBERS)
        yield f"  and in {pluralize(len(others), 'more place')}: line{'' if len(others) == 1 else 's'} {lines}"
    if finding.hint:
        yield f"  {printable(finding.hint)}"


def render_verification(answer: VerifyAnswer, page: Page) -> bytes:
    """Return the results by source, with a column for each state that occurred, the faults, and uncovered figures."""
    from ..facts.responses import State  # noqa: PLC0415
    from . import layout, table  # noqa: PLC0415 -- rich loads only where something is drawn

    columns = [
        Column("Source", lambda row, _: row.source, unbreakable=True),
        Column("Text", lambda row, _: row.text),
        Column("Cites", lambda row, _: str(row.cites), right=True),
    ]
    for state in get_args(State):
        if any(state in row.states for row in answer.sources):
            count = functools.partial(lambda state, row, _: str(row.states.get(state, 0)), state)
            columns.append(Column(state.capitalize(), count, right=True))
    lines = [layout.colour("Verification", "title", page)]
    lines += table.draw_table(columns, answer.sources, Labels(lambda _: {}), page)
    lines += ["", *(printable(line) for line in _list_verification(answer))]
    return layout.to_bytes(lines, page)


def _list_verification(answer: VerifyAnswer) -> Iterator[str]:
    for check in answer.items:
        if check.state not in FAULTLESS:
            printed = f' "{check.printed}"' if check.printed else ""
            yield f"{check.state}  {check.id} {check.field} {check.source} ¶{check.paragraph}{printed}: {check.detail}"
            yield from [f"    {check.found}"] if check.found else []
    for one in answer.uncovered:
        yield f"uncovered  {one.source} ¶{one.paragraph}: {one.printed or one.text}"
    for source in answer.sources:
        if source.places:
            counts = ", ".join(f"{number} {place}" for place, number in source.places.items())
            cites = pluralize(source.cites, "cite")
            yield f"{source.source}: the text was changed; {cites}: {counts}; see verify --patch"
    yield "Cites: every passage that a record, a part of it, its date or the event rests on"
    changed = sum(source.states.get("changed", 0) for source in answer.sources)
    reasons = Counter(check.detail for check in answer.items if check.state == "unchecked")
    outcome = f"{answer.wrong - changed} wrong"
    outcome += f", {changed} in a text that was changed" if changed else ""
    outcome += f", {reasons.total()} not checked" if reasons else ""
    yield f"{answer.checked} of {pluralize(answer.count, 'cite')} checked against a paragraph; {outcome}"
    for why, number in reasons.items():
        yield f"{number:6} not checked: {why}"
    if not any(source.text == "found" for source in answer.sources):
        yield "Nothing was checked: no file of the folder has the digest of a source"

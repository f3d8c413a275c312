"""Faults of a store in the manner of a compiler: file and line, the user's own text with a caret, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import counted, printable
from .text import encode

if TYPE_CHECKING:
    from ..answers import CheckAnswer, Finding
    from ..terminal import Page

LONGEST = 100
"""Characters of the user's line that are shown."""
_TOKEN = re.compile(r"[^\"',\]}\s]+")


def listing(answer: CheckAnswer, page: Page) -> bytes:
    """Return every finding as a block of lines, and a line that counts them."""
    name = printable(answer.file)
    blocks = ["\n".join(_block(name, finding)) + "\n" for finding in answer.items]
    errors = sum(finding.severity == "error" for finding in answer.items)
    blocks.append(f"{name}: {counted(errors, 'fault')}, {counted(answer.count - errors, 'warning')}")
    return encode("\n".join(blocks) + "\n", page.encoding)


def _block(name: str, finding: Finding) -> Iterator[str]:
    yield f"{name}:{finding.line}:{finding.column}: {finding.severity} {finding.code}: {printable(finding.message)}"
    at = finding.column - finding.excerpt_column
    start = max(0, at - LONGEST // 2)
    shown = finding.excerpt[start : start + LONGEST]
    before = printable(shown[: at - start])
    token = _TOKEN.match(shown, at - start)
    yield f"  {printable(shown)}"
    yield "  " + " " * len(before) + "^" * len(printable(token[0] if token else " "))
    if finding.hint:
        yield f"  {printable(finding.hint)}"

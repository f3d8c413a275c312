"""Blank out strings and comments, so that TOML can be scanned with regular expressions.

Every pattern is linear in the text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

_STRINGS_AND_COMMENTS = re.compile(
    r"""\"{3}[\s\S]*?(?:\"{3,5}|\Z)|'{3}[\s\S]*?(?:'{3,5}|\Z)|"[^"\n]*"?|'[^'\n]*'?|\#[^\n]*"""
)
"""Strings and comments, closed or not, in a text without escaped quotes."""


def without_strings(text: str) -> str:
    """Return a text without its strings and comments."""
    unescaped = _unescaped(text)
    return _replaced(unescaped, _STRINGS_AND_COMMENTS.finditer(unescaped), "")


def blanked(text: str) -> str:
    """Return a text of the same length in which strings, including their line ends, and comments are blanks."""
    unescaped = _unescaped(text)
    return _replaced(unescaped, _STRINGS_AND_COMMENTS.finditer(unescaped), " ")


def uncommented(text: str) -> str:
    """Return a text of the same length in which comments are blanks."""
    found = _STRINGS_AND_COMMENTS.finditer(_unescaped(text))
    return _replaced(text, (one for one in found if one.string[one.start()] == "#"), " ")


def _replaced(text: str, parts: Iterable[re.Match[str]], character: str) -> str:
    """Overwrite these parts with a character; a list of all pieces would take many times the memory."""
    made, end = io.StringIO(), 0
    for part in parts:
        made.write(text[end : part.start()])
        made.write(character * (part.end() - part.start()))
        end = part.end()
    made.write(text[end:])
    return made.getvalue()


def _unescaped(text: str) -> str:
    """Return a text of the same length without escaped quotes, so that each quote begins or ends a string."""
    return text.replace("\\\\", "  ").replace('\\"', "  ")

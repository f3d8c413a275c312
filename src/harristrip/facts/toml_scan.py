"""Blank out strings and comments, so that TOML can be scanned with regular expressions.

Every pattern is linear in the text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

_ASIDE = re.compile(r"""\"{3}[\s\S]*?(?:\"{3,5}|\Z)|'{3}[\s\S]*?(?:'{3,5}|\Z)|"[^"\n]*"?|'[^'\n]*'?|\#[^\n]*""")
"""Strings and comments, closed or not, once no string holds an escaped quote."""


def without_strings(text: str) -> str:
    """Return a text without its strings and comments."""
    unescaped = _unescaped(text)
    return _replaced(unescaped, _ASIDE.finditer(unescaped), "")


def blanked(text: str) -> str:
    """Return a text of the same length in which strings, their line ends too, and comments are blanks."""
    unescaped = _unescaped(text)
    return _replaced(unescaped, _ASIDE.finditer(unescaped), " ")


def uncommented(text: str) -> str:
    """Return a text of the same length in which comments are blanks."""
    asides = _ASIDE.finditer(_unescaped(text))
    return _replaced(text, (aside for aside in asides if aside.string[aside.start()] == "#"), " ")


def _replaced(text: str, parts: Iterable[re.Match[str]], character: str) -> str:
    """Return a text with a character for each of these parts; to list the others would take many times its size."""
    made, end = io.StringIO(), 0
    for part in parts:
        made.write(text[end : part.start()])
        made.write(character * (part.end() - part.start()))
        end = part.end()
    made.write(text[end:])
    return made.getvalue()


def _unescaped(text: str) -> str:
    """Return a text of the same length in which a quote always begins or ends a string."""
    return text.replace("\\\\", "  ").replace('\\"', "  ")

"""The structure of a TOML text, whatever stands in its strings and comments: no bracket in them opens anything.

Every pattern here takes time and memory in proportion to the text: a string of any length is passed over in one step.
"""

from __future__ import annotations

import re

_ASIDE = re.compile(r"""\"{3}[\s\S]*?(?:\"{3,5}|\Z)|'{3}[\s\S]*?(?:'{3,5}|\Z)|"[^"\n]*"?|'[^'\n]*'?|\#[^\n]*""")
"""Strings and comments, closed or not, once no string holds an escaped quote."""


def without_strings(text: str) -> str:
    """Return a text without its strings and comments."""
    return _ASIDE.sub("", _unescaped(text))


def blanked(text: str) -> str:
    """Return a text of the same length in which strings, their line ends too, and comments are blanks."""
    return _ASIDE.sub(lambda aside: " " * len(aside[0]), _unescaped(text))


def uncommented(text: str) -> str:
    """Return a text of the same length in which comments are blanks."""
    parts, end = [], 0
    for aside in _ASIDE.finditer(_unescaped(text)):
        if aside[0][0] == "#":
            parts += [text[end : aside.start()], " " * len(aside[0])]
            end = aside.end()
    return "".join((*parts, text[end:]))


def _unescaped(text: str) -> str:
    """Return a text of the same length in which a quote always begins or ends a string."""
    return text.replace("\\\\", "  ").replace('\\"', "  ")

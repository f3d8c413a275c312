"""Text -> bytes of a terminal's encoding; what it cannot hold degrades to the nearest that it can."""

from __future__ import annotations

import unicodedata

_PLAINER = {
    "¶": "par.",
    "→": "->",
    "…": "...",
    "─": "-",
    "━": "-",
    "\u2018": "'",
    "\u2019": "'",
    "“": '"',
    "”": '"',
    "\u2013": "-",
    "—": "-",
    "\u2212": "-",
    "£": "GBP ",
    "€": "EUR ",
}


def encode(text: str, encoding: str) -> bytes:
    """Encode `text`; a character that the encoding lacks loses its accents or becomes its plain likeness, else `?`."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(_nearest(character, encoding) for character in text)


def _nearest(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        plain = _PLAINER.get(character) or _unmarked(character)
        return plain.encode(encoding, "replace")


def _unmarked(character: str) -> str:
    """Take the accents off; a fraction or a raised figure stays unknown: 3½ is not 31."""
    if character.isnumeric():
        return "?"
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))

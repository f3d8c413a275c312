"""Encode text for a terminal; characters that the encoding lacks become the nearest that it has."""

from __future__ import annotations

import codecs
import functools
import unicodedata
from typing import Any

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
    """Encode text; a character that the encoding lacks becomes a similar one, loses its accents, or becomes `?`."""
    handler = f"nearest in {encoding}"
    codecs.register_error(handler, functools.partial(_nearest, encoding))
    return text.encode(encoding, handler)


def _nearest(encoding: str, error: Any) -> tuple[str, int]:
    """Return the replacement for characters that the codec lacks, and the position after them."""
    missing = error.object[error.start : error.end]
    plain = "".join(_PLAINER.get(character) or _unaccented(character) for character in missing)
    return plain.encode(encoding, "replace").decode(encoding), error.end


def _unaccented(character: str) -> str:
    """Return a character without accents; a fraction or superscript becomes `?`, as 3½ is not 31."""
    if character.isnumeric():
        return "?"
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))

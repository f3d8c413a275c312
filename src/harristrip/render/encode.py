"""Text -> bytes of a terminal's encoding; what it cannot hold becomes the nearest that it can."""

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
    """Encode text; a character that the encoding lacks loses its accents, becomes a plain likeness, or `?`."""
    handler = f"nearest in {encoding}"
    codecs.register_error(handler, functools.partial(_nearest, encoding))
    return text.encode(encoding, handler)


def _nearest(encoding: str, error: Any) -> tuple[str, int]:
    """Return what a codec writes for characters that it lacks, and where it goes on."""
    missing = error.object[error.start : error.end]
    plain = "".join(_PLAINER.get(character) or _unaccented(character) for character in missing)
    return plain.encode(encoding, "replace").decode(encoding), error.end


def _unaccented(character: str) -> str:
    """Return a character without accents; a fraction or a raised figure stays unknown: 3½ is not 31."""
    if character.isnumeric():
        return "?"
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))

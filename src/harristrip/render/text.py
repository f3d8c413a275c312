"""Text -> bytes of a terminal's encoding; what it cannot hold degrades to the nearest that it can."""

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
    """Encode `text`; a character that the encoding lacks loses its accents or becomes its plain likeness, else `?`."""
    return encoder(encoding).encode(text, final=True)


def encoder(encoding: str) -> codecs.IncrementalEncoder:
    """Return what encodes a text in pieces, as `encode` does."""
    likeness = f"the nearest in {encoding}"
    codecs.register_error(likeness, functools.partial(_nearest, encoding))
    return codecs.getincrementalencoder(encoding)(likeness)


def _nearest(encoding: str, error: Any) -> tuple[str, int]:
    """Tell a codec what to write for characters that it lacks, and where to go on."""
    missing = error.object[error.start : error.end]
    plain = "".join(_PLAINER.get(character) or _unmarked(character) for character in missing)
    return plain.encode(encoding, "replace").decode(encoding), error.end


def _unmarked(character: str) -> str:
    """Take the accents off; a fraction or a raised figure stays unknown: 3½ is not 31."""
    if character.isnumeric():
        return "?"
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))

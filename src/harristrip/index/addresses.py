"""Addresses of sources, as links that lead to the printed words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from ..facts.model import Cite, Source

_BLANKS = re.compile(r"[ \t\r\n]+")
_HOST = re.compile(r"[\w.-]+(:[0-9]+)?", re.ASCII)
_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9%._~:/?#@!$&'()*+,;=-]")
"""What an address holds only as an escape."""


def address(url: str | None) -> str | None:
    """Return an address that may be a link, escaped as URLs demand, or None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return None
    return _ESCAPED.sub(lambda found: quote(found[0], safe=""), (url or "").strip())


def passage(url: str, words: str | None) -> str:
    """Return an address that leads to printed words: a text fragment."""
    if not words:
        return url
    escaped = quote(_BLANKS.sub(" ", words), safe="").replace("-", "%2D")  # - and , have a meaning of their own there
    return f"{url}{'' if '#' in url else '#'}:~:text={escaped}"


def link(source: Source, cite: Cite) -> str | None:
    """Return the address of the printed words of a cite, if its source has one that is safe to follow."""
    url = address(source.url)
    return passage(url, cite.printed) if url else None

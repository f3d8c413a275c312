"""Addresses of sources as links to the printed words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from ..facts.model import Cite, Source

HTML_BLANKS = re.compile(r"[ \t\r\n]+")
_HOST = re.compile(r"[\w.-]+(:[0-9]+)?", re.ASCII)
_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9%._~:/?#@!$&'()*+,;=-]")
"""Characters that must be escaped in an address."""


def address(url: str | None) -> str | None:
    """Return an address as an escaped URL, or None if it is not safe to link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return None
    return _ESCAPED.sub(lambda found: quote(found[0], safe=""), (url or "").strip())


def passage(url: str, words: str | None) -> str:
    """Return an address with a text fragment that leads to the printed words."""
    if not words:
        return url
    escaped = quote(HTML_BLANKS.sub(" ", words), safe="").replace("-", "%2D")  # - and , are special in text fragments
    return f"{url}{'' if '#' in url else '#'}:~:text={escaped}"


def link(source: Source, cite: Cite) -> str | None:
    """Return the address of the printed words of a cite, or None if its source has no safe one."""
    url = address(source.url)
    return passage(url, cite.printed) if url else None

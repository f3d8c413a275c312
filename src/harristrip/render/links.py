"""Links from the marks of cites, `post ¶4`, to the printed words at the address of the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..index.addresses import link
from ..index.answer import decoded

if TYPE_CHECKING:
    from ..facts.model import Cite, Source
    from ..index.database import Index
    from .layout import Links

Linker = Callable[[Any], "Links"]
"""Maps a record to the addresses of the paragraphs that it cites."""


def no_links(_: Any) -> Links:
    """Return no addresses."""
    return {}


def linker(index: Index, *, wanted: bool = True) -> Linker:
    """Return a function from a record to the addresses of its cites; it finds none unless links are wanted."""
    sources = {one.id: one for one in decoded(index.of_kinds("source")) if one.url} if wanted else {}
    if not sources:
        return no_links
    return lambda record: _links(record, sources) if hasattr(record, "cites") else {}


def _links(record: Any, sources: dict[str, Source]) -> Links:
    cites: list[Cite] = [*record.all_cites(), *record.date_from]
    cites.sort(key=lambda cite: cite.printed is None)
    found: dict[tuple[str, int], str] = {}
    for cite in cites:
        url = link(sources[cite.source], cite) if cite.source in sources else None
        if url is not None:
            found.setdefault((cite.source, cite.paragraph), url)
    return found

"""What commands read. The answer to it may take so much memory and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import memory

if TYPE_CHECKING:
    from ..store import Store


def facts(name: str | None, articles: str | None = None) -> Store:
    """Read and check a store, the one that ships by default; a folder of articles counts as read with it."""
    from .. import store  # noqa: PLC0415 -- completion builds the commands without msgspec

    name = store.shipped() if name is None else name
    return store.parse(text(name, articles), store.title(name))


def text(name: str, articles: str | None = None) -> str:
    """Return the text of a store that nobody has checked."""
    from .. import store  # noqa: PLC0415 -- completion builds the commands without msgspec

    read = store.read(name)
    memory.limit(len(read.encode()) + (_size(articles) if articles else 0))
    return read


def _size(articles: str) -> int:
    from ..passages import size  # noqa: PLC0415 -- its patterns take 10 ms, and only a folder of articles needs it

    return size(articles)

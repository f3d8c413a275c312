"""References: what a record rests on in each source, as text, Markdown or CSL-JSON. `bibtex` writes the fourth style.

What the text of a source does not print, its publisher, title or date, stays unknown and is called so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..answers import Citation, Issued
from ..errors import printable
from ..model import Cite, Record, Source
from ..query import cites
from . import text
from .markdown import escape

if TYPE_CHECKING:
    from ..store import Store


class Reference(NamedTuple):
    """What is cited of one source."""

    key: str
    """`record:source`, `source` or `source:paragraph`: unique, and the same whatever else is asked for."""
    source: Source
    paragraphs: tuple[int, ...]
    """Sorted; empty where the source as a whole is meant."""
    relayed: Mapping[str, tuple[int, ...]]
    """Outlet or body that the source relays -> in which paragraphs."""


def references(ids: Sequence[str], store: Store) -> list[Reference]:
    """Return a reference for each source of each record, for a source, or for a paragraph such as `fox:25`.

    Each reference stands once, in the order asked. Raises NothingFound, with every id that nothing has.
    """
    store.show(*ids)
    sources = {record.id: record for record in store.records if isinstance(record, Source)}
    found = (reference for id_ in ids for reference in _references(id_, store.show(id_), sources))
    return list({reference.key: reference for reference in found}.values())


def _references(asked: str, records: Sequence[Record], sources: Mapping[str, Source]) -> Iterator[Reference]:
    if ":" in asked:
        every = [cite for record in records for cite in (*cites(record), *record.date_from)]
        there = [cite for cite in every if f"{cite.source}:{cite.paragraph}" == asked]
        yield Reference(asked, sources[there[0].source], _paragraphs(there), _via(there))
    elif asked in sources:
        relays = {relay.outlet: _paragraphs(relay.cites) for relay in sources[asked].relays}
        yield Reference(asked, sources[asked], (), relays)
    else:
        by_source: dict[str, list[Cite]] = {}
        for cite in cites(records[0]):
            by_source.setdefault(cite.source, []).append(cite)
        for source, own in by_source.items():
            yield Reference(f"{asked}:{source}", sources[source], _paragraphs(own), _via(own))


def _paragraphs(cited: Iterable[Cite]) -> tuple[int, ...]:
    return tuple(sorted({cite.paragraph for cite in cited}))


def _via(cited: Sequence[Cite]) -> dict[str, tuple[int, ...]]:
    relayed: dict[str, list[Cite]] = {}
    for cite in cited:
        if cite.via:
            relayed.setdefault(cite.via, []).append(cite)
    return {outlet: _paragraphs(own) for outlet, own in relayed.items()}


def as_text(found: Iterable[Reference], encoding: str) -> bytes:
    """Return a line for each reference, after its key."""
    lines = (f"[{label(one.key)}] {'; '.join(_words(one, printable))}.\n" for one in found)
    return text.encode("".join(lines), encoding)


def as_markdown(found: Iterable[Reference]) -> bytes:
    """Return a footnote for each reference, to be pointed at by `[^key]`."""
    return "".join(f"[^{label(one.key)}]: {'; '.join(_words(one, escape))}.\n" for one in found).encode()


def label(key: str) -> str:
    """Return a key in which nothing but letters, digits, hyphens and colons stands, as ids have it anyway."""
    return re.sub(r"[^a-z0-9:-]", lambda found: f"_{ord(found[0]):x}", key)


def _words(one: Reference, safe: Callable[[str], str]) -> Iterator[str]:
    """Yield what a reader looks for, unknown or not, as `safe` shows it in the medium."""
    yield safe(one.source.publisher or "publisher unknown")
    yield f"“{safe(one.source.title)}”" if one.source.title else "title unknown"
    yield safe(_published(one.source) or "n.d.")
    yield from map(safe, _places(one))


def _published(source: Source) -> str | None:
    """Say when a source was published, both days where that is all that is known, and whether a text says so."""
    if source.date is None:
        return None
    first, _, last = source.date.partition("/")
    day = f"between {first} and {last}" if last else first
    return f"{day} (date derived)" if source.date_basis == "derived" else day


def _places(one: Reference) -> Iterator[str]:
    if one.paragraphs:
        yield locator(one.paragraphs)
    if one.relayed:
        yield "relaying " + ", ".join(f"{outlet} ({locator(there)})" for outlet, there in one.relayed.items())


def locator(paragraphs: Sequence[int]) -> str:
    """Name paragraphs in words."""
    return f"paragraph{'s' * (len(paragraphs) > 1)} {', '.join(map(str, paragraphs))}"


def remarks(one: Reference) -> str:
    """Return what no field of a bibliography holds: what is unknown or derived, where it stands, who said it first."""
    day = _published(one.source)
    unknown = [f"{name} unknown" for name in ("publisher", "title") if not getattr(one.source, name)]
    places = [*unknown, f"published {day}" if day else "date unknown", *_places(one)]
    return "; ".join([*places, f"SHA-256 of the archived text {one.source.sha256}"])


def csl(one: Reference) -> Citation:
    """Return a reference as an item of CSL-JSON."""
    return Citation(
        id=one.key,
        type="article-newspaper",
        title=one.source.title,
        container_title=one.source.publisher,
        publisher=one.source.publisher,
        issued=_issued(one.source),
        locator=locator(one.paragraphs) if one.paragraphs else None,
        note=remarks(one),
    )


def _issued(source: Source) -> Issued | None:
    if source.date is None:
        return None
    parts = tuple(tuple(map(int, end.split("-"))) for end in source.date.split("/"))
    return Issued(date_parts=parts, circa=source.date_basis == "derived")

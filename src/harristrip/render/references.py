"""References to the sources and paragraphs that a record cites, as text, Markdown, BibTeX or CSL-JSON.

If the text of a source does not print its publisher, title or date, the reference says that it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..facts import codec
from ..facts.model import Cite, Record, Source
from ..facts.responses import Citation, CiteAnswer, Issued
from ..index.answer import decoded
from ..text import printable
from .encode import encode
from .markdown import escape

if TYPE_CHECKING:
    from ..index.database import Index


BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Macros for the months in BibTeX, which each style expands."""
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # not \{: BibTeX counts braces, backslash or not
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': '{"}',
        **{character: f"\\{character}" for character in "$&#%_"},
    }
)


class Reference(NamedTuple):
    """The cited paragraphs of one source."""

    key: str
    """`record:source`, `source` or `source:paragraph`: unique and stable."""
    source: Source
    paragraphs: tuple[int, ...]
    """Sorted; empty for a source as a whole."""
    relayed: Mapping[str, tuple[int, ...]]
    """Outlet or body that the source relays -> the paragraphs that do so."""


def references(ids: Sequence[str], index: Index) -> list[Reference]:
    """Return the references of records (one for each source), of sources, and of paragraphs such as `post:4`.

    Each reference comes once, in the order of `ids`. Raises NothingFound with all unknown ids.
    """
    index.show(ids)
    sources = {one.id: one for one in decoded(index.of_kinds("source"))}
    found = (one for id_ in dict.fromkeys(ids) for one in _references(id_, decoded(index.show([id_])), sources))
    return list({reference.key: reference for reference in found}.values())


def _references(asked: str, records: Sequence[Record], sources: Mapping[str, Source]) -> Iterator[Reference]:
    if ":" in asked:
        every = [cite for record in records for cite in (*record.all_cites(), *record.date_from)]
        there = [cite for cite in every if f"{cite.source}:{cite.paragraph}" == asked]
        yield Reference(asked, sources[there[0].source], _paragraphs(there), _via(there))
    elif asked in sources:
        relays = {relay.outlet: _paragraphs(relay.cites) for relay in sources[asked].relays}
        yield Reference(asked, sources[asked], (), relays)
    else:
        by_source: dict[str, list[Cite]] = {}
        for cite in records[0].all_cites():
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
    """Return a line for each reference, which starts with its key."""
    lines = (f"[{label(one.key)}] {'; '.join(_words(one, printable))}.\n" for one in found)
    return encode("".join(lines), encoding)


def as_markdown(found: Iterable[Reference], _: str) -> bytes:
    """Return a footnote for each reference; `[^key]` refers to it."""
    return "".join(f"[^{label(one.key)}]: {'; '.join(_words(one, escape))}.\n" for one in found).encode()


def label(key: str) -> str:
    """Return a key of letters, digits, hyphens and colons; other characters are escaped."""
    return re.sub(r"[^a-z0-9:-]", lambda found: f"_{ord(found[0]):x}", key)


def _words(one: Reference, safe: Callable[[str], str]) -> Iterator[str]:
    """Yield the parts of a reference, escaped by `safe`; unknown ones say so."""
    if one.source.author:
        yield safe(one.source.author)
    yield safe(one.source.publisher or "publisher unknown")
    yield f"“{safe(one.source.title)}”" if one.source.title else "title unknown"
    yield safe(_published(one.source) or "n.d.")
    yield from map(safe, _places(one))
    yield from map(safe, _addresses(one.source))


def _addresses(source: Source) -> Iterator[str]:
    """Yield the addresses of the article and its copy, and the day on which it was saved."""
    if source.url:
        yield source.url
    if source.archived:
        yield f"archived at {source.archived}"
    if source.retrieved:
        yield f"retrieved {source.retrieved}"


def _published(source: Source) -> str | None:
    """Return the publication date of a source in words: an interval with both days, a derived date marked."""
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
    """Return paragraph numbers in words: `paragraphs 3, 4`."""
    return f"paragraph{'s' * (len(paragraphs) > 1)} {', '.join(map(str, paragraphs))}"


def remarks(one: Reference) -> str:
    """Return a note with the details that have no field: unknown and derived ones, paragraphs, outlets, digest."""
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
        author=({"literal": one.source.author},) if one.source.author else (),
        issued=_issued(one.source),
        accessed=_parts(one.source.retrieved) if one.source.retrieved else None,
        locator=locator(one.paragraphs) if one.paragraphs else None,
        url=one.source.url,
        archive_location=one.source.archived,
        language=one.source.language,
        note=remarks(one),
    )


def _issued(source: Source) -> Issued | None:
    return _parts(source.date, circa=source.date_basis == "derived") if source.date else None


def _parts(date: str, *, circa: bool = False) -> Issued:
    return Issued(date_parts=tuple(tuple(map(int, end.split("-"))) for end in date.split("/")), circa=circa)


def as_csl(found: Iterable[Reference], _: str) -> bytes:
    """Return a list of CSL-JSON items."""
    return codec.encode([csl(one) for one in found]) + b"\n"


def as_json(found: Sequence[Reference]) -> bytes:
    """Return the references in the JSON envelope of commands."""
    items = tuple(csl(one) for one in found)
    return codec.encode(CiteAnswer(count=len(items), items=items)) + b"\n"


def as_bibtex(found: Iterable[Reference], _: str) -> bytes:
    """Return an entry for each reference, in UTF-8."""
    return "\n".join(_bibtex_entry(one) for one in found).encode()


def _bibtex_entry(one: Reference) -> str:
    kind = "article" if one.source.publisher and one.source.title else "misc"  # @article requires both
    fields = "".join(f"  {name} = {value},\n" for name, value in _bibtex_fields(one, kind))
    return f"@{kind}{{{label(one.key)},\n{fields}}}\n"


def _bibtex_fields(one: Reference, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the known fields; styles sort by `key` if there is no author."""
    yield "key", _braced(one.source.id)
    if one.source.title:
        yield "title", f"{{{_braced(one.source.title)}}}"  # double braces, so that no style changes its capitals
    if one.source.publisher:
        yield "journal" if kind == "article" else "howpublished", _braced(one.source.publisher)
    yield from _bibtex_date(one.source.date)
    if one.source.author:
        yield "author", f"{{{_braced(one.source.author)}}}"
    if one.source.url:
        yield "url", _braced(one.source.url)
    if one.source.retrieved:
        yield "urldate", _braced(one.source.retrieved)
    yield "note", _braced(remarks(one))


def _bibtex_date(date: str | None) -> Iterator[tuple[str, str]]:
    """Yield year and month, if an interval has only one of each; the note has the full date."""
    ends = [end.split("-") for end in date.split("/")] if date else [[]]
    years, months = {tuple(end[:1]) for end in ends}, {tuple(end[:2]) for end in ends}
    if len(years) == 1:
        yield from (("year", f"{{{year}}}") for year in ends[0][:1])
    if len(months) == 1:
        yield from (("month", BIBTEX_MONTHS[int(month) - 1]) for month in ends[0][1:2])


def _braced(text: str) -> str:
    return f"{{{printable(text).translate(_ESCAPES)}}}"


STYLES: dict[str, tuple[tuple[str, ...], Callable[[Iterable[Reference], str], bytes]]] = {
    "text": ((".txt",), as_text),
    "markdown": ((".md", ".markdown"), as_markdown),
    "bibtex": ((".bib",), as_bibtex),
    "csl-json": ((".json",), as_csl),
}
"""Style -> its file extensions, and a function that renders references in an encoding."""

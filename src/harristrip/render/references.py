"""References to the sources and paragraphs that a record cites, as text, Markdown, BibTeX or CSL-JSON.

If the text of a source does not print its publisher, title or date, the reference says that it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..facts import codec
from ..facts.model import Cite, Source
from ..facts.responses import Citation, CiteAnswer, Issued
from ..index.store import decoded
from ..text import encode_text, printable
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


def collect_references(ids: Sequence[str], index: Index) -> list[Reference]:
    """Return the references of records (one for each source), of sources, and of paragraphs such as `post:4`.

    Each reference comes once, in the order of `ids`. Raises NothingFound with all unknown ids.
    """
    index.show(ids)
    sources: dict[str, Source] = {one.id: one for one in decoded(index.of_kinds("source"))}
    found = {}
    for asked in ids:
        if asked in sources:
            relayed = {relay.outlet: _list_paragraphs(relay.cites) for relay in sources[asked].relays}
            found[asked] = Reference(asked, sources[asked], (), relayed)
            continue
        cites = []
        for record in decoded(index.show([asked])):
            every = (*record.all_cites(), *record.date_from) if ":" in asked else record.all_cites()
            cites += [one for one in every if ":" not in asked or f"{one.source}:{one.paragraph}" == asked]
        for source in dict.fromkeys(one.source for one in cites):
            own = [one for one in cites if one.source == source]
            outlets = dict.fromkeys(one.via for one in own if one.via)
            relayed = {outlet: _list_paragraphs(one for one in own if one.via == outlet) for outlet in outlets}
            key = asked if ":" in asked else f"{asked}:{source}"
            found[key] = Reference(key, sources[source], _list_paragraphs(own), relayed)
    return list(found.values())


def _list_paragraphs(cited: Iterable[Cite]) -> tuple[int, ...]:
    return tuple(sorted({cite.paragraph for cite in cited}))


def as_text(found: Iterable[Reference], encoding: str) -> bytes:
    """Return a line for each reference, which starts with its key."""
    return encode_text(
        "".join(f"[{escape_key(one.key)}] {_format_reference(one, printable)}\n" for one in found), encoding
    )


def as_markdown(found: Iterable[Reference], _: str) -> bytes:
    """Return a footnote for each reference; `[^key]` refers to it."""
    return "".join(f"[^{escape_key(one.key)}]: {_format_reference(one, escape)}\n" for one in found).encode()


def escape_key(key: str) -> str:
    """Return a key of letters, digits, hyphens and colons; other characters are escaped."""
    return re.sub(r"[^a-z0-9:-]", lambda found: f"_{ord(found[0]):x}", key)


def _format_reference(one: Reference, safe: Callable[[str], str]) -> str:
    """Return a reference in a line, its texts escaped by `safe`; it says what is unknown."""
    source = one.source
    parts = [
        safe(source.author or ""),
        safe(source.publisher or "publisher unknown"),
        f"“{safe(source.title)}”" if source.title else "title unknown",
        safe(_format_publication_date(source) or "n.d."),
        *map(safe, _format_places(one)),
        safe(source.url or ""),
        safe(f"archived at {source.archived}" if source.archived else ""),
        safe(f"retrieved {source.retrieved}" if source.retrieved else ""),
    ]
    return "; ".join(filter(None, parts)) + "."


def _format_publication_date(source: Source) -> str | None:
    """Return the publication date of a source in words: an interval with both days, a derived date marked."""
    if source.date is None:
        return None
    first, _, last = source.date.partition("/")
    day = f"between {first} and {last}" if last else first
    return f"{day} (date derived)" if source.date_basis == "derived" else day


def _format_places(one: Reference) -> list[str]:
    relayed = ", ".join(f"{outlet} ({format_locator(there)})" for outlet, there in one.relayed.items())
    return [
        *([format_locator(one.paragraphs)] if one.paragraphs else []),
        *([f"relaying {relayed}"] if relayed else []),
    ]


def format_locator(paragraphs: Sequence[int]) -> str:
    """Return paragraph numbers in words: `paragraphs 3, 4`."""
    return f"paragraph{'s' * (len(paragraphs) > 1)} {', '.join(map(str, paragraphs))}"


def format_remarks(one: Reference) -> str:
    """Return a note with the details that have no field: unknown and derived ones, paragraphs, outlets, digest."""
    day = _format_publication_date(one.source)
    unknown = [f"{name} unknown" for name in ("publisher", "title") if not getattr(one.source, name)]
    places = [*unknown, f"published {day}" if day else "date unknown", *_format_places(one)]
    return "; ".join([*places, f"SHA-256 of the archived text {one.source.sha256}"])


def make_csl_item(one: Reference) -> Citation:
    """Return a reference as an item of CSL-JSON."""
    source = one.source
    return Citation(
        id=one.key,
        type="article-newspaper",
        title=source.title,
        container_title=source.publisher,
        publisher=source.publisher,
        author=({"literal": source.author},) if source.author else (),
        issued=_make_csl_date(source.date, circa=source.date_basis == "derived"),
        accessed=_make_csl_date(source.retrieved),
        locator=format_locator(one.paragraphs) if one.paragraphs else None,
        url=source.url,
        archive_location=source.archived,
        language=source.language,
        note=format_remarks(one),
    )


def _make_csl_date(date: str | None, *, circa: bool = False) -> Issued | None:
    if date is None:
        return None
    return Issued(date_parts=tuple(tuple(map(int, end.split("-"))) for end in date.split("/")), circa=circa)


def as_csl(found: Iterable[Reference], _: str) -> bytes:
    """Return a list of CSL-JSON items."""
    return codec.encode([make_csl_item(one) for one in found]) + b"\n"


def as_answer_json(found: Sequence[Reference]) -> bytes:
    """Return the references in the JSON envelope of commands."""
    items = tuple(make_csl_item(one) for one in found)
    return codec.encode(CiteAnswer(count=len(items), items=items)) + b"\n"


def as_bibtex(found: Iterable[Reference], _: str) -> bytes:
    """Return an entry for each reference, in UTF-8."""
    return "\n".join(_format_bibtex_entry(one) for one in found).encode()


def _format_bibtex_entry(one: Reference) -> str:
    """Return an entry with the known fields; the note has the date of an interval over several months or years."""
    source = one.source
    is_article = source.publisher and source.title  # @article requires both
    ends = source.date.split("/") if source.date else [""]
    is_year, is_month = (len({end[:size] for end in ends}) == 1 and len(ends[0]) >= size for size in (4, 7))
    fields = {
        "key": _escape_bibtex(source.id),  # styles sort by it if there is no author
        "title": source.title and f"{{{_escape_bibtex(source.title)}}}",  # double braces keep capitals
        "journal" if is_article else "howpublished": source.publisher and _escape_bibtex(source.publisher),
        "year": is_year and f"{{{ends[0][:4]}}}",
        "month": is_month and BIBTEX_MONTHS[int(ends[0][5:7]) - 1],
        "author": source.author and f"{{{_escape_bibtex(source.author)}}}",
        "url": source.url and _escape_bibtex(source.url),
        "urldate": source.retrieved and _escape_bibtex(source.retrieved),
        "note": _escape_bibtex(format_remarks(one)),
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@{'article' if is_article else 'misc'}{{{escape_key(one.key)},\n{lines}}}\n"


def _escape_bibtex(text: str) -> str:
    return f"{{{printable(text).translate(_ESCAPES)}}}"


class Style(NamedTuple):
    """A style of references."""

    extensions: tuple[str, ...]
    render: Callable[[Iterable[Reference], str], bytes]
    """Takes the references and the encoding of a terminal."""


STYLES: dict[str, Style] = {
    "text": Style((".txt",), as_text),
    "markdown": Style((".md", ".markdown"), as_markdown),
    "bibtex": Style((".bib",), as_bibtex),
    "csl-json": Style((".json",), as_csl),
}

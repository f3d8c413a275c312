"""References as BibTeX, every character that TeX or BibTeX acts on escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import printable
from .citations import Reference, label, remarks

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names for the months, which each style puts into words."""
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


def bibtex(found: Iterable[Reference]) -> bytes:
    """Return an entry for each reference, in UTF-8."""
    return "\n".join(_entry(one) for one in found).encode()


def _entry(one: Reference) -> str:
    kind = "article" if one.source.publisher and one.source.title else "misc"  # @article must have both
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(one, kind))
    return f"@{kind}{{{label(one.key)},\n{fields}}}\n"


def _fields(one: Reference, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the fields that are known; `key` is what a style sorts by where nobody signs."""
    yield "key", _braced(one.source.id)
    if one.source.title:
        yield "title", f"{{{_braced(one.source.title)}}}"  # twice, so that no style changes its capitals
    if one.source.publisher:
        yield "journal" if kind == "article" else "howpublished", _braced(one.source.publisher)
    yield from _date(one.source.date)
    yield "note", _braced(remarks(one))


def _date(date: str | None) -> Iterator[tuple[str, str]]:
    """Yield the year and the month where an interval has only one; the note has all that is known."""
    ends = [end.split("-") for end in date.split("/")] if date else [[]]
    years, months = {tuple(end[:1]) for end in ends}, {tuple(end[:2]) for end in ends}
    if len(years) == 1:
        yield from (("year", f"{{{year}}}") for year in ends[0][:1])
    if len(months) == 1:
        yield from (("month", MONTHS[int(month) - 1]) for month in ends[0][1:2])


def _braced(text: str) -> str:
    return f"{{{printable(text).translate(_ESCAPES)}}}"

"""Write the tables of a draft as TOML. Article text is untrusted: strings are escaped, and a comment is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Union

from ..facts.model import TABLES
from ..text import is_printable, is_stacked, printable

WIDTH = 110
"""Maximum characters of a list on one line; a longer one has a line for each entry."""
_KINDS = {table: kind for kind, table in TABLES.items()}


class Cite(NamedTuple):
    """A cite of a draft."""

    at: str
    printed: str | None = None


class Title(NamedTuple):
    """A title of a person."""

    title: str
    cite: Cite


Value = Union[str, int, Sequence[str], Sequence[Cite], Sequence[Title]]


class Table(NamedTuple):
    """One table of a draft."""

    header: str
    """`[[statistic]]`, or `[sources.post]`."""
    fields: Mapping[str, Value]
    above: tuple[str, ...] = ()
    """Comments above the table."""
    hints: tuple[str, ...] = ()
    """Commented-out lines below the table for the author to complete or judge."""
    doubt: str | None = None
    """Why the whole table is commented out."""

    @property
    def kind(self) -> str:
        """The kind of its record: `statistic`, `source`."""
        table = self.header.strip("[]").partition(".")[0]
        return _KINDS.get(table, table)

    def text(self) -> str:
        """Return the lines of the table with its comments."""
        filled = {name: one for name, one in self.fields.items() if one not in ("", (), []) or name == "summary"}
        body = [self.header, *(line for name, one in filled.items() for line in f"{name} = {value(one)}".split("\n"))]
        above = list(self.above)
        if self.doubt is not None:
            body = [f"# {line}" for line in body]
            above.append(f"Not sure: {self.doubt}")
        return "\n".join([*map(comment, above), *body, *map(comment, self.hints)]) + "\n"


def comment(text: str) -> str:
    """Return text as one line of comment."""
    return f"# {printable(text)}".rstrip()


def quote(text: str) -> str:
    """Return text as a basic string of TOML."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if is_printable(one) else f"\\U{ord(one):08x}" for one in plain) + '"'


def value(one: Value | Cite | Title) -> str:
    """Return a value of a draft in TOML syntax."""
    if isinstance(one, int):
        return str(one)
    if isinstance(one, str):
        return quote(one)
    if isinstance(one, Title):
        return f"{{ title = {quote(one.title)}, cites = [{value(one.cite)}] }}"
    if isinstance(one, Cite):
        return quote(one.at) if one.printed is None else paste(one)
    entries = [value(entry) for entry in one]
    line = f"[{', '.join(entries)}]"
    return line if len(line) <= WIDTH else "\n".join(["[", *(f"  {entry}," for entry in entries), "]"])


def paste(cite: Cite) -> str:
    """Return a cite as a table that can be pasted into a store."""
    return f"{{ at = {quote(cite.at)}, printed = {quote(cite.printed or '')} }}"


def is_storable(texts: Iterable[str]) -> bool:
    """Return whether a store accepts these texts: no invisible or terminal control characters."""
    return all(printable(text) == text and not is_stacked(text) for text in texts)

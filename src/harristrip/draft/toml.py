"""Write the tables of a draft as TOML. Article text is untrusted: strings are escaped, and a comment is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Union

from ..facts.model import TABLES
from ..text import is_printable, is_stacked, printable

WIDTH = 110
"""Maximum characters of a list on one line; a longer one has a line for each entry."""
_KINDS = {table: kind for kind, table in TABLES.items()}
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\"}


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
        lines = [
            self.header,
            *(
                f"{name} = {value(one)}"
                for name, one in self.fields.items()
                if one not in ("", (), []) or name == "summary"
            ),
        ]
        body = "\n".join(lines).split("\n")
        if self.doubt is not None:
            body = [f"# {line}" for line in body]
        above = [*self.above, *([f"Not sure: {self.doubt}"] if self.doubt else [])]
        return "\n".join([*map(comment, above), *body, *map(comment, self.hints)]) + "\n"


def comment(text: str) -> str:
    """Return text as one line of comment."""
    return f"# {printable(text)}".rstrip()


def quote(text: str) -> str:
    """Return text as a basic string of TOML."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    return character if is_printable(character) else f"\\U{ord(character):08x}"


def value(one: Value) -> str:
    """Return a value of a draft in TOML syntax."""
    if isinstance(one, int):
        return str(one)
    if isinstance(one, str):
        return quote(one)
    entries = [_entry(entry) for entry in one]
    line = f"[{', '.join(entries)}]"
    if len(line) <= WIDTH:
        return line
    return "\n".join(["[", *(f"  {entry}," for entry in entries), "]"])


def _entry(entry: str | Cite | Title) -> str:
    if isinstance(entry, Title):
        return f"{{ title = {quote(entry.title)}, cites = [{_entry(entry.cite)}] }}"
    if isinstance(entry, Cite):
        return quote(entry.at) if entry.printed is None else paste(entry)
    return quote(entry)


def paste(cite: Cite) -> str:
    """Return a cite as a table that can be pasted into a store."""
    return f"{{ at = {quote(cite.at)}, printed = {quote(cite.printed or '')} }}"


def is_storable(texts: Iterable[str]) -> bool:
    """Return whether a store accepts these texts: no invisible or terminal control characters."""
    return all(printable(text) == text and not is_stacked(text) for text in texts)

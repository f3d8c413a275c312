"""Write the tables of a draft as TOML. Article text is untrusted: strings are escaped, and a comment is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Union

from ..facts.model import TABLES
from ..text import is_printable, is_stacked, printable

WIDTH = 110
"""Maximum characters of a list on one line; a longer one has a line for each entry."""
_KIND_OF_TABLE = {table: kind for kind, table in TABLES.items()}


class DraftCite(NamedTuple):
    """A cite of a draft."""

    at: str
    printed: str | None = None


class DraftTitle(NamedTuple):
    """A title of a person."""

    title: str
    cite: DraftCite


DraftValue = Union[str, int, Sequence[str], Sequence[DraftCite], Sequence[DraftTitle]]


class DraftTable(NamedTuple):
    """One table of a draft."""

    header: str
    """`[[statistic]]`, or `[sources.post]`."""
    fields: Mapping[str, DraftValue]
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
        return _KIND_OF_TABLE.get(table, table)

    def text(self) -> str:
        """Return the lines of the table with its comments."""
        filled = {name: one for name, one in self.fields.items() if one not in ("", (), []) or name == "summary"}
        body = [
            self.header,
            *(line for name, one in filled.items() for line in f"{name} = {toml_value(one)}".split("\n")),
        ]
        above = list(self.above)
        if self.doubt is not None:
            body = [f"# {line}" for line in body]
            above.append(f"Not sure: {self.doubt}")
        return "\n".join([*map(comment, above), *body, *map(comment, self.hints)]) + "\n"


def comment(text: str) -> str:
    """Return text as one line of comment."""
    return f"# {printable(text)}".rstrip()


def toml_string(text: str) -> str:
    """Return text as a basic string of TOML."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if is_printable(one) else f"\\U{ord(one):08x}" for one in plain) + '"'


def toml_value(one: DraftValue | DraftCite | DraftTitle) -> str:
    """Return a value of a draft in TOML syntax."""
    if isinstance(one, int):
        return str(one)
    if isinstance(one, str):
        return toml_string(one)
    if isinstance(one, DraftTitle):
        return f"{{ title = {toml_string(one.title)}, cites = [{toml_value(one.cite)}] }}"
    if isinstance(one, DraftCite):
        return toml_string(one.at) if one.printed is None else paste(one)
    entries = [toml_value(entry) for entry in one]
    line = f"[{', '.join(entries)}]"
    return line if len(line) <= WIDTH else "\n".join(["[", *(f"  {entry}," for entry in entries), "]"])


def paste(cite: DraftCite) -> str:
    """Return a cite as a table that can be pasted into a store."""
    return f"{{ at = {toml_string(cite.at)}, printed = {toml_string(cite.printed or '')} }}"


def is_storable(texts: Iterable[str]) -> bool:
    """Return whether a store accepts these texts: no invisible or terminal control characters."""
    return all(printable(text) == text and not is_stacked(text) for text in texts)

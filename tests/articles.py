"""Short invented articles in a folder, and a store that cites them: what tests of the evidence are made of."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from harristrip import evidence
from harristrip.answers import Check
from harristrip.passages import paragraphs
from harristrip.store import Store, load

Text = str | bytes

HEAD = """schema = 1

[event]
title = "Mayor's visit"
summary = "A mayor visits two towns."
first_day = "2030-05-01"
last_day = "2030-05-02"
traveller = "mayor"
cites = ["gazette:1"]

[countries.freedonia]
name = "Freedonia"
code = "FD"
aliases = ["Free Land"]

[countries.italia]
name = "Italia"
code = "IT"

[people.mayor]
name = "Ána Mayor"
aliases = ["city hall"]
summary = "Travels."
cites = ["gazette:1"]

[topics.water]
label = "water"
"""
ARTICLE = "Mayor Mayor went to Freedonia.\n"


class Desk(NamedTuple):
    """A folder of articles and the store that cites them."""

    folder: str
    facts: str

    @property
    def options(self) -> tuple[str, ...]:
        return ("--facts", self.facts, "--articles", self.folder)

    def store(self) -> Store:
        return load(self.facts)

    def checks(self, id_: str) -> list[Check]:
        """Hold the cites of one record against the articles."""
        store = self.store()
        return evidence.verify(store.show(id_)[0], evidence.library(store.records, self.folder, store.labels))

    def edit(self, name: str, text: str) -> None:
        """Change an article after the store was written."""
        Path(self.folder, name).write_text(text, encoding="utf-8")


def desk(tmp_path: Path, records: str = "", head: str = HEAD, **texts: Text) -> Desk:
    """Write each text as `NAME.txt`, and a store that knows them by their digests; `gazette` is there unless given."""
    folder = tmp_path / "articles"
    folder.mkdir()
    sources = []
    for name, text in {"gazette": ARTICLE, **texts}.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.txt").write_bytes(content)
        sources.append(source(name, hashlib.sha256(content).hexdigest(), len(paragraphs(content))))
    facts = tmp_path / "facts.toml"
    facts.write_text("\n".join([head, *sources, records]), encoding="utf-8")
    return Desk(str(folder), str(facts))


def source(name: str, sha256: str, length: int) -> str:
    """Return the table of a source; its length is never less than 9, so that a test may cite past the end."""
    return (
        f'[sources.{name}]\nsummary = "A report."\nsha256 = "{sha256}"\nparagraphs = {max(length, 9)}\n'
        f'cites = ["{name}:1"]\n'
    )


def record(kind: str, id_: str, cites: str, **fields: object) -> str:
    """Return a record in TOML, its required fields filled in; `cites` is TOML, fields are values or TOML lists."""
    needed = {**REQUIRED[kind], **fields}
    lines = [f"{name} = {toml(value)}" for name, value in needed.items() if value is not None]
    return "\n".join([f"[[{kind}]]", f'id = "{id_}"', 'summary = "It is so."', *lines, f"cites = [{cites}]", ""])


def toml(value: object) -> str:
    """Write a value; text that begins with a bracket is TOML already."""
    return str(value) if not isinstance(value, str) or value.startswith("[") else f'"{value}"'


def cite(printed: str | None, at: str = "gazette:1") -> str:
    """Return a cite in TOML."""
    return f'"{at}"' if printed is None else f'{{ at = "{at}", printed = "{printed}" }}'


REQUIRED: dict[str, dict[str, object]] = {
    "claim": {"type": "statement", "said_by": '["mayor"]'},
    "funding": {"status": "pledged", "currency": "USD", "purpose": "A well"},
    "statistic": {
        "group": "border",
        "measure": "wells dug",
        "unit": "people",
        "period": "not stated",
        "population": "All",
        "area": "All",
    },
    "meeting": {"status": "planned", "format": "unspecified"},
    "commitment": {"status": "promised", "by": '["mayor"]'},
    "gap": {"status": "not-stated"},
    "stop": {"type": "leg", "status": "planned", "destination": "Freedonia"},
    "conflict": {"class": "contradiction", "safest": "Both.", "reason": "Unclear."},
}

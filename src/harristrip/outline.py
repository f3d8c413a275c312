"""The names and ids of a store, read without checking it: for completion, which waits for no rule and no type.

A store that breaks a rule has an outline all the same; whoever uses a completed value is told of the fault.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import tomli

from . import limits

TABLES = {"people": "person", "sources": "source"}
"""Tables whose keys are ids of records -> their kind."""
NAMED = {"country": ("countries", ("name", "code")), "person": ("people", ("name",)), "topic": ("topics", ("label",))}
"""Vocabulary -> its table, and the fields that hold a name beside `aliases`."""


class Outline(NamedTuple):
    """What a store names."""

    ids: list[tuple[str, str]]
    """Kind and id of every record."""
    labels: Mapping[str, Mapping[str, Sequence[str]]]
    """As `Store.labels` gives them, for countries, people and topics; of sources the ids alone."""


def outline(path: str) -> Outline:
    """Read the outline of a file; raises OSError, ValueError or TypeError for one that is no store."""
    if not os.path.isfile(path):
        raise ValueError("no plain file: a pipe would have to be waited for")
    with open(path, "rb") as file:
        text = file.read(limits.SIZE).decode("utf-8-sig")
    if refusal := limits.refusal(text):
        raise ValueError(refusal)
    raw = tomli.loads(text)
    if "schema" not in raw:
        raise ValueError("no store")
    ids = [(kind, record["id"]) for kind, records in raw.items() if isinstance(records, list) for record in records]
    ids += [(kind, id_) for table, kind in TABLES.items() for id_ in raw.get(table, {})]
    labels = {what: _names(raw.get(table, {}), fields) for what, (table, fields) in NAMED.items()}
    return Outline(ids, {**labels, "source": {id_: (id_,) for id_ in raw.get("sources", {})}})


def _names(table: Mapping[str, Mapping[str, Any]], fields: Sequence[str]) -> dict[str, Sequence[str]]:
    return {id_: [*(entry[field] for field in fields), *entry.get("aliases", ())] for id_, entry in table.items()}

"""JSON Schemas of the store and of every command's JSON: made from the model, never by hand.

The wheel carries each of them as a file beside this module. Nothing here is loaded but to print a schema or its name.
"""

from __future__ import annotations

from .. import query
from ..errors import UnknownValue
from ..folding import nearest

STORE = "store"
LOOKUPS = ("search", "show")
"""Commands that may answer with records of every kind."""
OTHERS = {"cite": "CiteAnswer", "export": "ExportAnswer", "verify": "VerifyAnswer", "check": "CheckAnswer"}
"""Commands whose items are no records -> its name in `answers`."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
"""Of the layout of the store and of the answers alike."""


def names() -> list[str]:
    """Name every schema: that of the store, and one for each command that answers in JSON."""
    return [STORE, *query.REPORTS, *LOOKUPS, *OTHERS]


def encode(name: str) -> bytes:
    """Return the schema of that name as indented JSON that ends in a newline; raises UnknownValue."""
    import json  # noqa: PLC0415 -- the model's encoder does not indent, and people read this

    from . import printed, written  # noqa: PLC0415 -- completion asks for the names alone

    if name not in names():
        raise UnknownValue("schema", name, nearest(name, names()), names())
    made = written.store() if name == STORE else printed.answer(name)
    head = {"$schema": DIALECT, "$id": f"urn:harristrip:schema:{VERSION}:{name}"}
    return json.dumps(head | made, indent=2, ensure_ascii=False).encode() + b"\n"

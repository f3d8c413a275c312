"""What a command prints as JSON: every key of today is always there, and new keys may come."""

from __future__ import annotations

import typing
from typing import Any

from .. import answers, codec, model, query
from . import OTHERS, VERSION
from .described import Node, declared, parts


def answer(name: str) -> Node:
    """Return the schema of what the command `name` prints; its items are of the kinds that it can show."""
    whole = OTHERS.get(name) or ("FundingAnswer" if name == "funding" else "Answer")
    kinds = [] if name in OTHERS else _kinds(name)
    found = {title: _printed(part) for title, part in parts([getattr(answers, whole), *kinds]).items()}
    shown = found.pop(whole)
    shown["properties"] |= {"schema_version": {"const": VERSION}, "command": {"const": name}}
    if kinds:
        shown["properties"]["items"] = {"type": "array", "items": _one_of(kinds)}
    title = {"title": f"harristrip {name} --json", "description": f"What `{name}` prints as JSON."}
    return {**shown, **title, "$defs": found}


def _kinds(name: str) -> list[type[model.Record]]:
    report = query.REPORTS.get(name)
    return [model.KINDS[kind] for kind in (report.kinds if report else ()) or model.KINDS]


def _one_of(kinds: list[type[model.Record]]) -> Node:
    refs = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]
    return refs[0] if len(refs) == 1 else {"oneOf": refs}


def _printed(part: Node) -> Node:
    """Turn the schema of what may be read into that of what is printed."""
    fields = {name: _value(value) for name, value in part["properties"].items()}
    rest = {key: value for key, value in part.items() if key != "additionalProperties"}
    sparse = codec.omits_defaults(declared(part["title"]))
    said, _, _ = part["description"].partition("\n\n")  # the rest is about how the store is written
    return {**rest, "description": said, "properties": fields, "required": part["required"] if sparse else list(fields)}


def _value(value: Any) -> Any:
    """Drop defaults, for every key is there, and words on how the store writes cites."""
    if isinstance(value, list):
        return [_value(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: _value(inner) for key, inner in value.items() if key != "default" and inner not in _OF_THE_STORE}


_OF_THE_STORE = [typing.get_args(type_)[1].description for type_ in (model.OneCite, model.Cites)]

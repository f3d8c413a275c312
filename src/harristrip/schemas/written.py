"""The store as people write it in TOML: both forms of a cite, ids in headers, nothing that the program works out."""

from __future__ import annotations

from .. import codec, model, query
from . import VERSION
from .described import Node, parts

_NAMED: dict[str, type] = {
    **{table: model.KINDS[kind] for kind, table in model.TABLES.items()},
    "countries": model.Country,
    "topics": model.Topic,
}
_LISTED = {kind: type_ for kind, type_ in model.KINDS.items() if kind not in model.TABLES}


def store() -> Node:
    """Return the schema of a store."""
    found = {title: _written(part) for title, part in parts([model.Event, *_NAMED.values(), *_LISTED.values()]).items()}
    tables = {"schema": {"description": "The version of this layout.", "const": VERSION}, "event": _ref(model.Event)}
    tables |= {name: _by_id(type_) for name, type_ in _NAMED.items()}
    tables |= {kind: {"type": "array", "items": _ref(type_)} for kind, type_ in _LISTED.items()}
    return {
        "title": "A store of harristrip",
        "description": "The facts of one event, each with the paragraph that says it.",
        "type": "object",
        "properties": tables,
        "required": ["schema", "event", "sources"],
        "additionalProperties": False,
        "$defs": found | {"Cite": _cite(found["Cite"])},
    }


def _ref(type_: type) -> Node:
    return {"$ref": f"#/$defs/{type_.__name__}"}


def _by_id(type_: type) -> Node:
    """Describe `[table.ID]`."""
    return {"type": "object", "propertyNames": {"pattern": model.ID_PATTERN}, "additionalProperties": _ref(type_)}


def _written(part: Node) -> Node:
    """Turn the schema of a struct into that of a table."""
    hidden = _hidden(getattr(model, part["title"]))
    fields = {name: _value(value) for name, value in part["properties"].items() if name not in hidden}
    required = [name for name in part["required"] if name not in hidden]
    return {**part, "properties": fields, "required": required, **_cited(fields, required)}


def _hidden(type_: type) -> frozenset[str]:
    """Name the fields that no store may hold; the id of a `[table.ID]` stands in its header."""
    return codec.computed(type_) | {"kind"} | ({"id"} if type_ in _NAMED.values() else set())


def _value(value: Node) -> Node:
    """Take the null off a field that may be absent, for TOML has none, and the empty default that says so."""
    rest = {key: inner for key, inner in value.items() if key != "anyOf" and (key, inner) not in _EMPTY}
    options = [option for option in value.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return {**options[0], **rest}
    return {**rest, "anyOf": options} if options else rest


_EMPTY: tuple[tuple[str, object], ...] = (("default", None), ("default", []))


def _cited(fields: Node, required: list[str]) -> Node:
    """Ask a record for a cite, its own or one of its parts'."""
    carriers = [name for name in ("cites", *query.PARTS) if name in fields]
    if any(name in required for name in carriers) or "cites" not in carriers:
        return {}
    return {"anyOf": [{"required": [name], "properties": {name: {"minItems": 1}}} for name in carriers]}


def _cite(part: Node) -> Node:
    """Allow `"fox:25"` and `{ at = "fox:25", … }`."""
    at = {"description": 'source and paragraph: "fox:25"', "type": "string", "pattern": model.CITE_PATTERN}
    fields = {name: value for name, value in part["properties"].items() if name not in ("source", "paragraph")}
    table = {"type": "object", "properties": {"at": at} | fields, "required": ["at"], "additionalProperties": False}
    return {"title": part["title"], "description": part["description"], "anyOf": [at, table]}

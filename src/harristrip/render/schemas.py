"""JSON Schemas of the store and of the JSON of every command, generated from the model.

Descriptions are the docstrings below the fields, read from the source of the model.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import json
import os
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .. import SCHEMA_VERSION
from ..errors import UnknownValue
from ..facts import codec, model, responses
from ..facts.load import SCHEMA
from ..index.reports import REPORTS
from ..text import nearest

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STORE, ERROR = "store", "error"
LOOKUPS = ("search", "show")
"""Commands that may answer with records of every kind."""
OTHERS: dict[str, type] = {
    "cite": responses.CiteAnswer,
    "export": responses.ExportAnswer,
    "verify": responses.VerifyAnswer,
    "check": responses.CheckAnswer,
    "proofread": responses.ProofreadAnswer,
    "read": responses.ReadAnswer,
}
"""Command whose items are not records -> its answer."""
LISTINGS: dict[str, type] = {"funding": responses.FundingAnswer, "search": responses.SearchAnswer}
"""Listing whose JSON has additional keys -> its answer."""
_ID_TABLES: dict[str, type] = {one.table: one.type for one in model.VOCABULARIES.values()}
_ID_TABLES |= {table: model.KINDS[kind] for kind, table in model.TABLES.items()}
_ARRAY_TABLES = {kind: type_ for kind, type_ in model.KINDS.items() if kind not in model.TABLES}
_EMPTY: tuple[tuple[str, object], ...] = (("default", None), ("default", []))
_OF_THE_STORE = [typing.get_args(type_)[1].description for type_ in (model.OneCite, model.Cites)]
"""Descriptions of cites in the syntax of a store."""
Node = dict[str, Any]
"""A schema or a part of one."""
EXAMPLES_FILE = os.path.join(os.path.dirname(__file__), "examples.json")
"""Examples of each field of a store, which editors show, from an invented visit."""


def list_schemas() -> list[str]:
    """Return the name of every schema: the store, errors, and each command that answers in JSON."""
    return [STORE, ERROR, *REPORTS, *LOOKUPS, *OTHERS]


def encode_schema(name: str) -> bytes:
    """Return a schema as indented JSON; raises UnknownValue."""
    if name not in list_schemas():
        raise UnknownValue("schema", name, nearest(name, list_schemas()), list_schemas())
    made = (
        _make_store_schema() if name == STORE else _make_error_schema() if name == ERROR else _make_answer_schema(name)
    )
    head = {"$schema": DIALECT, "$id": f"urn:harristrip:schema:{SCHEMA_VERSION}:{name}"}
    return json.dumps(head | made, indent=2, ensure_ascii=False).encode() + b"\n"


def read_field_docs(type_: type) -> dict[str, str]:
    """Return the docstring of each field of a struct, those of its bases included."""
    found: dict[str, str] = {}
    for base in reversed(type_.__mro__):
        found |= _parse_docs().get(base.__name__, {})
    return found


@functools.cache
def _parse_docs() -> dict[str, dict[str, str]]:
    """Return the docstrings of fields by class, parsed from the source: they do not exist at run time."""
    nodes = (node for module in (model, responses) for node in ast.parse(inspect.getsource(module)).body)
    return {
        node.name: {
            ast.unparse(field.target): inspect.cleandoc(ast.literal_eval(below.value))
            for field, below in itertools.pairwise(node.body)
            if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr)
        }
        for node in nodes
        if isinstance(node, ast.ClassDef)
    }


def _find_struct(name: str) -> Any:
    return next(vars(module)[name] for module in (model, responses) if name in vars(module))


def _make_struct_schemas(types_: Iterable[type], change: Callable[[Node], Node]) -> dict[str, Node]:
    """Return the changed schemas of structs and of the structs in them, by name, with descriptions."""
    found = {}
    for title, part in codec.components(types_).items():
        docs = {"kind": "The kind of the record.", **read_field_docs(_find_struct(part["title"]))}
        fields = {}
        for name, value in part["properties"].items():
            text = docs.get(name.replace("-", "_").lower(), docs.get(f"{name}_"))
            fields[name] = value | ({"description": text} if text else {})
        text = inspect.cleandoc(part.get("description", ""))
        found[title] = change({**part, "description": text, "properties": fields})
    return found


def _make_answer_schema(name: str) -> Node:
    """Return the schema of the JSON of a command; its items are of the kinds that it can list."""
    whole = OTHERS.get(name) or LISTINGS.get(name, responses.Answer)
    report = REPORTS.get(name)
    kinds: list[type] = [model.KINDS[kind] for kind in (report.kinds if report else ()) or model.KINDS]
    if name == "show":
        kinds.append(model.Record)  # the event
    if name in OTHERS:
        kinds = [responses.Remark] if name == "proofread" else []  # only this one has `--fields`
    found = _make_struct_schemas([whole, *kinds], _make_output_schema)
    shown = found.pop(whole.__name__)
    command: Node = {"type": "string"} if name == "statistics" else {"const": name}
    command["description"] = "The command that answered: its name, or the id of a group of statistics."
    shown["properties"] |= {"schema_version": {"const": SCHEMA_VERSION}, "command": command}
    if kinds:
        shown |= _make_items_schema(shown, found, kinds)
    title = {"title": f"harristrip {name} --json", "description": f"What `{name}` prints as JSON."}
    return {**shown, **title, "$defs": found}


def _make_items_schema(shown: Node, found: dict[str, Node], kinds: Sequence[type]) -> Node:
    """Return the keys of a listing: whole records, or with `--fields` only the fields that `fields` names."""
    refs = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]
    whole = refs[0] if len(refs) == 1 else {"oneOf": refs}
    keys = sorted({key for kind in kinds for key in found[kind.__name__]["properties"]})
    narrow = {"type": "object", "propertyNames": {"enum": keys}}
    description = "With `--fields`, the fields of the items."
    shown["properties"]["items"] = {"type": "array", "description": "The records."}
    shown["properties"]["fields"] = {"type": "array", "items": {"enum": keys}, "description": description}
    return {
        "if": {"required": ["fields"]},
        "then": {"properties": {"items": {"items": narrow}}},
        "else": {"properties": {"items": {"items": whole}}},
    }


def _make_error_schema() -> Node:
    found = _make_struct_schemas([responses.ErrorAnswer], _make_output_schema)
    return {**found.pop("ErrorAnswer"), "title": "An error of harristrip", "$defs": found}


def _make_output_schema(part: Node) -> Node:
    """Turn the schema of input into the schema of output, in which every key is present."""
    fields = {name: _drop_defaults(value) for name, value in part["properties"].items()}
    rest = {key: value for key, value in part.items() if key != "additionalProperties"}
    sparse = codec.omits_defaults(_find_struct(part["title"]))
    text, _, _ = part["description"].partition("\n\n")  # the rest describes the syntax of a store
    return {**rest, "description": text, "properties": fields, "required": part["required"] if sparse else list(fields)}


def _drop_defaults(value: Any) -> Any:
    if isinstance(value, list):
        return [_drop_defaults(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    kept = ((key, inner) for key, inner in value.items() if key != "default" and inner not in _OF_THE_STORE)
    return {key: _drop_defaults(inner) for key, inner in kept}


def _make_store_schema() -> Node:
    """Return the schema of a store file: both forms of a cite, ids in headers, no computed fields."""
    types: list[type] = [model.Event, *_ID_TABLES.values(), *_ARRAY_TABLES.values()]
    found = _make_struct_schemas(types, _make_table_schema)
    tables: Node = {
        "schema": {"description": "The version of this layout.", "const": SCHEMA},
        "event": _make_ref(model.Event),
    }
    ids = {"type": "object", "propertyNames": {"pattern": model.ID_PATTERN}}
    tables |= {name: {**ids, "additionalProperties": _make_ref(type_)} for name, type_ in _ID_TABLES.items()}
    tables |= {kind: {"type": "array", "items": _make_ref(type_)} for kind, type_ in _ARRAY_TABLES.items()}
    return {
        "title": "A store of harristrip",
        "description": "The facts of one event, each with the paragraph that says it.",
        "type": "object",
        "properties": tables,
        "required": ["schema", "event", "sources"],
        "additionalProperties": False,
        "$defs": found | {"Cite": _make_cite_schema(found["Cite"])},
    }


def _make_ref(type_: type) -> Node:
    return {"$ref": f"#/$defs/{type_.__name__}"}


def _make_table_schema(part: Node) -> Node:
    """Turn the schema of a struct into that of a table."""
    hidden = _list_unwritable_fields(_find_struct(part["title"]))
    fields = {name: _drop_null(value) for name, value in part["properties"].items() if name not in hidden}
    short_forms: dict[str, Callable[[Node], Node]] = {
        "part_of": lambda node: {"anyOf": [node["items"], node]},
        "date_basis": lambda _: {"const": "metadata"},
    }
    for name in short_forms.keys() & fields:
        fields[name] = short_forms[name](fields[name]) | {"description": fields[name].get("description", "")}
    required = [name for name in part["required"] if name not in hidden]
    return {**part, "properties": _add_examples(fields), "required": required, **_require_cite(fields, required)}


def _add_examples(fields: dict[str, Node]) -> dict[str, Node]:
    """Return the schemas of the fields of a table, each with examples: of a closed vocabulary its first values."""
    with open(EXAMPLES_FILE, encoding="utf-8") as file:
        known = json.load(file)
    closed = {name: value.get("enum", [value.get("const")])[:2] for name, value in fields.items()}
    return {name: {**value, "examples": known.get(name, closed[name])} for name, value in fields.items()}


def _list_unwritable_fields(type_: type) -> frozenset[str]:
    """Return the fields that a store must not write; the id of a `[table.ID]` is in its header."""
    computed = codec.computed(type_) - ({"date_basis"} if type_ is model.Source else set())
    statusless = {"status"} if issubclass(type_, (model.Person, model.Source, model.Conflict)) else set()
    return computed | {"kind"} | statusless | ({"id"} if type_ in _ID_TABLES.values() else set())


def _drop_null(value: Node) -> Node:
    """Return the schema of a field without null and the empty default, which only mark it as optional."""
    rest = {key: inner for key, inner in value.items() if key != "anyOf" and (key, inner) not in _EMPTY}
    options = [option for option in value.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return {**options[0], **rest}
    return {**rest, "anyOf": options} if options else rest


def _require_cite(fields: Node, required: list[str]) -> Node:
    """Return the keys that require a cite, of the record or of one of its parts."""
    carriers = [name for name in ("cites", *model.PARTS) if name in fields]
    if any(name in required for name in carriers) or "cites" not in carriers:
        return {}
    return {"anyOf": [{"required": [name], "properties": {name: {"minItems": 1}}} for name in carriers]}


def _make_cite_schema(part: Node) -> Node:
    """Return the schema of a cite in a store: `"post:4"` or `{ at = "post:4", … }`."""
    at = {"description": 'source and paragraph: "post:4"', "type": "string", "pattern": model.CITE_PATTERN}
    fields = {name: value for name, value in part["properties"].items() if name not in ("source", "paragraph")}
    fields = _add_examples({"at": at} | fields)
    table = {"type": "object", "properties": fields, "required": ["at"], "additionalProperties": False}
    return {"title": part["title"], "description": part["description"], "anyOf": [at, table]}

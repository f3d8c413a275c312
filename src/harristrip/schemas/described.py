"""Structs of the model as JSON Schema, with the words of their docstrings."""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from .. import answers, codec, model

Node = dict[str, Any]
"""A schema or a part of one."""
DECLARING = (model, answers)
"""Modules that declare structs."""


def declared(name: str) -> Any:
    """Return the struct of that name."""
    return next(vars(module)[name] for module in DECLARING if name in vars(module))


def parts(types_: Iterable[type]) -> dict[str, Node]:
    """Return the schema of each struct and of all that stand in them, by name, each field described."""
    docs = _docs()
    return {name: _described(part, docs) for name, part in codec.components(types_).items()}


def _described(part: Node, docs: dict[str, dict[str, str]]) -> Node:
    said: dict[str, str] = {}
    for base in reversed(declared(part["title"]).__mro__):
        said |= docs.get(base.__name__, {})
    fields = {
        name: value | _description(said.get(name.replace("-", "_"))) for name, value in part["properties"].items()
    }
    return {**part, "description": inspect.cleandoc(part.get("description", "")), "properties": fields}


def _description(text: str | None) -> Node:
    return {"description": text} if text else {}


def _docs() -> dict[str, dict[str, str]]:
    """Read the text below each field of the model, by class and field: at run time only the source still has it."""
    nodes = (node for module in DECLARING for node in ast.parse(inspect.getsource(module)).body)
    return {node.name: dict(_fields(node)) for node in nodes if isinstance(node, ast.ClassDef)}


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in itertools.pairwise(node.body):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
            yield ast.unparse(field.target), inspect.cleandoc(ast.literal_eval(below.value))

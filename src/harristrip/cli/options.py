"""Options and arguments, each declared once; those of the filters are made from their declarations in `query`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Optional

import typer

from .. import query
from ..terminal import Reply
from . import complete

PANEL = "Filters"

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Facts = Annotated[
    Optional[str],
    typer.Option("--facts", metavar="FILE", envvar="HARRISTRIP_FACTS", help="Read another store; - is standard input."),
]
ExitStatus = Annotated[bool, typer.Option("--exit-status", help="Exit with 1 if the list is empty.")]
Format = Annotated[
    Optional[str],
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table, json, jsonl, csv, tsv, markdown or, for dates, ics.",
        autocompletion=complete.formats(),
    ),
]
Output = Annotated[
    Optional[str],
    typer.Option("--output", "-o", metavar="FILE", help="Write a whole file or none; its extension names the format."),
]
Fields = Annotated[Optional[str], typer.Option("--fields", metavar="A,B", help="Only these fields, in this order.")]
Count = Annotated[bool, typer.Option("--count", help="Print how many there are and nothing else.")]
Articles = Annotated[
    Optional[str],
    typer.Option(
        "--articles", metavar="DIR", envvar="HARRISTRIP_ARTICLES", help="The archived texts; found by their digest."
    ),
]
Coverage = Annotated[
    bool, typer.Option("--coverage", help="List paragraphs with a figure or date that no record cites.")
]
Explain = Annotated[
    Optional[str],
    typer.Option(
        "--explain", metavar="CODE", help="Say what a rule asks for.", autocompletion=complete.words(complete.rules)
    ),
]
Words = Annotated[list[str], typer.Argument(metavar="WORDS...", help="All must be found, in any order.")]
Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...", help="Ids of records, or a paragraph such as fox:25.", autocompletion=complete.ids()
    ),
]
SomeIds = Annotated[
    Optional[list[str]],
    typer.Argument(metavar="[ID]...", help="Only these records.", autocompletion=complete.ids()),
]
Conflicts = Annotated[
    Optional[list[str]],
    typer.Argument(metavar="[ID]...", help="Only these, in full.", autocompletion=complete.ids("conflict")),
]
File = Annotated[Optional[str], typer.Argument(metavar="[FILE]", help="The store; the one in use if none is named.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and end.")]

Function = Callable[..., Reply]


def takes(*own: inspect.Parameter) -> Callable[[Function], Function]:
    """Give a command its own parameters and those that every listing takes."""

    def decorate(function: Function) -> Function:
        function.__signature__ = inspect.Signature([*own, *_FILTERS, *_OUTPUT, *_COMMON])  # type: ignore[attr-defined]
        return function

    return decorate


def parameter(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    """Return one parameter of a command."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _filter(declared: query.Filter) -> inspect.Parameter:
    option = _option(f"--{declared.name}", declared.name, declared.help, complete.values(declared.name))
    return parameter(declared.name, Annotated[Optional[list[str]], option])


def _date(name: str) -> inspect.Parameter:
    flag, help_ = query.DATE_FILTERS[name]
    return parameter(name, Annotated[Optional[str], _option(flag, "date", help_)])


def _option(flag: str, value: str, help_: str, values: complete.Completer | None = None) -> Any:
    return typer.Option(flag, metavar=value.upper(), help=help_, rich_help_panel=PANEL, autocompletion=values)


KIND = _filter(query.KIND)
_FILTERS = [_filter(declared) for declared in query.FILTERS] + [_date(name) for name in query.DATE_FILTERS]
_OUTPUT = [
    parameter("json", Json, default=False),
    parameter("format", Format),
    parameter("output", Output),
    parameter("fields", Fields),
    parameter("count", Count, default=False),
]
OUTPUT_NAMES = tuple(one.name for one in _OUTPUT)
_COMMON = [
    parameter("exit_status", ExitStatus, default=False),
    parameter("facts", Facts),
]

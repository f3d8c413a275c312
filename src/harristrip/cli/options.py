"""Options and arguments, each declared once, for the fast parser and for Typer."""

from __future__ import annotations

from typing import NamedTuple

from ..index.filters import DATE_FILTERS, FILTERS

FILTER_PANEL = "Filters"


class Option(NamedTuple):
    """An option of a command."""

    name: str
    """The keyword of its value."""
    flags: tuple[str, ...]
    help: str
    metavar: str | None = None
    """The name of its value in the help; None for a flag."""
    many: bool = False
    """Whether it can be repeated."""
    environment: str | None = None
    """The environment variable with its default."""
    panel: str | None = None
    completes: str | None = None
    """The completions of its value: a vocabulary, `format`, `style`, `rule`."""
    reports: tuple[str, ...] = ()
    """The listings that take it; empty for all."""


class Argument(NamedTuple):
    """A positional argument of a command."""

    name: str
    metavar: str
    help: str
    many: bool = False
    required: bool = True
    completes: str | None = None


JSON = Option("json", ("--json",), "Print one JSON object instead of a table.")
FACTS = Option(
    "facts",
    ("--facts",),
    "Read another store; - is standard input.",
    "FILE",
    environment="HARRISTRIP_FACTS",
    completes="file",
)
ARTICLES = Option(
    "articles",
    ("--articles",),
    "The folder of archived texts, found by their digest.",
    "DIR",
    environment="HARRISTRIP_ARTICLES",
    completes="file",
)
EXIT_STATUS = Option("exit_status", ("--exit-status",), "Exit with 1 if the list is empty.")
FORMAT = Option("format", ("--format", "-f"), "", "FORMAT", completes="format")
OUTPUT = Option(
    "output", ("--output", "-o"), "Write to FILE atomically; its extension names the format.", "FILE", completes="file"
)
FIELDS = Option("fields", ("--fields",), "Only these fields, in this order.", "A,B")
COUNT = Option("count", ("--count",), "Print only the number of records.")
ALL = Option("all", ("--all",), "Only records with all words; exit with 1 if there are none.")
SORT = Option("sort", ("--sort",), "Sort by relevance (the default), date or kind.", "ORDER")
FULL = Option("full", ("--full",), "Show all details: each cite on its own line, and digests.")
MAYBE = Option(
    "maybe",
    ("--maybe",),
    "With --from or --to, also records with a wider date: a month or span.",
    panel=FILTER_PANEL,
)
LIMIT = Option("limit", ("--limit",), "List at most N records.", "N", panel=FILTER_PANEL)
FORCE = Option("force", ("--force",), "Overwrite an existing file.")
FILTER_OPTIONS: tuple[Option, ...] = (
    *(
        Option(
            one.name,
            (one.option,),
            one.help,
            one.option[2:].upper(),
            many=True,
            panel=FILTER_PANEL,
            completes=one.vocabulary,
            reports=one.reports,
        )
        for one in FILTERS
    ),
    *(Option(one.name, (one.option,), one.help, "DATE", panel=FILTER_PANEL) for one in DATE_FILTERS),
    MAYBE,
    LIMIT,
)
OUTPUT_OPTIONS = (JSON, FORMAT, OUTPUT, FIELDS, COUNT)
IDS = Argument("ids", "ID...", "Ids of records, or a paragraph such as {passage}.", many=True, completes="id")


def listing_options(report: str) -> tuple[Option, ...]:
    """Return the options of a listing."""
    filters = (one for one in FILTER_OPTIONS if not one.reports or report in one.reports)
    return (*filters, *OUTPUT_OPTIONS, EXIT_STATUS, FACTS)

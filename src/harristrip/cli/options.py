"""Options and arguments, each declared once. The front door and Typer both read command lines by these declarations."""

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
    """What its value is called; None for a flag without a value."""
    many: bool = False
    """Whether it may be given several times."""
    environment: str | None = None
    """The variable that gives its value if it is left out."""
    panel: str | None = None
    completes: str | None = None
    """What the shell offers as its value: a vocabulary, `format`, `style`, `rule`."""
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
COUNT = Option("count", ("--count",), "Print how many there are and nothing else.")
ALL = Option("all", ("--all",), "Only records that have all words; none is a negative answer.")
SORT = Option("sort", ("--sort",), "By relevance (the default), date or kind.", "ORDER")
FULL = Option("full", ("--full",), "Everything: each cite on a line of its own, and digests.")
MAYBE = Option(
    "maybe",
    ("--maybe",),
    "With --from or --to, also what is dated by a wider month or span.",
    panel=FILTER_PANEL,
)
LIMIT = Option("limit", ("--limit",), "At most this many.", "N", panel=FILTER_PANEL)
FORCE = Option("force", ("--force",), "Overwrite a file that exists.")
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

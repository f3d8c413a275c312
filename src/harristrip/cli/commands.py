"""Commands and options, each declared once: panel, help, handler, arguments, options and examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..index import reports
from ..index.filters import DATE_FILTERS, FILTERS
from . import listings
from .parse import Argument, Command, Option

if TYPE_CHECKING:
    from ..index.database import Index
    from ..index.reports import Report
    from ..terminal import Reply

CARRY, WRITE = "Carry", "Write a store"
FILTER_PANEL = "Filters"

JSON = Option("json", "Print one JSON object instead of a table.")
FACTS = Option(
    "facts",
    "Read another store; - is standard input.",
    "FILE",
    environment="HARRISTRIP_FACTS",
    completes="file",
)
ARTICLES = Option(
    "articles",
    "The folder of archived texts, found by their digest.",
    "DIR",
    environment="HARRISTRIP_ARTICLES",
    completes="file",
)
EXIT_STATUS = Option("exit_status", "Exit with 1 if the list is empty.")
FORMAT = Option("format", "", "FORMAT", "-f", completes="format")
OUTPUT = Option("output", "Write to FILE atomically; its extension names the format.", "FILE", "-o", completes="file")
FIELDS = Option("fields", "Only these fields, in this order.", "A,B")
COUNT = Option("count", "Print only the number of records.")
ALL = Option("all", "Only records with all words; exit with 1 if there are none.")
SORT = Option("sort", "Sort by relevance (the default), date or kind.", "ORDER")
FULL = Option("full", "Show all details: each cite on its own line, and digests.")
FILTER_OPTIONS = (
    *(
        Option(
            one.name,
            one.help,
            one.option[2:].upper(),
            many=True,
            panel=FILTER_PANEL,
            completes=one.vocabulary,
            reports=one.reports,
        )
        for one in FILTERS
    ),
    *(Option(one.name, one.help, "DATE", panel=FILTER_PANEL) for one in DATE_FILTERS),
    Option("maybe", "With --from or --to, also records with a wider date: a month or span.", panel=FILTER_PANEL),
    Option("limit", "List at most N records.", "N", panel=FILTER_PANEL),
)
IDS = Argument("ids", "ID...", "Ids of records, or a paragraph such as {passage}.", many=True, completes="id")
_TEXT_FOLDER = Option("articles", "Write the texts that the example cites to this folder.", "DIR")
_CITE_STYLE = Option("style", "", "STYLE", "-s", completes="style")
_COVERAGE = Option("coverage", "List figures and dates of the articles that no cite covers.")
_ALLOW_PARTIAL = Option("partial", "Succeed although texts of cited sources are missing.")
_PATCH = Option("patch", "Print a diff that adapts the store to changed texts.")
_WATCH = Option("watch", "Check the file again whenever it changes, until Ctrl-C.")
_FIND = Option("find", "Print each place of these words as a cite to paste.", "WORDS")
_UNCOVERED = Option("uncovered", "Only paragraphs with an uncited figure, date or quotation.")
_AS = Option("as_", "The id of the new source; by default the file name.", "ID")
_ONLY = Option("only", "Only these paragraphs: N, N-M or a list such as 1,4-6.", "N-M")
_DRAFT_KINDS = Option("kinds", "Only records of these kinds, and the source.", "A,B")
_TEXT = Argument("source", "SOURCE[:N[-M]]", "A source of the store, or the path of a text.", completes="source")
_TEXTS = Argument("articles_", "ARTICLE...", "Articles, one text file each.", many=True, completes="file")
_EXPLAIN = Option("explain", "Explain a rule.", "CODE", completes="rule")
_SEARCH_WORDS = Argument("words", "WORDS...", 'Words, numbers, names, or "a phrase" in quotes.', many=True)
_SOME_IDS = Argument("ids", "[ID]...", "Only these records.", many=True, required=False, completes="id")
_DRAFT = Argument("draft", "DRAFT", "The draft: plain text or Markdown; - is standard input.", completes="file")
_ALL = Option("all", "Also list correct statements.")
_STRICT = Option("strict", "Exit with 1 on warnings, too.")
_REMARK_FORMAT = FORMAT._replace(help="table, json, jsonl, csv, tsv, markdown, github", completes=None)
_KNOWN_BY = next(one for one in FILTER_OPTIONS if one.name == "known_by")
_STORE_FILE = Argument("file", "[FILE]", "The store; by default the one in use.", required=False, completes="file")
_FORCE = Option("force", "Overwrite an existing file.")
_NEW_FILE = Argument("file", "FILE", "The file to write; - is standard output.", completes="file")
_SCHEMA = Argument("name", "NAME", "store, error, or a command that prints JSON.", completes="schema")


def _make_handler(module: str, name: str) -> Callable[[Mapping[str, Any]], Reply]:
    """Return a function of a sibling module, which is imported on the first call: each import takes 0.5 ms."""

    def run(values: Mapping[str, Any]) -> Reply:
        from importlib import import_module  # noqa: PLC0415

        reply: Reply = getattr(import_module(f".{module}", __package__), name)(values)
        return reply

    return run


def list_options(report: str) -> tuple[Option, ...]:
    """Return the options of a listing."""
    filters = (one for one in FILTER_OPTIONS if not one.reports or report in one.reports)
    return (*filters, JSON, FORMAT, OUTPUT, FIELDS, COUNT, EXIT_STATUS, FACTS)


def make_command(report: Report) -> Command:
    """Return the command of a listing."""
    only = Argument("ids", "[ID]...", "Only these, in full.", many=True, required=False, completes="conflict")
    return Command(
        report.name,
        report.panel,
        report.help,
        lambda values: listings.list_records(report.name, values, COMMANDS),
        (only,) if report.name == "conflicts" else (),
        list_options("statistics" if report.kinds == ("statistic",) else report.name),
        report.examples,
    )


COMMANDS: dict[str, Command] = {
    one.name: one
    for one in (
        *map(make_command, reports.REPORTS.values()),
        Command(
            "search",
            reports.LOOK_UP,
            reports.SEARCH.help,
            listings.search,
            (_SEARCH_WORDS,),
            (ALL, SORT, *list_options("search")),
            reports.SEARCH.examples,
        ),
        Command(
            "show",
            reports.LOOK_UP,
            "Records in full, with each cite; or the records that cite a paragraph.",
            listings.show,
            (IDS,),
            (FULL, JSON, ARTICLES, FACTS),
            ("show {record}", "show {passage}"),
        ),
        Command(
            "cite",
            reports.LOOK_UP,
            "A reference for each source of a record, to paste into a text.",
            _make_handler("writing", "cite"),
            (IDS,),
            (_CITE_STYLE, OUTPUT, JSON, FACTS),
            ("cite {record}", "cite {passage} --style bibtex"),
        ),
        Command(
            "verify",
            reports.EVIDENCE,
            "Check every citation against the archived articles.",
            _make_handler("checking", "verify"),
            (_SOME_IDS,),
            (ARTICLES, _COVERAGE, _ALLOW_PARTIAL, _PATCH, JSON, FACTS),
            ("verify --articles DIR", "verify {record} --articles DIR --json"),
        ),
        Command(
            "proofread",
            reports.EVIDENCE,
            "Check a draft against the store: figures, dates, names, quotations.",
            _make_handler("proofreading", "proofread"),
            (_DRAFT,),
            (ARTICLES, _ALL, _STRICT, JSON, _REMARK_FORMAT, OUTPUT, FIELDS, _KNOWN_BY, FACTS),
            ("proofread story.md --articles DIR", "proofread - --json < story.txt"),
        ),
        Command(
            "check",
            reports.EVIDENCE,
            "Every fault of a store, with its line.",
            _make_handler("checking", "check"),
            (_STORE_FILE,),
            (_EXPLAIN, _WATCH, JSON, FACTS),
            ("check", "check --explain HT009"),
        ),
        Command(
            "export",
            CARRY,
            "A SQLite database with every record, cite and report.",
            _make_handler("writing", "export"),
            (_NEW_FILE._replace(help="The database to write; - is standard output."),),
            (JSON, FACTS),
            ("export facts.db", "export - > facts.db"),
        ),
        Command(
            "brief",
            CARRY,
            "One HTML page with everything and its evidence, to read, print or mail.",
            _make_handler("briefing", "brief"),
            (),
            (*(one for one in FILTER_OPTIONS if not one.reports), ARTICLES, OUTPUT, FACTS),
            ("brief -o trip.html", "brief --country {country} --articles DIR -o trip.html"),
        ),
        Command(
            "read",
            WRITE,
            "An archived text with its figures and dates, and what cites them.",
            _make_handler("drafting", "show_text"),
            (_TEXT,),
            (ARTICLES, _FIND, _UNCOVERED, JSON, FACTS),
            (
                "read {source} --articles DIR",
                "read {passage} --articles DIR --json",
                "read article.txt --find 'more than 100'",
            ),
        ),
        Command(
            "draft",
            WRITE,
            "Records for the figures and dates of articles, as TOML to append to a store.",
            _make_handler("drafting", "draft"),
            (_TEXTS,),
            (_AS, _ONLY, _DRAFT_KINDS, FACTS),
            ("draft article.txt --facts my-event.toml", "draft article.txt --as post >> my-event.toml"),
        ),
        Command(
            "schema",
            WRITE,
            "JSON Schema of the store, or of what a command prints.",
            _make_handler("writing", "schema"),
            (_SCHEMA,),
            (FACTS,),
            ("schema store", "schema meetings"),
        ),
        Command(
            "init",
            WRITE,
            "Start a store of your own from a commented example.",
            _make_handler("writing", "init"),
            (_NEW_FILE,),
            (_TEXT_FOLDER, _FORCE),
            ("init my-event.toml", "init my-event.toml --articles DIR"),
        ),
    )
}


def find_command(name: str) -> Command | None:
    """Return a command by its name; any other id may name a group of statistics of the store."""
    if name in COMMANDS:
        return COMMANDS[name]
    if not name.isascii() or not name.replace("-", "a").isalnum() or name != name.lower() or name.startswith("-"):
        return None
    return make_command(reports.of_group(name, name, None))


def make_group_commands(index: Index) -> dict[str, Command]:
    """Return a command for each group of statistics that a store declares."""
    return {row[0]: make_command(reports.of_group(*row)) for row in index.groups()}

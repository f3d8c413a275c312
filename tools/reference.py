"""Write docs/reference.md and docs/harristrip.1 from the declarations in the code.

Usage: python tools/reference.py [--check]

With --check nothing is written; the exit code is 1 if a page is out of date.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import tomli

from harristrip import __version__, errors
from harristrip.cli import commands, examples
from harristrip.cli.commands import FILTER_PANEL, list_options
from harristrip.cli.help import PROGRAM_SUMMARY
from harristrip.cli.parse import Option
from harristrip.facts import codec, model, responses, rules
from harristrip.index.reports import REPORTS
from harristrip.reader import hedges
from harristrip.render import schemas
from harristrip.render.formats import FORMATS
from harristrip.render.references import STYLES

ROOT = Path(__file__).resolve().parent.parent
PAGES = {ROOT / "docs" / "reference.md": "reference", ROOT / "docs" / "harristrip.1": "manual"}
SHARED = [option for option in list_options("") if not option.reports]
"""The options that every listing takes."""
SHARED_FILTERS = [option for option in SHARED if option.panel == FILTER_PANEL]
TEXTS: dict[str, dict[str, Any]] = tomli.loads((ROOT / "tools" / "reference.toml").read_text(encoding="utf-8"))
MEANINGS, STATES = TEXTS["meanings"], TEXTS["states"]
ORDER = [one for meanings in (*MEANINGS.values(), STATES) for one in meanings]
ORDER += get_args(model.PartOfDay)
"""Values of closed vocabularies in the order of the model; JSON Schema sorts them by name."""
KINDS = ", ".join(f"`{name}`" for name in model.KINDS)
KIND = "The kind of the record; the store gives it in the header of the table."


def main() -> int:
    """Write the pages, or report which are out of date."""
    texts = {path: "\n".join(globals()[name]()) + "\n" for path, name in PAGES.items()}
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is out of date: run make docs")
        else:
            path.write_text(texts[path], encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


def reference() -> Iterator[str]:
    """Yield the lines of the reference."""
    yield from ("# Reference", "", "Generated from the code by `make docs`; a test checks that it is up to date.", "")
    yield "[Commands](#commands) · [Options of listings](#options-of-listings) · [Formats](#formats) ·"
    yield "[Exit codes](#exit-codes) · [Environment](#environment) · [Fields of a store](#fields-of-a-store) ·"
    yield "[Values](#values) · [Rules](#rules) · [Verification](#verification) · [JSON](#json)"
    for section in (_commands, _options, _formats, _exit_codes, _store, _values, _rules):
        yield from section()
    yield from _json()


def _commands() -> Iterator[str]:
    """Yield every command with its own arguments, options and examples."""
    yield from ("", "## Commands", "", "```text", "harristrip COMMAND [ARGUMENTS] [OPTIONS]", "```", "")
    yield "Words of the command line, options and ids may be in any order. `--` ends the options. `-h` shows the help."
    yield "Each group of statistics that the store in use declares is a command as well, with the options of"
    yield "`statistics`."
    for command in commands.COMMANDS.values():
        yield from ("", f"### {command.name}", "", command.help)
        rows = [(f"`{one.metavar}`", examples.fill(one.help, None)) for one in command.arguments]
        rows += [(_flags(one), _option_help(one)) for one in _own_options(command)]
        if rows:
            yield from table("argument or option", "meaning", rows)
        if shared := _shared_options(command):
            what = "options" if shared == SHARED else "filters"
            yield from ("", f"Takes the [{what} of listings](#options-of-listings).")
        yield from ("", "```sh", *_examples(command), "```")


def _shared_options(command: commands.Command) -> list[Option]:
    """Return the options of all listings, or their filters, if the command takes them."""
    taken = (shared for shared in (SHARED, SHARED_FILTERS) if all(one in command.options for one in shared))
    return next(taken, [])


def _own_options(command: commands.Command) -> list[Option]:
    """Return the options of a command, shared ones left out."""
    return [one for one in command.options if one not in _shared_options(command)]


def _examples(command: commands.Command) -> list[str]:
    return [f"harristrip {examples.fill(one, None)}" for one in command.examples]


def _flags(option: Option) -> str:
    return ", ".join(f"`{flag}{' ' + option.metavar if option.metavar else ''}`" for flag in option.flags)


def _option_help(option: Option) -> str:
    """Return the help of an option, or the values it takes."""
    names = ", ".join(f"`{name}`" for name in (STYLES if option.name == "style" else FORMATS))
    more = " May be given several times." if option.many else ""
    more += f" Default: the variable `{option.environment}`." if option.environment else ""
    return (examples.fill(option.help, None) or f"One of {names}.") + more


def _options() -> Iterator[str]:
    """Yield the options that every listing takes."""
    listings = ", ".join(f"`{name}`" for name in [*REPORTS, "search"])
    yield from ("", "## Options of listings", "", f"{listings} and the groups of the store take these options.")
    yield "Filters combine; several values of one filter mean any of them. A value is an id, a name, a code or an"
    yield "alias, in any case, with or without accents."
    yield from table("filter", "meaning", [(_flags(one), _option_help(one)) for one in SHARED_FILTERS])
    others = [one for one in SHARED if one not in SHARED_FILTERS]
    yield from table("option", "meaning", [(_flags(one), _option_help(one)) for one in others])


def _formats() -> Iterator[str]:
    """Yield the formats of listings and the styles of references."""
    yield from ("", "## Formats", "", "`-o FILE` takes the format from the extension of the file.")
    rows = [(f"`{one.name}`", ", ".join(one.extensions), TEXTS["formats"][one.name]) for one in FORMATS.values()]
    yield from table("format", "extensions", "content", rows)
    yield from ("", "`cite` has styles:")
    rows = [(f"`{name}`", ", ".join(style[0]), TEXTS["styles"][name]) for name, style in STYLES.items()]
    yield from table("style", "extensions", "content", rows)


def _exit_codes() -> Iterator[str]:
    docs = enum_docs(errors.ExitCode)
    rows = [(str(code.value), f"`{code.name}`", docs[code.name]) for code in errors.ExitCode]
    yield from ("", "## Exit codes", *table("code", "name", "meaning", rows))
    yield from ("", "## Environment", *described("variable", TEXTS["environment"]))


def _store() -> Iterator[str]:
    """Yield the tables of a store and their fields."""
    yield from ("", "## Fields of a store", "")
    yield "A store is a TOML file: `schema = 1`, `[event]`, vocabularies, people and sources as `[table.ID]`, and a"
    yield "`[[kind]]` for each other record. **Bold** fields are required. *Computed* fields are in JSON only: a store"
    yield "must not contain them. JSON has every field; one that is left out is null, or an empty list."
    yield from struct("Event", "[event]", model.Event)
    for vocabulary in model.VOCABULARIES.values():
        if vocabulary.table not in model.TABLES.values():
            yield from struct(f"Vocabulary {vocabulary.name}", f"[{vocabulary.table}.ID]", vocabulary.type, {"id"})
    yield from struct("Every record", "all kinds", model.Record)
    common = set(codec.field_names(model.Stop)) - set(_own_fields(model.Stop))
    for name, kind in model.KINDS.items():
        where = f"[{model.TABLES[name]}.ID]" if name in model.TABLES else f"[[{name}]]"
        yield from struct(f"Kind {name}", where, kind, common - set(_own_fields(kind)))
    for part in (model.Cite, model.AgendaItem, model.Title, model.Relay, model.Reading, model.DatedStatus):
        yield from struct(f"Part {part.__name__}", "part of a record", part)


def _own_fields(kind: type) -> list[str]:
    """Return the fields that a kind declares itself, as JSON names them."""
    bases = [base for base in kind.__mro__ if base not in model.Record.__mro__]
    return [name.rstrip("_") for base in bases for name in inspect.get_annotations(base)]


def _values() -> Iterator[str]:
    """Yield every closed vocabulary, and the words that count as hedges."""
    yield from ("", "## Values", "", "Closed vocabularies and the meaning of each value.")
    for name, meanings in MEANINGS.items():
        yield from ("", f"### Values of {name}", *described("value", meanings))
    yield from ("", "### Hedges", "", "Words around a printed figure, and the qualifier that each gives its record. A")
    yield "figure with a hedge of *unclear* is not read; words of *exact* leave a figure as it is."
    rows = []
    for qualifier in dict.fromkeys((*hedges.BEFORE, *hedges.AFTER)):
        shown = f"`{qualifier}`" if qualifier in MEANINGS["qualifier"] else f"*{qualifier}*"
        rows.append((shown, _listed(hedges.BEFORE.get(qualifier, ())), _listed(hedges.AFTER.get(qualifier, ()))))
    yield from table("qualifier", "before the figure", "after it", rows)


def _listed(hedge: Iterable[str]) -> str:
    return ", ".join(re.sub(r"([<>~*])", r"\\\1", one) for one in hedge) or "none"


def _rules() -> Iterator[str]:
    """Yield the rules of `check` and the states of `verify`."""
    yield from ("", "## Rules", "", "What `check` tests. Codes from HT101 are warnings: the store is valid with them.")
    yield from table("code", "rule", [(code, text) for code, text in sorted(rules.RULES.items())])
    yield from ("", "## Verification", "", "The states of a cite in the answer of `verify`.")
    yield from described("state", STATES)


def _json() -> Iterator[str]:
    """Yield the objects that commands print."""
    yield from ("", "## JSON", "", "`harristrip schema COMMAND` prints the JSON Schema of a command's answer,")
    yield "`harristrip schema error` that of an error message. Every key is always there."
    shown = {"every listing": responses.Answer, "funding": responses.FundingAnswer, **schemas.OTHERS}
    shown["error"] = responses.ErrorAnswer
    listing = set(codec.field_names(responses.Answer))
    for title, type_ in shown.items():
        where = title if title[:5] in ("every", "error") else f"{title} --json"
        yield from struct(f"Answer: {title}", where, type_, listing if title == "funding" else set(), answer=True)
    answers = set(shown.values())
    parts = {name: getattr(responses, name, None) for name in codec.components(answers)}
    for name, part in sorted(parts.items()):
        if part is not None and part not in answers and part.__module__ == responses.__name__:
            yield from struct(f"Object {name}", "part of an answer", part, answer=True)


def struct(title: str, where: str, type_: type, hidden: Iterable[str] = (), *, answer: bool = False) -> Iterator[str]:
    """Yield a table with the fields of a struct: of a store, or of an answer."""
    node = codec.components([type_])[type_.__name__]
    docs, computed, text = schemas.read_field_docs(type_), codec.computed(type_), inspect.getdoc(type_) or ""
    yield from ("", f"### {title}", "", f"`{where}`: {text[:1].lower()}{text[1:]}")
    rows = []
    for name in codec.field_names(type_):
        if name in hidden:
            continue
        is_tag = name == "kind" and issubclass(type_, model.Record)
        meaning = KIND if is_tag else docs.get(name.replace("-", "_").lower()) or docs.get(f"{name}_")
        if not meaning:
            raise LookupError(f"{title}: the field {name} has no description")
        bold = name in node["required"] and not is_tag and not answer
        wanted = KINDS if is_tag else value(node["properties"][name], null=answer)
        rows.append((f"**`{name}`**" if bold else f"`{name}`", wanted, "*Computed.* " * (name in computed) + meaning))
    yield from table("field", "value", "meaning", rows)


def value(node: Mapping[str, Any], *, null: bool = False) -> str:
    """Return in words what a JSON Schema accepts; null is left out unless it is asked for."""
    if "enum" in node:
        values = sorted((one for one in node["enum"] if one is not None), key=_order)
        return ", ".join(f"`{one}`" for one in values) + ", null" * (null and None in node["enum"])
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{name}](#{'object' if hasattr(responses, name) else 'part'}-{name.lower()})"
    if "anyOf" in node:
        options = [value(one) for one in node["anyOf"] if null or one != {"type": "null"}]
        return " or ".join(dict.fromkeys(options))
    if node.get("type") == "array":
        return f"list: {value(node['items'])}" if node.get("items") else "list"
    if "const" in node:
        return f"`{node['const']}`"
    plain = {"integer": "whole number", "boolean": "true or false", "null": "null", "object": "object"}
    return str(node.get("description", "").partition(": lower-case")[0] or plain.get(node.get("type", ""), "text"))


def _order(one: str) -> tuple[int, str]:
    """Order values as the model does, others by name."""
    return (ORDER.index(one) if one in ORDER else len(ORDER)), one


def described(what: str, meanings: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of values and their meanings."""
    yield from table(what, "meaning", [(f"`{one}`", meaning) for one, meaning in meanings.items()])


def table(*parts: Any) -> Iterator[str]:
    """Yield a Markdown table after an empty line: headers, then the list of rows."""
    *headers, rows = parts
    yield from ("", f"| {' | '.join(headers)} |", "|---" * len(headers) + "|")
    for row in rows:
        yield f"| {' | '.join(one_line(cell) for cell in row)} |"


def enum_docs(type_: type) -> dict[str, str]:
    """Return the docstring below each member of an enumeration."""
    body = ast.parse(inspect.getsource(type_)).body[0].body  # type: ignore[attr-defined]
    return {
        one.targets[0].id: one_line(below.value.value)
        for one, below in pairwise(body)
        if isinstance(one, ast.Assign) and isinstance(below, ast.Expr)
    }


def one_line(text: str) -> str:
    """Return a text on one line that fits in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def manual() -> Iterator[str]:
    """Yield the lines of the manual page."""
    yield f'.TH HARRISTRIP 1 "" "harristrip {__version__}" "User Commands"'
    yield from (".SH NAME", roff(f"harristrip - {PROGRAM_SUMMARY[0].lower()}{PROGRAM_SUMMARY[1:].rstrip('.')}"))
    yield from (".SH SYNOPSIS", ".B harristrip", r"\fICOMMAND\fR [\fIARGUMENTS\fR] [\fIOPTIONS\fR]", ".SH COMMANDS")
    for command in commands.COMMANDS.values():
        yield from (f".SS {command.name}", roff(command.help))
        for one in command.arguments:
            yield from (".TP", f".I {roff(one.metavar)}", roff(examples.fill(one.help, None)))
        for option in _own_options(command):
            yield from (".TP", f".B {roff(_flags(option))}", roff(_option_help(option)))
        yield from (".PP", "Examples:", ".PP", ".nf", *map(roff, _examples(command)), ".fi")
    yield from (".SH OPTIONS OF LISTINGS", "Every report, every group of the store and search take these options.")
    for option in SHARED:
        yield from (".TP", f".B {roff(_flags(option))}", roff(_option_help(option)))
    yield ".SH EXIT STATUS"
    docs = enum_docs(errors.ExitCode)
    for code in errors.ExitCode:
        yield from (".TP", f".B {code.value}", roff(docs[code.name]))
    yield ".SH ENVIRONMENT"
    for name, meaning in TEXTS["environment"].items():
        yield from (".TP", f".B {name}", roff(meaning))


def roff(text: str) -> str:
    """Escape text for a manual page."""
    escaped = re.sub(r"\*|`", "", text).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    sys.exit(main())

"""The help of the program and of each command, made from the declarations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .. import terminal
from ..render import layout
from ..render.formats import list_formats
from ..terminal import PROGRAM
from . import examples
from .parse import Command, Option

PROGRAM_SUMMARY = "Facts of one event, each with the paragraph that says it."
PROGRAM_OPTIONS = (
    Option("version", "Show the version and exit."),
    Option("install_completion", "Install completion for a shell.", "[SHELL]"),
    Option("show_completion", "Print the completion script of a shell.", "[SHELL]"),
)
HELP = Option("help", "Show this help and exit.", short="-h")
PROGRAM_EXAMPLES = (
    "meetings --country {country}",
    "meetings --country {country} --json | jq -r '.items[].id'",
    "show {passage}",
    "proofread story.md --articles DIR",
)
"""Examples of the program."""
PROGRAM_HINT = f"{PROGRAM} COMMAND --help explains a command; --facts FILE reads a store of your own."
FILTERS_HINT = "Filters combine; one that is given several times means any of its values."
INDENT = 2
"""Blanks before a name."""
WIDEST_NAME = 22
"""Characters of a name that has its meaning beside it; that of a longer one begins on the next line."""
MIN_MEANING = 20
"""Characters of a line of meanings, however narrow the page is."""

HelpRows = Sequence[tuple[str, str]]
"""Names and what they mean."""


def render_program_help(every: Collection[Command], store: str | None) -> bytes:
    """Return the help of the program: its commands by panel, its options, and examples."""
    parts = {one.panel: list[tuple[str, str]]() for one in every}
    for one in every:
        parts[one.panel].append((one.name, one.help))
    parts["Options"] = [_describe_option(option) for option in (*PROGRAM_OPTIONS, HELP)]
    return _render_help(
        PROGRAM_SUMMARY,
        "COMMAND [OPTIONS]",
        parts,
        [examples.fill(one, store) for one in PROGRAM_EXAMPLES],
        PROGRAM_HINT,
    )


def render_command_help(command: Command, store: str | None) -> bytes:
    """Return the help of a command: what it is for, its arguments, options and examples."""
    parts = {"Arguments": [(one.metavar, examples.fill(one.help, store)) for one in command.arguments]}
    for option in (*command.options, HELP):
        parts.setdefault(option.panel or "Options", []).append(_describe_option(option, command))
    usage = " ".join([command.name, *(one.metavar for one in command.arguments), "[OPTIONS]"])
    more = FILTERS_HINT if any(option.many for option in command.options) else None
    return _render_help(command.help, usage, parts, [examples.fill(one, store) for one in command.examples], more)


def _describe_option(option: Option, command: Command | None = None) -> tuple[str, str]:
    """Return the flags of an option, and what it does or which values it takes."""
    flags = ", ".join(sorted(option.flags, key=len))
    default = f" Default: ${option.environment}." if option.environment else ""
    return (f"{flags} {option.metavar}" if option.metavar else flags), _explain_option(option, command) + default


def _explain_option(option: Option, command: Command | None) -> str:
    if option.help:
        return option.help
    if option.name == "style":
        from ..render.references import STYLES  # noqa: PLC0415 -- the model loads with it

        return ", ".join(STYLES)
    return ", ".join(list_formats(command.name if command else None))


def _render_help(
    about: str, usage: str, parts: Mapping[str, HelpRows], shown: Sequence[str], more: str | None
) -> bytes:
    """Return a help page for the terminal in use."""
    page = terminal.page()
    lines = [*layout.wrap(layout.make_safe(about), page.width), ""]
    lines.append(f"{layout.colour('Usage:', 'title', page)} {PROGRAM} {usage}")
    room = max(len(name) for rows in parts.values() for name, _ in rows if len(name) <= WIDEST_NAME)
    start = INDENT + room + layout.GAP
    for title, rows in parts.items():
        lines += ["", layout.colour(title, "title", page)] if rows else []
        for name, text in rows:
            meaning = layout.wrap(layout.make_safe(text), max(page.width - start, MIN_MEANING))
            beside = " " * (start - INDENT - len(name)) + meaning.pop(0) if len(name) <= room else ""
            lines.append(" " * INDENT + layout.colour(name, "command", page) + beside)
            lines += [" " * start + line for line in meaning]
    lines += ["", layout.colour("Examples", "title", page)]
    lines += [f"{' ' * INDENT}{PROGRAM} {layout.make_safe(one)}" for one in shown]
    lines += ["", *layout.wrap_notes([more], page)] if more else []
    return layout.to_bytes(lines, page)

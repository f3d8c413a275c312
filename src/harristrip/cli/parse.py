"""Commands, arguments and options as values, and the fast parser: it reads plain command lines without Typer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import terminal

if TYPE_CHECKING:
    from ..terminal import Reply

Values = dict[str, Any]
"""Name of an option or argument -> its value."""


class Option(NamedTuple):
    """An option of a command."""

    name: str
    """The keyword of its value; the option is `--name`."""
    help: str
    metavar: str | None = None
    """The name of its value in the help; None for a flag."""
    short: str | None = None
    """Its short form: `-o`."""
    many: bool = False
    """Whether it can be repeated."""
    environment: str | None = None
    """The environment variable with its default."""
    panel: str | None = None
    """The heading above it in the help; None for the usual one."""
    completes: str | None = None
    """What completes its value: a vocabulary, or a word that `completion` knows, such as `format`."""
    reports: tuple[str, ...] = ()
    """The listings that take it; empty for all."""

    @property
    def flags(self) -> tuple[str, ...]:
        """Its spellings on the command line."""
        long = "--" + self.name.rstrip("_").replace("_", "-")
        return (long, self.short) if self.short else (long,)


class Argument(NamedTuple):
    """A positional argument of a command."""

    name: str
    metavar: str
    help: str
    many: bool = False
    """Whether it takes all words that are left."""
    required: bool = True
    completes: str | None = None
    """As for an option."""


class Command(NamedTuple):
    """One command."""

    name: str
    panel: str
    help: str
    run: Callable[[Mapping[str, Any]], Reply]
    """Takes the values of arguments and options by name."""
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    """Command lines without the program name; placeholders such as `{country}` are filled from the store."""


def parse_command_line(words: Sequence[str], command: Command) -> Values | None:
    """Return the values of a plain command line; None for one that Typer must handle."""
    options = {flag: option for option in command.options for flag in option.flags}
    given: Values = {}
    positional: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            positional += rest
        elif not word.startswith("-") or word == "-":
            positional.append(word)
        elif not _read_option(word, rest, options, given):
            return None
    for argument in command.arguments:
        if argument.many:
            given[argument.name], positional = positional, []
        elif positional:
            given[argument.name] = positional.pop(0)
        if argument.required and given.get(argument.name) in (None, []):
            return None
    return None if positional else complete_values(command, given)


def _read_option(word: str, rest: Iterator[str], options: Mapping[str, Option], given: Values) -> bool:
    """Read one option; if repeated, the last value wins. Return False if it is unknown or lacks its value."""
    flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    option = options.get(flag)
    if option is None or (option.metavar is None and equals):
        return False
    if option.metavar is None:
        given[option.name] = True
        return True
    if not equals:
        value = next(rest, "--")
        if value.startswith("-") and value != "-":
            return False
    if option.many:
        given.setdefault(option.name, []).append(value)
    else:
        given[option.name] = value
    return True


def complete_values(command: Command, given: Mapping[str, Any]) -> Values:
    """Return a value for every option and argument: the given one, or else that of the environment or the default."""
    values: Values = {}
    for option in command.options:
        found = given.get(option.name)
        if found is None and option.environment:
            found = terminal.environment(option.environment)
        default: Any = False if option.metavar is None else [] if option.many else None
        values[option.name] = default if found is None else found
    for argument in command.arguments:
        found = given.get(argument.name)
        values[argument.name] = [] if found is None and argument.many else found
    return values


def wants_json(words: Sequence[str]) -> bool:
    """Return whether messages should be JSON: `--json` or the format json, before any `--`."""
    before = list(words[: words.index("--")]) if "--" in words else list(words)
    pairs = {" ".join(pair) for pair in pairwise(before)}
    return not {"--json", "-fjson", "--format=json", "-f json", "--format json"}.isdisjoint({*before, *pairs})

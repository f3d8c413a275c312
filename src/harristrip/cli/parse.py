"""The fast parser: reads plain command lines by the declarations, without Typer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .. import terminal

if TYPE_CHECKING:
    from .commands import Command
    from .options import Option

Values = dict[str, Any]
"""Name of an option or argument -> its value."""


def parse(words: Sequence[str], command: Command) -> Values | None:
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
        elif not _option(word, rest, options, given):
            return None
    if not _arguments(command, positional, given):
        return None
    return complete(command, given)


def _option(word: str, rest: Iterator[str], options: Mapping[str, Option], given: Values) -> bool:
    """Read one option; if repeated, the last value wins. Return False if it is unknown or lacks its value."""
    flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    option = options.get(flag)
    if option is None or (option.metavar is None and equals):
        return False
    if option.metavar is None:
        given[option.name] = True
        return True
    if not equals:
        following = next(rest, None)
        if following is None or (following.startswith("-") and following != "-"):
            return False
        value = following
    if option.many:
        given.setdefault(option.name, []).append(value)
    else:
        given[option.name] = value
    return True


def _arguments(command: Command, positional: list[str], given: Values) -> bool:
    """Assign positional words to arguments; return False if there are too many or too few."""
    words = list(positional)
    for argument in command.arguments:
        if argument.many:
            given[argument.name], words = words, []
        elif words:
            given[argument.name] = words.pop(0)
        if argument.required and not given.get(argument.name) and given.get(argument.name) != "":
            return False
    return not words


def complete(command: Command, given: Mapping[str, Any]) -> Values:
    """Return the values of a command line, completed from the environment and the defaults."""
    values: Values = {}
    for option in command.options:
        default: Any = False if option.metavar is None else [] if option.many else None
        found = given.get(option.name)
        if found is None and option.environment:
            found = terminal.environment(option.environment)
        values[option.name] = default if found is None else found
    for argument in command.arguments:
        found = given.get(argument.name)
        values[argument.name] = found if found is not None else [] if argument.many else None
    return values


def wants_json(words: Sequence[str]) -> bool:
    """Return whether messages should be JSON: `--json` or the format json, before any `--`."""
    before = list(words[: words.index("--")]) if "--" in words else list(words)
    pairs = {" ".join(pair) for pair in pairwise(before)}
    return not {"--json", "-fjson", "--format=json", "-f json", "--format json"}.isdisjoint({*before, *pairs})

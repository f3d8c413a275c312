"""Failures: their exit codes and their messages."""

from __future__ import annotations

import pytest

from harristrip import errors
from harristrip.errors import ExitCode, HarristripError
from harristrip.facts.responses import Finding


def finding(line: int, hint: str | None = None) -> Finding:
    return Finding.at_place("HT009", "no country", (line, 3), "text", hint=hint)


FAILURES: list[tuple[HarristripError, ExitCode, list[str]]] = [
    (errors.UsageError("a wrong line"), ExitCode.USAGE, ["a wrong line"]),
    (errors.UnknownValue("topic", "x", None, []), ExitCode.USAGE, ['unknown topic "x" (valid: none)']),
    (errors.NothingFound(["no record a", "no record b"]), ExitCode.NEGATIVE, ["no record a", "no record b"]),
    (errors.StoreUnreadable("x\x1b.toml", "is missing"), ExitCode.STORE, [r"x\x1b.toml: is missing"]),
    (
        errors.StoreInvalid("x.toml", [finding(12, "did you mean b?"), finding(13)]),
        ExitCode.STORE,
        ["x.toml:12: no country (did you mean b?)", "x.toml:13: no country"],
    ),
    (errors.Unwritable("disk full", "a"), ExitCode.NEGATIVE, ["the answer cannot be written to a: disk full"]),
    (errors.OutOfMemory("too much"), ExitCode.STORE, ["too much"]),
    (errors.Interrupted("stop"), ExitCode.INTERRUPTED, ["stop"]),
]


@pytest.mark.parametrize(("error", "code", "lines"), FAILURES, ids=lambda value: type(value).__name__)
def test_a_failure_has_an_exit_code_and_a_line_for_each_problem(
    error: HarristripError, code: ExitCode, lines: list[str]
) -> None:
    """Scripts tell failures apart by exit code, people by the words."""
    assert (error.exit_code, error.lines()) == (code, lines)


@pytest.mark.parametrize(("count", "words"), [(1, "x.toml: 1 fault"), (2, "x.toml: 2 faults")])
def test_an_invalid_store_counts_its_faults(count: int, words: str) -> None:
    """The message alone says how many faults there are."""
    assert str(errors.StoreInvalid("x.toml", [finding(1)] * count)) == words


def test_a_message_lists_some_of_many_valid_values() -> None:
    """A message stays readable when a vocabulary has a thousand entries."""
    message = str(errors.UnknownValue("topic", "x", None, [f"t{n}" for n in range(1000)]))
    assert message.startswith('unknown topic "x" (valid: t0, t1, ')
    assert message.endswith(" more)")
    assert len(message) < 300

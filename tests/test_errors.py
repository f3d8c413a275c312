"""Failures: their exit codes, their words, and that no text of a user reaches a terminal raw."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip.errors import (
    ArticlesUnreadable,
    ExitCode,
    Fault,
    HarristripError,
    ImpossibleDate,
    NothingFound,
    StoreInvalid,
    StoreUnreadable,
    UnknownValue,
    UsageError,
    printable,
    quote,
)

FAULT = Fault("HT009", "no country", 12, 3)
FAILURES = [
    (UsageError("a wrong line"), ExitCode.USAGE, ["a wrong line"]),
    (
        UnknownValue("country", "guatmala", "guatemala", ["guatemala", "mexico"]),
        ExitCode.USAGE,
        ['unknown country "guatmala"; did you mean guatemala? (valid: guatemala, mexico)'],
    ),
    (UnknownValue("topic", "x", None, []), ExitCode.USAGE, ['unknown topic "x" (valid: none)']),
    (
        ImpossibleDate("--from", "2021-13"),
        ExitCode.USAGE,
        ['--from: "2021-13" is no date; write YYYY, YYYY-MM or YYYY-MM-DD'],
    ),
    (
        NothingFound(["a", "b"], ["ab", None]),
        ExitCode.NEGATIVE,
        ['no record has the id "a"; did you mean ab?', 'no record has the id "b"'],
    ),
    (ArticlesUnreadable("a", "is missing"), ExitCode.USAGE, ['--articles "a" cannot be read: is missing']),
    (StoreUnreadable("x\x1b.toml", "is missing"), ExitCode.STORE, [r"x\x1b.toml: is missing"]),
    (StoreInvalid("x.toml", [FAULT]), ExitCode.STORE, ["x.toml:12: no country"]),
    (
        StoreInvalid("x.toml", [FAULT._replace(line=13), FAULT._replace(hint="did you mean b?")]),
        ExitCode.STORE,
        ["x.toml:12: no country (did you mean b?)", "x.toml:13: no country"],
    ),
]


@pytest.mark.parametrize(("error", "code", "lines"), FAILURES, ids=lambda value: type(value).__name__)
def test_each_failure_has_an_exit_code_and_a_line_for_each_thing_that_is_wrong(
    error: HarristripError, code: ExitCode, lines: list[str]
) -> None:
    """Scripts tell failures apart by exit code, people by the words."""
    assert error.exit_code == code
    assert error.lines() == lines


def test_faults_stand_in_the_order_of_the_file() -> None:
    """Whatever their codes, faults are listed by line, and in a line by column."""
    faults = [Fault("HT001", "c", 9, 1), Fault("HT002", "b", 2, 7), Fault("HT003", "a", 2, 3)]
    assert StoreInvalid("x.toml", faults).lines() == ["x.toml:2: a", "x.toml:2: b", "x.toml:9: c"]


def test_ids_that_no_record_has_are_one_message() -> None:
    """JSON has one message, whatever is missing."""
    assert str(NothingFound(["a", "fox:99"], [None, None])) == 'no record has the id "a"; no record cites "fox:99"'


@pytest.mark.parametrize(("count", "words"), [(1, "x.toml: 1 fault"), (2, "x.toml: 2 faults")])
def test_an_invalid_store_counts_its_faults(count: int, words: str) -> None:
    """The message alone says how many faults there are."""
    assert str(StoreInvalid("x.toml", [FAULT] * count)) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é ¶ 日本", "plain é ¶ 日本"),
        ("no\u00a0break", "no\u00a0break"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\u202e\u200b", r"\u202e\u200b"),
        ("\x9b\x7f", r"\x9b\x7f"),
        ("\udc80", r"\udc80"),
    ],
)
def test_what_a_terminal_might_act_on_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Letters and spaces stay, control and invisible characters become visible."""
    assert printable(text) == shown


@given(st.text())
def test_printable_text_holds_nothing_that_acts_or_hides(text: str) -> None:
    """Whatever comes in, what goes out is letters, signs and spaces, and going through twice changes nothing."""
    shown = printable(text)
    assert not {category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("gt", '"gt"'), (5000.0, "5000.0"), (None, "None"), ("x" * 61, f'"{"x" * 61}"'), ("x" * 62, f'"{"x" * 60}…"')],
)
def test_a_value_is_quoted_on_less_than_a_line(value: object, shown: str) -> None:
    """Text stands in quotes, other values do not, and a long one is cut."""
    assert quote(value) == shown

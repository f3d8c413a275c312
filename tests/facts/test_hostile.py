"""Stores with odd characters in odd places, and stores that are nearly right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stores import at, document, faults, parse, places, renamed, small, with_value, without

from harristrip.errors import StoreInvalid, StoreUnreadable
from harristrip.index.reports import REPORTS
from harristrip.text import is_printable, printable

if TYPE_CHECKING:
    from conftest import Run

RAW = small()
REFUSED = (
    "\0\x1b\x07\t\n\r\x7f\x85\x9b\xad\u034f\u0378\u061c\u3164\u115f\u17b4\u180e\u200b\u200d\u200f\u2028\u2029\u202e\u2060\u2066"
    "\ue000\ufe0f\u2800\ufffc\U00016fe4\U0001d159\ufeff\ufff9\uffff\U000e0041\U000e01ef\U0010ffff"
)
"""Controls, joiners, marks of direction, fillers, selectors, tags, characters of no meaning."""
PLACES = (
    ("event", "title"),
    ("countries", "freedonia", "name"),
    ("stop", 0, "id"),
    ("stop", 0, "summary"),
    ("stop", 0, "countries", 0),
    ("people", "mayor", "aliases", 0),
    ("claim", 0, "cites", 0),
    ("stop", 0, "cites", 0, "printed"),
    ("meeting", 0, "agenda", 0, "summary"),
    ("claim", 0, "type"),
    ("sources", "gazette", "sha256"),
)
"""One of each kind of text: free, name, id, reference, entry of a list, cite, vocabulary, digest."""
KEYS = (
    ("stop",),
    ("countries", "sylvania"),
    ("gap", 0, "about"),
    ("conflict", 0, "readings", 1, "reading"),
    ("stop", 0, "cites", 0, "printed"),
)


@pytest.mark.parametrize("character", REFUSED, ids=lambda one: f"U+{ord(one):04X}")
def test_a_character_that_hides_or_acts_is_refused_everywhere(character: str) -> None:
    """In each kind of text and key: one fault, which shows the character as an escape and not itself."""
    stores = [with_value(RAW, path, f"{at(RAW, path)}{character}") for path in PLACES]
    stores += [renamed(RAW, path, f"{path[-1]}{character}") for path in KEYS]
    for raw in stores:
        shown = faults(document(raw))
        (gated,) = (fault for fault in shown if fault.code == "HT018")
        assert printable(character) in gated.message
        assert is_printable("".join(f"{fault.message}{fault.hint}" for fault in shown))


@pytest.mark.parametrize("character", ["é", "\xa0", "\u2009", "¶", "“", "日", "ñ", "n\u0303", "½", "€", "😀"])
def test_a_character_that_can_be_seen_is_accepted(character: str) -> None:
    """Accents, blanks of any width, signs and every script."""
    facts = parse(document(with_value(RAW, ("stop", 0, "summary"), f"a{character}b")))
    assert facts.records[0].summary == f"a{character}b"


def test_a_lone_surrogate_is_not_text() -> None:
    """TOML has no escape for half a character."""
    assert [fault.code for fault in faults('schema = 1\ntitle = "\\ud800"')] == ["HT002"]


EVERYWHERE = list(places(RAW))
ODD = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", " ", "\0", "[/x]", "9" * 40, "fox:0", "gazette:1", "2030-02-30", "2030/2029", "=1", "\u202e", "é" * 3000]
)
SCALARS = ODD | st.integers() | st.floats() | st.booleans() | st.sampled_from([0, -1, 10**30, 10**4000, 2**63])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3), max_leaves=6
)
FEW = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "120")),  # `make fuzz` asks for more
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def near_valid(draw: st.DrawFn) -> dict[str, object]:
    """Draw the small store with one thing changed: dropped, renamed, repeated, swapped, retyped or odd."""
    path = draw(st.sampled_from(EVERYWHERE))
    value, key = at(RAW, path), path[-1]
    how = draw(st.sampled_from(["drop", "rename", "repeat", "swap", "change"]))
    if how == "drop":
        return without(RAW, path)
    if how == "rename" and isinstance(key, str):
        return renamed(RAW, path, draw(ODD | st.sampled_from([other[-1] for other in EVERYWHERE]).map(str)))
    if how == "repeat":
        return with_value(RAW, path, value * 50 if isinstance(value, (str, list)) else [value] * 50)
    if how == "swap":
        return with_value(RAW, path, at(RAW, draw(st.sampled_from(EVERYWHERE))))
    return with_value(RAW, path, draw(VALUES))


@FEW
@given(near_valid())
@example({"\xa0": 1})
def test_a_store_that_is_nearly_right_loads_or_says_what_is_wrong(raw: dict[str, object]) -> None:
    """Facts or a list of faults with lines; never anything else."""
    text = document(raw)
    try:
        assert parse(text).records
    except StoreInvalid as error:
        assert error.findings
        for fault in error.findings:
            assert 1 <= fault.line <= text.count("\n") + 1
            assert fault.message == printable(fault.message)
    except StoreUnreadable as error:
        assert "nested" in str(error)


COMMANDS = [[name, *flags] for name in REPORTS for flags in ([], ["--json"], ["--format", "csv"])]
COMMANDS += [["check"], ["check", "--json"], ["show", "talks"], ["show", "how-many"], ["search", "well"]]
COMMANDS += [["itinerary", "--format", "ics"], ["facts", "--format", "markdown"], ["cite", "talks"]]


@FEW
@given(raw=near_valid(), args=st.sampled_from(COMMANDS))
def test_no_command_fails_on_a_store_that_is_nearly_right(
    raw: dict[str, object], args: list[str], run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every command answers or says what is wrong: no defect, and nothing that acts on a terminal."""
    file = tmp_path_factory.getbasetemp() / "near.toml"
    file.write_text(document(raw), encoding="utf-8")
    result = run(*args, "--facts", str(file))
    assert result.code in (0, 1, 2, 3)
    assert result.err == b"" or result.code != 0
    assert not {category(one) for one in (result.text + result.message).translate({10: None, 13: None})} & {"Cc", "Cf"}

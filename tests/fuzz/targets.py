"""What is fuzzed: each target takes any bytes, and fails if a law breaks. A test replays the corpus through them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from stores import at, document, places, small, with_value, without  # found only now

from harristrip.errors import StoreInvalid, StoreUnreadable
from harristrip.facts import load
from harristrip.proof.figures import figures
from harristrip.proof.printed_dates import printed_dates
from harristrip.text import printable

RAW = small()
PLACES = list(places(RAW))
SCALARS: tuple[Any, ...] = (0, -1, 2**63, 10**30, 0.5, float("inf"), float("nan"), True, [], {}, "", [[]], [{}])
TODAY = date(2030, 5, 1)


def loader(data: bytes) -> None:
    """Load bytes as a store: facts come out, or a failure whose messages can be shown."""
    lines = data.decode("utf-8", "replace").count("\n") + 1
    try:
        load.parse(data)
    except StoreInvalid as error:
        assert error.findings
        said = [f"{one.message}{one.hint}" for one in error.findings]
        assert said == list(map(printable, said))
        assert all(1 <= one.line <= lines for one in error.findings)
    except StoreUnreadable as error:
        assert str(error) == printable(str(error))


def near(data: bytes) -> None:
    """Load the small store with one value changed: two bytes choose the place, one the change, the rest is text."""
    place = PLACES[int.from_bytes(data[:2], "big") % len(PLACES)]
    how, rest = (data[2:3] or b"\0")[0], data[3:].decode("utf-8", "replace")
    if how < 64:
        raw = with_value(RAW, place, SCALARS[how % len(SCALARS)])
    elif how < 80:
        raw = without(RAW, place)
    elif how < 160:
        raw = with_value(RAW, place, at(RAW, PLACES[len(rest.encode()) * how % len(PLACES)]))
    else:
        raw = with_value(RAW, place, rest)
    loader(document(raw).encode())


def words(data: bytes) -> None:
    """Read figures and dates out of text: each lies within it, in order; a figure lies within its hedges."""
    text = data.decode("utf-8", "replace")
    found = figures(text)
    in_order([one.core for one in found], len(text))
    in_order([(one.start, one.end) for one in printed_dates(text, TODAY)], len(text))
    assert all(0 <= one.start <= one.core[0] and one.core[1] <= one.end <= len(text) for one in found)


def in_order(spans: list[tuple[int, int]], end: int) -> None:
    """Assert that spans lie within the text, each after the one before."""
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= end for edge in edges)


TARGETS = {"loader": loader, "near": near, "words": words}

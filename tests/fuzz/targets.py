"""What is fuzzed: each target takes any bytes, and fails if a law breaks. A test replays the corpus through them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from stores import at, document, places, small, with_value, without  # found only now

from harristrip.errors import StoreInvalid, StoreUnreadable
from harristrip.facts.load import parse
from harristrip.reader.figures import figures
from harristrip.reader.printed_dates import printed_dates
from harristrip.text import printable

RAW = small()
PLACES = list(places(RAW))
SCALARS: tuple[Any, ...] = (0, -1, 2**63, 10**30, 0.5, float("inf"), float("nan"), True, [], {}, "", [[]], [{}])


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


def loader(data: bytes) -> None:
    """Load bytes as a store: facts come out, or a failure that has a class and lines that can be shown."""
    try:
        parse(data)
    except StoreInvalid as error:
        assert error.findings
        said = [f"{fault.message}{fault.hint}" for fault in error.findings]
        assert said == list(map(printable, said))
        assert all(1 <= fault.line <= data.count(b"\n") + 1 for fault in error.findings)
    except StoreUnreadable as error:
        assert str(error) == printable(str(error))


def words(data: bytes) -> None:
    """Read figures and dates out of text; each lies within it and begins after the one before."""
    text = data.decode("utf-8", "replace")
    for found in (figures(text), printed_dates(text)):
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert [one.start for one in found] == sorted(one.start for one in found)


TARGETS = {"loader": loader, "near": near, "words": words}

"""What is fuzzed: each target takes any bytes, and fails if a law breaks. A test replays the corpus through them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from stores import at, document, places, small, with_value, without  # found only now

from harristrip import store
from harristrip.errors import StoreInvalid, StoreUnreadable, printable
from harristrip.figures import figures
from harristrip.mentions import agrees, mentions
from harristrip.passages import find, has_figure_or_date, paragraphs, plain

RAW = small()
PLACES = list(places(RAW))
SCALARS: tuple[Any, ...] = (0, -1, 2**63, 10**30, 0.5, float("inf"), float("nan"), True, [], {}, "", [[]], [{}])


def loader(data: bytes) -> None:
    """Load bytes as a store: a Store comes out, or a failure that has a class and lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    load(text)


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
    load(document(raw))


def load(text: str) -> None:
    """Load a text; every message that comes of it can be shown."""
    try:
        store.parse(text)
    except StoreInvalid as error:
        assert error.faults
        said = [f"{fault.message}{fault.hint}" for fault in error.faults]
        assert said == list(map(printable, said))
        assert all(1 <= fault.line <= text.count("\n") + 1 for fault in error.faults)
    except StoreUnreadable as error:
        assert str(error) == printable(str(error))


def words(data: bytes) -> None:
    """Read figures and dates out of text, and find its first line in the rest."""
    text = data.decode("utf-8", "replace")
    in_order([(one.start, *one.core, one.end) for one in figures(text)], len(text))
    found = mentions(text)
    in_order([(one.start, one.end) for one in found], len(text))
    for mention in found:
        agrees(mention, "2020-02")
    printed, *rest = paragraphs(data) or ("",)
    for paragraph in [printed, *rest] if printed else ():
        has_figure_or_date(paragraph)
        for passage in find(printed, paragraph):
            assert paragraph[passage.start : passage.end] == printed
            assert isinstance(passage.cut, bool)
            assert printed in passage.full
    assert all(plain(paragraph) == paragraph for paragraph in (printed, *rest))


def in_order(spans: list[tuple[int, ...]], end: int) -> None:
    """Hold spans to lying within the text, each after the one before."""
    edges = [edge for span in spans for edge in (span[0], span[-1])]
    assert edges == sorted(edges)
    assert all(0 <= edge <= end for edge in edges)
    assert all(span[0] <= inner <= end for span in spans for inner in span)


TARGETS = {"loader": loader, "near": near, "words": words}

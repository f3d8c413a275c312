"""Full-text search over records: all words, in any order, without regard to case, accents or spelling variants.

A word finds the names that mean the same (`labor`, `labour`) through the aliases of the store; a figure finds every
way to print it (`310m`, `$310 million`, `310000000`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from . import codec, query
from .figures import CURRENCIES, figures
from .folding import fold
from .model import Record

if TYPE_CHECKING:
    from .store import Store

R = TypeVar("R", bound=Record)
VOCABULARIES = {"country": "countries", "person": "people", "topic": "topics"}
SHORTEST_PREFIX = 4
"""A word of fewer letters must match whole: "us" is not the start of "used"."""

Test = Callable[[Record, str], bool]
"""Takes a record and its folded text, between spaces."""


def search(records: Iterable[R], words: Sequence[str], store: Store) -> list[R]:
    """Return the records in which every word and figure of `words` stands, in the order given."""
    tests = list(_tests(" ".join(words), store))
    found = []
    for record in records:
        text = f" {_text(record, store)} "
        if all(test(record, text) for test in tests):
            found.append(record)
    return found


def _tests(asked: str, store: Store) -> Iterator[Test]:
    """Yield a test for each figure of the query and for each word outside its figures."""
    rest = asked
    for figure in figures(asked):
        printed = asked[figure.start : figure.end]
        if any(character.isdigit() for character in printed):
            rest = rest.replace(printed, " ", 1)
            currency = figure.unit if figure.unit in CURRENCIES.values() else None
            yield _figure_test(figure.value, currency, fold(printed))
    variants = [_names(names) for what in VOCABULARIES for names in store.labels(what).values()]
    for word in fold(rest).split():
        yield _word_test({word}.union(*(names for names in variants if word in names)))


def _names(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _word_test(phrases: set[str]) -> Test:
    starts = [f" {phrase}" if len(phrase) >= SHORTEST_PREFIX else f" {phrase} " for phrase in phrases]
    return lambda _, text: any(start in text for start in starts)


def _figure_test(value: Fraction, currency: str | None, printed: str) -> Test:
    def test(record: Record, text: str) -> bool:
        found = (unit for number, unit in _record_figures(record) if number == value)
        return f" {printed} " in text or any(currency in (None, unit) for unit in found)

    return test


def _record_figures(record: Record) -> Iterator[tuple[Fraction, str | None]]:
    """Yield the value and unit of every figure that a record holds or quotes."""
    for number, unit in (("value", "unit"), ("amount", "currency")):
        if getattr(record, number, None) is not None:
            yield Fraction(getattr(record, number)), getattr(record, unit)
    for cite in query.cites(record):
        for figure in figures(cite.printed or ""):
            yield figure.value, figure.unit


def _text(record: Record, store: Store) -> str:
    """Return every text of a record, and the names of what it refers to, folded."""
    named = [
        name
        for what, field in VOCABULARIES.items()
        for id_, names in store.labels(what).items()
        if id_ in getattr(record, field)
        for name in names
    ]
    return fold(" ".join([*_strings(codec.plain(record)), *named]))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)

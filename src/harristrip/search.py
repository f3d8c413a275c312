"""Full-text search over records: all words, in any order, without regard to case, accents or spelling variants.

A word finds the names that mean the same (`labor`, `labour`) through the aliases of the store; a figure finds every
way to print it (`310m`, `$310 million`, `310000000`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from . import figures
from .folding import fold
from .model import Record

if TYPE_CHECKING:
    from .store import Store

R = TypeVar("R", bound=Record)
VOCABULARIES = {"country": "countries", "person": "people", "topic": "topics"}
MONEY = {"dollars": "USD", "pounds": "GBP", "euros": "EUR"}
"""How a text names a currency after a figure."""
SHORTEST_PREFIX = 4
"""A word of fewer letters must match whole: "us" is not the start of "used"."""

Labels = Mapping[str, Mapping[str, Sequence[str]]]
"""Field -> id that it may hold -> the names of that."""
ASIDE = ("date_from", "conflicts", "not_comparable", "records", "separate_from", "part_of", "restates")
"""Fields that speak of other records and passages: their words and the digits of their ids are not this record's."""
Test = Callable[[Record, str, str], bool]
"""Takes a record, its text, and that text folded, between spaces."""


def search(records: Iterable[R], words: Sequence[str], store: Store) -> list[R]:
    """Return the records in which every word and figure of `words` stands, in the order given; none for no word."""
    labels = named(store)
    tests = list(_tests(" ".join(words), labels))
    found = []
    for record in records:
        whole = text(record, labels)
        folded = f" {fold(whole)} "
        if tests and all(test(record, whole, folded) for test in tests):
            found.append(record)
    return found


def named(store: Store) -> Labels:
    """Return the names of all that a record may refer to."""
    return {field: store.labels(what) for what, field in VOCABULARIES.items()}


def _tests(asked: str, labels: Labels) -> Iterator[Test]:
    """Yield a test for each word of the query outside its figures, and for each figure, which takes longer."""
    rest, end, numbers = "", 0, []
    for figure in figures.each(asked):
        printed = asked[figure.start : figure.end]
        if any(character.isdigit() for character in printed):
            rest, end = f"{rest}{asked[end : figure.start]} ", figure.end
            currency = figure.unit if figure.unit in figures.CURRENCIES.values() else None
            numbers.append(_figure_test(figure.value, currency, printed))
    rest += asked[end:]
    variants = [_names(names) for vocabulary in labels.values() for names in vocabulary.values()]
    for word in fold(rest).split():
        yield _word_test({word}.union(*(names for names in variants if word in names)))
    yield from numbers


def _names(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _word_test(phrases: set[str]) -> Test:
    starts = [f" {phrase}" if len(phrase) >= SHORTEST_PREFIX else f" {phrase} " for phrase in phrases]
    return lambda _record, _text, folded: any(start in folded for start in starts)


def _figure_test(value: Fraction, currency: str | None, printed: str) -> Test:
    """Compare values; digits alone also stand where they are no figure, as in a date or a name."""
    alone = re.compile(rf"(?<![\w.,]){re.escape(printed)}(?!\w|[.,][0-9])")

    def test(record: Record, text: str, _: str) -> bool:
        found = (unit for number, unit in _record_figures(record, text) if number == value)
        return any(currency in (None, unit) for unit in found) or bool(printed.isdigit() and alone.search(text))

    return test


def _record_figures(record: Record, text: str) -> Iterator[tuple[Fraction, str | None]]:
    """Yield the value and unit of every figure that a record holds or that stands in its text."""
    for number, unit in (("value", "unit"), ("amount", "currency")):
        if getattr(record, number, None) is not None:
            yield Fraction(getattr(record, number)), getattr(record, unit)
    for figure in figures.each(text):
        yield figure.value, MONEY.get(figure.unit or "", figure.unit)


def text(record: Record, labels: Labels) -> str:
    """Return every text of a record, and the names of what it refers to, set apart by bars."""
    names = [
        name for field, known in labels.items() for id_ in dict.fromkeys(getattr(record, field)) for name in known[id_]
    ]
    own = tuple(getattr(record, name) for name in record.__struct_fields__ if name not in ASIDE)
    return " | ".join([record.kind, *_strings(own), *names])


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))

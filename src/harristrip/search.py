"""Full-text search over records: all words, in any order, without regard to case, accents or spelling variants.

A word finds the names that mean the same (`labor`, `labour`) through the aliases of the store; a figure finds every
way to print it (`310m`, `$310 million`, `310000000`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
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


class Searched:
    """A record, and what words and figures are sought in."""

    def __init__(self, record: Record, labels: Labels) -> None:
        """Take the text of a record."""
        self.record, self.text = record, text(record, labels)
        self.folded = f" {fold(self.text)} "
        """Its words between spaces."""

    @cached_property
    def figures(self) -> list[tuple[Fraction, str | None]]:
        """The value and unit of every figure that the record holds or that stands in its text."""
        return list(_figures(self.record, self.text))


Test = Callable[[Searched], bool]


def search(records: Iterable[R], words: Sequence[str], store: Store) -> list[R]:
    """Return the records in which every word and figure of `words` stands, in the order given; none for no word."""
    labels = named(store)
    tests = list(_tests(" ".join(words), labels))
    return [record for record in records if tests and _passes(Searched(record, labels), tests)]


def _passes(one: Searched, tests: Iterable[Test]) -> bool:
    return all(test(one) for test in tests)


def named(store: Store) -> Labels:
    """Return the names of all that a record may refer to."""
    return {field: store.labels(what) for what, field in VOCABULARIES.items()}


def _tests(asked: str, labels: Labels) -> Iterator[Test]:
    """Yield a test for each word of the query outside its figures, and for each figure, which takes longer."""
    rest, end = "", 0
    numbers: dict[tuple[Fraction, str | None, str], None] = {}
    for figure in figures.each(asked):
        printed = asked[figure.start : figure.end]
        if any(character.isdigit() for character in printed):
            rest, end = f"{rest}{asked[end : figure.start]} ", figure.end
            currency = figure.unit if figure.unit in figures.CURRENCIES.values() else None
            numbers[figure.value, currency, printed] = None
    rest += asked[end:]
    variants = [_names(names) for vocabulary in labels.values() for names in vocabulary.values()]
    for word in dict.fromkeys(fold(rest).split()):
        yield _word_test({word}.union(*(names for names in variants if word in names)))
    yield from (_figure_test(*number) for number in numbers)


def _names(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _word_test(phrases: set[str]) -> Test:
    starts = [f" {phrase}" if len(phrase) >= SHORTEST_PREFIX else f" {phrase} " for phrase in phrases]
    return lambda one: any(start in one.folded for start in starts)


def _figure_test(value: Fraction, currency: str | None, printed: str) -> Test:
    """Compare values; digits alone also stand where they are no figure, as in a date or a name."""
    alone = re.compile(rf"(?<![\w.,]){re.escape(printed)}(?!\w|[.,][0-9])")

    def test(one: Searched) -> bool:
        found = (unit for number, unit in one.figures if number == value)
        return any(currency in (None, unit) for unit in found) or bool(printed.isdigit() and alone.search(one.text))

    return test


def _figures(record: Record, text: str) -> Iterator[tuple[Fraction, str | None]]:
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

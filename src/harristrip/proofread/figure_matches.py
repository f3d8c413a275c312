"""Find the records that a figure of a draft may mean: by kind, value, unit and shared words. It makes no issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from ..reader.currencies import is_code
from ..reader.figures import PrintedFigure, counts, format_value
from ..text import word_set
from .draft_text import stem, stems
from .relevance import FOR, ReadSentence, Subject

TRANSPOSED, SCALE, DIGIT, END = "transposed digits", "another scale", "another digit", "one end of the range"
"""How a number may have become another."""
SMALL_BELOW = 13
"""Numbers below this are so common that a draft may use them without a source."""
LARGE_FROM = 10_000
"""Two numbers from this on are seldom equal by chance."""
AS_LIKELY = 0.3
"""Difference of scores up to which either record may be meant."""
_UNITS_OF_MEASURE = word_set(
    "second minute hour day night week fortnight month quarter year decade century centimetre metre litre mile"
)
_MEASURES = frozenset(map(stem, _UNITS_OF_MEASURE))
"""Stems of units of time and length. Each counts only itself: a day is no hour."""
_PEOPLE = stems("people person persons migrants individuals residents inhabitants")
_COUNTS = re.compile(
    r"\s+(?:has|have|had|counts?|counted|reports?|reported|records?|recorded|saw|sees)\s+(?:\w+\s+){0,2}"
)
"""Words between a country and the figure that it has."""
_MOVED = stems("go receive promise allocate allot earmark obtain expect plan due")
"""Stems of verbs that go with any amount, so that they do not distinguish two measures."""
_NO_TOTAL = re.compile(
    r"\b(?:new|another|more|extra|further|additional|other|so far|already|first|next|last|early|once|now|not|no|never"
    r"|per|each|every|an?|daily|weekly|monthly|if|could|might|may|wants?|only|of (?:the|its|their|his|her|those|these)"
    r"|than|gives?|gave|giving|today|this|these|promises?|pledges?"
    r"|(?<!is )(?<!are )(?<!be )(?<!was )(?<!were )(?<!been )(?:promised|pledged))\b",
    re.IGNORECASE,
)
"""Words near a figure that may be a rate, a part or a wish, and so no total."""
_CLAUSE = re.compile(r"[;:]|,(?![0-9])|\b(?:and|but|while|as|because|after|before)\b")
_GIVES = re.compile(
    r"\s+(?:(?:(?!(?:is|are|was|were|be|been|being)\b)\w+\s+){0,3}"
    r"(?:gave|gives?|shares?|shared|sends?|sent|donates?|donated|delivers?|delivered|provides?|provided|suppl(?:y|ies|ied)"
    r"|ships?|shipped|offers?|offered)"
    r"|(?:is|are|was|were|be|been)\s+(?:to\s+(?:give|share|send|donate|deliver|provide|supply|ship|offer)"
    r"|(?:giv|shar|send|donat|deliver|provid|supply|shipp|offer)ing))\s+(?:\w+\s+){0,2}"
)
"""Words between a country and the figure that it gives to others."""


class Match(NamedTuple):
    """A record that may be the one that a figure means."""

    subject: Subject
    score: float
    how: str | None = None
    """How the number of the record may have become that of the draft."""


def ends(other: Any) -> tuple[Fraction, Fraction | None]:
    """Return the ends of a record's figure; the second is None if it is no range."""
    return Fraction(other.value), None if other.value_to is None else Fraction(other.value_to)


def is_equal(figure: PrintedFigure, subject: Subject) -> bool:
    """Return whether a record has the value of a figure; one in four is 25%."""
    other = subject.record.figure
    if figure.form == "ratio" and other.unit == "%" and figure.value is not None:
        return ends(other) == (figure.value * 100, None)
    return ends(other) == (figure.value, figure.value_to)


def is_same_kind(figure: PrintedFigure, subject: Subject) -> bool:
    """Return whether a figure can be compared with that of a record: money, shares, ranks, or counted things."""
    unit = subject.record.figure.unit
    if unit == "%" and figure.form == "ratio":
        return True
    if figure.currencies or is_code(unit):
        return is_code(unit) and bool(figure.currencies)
    return unit == figure.unit or not {"rank", "%"} & {unit, figure.unit}


def is_counted(figure: PrintedFigure, subject: Subject) -> bool:
    """Return whether a record and a figure count the same, as far as the draft says what is counted."""
    unit = subject.record.figure.unit
    if figure.currencies:
        return unit in figure.currencies
    if figure.unit is None or unit is None or counts(figure, unit):
        return True
    head = stem(figure.unit.lower().split()[-1])
    if {head, stem(unit)} <= _PEOPLE | {stem("deaths")}:
        return True
    return not {head, stem(unit)} & _MEASURES and head in subject.units


def is_time(unit: str | None) -> bool:
    """Return whether a unit is one of time or length."""
    return unit is not None and stem(unit.lower()) in _MEASURES


def is_of_people(unit: str | None) -> bool:
    """Return whether a unit means people in general."""
    return unit is not None and stem(unit.lower()) in _PEOPLE


def find_comparable(figure: PrintedFigure, reading: ReadSentence) -> list[Match]:
    """Return the records that a figure can be compared with, best first."""
    figured = (one for one in reading.subjects if one.record.figure is not None)
    found = [Match(one, reading.score(one, *figure.core)) for one in figured if is_same_kind(figure, one)]
    return sorted(found, key=lambda match: -match.score)


def find_equal(figure: PrintedFigure, matches: Sequence[Match], reading: ReadSentence) -> list[Match]:
    """Return the records with the value of a figure that share enough words with it."""
    same = [one for one in matches if is_equal(figure, one.subject)]
    same = [one for one in same if one.score >= _least_equal(figure, one.subject)]
    if (figure.value or 0) >= SMALL_BELOW or figure.value_to is not None:
        return same
    telling = reading.sentence.stems - stems(figure.unit or "")  # a small number and what it counts are not enough
    return [one for one in same if telling & (one.subject.weights.keys() - stems(one.subject.record.figure.unit or ""))]


def _least_equal(figure: PrintedFigure, subject: Subject) -> float:
    """Return the least score of a record with the same value: lower for a value that is seldom equal by chance."""
    value = figure.value or Fraction(0)
    digits = len(format_value(value).replace(",", "").replace(".", "").strip("0"))
    agrees = is_counted(figure, subject)
    if digits >= 3 or figure.value_to is not None:
        return 0.0
    if figure.currencies:
        return 0.0 if agrees else 0.4
    if digits == 2 or value >= LARGE_FROM:
        return 0.1 if agrees and value < LARGE_FROM else 0.05 if agrees else 0.4
    return 0.3 if agrees or (is_time(figure.unit) and is_time(subject.record.figure.unit)) else 0.9


def find_near(
    figure: PrintedFigure, matches: Sequence[Match], same: Sequence[Match], reading: ReadSentence
) -> Match | None:
    """Return the record whose figure a draft probably means, and how the number may have been changed.

    It leaves out records that must not be compared with one of those that have the same value.
    """
    barred = {id_ for one in same for id_ in getattr(one.subject.record, "not_comparable", ())}
    matches = [one for one in matches if one.subject.record.id not in barred]
    named = reading.named_near(*figure.core)
    best: Match | None = None
    for subject, score, _ in matches:
        is_elsewhere = bool(named and subject.about) and named.isdisjoint(subject.about)
        is_other = reading.sentence.stems.isdisjoint(subject.units) or not is_counted(figure, subject)
        if is_elsewhere or is_other or is_equal(figure, subject):
            continue
        how = _find_change(figure, subject.record.figure)
        is_only = _is_only_of(figure, subject, reading)
        worth = score + (0.6 if how in (TRANSPOSED, SCALE) else 0.4 if how else 0.0) + 0.6 * is_only
        least = AS_LIKELY if is_only else _least_near(figure, subject, how)
        if score >= least and (best is None or worth > best.score):
            best = Match(subject, worth, how)
    return best


def _is_only_of(figure: PrintedFigure, subject: Subject, reading: ReadSentence) -> bool:
    """Return whether the clause of a figure names only the place, unit and measure of a statistic.

    Then it means that statistic, even if the values differ much. A rate, or a part of a total, is another statistic.
    """
    record, text, named = subject.record, reading.text, reading.named_near(*figure.core)
    if record.kind != "statistic" or not (subject.about and subject.about <= named) or not is_telling(figure):
        return False
    start = max((one.end() for one in _CLAUSE.finditer(text) if one.end() <= figure.core[0]), default=0)
    behind = _CLAUSE.search(text, figure.core[1])
    end = behind.start() if behind else len(text)
    is_dated = any(start <= one.start < end for one in reading.dates)
    if figure.unit is None or is_dated or _NO_TOTAL.search(text, start, end):
        return False
    names = [range(one.start, one.end) for one in reading.sentence.named]
    own = {one for one, at, _ in reading.sentence.words if start <= at < end and not any(at in it for it in names)}
    topics = (name for id_ in record.topics for name in reading.relevance.names.labels["topic"].get(id_, ()))
    known = stems(" ".join((record.measure, record.unit or "", record.population or "", record.area or "", *topics)))
    return stems(record.measure) - _MOVED <= own <= known | _MOVED


def find_summands(figure: PrintedFigure, matches: Sequence[Match]) -> tuple[Any, ...]:
    """Return two or three records whose figures of one unit add up to that of a draft."""
    if figure.value is None or figure.value_to is not None or figure.value < SMALL_BELOW:
        return ()
    likely = [one.subject for one in matches if one.score >= AS_LIKELY and is_counted(figure, one.subject)]
    for size in (2, 3):
        for parts in combinations(likely[:8], size):
            figures = [one.record.figure for one in parts]
            units = {"people" if is_of_people(one.unit) else one.unit for one in figures}
            if len(units) == 1 and "%" not in units and sum(Fraction(one.value) for one in figures) == figure.value:
                return tuple(one.record for one in parts)
    return ()


def is_said_of(figure: PrintedFigure, subject: Subject, reading: ReadSentence) -> bool:
    """Return whether a figure can be of its record: the draft names no other country right beside it."""
    named = reading.nearest_place(*figure.core)
    if named is None or named.vocabulary != "country" or not subject.about or named.id in subject.about:
        return True
    if subject.record.kind == "statistic" and _COUNTS.fullmatch(reading.text, named.end, figure.core[0]):
        return False
    return not FOR.fullmatch(reading.text, figure.core[1], named.start)


def _least_near(figure: PrintedFigure, subject: Subject, how: str | None) -> float:
    """Return the least score of a record with another value: lower if the number looks changed."""
    first, second = sorted((abs(figure.value or Fraction(0)), abs(Fraction(subject.record.figure.value))))
    ratio = second / max(first, Fraction(1, 100))
    least = 0.2 if how else 0.45 if ratio <= Fraction(5, 2) else 0.9 if ratio <= 5 else 2.0
    if figure.unit is None and not figure.currencies:
        least += 0.3
    return least if is_telling(figure) or figure.unit == "rank" or is_time(figure.unit) else least + 1.5


def _find_change(figure: PrintedFigure, other: Any) -> str | None:
    value, value_to = ends(other)
    if figure.value is None or (figure.value_to is None) != (value_to is None):
        return None
    if value_to is not None and (figure.value == value or figure.value_to == value_to):
        return END
    return resemblance(figure.value, value)


def resemblance(first: Fraction, second: Fraction) -> str | None:
    """Return how one number may have become another: transposed digits, another scale or digit; None if not."""
    if not first or not second or first == second:
        return None
    ratio = max(first, second) / min(first, second)
    while ratio % 10 == 0:
        ratio /= 10
    if ratio == 1:
        return SCALE
    shared = first.denominator * second.denominator
    one, other = str(abs(first * shared)), str(abs(second * shared))
    if len(one) != len(other) or len(one) == 1:
        return None
    if sorted(one) == sorted(other):
        return TRANSPOSED
    differing = sum(a != b for a, b in zip(one, other, strict=True))
    return DIGIT if differing == 1 and max(len(one.rstrip("0")), len(other.rstrip("0"))) > 1 else None


def is_outmatched(
    figure: PrintedFigure, same: Sequence[Match], near: Match | None, matches: Sequence[Match], reading: ReadSentence
) -> bool:
    """Return whether a record of the same unit or country is more likely than one with the same value."""
    best = same[0]
    is_small = (figure.value or 0) < LARGE_FROM and not figure.currencies
    is_nearer = near is not None and near.score > best.score and bool(is_small or near.how)
    if is_nearer and not any(is_counted(figure, one.subject) for one in same):
        return True
    place = reading.nearest_place(*figure.core)
    if place is None or (
        best.subject.record.kind == "statistic" and _GIVES.fullmatch(reading.text, place.end, figure.core[0])
    ):
        return False
    named = reading.named_near(*figure.core)
    likely = [one.subject for one in same if one is best or is_counted(figure, one.subject)]
    if any(named & one.about for one in likely):
        return False
    rivals = (one for one in matches if named & one.subject.about and is_counted(figure, one.subject))
    return any(one.score >= best.score - AS_LIKELY for one in rivals)


def is_telling(figure: PrintedFigure, text: str = "") -> bool:
    """Return whether a reader expects a source for a figure: not for `a thousand thanks`, `the 20-page guide`."""
    if figure.value is None or figure.unit == "rank" or text[figure.core[1] :].startswith("-"):
        return False
    if figure.form == "word" and text[figure.core[0] :].lower().startswith(("a ", "an ")):
        return False
    is_share = bool(figure.currencies) or figure.unit == "%" or figure.form == "ratio"
    return is_share or figure.value >= SMALL_BELOW

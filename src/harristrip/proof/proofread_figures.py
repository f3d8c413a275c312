"""Figures of a draft against those of the store: the same, wrong in one respect, near, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ..facts.model import Record
from .currencies import is_code
from .figures import Figure, counts, figures, format_value
from .printed_dates import PrintedDate
from .relevance import Issue, Relevance, Sentence, Subject
from .words import stem, stems

NOT_COUNTED = (
    "names it: it counts nothing", "it belongs to a date", "it may be a year", "it is part of a name",
    "it is a time of day", "is joined to it", '":" follows it', "it is negated", "another number follows it",
    "the sentence is not in English", "it is a decade", "runs backwards", "it numbers something",
)
"""Reasons not to read a figure that say that it is none."""
TIME = frozenset("second minute hour day night week fortnight month quarter year decade century".split())
PEOPLE = frozenset("people person persons migrants migrant individuals residents inhabitants".split())
TRANSPOSED, SCALE = "transposed digits", "another scale"
SMALL = 13
"""Numbers below this are said of so much that the store need not know them."""
LARGE = 10000
"""Numbers from which two are hardly equal by chance."""
_PER = re.compile(r"\s*(?:[\w%]+\s+)?(?:of\s+(?:\w+\s+){1,2})?(?:per|for each|for every|each|every|a|an)\s+([a-z]+)", re.IGNORECASE)
_CLOCK = re.compile(r"\s*(?:[ap]\.?m\b|o['’]clock\b|hours? (?:GMT|UTC|local)|in the (?:morning|evening|afternoon))", re.IGNORECASE)
_PAST = re.compile(r"(?:half|quarter|past|at|around|until|from)\s+$", re.IGNORECASE)
_WITHIN = re.compile(r"(?:in|within|over|during|for)\s+(?:just|only|the|about|the first|the last)?\s*$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:^|[\s(])(?:items?|steps?|rules?|points?|parts?|questions?|numbers?|nos?\.|appendix|annex|articles?|clauses?|volumes?|issues?"
    r"|exhibits?|rooms?|gates?|floors?|flights?|routes?|highways?|platforms?|tracks?|halls?|levels?|phases?|tiers?|episodes?|seasons?"
    r"|pages?|pp?\.|chapters?|sections?|tables?|figures?|lanes?|lines?|paragraphs?|notes?|slides?|versions?|v\.?|channels?|units?|units?)\s*$",
    re.IGNORECASE,
)
"""Words before a number that names something and counts nothing: item 4."""
_RANKED = re.compile(r"[\s-]+(?:\w+(?:est|st)\b|most\b|in the world|place|rank|largest)", re.IGNORECASE)


class Match(NamedTuple):
    """A record that may be the one that a figure means."""

    subject: Subject
    score: float
    how: str | None = None
    """How the number may have become another."""


def readings(text: str) -> list[Figure]:
    """Return the figures of a sentence that may state something: no times of day, no numbers of pages."""
    return [figure for figure in figures(text) if not _is_aside(figure, text)]


def _is_aside(figure: Figure, text: str) -> bool:
    if figure.unread is not None:
        return any(reason in figure.unread for reason in NOT_COUNTED) or _CLOCK.match(text, figure.core[1]) is not None
    if figure.currencies or figure.unit == "%":
        return False
    if figure.form in ("plain", "decimal") and figure.value is not None and _LABELLED.search(text[: figure.core[0]]):
        return True
    if _CLOCK.match(text, figure.core[1]) or figure.unit == "past" or (figure.form == "word" and text[: figure.core[0]].endswith("past ")):
        return True
    return figure.unit == "rank" and not _RANKED.match(text, figure.core[1])


def check(
    sentence: Sentence, found: Sequence[Figure], subjects: Sequence[Subject], relevance: Relevance, dates: Sequence[PrintedDate]
) -> Iterator[Issue]:
    """Yield what is to be said of each figure of a sentence."""
    figured = [one for one in subjects if one.record.figure is not None]
    for figure in found:
        yield from _one(sentence, figure, found, figured, relevance, dates)


def _one(
    sentence: Sentence, figure: Figure, found: Sequence[Figure], figured: list[Subject], relevance: Relevance, dates: Sequence[PrintedDate]
) -> Iterator[Issue]:
    if figure.unread is not None:
        yield from _unread(sentence, figure, figured)
        return
    if _is_period(sentence, figure, figured):
        return
    matches = [Match(one, relevance.score(one, sentence, *figure.core)) for one in figured if _same_kind(figure, one)]
    matches.sort(key=lambda match: -match.score)
    equal = [match for match in matches if _equal(figure, match.subject) and match.score >= _least(figure, match.subject)]
    near = _nearest(figure, matches, sentence, relevance)
    if equal and not _outmatched(equal, near, matches, figure, sentence, relevance):
        yield from _compared(sentence, figure, found, equal, relevance, dates)
    elif near is not None:
        yield _near(figure, near.subject.record, near.how)
    elif _is_telling(figure, sentence.text) and (figure.currencies or figure.unit == "%" or _is_on_subject(sentence, figured, figure, relevance)):
        yield Issue("figure", "warning", *figure.core, "no record has this figure", sort="unknown")


def _unread(sentence: Sentence, figure: Figure, figured: list[Subject]) -> Iterator[Issue]:
    """Yield that a figure is not understood, or only its surroundings are not if a record has its value."""
    if figure.form == "word" or figure.unit == "rank":
        return
    message = f"this figure is not understood: {figure.unread}"
    bare = figures(sentence.text[figure.core[0] : figure.core[1]])
    known = [one.record for one in figured for figure_ in bare if _equal(figure_, one) and _same_kind(figure_, one)]
    yield Issue("figure", "note" if known else "warning", *figure.core, message, tuple(known[:1]), sort="unread")


def number(value: int | str) -> Fraction:
    """Return the number that a record has."""
    return Fraction(value)


def _is_money(unit: str | None) -> bool:
    return unit is not None and is_code(unit)


def _same_kind(figure: Figure, subject: Subject) -> bool:
    """Return whether a figure can be compared with that of a record: money, shares, ranks, or counted things."""
    unit = subject.record.figure.unit if subject.record.figure else None
    if _is_money(unit) or figure.currencies:
        return _is_money(unit) and bool(figure.currencies)
    if "rank" in (unit, figure.unit):
        return unit == figure.unit
    if "%" in (unit, figure.unit):
        return unit == figure.unit
    return True


def _equal(figure: Figure, subject: Subject) -> bool:
    other = subject.record.figure
    return other is not None and _ends(other) == (figure.value, figure.value_to)


def _ends(other: Any) -> tuple[Fraction, Fraction | None]:
    return number(other.value), None if other.value_to is None else number(other.value_to)


def _least(figure: Figure, subject: Subject) -> float:
    """Return the score that a record with the same value must have: less for a value that is rarely met by chance."""
    digits = 0 if figure.value is None else len(format_value(figure.value).replace(",", "").replace(".", "").strip("0"))
    agrees = _counts(figure, subject)
    if digits >= 3 or figure.value_to is not None:
        return 0.0
    if figure.currencies:
        return 0.0 if agrees else 0.4
    if agrees and figure.value is not None and figure.value >= LARGE:
        return 0.05
    if digits == 2:
        return 0.1 if agrees else 0.4
    if agrees or _is_time(figure.unit, subject):
        return 0.3
    return 0.9


def _is_time(unit: str | None, subject: Subject) -> bool:
    other: Any = subject.record.figure
    return bool(unit and other.unit and {stem(unit.lower()), stem(other.unit)} <= _TIME_STEMS)


def _counts(figure: Figure, subject: Subject) -> bool:
    """Return whether a record counts what a figure counts, as far as the draft says it."""
    unit = subject.record.figure.unit if subject.record.figure else None
    if figure.currencies:
        return unit in figure.currencies
    if figure.unit is None or unit is None or counts(figure, unit):
        return True
    head = stem(figure.unit.lower().split()[-1])
    if {head, stem(unit)} <= {stem(one) for one in PEOPLE}:
        return True
    return not _is_measure(head) and head in subject.units


def _is_measure(head: str) -> bool:
    return head in _TIME_STEMS


_TIME_STEMS = frozenset(stem(one) for one in TIME) | frozenset({"centimetre", "metre", "litre", "mile"})


def _is_period(sentence: Sentence, figure: Figure, figured: list[Subject]) -> bool:
    """Return whether a figure is the time in which another one was counted, as a record has it: in 48 hours."""
    words = _words(sentence.text, figure)
    return figure.unit is not None and any(words in (getattr(one.record, "period", None) or "").lower() for one in figured)


def _words(text: str, figure: Figure) -> str:
    """Return a figure with its unit, in lower case: 48 hours."""
    behind = text[figure.core[1] :].split(maxsplit=1)
    unit = behind[0].strip(".,;:!?)") if behind else ""
    has_unit = figure.unit is not None and unit.lower() == figure.unit.lower()
    return f"{text[slice(*figure.core)]} {unit if has_unit else figure.unit}".lower()


def _outmatched(
    equal: list[Match], near: Match | None, matches: list[Match], figure: Figure, sentence: Sentence, relevance: Relevance
) -> bool:
    """Return whether another record is meant: of the same unit, or about the country that the figure is given for."""
    best = equal[0]
    small = figure.value is not None and figure.value < LARGE and not figure.currencies
    if near is not None and (small or near.how) and near.score > best.score and not any(_counts(figure, one.subject) for one in equal):
        return True
    named = relevance.named_near(sentence, *figure.core)
    if not named or named & best.subject.about or not best.subject.about:
        return False
    rivals = (one for one in matches if named & one.subject.about and _counts(figure, one.subject))
    return any(one.score >= best.score - 0.3 and not _equal(figure, one.subject) for one in rivals)


def _compared(
    sentence: Sentence, figure: Figure, found: Sequence[Figure], equal: list[Match], relevance: Relevance, dates: Sequence[PrintedDate]
) -> Iterator[Issue]:
    """Yield what is wrong with a figure whose value a record has, or that it is right."""
    within = [match for match in equal if match.score >= 0.6 * equal[0].score]
    checked = [(match, _problem(sentence, figure, found, match.subject, figure_dates(figure, dates), relevance)) for match in within]
    match, problem = next((pair for pair in checked if pair[1] is None), checked[0])
    record = match.subject.record
    if problem is not None:
        yield problem
    disputes = [one for one in relevance.disputes(record) if _is_disputed(record, one, relevance)]
    if disputes:
        yield _disputed(figure, disputes[0])
    elif problem is None:
        yield Issue("figure", "note", figure.start, figure.end, "supported", (record,))


def figure_dates(figure: Figure, dates: Sequence[PrintedDate]) -> list[PrintedDate]:
    """Return the dates that a figure may be given for."""
    return [one for one in dates if abs(one.start - figure.end) < 90 or abs(figure.start - one.end) < 90]


def _problem(
    sentence: Sentence, figure: Figure, found: Sequence[Figure], subject: Subject, dates: Sequence[PrintedDate], relevance: Relevance
) -> Issue | None:
    """Return the first respect in which a figure differs from a record with the same value."""
    record = subject.record
    other: Any = record.figure
    if not _counts(figure, subject):
        if figure.currencies:
            return _wrong(figure, record, f"the store has {other.unit}, not this currency", figure.start)
        start = sentence.text.lower().find(str(figure.unit).lower(), figure.core[0])
        return _wrong(figure, record, f"the store counts {getattr(record, 'measure', None) or other.unit}", start)
    per = figure.per or _per(sentence.text, figure)
    if other.per and per and stem(other.per.lower()) != stem(per.lower()):
        return _wrong(figure, record, f"the store has it per {other.per}", figure.core[0])
    if other.qualifier not in figure.qualifiers:
        has = f"the store has it with “{other.qualifier}”" if other.qualifier else "the store has it without a hedge"
        return _wrong(figure, record, has, figure.start)
    return _period(sentence, figure, found, subject, dates)


def _per(text: str, figure: Figure) -> str | None:
    match = _PER.match(text, figure.core[1])
    return match[1] if match else None


def _period(
    sentence: Sentence, figure: Figure, found: Sequence[Figure], subject: Subject, dates: Sequence[PrintedDate]
) -> Issue | None:
    """Return that a statistic is given for another time than that of the record."""
    record = subject.record
    period = getattr(record, "period", None)
    if period is None:
        return None
    for other in found:
        if other is not figure and other.unit and stem(other.unit.lower()) in _TIME_STEMS:
            before = _WITHIN.search(sentence.text, 0, other.core[0])
            if before and _words(sentence.text, other) not in period.lower():
                end = other.core[0] + len(_words(sentence.text, other))
                return _wrong(figure, record, f"the store has it for another time: {period}", before.start(), end)
    if subject.days is None or subject.days[0][:7] == subject.days[1][:7]:
        return None
    for one in dates:
        if one.month is not None and one.day is None and subject.days[0][5:7] <= f"{one.month:02}" <= subject.days[1][5:7]:
            before = _WITHIN.search(sentence.text, 0, one.start)
            start = before.start() if before else one.start
            return _wrong(figure, record, f"the store has it for a longer time: {period}", start, one.end)
    return None


def _wrong(figure: Figure, record: Record, message: str, start: int, end: int | None = None) -> Issue:
    return Issue("figure", "error", start, end or max(figure.end, start + 1), message, (record,), sort="wrong")


def _is_disputed(record: Record, conflict: Any, relevance: Relevance) -> bool:
    """Return whether sources contradict each other about a figure, or define one number in two ways."""
    others = [one for one in relevance.of_ids(conflict.records) if one.id != record.id and one.figure is not None]
    if conflict.class_ == "contradiction":
        return any(one.figure != record.figure for one in others)
    same = (one for one in others if record.figure and one.figure and one.figure.value == record.figure.value)
    return conflict.class_ == "different measure" and any(one.figure != record.figure for one in same)


def _disputed(figure: Figure, conflict: Any) -> Issue:
    return Issue("conflict", "warning", figure.start, figure.end, f"sources differ; safest: {conflict.safest}", (conflict,))


def _nearest(figure: Figure, matches: list[Match], sentence: Sentence, relevance: Relevance) -> Match | None:
    """Return the record whose figure a draft probably means, and how the number may have been changed."""
    named = relevance.named_near(sentence, *figure.core)
    best: Match | None = None
    for subject, score, _ in matches:
        other: Any = subject.record.figure
        if not _counts(figure, subject) or _equal(figure, subject):
            continue
        if named and subject.about and not named & subject.about:
            continue
        how = _change(figure, other)
        worth = score + (0.6 if how in (TRANSPOSED, SCALE) else 0.4 if how else 0)
        if score >= _least_near(figure, other, how) and (best is None or worth > best.score):
            best = Match(subject, worth, how)
    return best


def _least_near(figure: Figure, other: Any, how: str | None) -> float:
    """Return the score that a record with another value must have: less if the number looks changed."""
    first, second = sorted((abs(figure.value or Fraction(0)), abs(number(other.value))))
    ratio = second / max(first, Fraction(1, 100))
    least = 0.2 if how else 0.45 if ratio <= Fraction(5, 2) else 0.9 if ratio <= 5 else 1.5
    if figure.unit is None and not figure.currencies:
        least += 0.3
    if _is_telling(figure) or figure.unit == "rank":
        return least
    return least + (0.0 if figure.unit and stem(figure.unit.lower()) in _TIME_STEMS else 1.5)


def _change(figure: Figure, other: Any) -> str | None:
    value, value_to = _ends(other)
    if figure.value is None or (figure.value_to is None) != (value_to is None):
        return None
    if figure.value_to is not None and value_to is not None and (figure.value == value or figure.value_to == value_to):
        return "one end of the range"
    return resemblance(figure.value, value)


def _near(figure: Figure, record: Record, how: str | None) -> Issue:
    why = f" ({how})" if how else ""
    return Issue("figure", "error", *figure.core, f"the store has another value{why}", (record,), sort="wrong")


def _is_on_subject(sentence: Sentence, figured: list[Subject], figure: Figure, relevance: Relevance) -> bool:
    """Return whether a sentence has to do with anything that the store counts."""
    return any(relevance.score(one, sentence, *figure.core) >= 0.3 for one in figured)


def _is_telling(figure: Figure, text: str = "") -> bool:
    """Return whether a figure is one that a reader expects a source for: not `a thousand thanks`, `the 20-page guide`."""
    if figure.value is None or figure.unit == "rank":
        return False
    if figure.form == "word" and text[figure.core[0] :].lower().startswith(("a ", "an ")):
        return False
    if text[figure.core[1] : figure.core[1] + 1] == "-":
        return False
    if figure.currencies or figure.unit == "%" or figure.form == "ratio":
        return True
    return figure.value >= SMALL and figure.form != "part"


def resemblance(first: Fraction, second: Fraction) -> str | None:
    """Return how one number may have become another: transposed digits, another scale or digit; None if not."""
    if not first or not second or first == second:
        return None
    ratio = max(first, second) / min(first, second)
    while ratio % 10 == 0:
        ratio /= 10
    if ratio == 1:
        return SCALE
    if first.denominator > 1 or second.denominator > 1:
        first, second = first * first.denominator * second.denominator, second * first.denominator * second.denominator
    one, other = str(abs(first)), str(abs(second))
    if len(one) == len(other) > 1:
        if sorted(one) == sorted(other):
            return TRANSPOSED
        if sum(a != b for a, b in zip(one, other, strict=True)) == 1 and len(one.rstrip("0")) > 1:
            return "another digit"
    return None


__all__ = ["check", "readings", "resemblance", "stems"]

"""Figures of a draft against those of the store: the same, wrong in one respect, near, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..facts.model import Record
from ..index.cells import figure_text
from ..reader.figures import Figure, figures
from ..reader.printed_dates import PrintedDate
from . import figure_matches
from .figure_matches import Match, is_counted, is_equal, is_same_kind, is_time
from .relevance import Issue, Reading
from .words import stem, stems

NOT_COUNTED = (
    *("names it: it counts nothing", "it belongs to a date", "it may be a year", "it is part of a name"),
    *("it is a time of day", "is joined to it", '":" follows it', "it is negated", "another number follows it"),
    *("the sentence is not in English", "it is a decade", "runs backwards", "it numbers something"),
)
"""Reasons not to read a figure that say that it states nothing."""
ON_SUBJECT = 0.3
"""Score from which a sentence has to do with what a record counts."""
AS_GOOD = 0.6
"""Share of the best score from which a record with the same value may be meant as well."""
NEAR = 90
"""Characters within which a date may be that of a figure."""
_LABELS = (
    "items? steps? rules? points? parts? questions? numbers? nos?[.] appendix annex articles? clauses?"
    " volumes? issues? exhibits? rooms? gates? floors? flights? routes? highways? platforms? tracks? halls?"
    " levels? phases? tiers? episodes? seasons? pages? pp?[.] lines? chapters? sections? tables? figures?"
    " lanes? paragraphs? notes? slides? versions? v[.]? channels? units?"
)
_LABELLED = re.compile(rf"(?:^|[\s(])(?:{_LABELS.replace(' ', '|')})\s*$", re.IGNORECASE)
"""Words before a number that names something and counts nothing: item 4."""
_IN_YEAR = re.compile(r"\b(?:in|of|since|by|from|until|year|early|late|mid)\s$", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|\s)(?:(?:[Aa]n?|[Tt]he)\s(?:[A-Z]\w+\s)*[A-Z]\w+|[A-Z]{2,})\s$")
"""Before a number that is part of a name: KXYZ 46, a Boeing 757."""
_CAPITALS = re.compile(r"(?:^|\s)(?:[A-Z]\w+\s)+$")
"""Before a number word that is part of a name: Air Force Two."""
_IS_SHARE = "it is a share of the number behind it"
LARGEST = 100
"""What a share may be out of: two voters in five."""
_OUT_OF = re.compile(r" \w+ (?:in|out of) (?:every )?")
_PER = re.compile(
    r"\s*(?:[\w%]+\s+)?(?:of\s+(?:\w+\s+){1,2})?(?:per|for each|for every|each|every|a|an)\s+([a-z]+)", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\s*(?:[ap]\.?m\b|o['\u2019]clock\b|hours? (?:GMT|UTC)\b|in the (?:morning|evening|afternoon))", re.IGNORECASE
)
_WITHIN = re.compile(r"(?:in|within|over|during|for)\s+(?:just|only|the|about|the first|the last)?\s*$", re.IGNORECASE)
_OF_PLACE = re.compile(r"\b(?:from|in|for|at|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
_FOR = re.compile(r"\s+(?:(?:is|are|of it|goes?|meant)\s+){0,2}for (?P<what>[a-z]+)")
_OBJECT = re.compile(r"passed\s+(?:the|an?)\s", re.IGNORECASE)
"""Words before an amount that are no hedge: passed the $4 billion."""
_RANKED = re.compile(r"[\s-]+(?:\w+(?:est|st)\b|most\b|in the world|place|rank|largest)", re.IGNORECASE)


def readings(text: str) -> list[Figure]:
    """Return the figures of a sentence that may state something: no times of day, no numbers of pages."""
    return [figure for figure in _with_ratios(figures(text), text) if not _is_aside(figure, text)]


def _with_ratios(found: Sequence[Figure], text: str) -> Iterator[Figure]:
    """Yield figures; two of which the second is what the first is out of are one: one village in four."""
    index = 0
    while index < len(found):
        one, *following = found[index : index + 2]
        share = _share(one, following[0], text) if following else None
        yield share or one
        index += 2 if share else 1


def _share(one: Figure, other: Figure, text: str) -> Figure | None:
    """Return the share that two figures print, if they do."""
    if one.unit is None or other.unit is not None or not _OUT_OF.fullmatch(text, one.core[1], other.core[0]):
        return None
    ends = [bare.value or Fraction(0) for both in (one, other) for bare in figures(text[slice(*both.core)])[:1]]
    if one.unread not in (None, _IS_SHARE) or len(ends) < 2 or not 0 < ends[0] < ends[1] <= LARGEST:
        return None
    core = (one.core[0], other.core[1])
    return one._replace(value=ends[0] / ends[1], end=core[1], core=core, form="ratio", unread=None)


def _is_aside(figure: Figure, text: str) -> bool:
    before, is_clock = text[: figure.core[0]], _CLOCK.match(text, figure.core[1]) is not None
    if figure.unread is not None:
        return is_clock or any(reason in figure.unread for reason in NOT_COUNTED)
    if figure.currencies or figure.unit == "%":
        return False
    if figure.form in ("plain", "decimal") and (_LABELLED.search(before) or _is_name(figure, before)):
        return True
    if figure.form == "word" and figure.unit is None and text[figure.core[0]].isupper() and _CAPITALS.search(before):
        return True
    if is_clock or figure.unit == "past" or (figure.form == "word" and before.endswith("past ")):
        return True
    return figure.unit == "rank" and not _RANKED.match(text, figure.core[1])


def _is_name(figure: Figure, before: str) -> bool:
    """Return whether a number is a year, or a part of a name: of 2030, KXYZ 46."""
    is_year = 1900 <= (figure.value or 0) < 2100 and figure.form == "plain"
    return (is_year and _IN_YEAR.search(before) is not None) or (
        figure.unit is None and (is_year or _NAMED.search(before) is not None)
    )


def check(reading: Reading) -> Iterator[Issue]:
    """Yield what is to be said of each figure of a sentence."""
    for figure in reading.figures:
        if figure.unread is not None:
            yield from () if _is_in_date(figure, reading) else _unread(figure, reading)
        elif not _is_period(figure, reading):
            yield from _one(figure, reading)


def _one(figure: Figure, reading: Reading) -> Iterator[Issue]:
    matches = figure_matches.of_figure(figure, reading)
    same = figure_matches.equal(figure, matches, reading)
    near = figure_matches.nearest(figure, figure_matches.comparable(matches, same), reading)
    sum_ = () if same else figure_matches.summands(figure, matches)
    here = [one for one in same if figure_matches.is_said_of(figure, one.subject, reading)]
    if here and not figure_matches.is_outmatched(figure, here, near, matches, reading):
        yield from _compared(figure, here, reading)
    elif same and near is None:
        yield _elsewhere(figure, same[0].subject.record, reading)
    elif sum_ and (near is None or near.how not in (figure_matches.TRANSPOSED, figure_matches.SCALE)):
        yield _sum(figure, sum_)
    elif near is not None:
        why = f" ({near.how})" if near.how else ""
        yield _wrong(near.subject.record, f"the store has another value{why}", *figure.core)
    elif figure_matches.is_telling(figure, reading.text) and _is_on_subject(figure, reading):
        yield Issue("figure", "warning", *figure.core, "no record has this figure", sort="unknown")


def _elsewhere(figure: Figure, record: Any, reading: Reading) -> Issue:
    """Return that a figure is given for a country or place that is not that of the record: in Arland."""
    named: Any = reading.relevance.names.nearest(reading.sentence.named, reading.text, *figure.core)
    has = getattr(record, "population", None) or getattr(record, "area", None) or record.summary
    before = _OF_PLACE.search(reading.text, 0, named.start)
    start = before.start() if before else named.start
    message = f"the store has it for others: {has}"
    return _wrong(record, message, start, named.end)._replace(expected=has)


def _sum(figure: Figure, parts: Sequence[Record]) -> Issue:
    """Return that no record has a figure to which those of several records add up."""
    texts = " and ".join(figure_text(one.figure) for one in parts)
    clash = {id_ for one in parts for id_ in getattr(one, "not_comparable", ())} & {one.id for one in parts}
    which = " and these must not be added" if clash else ""
    message = f"no record has this figure; it is the sum of {texts}{which}"
    return Issue("figure", "warning", *figure.core, message, tuple(parts), sort="unknown", expected=texts)


def _is_on_subject(figure: Figure, reading: Reading) -> bool:
    """Return whether a sentence has to do with what the store counts; money and shares always ask for a source."""
    if figure.currencies or figure.unit == "%":
        return True
    figured = (one for one in reading.subjects if one.record.figure is not None)
    return any(reading.score(one, *figure.core) >= ON_SUBJECT for one in figured)


def _is_in_date(figure: Figure, reading: Reading) -> bool:
    return any(one.start <= figure.core[0] < one.end for one in reading.dates)


def _unread(figure: Figure, reading: Reading) -> Iterator[Issue]:
    """Yield that a figure is not understood; only a note if a record has its value, whatever surrounds it."""
    if figure.form == "word" or figure.unit == "rank" or not _is_on_subject(figure, reading):
        return
    bare = figures(reading.text[slice(*figure.core)])
    figured = [one for one in reading.subjects if one.record.figure is not None]
    known = [one.record for one in figured for value in bare if is_equal(value, one) and is_same_kind(value, one)]
    message = f"this figure is not understood: {figure.unread}"
    yield Issue("figure", "note" if known else "warning", *figure.core, message, tuple(known[:1]), sort="unread")


def _is_period(figure: Figure, reading: Reading) -> bool:
    """Return whether a figure is the time in which another one was counted, as a record has it: in 48 hours."""
    periods = ((getattr(one.record, "period", None) or "").lower() for one in reading.subjects)
    return figure.unit is not None and any(_words(reading.text, figure) in period for period in periods)


def _words(text: str, figure: Figure) -> str:
    """Return a figure with its unit, in lower case: 48 hours."""
    return f"{text[slice(*figure.core)]} {figure.unit}".lower()


def _compared(figure: Figure, same: Sequence[Match], reading: Reading) -> Iterator[Issue]:
    """Yield what is wrong with a figure whose value a record has, or that it is right."""
    likely = [one.subject for one in same if one.score >= AS_GOOD * same[0].score]
    checked = [(one.record, _problem(figure, one, reading)) for one in likely]
    record, problem = next((pair for pair in checked if pair[1] is None), checked[0])
    disputes = [one for one in reading.relevance.shelf.disputes(record) if _is_disputed(record, one, reading)]
    if problem is not None:
        yield problem
    if disputes:
        message = "sources differ"
        yield Issue("conflict", "warning", figure.start, figure.end, message, (disputes[0],), sort="disputed")
    elif problem is None:
        yield Issue("figure", "note", figure.start, figure.end, "supported", (record,), sort="supported")


def _problem(figure: Figure, subject: Any, reading: Reading) -> Issue | None:
    """Return the first respect in which a figure differs from a record with the same value."""
    record, other = subject.record, subject.record.figure
    if not is_counted(figure, subject):
        if figure.currencies:
            return _wrong(record, f"the store has {other.unit}, not this currency", *figure.core)
        start = max(figure.core[0], reading.text.lower().find(str(figure.unit).lower(), figure.core[0]))
        counted = (figure_matches.is_of_people(other.unit) and getattr(record, "measure", None)) or other.unit
        return _wrong(record, f"the store counts {counted}", start, start + len(str(figure.unit)))
    per = _PER.match(reading.text, figure.core[1])
    if other.per and per and stem(other.per.lower()) != stem(per[1].lower()):
        return _wrong(record, f"the store has it per {other.per}", figure.core[0], per.end())
    if other.qualifier not in figure.qualifiers and not _OBJECT.match(reading.text, figure.start):
        has = f"with “{other.qualifier}”" if other.qualifier else "without a hedge"
        return _wrong(record, f"the store has it {has}", figure.start, figure.core[1])
    return _purpose(figure, subject, reading) or _duration(figure, subject, reading) or _month(figure, subject, reading)


def _purpose(figure: Figure, subject: Any, reading: Reading) -> Issue | None:
    """Return that an amount is given for what another one is for: for schools."""
    purpose = getattr(subject.record, "purpose", None)
    said = _FOR.match(reading.text, figure.core[1]) if purpose else None
    if said is None or stems(said["what"]) & subject.weights.keys():
        return None
    others = (
        getattr(one.record, "purpose", None) or "" for one in reading.subjects if one.record is not subject.record
    )
    if not any(stems(said["what"]) & stems(other) for other in others):
        return None
    issue = _wrong(subject.record, f"the store has it for: {purpose}", said.start("what") - len("for "), said.end())
    return issue._replace(expected=purpose)


def _duration(figure: Figure, subject: Any, reading: Reading) -> Issue | None:
    """Return that a statistic is given for a time of another length than that of the record: in 48 hours."""
    period = getattr(subject.record, "period", None)
    for other in reading.figures if period else ():
        before = _WITHIN.search(reading.text, 0, other.core[0])
        words = _words(reading.text, other)
        if before and other is not figure and is_time(other.unit) and words not in str(period).lower():
            message = f"the store has it for another time: {period}"
            return _wrong(subject.record, message, before.start(), other.core[0] + len(words))
    return None


def _month(figure: Figure, subject: Any, reading: Reading) -> Issue | None:
    """Return that a statistic is given for a month and the record's is for several."""
    period = getattr(subject.record, "period", None)
    if period is None or subject.days is None or subject.days[0][:7] == subject.days[1][:7]:
        return None
    for one in reading.dates:
        is_whole = one.unread is None and not reading.text[: one.start].endswith(" of ")  # the end of April
        is_month = is_whole and one.month is not None and one.day is None and _is_date_of(figure, one)
        if is_month and subject.days[0][5:7] <= f"{one.month:02}" <= subject.days[1][5:7]:
            before = _WITHIN.search(reading.text, 0, one.start)
            start = before.start() if before else one.start
            return _wrong(subject.record, f"the store has it for a longer time: {period}", start, one.end)
    return None


def _is_date_of(figure: Figure, date: PrintedDate) -> bool:
    return max(date.start - figure.end, figure.start - date.end) < NEAR


def _wrong(record: Record, message: str, start: int, end: int) -> Issue:
    return Issue("figure", "error", start, max(end, start + 1), message, (record,), sort="wrong")


def _is_disputed(record: Record, conflict: Any, reading: Reading) -> bool:
    """Return whether sources contradict each other about a figure, or define one number in two ways."""
    own: Any = record.figure
    others = [one.figure for one in reading.relevance.shelf.of_ids(conflict.records) if one.figure is not None]
    if conflict.class_ == "contradiction":
        return any(one != own for one in others)
    return conflict.class_ == "different measure" and any(one.value == own.value and one != own for one in others)

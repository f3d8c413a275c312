"""Compare the figures of a draft with those of the store: the same, wrong in one respect, near, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..index.cells import figure_text
from ..reader.figures import PrintedFigure, figures
from ..reader.numbers import ORDINALS, suffix
from . import figure_matches
from .draft_text import stem, stems
from .figure_matches import Match, is_counted, is_equal, is_same_kind, is_time
from .relevance import Issue, ReadSentence, Subject

NOT_COUNTED = (
    *("names it: it counts nothing", "it belongs to a date", "it may be a year", "it is part of a name"),
    *("it is a time of day", "is joined to it", '":" follows it', "it is negated", "another number follows it"),
    *("the sentence is not in English", "it is a decade", "runs backwards", "it numbers something"),
)
"""Reasons not to read a number that counts nothing."""
ON_SUBJECT = 0.3
"""Score from which a sentence is about what a record counts."""
_LABELS = (
    "items? steps? rules? points? parts? questions? numbers? nos?[.] appendix annex articles? clauses?"
    " volumes? issues? exhibits? rooms? gates? floors? flights? routes? highways? platforms? tracks? halls?"
    " levels? phases? tiers? episodes? seasons? pages? pp?[.] lines? chapters? sections? tables? figures?"
    " lanes? paragraphs? notes? slides? versions? v[.]? channels? units?"
)
_LABELLED = re.compile(rf"(?:^|[\s(])(?:{_LABELS.replace(' ', '|')})\s*$", re.IGNORECASE)
"""Words before a number that names something and counts nothing: item 4."""
_IN_YEAR = re.compile(r"\b(?:in|of|since|by|from|until|year|early|late|mid)\s$", re.IGNORECASE)
"""Before a number that is a year: since 2019."""
_IN_NAME = re.compile(r"(?:^|\s)(?:(?:[Aa]n?|[Tt]he)\s(?:[A-Z]\w+\s)*[A-Z]\w+|[A-Z]{2,})\s$")
"""Before a number that is part of a name: KXYZ 46, a Boeing 757."""
_CAPITALS = re.compile(r"(?:^|\s)(?:[A-Z]\w+\s)+$")
"""Before a number word that is part of a name: Air Force Two."""
_OUT_OF = re.compile(r" \w+ (?:in|out of) (?:every )?")
"""Between the two figures of a share: one village in four."""
_PER = re.compile(
    r"\s*(?:[\w%]+\s+)?(?:of\s+(?:\w+\s+){1,2})?(?:per|for each|for every|each|every|a|an)\s+([a-z]+)", re.IGNORECASE
)
"""Behind a figure, its unit and the denominator of its rate: litres per family."""
_CLOCK = re.compile(
    r"\s*(?:[ap]\.?m\b|o['\u2019]clock\b|hours? (?:GMT|UTC)\b|in the (?:morning|evening|afternoon))", re.IGNORECASE
)
"""Behind a figure that is a time of day: 5 p.m."""
_WITHIN = re.compile(r"(?:in|within|over|during|for)\s+(?:just|only|the|about|the first|the last)?\s*$", re.IGNORECASE)
"""Before a figure or date that is a period: within 48 hours, in April."""
_OF_PLACE = re.compile(r"\b(?:from|in|for|at|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
"""Before the name of a place: in Arland."""
_OBJECT = re.compile(r"passed\s+(?:the|an?)\s", re.IGNORECASE)
"""Words before an amount that are no hedge: passed the $4 billion."""
_RANKED = re.compile(r"[\s-]+(?:\w+(?:est|st)\b|most\b|in the world|place|rank|largest)", re.IGNORECASE)
"""Behind an ordinal that gives a rank: third largest."""
_ORDINAL_WORDS = {number: word for word, number in ORDINALS.items() if 1 <= number <= 10}
_ORDINAL = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(_ORDINAL_WORDS.values())}|(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th))(?:-ever)?"
    r"(?P<rest>(?:\s+[^\W\d][\w'\u2019-]*){1,4})",
    re.IGNORECASE,
)
"""An ordinal with the words that follow it."""
_SUPERLATIVE = re.compile(r"\s+(?:\w+est|most|least)\b", re.IGNORECASE)
"""Behind an ordinal that gives a rank, so that it counts nothing."""


def read_figures(text: str) -> list[PrintedFigure]:
    """Read the figures of a sentence; times of day, page numbers and the like are left out.

    A part and its whole become one share: one village in four.
    """
    found: list[PrintedFigure] = []
    for figure in figures(text):
        share = _join_share(found[-1], figure, text) if found else None
        found[-1:] = [share] if share else [*found[-1:], figure]
    return [figure for figure in found if not _is_incidental_figure(figure, text)]


def _join_share(one: PrintedFigure, other: PrintedFigure, text: str) -> PrintedFigure | None:
    """Return the share that two figures make, or None."""
    if one.unit is None or other.unit is not None or not _OUT_OF.fullmatch(text, one.core[1], other.core[0]):
        return None
    parts, wholes = (figures(text[slice(*both.core)]) for both in (one, other))
    part, whole = (found[0].value or Fraction(0) if found else Fraction(0) for found in (parts, wholes))
    if not 0 < part < whole <= 100:
        return None
    core = (one.core[0], other.core[1])
    return one._replace(value=part / whole, end=core[1], core=core, form="ratio", unread=None)


def _is_incidental_figure(figure: PrintedFigure, text: str) -> bool:
    """Return whether a figure counts nothing: it is a year, a time, a page number or part of a name."""
    before, is_clock = text[: figure.core[0]], _CLOCK.match(text, figure.core[1]) is not None
    if figure.unread is not None:
        return is_clock or any(reason in figure.unread for reason in NOT_COUNTED)
    if figure.currencies or figure.unit == "%":
        return False
    if figure.form in ("plain", "decimal"):
        is_year = 1900 <= (figure.value or 0) < 2100
        is_name = figure.unit is None and (is_year or _IN_NAME.search(before))
        if is_name or (is_year and _IN_YEAR.search(before)) or _LABELLED.search(before):
            return True
    elif figure.form == "word":
        is_name = figure.unit is None and text[figure.core[0]].isupper() and _CAPITALS.search(before)
        if is_name or before.endswith("past "):
            return True
    return is_clock or figure.unit == "past" or (figure.unit == "rank" and not _RANKED.match(text, figure.core[1]))


def check(reading: ReadSentence) -> Iterator[Issue]:
    """Yield the issues of each figure of a sentence."""
    periods = [(getattr(one.record, "period", None) or "").lower() for one in reading.subjects]
    for figure in reading.figures:
        if figure.unread is not None:
            yield from _report_unread(figure, reading)
        elif figure.unit is None or not any(_with_unit(reading.text, figure) in period for period in periods):
            yield from _check_figure(figure, reading)


def _with_unit(text: str, figure: PrintedFigure) -> str:
    """Return a figure with its unit, in lower case: 48 hours."""
    return f"{text[slice(*figure.core)]} {figure.unit}".lower()


def _check_figure(figure: PrintedFigure, reading: ReadSentence) -> Iterator[Issue]:
    """Yield the issue of a figure that was read: it agrees, differs, is of another place, is a sum, or is unknown."""
    matches = figure_matches.find_comparable(figure, reading)
    same = figure_matches.find_equal(figure, matches, reading)
    near = figure_matches.find_near(figure, matches, same, reading)
    parts = () if same else figure_matches.find_summands(figure, matches)
    here = [one for one in same if figure_matches.is_said_of(figure, one.subject, reading)]
    if here and not figure_matches.is_outmatched(figure, here, near, matches, reading):
        yield from _compare_figure(figure, here, reading)
    elif same and near is None:
        yield _report_elsewhere(figure, same[0].subject.record, reading)
    elif parts and (near is None or near.how not in (figure_matches.TRANSPOSED, figure_matches.SCALE)):
        texts = " and ".join(figure_text(one.figure) for one in parts)
        clash = {id_ for one in parts for id_ in getattr(one, "not_comparable", ())} & {one.id for one in parts}
        message = f"no record has this figure; it is the sum of {texts}"
        message += " and these must not be added" if clash else ""
        yield Issue("figure", "warning", *figure.core, message, parts, verdict="unknown", expected=texts)
    elif near is not None:
        why = f" ({near.how})" if near.how else ""
        yield _make_error(near.subject.record, f"the store has another value{why}", *figure.core)
    elif figure_matches.is_telling(figure, reading.text) and _is_on_subject(figure, reading):
        yield Issue("figure", "warning", *figure.core, "no record has this figure", verdict="unknown")


def _report_elsewhere(figure: PrintedFigure, record: Any, reading: ReadSentence) -> Issue:
    """Return the issue of a figure that the record has for another country or place: in Arland."""
    named: Any = reading.nearest_place(*figure.core)
    has = getattr(record, "population", None) or getattr(record, "area", None) or record.summary
    before = _OF_PLACE.search(reading.text, 0, named.start)
    start = before.start() if before else named.start
    return _make_error(record, f"the store has it for others: {has}", start, named.end)._replace(expected=has)


def _is_on_subject(figure: PrintedFigure, reading: ReadSentence) -> bool:
    """Return whether a sentence is about what the store counts; money and shares always need a source."""
    if figure.currencies or figure.unit == "%":
        return True
    figured = (one for one in reading.subjects if one.record.figure is not None)
    return any(reading.score(one, *figure.core) >= ON_SUBJECT for one in figured)


def _report_unread(figure: PrintedFigure, reading: ReadSentence) -> Iterator[Issue]:
    """Yield that a figure is not understood: a warning, or a note if a record has its bare number."""
    is_in_date = any(one.start <= figure.core[0] < one.end for one in reading.dates)
    if is_in_date or figure.form == "word" or figure.unit == "rank" or not _is_on_subject(figure, reading):
        return
    bare = figures(reading.text[slice(*figure.core)])
    figured = [one for one in reading.subjects if one.record.figure is not None]
    known = [one.record for one in figured for value in bare if is_equal(value, one) and is_same_kind(value, one)]
    message = f"this figure is not understood: {figure.unread}"
    yield Issue("figure", "note" if known else "warning", *figure.core, message, tuple(known[:1]), verdict="unread")


def _compare_figure(figure: PrintedFigure, same: Sequence[Match], reading: ReadSentence) -> Iterator[Issue]:
    """Yield what is wrong with a figure whose value a record has, or that it is supported."""
    likely = [one.subject for one in same if one.score >= 0.6 * same[0].score]
    checked = [(one.record, _find_problem(figure, one, reading)) for one in likely]
    record, problem = next((pair for pair in checked if pair[1] is None), checked[0])
    disputes = [one for one in reading.relevance.records(record.conflicts) if _is_disputed(record, one, reading)]
    if problem is not None:
        yield problem
    if disputes:
        message = "sources differ"
        yield Issue("conflict", "warning", figure.start, figure.end, message, (disputes[0],), verdict="disputed")
    elif problem is None:
        yield Issue("figure", "note", figure.start, figure.end, "supported", (record,), verdict="supported")


def _find_problem(figure: PrintedFigure, subject: Subject, reading: ReadSentence) -> Issue | None:
    """Return the first respect in which a figure differs from a record with the same value."""
    record, other = subject.record, subject.record.figure
    if not is_counted(figure, subject):
        if figure.currencies:
            return _make_error(record, f"the store has {other.unit}, not this currency", *figure.core)
        start = max(figure.core[0], reading.text.lower().find(str(figure.unit).lower(), figure.core[0]))
        counted = (figure_matches.is_of_people(other.unit) and getattr(record, "measure", None)) or other.unit
        return _make_error(record, f"the store counts {counted}", start, start + len(str(figure.unit)))
    per = _PER.match(reading.text, figure.core[1])
    if other.per and per and stem(other.per.lower()) != stem(per[1].lower()):
        return _make_error(record, f"the store has it per {other.per}", figure.core[0], per.end())
    if other.qualifier not in figure.qualifiers and not _OBJECT.match(reading.text, figure.start):
        has = f"with “{other.qualifier}”" if other.qualifier else "without a hedge"
        return _make_error(record, f"the store has it {has}", figure.start, figure.core[1])
    return _find_other_time(figure, subject, reading)


def _find_other_time(figure: PrintedFigure, subject: Subject, reading: ReadSentence) -> Issue | None:
    """Return the issue of a statistic whose period is longer or shorter in the record: in 48 hours, in April."""
    period, days = str(getattr(subject.record, "period", None) or ""), subject.days
    for other in reading.figures if period else ():
        before = _WITHIN.search(reading.text, 0, other.core[0])
        words = _with_unit(reading.text, other)
        if before and other is not figure and is_time(other.unit) and words not in period.lower():
            message = f"the store has it for another time: {period}"
            return _make_error(subject.record, message, before.start(), other.core[0] + len(words))
    for one in reading.dates if period and days and days[0][:7] != days[1][:7] else ():
        is_whole = one.unread is None and not reading.text[: one.start].endswith(" of ")  # the end of April
        is_month = is_whole and one.month is not None and one.day is None
        if days and is_month and days[0][5:7] <= f"{one.month:02}" <= days[1][5:7]:
            before = _WITHIN.search(reading.text, 0, one.start)
            start = before.start() if before else one.start
            return _make_error(subject.record, f"the store has it for a longer time: {period}", start, one.end)
    return None


def _make_error(record: Any, message: str, start: int, end: int) -> Issue:
    return Issue("figure", "error", start, max(end, start + 1), message, (record,), verdict="wrong")


def _is_disputed(record: Any, conflict: Any, reading: ReadSentence) -> bool:
    """Return whether sources contradict each other about a figure, or define one number in two ways."""
    others = [one.figure for one in reading.relevance.records(conflict.records) if one.figure is not None]
    differing = [one for one in others if one != record.figure]
    if conflict.class_ == "contradiction":
        return bool(differing)
    return conflict.class_ == "different measure" and any(one.value == record.figure.value for one in differing)


def check_ordinals(reading: ReadSentence) -> Iterator[Issue]:
    """Yield each ordinal for which the store has only other ones: her second foreign trip.

    Two ordinals count the same if two words after them are the same.
    """
    for number, counted, span in _find_ordinals(reading.text):
        known: list[tuple[int, Any]] = []
        for subject in reading.subjects:
            record = subject.record
            if record.kind == "conflict" or reading.score(subject, *span) < ON_SUBJECT:
                continue
            texts = [record.summary, *(cite.reads or cite.printed or "" for cite in record.all_cites())]
            others = (other for text in texts for other in _find_ordinals(text))
            known += [(other, record) for other, same, _ in others if len(counted & same) > 1]
        if known and number > 1 and number not in dict(known):
            other, record = known[0]
            expected = _ORDINAL_WORDS.get(other, f"{other}{suffix(str(other))}")
            yield _make_error(record, f"the store has the {expected}", *span)._replace(expected=expected)


def _find_ordinals(text: str) -> Iterator[tuple[int, frozenset[str], tuple[int, int]]]:
    """Yield the ordinals of a text before at least two content words: first foreign trip."""
    for match in _ORDINAL.finditer(text):
        counted = stems(match["rest"])
        if len(counted) > 1 and not _SUPERLATIVE.match(match["rest"]):
            number = int(match["digits"]) if match["digits"] else ORDINALS[match["word"].lower()]
            yield number, counted, match.span("word")

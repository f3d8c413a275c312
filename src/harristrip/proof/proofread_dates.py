"""Dates of a draft against those of the store: another day, month, year, weekday or part of the day, or too precise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ..facts.model import Record
from ..text import fold
from .printed_dates import PrintedDate, printed_dates
from .relevance import Issue, Relevance, Sentence, Subject
from .words import stem

LEAST = 0.7
"""Score from which a record is what a sentence with a date speaks of."""
ALSO = 0.6
"""Share of the best score from which another record may be meant as well."""
AROUND = 14
"""Days from the event within which a day is called by its weekday."""
LONGEST = 40
"""Days of an interval that are compared one by one."""
_DATELINE = re.compile(r"[A-Z][\w .,'-]{1,40}[,:(]\s*$")
_PART_OF_DAY = re.compile(r"\b(morning|noon|afternoon|evening|night|midnight|late|early)\b", re.IGNORECASE)
_SAME_PART = ({"late", "evening", "night", "midnight"}, {"early", "morning"}, {"noon", "afternoon"})
_DISAGREE = "the weekday and the date do not agree"
_TO = r"(?:to|for|in|at|into|towards?|reach(?:es|ed|ing)?|visit(?:s|ed|ing)?)"
_FROM = r"(?:from|left|leave|leaves|leaving|depart|departs|departed|departing)"
MEANT = 1.0
"""What a record gains that a figure of the sentence was found in."""


class Candidate(NamedTuple):
    """A dated record, and how much it has to do with a date."""

    subject: Subject
    score: float


def readings(text: str) -> list[PrintedDate]:
    """Return the dates of a sentence; a day that is not in digits is none: in April the two met."""
    found = printed_dates(text)
    return [one if any(map(str.isdigit, text[one.start : one.end])) else one._replace(day=None) for one in found]


def check(
    sentence: Sentence, dates: Sequence[PrintedDate], subjects: Sequence[Subject], relevance: Relevance, meant: frozenset[str]
) -> Iterator[Issue]:
    """Yield what is to be said of each date of a sentence; `meant` are the records whose figures it gives."""
    dated = [one for one in subjects if one.days is not None and one.record.kind != "conflict"]
    told = [one for one in subjects if one.record.id in meant]
    for found in dates:
        if _is_aside(sentence, found) or _is_told(sentence.text[found.start : found.end], told):
            continue
        meanings = (one for one in dated if one.record.kind != "gap" or found.day is not None)  # a gap is as of a day
        candidates = [Candidate(one, _score(one, sentence, found, relevance, meant)) for one in meanings]
        candidates.sort(key=lambda one: -one.score)
        best = candidates[0].subject.record if candidates and candidates[0].score >= LEAST else None
        if found.unread == _DISAGREE or _disagrees(found, relevance.event[0].year):
            known = () if best is None else (best,)
            yield Issue("date", "error", found.start, found.end, _DISAGREE, known, sort="wrong")
        else:
            yield from _compared(sentence, found, candidates, relevance)


def _disagrees(found: PrintedDate, year: int) -> bool:
    """Return whether a weekday and a day without a year disagree in the year of the event."""
    if found.year is not None or found.weekday is None or found.month is None or found.day is None:
        return False
    try:
        return date(year, found.month, found.day).weekday() != found.weekday
    except ValueError:
        return True


def _is_aside(sentence: Sentence, found: PrintedDate) -> bool:
    """Return whether a date states nothing: it is relative, not understood, or the date of the draft itself."""
    if found.unread is not None and found.unread != _DISAGREE and "a bound" not in found.unread:
        return True
    return all(one is None for one in (found.year, found.month, found.weekday)) or (
        found.is_full and _DATELINE.fullmatch(sentence.text[: found.start]) is not None
    )


def _score(subject: Subject, sentence: Sentence, found: PrintedDate, relevance: Relevance, meant: frozenset[str]) -> float:
    """Return how much a dated record has to do with a date: a leg of a journey by where it leads, too."""
    score = relevance.score(subject, sentence, found.start, found.end) + MEANT * (subject.record.id in meant)
    record: Any = subject.record
    if record.kind == "stop":
        score += _journey(record, sentence, found)
    return score


def _journey(record: Any, sentence: Sentence, found: PrintedDate) -> float:
    """Return how well the words near a date tell the ends of a leg: `left Varda`, `to Oster`."""
    around = sentence.text[max(0, found.start - 70) : found.end + 50]
    score = 0.0
    for own, other, place in ((_TO, _FROM, record.destination), (_FROM, _TO, record.origin)):
        if record.type == "leg" and place:
            name = rf"\s+(?:the\s+)?{re.escape(place)}\b"
            score += 0.8 * bool(re.search(rf"\b{own}{name}", around, re.IGNORECASE))
            score -= 0.5 * bool(re.search(rf"\b{other}{name}", around, re.IGNORECASE))
    return score


def _compared(sentence: Sentence, found: PrintedDate, candidates: list[Candidate], relevance: Relevance) -> Iterator[Issue]:
    if not candidates or candidates[0].score < LEAST:
        return
    likely = [one for one in candidates if one.score >= max(LEAST, ALSO * candidates[0].score)]
    checked = [(one.subject.record, difference(found, one.subject, relevance.event)) for one in likely]
    agreeing = [record for record, how in checked if how is None]
    if agreeing:
        yield from _agreeing(sentence, found, agreeing, relevance)
        return
    record, how = checked[0]
    if how == "vague":
        return
    if how == "precision":
        yield Issue("date", "warning", found.start, found.end, f"no source is that precise: {record.date}", (record,), sort="wrong")
        return
    start = found.start
    if how == "year" and found.month is not None:
        start = found.start + sentence.text[found.start : found.end].rfind(str(found.year))
    yield Issue("date", "error", start, found.end, f"the store dates it otherwise: {_when(record)}", (record,), sort="wrong")


def _is_told(printed: str, subjects: Iterable[Subject]) -> bool:
    """Return whether a record prints a date beside its own, as the period of a figure, say."""
    for subject in subjects:
        record: Any = subject.record
        texts = (record.summary, getattr(record, "period", None), *(cite.printed for cite in record.cites))
        if any(fold(printed) in fold(text) for text in texts if text):
            return True
    return False


def _agreeing(sentence: Sentence, found: PrintedDate, agreeing: list[Record], relevance: Relevance) -> Iterator[Issue]:
    record = agreeing[0]
    part = _part_of_day(sentence.text, found)
    if part is not None and all(one.part_of_day and not _fits(part[0], one.part_of_day) for one in agreeing):
        message = f"the store has another part of the day: {record.part_of_day}"
        yield Issue("date", "error", part[1], part[2], message, (record,), sort="wrong")
        return
    dispute = _dispute(found, record, relevance) if found.day is not None else None
    if dispute is not None:
        yield Issue("conflict", "warning", found.start, found.end, f"sources differ; safest: {dispute.safest}", (dispute,), sort="wrong")
        return
    yield Issue("date", "note", found.start, found.end, "supported", (record,))


def _dispute(found: PrintedDate, record: Record, relevance: Relevance) -> Any:
    """Return a conflict in which another record gives the same fact a less precise or another date."""
    for conflict in relevance.disputes(record):
        others = [one for one in relevance.of_ids(conflict.records) if one.id != record.id]
        dates = [one.date for one in others if one.date and one.date != record.date and one.kind == record.kind]
        coarser = any((record.date or "").startswith(f"{one}-") for one in dates)
        if coarser if conflict.class_ == "precision" else dates and conflict.class_ == "contradiction":
            return conflict
    return None


def _part_of_day(text: str, found: PrintedDate) -> tuple[str, int, int] | None:
    """Return the part of the day that is said with a date."""
    match = _PART_OF_DAY.match(text, found.end + 1)
    if match is None:
        before = text[: found.start]
        match = re.search(r"\b(morning|noon|afternoon|evening|night|late|early)(?: (?:on|of|in the))?(?: [A-Z]\w+day,?)? $", before)
    return (match[1].lower(), match.start(1), match.end(1)) if match else None


def _fits(part: str, other: str) -> bool:
    return part == other or any(part in same and other in same for same in _SAME_PART)


def _when(record: Record) -> str:
    return ", ".join(one for one in ((record.date or "").replace("/", " to "), record.part_of_day) if one)


def difference(found: PrintedDate, subject: Subject, event: tuple[date, date]) -> str | None:
    """Return in what a printed date differs from that of a record: year, month, day, weekday, or by its precision.

    A weekday alone says nothing (`vague`) of a day that is far from the event.
    """
    first, last = subject.days or ("", "")
    if found.options and any("/" in option for option in found.options):
        return None
    if found.year is found.month is found.day is found.weekday is None:
        return "vague"
    if found.year is not None and not int(first[:4]) <= found.year <= int(last[:4]):
        return "year"
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    months = {(start.year * 12 + start.month - 1 + step) % 12 + 1 for step in range(min(12, _months(start, end) + 1))}
    if found.month is not None and found.month not in months:
        return "month"
    if (end - start).days > LONGEST or len((subject.record.date or "").partition("/")[0]) < 10:
        return "precision" if found.day is not None else "vague" if found.weekday is not None else None
    days = [start + timedelta(step) for step in range((end - start).days + 1)]
    if found.day is not None and found.day not in {one.day for one in days}:
        return "day"
    if found.weekday is not None and found.day is None and not -AROUND < (end - event[0]).days < (event[1] - event[0]).days + AROUND:
        return "vague"
    return "weekday" if found.weekday is not None and found.weekday not in {one.weekday() for one in days} else None


def _months(start: date, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


__all__ = ["check", "stem"]

"""Dates of a draft against those of the store: another day, month, year, weekday or part of the day, or too precise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from .. import dates as known
from ..facts.model import Record
from ..reader.printed_dates import PrintedDate, printed_dates
from ..text import fold
from .relevance import Issue, Reading, Subject

LEAST = 0.7
"""Score from which a record is what a sentence with a date speaks of."""
ALSO, SAME = 0.6, 0.9
"""Share of the best score from which another record may be meant as well."""
MEANT = 1.0
"""What a record gains if the sentence gives its figure."""
ALL, NEARLY = 0.3, 0.9
"""Score that is enough, and share of the words of a sentence, if a record has nearly all of them."""
LONGEST = 40
"""Days of an interval that are compared one by one."""
DAY = len("2021-06-07")
"""Characters of a full date."""
AROUND = 14
"""Days from the event within which a day is called by its weekday."""
QUARTER = 3
"""Months from which an interval says little of one of them."""
VAGUE, PRECISION = "vague", "precision"
_DISAGREE = "the weekday and the date do not agree"
_DATELINE = re.compile(r"[A-Z][\w .,'-]{1,40}[,:(]\s*$")
_PART_OF_DAY = re.compile(r"\b(morning|noon|afternoon|evening|night|midnight|late|early)\b", re.IGNORECASE)
_PART_BEFORE = re.compile(
    r"\b(morning|noon|afternoon|evening|night|late|early)(?: (?:on|of|in the))?(?: [A-Z]\w+day,?)? $"
)
_SAME_PART = ({"late", "evening", "night", "midnight"}, {"early", "morning"}, {"noon", "afternoon"})
_TO = r"(?:to|for|in|at|into|towards?|reach(?:es|ed|ing)?|visit(?:s|ed|ing)?)"
_FROM = r"(?:from|left|leave|leaves|leaving|depart|departs|departed|departing)"
_ARRIVE = re.compile(r"\b(?:arriv\w+|land(?:s|ed|ing)?|came|comes?|reach\w*|fl(?:y|ies|ew|ying))\b", re.IGNORECASE)
_LEAVE = re.compile(r"\b(?:left|leav\w+|depart\w*|set off)\b", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:agreed|promised|pledged|announced|decided)(?:\s+\w+){0,2}?\s+(?:on|in)\s+$", re.IGNORECASE)
"""Words before the day on which something was agreed, which is not the day by which it is due."""


SAID = re.compile(
    r"\b(?:said|told \w+|reported|wrote|added|call(?: with \w+)?)(?:\s+(?:on|late))?\s+$"
    r"|\bpromised(?: \w+){0,3} for $",
    re.IGNORECASE,
)
"""Words before the day on which something was said, which is not the day on which it was."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Candidate(NamedTuple):
    """A dated record, and how much it has to do with a date."""

    subject: Subject
    score: float


def readings(text: str, event: date) -> list[PrintedDate]:
    """Return the dates of a sentence; a day that is not in digits is none: in April the two met.

    A range of days without a year is of the year of the event.
    """
    in_year = (one for one in printed_dates(text, event) if is_range(one))
    ranges = {one.start: one for one in in_year if any(map(str.isdigit, text[one.start : one.end]))}
    found = [ranges.get(one.start, one) for one in printed_dates(text)]
    return [one if any(map(str.isdigit, text[one.start : one.end])) else one._replace(day=None) for one in found]


def is_range(found: PrintedDate) -> bool:
    """Return whether a printed date is a range of days that is understood in one way."""
    return found.unread is None and len(found.options) == 1 and "/" in next(iter(found.options))


def check(reading: Reading) -> Iterator[Issue]:
    """Yield what is to be said of each date of a sentence."""
    told = [one for one in reading.subjects if one.record.id in reading.meant]
    for found in reading.dates:
        if _is_aside(reading, found) or _is_told(reading.text[found.start : found.end], told):
            continue
        candidates = _candidates(reading, found)
        if is_range(found) and _is_longer(found, reading.relevance.event):
            message = "the event is from {} to {}".format(*reading.relevance.event)
            yield Issue("date", "error", found.start, found.end, message)
        elif found.unread == _DISAGREE or _disagrees(found, reading.relevance.event[0].year):
            likely = [
                one.subject
                for one in candidates
                if difference(_day_of(found), one.subject, reading.relevance.event) is None
            ]
            records = tuple(one.record for one in likely[:1])
            yield Issue("date", "error", found.start, found.end, _DISAGREE, records)
        elif (
            candidates
            and not _is_undated(reading, found, candidates[0])
            and (candidates[0].score >= LEAST or _is_covered(reading, found, candidates[0]))
        ):
            yield from _compared(reading, found, candidates)


def _is_longer(found: PrintedDate, event: tuple[date, date]) -> bool:
    """Return whether a range of days starts with an event and ends soon after it, or the other way round."""
    first, last = map(date.fromisoformat, known.bounds(next(iter(found.options))))
    is_near = (first - event[0]).days > -AROUND and (last - event[1]).days < AROUND
    return is_near and ((first == event[0] and last > event[1]) or (first < event[0] and last == event[1]))


def _is_undated(reading: Reading, found: PrintedDate, best: Candidate) -> bool:
    """Return whether a sentence speaks of a meeting or journey without a date rather than of a record that has one."""
    undated = [one for one in reading.subjects if one.days is None and one.record.kind in ("meeting", "stop")]
    least = reading.score(best.subject, found.start, found.end) + MEANT * (best.subject.record.id in reading.meant)
    return any(reading.score(one, found.start, found.end) > least for one in undated)


def _is_covered(reading: Reading, found: PrintedDate, best: Candidate) -> bool:
    """Return whether a record has nearly every word of a short sentence that gives a full day."""
    if found.day is None or found.month is None or best.score < ALL:
        return False
    named = reading.sentence.named
    said = [word for word in reading.sentence.words if not any(one.start <= word[1] < one.end for one in named)]
    shared = sum(rarity for one, _, rarity in said if one in best.subject.weights)
    return bool(said) and shared >= NEARLY * sum(rarity for _, _, rarity in said)


def _day_of(found: PrintedDate) -> PrintedDate:
    return found._replace(weekday=None)


def _candidates(reading: Reading, found: PrintedDate) -> list[Candidate]:
    """Return the dated records, best first; a gap is as of a day, and another day is that of something else."""
    dated = [one for one in reading.subjects if one.days is not None and one.record.kind != "conflict"]
    dated = [one for one in dated if one.record.kind != "gap" or _has_day(one.record, found)]
    is_given = any(one.record.kind == "statistic" and one.record.id in reading.meant for one in dated)
    if is_given or not reading.figures:
        dated = [one for one in dated if one.record.kind != "statistic" or one.record.id in reading.meant]
    return sorted((Candidate(one, _score(one, reading, found)) for one in dated), key=lambda one: -one.score)


def _is_aside(reading: Reading, found: PrintedDate) -> bool:
    """Return whether a date states nothing: it is relative, not understood, or the date of the draft itself."""
    if found.unread is not None and found.unread != _DISAGREE and "a bound" not in found.unread:
        return True
    if found.year is found.month is found.weekday is None and not is_range(found):
        return True
    before = reading.text[: found.start]
    is_stamp = _ISO.fullmatch(reading.text, found.start, found.end) is not None and len(before.split()) < 2
    return found.is_full and (is_stamp or _DATELINE.fullmatch(before) is not None)


def _is_told(printed: str, subjects: Sequence[Subject]) -> bool:
    """Return whether a record prints a date beside its own, as the period of a figure, say."""
    for subject in subjects:
        record: Any = subject.record
        texts = (record.summary, getattr(record, "period", None), *(cite.printed for cite in record.cites))
        if any(fold(printed) in fold(text) for text in texts if text):
            return True
    return False


def _disagrees(found: PrintedDate, year: int) -> bool:
    """Return whether a weekday and a day without a year disagree in the year of the event."""
    if found.year is not None or found.weekday is None or found.month is None or found.day is None:
        return False
    try:
        return date(year, found.month, found.day).weekday() != found.weekday
    except ValueError:
        return True


def _score(subject: Subject, reading: Reading, found: PrintedDate) -> float:
    """Return how much a dated record has to do with a date: a leg of a journey by where it leads, too."""
    is_carried = reading.meant.get(subject.record.id) == 0 and reading.is_elsewhere(subject)
    is_told = subject.record.id in reading.meant and not is_carried
    score = reading.score(subject, found.start, found.end) + MEANT * is_told
    return score + (_journey(subject.record, reading.text, found) if subject.record.kind == "stop" else 0.0)


def _journey(record: Any, text: str, found: PrintedDate) -> float:
    """Return how well the words near a date tell the ends of a leg: `left Varda`, `to Oster`."""
    if record.type != "leg":
        return 0.0
    around = _clause(text, found)
    score = 0.0
    for own, other, verb, place in ((_TO, _FROM, _ARRIVE, record.destination), (_FROM, _TO, _LEAVE, record.origin)):
        if place is None:
            score -= 0.3 * bool(verb.search(around))
            continue
        name = rf"\s+(?:the\s+)?(?:[A-Z]\w+(?:,|\s+and)\s+)*{re.escape(place)}\b"
        score += 0.8 * bool(re.search(rf"\b{own}{name}", around, re.IGNORECASE)) + 0.3 * bool(verb.search(around))
        score -= 0.5 * bool(re.search(rf"\b{other}{name}", around, re.IGNORECASE))
    return score


def _clause(text: str, found: PrintedDate) -> str:
    """Return the words around a date, up to `and` or a comma if a verb of motion is among them."""
    before, behind = text[max(0, found.start - 70) : found.start], text[found.end : found.end + 80]
    near = re.split(r",\s|\band\b|;", before)[-1] + re.split(r",\s|\band\b(?!\s+[A-Z])|;", behind)[0]
    return near if _ARRIVE.search(near) or _LEAVE.search(near) else before + behind


def _compared(reading: Reading, found: PrintedDate, candidates: Sequence[Candidate]) -> Iterator[Issue]:
    """Yield that a date differs from that of the records that may be meant, if none of them agrees."""
    least = max(min(SAME * LEAST, candidates[0].score), ALSO * candidates[0].score)
    likely = [one.subject for one in candidates if one.score >= least]
    checked = [(one.record, _differs(reading, found, one)) for one in likely]
    agreeing = [record for record, how in checked if how is None]
    telling = [pair for pair in checked if pair[1] not in (None, VAGUE)]
    alike = {one.subject.record.id for one in candidates if one.score >= NEARLY * candidates[0].score}
    telling.sort(key=lambda pair: pair[0].id not in alike or pair[1] in ("month", "year"))
    if agreeing:
        yield from _agreeing(reading, found, agreeing)
    elif telling:
        record, how = telling[0]
        start = found.start
        if how == "year" and found.month is not None:
            start += reading.text[found.start : found.end].rfind(str(found.year))
        finer = _finer(found, record, reading) if how == PRECISION else None
        if finer is not None and _has_day(finer[1], found):
            yield from _supported(found, *finer)
        else:
            yield _wrong(start, found.end, finer[1] if finer else record, is_error=how != PRECISION or bool(finer))


def _differs(reading: Reading, found: PrintedDate, subject: Subject) -> str | None:
    """Return the difference of a date and a record; none can be told of the day on which something due was agreed."""
    is_later = subject.days is not None and subject.days[0] > reading.relevance.event[1].isoformat()
    is_due = is_later or any("by " in (cite.printed or "") for cite in subject.record.all_cites())
    before, kind = reading.text[: found.start], subject.record.kind
    is_of_agreement = kind in ("stop", "meeting") or (kind == "commitment" and is_due)
    if SAID.search(before) or (is_of_agreement and _AGREED.search(before)):
        return VAGUE
    return difference(found, subject, reading.relevance.event)


def _wrong(start: int, end: int, record: Record, *, is_error: bool) -> Issue:
    """Return that a record has another date, or one that is less precise."""
    basis = " (derived)" if record.date_basis == "derived" else ""
    message = f"the store has {when(record)}{basis}" if is_error else f"no source is that precise: {when(record)}"
    return Issue("date", "error" if is_error else "warning", start, end, message, (record,))


def _supported(found: PrintedDate, conflict: Any, record: Record) -> Iterator[Issue]:
    """Yield that a record has a date, and that sources differ about it."""
    yield Issue("date", "note", found.start, found.end, "supported", (record,))
    message = "sources differ"
    yield Issue("conflict", "warning", found.start, found.end, message, (conflict,))


def _agreeing(reading: Reading, found: PrintedDate, agreeing: Sequence[Record]) -> Iterator[Issue]:
    """Yield that a date is right, or that its part of the day is not, or that sources dispute it."""
    record = agreeing[0]
    part = _part_of_day(reading.text, found)
    if part is not None and all(one.part_of_day and not _fits(part[0], one.part_of_day) for one in agreeing):
        message = f"the store has another part of the day: {record.part_of_day}"
        yield Issue("date", "error", part[1], part[2], message, (record,))
        return
    dispute = _dispute(record, reading) if found.day is not None else None
    if dispute is not None:
        yield from _supported(found, dispute, record)
    else:
        yield Issue("date", "note", found.start, found.end, "supported", (record,))


def _finer(found: PrintedDate, record: Record, reading: Reading) -> tuple[Any, Record] | None:
    """Return a conflict in which another record gives a day for a fact that has none here, and that record."""
    for conflict in reading.shelf.disputes(record) if found.month is not None else ():
        others = [one for one in reading.shelf.of_ids(conflict.records) if one.kind == record.kind]
        days = [one for one in others if len(one.date or "") == DAY and (one.date or "")[:7] == (record.date or "")[:7]]
        if days:
            return conflict, next((one for one in days if _has_day(one, found)), days[0])
    return None


def _has_day(record: Record, found: PrintedDate) -> bool:
    """Return whether a record is of the day that is printed."""
    return (record.date or "")[4:] == f"-{found.month or 0:02}-{found.day or 0:02}"


def _dispute(record: Record, reading: Reading) -> Any:
    """Return a conflict in which another record gives the same fact another date, or only the month of it."""
    for conflict in reading.relevance.shelf.disputes(record):
        others = [one for one in reading.relevance.shelf.of_ids(conflict.records) if one.id != record.id]
        dates = [one.date for one in others if one.date and one.date != record.date and one.kind == record.kind]
        is_coarser = (record.date or "")[:7] in dates
        if is_coarser if conflict.class_ == "precision" else dates and conflict.class_ == "contradiction":
            return conflict
    return None


def _part_of_day(text: str, found: PrintedDate) -> tuple[str, int, int] | None:
    """Return the part of the day that is said with a date, and its place."""
    match = _PART_OF_DAY.match(text, found.end + 1) or _PART_BEFORE.search(text[: found.start])
    return (match[1].lower(), match.start(1), match.end(1)) if match else None


def _fits(part: str, other: str) -> bool:
    return part == other or any(part in same and other in same for same in _SAME_PART)


def when(record: Record) -> str:
    """Return the date of a record with its part of the day."""
    return ", ".join(one for one in ((record.date or "").replace("/", " to "), record.part_of_day) if one)


def difference(found: PrintedDate, subject: Subject, event: tuple[date, date]) -> str | None:
    """Return in what a printed date differs from that of a record: year, month, day, weekday, or by its precision.

    `vague` if neither agrees nor differs: a weekday says nothing of a day that is far from the event.
    """
    first, last = map(date.fromisoformat, subject.days or ("", ""))
    months = _months(first, last)
    if is_range(found):
        return _range(found, subject.days or ("", ""))
    if found.year is found.month is found.day is found.weekday is None:
        return VAGUE
    if found.year is not None and not first.year <= found.year <= last.year:
        is_finer = found.month is None and len((subject.record.date or "").partition("/")[0]) > 4
        return VAGUE if is_finer else "year"
    if found.month is not None and found.month not in months:
        return "month"
    if (last - first).days > LONGEST or len((subject.record.date or "").partition("/")[0]) < 10:
        return _coarse(found, months)
    return _day(found, [first + timedelta(step) for step in range((last - first).days + 1)], event)


def _range(found: PrintedDate, days: tuple[str, str]) -> str | None:
    """Compare a range of days with that of a record: one that shares only one end is another."""
    first, last = known.bounds(next(iter(found.options)))
    if days == (first, last):
        return None
    return "day" if days[0] != days[1] and (first == days[0]) != (last == days[1]) else VAGUE


def _coarse(found: PrintedDate, months: set[int]) -> str | None:
    """Compare a date with a month, a year or a long interval."""
    if found.day is not None:
        return PRECISION
    is_part = found.weekday is not None or (found.month is not None and len(months) > QUARTER)
    return VAGUE if is_part else None


def _day(found: PrintedDate, days: Sequence[date], event: tuple[date, date]) -> str | None:
    """Compare a day, or a weekday alone, with some days."""
    if found.day is not None:
        return None if found.day in {one.day for one in days} else "day"
    if found.weekday is None:
        return None
    agrees = found.weekday in {one.weekday() for one in days}
    return VAGUE if not _is_near(days, event) else None if agrees else "weekday"


def _is_near(days: Sequence[date], event: tuple[date, date]) -> bool:
    """Return whether days are so near to an event that they are called by their weekday."""
    return (days[-1] - event[0]).days > -AROUND and (days[0] - event[1]).days < AROUND


def _months(first: date, last: date) -> set[int]:
    """Return the months that an interval touches."""
    count = 12 * (last.year - first.year) + last.month - first.month
    return {(first.month - 1 + step) % 12 + 1 for step in range(min(12, count + 1))}

"""Compare the dates of a draft with those of the store: day, month, year, weekday, part of the day, precision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from .. import dates as known
from ..reader.printed_dates import PrintedDate, printed_dates
from ..text import fold
from .relevance import Issue, ReadSentence, Subject

LEAST = 0.7
"""Score from which a sentence with a date is about a record."""
MEANT = 1.0
"""What the score of a record gains if the sentence gives its figure."""
DAY = len("2021-06-07")
"""Characters of a full date."""
DAYS_AROUND = 14
"""Days from the event within which a day is called by its weekday."""
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
SAID = re.compile(
    r"\b(?:said|told \w+|reported|wrote|added|call(?: with \w+)?)(?:\s+(?:on|late))?\s+$"
    r"|\bpromised(?: \w+){0,3} for $",
    re.IGNORECASE,
)
"""Words before the day on which something was said; the event itself may be of another day."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Scored = list[tuple[float, Subject]]
"""Dated records with their scores for a date, best first."""


def read_dates(text: str, event: date) -> list[PrintedDate]:
    """Read the dates of a sentence; only digits are a day: in `In April the two met`, `two` is none.

    The year of the event completes a range of days without a year.
    """
    ranges = {one.start: one for one in printed_dates(text, event) if is_range(one)}
    found: list[PrintedDate] = []
    for one in printed_dates(text):
        whole = ranges.get(one.start, one)
        has_digits = any(map(str.isdigit, text[whole.start : whole.end]))
        found.append(whole if has_digits else one._replace(day=None))
    return found


def is_range(found: PrintedDate) -> bool:
    """Return whether a printed date is a range of days that is understood in one way."""
    return found.unread is None and len(found.options) == 1 and "/" in next(iter(found.options))


def check(reading: ReadSentence) -> Iterator[Issue]:
    """Yield the issues of each date of a sentence."""
    event = reading.relevance.event
    for found in reading.dates:
        if _is_incidental_date(reading, found) or _is_told(reading, found):
            continue
        scored = _score_records(reading, found)
        if is_range(found) and _is_longer(found, event):
            message = "the event is from {} to {}".format(*event)
            yield Issue("date", "error", found.start, found.end, message)
        elif found.unread == _DISAGREE or _disagrees(found, event[0].year):
            day = found._replace(weekday=None)
            likely = (one.record for _, one in scored if difference(day, one, event) is None)
            yield Issue("date", "error", found.start, found.end, _DISAGREE, tuple(likely)[:1])
        elif (
            scored
            and not _is_undated(reading, found, scored[0][1])
            and (scored[0][0] >= LEAST or _is_covered(reading, found, *scored[0]))
        ):
            yield from _compare_date(reading, found, scored)


def _is_longer(found: PrintedDate, event: tuple[date, date]) -> bool:
    """Return whether a range of days is longer at one end than the event, and equal at the other."""
    first, last = map(date.fromisoformat, known.bounds(next(iter(found.options))))
    is_near = (first - event[0]).days > -DAYS_AROUND and (last - event[1]).days < DAYS_AROUND
    return is_near and ((first == event[0] and last > event[1]) or (first < event[0] and last == event[1]))


def _is_undated(reading: ReadSentence, found: PrintedDate, best: Subject) -> bool:
    """Return whether a sentence is about a meeting or journey without a date rather than about a dated record."""
    undated = [one for one in reading.subjects if one.days is None and one.record.kind in ("meeting", "stop")]
    least = reading.score(best, found.start, found.end) + MEANT * (best.record.id in reading.meant)
    return any(reading.score(one, found.start, found.end) > least for one in undated)


def _is_covered(reading: ReadSentence, found: PrintedDate, score: float, best: Subject) -> bool:
    """Return whether a record has nearly every word of a short sentence that gives a full day."""
    if found.day is None or score < 0.3:
        return False
    named = reading.sentence.named
    said = [word for word in reading.sentence.words if not any(one.start <= word[1] < one.end for one in named)]
    shared = sum(rarity for one, _, rarity in said if one in best.weights)
    return bool(said) and shared >= 0.9 * sum(rarity for _, _, rarity in said)


def _is_incidental_date(reading: ReadSentence, found: PrintedDate) -> bool:
    """Return whether a date is not compared: it is relative, not understood, or the date of the draft itself."""
    if found.unread is not None and found.unread != _DISAGREE and "a bound" not in found.unread:
        return True
    if found.year is found.month is found.weekday is None and not is_range(found):
        return True
    before = reading.text[: found.start]
    is_stamp = _ISO.fullmatch(reading.text, found.start, found.end) is not None and len(before.split()) < 2
    return found.is_full and (is_stamp or _DATELINE.fullmatch(before) is not None)


def _is_told(reading: ReadSentence, found: PrintedDate) -> bool:
    """Return whether a record whose figure is given prints the date elsewhere, such as in the period of the figure."""
    printed = fold(reading.text[found.start : found.end])
    for record in (one.record for one in reading.subjects if one.record.id in reading.meant):
        texts = (record.summary, getattr(record, "period", None), *(cite.printed for cite in record.cites))
        if any(printed in fold(text) for text in texts if text):
            return True
    return False


def _disagrees(found: PrintedDate, year: int) -> bool:
    """Return whether a weekday and a day without a year disagree in the year of the event."""
    if found.year is not None or found.weekday is None or found.month is None or found.day is None:
        return False
    day = f"{year}-{found.month:02}-{found.day:02}"
    return not known.is_date(day) or date.fromisoformat(day).weekday() != found.weekday


def _score_records(reading: ReadSentence, found: PrintedDate) -> Scored:
    """Return the dated records with their scores, best first; a gap counts only on its own day."""
    dated = [one for one in reading.subjects if one.days is not None]
    dated = [one for one in dated if one.record.kind != "gap" or _is_same_day(one.record, found)]
    is_given = any(one.record.kind == "statistic" and one.record.id in reading.meant for one in dated)
    if is_given or not reading.figures:
        dated = [one for one in dated if one.record.kind != "statistic" or one.record.id in reading.meant]
    scored: Scored = []
    for one in dated:
        score = reading.score(one, found.start, found.end) + MEANT * (one.record.id in reading.meant)
        scored.append((score + _score_journey(one.record, reading.text, found), one))
    return sorted(scored, key=lambda pair: -pair[0])


def _score_journey(record: Any, text: str, found: PrintedDate) -> float:
    """Return how well the words near a date fit the ends of a leg of a journey: `left Varda`, `to Oster`."""
    if record.kind != "stop" or record.type != "leg":
        return 0.0
    before, behind = text[max(0, found.start - 70) : found.start], text[found.end : found.end + 80]
    around = re.split(r",\s|\band\b|;", before)[-1] + re.split(r",\s|\band\b(?!\s+[A-Z])|;", behind)[0]
    if not _ARRIVE.search(around) and not _LEAVE.search(around):
        around = before + behind
    score = 0.0
    for own, other, verb, place in ((_TO, _FROM, _ARRIVE, record.destination), (_FROM, _TO, _LEAVE, record.origin)):
        if place is None:
            score -= 0.3 * bool(verb.search(around))
            continue
        name = rf"\s+(?:the\s+)?(?:[A-Z]\w+(?:,|\s+and)\s+)*{re.escape(place)}\b"
        score += 0.8 * bool(re.search(rf"\b{own}{name}", around, re.IGNORECASE)) + 0.3 * bool(verb.search(around))
        score -= 0.5 * bool(re.search(rf"\b{other}{name}", around, re.IGNORECASE))
    return score


def _compare_date(reading: ReadSentence, found: PrintedDate, scored: Scored) -> Iterator[Issue]:
    """Yield the issue of a date that no likely record has, or that it is supported."""
    best = scored[0][0]
    least = max(min(0.9 * LEAST, best), 0.6 * best)
    event = reading.relevance.event
    checked = [(one.record, difference(found, one, event)) for score, one in scored if score >= least]
    agreeing = [record for record, how in checked if how is None]
    telling = [pair for pair in checked if pair[1] not in (None, VAGUE)]
    alike = {one.record.id for score, one in scored if score >= 0.9 * best}
    telling.sort(key=lambda pair: pair[0].id not in alike or pair[1] in ("month", "year"))
    if SAID.search(reading.text[: found.start]):
        return
    if agreeing:
        yield from _report_agreeing(reading, found, agreeing)
    elif telling:
        record, how = telling[0]
        start = found.start
        if how == "year" and found.month is not None:
            start += reading.text[found.start : found.end].rfind(str(found.year))
        conflict, day = _find_finer(found, record, reading) if how == PRECISION else (None, None)
        if day is not None and _is_same_day(day, found):
            yield from _report_supported(found, day, conflict)
        elif how == PRECISION and day is None:
            message = f"no source is that precise: {date_text(record)}"
            yield Issue("date", "warning", start, found.end, message, (record,))
        else:
            record = day or record
            message = f"the store has {date_text(record)}{' (derived)' if record.date_basis == 'derived' else ''}"
            yield Issue("date", "error", start, found.end, message, (record,))


def _report_supported(found: PrintedDate, record: Any, conflict: Any = None) -> Iterator[Issue]:
    """Yield that a record has a date, and the conflict if sources differ about it."""
    yield Issue("date", "note", found.start, found.end, "supported", (record,))
    if conflict is not None:
        yield Issue("conflict", "warning", found.start, found.end, "sources differ", (conflict,))


def _report_agreeing(reading: ReadSentence, found: PrintedDate, agreeing: Sequence[Any]) -> Iterator[Issue]:
    """Yield that a date is supported, or that its part of the day is wrong."""
    record = agreeing[0]
    part = _PART_OF_DAY.match(reading.text, found.end + 1) or _PART_BEFORE.search(reading.text[: found.start])
    alike = {part[1].lower()}.union(*(same for same in _SAME_PART if part[1].lower() in same)) if part else set()
    if part and all(one.part_of_day and one.part_of_day not in alike for one in agreeing):
        message = f"the store has another part of the day: {record.part_of_day}"
        yield Issue("date", "error", *part.span(1), message, (record,))
    else:
        yield from _report_supported(found, record, _find_dispute(record, reading) if found.day is not None else None)


def _find_finer(found: PrintedDate, record: Any, reading: ReadSentence) -> tuple[Any, Any]:
    """Return a conflict in which another record gives the day of the same fact, and that record."""
    for conflict in reading.relevance.records(record.conflicts):
        others = [one for one in reading.relevance.records(conflict.records) if one.kind == record.kind and one.date]
        days = [one for one in others if len(one.date) == DAY and one.date[:7] == record.date[:7]]
        if days:
            return conflict, next((one for one in days if _is_same_day(one, found)), days[0])
    return None, None


def _is_same_day(record: Any, found: PrintedDate) -> bool:
    """Return whether a record has the printed month and day."""
    return bool(record.date[4:] == f"-{found.month or 0:02}-{found.day or 0:02}")


def _find_dispute(record: Any, reading: ReadSentence) -> Any:
    """Return a conflict in which another record gives the same fact another date, or only the month of it."""
    for conflict in reading.relevance.records(record.conflicts):
        others = [one for one in reading.relevance.records(conflict.records) if one.kind == record.kind]
        dates = [one.date for one in others if one.date and one.date != record.date]
        is_coarser = record.date[:7] in dates
        if is_coarser if conflict.class_ == "precision" else dates and conflict.class_ == "contradiction":
            return conflict
    return None


def date_text(record: Any) -> str:
    """Return the date of a record with its part of the day."""
    return ", ".join(one for one in (record.date.replace("/", " to "), record.part_of_day) if one)


def difference(found: PrintedDate, subject: Subject, event: tuple[date, date]) -> str | None:
    """Return in what a printed date differs from that of a record: year, month, day, weekday or precision.

    It is `vague` if the two cannot be compared: a weekday alone names no day that is far from the event.
    """
    days = subject.days or ("", "")
    first, last = map(date.fromisoformat, days)
    if is_range(found):
        start, end = known.bounds(next(iter(found.options)))
        is_other = days[0] != days[1] and (start == days[0]) != (end == days[1])  # a range that shares only one end
        return None if days == (start, end) else "day" if is_other else VAGUE
    if found.year is found.month is found.day is found.weekday is None:
        return VAGUE
    precision = len(subject.record.date.partition("/")[0])
    if found.year is not None and not first.year <= found.year <= last.year:
        return VAGUE if found.month is None and precision > len("2021") else "year"
    count = 12 * (last.year - first.year) + last.month - first.month
    months = {(first.month - 1 + step) % 12 + 1 for step in range(min(12, count + 1))}
    if found.month is not None and found.month not in months:
        return "month"
    if (last - first).days > 40 or precision < DAY:
        is_part = found.weekday is not None or (found.month is not None and len(months) > 3)
        return PRECISION if found.day is not None else VAGUE if is_part else None
    return _compare_day(found, [first + timedelta(step) for step in range((last - first).days + 1)], event)


def _compare_day(found: PrintedDate, days: Sequence[date], event: tuple[date, date]) -> str | None:
    """Compare a day, or a weekday alone, with some days; a weekday is vague far from the event."""
    if found.day is not None:
        return None if found.day in {one.day for one in days} else "day"
    if found.weekday is None:
        return None
    is_near = (days[-1] - event[0]).days > -DAYS_AROUND and (days[0] - event[1]).days < DAYS_AROUND
    return VAGUE if not is_near else None if found.weekday in {one.weekday() for one in days} else "weekday"

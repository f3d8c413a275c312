"""Sentences of a draft that answer a question which nobody answers, or tell as done what the store has as not done."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from ..facts.model import Record
from ..reader.printed_dates import PrintedDate
from .dates import SAID
from .relevance import Issue, Reading, Subject
from .words import stem, stems, words

NOT_DONE = "not-done"
ENOUGH, RARELY, BARELY = 0.9, 0.6, 0.3
"""Scores from which a sentence speaks of an open question: by its words alone, and where it also prints a new name."""
HALF, MOST = 0.5, 0.58
"""Shares of the words of a question that its answer must repeat."""
_DENIED = re.compile(
    r"\b(?:no|not|nobody|nothing|none|never|neither|nor|cannot|whether|if|unclear|unknown|unconfirmed"
    r"|open question|stays open|declin\w+|refus\w+|without|unless|denie[sd]"
    r"|yet to|would|could|might|(?-i:may)|wish|disput\w+)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)
"""Words of a sentence that leaves a question open."""
_WHEN = re.compile(r"\bwhen\b|\bday\b|\bdate\b|how soon", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:where|city|cities|town|building|place)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:who|whom|whose|names?|named)\b|\bwhich (?:\w+ )?(?:companies|leaders|countries|people|organisations)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"\bwhether\s+(?P<what>.+?)\s+(?:is|are|will be|was|were)\s+(?:a topic|on the agenda|discussed|raised)"
    r"|\bwhether\s+\w+\s+will\s+(?:raise|address|discuss)\s+(?P<other>[^:;.]+?)(?:\s+is not|[:;.])",
    re.IGNORECASE,
)
_TOPIC_VERB = re.compile(r"\b(?:discuss(?:es)?|raise(?:s)?|address(?:es)?|talk(?:s)? about|bring(?:s)? up)\b")
_TOPIC_NOUN = re.compile(
    r"\b(?:will|is to|are to|is|are)\s+(?:be\s+)?"
    r"(?:a topic|on the (?:agenda|table)|discussed|raised|part of the talks)\b"
)
_TIMES = re.compile(
    r"\b(?:before|after|by|until|around|at|over|within|in|this|next)\s+(?:the\s+)?(?:end of\s+)?"
    r"(?:Christmas|Easter|New Year|summer|winter|spring|autumn|week|month|year|weekend|days)\b(?!['\u2019])"
    r"|\b(?:tomorrow|soon|shortly)\b"
)
_NAME = r"[A-Z][\w\u2019-]*(?:\s+[A-Z&][\w\u2019-]*)*"
_PLACE_NAMED = re.compile(rf"\b(?:in|at|near|outside|to)\s+(?P<name>(?:the\s+)?{_NAME})")
_WHO_NAMED = re.compile(rf"\b(?:include[sd]?|including|are|is|by|with|named|called|from)\s+(?P<name>{_NAME})")
_AGENT = re.compile(r"\b(?:was|were|been|is|are)\s+\w+\s+(?:\w+\s+)?by\s+(?P<name>(?:the\s+)?\w+)")
_PART = re.compile(r"\bpart of\b")
_WHETHER = re.compile(r"^Whether (?P<what>(?:(?!\bnot?\b).)+?)(?:, and\b|, or\b| is not stated)")
"""A question that is answered by yes or no."""
_NEGATIONS = "nobody nothing none neither nor cannot never has have had been yet began begun"
_NEGATION = frozenset(_NEGATIONS.split())
"""Words of a gap that its contradiction lacks."""
_LIGHT_VERBS = "held gave given hosted conducted opened launched begun began started done made set"
_LIGHT = frozenset(map(stem, _LIGHT_VERBS.split()))
"""Verbs that go with any noun: an inquiry was opened."""
_PAST = (
    "went gone been seen saw met spoke spoken held gave given began begun made took taken flew flown came come sent"
    " paid told done set drew got won built dealt led left put read ran said sold wrote written"
)
_DONE = re.compile(
    rf"(?:\b(?:has|have|had|was|were)\s+(?:(?:now|since|already|also|finally|recently|been|just|twice|often)\s+)*"
    rf"|(?<=\s))(?P<verb>(?:{_PAST.replace(' ', '|')}|\w{{2,}}ed))\b",
    re.IGNORECASE,
)
"""A verb that says that something has been done."""
REPEATED, PARTLY = 0.75, 0.4
"""Shares of the words of what was not done that a sentence must repeat: of a cite, and of the summary."""
WINDOW = 60
"""Characters from a verb within which the words are that go with it."""
Place = tuple[int, int]


def check(reading: Reading) -> Iterator[Issue]:
    """Yield the words that tell as done what was not, or that answer a question which no source answers."""
    if _DENIED.search(reading.text):
        return
    middle = len(reading.text) // 2
    gaps = [(reading.score(one, middle, middle), one) for one in reading.subjects if one.record.kind == "gap"]
    gaps.sort(key=lambda pair: (pair[1].record.status != NOT_DONE, -pair[0]))
    for score, subject in gaps:
        record: Any = subject.record
        is_undone = record.status == NOT_DONE
        place = _done(reading, subject) if is_undone else _answer(reading, subject, score)
        if place is None:
            continue
        if is_undone:
            as_of = f" as of {record.date}" if record.date else ""
            message = f"the store has this as not done{as_of}"
        else:
            message = (
                f"this {'was asked and not answered' if record.status == 'declined' else 'is not stated by any source'}"
            )
        yield Issue("gap", "error" if is_undone and not record.date else "warning", *place, message, (record,))
        return


def _done(reading: Reading, gap: Subject) -> Place | None:
    """Return the verb that says that something has been done of which the store says that it was not."""
    record: Any = gap.record
    named = {one.id for one in reading.sentence.named if one.vocabulary == "person"}
    if record.people and named.isdisjoint(record.people) and not _PRONOUN.search(reading.text):
        return None
    if _is_overtaken(record, reading):
        return None
    texts = [record.summary, *(cite.reads or cite.printed or "" for cite in record.cites)]
    actions = _LIGHT | stems(" ".join(texts))
    for match in _DONE.finditer(reading.text):
        near = match.start() - WINDOW, match.end() + WINDOW
        is_there = _is_placed(reading, gap, near) or _coverage(reading, record.summary, near) >= PARTLY
        repeated = (_coverage(reading, text, near) for text in texts if len(stems(text)) > 1)
        if stem(match["verb"].lower()) in actions and is_there and max(repeated, default=0.0) >= REPEATED:
            return match.span("verb")
    return None


def _is_placed(reading: Reading, gap: Subject, near: Place) -> bool:
    """Return whether a sentence names a place of a gap near a verb."""
    return any(one.id in gap.about and near[0] <= one.start <= near[1] for one in reading.sentence.named)


def _is_overtaken(record: Record, reading: Reading) -> bool:
    """Return whether something was done later, unless the sentence is of a day before that."""
    is_overtaken = any(one.class_ == "overtaken" for one in reading.shelf.disputes(record))
    return is_overtaken and not any(_is_by(one, record.date or "") for one in reading.dates)


def _is_by(found: PrintedDate, day: str) -> bool:
    """Return whether a printed date is not later in its year than a day of the store."""
    return found.month is not None and f"{found.month:02}-{found.day or 1:02}" <= day[5:]


def _answer(reading: Reading, gap: Subject, score: float) -> Place | None:
    """Return the words of a sentence that answer the question of a gap: when, where, who, or what is talked about."""
    question = gap.record.summary
    topic = _TOPIC.search(question)
    if topic is not None:
        return _topic(reading.text, topic["what"] or topic["other"])
    return (
        (
            _when(reading)
            if _WHEN.search(question) and score >= ENOUGH and _coverage(reading, question) >= MOST
            else None
        )
        or (_named(_PLACE_NAMED, reading) if _WHERE.search(question) and score >= BARELY else None)
        or (_named(_WHO_NAMED, reading) if _WHO.search(question) and score >= RARELY else None)
        or (_agent(reading.text, question) if _WHO.search(question) and score >= 2 * RARELY else None)
        or (_part(reading, question) if _PART.search(question) else None)
        or _yes(reading, question)
    )


def _yes(reading: Reading, question: str) -> Place | None:
    """Return the verb that says yes to a question of whether something has been done."""
    whether = _WHETHER.match(question)
    if whether is None or not _has_numbers(reading.text, whether["what"]):
        return None
    asked = {stem(match["verb"].lower()) for match in _DONE.finditer(whether["what"])}
    verbs = [match for match in _DONE.finditer(reading.text) if stem(match["verb"].lower()) in asked]
    return verbs[0].span("verb") if verbs and _coverage(reading, whether["what"]) >= MOST else None


def _has_numbers(text: str, question: str) -> bool:
    return all(one in text for one in re.findall(r"[0-9]+", question))


def _topic(text: str, what: str) -> Place | None:
    """Return where a sentence says that something is to be talked about."""
    asked = stems(what)
    verb, noun = _TOPIC_VERB.search(text), _TOPIC_NOUN.search(text)
    if verb and len(asked & stems(text[verb.end() :])) >= max(1, HALF * len(asked)):
        end = re.compile(r"[,;:.]|\s+(?:with|when|in|at|on)\s|$").search(text, verb.end())
        return verb.start(), end.start() if end else len(text)
    if noun and len(asked & stems(text[: noun.start()])) >= max(1, HALF * len(asked)):
        openings = (match.end() for match in re.finditer(r"(?:\bthat|,|:)\s+", text[: noun.start()]))
        return max(openings, default=0), noun.end()
    return None


def _when(reading: Reading) -> Place | None:
    times = _TIMES.search(reading.text)
    dates = (one for one in reading.dates if one.unread is None or "bound" in one.unread)
    dates = (one for one in dates if not one.year is one.month is one.weekday is None)
    printed = [(one.start, one.end) for one in dates if not SAID.search(reading.text[: one.start])]
    return times.span() if times else printed[0] if printed else None


def _named(pattern: re.Pattern[str], reading: Reading) -> Place | None:
    """Return a name behind a preposition that the store does not have, or that goes on behind one of its names."""
    for match in pattern.finditer(reading.text):
        start, end = match.span("name")
        inside = [one for one in reading.sentence.named if one.start < end and start < one.end]
        if any(one.start <= start and end <= one.end for one in inside):
            continue
        goes_on = any(one.start <= start and reading.text[one.end] == " " for one in inside)
        if goes_on or not all(reading.relevance.has_word(one.plain) for one in words(match["name"])):
            return start, end
    return None


def _agent(text: str, question: str) -> Place | None:
    """Return who has done what nobody says who did: opened by order of the ministry."""
    match = _AGENT.search(text)
    if match is None or len(stems(text[: match.start("name")]) & stems(question)) < 2:
        return None
    end = re.compile(r",|[ .,;:!]*$").search(text, match.end())
    return match.start("name"), end.start() if end else len(text)


def _part(reading: Reading, question: str) -> Place | None:
    match = _PART.search(reading.text)
    return (
        match.span()
        if match and _has_numbers(reading.text, question) and _coverage(reading, question) >= MOST
        else None
    )


def _coverage(reading: Reading, question: str, near: Place = (0, sys.maxsize)) -> float:
    """Return how much of a question a sentence repeats, or a part of it."""
    own = {one for one, at, _ in reading.sentence.words if near[0] <= at <= near[1]}
    asked = {word.stem: reading.relevance.rarity(word) for word in words(question) if word.plain not in _NEGATION}
    return sum(rarity for one, rarity in asked.items() if one in own) / max(0.01, sum(asked.values()))

"""What a draft says has happened, against what the store has as planned, promised or called off; and open questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .printed_dates import PrintedDate
from .proofread_dates import difference
from .relevance import Issue, Relevance, Sentence, Subject
from .words import stem, stems, words

DONE = frozenset({"held", "paid"})
OPEN = frozenset("planned expected likely cancelled postponed requested announced pledged promised agreed approved".split())
"""Statuses of what no source reports as done."""
LEAST = 0.45
"""Score from which a record is what a sentence says has happened."""
MEANT = 1.0
"""What a record gains that a figure of the sentence was found in."""
_PAID = "paid(?: out| back| over)?|disbursed|transferred|handed over|spent|delivered|received|sent|given out|donated|wired"
_MET = "met|received|welcomed|took place|taken place|went ahead|gone ahead|held|happened|occurred|visited|landed|arrived|flew|flown|travelled|traveled|toured|hosted"
_MET += "|dined|spoke|spoken|talked|saw|seen|attended|gathered|concluded|ended"
_BUILT = "built|opened|reopened|completed|finished|launched|begun|began|started|signed|passed|adopted|erected|sent|delivered|created|installed|introduced|hired"
_VERB = re.compile(
    rf"(?P<aux>\b(?:has|have|had|was|were|been|is|are)\s+(?:been\s+)?)?(?P<verb>(?:already\s+|now\s+|finally\s+)?(?:been\s+)?\b(?:{_PAID}|{_MET}|{_BUILT})\b)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:not|never|n['’]t|yet|no|nobody|none|nor|neither|before|until|if|whether|unless|when|once|will|would|could|should|might|may|can"
    r"|to|be|wish|likely|expected|denied|denies|without|hopes?|wants?|plans?)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
"""Words before a verb that take back that it has happened."""
_PRONOUN = re.compile(r"\b(?:he|she|they|the (?:two|visitors|travellers|leaders|delegation|presidents?|guests))\b", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|about|out)\b")
"""Behind a verb of speech: spoke of."""
_GENERIC = re.compile(r"took place|taken place|went ahead|gone ahead|held|happened|occurred|concluded|ended", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|nobody|nothing|none|never|neither|nor|cannot|whether|if|unclear|unknown|unconfirmed|open question|stays open|declin\w+|refus\w+|without"
    r"|unless|denie[sd]|yet to|would|could|might|may|wish|disput\w+)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
"""Words of a sentence that leaves a question open."""


def check(
    sentence: Sentence, dates: Sequence[PrintedDate], subjects: Sequence[Subject], relevance: Relevance, meant: frozenset[str]
) -> Iterator[Issue]:
    """Yield each verb that says that something has happened which no source reports as done."""
    if "?" in sentence.text[-3:]:
        return
    told = [one for one in subjects if _is_open(one) or one.record.status in DONE]
    for match in _VERB.finditer(sentence.text):
        verb = match["verb"]
        if _NOT_YET.search(sentence.text[max(0, match.start() - 60) : match.start()]) or _is_adjective(sentence.text, match) or _OF.match(sentence.text, match.end()):
            continue
        start = match.start("verb") + (5 if verb.lower().startswith("been ") else 0)
        fitting = [(_score(one, sentence, match, relevance, meant), one) for one in told if _may_mean(one, verb)]
        fitting = [pair for pair in fitting if _GENERIC.search(verb) or _takes_part(pair[1].record, sentence)]
        fitting = sorted((pair for pair in fitting if pair[0] >= LEAST), key=lambda pair: -pair[0])
        record = _still_open(fitting, dates, relevance.event)
        if record is not None:
            end = _end(sentence.text, match.end())
            yield Issue("status", "error", start, end, f"no source reports that it has happened; status: {_status(record)}", (record,), sort="wrong")
            return


def _is_open(subject: Subject) -> bool:
    record: Any = subject.record
    if record.kind == "statistic":
        return re.search(r"\bto be \w+ed\b", record.measure) is not None
    return record.status in OPEN and record.kind not in ("gap", "claim")


def _takes_part(record: Any, sentence: Sentence) -> bool:
    """Return whether a sentence names somebody who takes part in a meeting or journey, or may mean them."""
    if record.kind not in ("meeting", "stop"):
        return True
    named = {one.id for one in sentence.named}
    return not named.isdisjoint(record.people) or _PRONOUN.search(sentence.text) is not None


def _status(record: Any) -> str:
    return record.measure if record.kind == "statistic" else str(record.status)


def _is_adjective(text: str, match: re.Match[str]) -> bool:
    """Return whether a participle belongs to a noun: the received view, held by."""
    return match["aux"] is None and re.search(r"\b(?:the|a|an|its|his|her|their|by|of)\s+$", text[: match.start()], re.IGNORECASE) is not None


def _end(text: str, end: int) -> int:
    """Return the end of a verb with the words that go with it: went ahead as planned."""
    match = re.match(r" (?:as planned|its doors|their doors|out)\b", text[end:])
    return end + (match.end() if match else 0)


def _may_mean(subject: Subject, verb: str) -> bool:
    """Return whether a verb can say that what a record has is done: money is paid, meetings take place."""
    record = subject.record
    last = stem(verb.lower().split()[-1]) if not _GENERIC.search(verb) else ""
    if record.kind == "funding":
        return re.search(rf"\b(?:{_PAID})\b", verb, re.IGNORECASE) is not None
    if record.kind in ("meeting", "stop"):
        return not last or last in ("see", "meet" if record.kind == "meeting" else "fly")
    if record.kind == "statistic":
        return re.search(r"\b(?:received|delivered|sent|handed over|got)\b", verb, re.IGNORECASE) is not None
    return re.search(rf"\b(?:{_BUILT}|{_PAID})\b", verb, re.IGNORECASE) is not None and last in subject.weights


def _score(subject: Subject, sentence: Sentence, match: re.Match[str], relevance: Relevance, meant: frozenset[str]) -> float:
    """Return how much a record has to do with a verb; none if they share nothing but the verb."""
    own = stem(match["verb"].lower().split()[-1])
    shared = {one for one, _, rarity in sentence.words if one in subject.weights and one != own and rarity > 0.15}
    shared |= {one for one, rarity in sentence.before if one in subject.weights and one != own and rarity > 0.3}
    if not shared and subject.record.id not in meant:
        return 0.0
    return relevance.score(subject, sentence, match.start(), match.end()) + MEANT * (subject.record.id in meant)


def _still_open(fitting: Sequence[tuple[float, Subject]], dates: Sequence[PrintedDate], event: tuple[date, date]) -> Any:
    """Return the record that a verb means if it is not done, and none as likely is."""
    if not fitting:
        return None
    agreeing = [pair for pair in fitting if pair[1].days and any(difference(one, pair[1], event) is None for one in dates)]
    likely = [one for score, one in agreeing or fitting if score >= 0.75 * (agreeing or fitting)[0][0]]
    return None if any(one.record.status in DONE for one in likely) else likely[0].record


_WHEN = re.compile(r"\bwhen\b|\bday\b|\bdate\b|how soon", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:where|city|cities|town|building|place)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|whose|names?|named)\b|\bwhich (?:\w+ )?(?:companies|leaders|countries|people|organisations)", re.IGNORECASE)
_TOPIC = re.compile(r"\bwhether\s+(?P<what>.+?)\s+(?:is|are|will be|was|were)\s+(?:a topic|on the agenda|discussed|raised)|\bwhether\s+\w+\s+will\s+(?:raise|address|discuss)\s+(?P<other>[^:;.]+?)(?:\s+is not|[:;.])")
_TOPIC_VERB = re.compile(r"\b(?:discuss(?:es)?|raise(?:s)?|address(?:es)?|talk(?:s)? about|bring(?:s)? up)\b")
_TOPIC_NOUN = re.compile(r"\b(?:will|is to|are to|is|are)\s+(?:be\s+)?(?:a topic|on the (?:agenda|table)|discussed|raised|part of the talks)\b")
_TIMES = re.compile(
    r"\b(?:before|after|by|until|around|at|over|within|in|this|next)\s+(?:the\s+)?(?:end of\s+)?(?:Christmas|Easter|New Year|summer|winter|spring|autumn|week|month|year|weekend|days)\b"
    r"|\b(?:tomorrow|soon|shortly)\b"
)
_UNKNOWN_PLACE = re.compile(r"\b(?:in|at|near|outside|to)\s+(?P<name>(?:the\s+)?[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+)*)")
_UNKNOWN_NAME = re.compile(r"\b(?:include[sd]?|including|are|is|by|with|named|called|from)\s+(?P<name>[A-Z][\w’-]+(?:\s+[A-Z&][\w’-]*)*)")
_AGENT = re.compile(r"\b(?:was|were|been|is|are)\s+\w+\s+(?:\w+\s+)?by\s+(?P<name>(?:the\s+)?\w+)")
_PART = re.compile(r"\bpart of\b")
ENOUGH, RARELY = 0.9, 0.6
"""Score from which a sentence speaks of an open question: in general, and where it also prints an unknown name."""


def check_gaps(sentence: Sentence, dates: Sequence[PrintedDate], subjects: Sequence[Subject], relevance: Relevance) -> Iterator[Issue]:
    """Yield what answers a question that the store has as not stated or declined."""
    if _DENIED.search(sentence.text):
        return
    middle = len(sentence.text) // 2
    gaps = [(relevance.score(one, sentence, middle, middle), one) for one in subjects if one.record.kind == "gap"]
    for score, subject in sorted(gaps, key=lambda pair: -pair[0]):
        answer = _answer(sentence, dates, subject, score, relevance)
        if answer is not None:
            record = subject.record
            known = "was asked and not answered" if record.status == "declined" else "is not stated by any source"
            yield Issue("gap", "warning", *answer, f"this {known}: {record.summary}", (record,), sort="wrong")
            return


def _answer(sentence: Sentence, dates: Sequence[PrintedDate], gap: Subject, score: float, relevance: Relevance) -> tuple[int, int] | None:
    """Return the words of a sentence that answer the question of a gap."""
    text, question = sentence.text, gap.record.summary
    topic = _TOPIC.search(question)
    if topic is not None:
        return _topic(sentence, topic["what"] or topic["other"])
    covered = _coverage(sentence, question, relevance)
    if _WHEN.search(question) and score >= ENOUGH and covered >= 0.5 and (when := _when(text, dates)):
        return when
    if _WHERE.search(question) and score >= RARELY / 2 and (where := _unknown(_UNKNOWN_PLACE, sentence, relevance)):
        return where
    if _WHO.search(question) and score >= RARELY and (who := _unknown(_UNKNOWN_NAME, sentence, relevance)):
        return who
    agent = _AGENT.search(text)
    if agent is not None and _WHO.search(question) and score >= 2 * RARELY and _shares(text[: agent.start("name")], question):
        return agent.start("name"), len(text.rstrip(" .,;:!")) if "," not in text[agent.end() :] else text.index(",", agent.end())
    part = _PART.search(text)
    return part.span() if part and "part of" in question and covered >= 0.6 else None


def _shares(text: str, question: str) -> bool:
    return len(stems(text) & stems(question)) >= 2


def _topic(sentence: Sentence, what: str) -> tuple[int, int] | None:
    """Return where a sentence says that something is to be talked about."""
    asked = stems(what)
    verb, noun = _TOPIC_VERB.search(sentence.text), _TOPIC_NOUN.search(sentence.text)
    if verb and asked and len(asked & stems(sentence.text[verb.end() :])) >= 0.5 * len(asked):
        return verb.start(), _clause(sentence.text, verb.end())
    if noun and asked and len(asked & stems(sentence.text[: noun.start()])) >= 0.5 * len(asked):
        before = sentence.text[: noun.start()]
        start = max((match.end() for match in re.finditer(r"(?:\bthat|,|:)\s+", before)), default=0)
        return start, noun.end()
    return None


def _clause(text: str, start: int) -> int:
    match = re.compile(r"[,;:.]|\s+(?:with|when|in|at|on)\s").search(text, start)
    return match.start() if match else len(text)


def _coverage(sentence: Sentence, question: str, relevance: Relevance) -> float:
    """Return how much of a question a sentence repeats."""
    own = {one for one, _, _ in sentence.words}
    asked = {word.stem: relevance.rarity(word) for word in words(question)}
    return sum(rarity for one, rarity in asked.items() if one in own) / max(0.01, sum(asked.values()))


def _when(text: str, dates: Sequence[PrintedDate]) -> tuple[int, int] | None:
    times = _TIMES.search(text)
    printed = [(one.start, one.end) for one in dates if one.unread is None or "bound" in one.unread]
    return times.span() if times else printed[0] if printed else None


def _unknown(pattern: re.Pattern[str], sentence: Sentence, relevance: Relevance) -> tuple[int, int] | None:
    """Return a name behind a preposition that the store does not have."""
    for match in pattern.finditer(sentence.text):
        start, end = match.span("name")
        inside = [one for one in sentence.named if one.start < end and start < one.end]
        if any(one.start <= start and end <= one.end for one in inside):
            continue
        if any(one.start <= start for one in inside) or any(not relevance.has_word(one.plain) for one in words(match["name"])):
            return start, end
    return None

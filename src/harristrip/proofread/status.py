"""Find what a draft tells as a fact and no source does: plans and promises as done, answers to open questions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from ..text import word_set
from .dates import MEANT, SAID, difference
from .draft_text import content_words, stem, stems
from .relevance import Issue, ReadSentence, Subject

DONE_STATUSES = frozenset({"held", "paid"})
OPEN_STATUSES = word_set(
    "planned expected likely cancelled postponed requested announced pledged promised agreed approved"
)
"""Statuses of records that no source reports as done."""
_PAID = (
    "paid(?: out| back| over)?|disbursed|transferred|handed over|spent|delivered|received|sent|given out|donated|wired"
)
_APPROVED = "approved|passed|adopted|authorised|authorized|appropriated|cleared|green-lit|greenlit|signed off on"
_GRANTED = "granted|pledged|promised|secured"
_MET = "met|received|welcomed|visited|toured|hosted|dined|spoke|spoken|talked|saw|seen"
_MET += "|landed|arrived|flew|flown|travelled|traveled"
_TOOK_PLACE = "took place|taken place|went ahead|gone ahead|held|happened|occurred|attended|gathered|concluded|ended"
_FULFILLED = "passed|adopted|signed|completed|finished|fulfilled|introduced|delivered"
_BUILT = "built|opened|reopened|launched|begun|began|started|erected|created|installed|hired"
_HAPPENED = re.compile(
    rf"(?P<aux>\b(?:has|have|had|was|were|been|is|are)\s+(?:been\s+)?)?"
    rf"(?P<verb>(?:already\s+|now\s+|finally\s+)?(?:been\s+)?\b(?P<last>{_PAID}|{_MET}|{_TOOK_PLACE}|{_FULFILLED}|{_BUILT}|{_APPROVED}|{_GRANTED})\b)",
    re.IGNORECASE,
)
"""A verb that says that something has happened, with its auxiliary."""
_NOT_YET = re.compile(
    r"\b(?:not|never|n['\u2019]t|yet|no|nobody|none|nor|neither|before|until|if|whether|unless|when|once|will|would|could"
    r"|should|might|(?-i:may)|can|to|be|wish|likely|expected|denied|denies|without|hopes?|wants?|plans?)\b[^.;:,]{0,40}$",
    re.IGNORECASE,
)
"""Words before a verb that deny or qualify it."""
_OF_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their|by|of)\s+$", re.IGNORECASE)
"""Words before a participle that belongs to a noun: the received view."""
_OF = re.compile(r"\s+(?:of|about|out)\b")
"""Words after a verb of speech: spoke of."""
_VISITORS = re.compile(
    r"\b(?:he|she|they|the (?:two|visitors|travellers|leaders|delegation|presidents?|guests))\b", re.IGNORECASE
)
"""People of a visit whom a sentence does not name."""
_REST_OF_PHRASE = re.compile(r" (?:as planned|its doors|their doors|out)\b")
"""Behind a verb, words that belong to it: opened its doors."""
_DENIED = re.compile(
    r"\b(?:no|not|nobody|nothing|none|never|neither|nor|cannot|whether|if|unclear|unknown|unconfirmed"
    r"|open question|stays open|declin\w+|refus\w+|without|unless|denie[sd]"
    r"|yet to|would|could|might|(?-i:may)|wish|disput\w+)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)
"""Words of a sentence that leaves a question open."""
_WHEN = re.compile(r"\bwhen\b|\bday\b|\bdate\b|how soon", re.IGNORECASE)
"""Words of a question about a time."""
_WHERE = re.compile(r"\b(?:where|city|cities|town|building|place)\b", re.IGNORECASE)
"""Words of a question about a place."""
_WHO = re.compile(
    r"\b(?:who|whom|whose|names?|named)\b|\bwhich (?:\w+ )?(?:companies|leaders|countries|people|organisations)",
    re.IGNORECASE,
)
"""Words of a question about people or bodies."""
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"\bwhether\s+(?P<what>.+?)\s+(?:is|are|will be|was|were)\s+(?:a topic|on the agenda|discussed|raised)"
    r"|\bwhether\s+\w+\s+will\s+(?:raise|address|discuss)\s+(?P<other>[^:;.]+?)(?:\s+is not|[:;.])",
    re.IGNORECASE,
)
"""A question of whether something is talked about."""
_TOPIC_VERB = re.compile(r"\b(?:discuss(?:es)?|raise(?:s)?|address(?:es)?|talk(?:s)? about|bring(?:s)? up)\b")
"""A verb before what is talked about: raise."""
_TOPIC_NOUN = re.compile(
    r"\b(?:will|is to|are to|is|are)\s+(?:be\s+)?"
    r"(?:a topic|on the (?:agenda|table)|discussed|raised|part of the talks)\b"
)
"""Words behind what is talked about: will be on the agenda."""
_TIMES = re.compile(
    r"\b(?:before|after|by|until|around|at|over|within|in|this|next)\s+(?:the\s+)?(?:end of\s+)?"
    r"(?:Christmas|Easter|New Year|summer|winter|spring|autumn|week|month|year|weekend|days)\b(?!['\u2019])"
    r"|\b(?:tomorrow|soon|shortly)\b"
)
"""A time without a date: before Christmas, soon."""
_PROPER_NOUN = r"[A-Z][\w\u2019-]*(?:\s+[A-Z&][\w\u2019-]*)*"
_PLACE_NAMED = re.compile(rf"\b(?:in|at|near|outside|to)\s+(?P<name>(?:the\s+)?{_PROPER_NOUN})")
"""A preposition with the name of a place."""
_WHO_NAMED = re.compile(rf"\b(?:include[sd]?|including|are|is|by|with|named|called|from)\s+(?P<name>{_PROPER_NOUN})")
"""A verb or preposition with the name of a person or body."""
_AGENT = re.compile(r"\b(?:was|were|been|is|are)\s+\w+\s+(?:\w+\s+)?by\s+(?P<name>(?:the\s+)?\w+)")
"""A passive verb with the name of who acts: was opened by ministers."""
_PART = re.compile(r"\bpart of\b")
_WHETHER = re.compile(r"^Whether (?P<what>(?:(?!\bnot?\b).)+?)(?:, and\b|, or\b| is not stated)")
"""A question that is answered by yes or no."""
_NEGATION = word_set("nobody nothing none neither nor cannot never has have had been yet began begun")
"""Words of a gap that a sentence with the opposite meaning lacks."""
_LIGHT_VERBS = set(
    map(stem, word_set("held gave given hosted conducted opened launched begun began started done made set"))
)
"""Verbs that go with any noun: an inquiry was opened."""
_PAST = (
    "went gone been seen saw met spoke spoken held gave given began begun made took taken flew flown came come sent"
    " paid told done set drew got won built dealt led left put read ran said sold wrote written"
)
_DONE_VERB = re.compile(
    rf"(?:\b(?:has|have|had|was|were)\s+(?:(?:now|since|already|also|finally|recently|been|just|twice|often)\s+)*"
    rf"|(?<=\s))(?P<verb>(?:{_PAST.replace(' ', '|')}|\w{{2,}}ed))\b",
    re.IGNORECASE,
)
"""A verb that says that something has been done."""


def check(reading: ReadSentence) -> Iterator[Issue]:
    """Yield the first verb that tells as done what no source reports as done."""
    told = [one for one in reading.subjects if _is_open(one.record) or one.record.status in DONE_STATUSES]
    verbs = () if reading.text.endswith("?") else islice(_HAPPENED.finditer(reading.text), 12)
    for match in verbs:
        before = reading.text[max(0, match.start() - 60) : match.start()]
        is_noun = match["aux"] is None and _OF_NOUN.search(before)
        if is_noun or _NOT_YET.search(before) or _OF.match(reading.text, match.end()):
            continue
        fitting = [one for one in told if _is_fitting_verb(one, match["last"].lower(), reading)]
        record = _find_open(fitting, match, reading)
        if record is not None:
            behind = _REST_OF_PHRASE.match(reading.text, match.end())
            end = behind.end() if behind else match.end()
            severity = "warning" if (record.kind, record.status) == ("funding", "reported") else "error"
            status = record.measure if record.kind == "statistic" else record.status
            message = f"no source reports that it has happened; status: {status}"
            yield Issue("status", severity, match.start("verb"), end, message, (record,))
            return


def _is_open(record: Any) -> bool:
    """Return whether no source reports a record as done; a reported amount may be paid or not."""
    if record.kind == "statistic":
        return re.search(r"\bto be \w+ed\b", record.measure) is not None
    return record.status in OPEN_STATUSES or (record.kind, record.status) == ("funding", "reported")


def _is_fitting_verb(subject: Subject, verb: str, reading: ReadSentence) -> bool:
    """Return whether a verb can tell that a record is done: money is paid, meetings take place."""
    record, last = subject.record, stem(verb.rpartition(" ")[2])
    is_given = record.id in reading.meant
    if record.kind in ("meeting", "stop"):
        return re.fullmatch(_TOOK_PLACE, verb) is not None or _is_visit(record, last, reading)
    if record.kind == "statistic":
        return verb in ("received", "delivered", "sent", "handed over")
    if record.kind == "funding":  # the verb says more than the status: paid, or, if the amount is given, approved
        is_more = re.fullmatch(_APPROVED, verb) and record.status not in ("approved", *DONE_STATUSES)
        is_more = is_more or (re.fullmatch(_GRANTED, verb) and record.status == "requested")
        is_paid = re.fullmatch(_PAID, verb) is not None
        return (is_given and (is_paid or bool(is_more))) or (is_paid and record.status != "reported")
    if re.fullmatch(_APPROVED, verb) and reading.meant:
        return False
    is_built = last in subject.weights and re.fullmatch(f"{_BUILT}|{_PAID}", verb) is not None
    return is_built or re.fullmatch(_FULFILLED, verb) is not None


def _is_visit(record: Any, verb: str, reading: ReadSentence) -> bool:
    """Return whether a verb says that a person of a meeting or journey, or `they`, met or travelled."""
    if record.kind == "meeting":
        is_told = verb == "meet" or (verb == "see" and record.format not in ("virtual", "phone"))
    else:
        place = rf"\b{re.escape(record.destination or '')}\b"
        is_there = bool(record.destination) and re.search(place, reading.text, re.IGNORECASE) is not None
        is_told = is_there and verb in ("see", "fly")
    named = {one.id for one in reading.sentence.named}
    return is_told and (not named.isdisjoint(record.people) or _VISITORS.search(reading.text) is not None)


def _find_open(subjects: Sequence[Subject], match: re.Match[str], reading: ReadSentence) -> Any:
    """Return the record that a verb means, or None if a record as likely is done; records of a printed date come first.

    A record must share a word besides the verb with the sentence, unless the sentence gives its figure.
    """
    own, event = stem(match["last"].lower().rpartition(" ")[2]), reading.relevance.event
    telling = {one for one, _, rarity in reading.sentence.words if rarity > 0.15}
    telling |= {one for one, rarity in reading.sentence.before if rarity > 0.3}
    fitting: list[tuple[float, bool, Any]] = []
    for subject in subjects:
        meant = reading.meant.get(subject.record.id)
        if meant is None and not (telling - {own}) & subject.weights.keys():
            continue
        score = reading.score(subject, match.start(), match.end())
        score += 0 if meant is None else MEANT - abs(meant - match.end()) / 100
        is_dated = subject.days is not None and any(difference(one, subject, event) is None for one in reading.dates)
        score += 0.3 if is_dated and score >= 0.3 else 0
        if score >= 0.45:
            fitting.append((score, is_dated, subject.record))
    fitting.sort(key=lambda one: -one[0])
    dated = [one for one in fitting if one[1]]
    fitting = dated if dated and dated[0][0] >= 0.75 * fitting[0][0] else fitting
    likely = [record for score, _, record in fitting if score >= 0.75 * fitting[0][0]]
    return None if not likely or any(one.status in DONE_STATUSES for one in likely) else likely[0]


def check_gaps(reading: ReadSentence) -> Iterator[Issue]:
    """Yield the words that tell as done what was not done, or answer a question that no source answers."""
    if _DENIED.search(reading.text):
        return
    middle = len(reading.text) // 2
    gaps = [(reading.score(one, middle, middle), one) for one in reading.subjects if one.record.kind == "gap"]
    gaps.sort(key=lambda pair: (pair[1].record.status != "not-done", -pair[0]))
    for score, subject in gaps:
        record, severity = subject.record, "warning"
        if record.status == "not-done":
            place = _find_done(reading, subject)
            message = f"the store has this as not done{f' as of {record.date}' if record.date else ''}"
            severity = "warning" if record.date else "error"
        else:
            place = _find_answer(reading, record.summary, score)
            is_asked = record.status == "declined"
            message = f"this {'was asked and not answered' if is_asked else 'is not stated by any source'}"
        if place is not None:
            yield Issue("gap", severity, *place, message, (record,))
            return


def _find_done(reading: ReadSentence, gap: Subject) -> tuple[int, int] | None:
    """Return the verb that tells as done what the store has as not done."""
    record = gap.record
    named = [one for one in reading.sentence.named if one.vocabulary == "person" and one.id in record.people]
    if record.people and not named and not _PRONOUN.search(reading.text):
        return None
    days = [f"{one.month:02}-{one.day or 1:02}" for one in reading.dates if one.month is not None]
    is_earlier = any(day <= (record.date or "")[5:] for day in days)
    if not is_earlier and any(one.class_ == "overtaken" for one in reading.relevance.records(record.conflicts)):
        return None
    texts = [record.summary, *(cite.reads or cite.printed or "" for cite in record.cites)]
    actions = _LIGHT_VERBS | stems(" ".join(texts))
    for match in _DONE_VERB.finditer(reading.text):
        near = match.start() - 60, match.end() + 60
        is_placed = any(one.id in gap.about and near[0] <= one.start <= near[1] for one in reading.sentence.named)
        is_there = is_placed or _coverage(reading, record.summary, near) >= 0.4
        repeated = (_coverage(reading, text, near) for text in texts if len(stems(text)) > 1)
        if stem(match["verb"].lower()) in actions and is_there and max(repeated, default=0.0) >= 0.75:
            return match.span("verb")
    return None


def _find_answer(reading: ReadSentence, question: str, score: float) -> tuple[int, int] | None:
    """Return the words of a sentence that answer the question of a gap: when, where, who, which topic, or yes."""
    topic = _TOPIC.search(question)
    if topic is not None:
        return _find_topic(reading.text, topic["what"] or topic["other"])
    found = None
    if _WHEN.search(question) and score >= 0.9 and _coverage(reading, question) >= 0.58:
        found = _find_time(reading)
    if found is None and _WHERE.search(question) and score >= 0.3:
        found = _find_new_name(_PLACE_NAMED, reading)
    if found is None and _WHO.search(question) and score >= 0.6:
        found = _find_new_name(_WHO_NAMED, reading) or (_find_agent(reading.text, question) if score >= 1.2 else None)
    part = _PART.search(reading.text) if _PART.search(question) else None
    if found is None and part and _has_most_words(reading, question):
        found = part.span()
    return found or _find_yes(reading, question)


def _find_yes(reading: ReadSentence, question: str) -> tuple[int, int] | None:
    """Return the verb that answers yes to the question whether something was done."""
    whether = _WHETHER.match(question)
    if whether is None or not _has_most_words(reading, whether["what"]):
        return None
    asked = {stem(match["verb"].lower()) for match in _DONE_VERB.finditer(whether["what"])}
    verbs = (match.span("verb") for match in _DONE_VERB.finditer(reading.text) if stem(match["verb"].lower()) in asked)
    return next(verbs, None)


def _has_most_words(reading: ReadSentence, question: str) -> bool:
    """Return whether a sentence has most words of a question, and its numbers."""
    numbers = re.findall(r"[0-9]+", question)
    return _coverage(reading, question) >= 0.58 and all(one in reading.text for one in numbers)


def _find_topic(text: str, what: str) -> tuple[int, int] | None:
    """Return where a sentence says that a topic will be discussed."""
    asked = stems(what)
    least = max(1, len(asked) / 2)
    verb, noun = _TOPIC_VERB.search(text), _TOPIC_NOUN.search(text)
    if verb and len(asked & stems(text[verb.end() :])) >= least:
        what = re.split(r"[,;:.]|\s+(?:with|when|in|at|on)\s", text[verb.end() :])[0]
        return verb.start(), verb.end() + len(what)
    if noun and len(asked & stems(text[: noun.start()])) >= least:
        what = re.split(r"(?:\bthat|,|:)\s+", text[: noun.start()])[-1]
        return noun.start() - len(what), noun.end()
    return None


def _find_time(reading: ReadSentence) -> tuple[int, int] | None:
    """Return a time or date of an event, not one at which something was said."""
    times = _TIMES.search(reading.text)
    dates = (one for one in reading.dates if not one.year is one.month is one.weekday is None)
    printed = [(one.start, one.end) for one in dates if not SAID.search(reading.text[: one.start])]
    return times.span() if times else printed[0] if printed else None


def _find_new_name(pattern: re.Pattern[str], reading: ReadSentence) -> tuple[int, int] | None:
    """Return a name after a preposition that the store does not have, or that is longer than its name."""
    for match in pattern.finditer(reading.text):
        start, end = match.span("name")
        inside = [one for one in reading.sentence.named if one.start < end and start < one.end]
        if any(one.start <= start and end <= one.end for one in inside):
            continue
        goes_on = any(one.start <= start and reading.text[one.end] == " " for one in inside)
        if goes_on or not all(reading.relevance.has_word(one.plain) for one in content_words(match["name"])):
            return start, end
    return None


def _find_agent(text: str, question: str) -> tuple[int, int] | None:
    """Return the agent of a passive verb that no source names: opened by order of the ministry."""
    match = _AGENT.search(text)
    if match is None or len(stems(text[: match.start("name")]) & stems(question)) < 2:
        return None
    name = re.split(r",|[ .,;:!]*$", text[match.start("name") :])[0]
    return match.start("name"), match.start("name") + len(name)


def _coverage(reading: ReadSentence, question: str, near: tuple[int, int] = (0, sys.maxsize)) -> float:
    """Return the share of a question, by rarity of words, that a sentence repeats; `near` limits it to a part."""
    own = {one for one, at, _ in reading.sentence.words if near[0] <= at <= near[1]}
    asked = {
        word.stem: reading.relevance.rarity(word) for word in content_words(question) if word.plain not in _NEGATION
    }
    return sum(rarity for one, rarity in asked.items() if one in own) / max(0.01, sum(asked.values()))

"""What a draft says has happened, against what the store has as planned, promised or called off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from .dates import MEANT, difference
from .relevance import Issue, Reading, Subject
from .words import stem

DONE = frozenset({"held", "paid"})
_OPEN = "planned expected likely cancelled postponed requested announced pledged promised agreed approved"
OPEN = frozenset(_OPEN.split())
"""Statuses of what no source reports as done."""
LEAST = 0.45
"""Score from which a record is what a sentence says has happened."""
MOST = 12
"""Verbs of a sentence that are looked at."""
DATED, LIKELY = 0.3, 0.3
"""What a record gains if the sentence prints its date, and the score that it must have before."""
AS_LIKELY = 0.75
"""Share of the best score from which another record may be meant as well."""
_PAID = (
    "paid(?: out| back| over)?|disbursed|transferred|handed over|spent|delivered|received|sent|given out|donated|wired"
)
_APPROVED = "approved|passed|adopted|authorised|authorized|appropriated|cleared|green-lit|greenlit|signed off on"
_GRANTED = "granted|pledged|promised|secured"
_MET = "met|received|welcomed|visited|toured|hosted|dined|spoke|spoken|talked|saw|seen"
_MET += "|landed|arrived|flew|flown|travelled|traveled"
_HELD = "took place|taken place|went ahead|gone ahead|held|happened|occurred|attended|gathered|concluded|ended"
_KEPT = "passed|adopted|signed|completed|finished|fulfilled|introduced|delivered"
_BUILT = "built|opened|reopened|launched|begun|began|started|erected|created|installed|hired"
_VERB = re.compile(
    rf"(?P<aux>\b(?:has|have|had|was|were|been|is|are)\s+(?:been\s+)?)?"
    rf"(?P<verb>(?:already\s+|now\s+|finally\s+)?(?:been\s+)?\b(?P<last>{_PAID}|{_MET}|{_HELD}|{_KEPT}|{_BUILT}|{_APPROVED}|{_GRANTED})\b)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:not|never|n['\u2019]t|yet|no|nobody|none|nor|neither|before|until|if|whether|unless|when|once|will|would|could"
    r"|should|might|(?-i:may)|can|to|be|wish|likely|expected|denied|denies|without|hopes?|wants?|plans?)\b[^.;:,]{0,40}$",
    re.IGNORECASE,
)
"""Words before a verb that take back that it has happened."""
_OF_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their|by|of)\s+$", re.IGNORECASE)
"""Before a participle that belongs to a noun: the received view."""
_OF = re.compile(r"\s+(?:of|about|out)\b")
"""Behind a verb of speech: spoke of."""
_WITH = re.compile(r" (?:as planned|its doors|their doors|out)\b")
_PRONOUN = re.compile(
    r"\b(?:he|she|they|the (?:two|visitors|travellers|leaders|delegation|presidents?|guests))\b", re.IGNORECASE
)


def check(reading: Reading) -> Iterator[Issue]:
    """Yield the first verb that says that something has happened which no source reports as done."""
    told = [one for one in reading.subjects if _is_open(one) or one.record.status in DONE]
    verbs = () if reading.text.endswith("?") else islice(_VERB.finditer(reading.text), MOST)
    for match in verbs:
        if _is_taken_back(reading.text, match):
            continue
        record = _still_open([one for one in told if _may_mean(one, match["last"].lower(), reading)], match, reading)
        if record is not None:
            start = match.start("verb") + (5 if match["verb"].lower().startswith("been ") else 0)
            behind = _WITH.match(reading.text, match.end())
            severity = "warning" if _is_reported(record) else "error"
            message = f"no source reports that it has happened; status: {_status(record)}"
            yield Issue("status", severity, start, behind.end() if behind else match.end(), message, (record,))
            return


def _is_taken_back(text: str, match: re.Match[str]) -> bool:
    """Return whether a verb does not say that something has happened: by a negation, or as part of a noun."""
    before = text[max(0, match.start() - 60) : match.start()]
    is_noun = match["aux"] is None and _OF_NOUN.search(before) is not None
    return is_noun or _NOT_YET.search(before) is not None or _OF.match(text, match.end()) is not None


def _is_open(subject: Subject) -> bool:
    record: Any = subject.record
    if record.kind == "statistic":
        return re.search(r"\bto be \w+ed\b", record.measure) is not None
    return _is_reported(record) or (record.status in OPEN and record.kind not in ("gap", "claim"))


def _is_reported(record: Any) -> bool:
    """Return whether of an amount no more is known than that it is reported."""
    return bool(record.kind == "funding" and record.status == "reported")


def _status(record: Any) -> str:
    return record.measure if record.kind == "statistic" else str(record.status)


def _may_mean(subject: Subject, verb: str, reading: Reading) -> bool:
    """Return whether a verb can say that what a record has is done: money is paid, meetings take place."""
    record: Any = subject.record
    last = stem(verb.rpartition(" ")[2])
    is_held = re.fullmatch(_HELD, verb) is not None
    if record.kind in ("meeting", "stop"):
        is_remote = record.kind == "meeting" and record.format in ("virtual", "phone")
        is_met = (
            last in (("meet",) if is_remote else ("see", "meet"))
            if record.kind == "meeting"
            else last in ("see", "fly") and _is_there(record, reading)
        )
        return is_held or (is_met and _takes_part(record, reading))
    if record.kind == "funding":
        return _is_upgraded(str(record.status), verb, is_given=record.id in reading.meant)
    if record.kind == "statistic":
        return verb in ("received", "delivered", "sent", "handed over")
    if re.fullmatch(_APPROVED, verb) and record.id not in reading.meant and reading.meant:
        return False
    return re.fullmatch(_KEPT, verb) is not None or (
        last in subject.weights and re.fullmatch(f"{_BUILT}|{_PAID}", verb) is not None
    )


def _is_upgraded(status: str, verb: str, *, is_given: bool) -> bool:
    """Return whether a verb says more than the status of an amount: paid, or of one that is given, approved."""
    if re.fullmatch(_APPROVED, verb):
        return is_given and status not in ("approved", *DONE)
    if re.fullmatch(_GRANTED, verb):
        return is_given and status == "requested"
    return re.fullmatch(_PAID, verb) is not None and (is_given or status != "reported")


def _is_there(record: Any, reading: Reading) -> bool:
    """Return whether a sentence names the place where a stop is or leads."""
    place = record.destination
    return place is not None and re.search(rf"\b{re.escape(place)}\b", reading.text, re.IGNORECASE) is not None


def _takes_part(record: Any, reading: Reading) -> bool:
    """Return whether a sentence names somebody who takes part in a meeting or journey, or may mean them."""
    named = {one.id for one in reading.sentence.named}
    return not named.isdisjoint(record.people) or _PRONOUN.search(reading.text) is not None


def _score(subject: Subject, match: re.Match[str], reading: Reading) -> float:
    """Return how much a record has to do with a verb; none if they share nothing but the verb."""
    own = stem(match["last"].lower().rpartition(" ")[2])
    sentence, id_ = reading.sentence, subject.record.id
    shared = {one for one, _, rarity in sentence.words if rarity > 0.15} | {
        one for one, rarity in sentence.before if rarity > 0.3
    }
    if not (shared - {own}) & subject.weights.keys() and id_ not in reading.meant:
        return 0.0
    score = reading.score(subject, match.start(), match.end())
    return score + (MEANT - abs(reading.meant[id_] - match.end()) / 100 if id_ in reading.meant else 0)


def _still_open(subjects: Sequence[Subject], match: re.Match[str], reading: Reading) -> Any:
    """Return the record that a verb means if it is not done, and none as likely is."""
    scored = [(_score(one, match, reading), one) for one in subjects]
    scored = [(score + DATED * (score >= LIKELY and _is_dated(one, reading)), one) for score, one in scored]
    fitting = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: -pair[0])
    dated = [pair for pair in fitting if _is_dated(pair[1], reading)]
    fitting = dated if dated and dated[0][0] >= AS_LIKELY * fitting[0][0] else fitting
    likely = [one for score, one in fitting if score >= AS_LIKELY * fitting[0][0]]
    return None if not likely or any(one.record.status in DONE for one in likely) else likely[0].record


def _is_dated(subject: Subject, reading: Reading) -> bool:
    """Return whether a record has a date that the sentence prints."""
    event = reading.relevance.event
    return subject.days is not None and any(difference(one, subject, event) is None for one in reading.dates)

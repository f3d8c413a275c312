"""Titles that a draft gives to a person of the store and that no source gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..text import fold
from .names import CASE
from .naming import Named
from .relevance import Issue, Reading, Relevance
from .words import stem, stems

HEADS = (
    "president minister chancellor king queen prince princess senator congressman congresswoman representative rep"
    " governor mayor secretary ambassador general colonel captain cpt major lieutenant sergeant admiral chief director"
    " chairman chairwoman chair spokesman spokeswoman spokesperson adviser advisor professor judge sheriff commissioner"
    " commander deputy envoy premier democrat republican ceo bishop cardinal archbishop pope attorney prosecutor"
    " coordinator inspector superintendent officer undersecretary treasurer speaker"
)
"""Nouns that a title ends with."""
_ANYBODY = (
    "the a an his her its their our former retired then ex late new old own top senior acting mr mrs ms and"
    " of for to from in vice who is was as under with by at when where while after before"
)
_SAID_OF_ANYBODY = frozenset(_ANYBODY.split())
"""Words around a title that need not be in a source."""
_RANKS = frozenset({"vice", "deputy", "prime", "assistant"})
"""Words that make another office of a title: a vice president is no president."""
_NAME = "[A-ZÀ-Þ][\\w\u2019'-]*"
_ADJECTIVES = "retired|former|special|chief|senior|deputy|vice|prime|acting|finance|foreign|interior|press|relief|bank"
_ADJECTIVES += "|infantry|army|navy|police"
_TITLE = re.compile(
    rf"(?:(?:{_NAME}|{_ADJECTIVES})\s+){{0,5}}(?i:{HEADS.replace(' ', '|')})s?\b"
    rf"(?P<rest>\s+(?:of|for|from)\s+(?:the\s+)?(?P<where>{_NAME}(?:\s+{_NAME}){{0,4}}))?"
)
_HYPHEN = re.compile(r"(?<=\bvice)-(?=president)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|a|an|his|her|its|their|our)\s+$", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"(?:\s+|,\s+|\s+(?:is|was)\s+)(?:{_NAME}\s+){{0,2}}")
_BEHIND_NAME = re.compile(r"(?:,|\s+(?:is|was|as))\s+(?:(?:a|an|the|who is|as)\s+)?(?:retired\s+|former\s+)?")
_TITLE_WORD = re.compile("[\\w\u2019']+")


def check(reading: Reading) -> Iterator[Issue]:
    """Yield each title that is given to a person of the store and that no source gives."""
    people = [one for one in reading.sentence.named if one.vocabulary == "person"]
    text = _HYPHEN.sub(" ", reading.text)
    for match in _TITLE.finditer(text) if people else ():
        named = _holder(text, match, people)
        if named is None:
            continue
        person: Any = reading.relevance.shelf.of_ids([named.id])[0]
        wrong = _wrong_part(match, person, reading.relevance) if person.titles else None
        if wrong is not None:
            titles = {fold(one.title.replace("-", " ")): one.title for one in reversed(person.titles)}
            known = "; ".join(reversed(titles.values()))
            yield Issue("title", "error", *wrong, "no source gives this title", (person,), expected=known)


def _holder(text: str, match: re.Match[str], people: Sequence[Named]) -> Named | None:
    """Return the person to whom a sentence gives a title: before the name, behind it, or by `is`."""
    for one in people:
        if one.start >= match.end() and _BEFORE_NAME.fullmatch(text, match.end(), one.start):
            is_apposition = text[match.end()] == ","
            return one if not is_apposition or _ARTICLE.search(text[: match.start()]) else None
        if one.end <= match.start() and _BEHIND_NAME.fullmatch(text, one.end, match.start()):
            return one
    return None


def _wrong_part(match: re.Match[str], person: Any, relevance: Relevance) -> tuple[int, int] | None:
    """Return the part of a title that no source gives the person: the title, or only what it is of."""
    known = _known(person, relevance)
    end = match.start("rest") if match["rest"] else match.end()
    words = _TITLE_WORD.finditer(match.string, match.start(), end)
    own = [(word.start(), fold(CASE.sub("", word[0]))) for word in words]
    is_other = any(not _is_known(word, known) for _, word in own if word not in _SAID_OF_ANYBODY)
    if is_other or not _has_rank([word for _, word in own], person):
        return next(start for start, word in own if word not in _SAID_OF_ANYBODY or word == "vice"), end
    return match.span("where") if match["where"] and not stems(match["where"]) <= known else None


def _has_rank(words: Sequence[str], person: Any) -> bool:
    """Return whether a source gives a person an office of the same rank: president, or vice president."""
    offices = [fold(one.title.replace("-", " ")).split() for one in person.titles]
    same = [office for office in offices if stem(words[-1]) in map(stem, office)]
    return not same or any(_RANKS & set(words) == _RANKS & set(office) for office in same)


def _known(person: Any, relevance: Relevance) -> frozenset[str]:
    """Return the words of all that the store says of who a person is, and their stems."""
    titles = [one.title for one in person.titles]
    places = [name for id_ in person.countries for name in relevance.names.of("country", id_)]
    texts = [person.summary, person.name, *person.aliases, *titles, *places]
    return stems(" ".join(texts)) | frozenset(fold(" ".join(titles)).split())


def _is_known(word: str, known: frozenset[str]) -> bool:
    return not known.isdisjoint((word, word.removesuffix("s"), stem(word)))

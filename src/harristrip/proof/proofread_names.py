"""Names and titles of a draft: a name that is nearly one of the store, a title that no source gives a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..text import fold
from .relevance import Issue, Named, Relevance, Sentence
from .words import stem, stems

SHORTEST = 4
"""Letters of a word that can be told from others by its spelling."""
LONG = 8
"""Letters from which two may differ."""
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_CASES = re.compile(r"['’]s?$")


class Spelling(NamedTuple):
    """A name of the store, word by word."""

    vocabulary: str
    id: str
    name: str
    words: tuple[str, ...]


def check_names(sentence: Sentence, relevance: Relevance) -> Iterator[Issue]:
    """Yield each name that is nearly, but not quite, that of a person, country or place of the store."""
    free = [match for match in _CAPITAL.finditer(sentence.text) if not _inside(match.start(), sentence.named)]
    seen = -1
    for match in free:
        if match.start() < seen:
            continue
        issue = _misspelt_whole(sentence.text, match.start(), relevance) or _misspelt_word(sentence, match, relevance)
        if issue is not None:
            seen = issue.end
            yield issue


def _inside(place: int, named: Sequence[Named]) -> bool:
    return any(one.start <= place < one.end for one in named)


def _misspelt_whole(text: str, start: int, relevance: Relevance) -> Issue | None:
    """Return a name of several words of which one is misspelt, if it starts at a place: International Monetary Found."""
    words = [match for match in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text[start : start + 90])]
    if not words:
        return None
    for spelling in relevance.spellings(fold(words[0][0])[:1]):
        size = len(spelling.words)
        if size < 2 or len(words) < size:
            continue
        end = start + words[size - 1].end()
        printed = [fold(_CASES.sub("", match[0])) for match in words[:size]]
        wrong = [n for n, pair in enumerate(zip(printed, spelling.words, strict=True)) if pair[0] != pair[1]]
        if wrong and len(wrong) <= 2 and all(_is_near(printed[n], spelling.words[n]) for n in wrong):
            first = start + words[wrong[0]].start() if relevance.is_human(spelling.id) else start
            return _issue(first, end, spelling, relevance)
    return None


def _misspelt_word(sentence: Sentence, match: re.Match[str], relevance: Relevance) -> Issue | None:
    """Return a single word that is nearly a name: Ostar."""
    word = fold(_CASES.sub("", match[0]))
    if len(word) < SHORTEST or " " in word or relevance.has_word(word):
        return None
    first = not sentence.text[: match.start()].strip(" \"'“‘(")
    if first and len(word) < 6 and not _has_partner(sentence, match):
        return None
    for spelling in relevance.spellings(word[:1]):
        for position, other in enumerate(spelling.words):
            if _is_near(word, other) and len(other) >= SHORTEST and _may_stand_alone(spelling, position):
                return _issue(match.start(), match.start() + len(_CASES.sub("", match[0])), spelling, relevance)
    return None


def _has_partner(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a capital follows: Dag Orla."""
    return re.match(r"\s+[A-Z]", sentence.text[match.end() :]) is not None


def _may_stand_alone(spelling: Spelling, position: int) -> bool:
    """Return whether a word of a name names it: a surname, a place of one word."""
    return position == len(spelling.words) - 1 or spelling.vocabulary == "person"


def _is_near(word: str, other: str) -> bool:
    """Return whether two words differ by one letter, or two swapped ones; by two letters if they are long."""
    if word == other:
        return False
    if word in (other + "s", other + "es") or other in (word + "s",):
        return False
    return distance(word, other) <= (2 if min(len(word), len(other)) >= LONG else 1)


def distance(first: str, second: str) -> int:
    """Return how many letters must be added, dropped, changed or swapped; 3 for more than two."""
    if abs(len(first) - len(second)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return min(row[-1], 3)


def _issue(start: int, end: int, spelling: Spelling, relevance: Relevance) -> Issue:
    records = tuple(relevance.of_ids([spelling.id])) if spelling.vocabulary == "person" else ()
    return Issue("name", "error", start, end, f"the store spells it {spelling.name}", records, sort="wrong", expected=spelling.name)


_HEADS = frozenset(
    "president minister chancellor king queen prince princess senator congressman congresswoman representative rep governor mayor"
    " secretary ambassador general colonel captain cpt major lieutenant sergeant admiral chief director chairman chairwoman chair"
    " spokesman spokeswoman spokesperson adviser advisor professor judge sheriff commissioner commander deputy envoy premier democrat republican ceo"
    " bishop cardinal archbishop pope attorney prosecutor coordinator inspector superintendent officer undersecretary treasurer speaker".split()
)
"""Nouns that a title ends with."""
_ANY = frozenset("the a an his her its their our former retired then ex late new old own top senior acting mr mrs ms and of for to from in vice who is was as under with by in at when where while after before".split())
"""Words of a title that say nothing that must be in a source."""
_TITLE_WORD = r"(?:[A-ZÀ-Þ][\w’'-]*|retired|former|special|chief|senior|deputy|vice|prime|acting|finance|foreign|interior|press|relief|bank|infantry|army|navy|police)"
_PHRASE = re.compile(rf"(?:{_TITLE_WORD}\s+){{0,5}}(?P<head>(?i:{'|'.join(sorted(_HEADS))}))s?\b(?P<rest>\s+(?:of|for|from)\s+(?:the\s+)?(?P<where>[A-Z][\w’-]*(?:\s+[A-Z][\w’-]*){{0,4}}))?")


def check_titles(sentence: Sentence, relevance: Relevance) -> Iterator[Issue]:
    """Yield each title that is given to a person of the store and that no source gives."""
    people = [one for one in sentence.named if one.vocabulary == "person"]
    for match in _phrases(sentence.text):
        named = _holder(sentence.text, match, people)
        if named is None:
            continue
        person: Any = relevance.of_ids([named.id])[0]
        wrong = _wrong_part(sentence.text, match, person, relevance)
        if wrong is not None:
            known = "; ".join(one.title for one in person.titles)
            yield Issue("title", "error", *wrong, f"no source gives this title; the store has: {known}", (person,), sort="wrong")


def _phrases(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while (match := _PHRASE.search(text, place)) is not None:
        yield match
        place = match.end()


def _holder(text: str, match: re.Match[str], people: Sequence[Named]) -> Named | None:
    """Return the person to whom a sentence gives a title: before the name, behind it, or by `is`."""
    for one in people:
        between = text[match.end() : one.start]
        if one.start >= match.end() and re.fullmatch(r"(?:\s+|,\s+|\s+(?:is|was)\s+)(?:[A-Z][\w’-]*\s+){0,2}", between):
            return one
        between = text[one.end : match.start()]
        if one.end <= match.start() and re.fullmatch(r"(?:,|\s+(?:is|was|as|,))\s+(?:(?:a|an|the|who is|as)\s+)?(?:retired\s+|former\s+)?", between):
            return one
    return None


def _wrong_part(text: str, match: re.Match[str], person: Any, relevance: Relevance) -> tuple[int, int] | None:
    """Return the part of a title that no source gives the person: the title, or only what it is of."""
    if not person.titles:
        return None
    known = set(stems(" ".join([person.summary, *(one.title for one in person.titles), person.name, *person.aliases])))
    known |= {fold(word) for one in person.titles for word in fold(one.title).split()}
    for id_ in person.countries:
        known |= stems(" ".join(relevance.names("country", id_)))
    end = match.start("rest") if match["rest"] else match.end()
    own = [(word, fold(_CASES.sub("", word[0]))) for word in re.finditer(r"[\w’'-]+", text[match.start() : end])]
    bad = [word for word, folded in own if folded not in _ANY and folded.rstrip("s") not in known and folded not in known and stem(folded) not in known]
    if bad:
        start = next(word.start() for word, folded in own if folded not in _ANY or folded == "vice")
        return match.start() + start, end
    if match["where"] and not stems(match["where"]) <= known:
        return match.span("where")
    return None

"""Names of a draft that are nearly, but not quite, those of a person, country or place of the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..text import fold
from .naming import Named, Spelling
from .relevance import Issue, Relevance, Sentence

SHORTEST = 4
"""Letters of a word that can be told from others by its spelling."""
LONG = 8
"""Letters from which two may differ."""
CASE = re.compile("['\u2019]s?$")
"""The end of a genitive: Varda's."""
_CAPITAL = re.compile("[^\\W\\d_a-zß-öø-ÿ](?:[^\\W\\d_]|['\u2019-](?=[^\\W\\d_]))*")
_WORD = re.compile("[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)*")
_SUBJECT = re.compile(
    r"\s+(?:[A-Z]|(?:has|had|is|was|will|would|says?|said|told|and|spoke|wants?|thinks|did|does|agreed|asked|promised)\b)"
    "|['\u2019]s\\b"
)
"""What follows a name at the start of a sentence and seldom another word."""


def check(sentence: Sentence, relevance: Relevance) -> Iterator[Issue]:
    """Yield each name that is nearly one of the store."""
    seen = -1
    for match in _CAPITAL.finditer(sentence.text):
        if match.start() < seen or _is_inside(match.start(), sentence.named):
            continue
        issue = (
            _whole(sentence.text, match.start(), relevance)
            or _first_letter(sentence.text, match.start(), relevance)
            or _word(sentence.text, match, relevance)
        )
        if issue is not None:
            seen = issue.end
            yield issue


def _is_inside(place: int, named: Sequence[Named]) -> bool:
    return any(one.start <= place < one.end for one in named)


def _whole(text: str, start: int, relevance: Relevance) -> Issue | None:
    """Return a name of several words of which one or two are misspelt, if it starts at a place."""
    words = list(_WORD.finditer(text, start, start + 90))
    printed = [fold(CASE.sub("", match[0])) for match in words]
    for spelling in relevance.names.spellings(printed[0][:1]) if printed else ():
        size = len(spelling.words)
        if size < 2 or len(words) < size:
            continue
        wrong = [n for n in range(size) if printed[n] != spelling.words[n]]
        if wrong and len(wrong) <= 2 and all(_is_near(printed[n], spelling.words[n]) for n in wrong):
            first = words[wrong[0]].start() if _is_surname(spelling, relevance) else start
            return _issue(first, words[size - 1].end(), spelling, relevance)
    return None


def _first_letter(text: str, start: int, relevance: Relevance) -> Issue | None:
    """Return the name of a single person whose first name begins with another letter: Carl for Karl."""
    words = list(_WORD.finditer(text, start, start + 90))
    printed = tuple(fold(CASE.sub("", match[0])) for match in words)
    if len(printed) < 2 or len(printed[0]) < SHORTEST or relevance.has_word(printed[0]):
        return None
    for spelling in relevance.names.spellings(printed[1][:1]):
        size, first = len(spelling.words), spelling.words[0]
        is_slip = size > 1 and printed[0][1:] == first[1:] and printed[1:size] == spelling.words[1:]
        if is_slip and _is_surname(spelling, relevance):
            return _issue(start, words[size - 1].end(), spelling, relevance)
    return None


def _is_surname(spelling: Spelling, relevance: Relevance) -> bool:
    """Return whether a name is that of a single person: then only the words that are wrong are shown."""
    return spelling.vocabulary == "person" and relevance.shelf.is_human(spelling.id)


def meant(issue: Issue, relevance: Relevance) -> Named:
    """Return the name that a misspelt one is meant to be, at its place."""
    if issue.records:
        return Named("person", issue.records[0].id, issue.start, issue.end)
    entry = issue.entry or ""
    return Named("place" if entry in relevance.names.labels["place"] else "country", entry, issue.start, issue.end)


def _word(text: str, match: re.Match[str], relevance: Relevance) -> Issue | None:
    """Return a single word that is nearly a surname, or a place of one word."""
    printed = CASE.sub("", match[0])
    word = fold(printed)
    if len(word) < SHORTEST or " " in word or relevance.has_word(word):
        return None
    is_first = not text[: match.start()].strip(" \"'(\u201c\u2018")
    if is_first and len(word) < 6 and not _SUBJECT.match(text, match.end()):
        return None
    for spelling in relevance.names.spellings(word[:1]):
        last = spelling.words[-1]
        if len(last) >= SHORTEST < max(len(word), len(last)) and _is_near(word, last):
            return _issue(match.start(), match.start() + len(printed), spelling, relevance)
    return None


def _is_near(word: str, other: str) -> bool:
    """Return whether two words differ by one letter or two swapped ones, long ones by two; plurals are no mistake."""
    if word == other or word in (f"{other}s", f"{other}es") or other == f"{word}s":
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
    is_record = spelling.vocabulary == "person"
    records = tuple(relevance.shelf.of_ids([spelling.id])) if is_record else ()
    message = f"the store spells it {spelling.name}"
    entry = None if is_record else spelling.id
    return Issue("name", "error", start, end, message, records, expected=spelling.name, entry=entry)

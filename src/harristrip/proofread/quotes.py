"""Quotations of a draft against the archived articles: word for word, and from the speaker that the draft names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..proof.articles import plain
from .naming import Named
from .relevance import Issue, Reading, Relevance
from .words import stems

SHORTEST = 4
"""Words of a quotation that are compared: fewer may be an irony or a name."""
REACH = 200
"""Characters between a speaker and the verb: clauses may stand between them."""
ALIKE = 0.5
"""Share of the words of a quotation that the nearest passage must have."""
_QUOTED = re.compile(
    '\u201c([^\u201c\u201d]+)\u201d|\u00ab\\s*([^\u00ab\u00bb]+?)\\s*\u00bb|\u201e([^\u201e\u201c\u201d]+)[\u201c\u201d]|"([^"]+)"'
    "|\u2018([^\u2018\u2019]+(?:\u2019\\w[^\u2018\u2019]*)*)\u2019(?!\\w)"
)
"""Words in quotation marks of one kind."""
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?|\[[^\]]*\])\s*")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SPEECH = re.compile(
    r"\b(?:said|says|say|told|tells|tell|added|adds|replied|answered|asked|asks|wrote|writes|explained|insisted|argued|warned"
    r"|noted|stated|announced|declared|recalled|stressed|complained|claimed|claims|according to|phrased|put it|quipped"
    r"|tweeted|remarked|is said to)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:told|tells?|asked|asks)", re.IGNORECASE)
"""Verbs of speech whose object may follow: told the Post."""


class Passage(NamedTuple):
    """A paragraph of an article."""

    source: str
    number: int
    text: str

    @property
    def mark(self) -> str:
        """The source and paragraph as the tables show them."""
        return f"{self.source} ¶{self.number}"


def passages(sources: Sequence[Any], texts: Mapping[str, Sequence[str]]) -> list[Passage]:
    """Return every paragraph of the sources whose text is there."""
    return [
        Passage(source.id, number, text)
        for source in sources
        for number, text in enumerate(texts.get(source.sha256, ()), 1)
    ]


def check(reading: Reading, articles: Sequence[Passage]) -> Iterator[Issue]:
    """Yield each quotation that no article has word for word, or that another speaker is given for."""
    for start, end in quotations(reading.text) if articles else ():
        words = plain(reading.text[start:end]).strip(" ,.;:!?\u2026")
        found = [passage for passage in articles if _has(words, passage.text)]
        if not found:
            yield _altered(words, (start, end), articles, reading.relevance)
            continue
        speaker = _speaker(reading, start, end)
        if speaker is not None and not any(_may_speak(speaker, passage, reading.relevance) for passage in found):
            message = f"the speaker of this passage is another: {found[0].mark}"
            records = tuple(_citing(found[0], words, reading.relevance))
            yield Issue("attribution", "error", speaker.start, speaker.end, message, records)
        else:
            yield Issue("quotation", "note", start, end, f"word for word in {found[0].mark}")


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the quotations of four words or more are, without their quotes."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        if len(_WORD.findall(match[group])) >= SHORTEST:
            yield match.span(group)


def _has(words: str, paragraph: str) -> bool:
    """Return whether a paragraph has the words of a quotation; what an ellipsis leaves out aside."""
    place = 0
    for part in _ELLIPSIS.split(words):
        if not part:
            continue
        first = re.escape(part[0]) if not part[0].isalpha() else f"[{part[0].lower()}{part[0].upper()}]"
        match = re.compile(rf"(?<!\w){first}{re.escape(part[1:])}(?!\w)").search(paragraph, place)
        if match is None:
            return False
        place = match.end()
    return True


def _altered(words: str, place: tuple[int, int], articles: Sequence[Passage], relevance: Relevance) -> Issue:
    """Say that no article has a quotation, with the nearest passage."""
    nearest = _nearest(words, articles)
    if nearest is None:
        return Issue("quotation", "warning", *place, "no article has these words or any like them")
    passage, text = nearest
    message = f"no article has these words; nearest: {passage.mark}"
    return Issue("quotation", "error", *place, message, tuple(_citing(passage, text, relevance)), expected=text)


def _nearest(words: str, articles: Sequence[Passage]) -> tuple[Passage, str] | None:
    """Return the passage that has most of the words of a quotation, and its words."""
    asked = [word.lower() for word in _WORD.findall(words)]
    best: tuple[float, Passage, int, int] | None = None
    for passage in articles:
        places = list(_WORD.finditer(passage.text))
        own = [match[0].lower() for match in places]
        if len(set(asked) & set(own)) < ALIKE * len(set(asked)):
            continue
        for at in range(max(1, len(own) - len(asked) + 1)):
            part = own[at : at + len(asked)]
            share = sum(a == b for a, b in zip(asked, part, strict=False)) + 0.9 * len(set(asked) & set(part))
            if best is None or share > best[0]:
                best = (share, passage, places[at].start(), places[at + len(part) - 1].end())
    if best is None or best[0] < 1.5 * ALIKE * len(asked):
        return None
    return best[1], best[1].text[best[2] : best[3]]


def _speaker(reading: Reading, start: int, end: int) -> Named | None:
    """Return the person whom a sentence names as the speaker of a quotation: by the verb of speech next to it."""
    named = (one for one in reading.sentence.named if one.vocabulary == "person" and not start <= one.start < end)
    people = [one for one in named if reading.relevance.shelf.is_human(one.id)]
    verbs = [match for match in _SPEECH.finditer(reading.text) if not start <= match.start() < end]
    for verb in sorted(verbs, key=lambda match: min(abs(match.start() - end), abs(match.end() - start))):
        first = end if verb.start() >= end else 0
        before = [
            one for one in people if first <= one.start and one.end <= verb.start() and verb.start() - one.end < REACH
        ]
        after = [one for one in people if verb.end() <= one.start <= verb.end() + 30]
        if before or (after and not _TOLD.match(verb[0])):
            return before[-1] if before else after[0]
    return None


def _may_speak(speaker: Named, passage: Passage, relevance: Relevance) -> bool:
    """Return whether a passage names a person, or a record of it gives the person's word."""
    names = relevance.names.of("person", speaker.id)
    if any(re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", passage.text, re.IGNORECASE) for name in names):
        return True
    return any(speaker.id in record.said_by for record in relevance.shelf.citing(passage.source, passage.number))


def _citing(passage: Passage, words: str, relevance: Relevance) -> list[Any]:
    """Return the records of a passage that share most words with a quotation, at most one."""
    asked = stems(words)
    records = [one for one in relevance.shelf.citing(passage.source, passage.number) if one.said_by]
    records.sort(key=lambda one: -len(asked & stems(" ".join(cite.printed or "" for cite in one.cites))))
    return records[:1]

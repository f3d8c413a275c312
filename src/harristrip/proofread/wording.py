"""Compare names, titles, and quotations with their speakers with those of the store and the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..proof.articles import plain
from ..text import edits, fold, word_set
from .draft_text import stem, stems
from .relevance import Issue, Named, ReadSentence, Relevance, Sentence, Spelling

SHORTEST = 4
"""Least letters of a word whose spelling is checked."""
GENITIVE = re.compile("['\u2019]s?$")
"""The end of a genitive: Varda's."""
_NAME_CANDIDATE = re.compile("[^\\W\\d_a-zß-öø-ÿ](?:[^\\W\\d_]|['\u2019-](?=[^\\W\\d_]))*")
_NAME_WORD = re.compile("[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)*")
_SUBJECT = re.compile(
    r"\s+(?:[A-Z]|(?:has|had|is|was|will|would|says?|said|told|and|spoke|wants?|thinks|did|does|agreed|asked|promised)\b)"
    "|['\u2019]s\\b"
)
"""Words that often follow a name at the start of a sentence, and seldom another word."""
TITLE_NOUNS = (
    "president minister chancellor king queen prince princess senator congressman congresswoman representative rep"
    " governor mayor secretary ambassador general colonel captain cpt major lieutenant sergeant admiral chief director"
    " chairman chairwoman chair spokesman spokeswoman spokesperson adviser advisor professor judge sheriff commissioner"
    " commander deputy envoy premier democrat republican ceo bishop cardinal archbishop pope attorney prosecutor"
    " coordinator inspector superintendent officer undersecretary treasurer speaker"
)
"""Last words of titles."""
_SAID_OF_ANYBODY = word_set(
    "the a an his her its their our former retired then ex late new old own top senior acting mr mrs ms and"
    " of for to from in vice who is was as under with by at when where while after before"
)
"""Words around a title that need not be in a source."""
_RANKS = frozenset({"vice", "deputy", "prime", "assistant"})
"""Words that make a title another office: a vice president is no president."""
_CAPITALISED = "[A-ZÀ-Þ][\\w\u2019'-]*"
_ADJECTIVES = "retired|former|special|chief|senior|deputy|vice|prime|acting|finance|foreign|interior|press|relief|bank"
_ADJECTIVES += "|infantry|army|navy|police"
_TITLE = re.compile(
    rf"(?:(?:{_CAPITALISED}|{_ADJECTIVES})\s+){{0,5}}(?i:{TITLE_NOUNS.replace(' ', '|')})s?\b"
    rf"(?P<rest>\s+(?:of|for|from)\s+(?:the\s+)?(?P<where>{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,4}}))?"
)
_HYPHEN = re.compile(r"(?<=\bvice)-(?=president)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|a|an|his|her|its|their|our)\s+$", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"(?:\s+|,\s+|\s+(?:is|was)\s+)(?:{_CAPITALISED}\s+){{0,2}}")
_BEHIND_NAME = re.compile(r"(?:,|\s+(?:is|was|as))\s+(?:(?:a|an|the|who is|as)\s+)?(?:retired\s+|former\s+)?")
_TITLE_WORD = re.compile("[\\w\u2019']+")
_QUOTED = re.compile(
    '\u201c([^\u201c\u201d]+)\u201d|\u00ab\\s*([^\u00ab\u00bb]+?)\\s*\u00bb|\u201e([^\u201e\u201c\u201d]+)[\u201c\u201d]|"([^"]+)"'
    "|\u2018([^\u2018\u2019]+(?:\u2019\\w[^\u2018\u2019]*)*)\u2019(?!\\w)"
)
"""Words in quotation marks of one kind."""
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?|\[[^\]]*\])\s*")
_QUOTED_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SPEECH = re.compile(
    r"\b(?:said|says|say|told|tells|tell|added|adds|replied|answered|asked|asks|wrote|writes|explained|insisted|argued|warned"
    r"|noted|stated|announced|declared|recalled|stressed|complained|claimed|claims|according to|phrased|put it|quipped"
    r"|tweeted|remarked|is said to)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:told|tells?|asked|asks)", re.IGNORECASE)
"""Verbs of speech whose object may follow: told the Post."""


def check_names(sentence: Sentence, relevance: Relevance) -> Iterator[tuple[Issue, Named]]:
    """Yield the issue of each misspelt name, with the name that is meant."""
    seen = -1
    for match in _NAME_CANDIDATE.finditer(sentence.text):
        at = match.start()
        if at < seen or any(one.start <= at < one.end for one in sentence.named):
            continue
        found = _find_misspelt_name(sentence.text, at, relevance)
        found = found or _find_misspelt_word(sentence.text, match, relevance)
        if found is None:
            continue
        start, seen, (vocabulary, id_, name, _) = found
        is_record = vocabulary == "person"
        records = tuple(relevance.records([id_])) if is_record else ()
        entry = None if is_record else id_
        message = f"the store spells it {name}"
        issue = Issue("name", "error", start, seen, message, records, expected=name, entry=entry)
        yield issue, Named(vocabulary, id_, start, seen)


def _find_misspelt_name(text: str, start: int, relevance: Relevance) -> tuple[int, int, Spelling] | None:
    """Return a name of several words that starts at a place and has one or two misspelt words.

    It may also be a person whose first name has another first letter: Carl for Karl.
    """
    words = list(_NAME_WORD.finditer(text, start, start + 90))
    printed = [fold(GENITIVE.sub("", match[0])) for match in words]
    for spelling in relevance.names.spellings.get(printed[0][:1], ()):
        size = len(spelling.words)
        if size < 2 or len(words) < size:
            continue
        wrong = [n for n in range(size) if printed[n] != spelling.words[n]]
        if wrong and len(wrong) <= 2 and all(_is_near(printed[n], spelling.words[n]) for n in wrong):
            first = words[wrong[0]].start() if _is_surname(spelling, relevance) else start
            return first, words[size - 1].end(), spelling
    if len(printed) < 2 or len(printed[0]) < SHORTEST or relevance.has_word(printed[0]):
        return None
    for spelling in relevance.names.spellings.get(printed[1][:1], ()):
        first_name, *others = spelling.words
        size = len(spelling.words)
        is_slip = others and printed[0][1:] == first_name[1:] and printed[1:size] == others
        if is_slip and _is_surname(spelling, relevance):
            return start, words[size - 1].end(), spelling
    return None


def _is_surname(spelling: Spelling, relevance: Relevance) -> bool:
    """Return whether a name is that of one human: then only the wrong words are shown."""
    return spelling.vocabulary == "person" and relevance.is_human(spelling.id)


def _find_misspelt_word(text: str, match: re.Match[str], relevance: Relevance) -> tuple[int, int, Spelling] | None:
    """Return a single word that is a misspelt surname, or a misspelt place of one word."""
    printed = GENITIVE.sub("", match[0])
    word = fold(printed)
    if len(word) < SHORTEST or " " in word or relevance.has_word(word):
        return None
    is_first = not text[: match.start()].strip(" \"'(\u201c\u2018")
    if is_first and len(word) < 6 and not _SUBJECT.match(text, match.end()):
        return None
    for spelling in relevance.names.spellings.get(word[:1], ()):
        last = spelling.words[-1]
        if len(last) >= SHORTEST < max(len(word), len(last)) and _is_near(word, last):
            return match.start(), match.start() + len(printed), spelling
    return None


def _is_near(word: str, other: str) -> bool:
    """Return whether two words differ by one letter or two swapped ones, long ones by two; plurals are no mistake."""
    if word == other or word in (f"{other}s", f"{other}es") or other == f"{word}s":
        return False
    return edits(word, other) <= (2 if min(len(word), len(other)) >= 8 else 1)


def check_titles(reading: ReadSentence) -> Iterator[Issue]:
    """Yield each title of a person that no source gives."""
    people = [one for one in reading.sentence.named if one.vocabulary == "person"]
    text = _HYPHEN.sub(" ", reading.text)
    for match in _TITLE.finditer(text) if people else ():
        id_ = _find_holder(text, match, people)
        person: Any = reading.relevance.records([id_])[0] if id_ else None
        wrong = _find_wrong_part(match, person, reading.relevance) if person and person.titles else None
        if wrong is not None:
            titles = {fold(one.title.replace("-", " ")): one.title for one in reversed(person.titles)}
            known = "; ".join(reversed(titles.values()))
            yield Issue("title", "error", *wrong, "no source gives this title", (person,), expected=known)


def _find_holder(text: str, match: re.Match[str], people: Sequence[Named]) -> str | None:
    """Return the person to whom a sentence gives a title: before the name, behind it, or by `is`."""
    for one in people:
        if one.start >= match.end() and _BEFORE_NAME.fullmatch(text, match.end(), one.start):
            is_apposition = text[match.end()] == ","
            return one.id if not is_apposition or _ARTICLE.search(text[: match.start()]) else None
        if one.end <= match.start() and _BEHIND_NAME.fullmatch(text, one.end, match.start()):
            return one.id
    return None


def _find_wrong_part(match: re.Match[str], person: Any, relevance: Relevance) -> tuple[int, int] | None:
    """Return the part of a title that no source gives the person: the title, or only its place.

    Another rank is wrong, too: a president is no vice president.
    """
    titles = [one.title for one in person.titles]
    places = [name for id_ in person.countries for name in relevance.names.labels["country"].get(id_, ())]
    known = stems(" ".join((person.summary, person.name, *person.aliases, *titles, *places)))
    known |= set(fold(" ".join(titles)).split())
    end = match.start("rest") if match["rest"] else match.end()
    words = _TITLE_WORD.finditer(match.string, match.start(), end)
    own = [(word.start(), fold(GENITIVE.sub("", word[0]))) for word in words]
    telling = [word for _, word in own if word not in _SAID_OF_ANYBODY]
    is_known = all(not known.isdisjoint((word, word.removesuffix("s"), stem(word))) for word in telling)
    offices = [fold(title.replace("-", " ")).split() for title in titles]
    same = [office for office in offices if stem(own[-1][1]) in map(stem, office)]
    ranks = _RANKS & {word for _, word in own}
    if not is_known or (same and not any(ranks == _RANKS & set(office) for office in same)):
        return next(start for start, word in own if word not in _SAID_OF_ANYBODY or word == "vice"), end
    return match.span("where") if match["where"] and not stems(match["where"]) <= known else None


class ArticleParagraph(NamedTuple):
    """A paragraph of an article."""

    source: str
    number: int
    text: str

    @property
    def mark(self) -> str:
        """The source and paragraph as the tables show them."""
        return f"{self.source} ¶{self.number}"


def check_quotations(reading: ReadSentence, articles: Sequence[ArticleParagraph]) -> Iterator[Issue]:
    """Yield each quotation that no article has word for word, or whose speaker is wrong."""
    for start, end in find_quotations(reading.text) if articles else ():
        words = plain(reading.text[start:end]).strip(" ,.;:!?\u2026")
        found = [passage for passage in articles if _has_quotation(words, passage.text)]
        if not found:
            yield _report_altered(words, (start, end), articles, reading.relevance)
            continue
        speaker = _find_speaker(reading, start, end)
        if speaker is not None and not any(
            _is_possible_speaker(speaker, passage, reading.relevance) for passage in found
        ):
            message = f"the speaker of this passage is another: {found[0].mark}"
            records = _find_citing(found[0], words, reading.relevance)
            yield Issue("attribution", "error", speaker.start, speaker.end, message, records)
        else:
            yield Issue("quotation", "note", start, end, f"word for word in {found[0].mark}")


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of quotations without their marks; fewer than four words may be irony or a name."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        if len(_QUOTED_WORD.findall(match[group])) >= 4:
            yield match.span(group)


def _has_quotation(words: str, paragraph: str) -> bool:
    """Return whether a paragraph has the words of a quotation, apart from those that an ellipsis leaves out."""
    place = 0
    for part in filter(None, _ELLIPSIS.split(words)):
        first = re.escape(part[0]) if not part[0].isalpha() else f"[{part[0].lower()}{part[0].upper()}]"
        match = re.compile(rf"(?<!\w){first}{re.escape(part[1:])}(?!\w)").search(paragraph, place)
        if match is None:
            return False
        place = match.end()
    return True


def _report_altered(
    words: str, place: tuple[int, int], articles: Sequence[ArticleParagraph], relevance: Relevance
) -> Issue:
    """Return the issue of a quotation that no article has, with the nearest words of an article.

    A passage must have half of its words; words at the same place count twice.
    """
    asked = [word.lower() for word in _QUOTED_WORD.findall(words)]
    best, nearest, text = 0.0, None, ""
    for passage in articles:
        places = list(_QUOTED_WORD.finditer(passage.text))
        own = [match[0].lower() for match in places]
        if len(set(asked) & set(own)) < len(set(asked)) / 2:
            continue
        for at in range(max(1, len(own) - len(asked) + 1)):
            part = own[at : at + len(asked)]
            share = sum(a == b for a, b in zip(asked, part, strict=False)) + 0.9 * len(set(asked) & set(part))
            if share > best:
                text = passage.text[places[at].start() : places[at + len(part) - 1].end()]
                best, nearest = share, passage
    if nearest is None or best < 0.75 * len(asked):
        return Issue("quotation", "warning", *place, "no article has these words or any like them")
    message = f"no article has these words; nearest: {nearest.mark}"
    return Issue("quotation", "error", *place, message, _find_citing(nearest, text, relevance), expected=text)


def _find_speaker(reading: ReadSentence, start: int, end: int) -> Named | None:
    """Return the speaker that a sentence names for a quotation, next to the nearest verb of speech."""
    named = (one for one in reading.sentence.named if one.vocabulary == "person" and not start <= one.start < end)
    people = [one for one in named if reading.relevance.is_human(one.id)]
    verbs = [match for match in _SPEECH.finditer(reading.text) if not start <= match.start() < end]
    for verb in sorted(verbs, key=lambda match: min(abs(match.start() - end), abs(match.end() - start))):
        first = end if verb.start() >= end else 0
        before = [one for one in people if first <= one.start and verb.start() - 200 < one.end <= verb.start()]
        after = [one for one in people if verb.end() <= one.start <= verb.end() + 30]
        if before or (after and not _TOLD.match(verb[0])):
            return before[-1] if before else after[0]
    return None


def _is_possible_speaker(speaker: Named, passage: ArticleParagraph, relevance: Relevance) -> bool:
    """Return whether a passage names a person, or a record that cites it names the person as speaker."""
    names = relevance.names.labels["person"][speaker.id]
    if any(re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", passage.text, re.IGNORECASE) for name in names):
        return True
    return any(speaker.id in record.said_by for record in relevance.citing(passage.source, passage.number))


def _find_citing(passage: ArticleParagraph, words: str, relevance: Relevance) -> tuple[Any, ...]:
    """Return the record that cites a passage and shares most words with a quotation, if there is one."""
    asked = stems(words)
    records = [one for one in relevance.citing(passage.source, passage.number) if one.said_by]
    records.sort(key=lambda one: -len(asked & stems(" ".join(cite.printed or "" for cite in one.cites))))
    return tuple(records[:1])

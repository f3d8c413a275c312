"""Where the cites of a store are in a text that replaced the one that it was written from, and a patch of the store.

Only exact and unique matches move a cite: the printed words are in one paragraph, or other words of the same old
paragraph are. The nearest wording of changed words is shown and never taken.
"""

from __future__ import annotations

import difflib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..facts import codec, load, model
from ..facts.responses import Check, CitePlace, VerifyAnswer
from ..facts.toml_text import SourceMap, uncommented
from ..text import pluralize, printable, truncate
from .articles import ArticleText, find, plain

MIN_MOVED_WORDS = 3
"""Words of a passage that no other text has by chance."""
_WRITTEN = re.compile(r"(?<=[\"'])([a-z0-9-]{1,64}):([1-9][0-9]{0,5})(?=[\"'])")
_MARK = "\U000ffffd"
"""Separates a cite from its offset while the file is parsed: a character that no store has."""


class WrittenCite(NamedTuple):
    """A cite as the file of a store writes it: `text[start:end]` is source and paragraph."""

    source: str
    paragraph: int
    printed: str | None
    start: int = 0
    end: int = 0


class Located(NamedTuple):
    """Where a cite is now, or the nearest wording."""

    place: CitePlace
    paragraph: int | None = None
    found: str | None = None


class Moves(NamedTuple):
    """What replaced the texts that are not there, and where their cites are now."""

    texts: dict[str, ArticleText]
    """Source -> the text that replaced its own."""
    strangers: dict[str, str]
    """Source -> why the text under its file name is another one, and no new version."""
    places: dict[int, Located]
    """Number of a cite of these sources -> where it is now."""


def moves(
    cites: Sequence[WrittenCite | Check], sources: Mapping[str, tuple[str, str | None]], texts: Sequence[ArticleText]
) -> Moves:
    """Find the cites of changed texts: a text replaced one of which it has most cited words, that of its name first.

    `sources` are the digest and file name of each source.
    """
    known, there = {digest for digest, _ in sources.values()}, {text.sha256 for text in texts}
    free = [text for text in texts if text.sha256 not in known]
    own: defaultdict[str, list[int]] = defaultdict(list)
    for number, cite in enumerate(cites):
        own[cite.source].append(number)
    found = Moves({}, {}, {})
    passages = {}
    for id_, (digest, file) in sources.items():
        if digest in there:
            continue
        passages[id_] = _passages(cites[number].printed for number in own[id_])
        if (text := _replacement(id_, file, passages[id_], free)) is not None:
            found.texts[id_] = text
            free.remove(text)
    for id_, words in passages.items():
        if id_ not in found.texts and (text := _text_named(id_, sources[id_][1], free)) is not None:
            count = f"{_having(words, text)} of {pluralize(len(words), 'cited passage')}"
            found.strangers[id_] = f"{printable(text.name)} has {count}: it is another text, not a new version of {id_}"
    for id_, text in found.texts.items():
        places = locate([cites[number] for number in own[id_]], text.paragraphs)
        found.places.update(zip(own[id_], places, strict=True))
    return found


def _replacement(id_: str, file: str | None, passages: set[str], free: Sequence[ArticleText]) -> ArticleText | None:
    """Return the text that replaced that of a source: the one of its name, if it has most cited words, or another."""
    named = _text_named(id_, file, free)
    if named is None or (passages and 2 * _having(passages, named) <= len(passages)):
        return _alike(passages, free)
    return named


def _passages(words: Iterable[str | None]) -> set[str]:
    """Return the cited words that mark a text: short ones occur in any, unless there are no others."""
    asked = {plain(one) for one in words if one is not None}
    return {one for one in asked if len(one.split()) >= MIN_MOVED_WORDS} or asked


def _having(passages: Iterable[str], text: ArticleText) -> int:
    return sum(any(_has(paragraph, one) for paragraph in text.paragraphs) for one in passages)


def _text_named(id_: str, file: str | None, free: Sequence[ArticleText]) -> ArticleText | None:
    names = (file or "", id_)
    return next((text for name in names for text in free if name in (text.name, text.name.rpartition(".")[0])), None)


def _alike(passages: set[str], free: Sequence[ArticleText]) -> ArticleText | None:
    """Return the text that has most of some passages, if it has more than half; of short ones all texts have some."""
    if not any(len(one.split()) >= MIN_MOVED_WORDS for one in passages):
        return None
    most, text = max(((_having(passages, one), one) for one in free), key=lambda pair: pair[0], default=(0, None))
    return text if 2 * most > len(passages) else None


def _has(paragraph: str, words: str) -> bool:
    return next(find(words, paragraph), None) is not None


def locate(cites: Sequence[WrittenCite | Check], paragraphs: Sequence[str]) -> Iterator[Located]:
    """Yield where each cite of one source is in the new text."""
    having = []
    votes: defaultdict[int, set[int]] = defaultdict(set)
    for cite in cites:
        words = plain(cite.printed or "")
        numbers = [number for number, text in enumerate(paragraphs, 1) if _has(text, words)]
        having.append(numbers)
        if len(numbers) == 1:
            votes[cite.paragraph] |= set(numbers)
    for cite, numbers in zip(cites, having, strict=True):
        voted = votes[cite.paragraph]
        places = numbers if len(numbers) == 1 else voted if len(voted) == 1 else {cite.paragraph}.intersection(numbers)
        now = next(iter(places), None)
        if cite.printed is not None and not numbers:
            yield _nearest(plain(cite.printed), paragraphs)
        elif now is None or (numbers and now not in numbers):
            yield Located("unknown")
        else:
            yield Located("same place" if now == cite.paragraph else "moved", now)


def _nearest(printed: str, paragraphs: Sequence[str]) -> Located:
    """Return the nearest wording: as many words of one of three paragraphs, alike in more than 60%."""
    asked = printed.split()
    shared = [(len(set(asked) & set(text.split())), number) for number, text in enumerate(paragraphs, 1)]
    best, place, words = 0.6, None, ""
    for count, number in sorted(shared, reverse=True)[:3]:
        text = paragraphs[number - 1].split() if count else []
        for start in range(max(1, len(text) - len(asked) + 1) if text else 0):
            window = text[start : start + len(asked)]
            ratio = difflib.SequenceMatcher(None, printed, " ".join(window), autojunk=False).ratio()
            if ratio > best:
                best, place, words = ratio, number, " ".join(window)
    return Located("gone") if place is None else Located("changed", place, words)


def explain(answer: VerifyAnswer, sources: Iterable[model.Source], texts: Sequence[ArticleText]) -> VerifyAnswer:
    """Say of each cite of a changed text where its words are now."""
    found = moves(answer.items, {one.id: (one.sha256, one.file) for one in sources}, texts)
    items = tuple(
        _explained(check, found.places[number], found.texts[check.source].name)
        if number in found.places
        else codec.replace(check, detail=found.strangers.get(check.source, check.detail))
        for number, check in enumerate(answer.items)
    )
    summed = []
    for one in answer.sources:
        own = [check for check in items if check.source == one.source]
        states, places = Counter(str(check.state) for check in own), Counter(str(check.place) for check in own)
        new = {"text": "changed", "states": dict(states), "places": dict(places)}
        summed.append(codec.replace(one, **new) if one.source in found.texts else one)
    wrong = answer.wrong + sum(new.state != old.state for new, old in zip(items, answer.items, strict=True))
    return codec.replace(answer, items=items, sources=tuple(summed), wrong=wrong)


def _explained(check: Check, located: Located, name: str) -> Check:
    details = {
        "same place": "the words are in the same place",
        "moved": f"the words moved from ¶{check.paragraph} to ¶{located.paragraph}",
        "changed": f"the nearest wording is in ¶{located.paragraph}",
        "gone": "the words are gone",
        "unknown": "there are no printed words, or several places that they can mean",
    }
    return codec.replace(
        check,
        state="changed",
        detail=f"the text was changed ({printable(name)}); {details[located.place]}",
        found=located.found,
        elsewhere=() if located.paragraph in (None, check.paragraph) else (located.paragraph,),
        place=located.place,
    )


def make_patch(data: bytes, name: str, path: str, texts: Sequence[ArticleText]) -> tuple[str, list[str]]:
    """Return the diff that updates digest, count and moved paragraphs, and a line for each cite that it leaves.

    `path` is the name of the store in the diff.
    """
    raw, text = load.tables(data, name), data.decode()
    tables = load.table_of(raw, "sources")
    digests = {
        id_: (entry["sha256"], entry.get("file"))
        for id_, entry in tables.items()
        if isinstance(entry, dict) and isinstance(entry.get("sha256"), str)
    }
    cites = list(_written(text, name))
    found = moves(cites, digests, texts)
    edits, left = [], list(found.strangers.values())
    for number, located in found.places.items():
        one = cites[number]
        if located.place == "moved":
            edits.append((one.start, one.end, f"{one.source}:{located.paragraph}"))
        elif located.place != "same place":
            words = f' "{truncate(one.printed)}"' if one.printed else ""
            now = f", now perhaps in ¶{located.paragraph}: {located.found}" if located.found else ""
            left.append(f"{one.source}:{one.paragraph}{words}: {located.place}{now}")
    edits += _digest_edits(text, tables, found.texts)
    return _diff(text, edits, path), left


def _digest_edits(
    text: str, tables: Mapping[str, Any], new: Mapping[str, ArticleText]
) -> Iterator[tuple[int, int, str]]:
    """Yield the edits of digest and count in the tables of changed sources."""
    fields = [("sources", source, field) for source in new for field in ("sha256", "paragraphs")]
    lines = SourceMap(text, fields)
    for path in fields:
        _, source, field = path
        old = tables[source].get(field)
        value = new[source].sha256 if field == "sha256" else str(len(new[source].paragraphs))
        line, column = lines.place(path, old)
        start = lines.starts[line - 1] + column - 1
        if str(old) != value and text.startswith(str(old), start):
            yield start, start + len(str(old)), value


def _written(text: str, name: str) -> Iterator[WrittenCite]:
    """Yield the cites of a file with their places: each is marked with its offset, and the marked file is parsed."""
    bare = uncommented(text)
    found = {str(match.start()): match for match in _WRITTEN.finditer(bare)}
    marked = _WRITTEN.sub(lambda match: f"{match[0]}{_MARK}{match.start()}", bare)
    for at, printed in _cites_below(load.tables(marked.encode(), name)):
        if match := found.get(at.partition(_MARK)[2]):
            yield WrittenCite(match[1], int(match[2]), printed, *match.span())


def _cites_below(value: object) -> Iterator[tuple[str, str | None]]:
    """Yield every cite below a value, with its printed words."""
    if isinstance(value, dict):
        if isinstance(at := value.get("at"), str):
            yield at, value["printed"] if isinstance(value.get("printed"), str) else None
        for name, inner in value.items():
            for entry in inner if name in model.CITES and isinstance(inner, list) else ():
                if isinstance(entry, str):
                    yield entry, None
            yield from _cites_below(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cites_below(inner)


def _diff(text: str, edits: Iterable[tuple[int, int, str]], path: str) -> str:
    """Return a unified diff, with the note that `patch` expects for a file without a line end at its end."""
    new = text
    for start, end, words in sorted(edits, reverse=True):
        new = f"{new[:start]}{words}{new[end:]}"
    old_lines, new_lines = (io.StringIO(one).readlines() for one in (text, new))  # only a line feed ends one
    lines = difflib.unified_diff(old_lines, new_lines, path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

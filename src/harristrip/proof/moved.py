"""Where the cites of a store are in a text that replaced the one that it was written from, and a patch of the store.

Only exact and unique matches move a cite: the printed words are in one paragraph, or other words of the same old
paragraph are. The nearest wording of changed words is shown and never taken.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..facts import codec, load, model
from ..facts.responses import Check, Place, SourceCheck, VerifyAnswer
from ..facts.toml_text import SourceMap, uncommented
from ..text import pluralize, printable, truncate
from .articles import find, plain
from .texts import Text

NEAREST = 0.6
"""Likeness from which other words are a changed wording."""
LEAST_WORDS = 3
"""Words of a passage that no other text has by chance."""
_MARK = "\U000ffffd"
"""Marks a cite with its number while the file is parsed: a character that no store has."""
CLOSEST = 3
"""Paragraphs that are searched for a changed wording."""


class Cite(NamedTuple):
    """A cite of a text that was changed."""

    paragraph: int
    printed: str | None


class Located(NamedTuple):
    """Where a cite is now."""

    place: Place
    paragraph: int | None = None
    found: str | None = None
    """The nearest wording."""


def replacements(
    sources: Mapping[str, tuple[str, str | None]], words: Mapping[str, Iterable[str]], texts: Sequence[Text]
) -> dict[str, Text]:
    """Return the text that replaced each source's: one with most of its cited words, that of its file name first.

    `sources` are the digest and file name of each source, `words` the printed words of its cites.
    """
    free = _free(sources, texts)
    found: dict[str, Text] = {}
    for id_, file in _missing(sources, texts):
        named, passages = _named(id_, file, free), _passages(words.get(id_, ()))
        is_like = named is not None and (not passages or 2 * _having(passages, named) > len(passages))
        text = named if is_like else _alike(passages, free)
        if text is not None:
            found[id_] = text
            free.remove(text)
    return found


def strangers(
    sources: Mapping[str, tuple[str, str | None]], words: Mapping[str, Iterable[str]], texts: Sequence[Text]
) -> dict[str, str]:
    """Say of each source whose file has another text that it is no version of the one that was cited."""
    changed = replacements(sources, words, texts)
    free = [text for text in _free(sources, texts) if text not in changed.values()]
    found = {}
    for id_, file in _missing(sources, texts):
        if id_ not in changed and (text := _named(id_, file, free)) is not None:
            passages = _passages(words.get(id_, ()))
            count = f"{_having(passages, text)} of {pluralize(len(passages), 'cited passage')}"
            found[id_] = f"{printable(text.name)} has {count}: it is another text, not a new version of {id_}"
    return found


def _free(sources: Mapping[str, tuple[str, str | None]], texts: Sequence[Text]) -> list[Text]:
    """Return the texts that are of no source."""
    known = {digest for digest, _ in sources.values()}
    return [text for text in texts if text.sha256 not in known]


def _missing(sources: Mapping[str, tuple[str, str | None]], texts: Sequence[Text]) -> Iterator[tuple[str, str | None]]:
    """Yield id and file name of each source whose text is not there."""
    there = {text.sha256 for text in texts}
    return ((id_, file) for id_, (digest, file) in sources.items() if digest not in there)


def _passages(words: Iterable[str]) -> set[str]:
    """Return the cited words that mark a text: short ones occur in any, unless there are no others."""
    asked = {plain(one) for one in words}
    return {one for one in asked if len(one.split()) >= LEAST_WORDS} or asked


def _having(passages: Iterable[str], text: Text) -> int:
    return sum(any(_has(paragraph, one) for paragraph in text.paragraphs) for one in passages)


def _named(id_: str, file: str | None, free: Sequence[Text]) -> Text | None:
    names = (file or "", id_)
    return next((text for name in names for text in free if name in (text.name, text.name.rpartition(".")[0])), None)


def _alike(passages: set[str], free: Sequence[Text]) -> Text | None:
    """Return the text that has most of some passages, if it has more than half; of short ones all texts have some."""
    if not any(len(one.split()) >= LEAST_WORDS for one in passages):
        return None
    most, text = max(((_having(passages, one), one) for one in free), key=lambda pair: pair[0], default=(0, None))
    return text if 2 * most > len(passages) else None


def _has(paragraph: str, words: str) -> bool:
    return next(find(words, paragraph), None) is not None


def locate(cites: Sequence[Cite], paragraphs: Sequence[str]) -> list[Located]:
    """Return where each cite of one source is in the new text."""
    having = [
        None if cite.printed is None else [n for n, text in enumerate(paragraphs, 1) if _has(text, plain(cite.printed))]
        for cite in cites
    ]
    votes: dict[int, set[int]] = {}
    for cite, numbers in zip(cites, having, strict=True):
        if numbers is not None and len(numbers) == 1:
            votes.setdefault(cite.paragraph, set()).add(numbers[0])
    moved = {old: next(iter(new)) for old, new in votes.items() if len(new) == 1}
    return [
        _located(cite, numbers, moved.get(cite.paragraph), paragraphs)
        for cite, numbers in zip(cites, having, strict=True)
    ]


def _located(cite: Cite, numbers: list[int] | None, moved: int | None, paragraphs: Sequence[str]) -> Located:
    if numbers == []:
        return _nearest(plain(cite.printed or ""), paragraphs)
    now = numbers[0] if numbers is not None and len(numbers) == 1 else moved
    if now is None and numbers is not None and cite.paragraph in numbers:
        now = cite.paragraph
    if now is None or (numbers is not None and now not in numbers):
        return Located("unknown")
    return Located("same place" if now == cite.paragraph else "moved", now)


def _nearest(printed: str, paragraphs: Sequence[str]) -> Located:
    """Return the nearest wording: as many words of a paragraph, most of them the same."""
    asked = printed.split()
    shared = [(len(set(asked) & set(text.split())), number) for number, text in enumerate(paragraphs, 1)]
    best, place, words = NEAREST, None, ""
    for count, number in sorted(shared, reverse=True)[:CLOSEST]:
        text = paragraphs[number - 1].split() if count else []
        for start in range(max(1, len(text) - len(asked) + 1) if text else 0):
            window = text[start : start + len(asked)]
            ratio = difflib.SequenceMatcher(None, printed, " ".join(window), autojunk=False).ratio()
            if ratio > best:
                best, place, words = ratio, number, " ".join(window)
    return Located("gone") if place is None else Located("changed", place, words)


def explain(answer: VerifyAnswer, sources: Iterable[model.Source], texts: Sequence[Text]) -> VerifyAnswer:
    """Say of each cite of a changed text where its words are now."""
    words: dict[str, list[str]] = {}
    for check in answer.items:
        if check.printed is not None:
            words.setdefault(check.source, []).append(check.printed)
    known = {one.id: (one.sha256, one.file) for one in sources}
    changed, others = replacements(known, words, texts), strangers(known, words, texts)
    located: dict[int, Located] = {}
    for source, text in changed.items():
        numbers = [number for number, check in enumerate(answer.items) if check.source == source]
        cites = [Cite(answer.items[number].paragraph, answer.items[number].printed) for number in numbers]
        located |= dict(zip(numbers, locate(cites, text.paragraphs), strict=True))
    items = tuple(
        _explained(check, located[number], changed[check.source].name)
        if number in located
        else codec.replace(check, detail=others.get(check.source, check.detail))
        for number, check in enumerate(answer.items)
    )
    states = tuple(_summed(one, changed, items) for one in answer.sources)
    wrong = answer.wrong + sum(new.state != old.state for new, old in zip(items, answer.items, strict=True))
    return codec.replace(answer, items=items, sources=states, wrong=wrong)


def _explained(check: Check, located: Located, name: str) -> Check:
    details = {
        "same place": "the words are in the same place",
        "moved": f"the words moved from ¶{check.paragraph} to ¶{located.paragraph}",
        "changed": f"the nearest wording is in ¶{located.paragraph}",
        "gone": "the words are gone",
        "unknown": "there are no printed words, or several places that they can mean",
    }
    elsewhere = () if located.paragraph in (None, check.paragraph) else (located.paragraph,)
    return codec.replace(
        check,
        state="changed",
        detail=f"the text was changed ({printable(name)}); {details[located.place]}",
        found=located.found,
        elsewhere=elsewhere,
        place=located.place,
    )


def _summed(one: SourceCheck, changed: Mapping[str, Text], items: Iterable[Check]) -> SourceCheck:
    if one.source not in changed:
        return one
    own = [check for check in items if check.source == one.source]
    places = Counter(str(check.place) for check in own)
    return codec.replace(
        one, text="changed", states=dict(Counter(str(check.state) for check in own)), places=dict(places)
    )


class Patch(NamedTuple):
    """A unified diff of a store, and what it leaves to the author."""

    diff: str
    left: tuple[str, ...]
    """A line for each cite that is not in the new text, or not for certain."""


class _Written(NamedTuple):
    """A cite as the file of a store writes it: `text[start:end]` is source and paragraph."""

    source: str
    cite: Cite
    start: int
    end: int


def patch(data: bytes, name: str, path: str, texts: Sequence[Text]) -> Patch:
    """Return the diff that updates digest, count and moved paragraphs; `path` is the name of the store in it."""
    raw, text = load.tables(data, name), data.decode()
    written = list(_written(text, name))
    words: dict[str, list[str]] = {}
    for one in written:
        if one.cite.printed is not None:
            words.setdefault(one.source, []).append(one.cite.printed)
    changed = replacements(_digests(raw), words, texts)
    edits: list[tuple[int, int, str]] = []
    left = list(strangers(_digests(raw), words, texts).values())
    for source, new in changed.items():
        own = [one for one in written if one.source == source]
        for one, located in zip(own, locate([each.cite for each in own], new.paragraphs), strict=True):
            if located.place == "moved":
                edits.append((one.start, one.end, f"{source}:{located.paragraph}"))
            elif located.place != "same place":
                left.append(_left(one, located))
        edits += _of_source(text, raw["sources"][source], source, new)
    return Patch(_diff(text, _edited(text, edits), path), tuple(left))


def _digests(raw: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    table = raw.get("sources")
    entries = table.items() if isinstance(table, dict) else ()
    return {
        id_: (entry["sha256"], entry.get("file"))
        for id_, entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("sha256"), str)
    }


def _written(text: str, name: str) -> Iterator[_Written]:
    """Yield the cites of a file with their places: each is marked with its number, and the marked file is parsed."""
    bare = uncommented(text)
    found = list(re.finditer(r"(?<=[\"'])([a-z0-9-]{1,64}):([1-9][0-9]{0,5})(?=[\"'])", bare))
    marked, end = [], 0
    for number, match in enumerate(found):
        marked += [text[end : match.end()], f"{_MARK}{number}"]
        end = match.end()
    raw = load.tables("".join([*marked, text[end:]]).encode(), name)
    for at, printed in _cites(raw):
        _, mark, rest = at.partition(_MARK)
        if mark and rest.isdigit() and int(rest) < len(found):
            match = found[int(rest)]
            yield _Written(match[1], Cite(int(match[2]), printed), *match.span())


def _cites(value: object) -> Iterator[tuple[str, str | None]]:
    """Yield every cite below a value, with its printed words."""
    if isinstance(value, dict):
        if isinstance(at := value.get("at"), str):
            yield at, value["printed"] if isinstance(value.get("printed"), str) else None
        for name, inner in value.items():
            for entry in inner if name in model.CITES and isinstance(inner, list) else ():
                if isinstance(entry, str):
                    yield entry, None
            yield from _cites(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cites(inner)


def _left(one: _Written, located: Located) -> str:
    words = f' "{truncate(one.cite.printed)}"' if one.cite.printed else ""
    now = f", now perhaps in ¶{located.paragraph}: {located.found}" if located.found else ""
    return f"{one.source}:{one.cite.paragraph}{words}: {located.place}{now}"


def _of_source(text: str, entry: Mapping[str, Any], source: str, new: Text) -> Iterator[tuple[int, int, str]]:
    """Yield the edits of digest and count."""
    fields = {"sha256": new.sha256, "paragraphs": str(len(new.paragraphs))}
    places = SourceMap(text, [("sources", source, field) for field in fields])
    for field, value in fields.items():
        old = str(entry.get(field))
        line, column = places.place(("sources", source, field), entry.get(field))
        start = places.starts[line - 1] + column - 1
        if old != value and text.startswith(old, start):
            yield start, start + len(old), value


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    for start, end, words in sorted(edits, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def _diff(old: str, new: str, path: str) -> str:
    """Return a unified diff, with the note that `patch` expects for a file without a line end at its end."""
    lines = difflib.unified_diff(_lines(old), _lines(new), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends; only a line feed ends one for `patch`."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]

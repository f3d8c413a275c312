"""Check whether the cites of a record together prove its figure, date and printed names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from harristrip.facts import model
from harristrip.facts.model import Cite, Person, Record, Source
from harristrip.facts.responses import Check, State
from harristrip.text import fold, pluralize

from ..reader.context import is_label
from ..reader.figures import figures, format_value
from ..reader.printed_dates import Passage as Told
from ..reader.printed_dates import unnamed
from . import judging
from .articles import plain
from .library import Library, has_words
from .reading import Passage

PARTS = model.PARTS


class Seen(NamedTuple):
    """A cite with its check, and the passage where its words were found."""

    check: Check
    cite: Cite
    passage: Passage | None


class Fault(NamedTuple):
    """A statement that the cites of a record, each correct by itself, do not prove."""

    detail: str
    number: int | None = None
    """The number of the check that it belongs to; the first verified one if None."""
    state: State = "mismatch"


def fault(record: Record, against: Library, seen: Sequence[Seen]) -> Fault | None:
    """Return a statement that the cites, each correct by itself, do not prove together, or None."""
    names = next(_names(record, against, seen), None)
    if names is not None:
        return names
    own = [one for one in seen if one.check.field in ("cites", "date_from")]
    if not any(one.passage for one in own) or any(against.paragraphs(one.check.source) is None for one in own):
        return None
    detail = _figure(record, own) or _date(record, against, own) or _part_of_day(record, own)
    return Fault(detail) if detail else None


def _figure(record: Record, own: Sequence[Seen]) -> str | None:
    """Require printed words that say the figure."""
    if record.figure is None or _proofs(record, own):
        return None
    return f"no printed words say {format_value(Fraction(record.figure.value))}: print the words that do"


def _proofs(record: Record, own: Sequence[Seen]) -> list[Seen]:
    """Return the cites whose words say the figure of a record."""
    return [
        one
        for one in own
        if one.check.field == "cites" and one.passage is not None
        for named in [named_beside(record, one.cite)]
        if any(judging.agrees(figure, record, named) for figure in one.passage.figures)
    ]


def named_beside(record: Record, cite: Cite) -> list[str]:
    """Return words of nearby cites without a figure, which may print the noun that a figure lacks."""
    if record.figure is None:
        return []
    others = [
        plain(other.printed)
        for other in record.cites
        if other.printed and other.source == cite.source and cite.paragraph - 1 <= other.paragraph <= cite.paragraph
    ]
    return [words for words in others if all(is_label(figure.unread) for figure in figures(words))]


def _date(record: Record, against: Library, own: Sequence[Seen]) -> str | None:
    """Require printed words that name each end of the date; with a figure, in the same sentence."""
    if record.date is None or getattr(record, "date_basis", None) == "metadata":
        return None
    mine = [one for one in own if one.check.field == "cites" and one.passage is not None]
    if record.figure is not None and not record.date_from:
        places = {
            (one.check.source, one.check.paragraph, number) for one in _proofs(record, own) for number in _numbers(one)
        }
        mine = [
            one
            for one in mine
            if places & {(one.check.source, one.check.paragraph, number) for number in _numbers(one)}
        ]
    basis = [one for one in own if one.check.field == "date_from"]
    end = unnamed(record.date, [_told(one, against) for one in mine], [_told(one, against) for one in basis])
    if end is None:
        return None
    if record.figure is not None and not record.date_from:
        return f"no printed words in the sentence of the figure name {end}: print them, or add date_from"
    return f"no printed words name {end}: print the words that do, or add date_from"


def _numbers(one: Seen) -> tuple[int, ...]:
    return one.passage.sentences if one.passage is not None else ()


def _told(one: Seen, against: Library) -> Told:
    passage = one.passage
    if passage is None:
        return Told(plain(one.cite.printed or ""), None, ())
    text = passage.paragraph[passage.span.start : passage.span.end]
    return Told(text, against.today(one.check.source), passage.dates)


def _part_of_day(record: Record, own: Sequence[Seen]) -> str | None:
    """Require the part of the day in the printed words."""
    if record.part_of_day is None:
        return None
    words = " ".join(fold(one.cite.reads or one.cite.printed or "") for one in own)
    if any(word.endswith(record.part_of_day) for word in words.split()):
        return None
    return f'no printed words say "{record.part_of_day}": print them, or remove part_of_day'


def _names(record: Record, against: Library, seen: Sequence[Seen]) -> Iterator[Fault]:
    """Yield names that the text does not print: publisher, title, via, a person, a title of a person."""
    for number, one in enumerate(seen):
        via = one.cite.via
        if via is not None and against.paragraphs(one.check.source) and not against.prints(one.check.source, via):
            yield Fault(f'the text does not print "{via}": correct via', number)
    if isinstance(record, Source):
        yield from _of_source(record, against, seen)
    elif isinstance(record, Person):
        yield from _of_person(record, against, seen)


def _of_source(record: Source, against: Library, seen: Sequence[Seen]) -> Iterator[Fault]:
    paragraphs = against.paragraphs(record.id)
    if paragraphs is None:
        return
    if len(paragraphs) != record.paragraphs:
        yield Fault(f"the text has {pluralize(len(paragraphs), 'paragraph')}: correct paragraphs", _first(seen))
    names = [("publisher", record.publisher), ("title", record.title)]
    names += [("outlet", relay.outlet) for relay in record.relays]
    for field, words in names:
        if words is not None and not against.prints(record.id, words):
            yield Fault(f'the text does not print "{words}": correct {field}, or remove it', _first(seen))


def _first(seen: Sequence[Seen]) -> int | None:
    return 0 if seen else None


def _of_person(record: Person, against: Library, seen: Sequence[Seen]) -> Iterator[Fault]:
    texts = [(number, text) for number, one in enumerate(seen) if (text := _paragraph(one, against)) is not None]
    if not texts or len(texts) < len(seen):
        return
    words = [record.name] if record.type == "person" else [word for word in fold(record.name).split() if len(word) > 3]
    if record.type in ("person", "organisation") and not any(
        has_words(text, one) for _, text in texts for one in words
    ):
        yield Fault(f'no cited paragraph prints the name "{record.name}"', texts[0][0])
    for title in record.titles:
        for number, one in enumerate(seen):
            text = _paragraph(one, against)
            if one.cite in title.cites and text is not None and not has_words(text, title.title):
                yield Fault(f'the paragraph does not print the title "{title.title}"', number)


def _paragraph(one: Seen, against: Library) -> str | None:
    paragraphs = against.paragraphs(one.check.source)
    if paragraphs is None or one.cite.paragraph > len(paragraphs):
        return None
    return paragraphs[one.cite.paragraph - 1]

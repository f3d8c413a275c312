"""Compare printed words with a record: the words of one cite, and what all its cites prove together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from .. import dates
from ..facts.model import Cite, Person, Record, Source
from ..facts.model import Figure as RecordFigure
from ..facts.responses import State
from ..reader.context import FALLS, is_label
from ..reader.currencies import is_code
from ..reader.figures import PrintedFigure, counts, figures, format_value
from ..reader.nouns import unit_name
from ..reader.printed_dates import DatedText, PrintedDate, unnamed
from ..text import fold, pluralize
from .articles import plain
from .library import Library, has_words
from .reading import Passage


class Judgement(NamedTuple):
    """What was found out about a cite: fields of its `Check`, and the words where they prove something."""

    state: State
    detail: str | None
    found: str | None = None
    elsewhere: tuple[int, ...] = ()
    passage: Passage | None = None


class JudgedCite(NamedTuple):
    """A cite, the field of the record that it is in, and what was found out about it."""

    field: str
    cite: Cite
    judgement: Judgement


def differences(passage: Passage, record: Record, beside: Cite | None = None) -> Judgement | None:
    """Return how the figures and dates of a passage differ from the record's; None if they agree or there are none.

    One figure that agrees is enough. Cites near `beside` may print the noun that a figure lacks.
    """
    if record.figure is not None:
        found = [
            _figure_difference(one, record.figure, record, beside)
            for one in passage.figures
            if not is_label(one.unread)
        ]
        if found and None not in found:
            return min(filter(None, found), key=lambda one: one.state != "unread")
    return _date_difference(passage.dates, record)


def _figure_difference(
    printed: PrintedFigure, recorded: RecordFigure, record: Record, beside: Cite | None
) -> Judgement | None:
    """Return how a printed figure differs from that of a record; None if they agree."""
    if printed.unread is not None or printed.value is None:
        return Judgement("unread", f"the figure cannot be read: {printed.unread}; give its meaning with reads")
    problem = (
        _value_difference(printed, recorded, record)
        or _qualifier_difference(printed, recorded)
        or _unit_difference(printed, recorded, record, beside)
        or _rate_difference(printed, recorded)
    )
    return Judgement("mismatch", problem) if problem else None


def _value_difference(printed: PrintedFigure, recorded: RecordFigure, record: Record) -> str | None:
    """Return how the values differ; a printed fall agrees with a negative value, or with a record that names a fall."""
    value = Fraction(recorded.value)
    value_to = None if recorded.value_to is None else Fraction(recorded.value_to)
    told = printed.value or Fraction(0)
    says = f"the record says {_format_range(value, value_to)}, the text {_format_range(told, printed.value_to)}"
    if printed.value_to is not None:
        if (value, value_to) == (told, printed.value_to):
            return None
        return says if value_to is not None else f"{says}: a range needs value and value_to"
    if value_to is not None:
        return f"{says}: remove value_to"
    if printed.falls and told > 0:
        if value == -told or (value == told and _names_fall(record)):
            return None
        return f"{says} as a fall: write it negative, or name the fall in measure or summary" if value == told else says
    return None if value == told or _is_rounded(recorded.value, told) else says


def _is_rounded(value: int | str, told: Fraction) -> bool:
    """Return whether a long decimal rounds a fraction without a finite decimal: 6666666.66666667."""
    whole, point, digits = str(value).partition(".")
    if not point or len(whole) + len(digits) < 12 or "/" in whole:
        return False
    return abs(Fraction(value) - told) <= Fraction(1, 2 * 10 ** len(digits))


def _names_fall(record: Record) -> bool:
    """Return whether the measure or the summary of a record has a word such as `fell`."""
    words = f"{getattr(record, 'measure', '') or ''} {record.summary}".lower().split()
    return any(word.strip(".,;:()") in FALLS for word in words)


def _format_range(value: Fraction, value_to: Fraction | None) -> str:
    shown = format_value(value)
    return shown if value_to is None else f"{shown} to {format_value(value_to)}"


def _qualifier_difference(printed: PrintedFigure, recorded: RecordFigure) -> str | None:
    if recorded.qualifier in printed.qualifiers:
        return None
    if printed.qualifier is None:
        return f'the text has no hedge: remove qualifier = "{recorded.qualifier}"'
    has = f'the record says "{recorded.qualifier}"' if recorded.qualifier else "the record has no hedge"
    return f'{has}, the text "{printed.qualifier}": write qualifier = "{printed.qualifier}"'


def _unit_difference(printed: PrintedFigure, recorded: RecordFigure, record: Record, beside: Cite | None) -> str | None:
    """Return how the units differ; a cite near `beside` may print the noun that the figure lacks."""
    unit = recorded.unit
    if unit is None:
        return 'the text gives a place in an order: write unit = "rank"' if printed.unit == "rank" else None
    whole, slash, _ = (printed.unit or "").partition("/")
    divided = printed._replace(unit=whole) if slash and recorded.per is not None else printed  # km/h: km per hour
    if counts(printed, unit) or counts(divided, unit):
        return None
    if printed.currencies:
        codes = " or ".join(sorted(printed.currencies)) if len(printed.currencies) < 5 else "another currency"
        return f"the record's unit is {unit}, the text says {codes}"
    if printed.unit is not None:
        return f"the record's unit is {unit}, the text counts {printed.unit}"
    if beside is not None and not is_code(unit) and _is_named(set(unit_name(unit)), record, beside):
        return None
    return f"the text does not say after the figure that it counts {unit}: print the words that do, or change unit"


def _is_named(noun: set[str], record: Record, beside: Cite) -> bool:
    """Return whether a cite without a figure, in the same paragraph or the one before, prints a noun."""
    printed = [
        plain(cite.printed)
        for cite in record.cites
        if cite.printed and cite.source == beside.source and beside.paragraph - cite.paragraph in (0, 1)
    ]
    return bool(noun) and any(
        noun <= set(unit_name(words)) and all(is_label(figure.unread) for figure in figures(words)) for words in printed
    )


def _rate_difference(printed: PrintedFigure, recorded: RecordFigure) -> str | None:
    if recorded.per is None or (printed.per is not None and unit_name(recorded.per) == unit_name(printed.per)):
        return None
    has = f"per {printed.per}" if printed.per else "has none"
    return f"the record's rate is per {recorded.per}, the text's {has}"


def _date_difference(printed: Iterable[PrintedDate], record: Record) -> Judgement | None:
    """Return how printed dates differ from that of a record; an unread one counts only if no other is given."""
    if record.date is None:
        return None
    read = [one for one in printed if one.unread is None]
    for one in read:
        if not is_possible(one, record.date):
            meant = " or ".join(sorted(one.options)) or "another day"
            return Judgement("mismatch", f"the record's date is {record.date}, the text says {meant}")
    unread = next((one.unread for one in printed if one.unread is not None), None)
    if unread is None or read or record.date_from:
        return None
    return Judgement("unread", f"the date cannot be read: {unread}; work it out with date_from")


def is_possible(printed: PrintedDate, text: str) -> bool:
    """Return whether a printed date can share a day with the date `text`."""
    first, last = dates.bounds(text)
    if any(start <= last and end >= first for start, end in map(dates.bounds, printed.options)):
        return True
    if printed.options and not printed.relative:
        return False
    told = (printed.year, printed.month, printed.day, printed.weekday if printed.day is None else None)
    if printed.month is None and printed.day is None and printed.weekday is None:
        return not printed.options
    start = date.fromisoformat(first)
    most = min((date.fromisoformat(last) - start).days, 8 * 366)  # in 8 years every day falls on every weekday
    days = (start + timedelta(step) for step in range(most + 1))
    shown = ((day.year, day.month, day.day, day.weekday()) for day in days)
    return any(all(one in (None, other) for one, other in zip(told, day, strict=True)) for day in shown)


def unproven(record: Record, against: Library, judged: Sequence[JudgedCite]) -> tuple[int, str] | None:
    """Return what the cites, each correct by itself, do not prove together, after the number of the cite to blame."""
    if fault := next(_unprinted(record, against, judged), None):
        return fault
    own = [one for one in judged if one.field in ("cites", "date_from")]
    number = next((number for number, one in enumerate(judged) if one.judgement.passage is not None), len(own))
    if number >= len(own) or any(against.paragraphs(one.cite.source) is None for one in own):
        return None
    recorded = record.figure
    proofs = [
        one
        for one in own
        if recorded is not None and one.field == "cites" and one.judgement.passage is not None
        if any(
            _figure_difference(figure, recorded, record, one.cite) is None for figure in one.judgement.passage.figures
        )
    ]
    if recorded is not None and not proofs:
        return number, f"no printed words say {format_value(Fraction(recorded.value))}: print the words that do"
    if detail := _date_unproven(record, against, own, proofs):
        return number, detail
    words = " ".join(fold(one.cite.reads or one.cite.printed or "") for one in own).split()
    if record.part_of_day is not None and not any(word.endswith(record.part_of_day) for word in words):
        return number, f'no printed words say "{record.part_of_day}": print them, or remove part_of_day'
    return None


def _date_unproven(
    record: Record, against: Library, own: Sequence[JudgedCite], proofs: Sequence[JudgedCite]
) -> str | None:
    """Require printed words that name each end of the date; with a figure, in the same sentence."""
    if record.date is None or getattr(record, "date_basis", None) == "metadata":
        return None
    needs_sentence = record.figure is not None and not record.date_from
    near = {place for one in proofs for place in _sentences(one)}
    told: dict[str, list[DatedText]] = {"cites": [], "date_from": []}
    for one in own:
        passage = one.judgement.passage
        if passage is not None and (not needs_sentence or near & _sentences(one)):
            words = passage.paragraph[slice(*passage.span)]
            told[one.field].append(DatedText(words, against.published(one.cite.source), passage.dates))
    end = unnamed(record.date, told["cites"], told["date_from"])
    if end is None:
        return None
    where = " in the sentence of the figure" if needs_sentence else ""
    what = "them" if needs_sentence else "the words that do"
    return f"no printed words{where} name {end}: print {what}, or add date_from"


def _sentences(one: JudgedCite) -> set[tuple[str, int, int]]:
    """Return the sentences that contain the words of a cite: source, paragraph, number."""
    numbers = one.judgement.passage.sentences if one.judgement.passage is not None else ()
    return {(one.cite.source, one.cite.paragraph, number) for number in numbers}


def _unprinted(record: Record, against: Library, judged: Sequence[JudgedCite]) -> Iterator[tuple[int, str]]:
    """Yield what the text does not print: publisher, title, via, the name of a person, a title of a person."""
    for number, one in enumerate(judged):
        via, paragraphs = one.cite.via, against.paragraphs(one.cite.source)
        if via is not None and paragraphs and not has_words(paragraphs, via):
            yield number, f'the text does not print "{via}": correct via'
    if isinstance(record, Source) and record.id in against.texts:
        text = against.texts[record.id].paragraphs
        if len(text) != record.paragraphs:
            yield 0, f"the text has {pluralize(len(text), 'paragraph')}: correct paragraphs"
        names = [("publisher", record.publisher), ("title", record.title)]
        for field, words in [*names, *(("outlet", relay.outlet) for relay in record.relays)]:
            if words is not None and not has_words(text, words):
                yield 0, f'the text does not print "{words}": correct {field}, or remove it'
    if isinstance(record, Person):
        yield from _unprinted_of_person(record, against, judged)


def _unprinted_of_person(record: Person, against: Library, judged: Sequence[JudgedCite]) -> Iterator[tuple[int, str]]:
    texts = [against.paragraphs(one.cite.source) or () for one in judged]
    cited = [text[one.cite.paragraph - 1 :][:1] for one, text in zip(judged, texts, strict=True)]
    if not all(cited):
        return
    words = [record.name] if record.type == "person" else [word for word in fold(record.name).split() if len(word) > 3]
    named = any(has_words(paragraph, one) for paragraph in cited for one in words)
    if record.type in ("person", "organisation") and not named:
        yield 0, f'no cited paragraph prints the name "{record.name}"'
    for title in record.titles:
        for number, one in enumerate(judged):
            if one.cite in title.cites and not has_words(cited[number], title.title):
                yield number, f'the paragraph does not print the title "{title.title}"'

"""Draft records for the figures and dates of a paragraph. Uncertain ones are commented out with the reason."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, get_args

from ..facts import model
from ..facts.codec import decimal
from ..proof import reading
from ..proof.articles import Span
from ..proof.reading import Mark
from ..reader import currencies, nouns
from ..reader.context import FALLS
from ..reader.figures import PrintedFigure
from ..reader.printed_dates import BOUNDS, PrintedDate, printed_dates
from ..reader.tokens import PHRASE_ENDS, is_plural
from ..text import fold, word_list, word_set
from .toml import DraftCite, DraftTable, is_storable

Fields = dict[str, Any]
AMBIGUOUS = "its words occur several times and say different things"
_FIELDS = word_list(
    "id summary type status format group measure value value_to amount amount_to qualifier currency unit per date "
    "date_from countries places people said_by cites"
)
"""Fields in the order of the model."""
GROUP = "unsorted"
"""The group of drafted statistics, until the author chooses one."""
USUAL = ("USD", "GBP", "EUR", "CAD")
"""Usual meanings in English of a currency sign or word without a country."""
_TRAVEL = re.compile(
    r"\b(?:fl(?:y|ies|ew|own)|travel(?:s|led|ed|ling|ing)?|arriv(?:e|es|ed|ing)|land(?:s|ed)?(?= (?:in|at)\b)"
    r"|depart(?:s|ed)?|leav(?:e|es)(?= for\b)|left(?= for\b)|tour(?:s|ed)?|visit(?:s|ed|ing)?|trip)\b"
)
_MEETING = re.compile(
    r"\b(?:meet(?:s|ing)?|met(?= (?:with|in|on|the|his|her|their|for|at|[A-Z]))|talks|summit"
    r"|receiv(?:e|es|ed)(?= [A-Z]))\b"
)
_PLANNED = re.compile(
    r"\b(?:will|(?:is|are|was|were) (?:to|due to|set to|scheduled to|planning to|going to)|plans? to|planned for)\b"
)
_ALREADY_HELD = re.compile(r"\b(?:flew|travelled|traveled|arrived|landed|departed|left|toured|visited|met|received)\b")
_NEGATED = re.compile(
    r"\b(?:cancel\w*|postpon\w*|call\w* off|put off|den(?:y|ies|ied)|not|never|no|would|could|might|may|if|n't)\b|n't\b"
)
_BOUNDARY = re.compile(
    r"[,;:()\"]| - |\b(?:who|which|that|whose|after|before|since|when|while|because|although|said|says|and then|but)\b"
)
_COMPARED = re.compile(r" (?:more|less|fewer|higher|lower|larger|smaller|greater) than\b", re.IGNORECASE)
_AGO = re.compile(r" an? \w+ (?:ago|earlier|later|before)\b")
_CLAUSE_END = re.compile(r"[^\w\s'-]|\d|\bper ?cent\b")
_WEAK = word_set(
    "the a an of in on at by for from to with or as than that which who was were is are be have has more less fewer"
)
"""Words that cannot end a measure."""
_BOUND = re.compile(r"\b(\w+) $")


class MarkContext(NamedTuple):
    """The sentence of a mark, and its source."""

    source: str
    at: str
    """The paragraph in the form of a cite."""
    paragraph: str
    span: Span
    today: date | None
    stamp: DraftCite | None
    """The cite of the date of the source."""

    @property
    def sentence(self) -> str:
        """The text of the sentence."""
        return self.paragraph[self.span.start : self.span.end]


def draft_record(mark: Mark, context: MarkContext, references: Fields) -> DraftTable | None:
    """Return the record of a figure or date; None if it states no fact, as in `first`."""
    if mark.figure is not None:
        is_ago = _AGO.match(context.paragraph, mark.figure.core[1])  # up from 187 a week ago
        figure = mark.figure._replace(per=None) if is_ago else mark.figure
        return None if _is_filler(figure, context) else _draft_figure(figure, context, references)
    return _draft_date(mark.date, context, references) if mark.date is not None else None


def _is_filler(figure: PrintedFigure, context: MarkContext) -> bool:
    """Return whether a figure is a word that states no fact: first, one of them, the two."""
    words = context.paragraph[slice(*figure.core)]
    if any(letter.isdigit() for letter in words) or figure.currencies:
        return False
    if figure.unit == "rank":
        return figure.value is not None and figure.value <= 10  # the first, the second: they order a narrative
    before, behind = context.paragraph[context.span.start : figure.start].lower(), context.paragraph[figure.core[1] :]
    if figure.value == 1:
        return figure.unit is None or behind.startswith(" of ")
    return before.endswith(("the ", "these ", "those ")) and (figure.unit is None or not is_plural(figure.unit))


def _draft_figure(figure: PrintedFigure, context: MarkContext, references: Fields) -> DraftTable:
    spans = [*_widen(context, *_with_noun(figure, context)), *_widen(context, figure.start, figure.end)]
    words = _find_unambiguous(context, spans, dated=False)
    doubts = [figure.unread, None if words else AMBIGUOUS]
    hints: list[str] = []
    if figure.currencies:
        kind, fields = "funding", _funding_fields(figure, context, hints, doubts)
    elif figure.unit is not None:
        kind, fields = "statistic", _statistic_fields(figure, context, doubts)
    else:
        kind, fields = "claim", {**_background_fields(context), **_value_fields(figure, "value")}
        hints.append('unit = ""  # the text prints none beside the figure')
    cite = DraftCite(context.at, words or context.paragraph[figure.start : figure.end])
    fields |= {"id": _figure_id(figure, kind), **references, "cites": [cite]}
    return _make_table(kind, fields, hints, doubts)


def _make_table(kind: str, fields: Fields, hints: Sequence[str], doubts: Sequence[str | None]) -> DraftTable:
    """Return a record; the first doubt, or words that no store may hold, comment it out."""
    texts = [one for one in fields.values() if isinstance(one, str)]
    if not is_storable([*texts, *(cite.printed or "" for cite in fields["cites"])]):
        doubts = [*doubts, "it has characters that a store may not hold"]
    ordered = sorted({"summary": "", **fields}.items(), key=lambda field: _FIELDS.index(field[0]))
    return DraftTable(f"[[{kind}]]", dict(ordered), hints=tuple(hints), doubt=next(filter(None, doubts), None))


def _funding_fields(figure: PrintedFigure, context: MarkContext, hints: list[str], doubts: list[str | None]) -> Fields:
    """Return the fields of an amount; `hints` and `doubts` grow."""
    code, doubt = _choose_currency(figure, context)
    if doubt is None and len(figure.currencies) > 1:
        others = [one for one in sorted(figure.currencies - {code}) if _names_country(one, context.sentence)]
        hints.append(f"{code} is what it usually means; it can also be {', '.join(others) or 'another currency'}")
    fields: Fields = {"status": "reported", **_value_fields(figure, "amount"), "currency": code}
    if any("/" in str(fields.get(name, "")) for name in ("amount", "amount_to")):
        doubt = "an amount is a whole number or a decimal"
    elif figure.value is not None and figure.value < 0:
        doubt = "an amount is never negative"
    doubts.append(doubt)
    if stage := next((word for word in fold(context.sentence).split() if word in get_args(model.PromiseStatus)), None):
        hints.append(f'the sentence says "{stage}": that may be its status')
    return fields


def _choose_currency(figure: PrintedFigure, context: MarkContext) -> tuple[str, str | None]:
    """Return the currency of an amount, and a doubt or None."""
    codes = sorted(figure.currencies)
    if len(codes) == 1:
        return codes[0], "the currency is not known" if figure.currencies == currencies.UNKNOWN else None
    named = [code for code in codes if _names_country(code, context.sentence)]
    certain = [code for code in USUAL if code in codes] or (named if len(named) == 1 else [])
    if certain:
        return certain[0], None
    return (named or codes)[0], f"the currency can be {', '.join(codes[:8])}"


def _names_country(code: str, sentence: str) -> bool:
    """Return whether a sentence names the country of a currency by its full name: India, Indian rupee."""
    names = [name for name, codes in currencies.load_currency_names().full.items() if codes == {code} and " " in name]
    words = tuple(word.lower() for word in re.findall(r"[A-Z][a-z]{3,}", sentence))
    return any(name.partition(" ")[0].startswith(words) for name in names)


def _statistic_fields(figure: PrintedFigure, context: MarkContext, doubts: list[str | None]) -> Fields:
    """Return the fields of a statistic; `doubts` grows."""
    kinds = [word for word in figure.phrase[:-1] if word in nouns.UNIT_MODIFIERS]
    unit = " ".join([*kinds, figure.unit or ""])  # square kilometres
    if unit in ("%", "percentage points"):
        measure = _share_of(figure, context)
    else:
        measure = _measure(unit, context.paragraph[_with_noun(figure, context)[1] : context.span.end])
    if figure.falls:
        fall = _fall(figure, context)
        measure = fall or measure
        doubts.append(None if fall else "it is a fall: name the fall in measure")
    return {"group": GROUP, "measure": measure, **_value_fields(figure, "value"), "unit": unit}


def _measure(unit: str, rest: str) -> str:
    """Return the measure: the unit with up to five of the words after it, up to the next comma."""
    clause = re.split(r"[^\w\s'-]| -|^-| and | but ", rest)[0].split()[:5]
    while clause and clause[-1].lower() in _WEAK:
        clause.pop()
    return " ".join([unit, *clause])


def _share_of(figure: PrintedFigure, context: MarkContext) -> str:
    """Return the measure of a share, from the words after it or up to seven before it."""
    behind = context.paragraph[figure.end : context.span.end]
    found = re.match(r" of ((?:[\w'-]+ ?){1,4})", behind)
    words = itertools.takewhile(
        lambda word: word.lower() not in PHRASE_ENDS - {"the", "all"}, found[1].split() if found else ()
    )
    if whole := " ".join(words):
        return f"share of {whole}"
    if _COMPARED.match(behind):
        return _measure("share", behind)
    before = _CLAUSE_END.split(context.paragraph[context.span.start : figure.start])[-1].split()[-7:]
    while before and before[-1].lower() in PHRASE_ENDS:
        before.pop()
    while before and before[0].lower() in PHRASE_ENDS:
        before.pop(0)
    return " ".join(before) or "share"


def _fall(figure: PrintedFigure, context: MarkContext) -> str | None:
    """Return the words from a verb such as `fell` to the figure, or from the figure to the verb."""
    start, found = context.span.start, re.finditer(r"\w+", context.sentence)
    falls = [(start + match.start(), start + match.end()) for match in found if match[0].lower() in FALLS]
    if before := [first for first, _ in falls if first < figure.start]:
        return context.paragraph[before[-1] : figure.end]
    return context.paragraph[figure.start : falls[0][1]] if falls else None


def _value_fields(figure: PrintedFigure, name: str) -> Fields:
    """Return the fields for value, upper end, hedge and rate of a figure."""
    ends = {name: figure.value, f"{name}_to": figure.value_to}
    fields: Fields = {field: write_number(value, figure.form) for field, value in ends.items() if value is not None}
    if figure.qualifier:
        fields["qualifier"] = figure.qualifier
    return fields | ({"per": figure.per} if figure.per else {})


def write_number(value: Fraction, form: str) -> int | str:
    """Return a number as a store writes it: a fraction if it is printed as one or has no finite decimal."""
    if value.denominator == 1:
        return int(value)
    written = None if form in ("part", "ratio") else decimal(value)
    return written or f"{value.numerator}/{value.denominator}"


def _figure_id(figure: PrintedFigure, kind: str) -> str:
    unit = "percent" if figure.unit == "%" else figure.unit or ""
    noun = "funding" if kind == "funding" else fold(unit) or "figure"
    ends = [_shorten(end, figure.form) for end in (figure.value, figure.value_to) if end is not None]
    return slug(f"{noun}-{'-to-'.join(ends) or 'unread'}")


def _shorten(value: Fraction, form: str) -> str:
    """Return a number as part of an id: 310m, 1-4bn, 1-in-3."""
    sign, value = ("minus-" if value < 0 else ""), abs(value)
    for scale, letters in ((10**12, "tn"), (10**9, "bn"), (10**6, "m")):
        if value >= scale and (value * 1000 / scale).denominator == 1:
            return f"{sign}{write_number(value / scale, 'decimal')}{letters}".replace(".", "-")
    return f"{sign}{write_number(value, form)}".replace(".", "-").replace("/", "-in-")


def slug(text: str) -> str:
    """Return text as an id."""
    plain = fold(text).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:56].rstrip("-") or "text"


def _find_unambiguous(context: MarkContext, spans: Iterable[tuple[int, int]], *, dated: bool) -> str | None:
    """Return the words of the first span that are unambiguous and cut nothing off, or None."""
    for start, end in spans:
        words = context.paragraph[start:end]
        found = reading.passages(words, context.paragraph, context.today)
        cuts = (one.cuts(hedges=True, units=True, dates=dated) for one in found)
        if len({one.says for one in found}) == 1 and not any(cuts):
            return words
    return None


def _with_noun(figure: PrintedFigure, context: MarkContext) -> tuple[int, int]:
    """Return the span of a figure with the counted noun and the rate, if they follow closely."""
    end, rest = figure.end, context.paragraph[: context.span.end]
    is_noun = figure.unit not in ("%", "percentage points", "rank") and not figure.currencies
    if figure.unit and is_noun:
        noun = re.compile(rf"(?:[\s-]+[\w'-]+){{0,6}}?[\s-]+{re.escape(figure.unit)}\b").match(rest, figure.core[1])
        end = max(end, noun.end()) if noun else end
    if figure.per and (rate := re.compile(r"(?: (?:per|an?|each|every) |/)[\w-]+").match(rest, end)):
        end = rate.end()
    return figure.start, end


def _widen(context: MarkContext, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span and wider ones within its sentence: up to twelve words before, after, and on both sides."""
    words = [match.span() for match in re.finditer(r"[\w'$€£¥%-]+", context.sentence)]
    spans = [(context.span.start + first, context.span.start + last) for first, last in words]
    before = [first for first, _ in reversed(spans) if first < start][:12]
    behind = [last for _, last in spans if last > end][:12]
    yield start, end
    for first, last in itertools.zip_longest(before, behind):
        if first is not None:
            yield first, end
        if last is not None:
            yield start, last
    if before and behind:
        yield before[-1], behind[-1]


def _draft_date(printed: PrintedDate, context: MarkContext, references: Fields) -> DraftTable:
    printed, bound = _find_bound(printed, context)
    spans = list(_widen(context, printed.start, printed.end))
    words = _find_unambiguous(context, spans, dated=True)
    options = sorted(printed.options)
    iso = options[0] if options else ""
    kind, fields = "claim", _background_fields(context)
    if len(iso) == 10 and not bound:
        kind, fields = _choose_kind(printed, context)
    cite = DraftCite(context.at, words or context.paragraph[printed.start : printed.end])
    basis: list[DraftCite] = []
    if printed.relative:  # it counts from the date of the source, unless it means that day
        is_today = context.today is not None and [context.today.isoformat()] == options and printed.weekday is None
        basis = [cite] if context.stamp is None or is_today else [cite, context.stamp]
    if bound and words:  # the same cite in both lists would count as one
        cite = DraftCite(context.at, _find_unambiguous(context, spans[1:], dated=True))
    noun = {"claim": "date", "stop": "trip"}.get(kind, kind)
    id_ = slug(f"{noun}-{iso.replace('/', '-to-') or 'unread'}")
    fields |= {"id": id_, "date": iso, "date_from": basis, **references, "cites": [cite]}
    doubts = (
        None if words else AMBIGUOUS,
        printed.unread,
        None if options else "no day is printed that it could count from",
        f"it can be {' or '.join(options)}" if len(options) > 1 else None,
    )
    hints = [f'the text says "{bound}": the day is one end of the time'] if bound else []
    return _make_table(kind, fields, hints, doubts)


def _background_fields(context: MarkContext) -> Fields:
    return {"type": "background", "said_by": [context.source]}


def _find_bound(printed: PrintedDate, context: MarkContext) -> tuple[PrintedDate, str]:
    """Return the date after a word such as `until` or `from`, and that word, if its year is not printed."""
    before = _BOUND.search(context.paragraph[context.span.start : printed.start])
    if printed.unread is None or before is None or before[1].lower() not in BOUNDS:
        return printed, ""
    alone = printed_dates(context.paragraph[printed.start : printed.end], context.today)
    if len(alone) != 1 or alone[0].unread or not alone[0].relative:
        return printed, ""
    start = context.span.start + before.start(1)
    return alone[0]._replace(start=start, end=printed.end), before[1]


def _choose_kind(printed: PrintedDate, context: MarkContext) -> tuple[str, Fields]:
    """Return the kind and fields of an event on a day: a meeting or a stop if its clause is clear, else a claim.

    Words of other clauses may be about other days.
    """
    before = _BOUNDARY.split(context.paragraph[context.span.start : printed.start])[-1]
    text = f"{before} {_BOUNDARY.split(context.paragraph[printed.end : context.span.end])[0]}"
    status = "planned" if _PLANNED.search(text) else "held" if _ALREADY_HELD.search(text) else None
    if status is None or _NEGATED.search(text):
        return "claim", _background_fields(context)
    if _MEETING.search(text):
        return "meeting", {"status": status, "format": "unspecified"}
    if travel := _TRAVEL.search(text):
        return "stop", {"type": "stay" if travel[0].startswith(("visit", "tour")) else "leg", "status": status}
    return "claim", _background_fields(context)

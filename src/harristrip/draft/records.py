"""Draft records for the figures and dates of a paragraph. Uncertain ones are commented out with the reason."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..facts import model
from ..facts.codec import decimal
from ..proof import reading
from ..proof.articles import Span
from ..proof.reading import Mark
from ..reader import currencies, nouns
from ..reader.context import FALLS
from ..reader.figures import Figure
from ..reader.printed_dates import BOUNDS, PrintedDate, printed_dates
from ..reader.tokens import STOPS, is_plural
from ..text import fold, listed, words
from .toml import Cite, Table, Value, is_storable

SIGNS = ("%", "percentage points", "rank")
"""Units that are not nouns after the figure."""
_FIELDS = listed(
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
_HELD = re.compile(r"\b(?:flew|travelled|traveled|arrived|landed|departed|left|toured|visited|met|received)\b")
_NEGATED = re.compile(
    r"\b(?:cancel\w*|postpon\w*|call\w* off|put off|den(?:y|ies|ied)|not|never|no|would|could|might|may|if|n't)\b|n't\b"
)
_STAYS = ("visit", "tour")
_BOUNDARY = re.compile(
    r"[,;:()\"]| - |\b(?:who|which|that|whose|after|before|since|when|while|because|although|said|says|and then|but)\b"
)
_COMPARED = re.compile(r" (?:more|less|fewer|higher|lower|larger|smaller|greater) than\b", re.IGNORECASE)
_AGO = re.compile(r" an? \w+ (?:ago|earlier|later|before)\b")
_CLAUSE_END = re.compile(r"[^\w\s'-]|\d|\bper ?cent\b")
WORDS_BEFORE = 7
"""Maximum words before a share that describe it."""
HIGHEST_WORD = 10
"""The highest rank in words that only orders a narrative: first, second."""
_WEAK = words(
    "the a an of in on at by for from to with or as than that which who was were is are be have has more less fewer"
)
"""Words that cannot end a measure."""
WORDS_OF_MEASURE = 5
_BOUND = re.compile(r"\b(\w+) $")
LONGEST_PRINTED = 12
"""Maximum words by which a passage is extended on each side to make it unambiguous."""


class Context(NamedTuple):
    """The sentence of a mark, and its source."""

    source: str
    number: int
    """The paragraph, counted from 1."""
    paragraph: str
    span: Span
    today: date | None
    stamp: Cite | None
    """The cite of the date of the source."""

    @property
    def at(self) -> str:
        """The paragraph in the form of a cite."""
        return f"{self.source}:{self.number}"

    @property
    def sentence(self) -> str:
        """The text of the sentence."""
        return self.paragraph[self.span.start : self.span.end]


def record(mark: Mark, context: Context, references: dict[str, Value]) -> Table | None:
    """Return the record of a figure or date; None if it states no fact, as in `first`."""
    if mark.figure is not None:
        is_ago = _AGO.match(context.paragraph, mark.figure.core[1])  # up from 187 a week ago
        figure = mark.figure._replace(per=None) if is_ago else mark.figure
        return None if _says_nothing(figure, context) else _of_figure(figure, context, references)
    return _of_date(mark.date, context, references) if mark.date is not None else None


def _says_nothing(figure: Figure, context: Context) -> bool:
    """Return whether a figure is a word that states no fact: first, one of them, the two."""
    words = context.paragraph[slice(*figure.core)]
    if any(letter.isdigit() for letter in words) or figure.currencies:
        return False
    if figure.unit == "rank":
        return figure.value is not None and figure.value <= HIGHEST_WORD
    before, behind = context.paragraph[context.span.start : figure.start].lower(), context.paragraph[figure.core[1] :]
    if figure.value == 1:
        return figure.unit is None or behind.startswith(" of ")
    return before.endswith(("the ", "these ", "those ")) and (figure.unit is None or not is_plural(figure.unit))


def _of_figure(figure: Figure, context: Context, references: dict[str, Value]) -> Table:
    start, end = _with_noun(figure, context)
    printed = _printed(
        context, itertools.chain(_wider(context, start, end), _wider(context, figure.start, figure.end)), dated=False
    )
    doubts = [
        figure.unread,
        None if printed else "its words occur several times and say different things",
    ]
    hints: list[str] = []
    if figure.currencies:
        kind, fields, doubt = _funding(figure, context, hints)
    elif figure.unit is not None:
        kind, fields, doubt = _statistic(figure, context)
    else:
        kind, fields, doubt = "claim", {"type": "background", **_number(figure, "value")}, None
        hints.append('unit = ""  # the text prints none beside the figure')
    words = printed or context.paragraph[figure.start : figure.end]
    said_by: dict[str, Value] = {"said_by": [context.source]} if kind == "claim" else {}
    whole = {
        "id": _figure_id(figure, kind),
        "summary": "",
        **fields,
        **references,
        **said_by,
        "cites": [Cite(context.at, words)],
    }
    reason = next((one for one in (*doubts, doubt, _unwritable(whole)) if one), None)
    return _table(kind, whole, hints, reason)


def _table(kind: str, fields: dict[str, Value], hints: Iterable[str], doubt: str | None) -> Table:
    ordered = dict(sorted(fields.items(), key=lambda field: _FIELDS.index(field[0])))
    return Table(f"[[{kind}]]", ordered, hints=tuple(hints), doubt=doubt)


def _unwritable(fields: dict[str, Value]) -> str | None:
    """Return a doubt if a store would not accept the texts of a record."""
    texts = [one for one in fields.values() if isinstance(one, str)]
    cites = [one for one in fields["cites"] if isinstance(one, Cite)] if not isinstance(fields["cites"], int) else []
    return (
        None
        if is_storable([*texts, *(one.printed or "" for one in cites)])
        else "it has characters that a store may not hold"
    )


def _funding(figure: Figure, context: Context, hints: list[str]) -> tuple[str, dict[str, Value], str | None]:
    codes, doubt = _currency(figure, context)
    if doubt is None and len(figure.currencies) > 1:
        others = [code for code in sorted(figure.currencies - {codes}) if _names_country(code, context.sentence)]
        hints.append(f"{codes} is what it usually means; it can also be {', '.join(others) or 'another currency'}")
    fields: dict[str, Value] = {"status": "reported", **_number(figure, "amount"), "currency": codes}
    if figure.value is not None and figure.value < 0:
        doubt = "an amount is never negative"
    if any("/" in str(fields.get(name, "")) for name in ("amount", "amount_to")):
        doubt = "an amount is a whole number or a decimal"
    if stage := next((word for word in fold(context.sentence).split() if word in model.values_of(model.Promise)), None):
        hints.append(f'the sentence says "{stage}": that may be its status')
    return "funding", fields, doubt


def _currency(figure: Figure, context: Context) -> tuple[str, str | None]:
    """Return the currency of an amount, and a doubt or None."""
    codes = figure.currencies
    if len(codes) == 1:
        return next(iter(codes)), None if codes != currencies.UNKNOWN else "the currency is not known"
    usual = next((code for code in USUAL if code in codes), None)
    if usual is not None:
        return usual, None
    named = [code for code in sorted(codes) if _names_country(code, context.sentence)]
    return (named or sorted(codes))[0], None if len(
        named
    ) == 1 else f"the currency can be {', '.join(sorted(codes)[:8])}"


def _names_country(code: str, sentence: str) -> bool:
    """Return whether a sentence names the country of a currency by its full name: India, Indian rupee."""
    adjectives = {
        name.split(" ")[0] for name, codes in currencies.table().full.items() if codes == {code} and " " in name
    }
    words = {word.lower() for word in re.findall(r"[A-Z][a-z]{3,}", sentence)}
    return any(adjective.startswith(word) or adjective == word for adjective in adjectives for word in words)


def _statistic(figure: Figure, context: Context) -> tuple[str, dict[str, Value], str | None]:
    unit = _unit(figure)
    measure, doubt = _measure(unit, context.paragraph[_with_noun(figure, context)[1] : context.span.end]), None
    if unit in ("%", "percentage points"):
        measure = _share_of(figure, context)
    if figure.falls:
        fall = _fall(figure, context)
        measure, doubt = fall or measure, None if fall else "it is a fall: name the fall in measure"
    fields: dict[str, Value] = {"group": GROUP, "measure": measure, **_number(figure, "value"), "unit": unit}
    return "statistic", fields, doubt


def _unit(figure: Figure) -> str:
    """Return the unit with a word before it that changes its meaning: square kilometres."""
    kinds = [word for word in figure.phrase[:-1] if word in nouns.KINDS]
    return " ".join([*kinds, figure.unit or ""])


def _measure(unit: str, rest: str) -> str:
    """Return the measure: the unit with a few of the words after it, up to the next comma."""
    clause = re.split(r"[^\w\s'-]| -|^-| and | but ", rest)[0].split()[:WORDS_OF_MEASURE]
    while clause and clause[-1].lower() in _WEAK:
        clause.pop()
    return " ".join([unit, *clause])


def _share_of(figure: Figure, context: Context) -> str:
    """Return the measure of a share, from the words after it or before it."""
    found = re.match(r" of ((?:[\w'-]+ ?){1,4})", context.paragraph[figure.end : context.span.end])
    words: list[str] = []
    for word in found[1].split() if found else ():
        if word.lower() in STOPS - {"the", "all"}:
            break
        words.append(word)
    if words:
        return f"share of {' '.join(words)}"
    behind = context.paragraph[figure.end : context.span.end]
    if _COMPARED.match(behind):
        return _measure("share", behind)
    before = _CLAUSE_END.split(context.paragraph[context.span.start : figure.start])[-1].split()[-WORDS_BEFORE:]
    while before and before[-1].lower() in STOPS:
        before.pop()
    while before and before[0].lower() in STOPS:
        before.pop(0)
    return " ".join(before) or "share"


def _fall(figure: Figure, context: Context) -> str | None:
    """Return the words from a verb such as `fell` to the figure, or from the figure to the verb."""
    falls = [
        (context.span.start + match.start(), context.span.start + match.end())
        for match in re.finditer(r"\w+", context.sentence)
        if match[0].lower() in FALLS
    ]
    if before := [start for start, _ in falls if start < figure.start]:
        return context.paragraph[before[-1] : figure.end]
    return context.paragraph[figure.start : falls[0][1]] if falls else None


def _number(figure: Figure, name: str) -> dict[str, Value]:
    """Return the fields for value, upper end, hedge and rate of a figure."""
    fields: dict[str, Value] = {} if figure.value is None else {name: number(figure.value, figure.form)}
    if figure.value_to is not None:
        fields[f"{name}_to"] = number(figure.value_to, figure.form)
    if figure.qualifier:
        fields["qualifier"] = figure.qualifier
    return fields | ({"per": figure.per} if figure.per else {})


def number(value: Fraction, form: str) -> int | str:
    """Return a number as a store writes it: a fraction if it is printed as one or has no finite decimal."""
    if value.denominator == 1:
        return int(value)
    written = None if form in ("part", "ratio") else decimal(value)
    return written or f"{value.numerator}/{value.denominator}"


def _figure_id(figure: Figure, kind: str) -> str:
    unit = {"%": "percent", "": "figure"}.get(figure.unit or "", figure.unit or "")
    noun = "funding" if kind == "funding" else fold(unit) or "figure"
    if figure.value is None:
        return slug(f"{noun}-unread")
    end = "" if figure.value_to is None else f"-to-{_short(figure.value_to, figure.form)}"
    return slug(f"{noun}-{_short(figure.value, figure.form)}{end}")


def _short(value: Fraction, form: str) -> str:
    """Return a number as part of an id: 310m, 1-4bn, 1-in-3."""
    sign, value = ("minus-" if value < 0 else ""), abs(value)
    for scale, letters in ((10**12, "tn"), (10**9, "bn"), (10**6, "m")):
        if value >= scale and (value * 1000 / scale).denominator == 1:
            return f"{sign}{number(value / scale, 'decimal')}{letters}".replace(".", "-")
    return f"{sign}{number(value, form)}".replace(".", "-").replace("/", "-in-")


def slug(text: str) -> str:
    """Return text as an id."""
    plain = fold(text).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:56].rstrip("-") or "text"


def _printed(context: Context, spans: Iterable[tuple[int, int]], *, dated: bool) -> str | None:
    """Return the words of the first span that are unambiguous and cut nothing off, or None."""
    for start, end in spans:
        words = context.paragraph[start:end]
        found = reading.passages(words, context.paragraph, context.today)
        if len({one.says for one in found}) == 1 and not any(
            one.cuts(hedges=True, units=True, dates=dated) for one in found
        ):
            return words
    return None


def _with_noun(figure: Figure, context: Context) -> tuple[int, int]:
    """Return the span of a figure with the counted noun and the rate, if they follow closely."""
    end, rest = figure.end, context.paragraph[: context.span.end]
    if figure.unit and figure.unit not in SIGNS and not figure.currencies:
        noun = re.compile(rf"(?:[\s-]+[\w'-]+){{0,6}}?[\s-]+{re.escape(figure.unit)}\b").match(rest, figure.core[1])
        end = max(end, noun.end()) if noun else end
    if figure.per and (rate := re.compile(r"(?: (?:per|an?|each|every) |/)[\w-]+").match(rest, end)):
        end = rate.end()
    return figure.start, end


def _wider(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span and wider ones within its sentence: more words before, after, and on both sides."""
    words = [(match.start(), match.end()) for match in re.finditer(r"[\w'$€£¥%-]+", context.sentence)]
    spans = [(context.span.start + first, context.span.start + last) for first, last in words]
    before = [first for first, _ in reversed(spans) if first < start][:LONGEST_PRINTED]
    behind = [last for _, last in spans if last > end][:LONGEST_PRINTED]
    yield start, end
    for first, last in itertools.zip_longest(before, behind):
        if first is not None:
            yield first, end
        if last is not None:
            yield start, last
    if before and behind:
        yield before[-1], behind[-1]


def _of_date(printed: PrintedDate, context: Context, references: dict[str, Value]) -> Table:
    printed, bound = _bound(printed, context)
    words = _printed(context, _wider(context, printed.start, printed.end), dated=True)
    options = sorted(printed.options)
    iso = options[0] if options else ""
    kind, fields = _occasion(printed, context) if len(iso) == 10 and not bound else ("claim", _background(context))
    cite = Cite(context.at, words or context.paragraph[printed.start : printed.end])
    basis = _basis(printed, context, cite)
    if bound and words:  # the same cite in both lists would count as one
        cite = Cite(context.at, _printed(context, list(_wider(context, printed.start, printed.end))[1:], dated=True))
    noun = {"claim": "date", "stop": "trip"}.get(kind, kind)
    id_ = slug(f"{noun}-{iso.replace('/', '-to-') or 'unread'}")
    whole: dict[str, Value] = {
        "id": id_,
        "summary": "",
        **fields,
        "date": iso,
        "date_from": basis,
        **references,
        "cites": [cite],
    }
    doubts = (
        None if words else "its words occur several times and say different things",
        printed.unread,
        None if options else "no day is printed that it could count from",
        f"it can be {' or '.join(options)}" if len(options) > 1 else None,
        _unwritable(whole),
    )
    hints = [f'the text says "{bound}": the day is one end of the time'] if bound else []
    return _table(kind, whole, hints, next((one for one in doubts if one), None))


def _basis(printed: PrintedDate, context: Context, cite: Cite) -> list[Cite]:
    """Return the basis of a relative date: its words, and the date of the source unless they mean that day."""
    if not printed.relative:
        return []
    if context.stamp is None:
        return [cite]
    is_today = context.today is not None and printed.options == {context.today.isoformat()} and printed.weekday is None
    return [cite] if is_today else [cite, context.stamp]


def _background(context: Context) -> dict[str, Value]:
    return {"type": "background", "said_by": [context.source]}


def _bound(printed: PrintedDate, context: Context) -> tuple[PrintedDate, str]:
    """Return the date after a word such as `until` or `from`, and that word, if its year is not printed."""
    before = _BOUND.search(context.paragraph[context.span.start : printed.start])
    if printed.unread is None or before is None or before[1].lower() not in BOUNDS:
        return printed, ""
    alone = printed_dates(context.paragraph[printed.start : printed.end], context.today)
    if len(alone) != 1 or alone[0].unread or not alone[0].relative:
        return printed, ""
    start = context.span.start + before.start(1)
    return alone[0]._replace(start=start, end=printed.end), before[1]


def _occasion(printed: PrintedDate, context: Context) -> tuple[str, dict[str, Value]]:
    """Return the kind and fields of an event on a day: a meeting or a stop if its clause is clear, else a claim."""
    text = _clause(printed, context)
    status = (
        None
        if _NEGATED.search(text)
        else "planned"
        if _PLANNED.search(text)
        else "held"
        if _HELD.search(text)
        else None
    )
    if status and _MEETING.search(text):
        return "meeting", {"status": status, "format": "unspecified"}
    if status and (travel := _TRAVEL.search(text)):
        return "stop", {"type": "stay" if travel[0].startswith(_STAYS) else "leg", "status": status}
    return "claim", _background(context)


def _clause(printed: PrintedDate, context: Context) -> str:
    """Return the clause around a date: words of other clauses may be about other days."""
    before = context.paragraph[context.span.start : printed.start]
    after = context.paragraph[printed.end : context.span.end]
    start = max((match.end() for match in _BOUNDARY.finditer(before)), default=0)
    end = next((match.start() for match in _BOUNDARY.finditer(after)), len(after))
    return f"{before[start:]} {after[:end]}"

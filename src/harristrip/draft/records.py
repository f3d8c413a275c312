"""Records for the figures and dates of a paragraph. What is not certain is commented out with the reason."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..facts import model
from ..proof import reading
from ..proof.articles import Span
from ..proof.marks import Mark
from ..reader import currencies, nouns
from ..reader.context import FALLS
from ..reader.english import STOPS, is_plural
from ..reader.figures import Figure
from ..reader.printed_dates import BOUNDS, PrintedDate, printed_dates
from ..text import fold
from .toml import Cite, Table, Value, is_storable

SIGNS = ("%", "percentage points", "rank")
"""Units that are no nouns behind the figure."""
ORDER = {
    name: number
    for number, name in enumerate(
        "id summary type status format group measure value value_to amount amount_to qualifier currency unit per date"
        " date_from countries places people said_by cites".split()
    )
}
"""Fields in the order of the model."""
GROUP = "unsorted"
"""The group of drafted statistics: only the author knows the right one."""
USUAL = ("USD", "GBP", "EUR", "CAD")
"""Currencies that a sign or word without a country means in English."""
MOVED = re.compile(
    r"\b(?:fl(?:y|ies|ew|own)|travel(?:s|led|ed|ling|ing)?|arriv(?:e|es|ed|ing)|land(?:s|ed)?(?= (?:in|at)\b)"
    r"|depart(?:s|ed)?|leav(?:e|es)(?= for\b)|left(?= for\b)|tour(?:s|ed)?|visit(?:s|ed|ing)?|trip)\b"
)
MET = re.compile(
    r"\b(?:meet(?:s|ing)?|met(?= (?:with|in|on|the|his|her|their|for|at|[A-Z]))|talks|summit"
    r"|receiv(?:e|es|ed)(?= [A-Z]))\b"
)
AHEAD = re.compile(
    r"\b(?:will|(?:is|are|was|were) (?:to|due to|set to|scheduled to|planning to|going to)|plans? to|planned for)\b"
)
HELD = re.compile(r"\b(?:flew|travelled|traveled|arrived|landed|departed|left|toured|visited|met|received)\b")
UNDONE = re.compile(
    r"\b(?:cancel\w*|postpon\w*|call\w* off|put off|den(?:y|ies|ied)|not|never|no|would|could|might|may|if|n't)\b|n't\b"
)
STAYS = ("visit", "tour")
_BOUNDARY = re.compile(
    r"[,;:()\"]| - |\b(?:who|which|that|whose|after|before|since|when|while|because|although|said|says|and then|but)\b"
)
_COMPARED = re.compile(r" (?:more|less|fewer|higher|lower|larger|smaller|greater) than\b", re.IGNORECASE)
_AGO = re.compile(r" an? \w+ (?:ago|earlier|later|before)\b")
_COUNTED = re.compile(r"(?:\d|%|per ?cent|times|points?) $")
"""What is before `more than` that compares."""
_CLAUSE_END = re.compile(r"[^\w\s'-]|\d|\bper ?cent\b")
WORDS_BEFORE = 7
"""Words before a share that say what it is a share of."""
HIGHEST_WORD = 10
"""The highest rank in words that only orders what is told: first, second."""
_WEAK = frozenset(
    "the a an of in on at by for from to with or as than that which who was were is are be have has"
    " more less fewer".split()
)
"""Words that a measure does not end with."""
WORDS_OF_MEASURE = 5
_BOUND = re.compile(r"\b(\w+) $")
LONGEST_PRINTED = 12
"""Words by which a passage is extended until it means one thing."""


class Place(NamedTuple):
    """The sentence of a text that a mark is in."""

    source: str
    number: int
    """The paragraph, counted from 1."""
    paragraph: str
    span: Span
    today: date | None
    stamp: Cite | None
    """The cite of the day of the source."""

    @property
    def at(self) -> str:
        """The paragraph as cites name it."""
        return f"{self.source}:{self.number}"

    @property
    def sentence(self) -> str:
        """The text of the sentence."""
        return self.paragraph[self.span.start : self.span.end]


def record(mark: Mark, place: Place, references: dict[str, Value]) -> Table | None:
    """Return the record of a figure or date; None for one that says nothing, such as `first`."""
    if mark.figure is not None:
        is_ago = _AGO.match(place.paragraph, mark.figure.core[1])  # up from 187 a week ago
        figure = mark.figure._replace(per=None) if is_ago else mark.figure
        return None if _says_nothing(figure, place) else _of_figure(figure, place, references)
    return _of_date(mark.date, place, references) if mark.date is not None else None


def _says_nothing(figure: Figure, place: Place) -> bool:
    """Return whether a figure is a word that counts nothing: first, one of them, the two."""
    words = place.paragraph[slice(*figure.core)]
    if any(letter.isdigit() for letter in words) or figure.currencies:
        return False
    if figure.unit == "rank":
        return figure.value is not None and figure.value <= HIGHEST_WORD
    before, behind = place.paragraph[place.span.start : figure.start].lower(), place.paragraph[figure.core[1] :]
    if figure.value == 1:
        return figure.unit is None or behind.startswith(" of ")
    return before.endswith(("the ", "these ", "those ")) and (figure.unit is None or not is_plural(figure.unit))


def _of_figure(figure: Figure, place: Place, references: dict[str, Value]) -> Table:
    start, end = _with_noun(figure, place)
    printed = _printed(
        place, itertools.chain(_wider(place, start, end), _wider(place, figure.start, figure.end)), dated=False
    )
    doubts = [
        figure.unread,
        None if printed else "its words occur several times and say different things",
        _comparison(figure, place),
    ]
    hints: list[str] = []
    if figure.currencies:
        kind, fields, doubt = _funding(figure, place, hints)
    elif figure.unit is not None:
        kind, fields, doubt = _statistic(figure, place)
    else:
        kind, fields, doubt = "claim", {"type": "background", **_number(figure, "value")}, None
        hints.append('unit = ""  # the text prints none beside the figure')
    words = printed or place.paragraph[figure.start : figure.end]
    said_by: dict[str, Value] = {"said_by": [place.source]} if kind == "claim" else {}
    whole = {
        "id": _figure_id(figure, kind),
        "summary": "",
        **fields,
        **references,
        **said_by,
        "cites": [Cite(place.at, words)],
    }
    reason = next((one for one in (*doubts, doubt, _unwritable(whole)) if one), None)
    return _table(kind, whole, hints, reason)


def _table(kind: str, fields: dict[str, Value], hints: Iterable[str], doubt: str | None) -> Table:
    ordered = dict(sorted(fields.items(), key=lambda field: ORDER[field[0]]))
    return Table(f"[[{kind}]]", ordered, hints=tuple(hints), doubt=doubt)


def _comparison(figure: Figure, place: Place) -> str | None:
    """Return why the hedge of a figure may compare it with another: 4% more than ten years ago."""
    words = _COMPARED.match(" " + place.paragraph[figure.start : figure.core[0]])
    if words and _COUNTED.search(place.paragraph[place.span.start : figure.start]):
        return f'"{words[0].strip()}" may compare two figures'
    return None


def _unwritable(fields: dict[str, Value]) -> str | None:
    """Say why a store may not hold the texts of a record."""
    texts = [one for one in fields.values() if isinstance(one, str)]
    cites = [one for one in fields["cites"] if isinstance(one, Cite)] if not isinstance(fields["cites"], int) else []
    return (
        None
        if is_storable([*texts, *(one.printed or "" for one in cites)])
        else "it has characters that a store may not hold"
    )


def _funding(figure: Figure, place: Place, hints: list[str]) -> tuple[str, dict[str, Value], str | None]:
    codes, doubt = _currency(figure, place)
    if doubt is None and len(figure.currencies) > 1:
        others = [code for code in sorted(figure.currencies - {codes}) if _names_country(code, place.sentence)]
        hints.append(f"{codes} is what it usually means; it can also be {', '.join(others) or 'another currency'}")
    fields: dict[str, Value] = {"status": "reported", **_number(figure, "amount"), "currency": codes}
    if figure.value is not None and figure.value < 0:
        doubt = "an amount is never negative"
    if any("/" in str(fields.get(name, "")) for name in ("amount", "amount_to")):
        doubt = "an amount is a whole number or a decimal"
    if stage := next((word for word in fold(place.sentence).split() if word in model.values_of(model.Promise)), None):
        hints.append(f'the sentence says "{stage}": that may be its status')
    return "funding", fields, doubt


def _currency(figure: Figure, place: Place) -> tuple[str, str | None]:
    """Return the currency of an amount, and why it is doubtful."""
    codes = figure.currencies
    if len(codes) == 1:
        return next(iter(codes)), None if codes != currencies.UNKNOWN else "the currency is not known"
    usual = next((code for code in USUAL if code in codes), None)
    if usual is not None:
        return usual, None
    named = [code for code in sorted(codes) if _names_country(code, place.sentence)]
    return (named or sorted(codes))[0], None if len(
        named
    ) == 1 else f"the currency can be {', '.join(sorted(codes)[:8])}"


def _names_country(code: str, sentence: str) -> bool:
    """Return whether a sentence names the country or people in the full name of a currency: India, Indian rupee."""
    adjectives = {
        name.split(" ")[0] for name, codes in currencies.table().full.items() if codes == {code} and " " in name
    }
    words = {word.lower() for word in re.findall(r"[A-Z][a-z]{3,}", sentence)}
    return any(adjective.startswith(word) or adjective == word for adjective in adjectives for word in words)


def _statistic(figure: Figure, place: Place) -> tuple[str, dict[str, Value], str | None]:
    unit = _unit(figure)
    measure, doubt = _measure(unit, place.paragraph[_with_noun(figure, place)[1] : place.span.end]), None
    if unit in ("%", "percentage points"):
        measure = _share_of(figure, place)
    if figure.falls:
        fall = _fall(figure, place)
        measure, doubt = fall or measure, None if fall else "it is a fall: name the fall in measure"
    fields: dict[str, Value] = {"group": GROUP, "measure": measure, **_number(figure, "value"), "unit": unit}
    return "statistic", fields, doubt


def _unit(figure: Figure) -> str:
    """Return the unit with the word before it that makes it another: square kilometres."""
    kinds = [word for word in figure.phrase[:-1] if word in nouns.KINDS]
    return " ".join([*kinds, figure.unit or ""])


def _measure(unit: str, rest: str) -> str:
    """Return what is measured: the noun with a few of the words behind it, up to the next comma."""
    clause = re.split(r"[^\w\s'-]| -|^-| and | but ", rest)[0].split()[:WORDS_OF_MEASURE]
    while clause and clause[-1].lower() in _WEAK:
        clause.pop()
    return " ".join([unit, *clause])


def _share_of(figure: Figure, place: Place) -> str:
    """Return what a share is a share of, in the words behind it."""
    found = re.match(r" of ((?:[\w'-]+ ?){1,4})", place.paragraph[figure.end : place.span.end])
    words: list[str] = []
    for word in found[1].split() if found else ():
        if word.lower() in STOPS - {"the", "all"}:
            break
        words.append(word)
    if words:
        return f"share of {' '.join(words)}"
    behind = place.paragraph[figure.end : place.span.end]
    if _COMPARED.match(behind):
        return _measure("share", behind)
    before = _CLAUSE_END.split(place.paragraph[place.span.start : figure.start])[-1].split()[-WORDS_BEFORE:]
    while before and before[-1].lower() in STOPS:
        before.pop()
    while before and before[0].lower() in STOPS:
        before.pop(0)
    return " ".join(before) or "share"


def _fall(figure: Figure, place: Place) -> str | None:
    """Return the words of a sentence from a word of falling to a figure, or behind it."""
    falls = [
        (place.span.start + match.start(), place.span.start + match.end())
        for match in re.finditer(r"\w+", place.sentence)
        if match[0].lower() in FALLS
    ]
    if before := [start for start, _ in falls if start < figure.start]:
        return place.paragraph[before[-1] : figure.end]
    return place.paragraph[figure.start : falls[0][1]] if falls else None


def _number(figure: Figure, name: str) -> dict[str, Value]:
    """Return value, upper end, hedge and rate of a figure as fields."""
    fields: dict[str, Value] = {} if figure.value is None else {name: number(figure.value, figure.form)}
    if figure.value_to is not None:
        fields[f"{name}_to"] = number(figure.value_to, figure.form)
    if figure.qualifier:
        fields["qualifier"] = figure.qualifier
    return fields | ({"per": figure.per} if figure.per else {})


def number(value: Fraction, form: str) -> int | str:
    """Return a number as a store has it: whole, a decimal, or a fraction if it is printed as one or has no end."""
    if value.denominator == 1:
        return int(value)
    decimal = _decimal(value)
    return (
        decimal if decimal is not None and form not in ("part", "ratio") else f"{value.numerator}/{value.denominator}"
    )


def _decimal(value: Fraction) -> str | None:
    for digits in range(1, model.DIGITS + 1):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            sign, whole = "-" if value < 0 else "", f"{abs(int(scaled)):0{digits + 1}d}"
            return f"{sign}{whole[:-digits]}.{whole[-digits:]}"
    return None


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


def _printed(place: Place, spans: Iterable[tuple[int, int]], *, dated: bool) -> str | None:
    """Return the words of the first span that mean one thing and cut nothing; None if none do."""
    for start, end in spans:
        words = place.paragraph[start:end]
        found = reading.passages(words, place.paragraph, place.today)
        if len({one.says for one in found}) == 1 and not any(
            one.cuts(hedges=True, units=True, dates=dated) for one in found
        ):
            return words
    return None


def _with_noun(figure: Figure, place: Place) -> tuple[int, int]:
    """Return where a figure stands with the noun that it counts and its rate, if they are close behind it."""
    end, rest = figure.end, place.paragraph[: place.span.end]
    if figure.unit and figure.unit not in SIGNS and not figure.currencies:
        noun = re.compile(rf"(?:[\s-]+[\w'-]+){{0,6}}?[\s-]+{re.escape(figure.unit)}\b").match(rest, figure.core[1])
        end = max(end, noun.end()) if noun else end
    if figure.per and (rate := re.compile(r"(?: (?:per|an?|each|every) |/)[\w-]+").match(rest, end)):
        end = rate.end()
    return figure.start, end


def _wider(place: Place, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a place and wider ones within its sentence: with words before it, behind it, and on both sides."""
    words = [(match.start(), match.end()) for match in re.finditer(r"[\w'$€£¥%-]+", place.sentence)]
    spans = [(place.span.start + first, place.span.start + last) for first, last in words]
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


def _of_date(printed: PrintedDate, place: Place, references: dict[str, Value]) -> Table:
    printed, bound = _bound(printed, place)
    words = _printed(place, _wider(place, printed.start, printed.end), dated=True)
    options = sorted(printed.options)
    iso = options[0] if options else ""
    kind, fields = _occasion(printed, place) if len(iso) == 10 and not bound else ("claim", _told(place))
    cite = Cite(place.at, words or place.paragraph[printed.start : printed.end])
    basis = _basis(printed, place, cite)
    if bound and words:  # the same cite in both lists would count as one
        cite = Cite(place.at, _printed(place, list(_wider(place, printed.start, printed.end))[1:], dated=True))
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


def _basis(printed: PrintedDate, place: Place, cite: Cite) -> list[Cite]:
    """Return what a date is worked out from: its words, and the day of the source unless they mean that day."""
    if not printed.relative:
        return []
    if place.stamp is None:
        return [cite]
    is_today = place.today is not None and printed.options == {place.today.isoformat()} and printed.weekday is None
    return [cite] if is_today else [cite, place.stamp]


def _told(place: Place) -> dict[str, Value]:
    return {"type": "background", "said_by": [place.source]}


def _bound(printed: PrintedDate, place: Place) -> tuple[PrintedDate, str]:
    """Read the day behind `until` or `from`, which `date_from` can name if its year is not printed, and that word."""
    before = _BOUND.search(place.paragraph[place.span.start : printed.start])
    if printed.unread is None or before is None or before[1].lower() not in BOUNDS:
        return printed, ""
    alone = printed_dates(place.paragraph[printed.start : printed.end], place.today)
    if len(alone) != 1 or alone[0].unread or not alone[0].relative:
        return printed, ""
    start = place.span.start + before.start(1)
    return alone[0]._replace(start=start, end=printed.end), before[1]


def _occasion(printed: PrintedDate, place: Place) -> tuple[str, dict[str, Value]]:
    """Return the kind of what happens on a day: a meeting or a stop if its clause is certain, else a claim."""
    text = _clause(printed, place)
    status = None if UNDONE.search(text) else "planned" if AHEAD.search(text) else "held" if HELD.search(text) else None
    if status and MET.search(text):
        return "meeting", {"status": status, "format": "unspecified"}
    if status and (moved := MOVED.search(text)):
        return "stop", {"type": "stay" if moved[0].startswith(STAYS) else "leg", "status": status}
    return "claim", _told(place)


def _clause(printed: PrintedDate, place: Place) -> str:
    """Return the part of a sentence around a date that has one verb: words of other parts are about other days."""
    before = place.paragraph[place.span.start : printed.start]
    after = place.paragraph[printed.end : place.span.end]
    start = max((match.end() for match in _BOUNDARY.finditer(before)), default=0)
    end = next((match.start() for match in _BOUNDARY.finditer(after)), len(after))
    return f"{before[start:]} {after[:end]}"

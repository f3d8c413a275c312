"""What a figure counts: the noun phrase behind it, units of measure, and `a day`, `per head`. Functions over tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..text import fold
from .english import STOPS, is_plural, singular
from .number_words import at, is_number, low
from .tables import pairs, words
from .tokens import Token

SYMBOLS = pairs(
    "km, kilometer: kilometre; m, meter: metre; cm, centimeter: centimetre; mm, millimeter: millimetre; "
    "mi: mile; ft: foot; yd: yard; kg, kilo, kilogramme: kilogram; g, gram, gramme: gram; mg: milligram; "
    "t, tonne: tonne; st: stone; lb, lbs: pound; oz: ounce; kt: kilotonne; mt: megatonne; gt: gigatonne; "
    "l, liter: litre; ml, milliliter: millilitre; cl, centiliter: centilitre; ha: hectare; w: watt; "
    "kw: kilowatt; mw: megawatt; gw: gigawatt; tw: terawatt; v: volt; kwh: kilowatt hour; "
    "mwh: megawatt hour; gwh: gigawatt hour; twh: terawatt hour; kv: kilovolt; hz: hertz; khz: kilohertz; "
    "mhz: megahertz; ghz: gigahertz; ev: electronvolt; kb: kilobyte; mb: megabyte; gb: gigabyte; "
    "tb: terabyte; pb: petabyte; mph: mile an hour; kph, kmh: kilometre an hour; bpd: barrel a day; "
    "psi: pound a square inch; db: decibel; ppm: part a million; h, hr, hrs: hour; min, mins: minute; "
    "sec, secs, s: second; ms: millisecond; yr, yrs: year; j: joule; kj: kilojoule; kcal: kilocalorie; "
    "pa: pascal; hpa: hectopascal; kpa: kilopascal; ga: gigayear; bbl: barrel; sqm: square metre; "
    "sq: square; cu: cubic; c: degree celsius; f: degree fahrenheit; k: kelvin; n: newton; organization: organisation; "
    "labor: labour; program: programme; center: centre; neighbor: neighbour"
)
"""Symbol, or other spelling in the singular -> the name that units are compared by."""
SHARES = {"%": "%", "percent": "%", "percents": "%", "pct": "%", "percentage": "%", "\u066a": "%", "‰": "per mille"}
ARTICLES = words("a an per each every")
RATES = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
DETERMINERS = words("the its his her their our these those all my your")
KINDS = words("square cubic nautical metric short long light imperial troy fluid board sq cu basis percentage")
"""Words before a unit of measure that make it another."""
NOTES = "*†‡§¶"
PHRASE = 7
"""Words of a noun phrase that are looked at."""


class Counted(NamedTuple):
    """What a figure counts, and where the phrase ends."""

    unit: str | None
    """The head noun as printed, a unit of measure or a share; None if no noun follows."""
    phrase: tuple[str, ...]
    """The words of the noun phrase, folded and in the singular."""
    end: int
    per: str | None = None
    of: tuple[str, ...] = ()
    """The words behind `of`: 15 litres of water."""


def is_stop(token: Token) -> bool:
    """Return whether a noun phrase ends at a word: US is no pronoun."""
    return token.low in STOPS and token.low != "more" and not (len(token.text) > 1 and token.text.isupper())


def skip_notes(tokens: Sequence[Token], index: int) -> int:
    """Skip footnote marks: `[3]`, `*`, `†`."""
    while True:
        inner = at(tokens, index + 1)
        if (
            low(tokens, index) == "["
            and low(tokens, index + 2) == "]"
            and inner is not None
            and inner.kind in ("digits", "word")
        ):
            index += 3
        elif low(tokens, index) and low(tokens, index) in NOTES and not tokens[index].gap:
            index += 1
        else:
            return index


def share(tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    """Read `%`, `per cent`, `percentage points`, `% points`, `pp`, `basis points`."""
    word, place = low(tokens, index), index
    if word == "-" and low(tokens, index + 1) in ("percent", "percentage", "per", "basis") and not tokens[index].gap:
        word, place = low(tokens, index + 1), index + 1
    if word == "per" and low(tokens, place + 1) in ("cent", "mille"):
        unit, end = ("%" if low(tokens, place + 1) == "cent" else "per mille"), place + 2
    elif word in SHARES:
        unit, end = SHARES[word], place + 1
    elif word in ("pp", "ppt", "ppts"):
        return "percentage points", place + 1
    elif word == "basis" and low(tokens, place + 1) in ("points", "point"):
        return "basis points", place + 2
    else:
        return None
    after = end + (low(tokens, end) == "-")
    if low(tokens, after) in ("point", "points", "pts"):
        return "percentage points", after + 1
    return unit, end


def counted(tokens: Sequence[Token], index: int, *, one: bool = False, part: bool = False) -> Counted:
    """Return what a number that ends before `index` counts; `one` says that it may be a singular, `part` a fraction."""
    if (found := share(tokens, index)) is not None:
        return Counted(found[0], (), found[1], _per(tokens, found[1])[0])
    start = _start(tokens, index, part=part)
    if start is None:
        return Counted(None, (), index, _per(tokens, index)[0])
    measured = _measure(tokens, start)
    if measured is not None:
        of, behind = _complement(tokens, measured.end)
        return measured._replace(per=measured.per or _per(tokens, behind)[0], of=of)
    words, head, end = _phrase(tokens, start, one=one)
    if head is None or (part and family(head) and any(is_number(one) for one in tokens[index:start])):
        per, after = _per(tokens, index)
        return Counted(None, (), after, per)
    of, behind = _complement(tokens, end)
    return Counted(head, tuple(singular(fold(word)) for word in words), end, _per(tokens, behind)[0], of)


_RESULTS = words("to at reached was were is are hit passed exceeded topped")
_BLURS = words("and or by than from while but as with without per of")


def subject(tokens: Sequence[Token], start: int) -> Counted | None:
    """Return what a figure without a noun counts where `the number of` says it: the number of dead rose to 31."""
    if low(tokens, start - 1) not in _RESULTS:
        return None
    for place in range(start - 1, max(0, start - 16), -1):
        if tokens[place].kind != "word" or is_number(tokens[place]):
            return None
        if (low(tokens, place - 1), tokens[place].low) == ("number", "of"):
            phrase, head, end = _phrase(tokens, place + 1, one=False)
            between = {tokens[index].low for index in range(end, start)} & _BLURS
            if head is None or between or not is_plural(head):
                return None
            return Counted(head, tuple(singular(fold(word)) for word in phrase), start + 1)
    return None


def _complement(tokens: Sequence[Token], end: int) -> tuple[tuple[str, ...], int]:
    """Return the words of `of water` behind a noun, and where they end."""
    found: list[str] = []
    while low(tokens, end) == "of" and (token := at(tokens, end + 1 + len(found))) is not None:
        if token.kind != "word" or is_stop(token) or is_number(token) or len(found) > PHRASE:
            break
        found.append(singular(fold(token.text)))
    return tuple(found), end + len(found) + bool(found)


def _start(tokens: Sequence[Token], index: int, *, part: bool) -> int | None:
    """Return where the noun phrase starts: behind a hyphen, `of the`, an opening quote."""
    token = at(tokens, index)
    if token is None:
        return None
    if token.text == "-" and not token.gap:
        after = at(tokens, index + 1)
        return index + 1 if after is not None and after.kind == "word" else None
    if token.text == '"' or (token.text == "'" and token.gap):
        index += 1
    if low(tokens, index) == "more" and at(tokens, index + 1) is not None and low(tokens, index + 1) not in STOPS:
        return index + 1
    skipped = DETERMINERS | {"a", "an"} if part else DETERMINERS
    if low(tokens, index) == "of" or (part and low(tokens, index) in skipped):
        index += low(tokens, index) == "of"
        while low(tokens, index) in skipped:
            index += 1
        while is_number(at(tokens, index)):
            index += 1
    token = at(tokens, index)
    return index if token is not None and (token.kind == "word" or token.text in "°℃℉µ") else None


def _measure(tokens: Sequence[Token], start: int) -> Counted | None:
    """Read a unit of measure in symbols: `km`, `km/h`, `m²`, `°C`."""
    if low(tokens, start) in ("°", "℃", "℉"):
        letter = low(tokens, start + 1) if low(tokens, start) == "°" else ""
        if letter in ("c", "f"):
            return Counted(f"°{letter}", (), start + 2)
        return Counted({"℃": "°c", "℉": "°f"}.get(low(tokens, start), "degrees"), (), start + 1)
    word = low(tokens, start)
    if word in ("sq", "cu") and low(tokens, start + 1) in SYMBOLS:
        return Counted(f"{'square' if word == 'sq' else 'cubic'} {low(tokens, start + 1)}", (), start + 2)
    if word not in SYMBOLS or (tokens[start].gap and len(word) > 4):
        return None
    end, unit = start + 1, word
    after = at(tokens, end)
    if after is not None and not after.gap and after.text in ("²", "³", "2", "3", "^"):
        end += 1 + (after.text == "^")
        unit = f"{'cubic' if '3' in tokens[end - 1].text or '³' in tokens[end - 1].text else 'square'} {word}"
    if (
        low(tokens, end) == "/"
        and not tokens[end].gap
        and at(tokens, end + 1) is not None
        and tokens[end + 1].kind == "word"
    ):
        return Counted(f"{unit}/{low(tokens, end + 1)}", (), end + 2, _name(low(tokens, end + 1)))
    return Counted(unit, (), end)


def _phrase(tokens: Sequence[Token], start: int, *, one: bool) -> tuple[list[str], str | None, int]:
    """Return the words of a noun phrase, its head and where it ends."""
    words: list[str] = []
    places: list[int] = []
    index = start
    if index and tokens[index - 1].text == "-" and not tokens[index - 1].gap:  # a 500-page report, a 12-year-old
        if tokens[index].low == "strong":  # a 200-strong crowd
            return [], None, start
        return [tokens[index].low], tokens[index].text, index + 1
    while len(words) < PHRASE:
        token = at(tokens, index)
        if token is None or token.kind != "word" or is_stop(token) or is_number(token):
            break
        if words and _is_verb(words, token):
            break
        words.append(token.text)
        places.append(index)
        index = _after_word(tokens, index)
        if _is_compound(tokens, places[-1], index):
            words.append(tokens[index - 1].text)  # light-years
            places.append(index - 1)
        if index != places[-1] + 1 and low(tokens, places[-1] + 1) == "'":  # people's homes: not the head
            words[-1] = words[-1] + "'s"
    head = _head(words, one=one)
    if head is None:
        return words, None, start
    return [word.removesuffix("'s") for word in words[: head + 1]], words[head], places[head] + 1


def _is_compound(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a word with a hyphen ends in the plural of what is counted: light-years, by-elections."""
    last = tokens[end - 1]
    plain = last.low.endswith(("s", "men", "women")) and is_plural(last.low)
    return end == start + 3 and tokens[end - 2].text == "-" and plain and tokens[start].low not in _PREFIXES


_PREFIXES = words(
    "non anti ex pro pre post semi half near quasi pseudo mid un sub co vice step grand great deputy mini"
)


def _after_word(tokens: Sequence[Token], index: int) -> int:
    """Return where the next word starts: behind a hyphenated rest, or a possessive."""
    after = index + 1
    while (
        low(tokens, after) == "-"
        and not tokens[after].gap
        and at(tokens, after + 1) is not None
        and not tokens[after + 1].gap
    ):
        after += 2
    if low(tokens, after) != "'" or tokens[after].gap:
        return after
    if low(tokens, after + 1) == "s":
        return after + 2
    follows = at(tokens, after + 1)
    is_quote = any(tokens[place].text == "'" and tokens[place].gap for place in range(max(0, index - 4), index))
    is_owner = follows is not None and follows.kind == "word" and follows.gap and tokens[index].low.endswith("s")
    return after + 1 if is_owner and not is_quote else after  # goats' owners


def _is_verb(words: list[str], token: Token) -> bool:
    """Return whether a word after a noun starts the predicate: boats sank, people were."""
    return is_plural(words[-1]) and not words[-1].endswith("'s") and not is_plural(token.low)


def _head(words: list[str], *, one: bool) -> int | None:
    """Return which word is the head: the last plural, or after one the last word."""
    plurals = [index for index, word in enumerate(words) if is_plural(word) and not word.endswith("'s")]
    if plurals and not one:
        last = plurals[0]
        while last + 1 in plurals:
            last += 1
        return last
    if one and words:
        end = next((index for index, word in enumerate(words) if index and word.lower().endswith("ed")), len(words))
        return end - 1
    return len(words) - 1 if len(words) == 1 else None


TIMES = words("ago earlier later before after hence from")
"""Words that make a time of `a week`."""


def _per(tokens: Sequence[Token], index: int) -> tuple[str | None, int]:
    """Read `a day`, `per head`, `each year`, `/hour`, `annually`."""
    word = low(tokens, index)
    if word in RATES:
        return RATES[word], index + 1
    if word == "-" and low(tokens, index + 1) in ("a", "an", "per"):  # $ 70 - a - share
        index, word = index + 1, low(tokens, index + 1)
    after = index + 1 + (low(tokens, index + 1) == "-")
    noun = at(tokens, after)
    if noun is None or noun.kind != "word" or low(tokens, after + 1) in TIMES:
        return None, index
    if word in ARTICLES and noun.low not in STOPS and noun.low not in ("cent", "mille"):
        return _name("person" if noun.low in ("head", "capita") else noun.low), after + 1
    if word == "/" and not tokens[index].gap:
        return _name(noun.low), after + 1
    return None, index


def _name(word: str) -> str:
    word = singular(fold(word) or word)
    return SYMBOLS.get(word, word)


_FAMILIES = {
    "time": words("second minute hour day week month year"),
    "length": words("inch foot yard mile metre centimetre kilometre millimetre"),
    "weight": words("ounce pound stone ton tonne gram kilogram"),
}


def family(unit: str | None) -> str | None:
    """Return what a unit measures, where a smaller unit may follow it: time, length, weight."""
    name = unit_name(unit)[-1:] if unit else ()
    return next((kind for kind, units in _FAMILIES.items() if units & set(name)), None)


def unit_name(unit: str) -> tuple[str, ...]:
    """Return the words of a unit, as they are compared: folded, singular, symbols by their names."""
    if unit in ("%", "‰"):
        return (unit,)
    text = unit.replace("²", " 2").replace("³", " 3").replace("°", " degree ").strip()
    words = fold(text).split()
    if len(words) == 2 and words[1] in ("2", "3") and words[0] in SYMBOLS:
        words = ["square" if words[1] == "2" else "cubic", words[0]]
    if words in (["degree", "c"], ["degree", "f"]):
        return ("degree", "celsius" if words[1] == "c" else "fahrenheit")
    if words in (["per", "cent"], ["percent"], ["pct"]):
        return ("%",)
    names = (SYMBOLS.get(word) or SYMBOLS.get(singular(word)) or singular(word) for word in words)
    return tuple(" ".join(names).split())


def rate(tokens: Sequence[Token], index: int) -> str | None:
    """Return what a figure is counted by: the `day` of `a day`."""
    return _per(tokens, index)[0]

"""What a figure counts: the noun phrase behind it, units of measure, and `a day`, `per head`. Functions over tokens."""

from __future__ import annotations

from typing import NamedTuple

from ..text import fold, pairs, word_set
from .numbers import is_number
from .tokens import PHRASE_ENDS, Token, Tokens, at, is_plural, low, singular

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
_SHARE_WORDS = {**dict.fromkeys(("%", "percent", "percents", "pct", "percentage", "\u066a"), "%"), "‰": "per mille"}
_RATES = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
_DETERMINERS = word_set("the its his her their our these those all my your")
UNIT_MODIFIERS = word_set(
    "square cubic nautical metric short long light imperial troy fluid board sq cu basis percentage"
)
"""Words before a unit of measure that make it another."""
_NOTES = ("*", "†", "‡", "§", "¶")
_LONGEST = 7
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


def _is_noun(token: Token) -> bool:
    """Return whether a word may belong to a noun phrase: US is no pronoun."""
    is_stop = token.low in PHRASE_ENDS and token.low != "more" and not (len(token.text) > 1 and token.text.isupper())
    return token.kind == "word" and not is_stop and not is_number(token)


def skip_notes(tokens: Tokens, index: int) -> int:
    """Skip footnote marks: `[3]`, `*`, `†`."""
    while True:
        token = at(tokens, index)
        if token.text == "[" and low(tokens, index + 2) == "]" and at(tokens, index + 1).kind in ("digits", "word"):
            index += 3
        elif token.text in _NOTES and not token.gap:
            index += 1
        else:
            return index


def read_share(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Read `%`, `per cent`, `percentage points`, `% points`, `pp`, `basis points`."""
    word, after = low(tokens, index), low(tokens, index + 1)
    if word == "-" and after in ("percent", "percentage", "per", "basis") and not tokens[index].gap:
        index += 1
        word, after = after, low(tokens, index + 1)
    if word in ("pp", "ppt", "ppts"):
        return "percentage points", index + 1
    if word == "basis" and after in ("points", "point"):
        return "basis points", index + 2
    if word == "per" and after in ("cent", "mille"):
        unit, end = "%" if after == "cent" else "per mille", index + 2
    elif word in _SHARE_WORDS:
        unit, end = _SHARE_WORDS[word], index + 1
    else:
        return None
    points = end + (low(tokens, end) == "-")
    return ("percentage points", points + 1) if low(tokens, points) in ("point", "points", "pts") else (unit, end)


def read_counted(tokens: Tokens, index: int, *, one: bool = False, part: bool = False) -> Counted:
    """Return what a number that ends before `index` counts; `one` says that it may be a singular, `part` a fraction."""
    if (found := read_share(tokens, index)) is not None:
        return Counted(found[0], (), found[1], read_rate(tokens, found[1])[0])
    start = _find_start(tokens, index, part=part)
    if start is None:
        return Counted(None, (), index, read_rate(tokens, index)[0])
    noun = _read_unit_symbol(tokens, start)
    if noun is None:
        noun = _read_noun_phrase(tokens, start, one=one)
        if noun is None or (part and find_family(noun.unit) and any(is_number(one) for one in tokens[index:start])):
            per, end = read_rate(tokens, index)
            return Counted(None, (), end, per)
    of, behind = _read_complement(tokens, noun.end)
    return noun._replace(per=noun.per or read_rate(tokens, behind)[0], of=of)


_RESULTS = word_set("to at reached was were is are hit passed exceeded topped")
_BLURS = word_set("and or by than from while but as with without per of")


def find_subject(tokens: Tokens, start: int) -> Counted | None:
    """Return what a figure without a noun counts where `the number of` says it: the number of dead rose to 31."""
    if low(tokens, start - 1) not in _RESULTS:
        return None
    for place in range(start - 1, max(0, start - 16), -1):
        if tokens[place].kind != "word" or is_number(tokens[place]):
            return None
        if (low(tokens, place - 1), tokens[place].low) == ("number", "of"):
            noun = _read_noun_phrase(tokens, place + 1, one=False)
            if noun is None or not is_plural(noun.unit or "") or _BLURS & {one.low for one in tokens[noun.end : start]}:
                return None
            return noun._replace(end=start + 1)
    return None


def _read_complement(tokens: Tokens, end: int) -> tuple[tuple[str, ...], int]:
    """Return the words of `of water` behind a noun, and where they end."""
    found: list[str] = []
    while low(tokens, end) == "of" and _is_noun(at(tokens, end + 1 + len(found))) and len(found) <= _LONGEST:
        found.append(singular(fold(tokens[end + 1 + len(found)].text)))
    return tuple(found), end + len(found) + bool(found)


def _find_start(tokens: Tokens, index: int, *, part: bool) -> int | None:
    """Return where the noun phrase starts: behind a hyphen, `of the`, an opening quote."""
    token, after = at(tokens, index), at(tokens, index + 1)
    if token.text == "-" and not token.gap:
        return index + 1 if after.kind == "word" else None
    index += token.text == '"' or (token.text == "'" and token.gap)
    if low(tokens, index) == "more" and low(tokens, index + 1) and low(tokens, index + 1) not in PHRASE_ENDS:
        return index + 1
    skipped = _DETERMINERS | {"a", "an"} if part else _DETERMINERS
    if low(tokens, index) == "of" or (part and low(tokens, index) in skipped):
        index += low(tokens, index) == "of"
        while low(tokens, index) in skipped:
            index += 1
        while is_number(at(tokens, index)):
            index += 1
    token = at(tokens, index)
    return index if token.kind == "word" or token.text in ("°", "℃", "℉") else None


def _read_unit_symbol(tokens: Tokens, start: int) -> Counted | None:
    """Read a unit of measure in symbols: `km`, `km/h`, `m²`, `°C`."""
    word, after, end = low(tokens, start), at(tokens, start + 1), start + 1
    if word in ("°", "℃", "℉"):
        if word == "°" and after.low in ("c", "f"):
            return Counted(f"°{after.low}", (), start + 2)
        return Counted({"℃": "°c", "℉": "°f"}.get(word, "degrees"), (), end)
    if word in ("sq", "cu") and after.low in SYMBOLS:
        return Counted(f"{'square' if word == 'sq' else 'cubic'} {after.low}", (), start + 2)
    if word not in SYMBOLS or (tokens[start].gap and len(word) > 4):
        return None
    unit = word
    power = low(tokens, end + (after.text == "^"))
    if not after.gap and power in ("²", "³", "2", "3"):
        end += 1 + (after.text == "^")
        unit = f"{'cubic' if power in '3³' else 'square'} {word}"
    slash, under = at(tokens, end), at(tokens, end + 1)
    if slash.text == "/" and not slash.gap and under.kind == "word":
        return Counted(f"{unit}/{under.low}", (), end + 2, _normalise_unit(under.low))
    return Counted(unit, (), end)


_HYPHEN_PREFIXES = word_set(
    "non anti ex pro pre post semi half near quasi pseudo mid un sub co vice step grand great deputy mini"
)


def _read_noun_phrase(tokens: Tokens, start: int, *, one: bool) -> Counted | None:
    """Return the noun phrase that starts at a word: its head, its words and where it ends."""
    if low(tokens, start - 1) == "-" and not tokens[start - 1].gap:  # a 500-page report; but a 200-strong crowd
        word = tokens[start]
        return Counted(word.text, (singular(fold(word.low)),), start + 1) if word.low != "strong" else None
    found: list[tuple[str, int]] = []
    index = start
    while len(found) < _LONGEST and _is_noun(token := at(tokens, index)):
        before = found[-1][0] if found else ""
        if is_plural(before) and not before.endswith("'s") and not is_plural(token.low):  # boats sank: a verb
            break
        end = _find_word_end(tokens, index)
        is_owner = end > index + 1 and low(tokens, index + 1) == "'"  # people's homes: not the head
        found.append((f"{token.text}'s" if is_owner else token.text, index + 1))
        last = tokens[end - 1]
        is_compound = end == index + 3 and tokens[end - 2].text == "-" and token.low not in _HYPHEN_PREFIXES
        if is_compound and last.low.endswith(("s", "men", "women")) and is_plural(last.low):  # light-years
            found.append((last.text, end))
        index = end
    head = _find_head([word for word, _ in found], one=one)
    if head is None:
        return None
    phrase = tuple(singular(fold(word.removesuffix("'s"))) for word, _ in found[: head + 1])
    return Counted(found[head][0], phrase, found[head][1])


def _find_word_end(tokens: Tokens, index: int) -> int:
    """Return where a word ends: behind a hyphenated rest, or a possessive."""
    end = index + 1
    while low(tokens, end) == "-" and not tokens[end].gap and not at(tokens, end + 1).gap:
        end += 2
    mark, after = at(tokens, end), at(tokens, end + 1)
    if mark.text != "'" or mark.gap:
        return end
    if after.low == "s":
        return end + 2
    is_quote = any(token.text == "'" and token.gap for token in tokens[max(0, index - 4) : index])
    is_owner = after.kind == "word" and after.gap and tokens[index].low.endswith("s")
    return end + (is_owner and not is_quote)  # goats' owners


def _find_head(found: list[str], *, one: bool) -> int | None:
    """Return which word is the head: the last of the first plurals, or after one the last word."""
    if one and found:
        return (
            next((index for index, word in enumerate(found) if index and word.lower().endswith("ed")), len(found)) - 1
        )
    plurals = [index for index, word in enumerate(found) if is_plural(word) and not word.endswith("'s")]
    if not plurals:
        return 0 if len(found) == 1 else None
    return next(index for index in plurals if index + 1 not in plurals)


TIMES = word_set("ago earlier later before after hence from")
"""Words that make a time of `a week`."""


def read_rate(tokens: Tokens, index: int) -> tuple[str | None, int]:
    """Read what a figure is counted by, and where that ends: `a day`, `per head`, `each year`, `/hour`, `annually`."""
    word = low(tokens, index)
    if word in _RATES:
        return _RATES[word], index + 1
    if word == "-" and low(tokens, index + 1) in ("a", "an", "per"):  # $ 70 - a - share
        index, word = index + 1, low(tokens, index + 1)
    end = index + 1 + (low(tokens, index + 1) == "-")
    noun = at(tokens, end)
    if noun.kind == "word" and low(tokens, end + 1) not in TIMES:
        if (
            word in ("a", "an", "per", "each", "every")
            and noun.low not in PHRASE_ENDS
            and noun.low not in ("cent", "mille")
        ):
            return _normalise_unit("person" if noun.low in ("head", "capita") else noun.low), end + 1
        if word == "/" and not tokens[index].gap:
            return _normalise_unit(noun.low), end + 1
    return None, index


def _normalise_unit(word: str) -> str:
    word = singular(fold(word) or word)
    return SYMBOLS.get(word, word)


_FAMILIES = {
    "time": word_set("second minute hour day week month year"),
    "length": word_set("inch foot yard mile metre centimetre kilometre millimetre"),
    "weight": word_set("ounce pound stone ton tonne gram kilogram"),
}


def find_family(unit: str | None) -> str | None:
    """Return what a unit measures, where a smaller unit may follow it: time, length, weight."""
    name = unit_name(unit)[-1:] if unit else ()
    return next((kind for kind, units in _FAMILIES.items() if units & set(name)), None)


def unit_name(unit: str) -> tuple[str, ...]:
    """Return the words of a unit, as they are compared: folded, singular, symbols by their names."""
    if unit in ("%", "‰"):
        return (unit,)
    text = unit.replace("²", " 2").replace("³", " 3").replace("°", " degree ").strip()
    parts = fold(text).split()
    if len(parts) == 2 and parts[1] in ("2", "3") and parts[0] in SYMBOLS:
        parts = ["square" if parts[1] == "2" else "cubic", parts[0]]
    if parts in (["degree", "c"], ["degree", "f"]):
        return ("degree", "celsius" if parts[1] == "c" else "fahrenheit")
    if parts in (["per", "cent"], ["percent"], ["pct"]):
        return ("%",)
    names = (SYMBOLS.get(word) or SYMBOLS.get(singular(word)) or singular(word) for word in parts)
    return tuple(" ".join(names).split())

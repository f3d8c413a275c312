"""Numbers in digits and words: `2,500`, `two and a half million`, `1.2e6`, `three fifths`, `21st`, `one in five`.

A small grammar over tokens. Each function reads the longest number that starts at a token. `figures` checks what
is left unread on both sides.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..text import word_list, word_set
from .tokens import PHRASE_ENDS, Token, Tokens, at, is_plural, low

_UNDER_TWENTY = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
UNITS = {word: number for number, word in enumerate(_UNDER_TWENTY)} | {"nought": 0, "naught": 0, "nil": 0}
TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS, 2)} | {"fourty": 40}
_SIZES = {
    2: "hundred hundreds",
    3: "thousand thousands",
    5: "lakh lakhs lac",
    6: "million millions millones",
    7: "crore crores",
    9: "billion billions milliard milliards",
    12: "trillion trillions",
    15: "quadrillion",
}
SCALE_WORDS: dict[str, int] = {word: 10**power for power, line in _SIZES.items() for word in line.split()}
SCALE_WORDS |= {"dozen": 12, "dozens": 12, "score": 20, "gross": 144}
_SHORT_SIZES = {3: "k", 6: "mn mln mil mio mm", 7: "cr", 9: "bn bln b", 12: "tn trn"}
ABBREVIATIONS: dict[str, int] = {word: 10**power for power, line in _SHORT_SIZES.items() for word in line.split()}
ABBREVIATIONS |= dict.fromkeys(("dz", "dzs", "doz", "dozs"), 12)
VAGUE_SCALES = word_set("hundreds thousands millions billions trillions dozens scores lakhs crores milliards tens")
_BY_UNIT = word_list(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
)
ORDINALS = {word: number for number, word in enumerate(_BY_UNIT)}
ORDINALS |= {f"{word}th": UNITS[word] for word in _UNDER_TWENTY[14:]}
ORDINALS |= {f"{word[:-1]}ieth": number for word, number in TENS.items()}
ORDINALS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
DENOMINATORS = {word: number for word, number in ORDINALS.items() if number > 2} | {"half": 2, "quarter": 4}
DENOMINATOR_PLURALS = {f"{word}s": number for word, number in DENOMINATORS.items()} | {"halves": 2}
NUMERIC = {*UNITS, *TENS, *SCALE_WORDS, "half", "halves"} - {"one", "nil", "score", "gross"}
"""Words that can only belong to a number."""
MULTIPLIED = frozenset({10**2, 10**3, 10**5, 10**6, 10**7})
"""Scales that another may multiply: a hundred thousand, a lakh crore, a thousand million."""
_VAGUE_COUNTS = word_set("several few many couple numerous countless")
STARTS = {*UNITS, *TENS, *ORDINALS, *SCALE_WORDS, *VAGUE_SCALES, *_VAGUE_COUNTS, "a", "an", "half", "quarter"}
"""Words that a number can start with."""
_POWERS = {sign: number for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


class PrintedNumber(NamedTuple):
    """A number read from `tokens[start:end]`."""

    value: Fraction | None
    start: int
    end: int
    form: str = "plain"
    """`plain`, `decimal`, `grouped`, `spaced`, `word`, `part` (a fraction), `power`, `ratio`, `rank`, `vague`."""
    scale: int = 1
    """The last scale word, so that `3 to 5 million` can share it."""
    fault: str | None = None


def is_number(token: Token) -> bool:
    """Return whether a token is a number, or a word that can only belong to one."""
    return token.kind in ("digits", "part", "power") or token.low in NUMERIC


def read_quantity(tokens: Tokens, start: int, *, money: bool = False) -> PrintedNumber | None:
    """Return the longest number that starts at a token: a rank, a ratio, a fraction, a mixed or a whole number."""
    if at(tokens, start).kind == "word" and tokens[start].low not in STARTS:  # most words: cheap test first
        return None
    if number := _read_vague(tokens, start) or _read_rank(tokens, start):
        return number
    part = _read_word_fraction(tokens, start)
    number = _multiply_by_scale(tokens, part) if part else read_cardinal(tokens, start, money=money)
    return number and (_read_ratio(tokens, number) or number)


def _read_vague(tokens: Tokens, start: int) -> PrintedNumber | None:
    """Read `dozens of`, `tens of thousands`, `hundreds`, `several hundred`, `a few thousand`: no number."""
    end = start + 1
    if low(tokens, start) in VAGUE_SCALES and not is_number(at(tokens, start - 1)):
        while (
            low(tokens, end) in VAGUE_SCALES
            or low(tokens, end) in SCALE_WORDS
            or (low(tokens, end) in ("of", "and") and low(tokens, end + 1) in VAGUE_SCALES)
        ):
            end += 1
    else:
        end += 1 + (low(tokens, end) == "of")
        if low(tokens, start) not in _VAGUE_COUNTS or low(tokens, end - 1) not in SCALE_WORDS:
            return None
    return PrintedNumber(None, start, end, "vague", fault=f"{tokens[start].text} is no number")


def _read_rank(tokens: Tokens, start: int) -> PrintedNumber | None:
    """Read `21st`, `twenty-first`, `hundredth`: ordinals in digits and words."""
    first = at(tokens, start)
    if first.kind == "digits":
        after = at(tokens, start + 1)
        is_rank = not after.gap and after.low == suffix(first.text)
        return PrintedNumber(first.value, start, start + 2, "rank", fault=first.fault) if is_rank else None
    whole = read_cardinal(tokens, start) if first.kind == "word" else None
    index = start
    if whole and whole.form == "word":
        index = skip_hyphen(tokens, whole.end)
        index += low(tokens, index) == "and"
    else:
        whole = None
    value = ORDINALS.get(low(tokens, index))
    if value is None or (whole and (whole.value is None or whole.value == 1)):  # one fifth
        return None
    if whole is None or whole.value is None:
        return PrintedNumber(Fraction(value), start, index + 1, "rank")
    is_added = value < 10 and whole.value % 10 == 0 and (whole.value % 100 or whole.scale > 1)
    if is_added or (value < 100 and whole.value % 100 == 0):
        return PrintedNumber(whole.value + value, start, index + 1, "rank")
    return (
        PrintedNumber(whole.value * value, start, index + 1, "rank") if value >= 100 and whole.value < value else None
    )


def suffix(digits: str) -> str:
    """Return the ending of an ordinal in digits: 1st, 12th, 22nd."""
    return "th" if digits[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1:], "th")


def _read_ratio(tokens: Tokens, number: PrintedNumber) -> PrintedNumber | None:
    """Read `one in five`, `5 out of 8`, `one over one hundred`."""
    index = number.end
    joint, after = low(tokens, index), low(tokens, index + 1)
    if joint not in ("in", "over") and (joint, after) not in (("out", "of"), ("of", "every")):
        return None
    index += 2 if joint == "out" else 1
    index += low(tokens, index) == "every" and joint != "over"
    under = read_cardinal(tokens, index)
    if under is None or under.value is None or number.value is None or not 0 < number.value < under.value:
        return None
    if any(one.form not in ("plain", "word", "grouped") or one.value % 1 for one in (number, under) if one.value):
        return None
    is_share = under.value <= 1000 or under.form == "word" or under.value % 1000 == 0  # not 2 in 2021
    if joint == "in" and not (is_share and number.value <= 100):
        return None
    if joint == "over" and at(tokens, under.end).kind == "word":
        return None
    return PrintedNumber(number.value / under.value, number.start, under.end, "ratio")


class _Sum:
    """A number while it is read: the total so far, the open group, and the scale that closed the last group."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.group: Fraction | None = None
        self.room = Fraction(1)
        """What the next number must be less than: 100 after a hundred, 10 after twenty."""
        self.scale = 1
        self.last = 0
        """The scale that closed the last group; 0 before the first."""
        self.form = "plain"
        self.fault: str | None = None
        self.is_single = True
        """Whether one group was closed, so that a further scale multiplies all of it."""

    def takes(self, value: Fraction) -> bool:
        """Add a number to the open group, if it fits."""
        if self.group is None:
            if self.last and value >= self.last:
                return False
            self.group = value
        elif 0 < value < self.room:
            self.group += value
        else:
            return False
        self.room = Fraction(1)
        return True

    def scaled(self, word: str, scale: int) -> bool:
        """Multiply the open group by a scale, if that makes a number."""
        if self.group is None:
            if self.last not in MULTIPLIED or scale < self.last or not self.is_single:
                return False
            self.total *= scale
            self.last = self.scale = self.last * scale
        elif scale == 100 and word.startswith("hundred"):
            if self.group >= 1000 or (self.form == "word" and self.group >= 100):
                return False
            self.group *= 100
            self.room, self.scale = Fraction(100), 100
        elif self.last and scale >= self.last:
            return False
        else:
            self.is_single = not self.last
            self.total += self.group * scale
            self.group, self.last, self.scale = None, scale, scale
        return True


def skip_hyphen(tokens: Tokens, index: int) -> int:
    """Skip a hyphen within a number in words."""
    return index + (low(tokens, index) == "-" and index + 1 < len(tokens))


def read_cardinal(tokens: Tokens, start: int, *, money: bool = False) -> PrintedNumber | None:
    """Read a whole, decimal or mixed number with its scales."""
    index, number, first = start, _Sum(), at(tokens, start)
    one = _find_implied_one(tokens, start)
    if one is not None:
        number.takes(Fraction(1))
        number.form, index = "word", one
    elif first.kind not in ("digits", "part") and first.low not in UNITS and first.low not in TENS:
        return None
    while (after := _read_step(tokens, index, number, money=money)) is not None:
        index = after
    if number.fault:
        return PrintedNumber(None, start, index + 1, number.form, fault=number.fault)
    return PrintedNumber(number.total + (number.group or 0), start, index, number.form, number.scale)


def _find_implied_one(tokens: Tokens, start: int) -> int | None:
    """Return the index of a scale before which `one` is left out: a hundred, the thousand."""
    word, after = low(tokens, start), low(tokens, start + 1)
    if word in ("a", "an") and (after in SCALE_WORDS or after in ABBREVIATIONS):
        return None if after in VAGUE_SCALES or after in ("b", "k", "mm", "cr", "mil") else start + 1
    if word in ("hundred", "thousand", "million") and low(tokens, start - 1) in ("the", "this", "that"):
        return start
    return None


def _read_step(tokens: Tokens, index: int, number: _Sum, *, money: bool) -> int | None:
    """Read one more part of a number and return where the next one starts, or None at the end of the number."""
    is_first = number.group is None and not number.last
    if not is_first and (
        after := _read_and_fraction(tokens, index, number) or _read_scale(tokens, index, number, money=money)
    ):
        return after
    if low(tokens, index) == "and" and (number.scale > 1 or number.last):
        index += number.form == "word" or number.room == 100
    elif low(tokens, index) == "," and number.last and number.form == "word":
        index += low(tokens, index + 1) in UNITS or low(tokens, index + 1) in TENS
    elif number.form == "word":
        index = skip_hyphen(tokens, index)
    token = at(tokens, index)
    if token.kind == "digits":
        return _read_first_digits(tokens, index, number) if is_first else _read_later_digits(tokens, index, number)
    if token.kind == "part":
        if number.group is not None and ((token.gap and number.form != "plain") or number.group.denominator > 1):
            return None
        number.group = (number.group or 0) + (token.value or Fraction(0))
        number.room = Fraction(1)
        return index + 1
    return _read_number_word(tokens, index, number, is_first=is_first)


def _read_later_digits(tokens: Tokens, index: int, number: _Sum) -> int | None:
    """Read digits behind a scale: 1 crore 20 lakh."""
    token, after = tokens[index], low(tokens, index + 1)
    fits = number.room == 100 or after == "hundred" or SCALE_WORDS.get(after, number.last) < number.last
    is_next = number.scale > 1 and token.form == "plain" and fits
    return index + 1 if is_next and token.value and number.takes(token.value) else None


def _read_first_digits(tokens: Tokens, index: int, number: _Sum) -> int | None:
    """Read the digits that a number starts with, and a power or fraction behind them."""
    token = tokens[index]
    if token.value is None:
        number.fault = token.fault
        return None
    number.group, number.form = token.value, token.form
    if end := _read_power(tokens, index, number):
        return end
    if number.fault or token.form != "plain":
        return None if number.fault else index + 1
    part = _read_digit_fraction(tokens, index + 1)
    if part and part < 1:  # 2 1/2
        number.group, number.form = token.value + part, "part"
        return index + 4
    part = _read_digit_fraction(tokens, index)
    if part is None:
        return index + 1
    number.group, number.form = part, "part"
    return index + 3


def _read_digit_fraction(tokens: Tokens, start: int) -> Fraction | None:
    """Read `3/4`."""
    slash = at(tokens, start + 1)
    if slash.text != "/" or slash.gap or at(tokens, start + 2).gap:
        return None
    over, under = tokens[start], tokens[start + 2]
    is_plain = over.kind == under.kind == "digits" and over.form == under.form == "plain"
    return over.value / under.value if is_plain and over.value is not None and under.value else None


def _read_power(tokens: Tokens, index: int, number: _Sum) -> int | None:
    """Read the power of ten behind digits: `e6`, `×10⁶`, `x 10^6`; or `10²`, which else may be a footnote."""
    after, factor, base = at(tokens, index + 1), number.group or Fraction(0), Fraction(10)
    if after.low == "e" and not after.gap and not at(tokens, index + 2).gap:
        power, end = _read_exponent(tokens, index + 2)
    elif after.text in ("×", "x", "X", "*") and low(tokens, index + 2) == "10":
        power, end = _read_raised(tokens, index + 3)
    elif after.kind == "power" or after.text == "^":
        factor, base = Fraction(1), factor
        power, end = _read_raised(tokens, index + 1)
        if power is None or (after.kind == "power" and base != 10) or not base:
            number.fault = "a raised number may be a footnote or a power"
            return None
    else:
        return None
    if power is None:
        return None
    number.group, number.form = factor * base**power, "power"
    return end


def _read_raised(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Read the exponent behind a base that ends before `index`."""
    token = at(tokens, index)
    if token.text == "^" or (token.text in ("-", "\u2212") and not token.gap):
        return _read_exponent(tokens, index + (token.text == "^"))
    digits = token.text.lstrip("⁻⁺")
    if token.kind != "power" or token.gap or len(digits) > 2:
        return None, index
    power = int("".join(str(_POWERS[one]) for one in digits))
    return -power if token.text[0] == "⁻" else power, index + 1


def _read_exponent(tokens: Tokens, index: int) -> tuple[int | None, int]:
    sign = -1 if low(tokens, index) in ("-", "\u2212") else 1
    index += low(tokens, index) in ("-", "\u2212", "+")
    token = at(tokens, index)
    if token.kind != "digits" or not token.text.isdigit() or len(token.text) > 2 or token.gap:
        return None, index
    return sign * int(token.text), index + 1


def _read_number_word(tokens: Tokens, index: int, number: _Sum, *, is_first: bool) -> int | None:
    """Read one word of a number: a unit, a ten, or `point` with its digits."""
    word = low(tokens, index)
    if word == "point" and number.group is not None:
        return _read_point(tokens, index + 1, number)
    value = UNITS.get(word, TENS.get(word))
    if value is None or (number.form != "word" and not is_first and number.scale == 1):
        return None
    if word == "one" and not is_first and low(tokens, index + 1) in DENOMINATORS:  # three and one fourth
        return None
    if not number.takes(Fraction(value)):
        return None
    number.form = "word"
    if word in TENS:
        number.room = Fraction(10)
    return index + 1


def _read_point(tokens: Tokens, index: int, number: _Sum) -> int | None:
    """Read `zero three`, `seventy-one` after `point`."""
    digits = ""
    while (value := UNITS.get(low(tokens, index), TENS.get(low(tokens, index)))) is not None:
        if value >= 20 and low(tokens, index + 1) == "-" and low(tokens, index + 2) in UNITS:
            value, index = value + UNITS[low(tokens, index + 2)], index + 2
        digits += str(value)
        index += 1
    if not digits:
        return None
    number.group = (number.group or 0) + Fraction(int(digits), 10 ** len(digits))
    number.room = Fraction(0)
    return index


def _read_scale(tokens: Tokens, index: int, number: _Sum, *, money: bool) -> int | None:
    """Read a scale: `million`, `bn`, `-billion`, `m` after a currency, `gross of`, `millones de`."""
    place = skip_hyphen(tokens, index)
    token = at(tokens, place)
    if token.kind != "word" or (place != index and (token.gap or tokens[index].gap) and number.form != "word"):
        return None
    word = token.low
    may_be_word = word == "mm" or (word in ("mil", "b", "k", "cr") and token.gap)
    scale = SCALE_WORDS.get(word) or (ABBREVIATIONS.get(word) if money or not may_be_word else None)
    if scale is None and _is_letter(tokens, place, money=money):
        scale = {"m": 10**6, "t": 10**12, "g": 10**9, "l": 10**5}[word]
    if scale is None or (word == "score" and number.form not in {"word", "plain"}) or not number.scaled(word, scale):
        return None
    return _skip_of(tokens, place + 1, word)


def _skip_of(tokens: Tokens, index: int, word: str) -> int:
    """Skip `of` and `de` after scales that need them: 5 gross of people, 5 millones de."""
    if word == "millones":
        return index + (low(tokens, index) == "de")
    is_of = low(tokens, index) == "of" and low(tokens, index + 1) not in ("the", "its")
    return index + (is_of and word in ("gross", "score", "milliard"))


def _is_letter(tokens: Tokens, index: int, *, money: bool) -> bool:
    """Return whether `m`, `T` or `G` is a scale: after a currency, or before what it counts."""
    token, after = tokens[index], at(tokens, index + 1)
    if token.low not in ("m", "t", "g"):
        return money and token.text == "L"
    if token.text == "M" or (money and token.low in ("m", "t")):
        return True
    if token.text == "G":
        return not token.gap and after.kind == "end" and len(tokens[index - 1].text) > 1
    if after.kind != "word" or not after.gap or after.low in PHRASE_ENDS or token.text in ("t", "g"):
        return False
    return any(is_plural(low(tokens, place)) for place in (index + 1, index + 2, index + 3))


def _read_and_fraction(tokens: Tokens, index: int, number: _Sum) -> int | None:
    """Read `and a half`, `and three fifths`, `and 1/2` after a number; a scale may follow."""
    index += low(tokens, index) == "-" and low(tokens, index + 1) == "and"
    place = index + 1
    if low(tokens, index) != "and":
        return None
    while low(tokens, place) == "-":
        place += 1
    share, part = _read_word_fraction(tokens, place), _read_digit_fraction(tokens, place)
    part, end = (share.value, share.end) if share else (part, place + 3)
    if not part or part >= 1 or low(tokens, place) in ("half", "quarter"):
        return None
    if number.group is not None:
        number.group += part
        number.room = Fraction(0)
        number.form = "word" if number.form != "plain" else "part"
        return end
    scale = SCALE_WORDS.get(low(tokens, end), number.last)
    if scale < number.last:  # one billion and a half million
        number.total += part * scale
        return end + 1
    number.total += part * (number.last or 1)
    number.last = 1
    return end


def _read_word_fraction(tokens: Tokens, start: int) -> PrintedNumber | None:
    """Read a fraction in words: `half`, `a quarter`, `three fifths`, `one twenty-fifth`, `5 eighths`."""
    word, over, index = low(tokens, start), Fraction(1), start + 1
    if word == "half" or (word == "quarter" and low(tokens, index) in SCALE_WORDS):
        return PrintedNumber(Fraction(1, DENOMINATORS[word]), start, index, "part")
    if word in ("a", "an"):
        index += low(tokens, index) == "-"
        after = at(tokens, index + 1)
        is_rank = after.kind not in ("end", "sign") and after.low not in ("of", "and", "or", "to")  # a third man
        if low(tokens, index) not in DENOMINATORS or (is_rank and low(tokens, index) not in ("half", "quarter")):
            return None
    else:
        whole = _read_numerator(tokens, start)
        if whole is None or whole.value is None:
            return None
        over, index = whole.value, whole.end + (low(tokens, whole.end) == "-")
    under, end = _read_denominator(tokens, index, many=over != 1)
    return PrintedNumber(over / under, start, end, "part") if under else None


def _read_numerator(tokens: Tokens, start: int) -> PrintedNumber | None:
    """Return the longest number in words or digits that a denominator follows."""
    token = at(tokens, start)
    if token.kind == "digits" and token.form == "plain":
        return PrintedNumber(token.value, start, start + 1)
    may_follow = range(start + 1, start + 14)  # so that few are tried
    if not any(low(tokens, place) in DENOMINATOR_PLURALS or low(tokens, place) in DENOMINATORS for place in may_follow):
        return None
    whole = read_cardinal(tokens, start) if token.low in UNITS or token.low in TENS else None
    for end in range(whole.end if whole else start, start, -1):  # twenty twenty-fifths: a denominator must be left
        number = read_cardinal(tokens[start:end], 0)
        if number is None or number.end != end - start or any(one.low == "and" for one in tokens[start:end]):
            continue
        if _read_denominator(tokens, end + (low(tokens, end) == "-"), many=number.value != 1)[0] is not None:
            return number._replace(start=start, end=end)
    return None


def _read_denominator(tokens: Tokens, index: int, *, many: bool) -> tuple[int | None, int]:
    """Read a denominator: `fifths`, `twenty-fifths`, `hundredths`; one in the singular after one."""
    names = (
        DENOMINATOR_PLURALS
        if many and low(tokens, index - 1) != "-"
        else DENOMINATORS | DENOMINATOR_PLURALS
        if many
        else DENOMINATORS
    )
    if low(tokens, index) in names:
        return names[low(tokens, index)], index + 1
    ten = TENS.get(low(tokens, index))
    after = skip_hyphen(tokens, index + 1)
    if ten and names.get(low(tokens, after), 99) < 10:
        return ten + names[low(tokens, after)], after + 1
    return None, index


def _multiply_by_scale(tokens: Tokens, part: PrintedNumber) -> PrintedNumber:
    """Multiply a fraction by `a million`, `of a million`, `million`, `a dozen` where they follow."""
    index = part.end
    if low(tokens, index) == "of" and low(tokens, index + 1) == "a" and low(tokens, index + 2) in SCALE_WORDS:
        index += 2
    elif low(tokens, index) in ("a", "-") and low(tokens, index + 1) in SCALE_WORDS:
        index += 1
    word = low(tokens, index)
    if word not in SCALE_WORDS or word in VAGUE_SCALES or part.value is None:
        return part
    return PrintedNumber(
        part.value * SCALE_WORDS[word], part.start, _skip_of(tokens, index + 1, word), "word", SCALE_WORDS[word]
    )

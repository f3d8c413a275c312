"""Numbers in digits and words: `2,500`, `two and a half million`, `2 1/2`, `1.2e6`, `one in five`, `twenty-first`.

A small grammar over tokens. `quantity` reads the longest number that starts at a token; what it cannot read it leaves to
`figures`, which looks at what is left over on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .tokens import POWERS, Token

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {word: number for number, word in enumerate(_SMALL)} | {"nought": 0, "naught": 0, "nil": 0}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
SCALES = {
    **{"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"quadrillion": 10**15, "lakh": 10**5, "lac": 10**5, "crore": 10**7, "milliard": 10**9, "gross": 144},
    **{"hundreds": 10**2, "thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12},
    **{"lakhs": 10**5, "crores": 10**7, "milliards": 10**9, "millones": 10**6, "dozen": 12, "dozens": 12, "score": 20},
}
ABBREVIATIONS = {
    **{"k": 10**3, "mn": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6, "mm": 10**6, "bn": 10**9, "bln": 10**9},
    **{"b": 10**9, "tn": 10**12, "trn": 10**12, "dz": 12, "dzs": 12, "doz": 12, "dozs": 12, "cr": 10**7},
}
VAGUE = frozenset("hundreds thousands millions billions trillions dozens scores lakhs crores milliards tens".split())
_BY_UNIT = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
ORDINALS = {word: number for number, word in enumerate(_BY_UNIT)}
ORDINALS |= {f"{word}th": UNITS[word] for word in _SMALL[14:]}
ORDINALS |= {f"{word[:-1]}ieth": number for word, number in TENS.items()}
ORDINALS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
PARTS = {word: number for word, number in ORDINALS.items() if number > 2} | {"half": 2, "quarter": 4}
_MANY = {f"{word}s": number for word, number in PARTS.items()} | {"halves": 2}
CONTAINERS = frozenset({"dozen", "dozens", "score", "gross", "dz", "dzs", "doz", "dozs"})
"""Scales that nothing may follow: five dozen thousand is no number."""
SHORT = frozenset({"lakh", "crore", "thousand", "hundred", "million", "lakhs", "crores"})
"""Scales that another may multiply: a hundred thousand, a lakh crore, a thousand million."""


class Number(NamedTuple):
    """A number read from `tokens[start:end]`."""

    value: Fraction | None
    start: int
    end: int
    form: str = "plain"
    """`plain`, `decimal`, `grouped`, `spaced`, `word`, `part` (a fraction), `ratio`, `rank`, `vague`."""
    scale: int = 1
    """The last scale word, so that `3 to 5 million` can share it."""
    fault: str | None = None


def at(tokens: Sequence[Token], index: int) -> Token | None:
    """Return the token at an index, or None beyond the ends."""
    return tokens[index] if 0 <= index < len(tokens) else None


def low(tokens: Sequence[Token], index: int) -> str:
    """Return the token at an index in lower case, or nothing beyond the ends."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def is_number(token: Token | None) -> bool:
    """Return whether a token is a number, or a word that can only belong to one."""
    if token is None:
        return False
    return token.kind in ("digits", "part", "power") or token.low in NUMERIC


NUMERIC = (
    frozenset(UNITS) - {"one", "nil"} | frozenset(TENS) | (frozenset(SCALES) - {"score", "gross"}) | {"half", "halves"}
)


def quantity(tokens: Sequence[Token], start: int, *, money: bool = False) -> Number | None:
    """Return the longest number that starts at a token: a rank, a ratio, a fraction, a mixed or a whole number."""
    if vague := _vague(tokens, start):
        return vague
    if rank := _rank(tokens, start):
        return rank
    number = _fraction(tokens, start) or _cardinal(tokens, start, money=money)
    if number is None or number.value is None:
        return number
    return _ratio(tokens, number) or number


def _vague(tokens: Sequence[Token], start: int) -> Number | None:
    """Read `dozens of`, `tens of thousands`, `hundreds`, `several hundred`, `a few thousand`: no number."""
    if low(tokens, start) in VAGUE and not (start and is_number(tokens[start - 1])):
        end = start + 1
        while low(tokens, end) in VAGUE or low(tokens, end) in SCALES or (
            low(tokens, end) in ("of", "and") and low(tokens, end + 1) in VAGUE
        ):
            end += 1
        return Number(None, start, end, "vague", fault=f"{tokens[start].text} is no number")
    if low(tokens, start) in ("several", "few", "many", "couple", "numerous", "countless"):
        end = start + 1 + (low(tokens, start + 1) == "of")
        if low(tokens, end) in SCALES:
            return Number(None, start, end + 1, "vague", fault=f"{tokens[start].text} is no number")
    return None


def _hyphen(tokens: Sequence[Token], index: int) -> int:
    """Skip a hyphen within a number in words."""
    return index + 1 if low(tokens, index) == "-" and at(tokens, index + 1) is not None else index


def _rank(tokens: Sequence[Token], start: int) -> Number | None:
    """Read `21st`, `twenty-first`, `hundredth`: ordinals in digits and words."""
    first = tokens[start]
    if first.kind == "digits":
        after = at(tokens, start + 1)
        if after is not None and not after.gap and after.low in ("st", "nd", "rd", "th"):
            return Number(first.value, start, start + 2, "rank", fault=first.fault)
        return None
    whole = _cardinal_words(tokens, start)
    index = start if whole is None else _hyphen(tokens, whole.end)
    index += whole is not None and low(tokens, index) == "and"
    word = low(tokens, index)
    if word not in ORDINALS:
        return None
    value = Fraction(ORDINALS[word])
    if whole is None:
        return Number(value, start, index + 1, "rank")
    if whole.value is None or whole.value == 1:  # one fifth
        return None
    if value < 10 and whole.value % 10 == 0 and (whole.value % 100 or whole.scale > 1):
        return Number(whole.value + value, start, index + 1, "rank")
    if value < 100 and whole.value % 100 == 0:
        return Number(whole.value + value, start, index + 1, "rank")
    if value >= 100 and whole.value < value:
        return Number(whole.value * value, start, index + 1, "rank")
    return None


def _cardinal_words(tokens: Sequence[Token], start: int) -> Number | None:
    number = _cardinal(tokens, start) if tokens[start].kind == "word" else None
    return number if number and number.form == "word" else None


class _Sum:
    """A number as it grows: what is complete, the group that is open, and the scale that closed the last one."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.group: Fraction | None = None
        self.room = Fraction(1)
        """What the next number must be less than: 100 after a hundred, 10 after twenty."""
        self.scale = 1
        self.last = 0
        """The scale that closed the last group; 0 before the first."""
        self.form = "plain"
        self.is_single = True
        """Whether one group was closed, so that a further scale multiplies all of it."""

    @property
    def value(self) -> Fraction:
        return self.total + (self.group or 0)

    def takes(self, value: Fraction) -> bool:
        """Add a number to the open group, if it fits in there."""
        if self.group is None:
            if self.last and value >= self.last:
                return False
            self.group = value
        elif value < self.room and value > 0:
            self.group += value
        else:
            return False
        self.room = Fraction(1)
        return True

    def scaled(self, word: str, scale: int) -> bool:
        """Multiply the open group by a scale, if that makes a number."""
        if self.group is None:
            if not (self.last and self.last in _SHORT_SCALES and scale >= self.last) or not self.is_single:
                return False
            self.total *= scale
            self.last = self.scale = self.last * scale
            return True
        if scale == 100 and word.startswith("hundred"):
            if self.group >= 1000 or (self.form == "word" and self.group >= 100):
                return False
            self.group *= 100
            self.room, self.scale = Fraction(100), 100
            return True
        if self.last and scale >= self.last:
            return False
        self.is_single = not self.last
        self.total += self.group * scale
        self.group, self.last, self.scale = None, scale, scale
        return True


_SHORT_SCALES = frozenset(SCALES[word] for word in SHORT)


def _cardinal(tokens: Sequence[Token], start: int, *, money: bool = False) -> Number | None:
    """Read a whole, decimal or mixed number with its scales."""
    index, number = start, _Sum()
    if low(tokens, start) in ("a", "an") and (low(tokens, start + 1) in SCALES or low(tokens, start + 1) in ABBREVIATIONS):
        if low(tokens, start + 1) in VAGUE or low(tokens, start + 1) in ("b", "k", "mm", "cr", "mil"):
            return None
        number.takes(Fraction(1))
        number.form, index = "word", start + 1
    elif not _starts(tokens, start):
        return None
    while (step := _step(tokens, index, number, money=money, first=index == start)) is not None:
        if isinstance(step, str):
            return Number(None, start, index + 1, number.form, fault=step)
        index = step
    if index == start:
        return None
    return Number(number.value, start, index, number.form, number.scale)


def _starts(tokens: Sequence[Token], start: int) -> bool:
    token = at(tokens, start)
    return token is not None and (token.kind in ("digits", "part") or token.low in UNITS or token.low in TENS)


def _step(tokens: Sequence[Token], index: int, number: _Sum, *, money: bool, first: bool) -> int | str | None:
    """Read one more part of a number; return where the next starts, a fault, or None at the end."""
    if not first:
        if (after := _and_part(tokens, index, number)) is not None:
            return after
        if (after := _scale(tokens, index, number, money=money)) is not None:
            return after
    at_word = index if first else _joint(tokens, index, number)
    token = at(tokens, at_word)
    if token is None:
        return None
    if token.kind == "digits":
        return _digits(tokens, at_word, number, first=first)
    if token.kind == "part":
        if number.group is not None and (token.gap or number.group.denominator > 1):
            return None
        number.group = (number.group or 0) + (token.value or 0)
        number.room = Fraction(1)
        return at_word + 1
    return _word(tokens, at_word, number, first=first)


def _joint(tokens: Sequence[Token], index: int, number: _Sum) -> int:
    """Skip `and`, a comma after a scale, or a hyphen between the words of a number."""
    if low(tokens, index) == "and" and (number.scale > 1 or number.last):
        return index + 1 if number.form == "word" or number.room == 100 else index
    if low(tokens, index) == "," and number.last and number.form == "word" and low(tokens, index + 1) in UNITS | TENS:
        return index + 1
    return _hyphen(tokens, index) if number.form == "word" else index


def _digits(tokens: Sequence[Token], index: int, number: _Sum, *, first: bool) -> int | str | None:
    token = tokens[index]
    if not first:
        is_next = number.scale > 1 and token.form == "plain" and token.value is not None
        is_next = is_next and (number.room == 100 or low(tokens, index + 1) == "hundred")
        if not (is_next and token.value and number.takes(token.value)):
            return None
        return index + 1
    if token.fault or token.value is None:
        return token.fault or "the number cannot be read"
    number.group, number.form = token.value, token.form
    return _exponent(tokens, index, number) or _mixed(tokens, index, number)


def _mixed(tokens: Sequence[Token], index: int, number: _Sum) -> int:
    """Read `3/4` and `2 1/2` after digits."""
    parts = tokens[index + 1 : index + 4]
    if len(parts) == 3 and parts[1].text == "/" and not parts[1].gap and _is_joined(parts) and (parts[0].gap or True):
        over, under = parts[0].value, parts[2].value
        if parts[0].kind == parts[2].kind == "digits" and over and under and over < under and number.form == "plain":
            number.group = (number.group or 0) + over / under
            number.form = "part"
            return index + 4
    if low(tokens, index + 1) == "/" and not tokens[index + 1].gap and (under_token := at(tokens, index + 2)):
        over = number.group
        if under_token.kind == "digits" and not under_token.gap and under_token.form == "plain" and under_token.value:
            if over is not None and number.form == "plain" and over.denominator == 1:
                number.group, number.form = over / under_token.value, "part"
                return index + 3
    return index + 1


def _is_joined(parts: Sequence[Token]) -> bool:
    return not any(part.gap for part in parts[1:])


def _exponent(tokens: Sequence[Token], index: int, number: _Sum) -> int | str | None:
    """Read `e6`, `×10⁶`, `x 10^6`, `10²` after digits."""
    after = at(tokens, index + 1)
    if after is None:
        return None
    base, place = number.group or Fraction(0), index + 1
    if after.low == "e" and not after.gap:
        power, end = _power(tokens, place + 1)
        if power is None or tokens[place + 1].gap:
            return None
        number.group, number.form = base * Fraction(10) ** power, "power"
        return end
    if after.text in ("×", "x", "X", "*") and low(tokens, place + 1) == "10":
        power, end = _raised(tokens, place + 1)
        if power is None:
            return None
        number.group, number.form = base * Fraction(10) ** power, "power"
        return end
    if after.kind == "power" or after.text == "^":
        power, end = _raised(tokens, index)
        if power is None or (after.kind == "power" and base != 10) or not base:
            return "a raised number may be a footnote or a power"
        number.group, number.form = base**power, "power"
        return end
    return None


def _raised(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    """Read the exponent after the base at an index."""
    after = at(tokens, index + 1)
    if after is None:
        return None, index
    if after.text == "^":
        return _power(tokens, index + 2)
    if after.kind == "power" and not after.gap:
        sign = -1 if after.text[0] == "⁻" else 1
        digits = "".join(str(POWERS[one]) for one in after.text.lstrip("⁻⁺"))
        return (sign * int(digits), index + 2) if len(digits) < 3 else (None, index)
    if after.text in ("-", "\u2212") and not after.gap:
        return _power(tokens, index + 1)
    return None, index


def _power(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    sign = -1 if low(tokens, index) in ("-", "\u2212") else 1
    index += low(tokens, index) in ("-", "\u2212", "+")
    token = at(tokens, index)
    if token is None or token.kind != "digits" or not token.text.isdigit() or len(token.text) > 2 or token.gap:
        return None, index
    return sign * int(token.text), index + 1


def _word(tokens: Sequence[Token], index: int, number: _Sum, *, first: bool) -> int | None:
    """Read one word of a number: a unit, a ten, or `point` with its digits."""
    word = low(tokens, index)
    if word == "point" and not first and number.group is not None:
        return _point(tokens, index + 1, number)
    value = UNITS.get(word, TENS.get(word))
    if value is None or (number.form != "word" and not first and number.scale == 1):
        return None
    if word == "one" and not first and low(tokens, index + 1) in PARTS:  # three and one fourth
        return None
    if not number.takes(Fraction(value)):
        return None
    number.form = "word"
    if word in TENS:
        number.room = Fraction(10)
    return index + 1


def _point(tokens: Sequence[Token], index: int, number: _Sum) -> int | None:
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


def _scale(tokens: Sequence[Token], index: int, number: _Sum, *, money: bool) -> int | None:
    """Read a scale: `million`, `bn`, `-billion`, `m` after a currency."""
    place = _hyphen(tokens, index)
    token = at(tokens, place)
    if token is None or token.kind != "word":
        return None
    if place != index and (tokens[place].gap or tokens[index].gap) and number.form != "word":
        return None
    word = token.low
    scale = SCALES.get(word) or ABBREVIATIONS.get(word)
    if word in ABBREVIATIONS and not _is_scale(tokens, place, money=money):
        scale = None
    if scale is None and _is_letter(tokens, place, money=money):
        scale = {"m": 10**6, "t": 10**12, "g": 10**9}[word]
    if scale is None or (word == "score" and number.form != "word" and number.form != "plain"):
        return None
    return _next(tokens, place + 1, word) if number.scaled(word, scale) else None


def _next(tokens: Sequence[Token], index: int, word: str) -> int:
    """Skip `of` and `de` after scales that need them: 5 gross of people, 5 millones de."""
    if word == "millones" and low(tokens, index) == "de":
        return index + 1
    if word in ("gross", "score", "milliard") and low(tokens, index) == "of" and low(tokens, index + 1) not in ("the", "its"):
        return index + 1
    return index


def _is_scale(tokens: Sequence[Token], index: int, *, money: bool) -> bool:
    """Return whether an abbreviation of one that can be another word is a scale here."""
    token = tokens[index]
    if token.low == "mil":
        return not token.gap or money
    if token.low in ("b", "k", "mm", "cr"):
        return (money or not token.gap) and not (token.low == "mm" and not money)
    return True


def _is_letter(tokens: Sequence[Token], index: int, *, money: bool) -> bool:
    """Return whether `m`, `T` or `G` is a scale: after a currency, or before what it counts."""
    from .english import STOPS, is_plural  # noqa: PLC0415

    token, after = tokens[index], at(tokens, index + 1)
    if token.low not in ("m", "t", "g"):
        return False
    if money and token.low in ("m", "t"):
        return True
    if token.text == "M":
        return True
    if token.text == "G":
        return not token.gap and after is None and len(tokens[index - 1].text) > 1
    if after is None or after.kind != "word" or not after.gap or after.low in STOPS or token.text in ("t", "g"):
        return False
    return any(is_plural(low(tokens, place)) for place in (index + 1, index + 2, index + 3))


def _and_part(tokens: Sequence[Token], index: int, number: _Sum) -> int | None:
    """Read `and a half`, `and three fifths` after a number; a scale may follow."""
    index += low(tokens, index) == "-" and low(tokens, index + 1) == "and"
    place = index + 1
    while low(tokens, index) == "and" and low(tokens, place) == "-":
        place += 1
    if low(tokens, index) != "and" or low(tokens, place) in ("half", "quarter"):
        return None
    part = _share(tokens, place) or _digits_over(tokens, place)
    if part is None or part.value is None or part.value >= 1:
        return None
    scale = number.last if number.group is None and number.last else 1
    if number.group is None:
        step = SCALES.get(low(tokens, part.end))
        if step is not None and step < number.last:  # one billion and a half million
            number.total += part.value * step
            return part.end + 1
        number.total += part.value * scale
        number.last = 1
        return part.end
    number.group += part.value
    number.room = Fraction(0)
    number.form = "word" if number.form != "plain" else "part"
    return part.end


def _digits_over(tokens: Sequence[Token], start: int) -> Number | None:
    """Read `1/2` after `and`."""
    over, sign, under = (at(tokens, start + step) for step in range(3))
    if over is None or sign is None or under is None or sign.text != "/" or sign.gap or under.gap:
        return None
    if over.kind != "digits" or under.kind != "digits" or not over.value or not under.value:
        return None
    return Number(over.value / under.value, start, start + 3, "part")


def _fraction(tokens: Sequence[Token], start: int) -> Number | None:
    """Read a fraction in words with its scale: `half a million`, `a quarter of a million`, `three fifths`."""
    part = _share(tokens, start)
    return part and _of_scale(tokens, part)


def _share(tokens: Sequence[Token], start: int) -> Number | None:
    """Read a fraction in words: `half`, `a quarter`, `three fifths`, `one twenty-fifth`, `5 eighths`."""
    word, index = low(tokens, start), start
    number: Number | None = None
    if word in ("half", "quarter") and (word == "half" or low(tokens, start + 1) in SCALES):
        return Number(Fraction(1, PARTS[word]), start, start + 1, "part")
    if word in ("a", "an"):
        number, index = Number(Fraction(1), start, start + 1, "word"), start + 1 + (low(tokens, start + 1) == "-")
        if low(tokens, index) not in PARTS or not _is_part(tokens, index):
            return None
    else:
        whole = _parted(tokens, start)
        if whole is None:
            return None
        number, index = whole, whole.end
        index += low(tokens, index) == "-"
    under, end = _under(tokens, index, many=number.value != 1)
    if under is None or number.value is None:
        return None
    return Number(number.value / under, start, end, "part")


def _is_part(tokens: Sequence[Token], index: int) -> bool:
    """Return whether `a third` is a share and no rank: a third of, a third, a quarter million."""
    after = at(tokens, index + 1)
    if low(tokens, index) in ("half", "quarter"):
        return True
    return after is None or after.kind == "sign" or after.low in ("of", "and", "or")


def _parted(tokens: Sequence[Token], start: int) -> Number | None:
    """Return the longest number in words or digits that a denominator follows."""
    token = at(tokens, start)
    if token is None:
        return None
    if token.kind == "digits" and token.form == "plain" and token.value is not None:
        return Number(token.value, start, start + 1)
    if token.low not in UNITS and token.low not in TENS:
        return None
    whole = _cardinal(tokens, start) if _safe(tokens, start) else None
    if whole is None or whole.value is None:
        return None
    for end in range(whole.end, start, -1):  # twenty twenty-fifths: the shortest that leaves a denominator
        number = _cardinal(tokens[start:end], 0)
        if number is not None and number.end == end - start and number.value is not None and not _has_and(tokens, start, end):
            after = end + (low(tokens, end) == "-")
            if _under(tokens, after, many=number.value != 1)[0] is not None:
                return number._replace(start=start, end=end)
    return None


def _has_and(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(tokens[place].low == "and" for place in range(start, end))


def _safe(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a denominator follows within the words that a number may have, so that few are tried."""
    return any(low(tokens, place) in _MANY or low(tokens, place) in PARTS for place in range(start + 1, start + 14))


def _under(tokens: Sequence[Token], index: int, *, many: bool) -> tuple[int | None, int]:
    """Read a denominator: `fifths`, `twenty-fifths`, `hundredths`; one in the singular after one."""
    words = _MANY if many else PARTS
    if low(tokens, index) in words:
        return words[low(tokens, index)], index + 1
    ten = TENS.get(low(tokens, index))
    after = _hyphen(tokens, index + 1)
    if ten and words.get(low(tokens, after), 99) < 10:
        return ten + words[low(tokens, after)], after + 1
    return None, index


def _of_scale(tokens: Sequence[Token], part: Number) -> Number:
    """Multiply a fraction by `a million`, `of a million`, `million`, `a dozen` where they follow."""
    index = part.end
    if low(tokens, index) == "of" and low(tokens, index + 1) == "a" and low(tokens, index + 2) in SCALES:
        index += 2
    elif low(tokens, index) in ("a", "-") and low(tokens, index + 1) in SCALES:
        index += 1
    word = low(tokens, index)
    if word not in SCALES or word in VAGUE or part.value is None:
        return part
    return Number(part.value * SCALES[word], part.start, _next(tokens, index + 1, word), "word", SCALES[word])


def _ratio(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read `one in five`, `5 out of 8`, `one over one hundred`."""
    index = number.end
    joint = low(tokens, index)
    if joint == "out" and low(tokens, index + 1) == "of":
        index += 2
    elif joint in ("in", "over"):
        index += 1
    else:
        return None
    under = _cardinal(tokens, index) if at(tokens, index) is not None else None
    if under is None or under.value is None or number.value is None or not _is_count(number) or not _is_count(under):
        return None
    if not 0 < number.value < under.value:
        return None
    if joint == "in" and not _is_share(tokens, number, under):
        return None
    if joint == "over" and _goes_on(tokens, under.end):
        return None
    return Number(number.value / under.value, number.start, under.end, "ratio")


def _is_count(number: Number) -> bool:
    return number.value is not None and number.value.denominator == 1 and number.form in ("plain", "word", "grouped")


def _is_share(tokens: Sequence[Token], number: Number, under: Number) -> bool:
    """Return whether `2 in 5` is a share: no year, and no number that is grouped otherwise."""
    return under.value is not None and (under.value <= 1000 or under.form == "word" or under.value % 1000 == 0) and (
        number.value is not None and number.value <= 100
    )


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    after = at(tokens, index)
    return after is not None and after.kind == "word"

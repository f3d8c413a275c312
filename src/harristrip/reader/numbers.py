"""Numbers in digits and words: `2,500`, `two and a half million`, `2 1/2`, `1.2e6`, `three fifths`.

A small grammar over tokens. Each function reads the longest number that starts at a token; what it cannot read
it leaves to `figures`, which looks at what is left over on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .english import STOPS, is_plural
from .number_words import ABBREVIATIONS, MANY, PARTS, SCALES, TENS, UNITS, VAGUE, Number, at, low
from .powers import exponent
from .sums import Sum
from .tokens import Token


def hyphen(tokens: Sequence[Token], index: int) -> int:
    """Skip a hyphen within a number in words."""
    return index + 1 if low(tokens, index) == "-" and at(tokens, index + 1) is not None else index


def cardinal(tokens: Sequence[Token], start: int, *, money: bool = False) -> Number | None:
    """Read a whole, decimal or mixed number with its scales."""
    index, number = start, Sum()
    one = _one(tokens, start)
    if one is not None:
        number.takes(Fraction(1))
        number.form, index = "word", one
    elif not _starts(tokens, start):
        return None
    while (step := _step(tokens, index, number, money=money, first=index == start and one is None)) is not None:
        if isinstance(step, str):
            return Number(None, start, index + 1, number.form, fault=step)
        index = step
    return Number(number.value, start, index, number.form, number.scale)


def _one(tokens: Sequence[Token], start: int) -> int | None:
    """Return where the scale stands that one is meant of: a hundred, the thousand."""
    word, after = low(tokens, start), low(tokens, start + 1)
    if word in ("a", "an") and (after in SCALES or after in ABBREVIATIONS):
        return None if after in VAGUE or after in ("b", "k", "mm", "cr", "mil") else start + 1
    if word in ("hundred", "thousand", "million") and low(tokens, start - 1) in ("the", "this", "that"):
        return start
    return None


def _starts(tokens: Sequence[Token], start: int) -> bool:
    token = at(tokens, start)
    return token is not None and (token.kind in ("digits", "part") or token.low in UNITS or token.low in TENS)


def _step(tokens: Sequence[Token], index: int, number: Sum, *, money: bool, first: bool) -> int | str | None:
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
        if number.group is not None and ((token.gap and number.form != "plain") or number.group.denominator > 1):
            return None
        number.group = number.open + (token.value or Fraction(0))
        number.room = Fraction(1)
        return at_word + 1
    return _word(tokens, at_word, number, first=first)


def _joint(tokens: Sequence[Token], index: int, number: Sum) -> int:
    """Skip `and`, a comma after a scale, or a hyphen between the words of a number."""
    if low(tokens, index) == "and" and (number.scale > 1 or number.last):
        return index + 1 if number.form == "word" or number.room == 100 else index
    if low(tokens, index) == "," and number.last and number.form == "word" and low(tokens, index + 1) in UNITS | TENS:
        return index + 1
    return hyphen(tokens, index) if number.form == "word" else index


def _digits(tokens: Sequence[Token], index: int, number: Sum, *, first: bool) -> int | str | None:
    token = tokens[index]
    if not first:
        is_next = number.scale > 1 and token.form == "plain" and token.value is not None
        is_next = is_next and (
            number.room == 100
            or low(tokens, index + 1) == "hundred"
            or SCALES.get(low(tokens, index + 1), number.last) < number.last  # 1 crore 20 lakh
        )
        if not (is_next and token.value and number.takes(token.value)):
            return None
        return index + 1
    if token.fault or token.value is None:
        return token.fault or "the number cannot be read"
    number.group, number.form = token.value, token.form
    found = exponent(tokens, index, token.value)
    if found is None:
        return _mixed(tokens, index, number)
    if isinstance(found, str):
        return found
    number.group, number.form = found[0], "power"
    return found[1]


def _mixed(tokens: Sequence[Token], index: int, number: Sum) -> int:
    """Read `3/4` and `2 1/2` after digits."""
    parts = tokens[index + 1 : index + 4]
    if len(parts) == 3 and parts[1].text == "/" and not parts[1].gap and _is_joined(parts):
        over, under = parts[0].value, parts[2].value
        if parts[0].kind == parts[2].kind == "digits" and over and under and over < under and number.form == "plain":
            number.group = (number.group or 0) + over / under
            number.form = "part"
            return index + 4
    if low(tokens, index + 1) == "/" and not tokens[index + 1].gap and (under_token := at(tokens, index + 2)):
        is_under = under_token.kind == "digits" and not under_token.gap and under_token.form == "plain"
        if is_under and under_token.value and number.form == "plain" and number.open.denominator == 1:
            number.group, number.form = number.open / under_token.value, "part"
            return index + 3
    return index + 1


def _is_joined(parts: Sequence[Token]) -> bool:
    return not any(part.gap for part in parts[1:])


def _word(tokens: Sequence[Token], index: int, number: Sum, *, first: bool) -> int | None:
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


def _point(tokens: Sequence[Token], index: int, number: Sum) -> int | None:
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


def _scale(tokens: Sequence[Token], index: int, number: Sum, *, money: bool) -> int | None:
    """Read a scale: `million`, `bn`, `-billion`, `m` after a currency."""
    place = hyphen(tokens, index)
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
        scale = {"m": 10**6, "t": 10**12, "g": 10**9, "l": 10**5}[word]
    if scale is None or (word == "score" and number.form not in {"word", "plain"}):
        return None
    return _next(tokens, place + 1, word) if number.scaled(word, scale) else None


def _next(tokens: Sequence[Token], index: int, word: str) -> int:
    """Skip `of` and `de` after scales that need them: 5 gross of people, 5 millones de."""
    if word == "millones" and low(tokens, index) == "de":
        return index + 1
    if (
        word in ("gross", "score", "milliard")
        and low(tokens, index) == "of"
        and low(tokens, index + 1) not in ("the", "its")
    ):
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
    token, after = tokens[index], at(tokens, index + 1)
    if token.low not in ("m", "t", "g"):
        return money and token.text == "L"
    if money and token.low in ("m", "t"):
        return True
    if token.text == "M":
        return True
    if token.text == "G":
        return not token.gap and after is None and len(tokens[index - 1].text) > 1
    if after is None or after.kind != "word" or not after.gap or after.low in STOPS or token.text in ("t", "g"):
        return False
    return any(is_plural(low(tokens, place)) for place in (index + 1, index + 2, index + 3))


def _and_part(tokens: Sequence[Token], index: int, number: Sum) -> int | None:
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


def fraction(tokens: Sequence[Token], start: int) -> Number | None:
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
    return after is None or after.kind == "sign" or after.low in ("of", "and", "or", "to")


def _parted(tokens: Sequence[Token], start: int) -> Number | None:
    """Return the longest number in words or digits that a denominator follows."""
    token = at(tokens, start)
    if token is None:
        return None
    if token.kind == "digits" and token.form == "plain" and token.value is not None:
        return Number(token.value, start, start + 1)
    if token.low not in UNITS and token.low not in TENS:
        return None
    whole = cardinal(tokens, start) if _safe(tokens, start) else None
    if whole is None or whole.value is None:
        return None
    for end in range(whole.end, start, -1):  # twenty twenty-fifths: the shortest that leaves a denominator
        number = cardinal(tokens[start:end], 0)
        if (
            number is not None
            and number.end == end - start
            and number.value is not None
            and not _has_and(tokens, start, end)
        ):
            after = end + (low(tokens, end) == "-")
            if _under(tokens, after, many=number.value != 1)[0] is not None:
                return number._replace(start=start, end=end)
    return None


def _has_and(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(tokens[place].low == "and" for place in range(start, end))


def _safe(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a denominator follows within the words that a number may have, so that few are tried."""
    return any(low(tokens, place) in MANY or low(tokens, place) in PARTS for place in range(start + 1, start + 14))


def _under(tokens: Sequence[Token], index: int, *, many: bool) -> tuple[int | None, int]:
    """Read a denominator: `fifths`, `twenty-fifths`, `hundredths`; one in the singular after one."""
    words = MANY if many and low(tokens, index - 1) != "-" else PARTS | MANY if many else PARTS
    if low(tokens, index) in words:
        return words[low(tokens, index)], index + 1
    ten = TENS.get(low(tokens, index))
    after = hyphen(tokens, index + 1)
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

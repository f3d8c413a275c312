"""Split a sentence into the tokens that figures and dates are made of: digits, words, signs.

Each token knows its place in the text and whether a blank precedes it. Digit groups are joined here (`1,234`, `12 000`,
`1'500`, `12,34,567`, `5 0 0`); digits in a form that can mean two things carry the reason in `fault`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from .tables import pairs, words

BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\x0b\x0c"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u20e3\ufe0e\ufe0f\ufeff"
)
"""Characters that a reader does not see: soft hyphens, marks of direction, joiners, the frame of a keycap."""
_ALIKE = {
    **dict.fromkeys(BLANKS, " "),
    **dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2043\ufe63\uff0d", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    "\u2012": "\u2013",
    "\u2015": "\u2014",
    "\uff0c": ",",
    "\u066c": ",",
    "\uff0e": ".",
    "\u066b": ".",
    "\uff05": "%",
    "\uff04": "$",
    "\ufe69": "$",
    "\uffe1": "£",
    "\uffe5": "¥",
    "\u00b7": ".",
    "\u2044": "/",
    "\u2215": "/",
    "\u2715": "×",
    "\u2217": "*",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_SAME = str.maketrans(_ALIKE)
POWERS = {sign: number for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
VULGAR = pairs(
    "¼: 1/4; ½: 1/2; ¾: 3/4; ⅐: 1/7; ⅑: 1/9; ⅒: 1/10; ⅓: 1/3; ⅔: 2/3; ⅕: 1/5; ⅖: 2/5; ⅗: 3/5; ⅘: 4/5; "
    "⅙: 1/6; ⅚: 5/6; ⅛: 1/8; ⅜: 3/8; ⅝: 5/8; ⅞: 7/8"
)
MINUSES = "-\u2212\u2013\u2014\u207b"
DASHES = "-\u2212\u2013\u2014"
_LEXEME = re.compile(
    r"(?P<digits>(?:(?<![\w.])\.)?[0-9]+(?:[.,'][0-9]+)*)"
    r"|(?P<power>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    rf"|(?P<part>[{''.join(VULGAR)}])"
    rf"|(?P<word>(?:[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹{''.join(VULGAR)}]|[\u0300-\u036f\u0900-\u0d7f])+)"
    r"|(?P<sign>\S)"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"
)
_DOTTED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])")
_TWO = "two numbers follow one another"
DENOMINATIONS = words("bill bills note notes banknote banknotes coin coins card cards voucher vouchers stamp stamps")
"""What has an amount of money printed on it."""
LONGEST = 300
"""Digits of a figure: Python reads no number of more than 4,300, and no article prints one of 300."""


class Token(NamedTuple):
    """One token: `text[start:end]`."""

    kind: str
    """`digits`, `word`, `part` (a vulgar fraction), `power` (a superscript) or `sign`."""
    text: str
    low: str
    start: int
    end: int
    gap: bool
    """Whether a blank, or the start of the text, precedes it."""
    value: Fraction | None = None
    fault: str | None = None
    """Why digits have no value."""
    form: str = "plain"
    """Of digits: `plain`, `decimal`, `grouped` or `spaced`."""


def alike(text: str) -> str:
    """Return `text`, as long as before, with one character for all that look the same."""
    return text if text.isascii() and text.isprintable() else text.translate(_SAME)


def tokenize(text: str, *, thousands: bool = False) -> list[Token]:
    """Return the tokens of `text`; `thousands` says that a dot may group digits in it, as in `178.000`."""
    raw: list[Token] = []
    same = alike(text)
    last = 0
    dotted = thousands or _DOTTED.search(same) is not None
    for match in _LEXEME.finditer(same):
        if match[0] in INVISIBLE:
            if match.start() == last:  # what follows is joined to what precedes
                last = match.end()
            continue
        token = _token(match, gap=match.start() > last or not raw, dotted=dotted)
        if token.kind == "word" and not token.gap and raw and raw[-1].kind == "word":
            raw[-1] = raw[-1]._replace(text=raw[-1].text + token.text, low=raw[-1].low + token.low, end=token.end)
        elif token.kind == "digits" and not token.gap and raw and raw[-1].kind == "digits":
            raw[-1] = _joined([raw[-1], token])
        else:
            raw.append(token)
        last = match.end()
    return _spaced(raw)


def _token(match: re.Match[str], *, gap: bool, dotted: bool) -> Token:
    kind, text = match.lastgroup or "sign", match[0]
    token = Token(kind, text, text.lower(), match.start(), match.end(), gap)
    if kind == "part":
        return token._replace(value=Fraction(VULGAR[text]))
    return _number(token, dotted=dotted) if kind == "digits" else token


def _number(token: Token, *, dotted: bool) -> Token:
    text = token.text
    if len(text) > LONGEST:
        return token._replace(fault="the number is too long")
    if _GROUPED.fullmatch(text):
        return token._replace(value=Fraction(text.replace(",", "").replace("'", "")), form="grouped")
    if not _PLAIN.fullmatch(text):
        return token._replace(fault=f"{text} can be read in more than one way")
    if dotted and re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", text):
        return token._replace(fault=f"the dot of {text} may group digits")
    return token._replace(value=Fraction(text), form="decimal" if "." in text else "plain")


def _joined(parts: list[Token]) -> Token:
    text = "".join(part.text for part in parts)
    joined = Token("digits", text, text, parts[0].start, parts[-1].end, parts[0].gap)
    return _number(joined, dotted=False)._replace(form="spaced")


def _spaced(tokens: list[Token]) -> list[Token]:
    """Join digits that blanks group: `12 000`, `5 0 0`."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        run = _run(tokens, at)
        group = tokens[at : at + run]
        if _is_group(group, 3) or (run > 2 and all(len(one.text) == 1 for one in group)):
            out.append(_joined(group))
        elif run == 2 and _is_denominated(tokens, at + 2):  # 50 50 dollar bills
            out.extend((group[0]._replace(value=None, fault=_TWO), group[1]))
        elif run > 1:
            out.extend(one._replace(value=None, fault=_TWO) for one in group)
        else:
            out.extend(group)
        at += run
    return out


def _is_denominated(tokens: list[Token], at: int) -> bool:
    """Return whether `dollar bills` or the like stands at an index."""
    return at + 1 < len(tokens) and tokens[at].kind == "word" and tokens[at + 1].low in DENOMINATIONS


def _run(tokens: list[Token], at: int) -> int:
    """Return how many tokens of digits follow one another with single blanks, at least 1."""
    count = 1
    while (
        tokens[at].kind == "digits"
        and at + count < len(tokens)
        and tokens[at + count].kind == "digits"
        and tokens[at + count].start == tokens[at + count - 1].end + 1
        and not (at + count + 1 < len(tokens) and tokens[at + count + 1].text == "/")  # 2 1/2
    ):
        count += 1
    return count


def _is_group(group: list[Token], size: int) -> bool:
    """Return whether tokens are a number grouped by blanks."""
    head, *rest = (one.text for one in group)
    last = rest[-1].partition(".")[0] if rest else ""
    return (
        bool(rest)
        and head.isdigit()
        and 1 <= len(head) <= size
        and head[0] != "0"
        and all(len(part) == size and part.isdigit() for part in (*rest[:-1], last))
    )

"""Split a sentence into the tokens that figures and dates are made of: digits, words, signs; stop words and plurals.

Each token knows its place in the text and whether a blank precedes it. Digit groups are joined here (`1,234`, `12 000`,
`1'500`, `12,34,567`, `5 0 0`); digits in a form that can mean two things carry the reason in `fault`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ..text import pairs, word_set

BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\x0b\x0c"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u20e3\ufe0e\ufe0f\ufeff"
)
"""Characters that a reader does not see: soft hyphens, marks of direction, joiners, the frame of a keycap."""
_LOOKALIKES = {
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
_LOOKALIKE_TABLE = str.maketrans(_LOOKALIKES)
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
_PLAIN_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED_DIGITS = re.compile(
    r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"
)
_DOTTED_DIGITS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])")
_SPACED_DIGITS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.\S*)?")
_TWO = "two numbers follow one another"
DENOMINATIONS = word_set("bill bills note notes banknote banknotes coin coins card cards voucher vouchers stamp stamps")
"""Things with an amount of money printed on them."""
MAX_DIGITS = 300
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


Tokens = Sequence[Token]
END_TOKEN = Token("end", "", "", 0, 0, gap=True)


def at(tokens: Tokens, index: int) -> Token:
    """Return the token at an index, or `END` beyond the ends."""
    return tokens[index] if 0 <= index < len(tokens) else END_TOKEN


def low(tokens: Tokens, index: int) -> str:
    """Return the token at an index in lower case, or nothing beyond the ends."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def unify_lookalikes(text: str) -> str:
    """Replace each character by the plain one that looks the same; the length stays."""
    return text if text.isascii() and text.isprintable() else text.translate(_LOOKALIKE_TABLE)


@functools.lru_cache(maxsize=16)  # figures and dates of one sentence are read in turn
def tokenize(text: str, *, thousands: bool = False) -> Tokens:
    """Return the tokens of `text`; `thousands` says that a dot may group digits in it, as in `178.000`."""
    raw: list[Token] = []
    same = unify_lookalikes(text)
    last = 0
    dotted = thousands or _DOTTED_DIGITS.search(same) is not None
    for match in _LEXEME.finditer(same):
        kind, printed, (start, end) = match.lastgroup or "sign", match[0], match.span()
        if printed in INVISIBLE:
            if start == last:  # what follows is joined to what precedes
                last = end
            continue
        token = Token(kind, printed, printed.lower(), start, end, start > last or not raw)
        before, last = END_TOKEN if token.gap else raw[-1], end
        if kind == before.kind == "word":
            raw[-1] = before._replace(text=before.text + printed, low=before.low + token.low, end=end)
        elif kind == before.kind == "digits":
            raw[-1] = _join_digits([before, token])
        elif kind == "digits":
            raw.append(_read_digits(token, dotted=dotted))
        else:
            raw.append(token._replace(value=Fraction(VULGAR[printed])) if kind == "part" else token)
    return _join_spaced(raw)


def _read_digits(token: Token, *, dotted: bool) -> Token:
    """Return a token of digits with its value and form, or with the reason why it has no value."""
    text = token.text
    if len(text) > MAX_DIGITS:
        return token._replace(fault="the number is too long")
    if _GROUPED_DIGITS.fullmatch(text):
        return token._replace(value=Fraction(text.replace(",", "").replace("'", "")), form="grouped")
    if not _PLAIN_DIGITS.fullmatch(text):
        return token._replace(fault=f"{text} can be read in more than one way")
    if dotted and re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", text):
        return token._replace(fault=f"the dot of {text} may group digits")
    return token._replace(value=Fraction(text), form="decimal" if "." in text else "plain")


def _join_digits(parts: Tokens) -> Token:
    """Join tokens of digits into one."""
    text = "".join(part.text for part in parts)
    joined = Token("digits", text, text, parts[0].start, parts[-1].end, parts[0].gap)
    return _read_digits(joined, dotted=False)._replace(form="spaced")


def _join_spaced(tokens: Tokens) -> list[Token]:
    """Join digits that blanks group: `12 000`, `5 0 0`."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        group = tokens[index : _find_digits_end(tokens, index)]
        index += len(group)
        if len(group) == 1:
            out += group
            continue
        texts = [one.text for one in group]
        if _SPACED_DIGITS.fullmatch(" ".join(texts)) or (len(group) > 2 and all(len(text) == 1 for text in texts)):
            out.append(_join_digits(group))
        elif len(group) == 2 and at(tokens, index).kind == "word" and low(tokens, index + 1) in DENOMINATIONS:
            out += (group[0]._replace(value=None, fault=_TWO), group[1])  # 50 50 dollar bills
        else:
            out += (one._replace(value=None, fault=_TWO) for one in group)
    return out


def _find_digits_end(tokens: Tokens, start: int) -> int:
    """Return where a run of tokens of digits with single blanks between them ends."""
    end = start + 1
    while (
        tokens[end - 1].kind == at(tokens, end).kind == "digits"
        and tokens[end].start == tokens[end - 1].end + 1
        and low(tokens, end + 1) != "/"  # 2 1/2
    ):
        end += 1
    return end


_ENGLISH = word_set(
    "the of and to in that is was for on with as by at from are be has have had it its this which not or an "
    "were their they he she his her but been will would there than more about into who what when"
)
_FOREIGN = word_set(
    "el los las del que y en un una unos unas por con para más casi según hasta sobre fueron murieron hay le "
    "les des et une est sont dans pour avec sur près ont du au aux il environ der das und ein eine einen mit "
    "von für ist sind nicht mehr als rund etwa fast über wurden waren hat haben gli della delle degli che "
    "sono più quasi oltre uma dos das não mais cerca os ao het een van zijn niet meer dan voor bijna "
    "ongeveer och som är på av inte om och"
)
_LETTERS = re.compile(r"[^\W\d_]+")


@functools.lru_cache(maxsize=16)
def is_english(text: str) -> bool:
    """Return whether a text may be English: it has no more words of other languages than of English."""
    found = [word.lower() for word in _LETTERS.findall(text)]
    foreign = sum(word in _FOREIGN for word in found)
    return foreign == 0 or foreign <= sum(word in _ENGLISH for word in found)


PHRASE_ENDS = word_set(
    "the a an of in on at by for from to with without into onto over under above below between among amongst "
    "amid through throughout during before after since until till as per than that which who whom whose "
    "where when while whether if because although though but and or nor so yet is are was were be been being "
    "am has have had having do does did will would shall should can could may might must not it its this "
    "these those they them their he his him she her we us our you your i my me there here then now today "
    "yesterday tomorrow tonight still already also even just only ever never again soon later earlier ago "
    "away back up down out off apart across along around behind beside beyond near within via against "
    "despite except including included like unlike toward towards upon about last next each every both "
    "either neither all any some no more less fewer most least such other another own said says told went "
    "came left got gave took made lost won fell rose grew sank ran fled began became saw met held sent kept "
    "put set cut hit shut led spoke wrote paid spent sold bought brought thought caught taught built felt "
    "found heard knew lay lie lied lies sat stood stayed remain remains need needs want wants get gets live "
    "lives work works come comes go goes receive give take make show long high wide deep tall thick old "
    "south north east west annually yearly monthly weekly daily hourly overall total altogether together "
    "combined worldwide nationwide overnight live alive dead missing short plus minus"
)
"""Words at which the noun phrase after a figure ends."""
PLURALS = pairs(
    "people, persons: person; men: man; women: woman; children: child; feet: foot; teeth: tooth; "
    "mice: mouse; geese: goose; oxen: ox; lives: life; wives: wife; knives: knife; halves: half; "
    "shelves: shelf; leaves: leaf; loaves: loaf; wolves: wolf; thieves: thief; criteria: criterion; "
    "phenomena: phenomenon; crises: crisis; analyses: analysis; dice: die; kronor: krona; kroner: krone; "
    "pence: penny; series: series; species: species; aircraft: aircraft; police: police; cattle: cattle; "
    "sheep: sheep; fish: fish; troops: troop; headquarters: headquarters; buses: bus; gases: gas; "
    "quizzes: quiz; movies: movie; cookies: cookie; calories: calorie; prairies: prairie; ties: tie; "
    "pies: pie; zombies: zombie; rookies: rookie; axes: axe; caches: cache; aches: ache; shoes: shoe; "
    "salmon: salmon; deer: deer; offspring: offspring; spacecraft: spacecraft; hertz: hertz"
)
"""Irregular plurals -> singular."""
_NO_PLURAL = ("ss", "us", "is")
_COMPOUNDS = ("men", "women", "people", "children")
_MEN = ("specimen", "regimen", "omen", "abdomen")


def singular(word: str) -> str:
    """Return a noun in the singular, lower case."""
    word = word.lower()
    for compound in _COMPOUNDS:
        if word.endswith(compound) and word != compound and word not in _MEN:
            return word[: -len(compound)] + PLURALS[compound]
    if word in PLURALS:
        return PLURALS[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zzes")) else word[:-1]


def is_plural(word: str) -> bool:
    """Return whether a word looks like a noun in the plural."""
    word = word.lower()
    if word in PLURALS or word.endswith(_COMPOUNDS):
        return word not in _MEN
    return len(word) > 2 and word.endswith("s") and not word.endswith(_NO_PLURAL) and word not in PHRASE_ENDS

"""What touches a figure and makes it something else: dates, times, labels, numbers that the grammar did not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from . import hedges
from .english import LABELS, STOPS, is_plural
from .nouns import SYMBOLS, share
from .number_words import ORDINALS, SCALES, VAGUE, Number, at, is_number, low
from .tables import listed, words
from .tokens import DASHES, Token

MONTHS = listed(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec"
)
_DETERMINED = words(
    "the this that these those last next each every per a an one same previous following past first another "
    "some and or of recent coming current any no"
)
_DAYS = listed("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun")
_NEGATIONS = words(
    "not never cannot rarely seldom nowhere neither nor t without nobody none nothing hardly scarcely barely"
)
_UNKNOWN_SCALES = words(
    "mill mills bil bils thsd tsd mrd mld mlrd mia tril hund hdr billiard billiards trilliard thou grand zillion "
    "jillion gazillion bazillion quintillion sextillion myriad mille"
)
_LETTERS = frozenset(("B", "K", "M", "G", "T", "MM", "MN", "BN"))
_LOOSE = words(
    "guess say perhaps maybe possibly estimate estimates estimated roughly approximately probably about than "
    "most least many over under above below nearly almost around up between or"
)
"""Words that hedge a figure from within, or in front of, a pair of commas: more than, say, 700."""
REACH = 12
"""Words before a figure or date in which a denial of it is looked for."""
_BEFORE_HOURS = words("at by until till from since before after around")
_DENIALS = words(
    "deny denies denied denying false untrue wrong refute refuted refutes refuting reject rejected rejects rejecting "
    "dismiss dismissed dismisses dismissing dispute disputed disputes disputing doubt doubted doubts doubtful "
    "unlikely impossible nobody contradicted debunked myth lie lied hoax fiction refused declined failed"
)
"""Words that turn around what follows a `that`."""
_NOT = words("no not never t hardly little neither none")
"""Words that do so within three words of it: not true that, no evidence that."""
_UNTRUE = words(
    "false untrue wrong baseless unfounded incorrect inaccurate fabricated fake exaggerated debunked refuted"
)
_TOLD = words("claim claims report reports rumour rumours rumor rumors allegation allegations suggestion suggestions")
_FAILURES = words("failed fails fail failing unable refused refuses refusing declined almost nearly")
_AUXILIARIES = words("had were was did do does is are has have will would can could should may might must")
_ASKED = words("you i we anyone anybody someone")
_CONDITIONS = words(
    "if unless whether suppose supposing assuming imagine imagined pretend pretended wish wished falsely wrongly "
    "mistakenly incorrectly erroneously"
)
_CLAUSE = words("that but because although though who which when where while and or if as")
_TALLY = words(
    "all total totals totaled totalled totaling totalling altogether count counted counts counting numbered "
    "numbering numbers exactly precisely another additional further of"
)
_CHANGES = words(
    "rose rise rises risen rising fell fall falls fallen falling grew grow grows grown growing increase "
    "increased increases increasing decrease decreased decreases dropped drop drops climbed climb climbs "
    "jumped jump jumps surged surge went go goes gone up down cut cuts raised raise raises reduced reduce "
    "slid sank moved changed change expanded shrank swelled doubled tripled declined decline declining "
    "slipped lowered lifted upgraded revised edged gained gains added adds lost advanced rallied soared plunged "
    "tumbled crept leapt leaped widened narrowed shrunk eased"
)
FALLS = words(
    "fell fall falls falling fallen dropped drop drops dropping declined decline declines declining "
    "decreased decrease decreases decreasing sank sinks sink slid slides slide slipped slips slip shrank "
    "shrinks shrink shrunk plunged plunges plunge plummeted tumbled tumbles lost loses loss losses down dip "
    "dipped dips reduced reduces reduction cut cuts lower lowered contracted contracts contraction weakened "
    "eased slumped slump slumps crashed collapsed receded retreated less fewer shed smaller weaker "
    "cheaper worse slower below under narrowed narrows"
)


NO_FIGURE = (
    "names it",
    "is part of a name",
    "numbers something",
    "belongs to a date",
    "time of day",
    "may be a year",
    "a decade",
)
"""Ends of reasons that say that digits are no figure at all."""


def is_label(reason: str | None) -> bool:
    """Return whether digits are unread because they are a name, a date or a time and count nothing."""
    return reason is not None and reason.partition(":")[0].endswith(NO_FIGURE)


def before(tokens: Sequence[Token], start: int, number: Number, *, hedged: bool, money: bool) -> str | None:
    """Return what in front of a figure makes it unread; `start` is its first token, hedges included."""
    token = at(tokens, start - 1)
    if token is None:
        return None
    first = tokens[start]
    if not first.gap and first.kind != "sign" and (reason := _joined(tokens, start - 1)):
        return reason
    if first.kind == "sign" and not first.gap and token.kind == "word" and unicodedata.category(first.text[0]) == "Sc":
        return f'"{token.text}" is joined to it'
    if _is_spaced_minus(tokens, start - 1, number, money=money):
        return "a spaced dash may be a minus"
    if is_number(token) and not (hedged and money and first.kind == "word"):  # in 2011 exceeds $4 billion
        return "another number precedes it"
    return _combined(tokens, start, hedged=hedged) or _named(tokens, start, number, hedged=hedged, money=money)


def _combined(tokens: Sequence[Token], start: int, *, hedged: bool) -> str | None:
    """Return whether a figure is one of two, or a hedge or a condition governs it from a distance."""
    token = tokens[start - 1]
    if (
        token.low in _AUXILIARIES and token.text[0].isupper() and (start == 1 or tokens[start - 2].kind == "sign")
    ):  # Had 500 died, they would pay
        return "it is a condition or a question"
    if (token.low in ("plus", "minus", "less") and not hedged) or (
        token.low == "by" and is_number(at(tokens, start - 2))
    ):
        return "it is one of two numbers"
    if token.text in (".", "/") and token.gap and is_number(at(tokens, start - 2)):  # 32 . 99
        return "another number precedes it"
    if token.low in ("x", "×", "*", "multiplied") and is_number(at(tokens, start - 2)):
        return "it is multiplied"
    if token.text in ",\u2013\u2014" and _is_set_apart(tokens, start - 1):
        return "a hedge is set apart from it"
    if token.text in "'\")]*" and (hedge := hedges.before(tokens, start - 1)) and hedge[0] != hedges.EXACT:
        return "a hedge is set apart from it"
    return None


def _named(tokens: Sequence[Token], start: int, number: Number, *, hedged: bool, money: bool) -> str | None:
    """Return whether digits are a name, a number of something, or a day."""
    token = tokens[start - 1]
    if _is_label(tokens, start - 1) and not (money or hedged):
        return f'"{token.text}" names it: it counts nothing'
    if token.text == "." and low(tokens, start - 2) in ("no", "nos") and not tokens[start - 1].gap:
        return "it numbers something"
    if token.low == "per":
        return "it is what another figure is counted by"
    if token.low in MONTHS and token.text[0].isupper() and number.form in ("plain", "rank", "spaced") and not money:
        return "it belongs to a date"
    return None


def is_unknown(tokens: Sequence[Token], start: int, number: Number) -> bool:
    """Return whether an adjective that no table has precedes a number: a disputed 500 people."""
    after = at(tokens, number.end)
    is_compound = after is not None and after.text == "-" and not after.gap
    return (
        low(tokens, start - 2) in ("a", "an")
        and tokens[start - 1].kind == "word"
        and not is_compound
        and (number.form != "rank" and number.start == start)
    )


def _is_spaced_minus(tokens: Sequence[Token], place: int, number: Number, *, money: bool) -> bool:
    """Return whether `- 3.5` may be negative: a share behind any dash, another number behind a minus."""
    token = tokens[place]
    if token.kind != "sign" or token.text not in DASHES or not token.gap or not tokens[place + 1].gap or not place:
        return False
    is_share = share(tokens, number.end) is not None or low(tokens, number.end) in ("degrees", "°")
    return not money and (is_share or token.text == "\u2212")


def _is_set_apart(tokens: Sequence[Token], comma: int) -> bool:
    """Return whether `more than, say,` or `at a guess,` ends with a comma or dash."""
    sign = tokens[comma].text
    opening = next((place for place in range(comma - 1, max(-1, comma - 7), -1) if tokens[place].text == sign), None)
    if opening is None:
        return False
    if any(is_number(tokens[place]) for place in range(opening, comma)):
        return False
    return low(tokens, opening - 1) in _LOOSE or any(
        low(tokens, place) in _LOOSE for place in range(opening + 1, comma)
    )


def _joined(tokens: Sequence[Token], place: int) -> str | None:
    """Return what a character makes of the digits that it touches."""
    token, other = tokens[place], at(tokens, place - 1)
    if token.kind == "word":
        return f'"{token.text}" is joined to it'
    if token.text in "/:;.,_#@\\^×=" and (token.text in "#@^×" or not token.gap):
        if token.text == "=" or (
            other is not None and other.kind == "word" and token.text in ".,:;" and other.low != "no"
        ):
            return None
        return f'"{token.text}" is joined to it'
    if token.text == "+" and is_number(other):
        return "it is one of two numbers"
    if token.text in "-\u2013" and not token.gap and other is not None and other.kind in ("word", "digits", "sign"):
        return "it is part of a name"
    return None


def _is_label(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.text in ("#", "§", "№"):
        return True
    if token.low == "of" and low(tokens, place - 1) == "group" and tokens[place - 1].text[0].isupper():
        return True
    if token.low not in LABELS or token.kind != "word":
        return False
    return low(tokens, place - 1) not in _DETERMINED or token.text[0].isupper()


def after(tokens: Sequence[Token], end: int, number: Number, *, money: bool) -> str | None:
    """Return what behind a figure makes it unread; `end` is the token behind its number, currency and share."""
    token = at(tokens, end)
    if token is None:
        return None
    follows = at(tokens, end + 1)
    joined = follows is not None and not token.gap and not follows.gap
    if _is_another(token, follows, joined=joined, money=money):
        return "another number follows it"
    if token.low in _UNKNOWN_SCALES or (token.text in _LETTERS and token.gap and not money):
        return f'"{token.text}" is no scale that is known'
    if token.text in (":", ";", "/", "^", "×", "±", "=", "~", "_", "\\") and (token.text in "^×±" or joined):
        if token.text == "/" and follows is not None and follows.kind == "word":
            return None
        return f'"{token.text}" follows it'
    if token.text in ("x", "X") and is_number(follows):
        return "it is multiplied"
    if token.low in ("by", "plus", "minus", "less") and is_number(follows):
        return "it is one of two numbers"
    if token.kind == "word" and not token.gap and (money or token.low not in SYMBOLS) and number.end == end:
        return f'"{token.text}" is joined to it'
    if token.text == "," and _is_list(tokens, end + 1):
        return "it is one of several numbers"
    return _time(tokens, end, number, money=money)


def _is_another(token: Token, follows: Token | None, *, joined: bool, money: bool) -> bool:
    """Return whether another number follows, on its own or behind a sign."""
    if is_number(token) or (token.low in SCALES and token.low not in ("score", "gross")) or token.low in VAGUE:
        return True
    if follows is None or not is_number(follows) or token.kind != "sign":
        return False
    if not money and unicodedata.category(token.text[0]) == "Sc":
        return True
    if token.text == "." and token.gap:
        return follows.kind == "digits"
    return token.text in DASHES or (token.text in ".," and joined)


def _is_list(tokens: Sequence[Token], index: int) -> bool:
    """Return whether `4 or 5` follows a comma."""
    return is_number(at(tokens, index)) and low(tokens, index + 1) in ("or", "to") and is_number(at(tokens, index + 2))


def _time(tokens: Sequence[Token], end: int, number: Number, *, money: bool) -> str | None:
    """Return whether a number is an hour, a day or a year."""
    word = low(tokens, end)
    if money:
        return None
    if word in ("am", "pm", "gmt", "utc") or (
        word in ("a", "p") and low(tokens, end + 1) == "." and low(tokens, end + 2) == "m"
    ):
        return "it is a time of day"
    if word == "o" and low(tokens, end + 1) == "'":
        return "it is a time of day"
    if number.form == "rank" and is_day_alone(tokens, number.start, end):
        return "it belongs to a date"
    place = end + (word in ("of", "-")) + (word == "of" and low(tokens, end + 1) == "the")
    month = at(tokens, place)
    if (
        month is not None
        and month.low in MONTHS
        and month.text[0].isupper()
        and number.form in ("plain", "rank", "word")
    ):
        return "it belongs to a date"
    if word == "s" and not tokens[end].gap:
        return "it is a decade"
    return None


def is_day_alone(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a rank is a day without a month: on the 5th."""
    after = at(tokens, end)
    return (
        (low(tokens, start - 2), low(tokens, start - 1)) == ("on", "the")
        and tokens[start].kind == "digits"
        and (after is None or after.text in ".,;:)?!" or after.low in ("and", "but", "after", "when", "while", "as"))
    )


def is_clock(tokens: Sequence[Token], number: Number) -> bool:
    """Return whether `at 10.30` is a time of day."""
    token = tokens[number.start]
    hour, _, minute = token.text.partition(".")
    if token.kind != "digits" or number.end != number.start + 1 or not hour:
        return False
    if tokens[number.start - 1].text == "At" and number.start == 1 and text_hour(token.text):
        return True
    if len(minute) != 2:
        return False
    return low(tokens, number.start - 1) in _BEFORE_HOURS and int(hour) < 25 and int(minute) < 60


def text_hour(text: str) -> bool:
    """Return whether digits may be an hour."""
    return text.isdigit() and len(text) < 3 and int(text) < 25


def is_year(tokens: Sequence[Token], number: Number, *, hedged: bool) -> bool:
    """Return whether four digits may be a year: nothing around them says that they count."""
    token = tokens[number.start]
    if token.kind != "digits" or token.form != "plain" or len(token.text) != 4 or number.end != number.start + 1:
        return False
    if not Fraction(1000) <= (number.value or 0) < 2200:
        return False
    return not hedged and low(tokens, number.start - 1) not in _TALLY


def negated(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a negation in the three words before a figure, or a denial before it, may turn it around."""
    return _is_negated(tokens, start) or is_denied(tokens, start) or _is_asked(tokens)


def _is_asked(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence asks if something is so: did the flood kill 500 people."""
    first = tokens[0]
    return (
        tokens[-1].text == "?"
        and first.low in _AUXILIARIES
        and first.text[0].isupper()
        and low(tokens, 1) not in _ASKED
    )


def is_denied(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a denial or a condition governs a figure or date: denied that 500 died, if 500 die."""
    reported: int | None = None
    for place in range(start - 1, max(-1, start - REACH), -1):
        token, after = tokens[place], low(tokens, place + 1)
        if token.text == "," and reported == place + 1:  # not true, he said, that 500 died
            opening = next((at for at in range(place - 1, max(0, place - 6), -1) if tokens[at].text == ","), 0)
            return any(token.low in _NOT | _DENIALS for token in tokens[max(0, opening - 3) : opening])
        if token.kind == "sign" and token.text not in "'\"-":
            return False
        if token.low in _CONDITIONS or (token.low, after) == ("ruled", "out"):
            return True
        if token.low in ("denied", "denies", "deny") and (
            after.endswith("ing") or after in _SUBJECTS or (place == start - 1 and _has_predicate(tokens, start))
        ):
            return True
        near = reported is not None and reported - place < 5
        is_false = token.low in _TOLD and any(other.low in _UNTRUE for other in tokens[start : start + REACH])
        if reported is not None and (token.low in _DENIALS or is_false or (near and token.low in _NOT)):
            return True
        if token.low == "that":
            reported = place
    return False


_SUBJECTS = words("he she they it")


def _has_predicate(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a verb follows the noun behind a figure: (denied) 500 people died, but not 3 counts of fraud."""
    noun = next((place for place in range(start, min(start + 7, len(tokens))) if is_plural(tokens[place].low)), start)
    token = at(tokens, noun + 1)
    return token is not None and token.kind == "word" and token.low not in STOPS


def _is_negated(tokens: Sequence[Token], start: int) -> bool:
    for place in range(start - 1, max(-1, start - 4), -1):
        word = tokens[place].low
        if word == "t" and not (low(tokens, place - 1) == "'" and low(tokens, place - 2).endswith("n")):
            continue
        if tokens[place].kind == "sign" and word not in "'\"":
            opening = next((at for at in range(place - 1, max(0, place - 6), -1) if tokens[at].text == ","), 0)
            return word == "," and low(tokens, opening - 1) in _NEGATIONS  # did not, as alleged, kill 500
        if word in _CLAUSE:
            return False
        if word in _NEGATIONS or (word in _FAILURES and _fails(tokens, place)):
            return True
        if word == "no" and low(tokens, place + 1) == "one":
            return True
    is_avoided = (low(tokens, start - 3), low(tokens, start - 2)) in _AVOIDED  # cleared of killing 500
    return is_avoided and low(tokens, start - 1).endswith("ing")


def _fails(tokens: Sequence[Token], place: int) -> bool:
    """Return whether `failed to` or `almost` governs the verb behind it: failed to sell, almost killed."""
    after = low(tokens, place + 1)
    return after == "to" if tokens[place].low not in ("almost", "nearly") else after.endswith("ed") or after in _PASTS


_AVOIDED = {("cleared", "of"), ("acquitted", "of"), ("short", "of"), ("close", "to")}
_PASTS = words("lost won sold cost hit cut shut held sank drowned bought broke")


def changes(tokens: Sequence[Token], start: int) -> bool:
    """Return whether something rose or fell from one number to another just before a figure."""
    if low(tokens, start - 1) == "from":
        return any(low(tokens, place) in _CHANGES for place in range(max(0, start - 7), start - 1))
    return low(tokens, start - 1) in _CHANGES


def falls(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a share is what something fell by: fell by 5%, a loss of 5%, a 5% drop."""
    place = start - 1
    while low(tokens, place) in ("by", "of", "another", "a", "further", "an"):
        place -= 1
    if low(tokens, place) in FALLS:
        return True
    if "negative" in (low(tokens, place), low(tokens, place - 1)):  # negative growth of 5%
        return True
    after = end + (low(tokens, end) == "-")
    return low(tokens, after) in FALLS


def is_part_of(tokens: Sequence[Token], start: int, previous: frozenset[int]) -> bool:
    """Return whether a figure is what another is a part of: 40% of the 500, one of 500."""
    place = start - 1
    if low(tokens, place) == "s" and low(tokens, place - 1) == "'":  # half of the town's 900 homes
        place -= 3
    while low(tokens, place) in _OWNERS:
        place -= 1
    return (low(tokens, place) == "of" and place in previous) or (place < start - 1 and place + 1 in previous)


_OWNERS = words("the its those these all their his her our some")


ORDINAL_WORDS = frozenset(ORDINALS)
DAYS = frozenset(_DAYS)


def starts_figure(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a number or a currency follows."""
    token = at(tokens, index)
    return token is not None and (
        is_number(token) or token.text in "$£€¥₹" or (token.low in ("a", "one") and low(tokens, index + 1) in SCALES)
    )

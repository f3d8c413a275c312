"""Reasons around a figure not to read it: dates, times, labels, negations, numbers that the grammar did not read."""

from __future__ import annotations

import unicodedata

from ..text import word_list, word_set
from . import hedges
from .nouns import SYMBOLS, read_share
from .numbers import SCALE_WORDS, VAGUE_SCALES, PrintedNumber, is_number
from .tokens import DASHES, PHRASE_ENDS, Token, Tokens, at, is_plural, low

_MONTHS = (
    word_list("january february march april may june july august september october november december"),
    word_list("jan feb mar apr may jun jul aug sep oct nov dec"),
)
MONTHS = {name: number for names in _MONTHS for number, name in enumerate(names, 1)} | {"sept": 9}
_NUMBER_LABELS = word_set(
    "title article flight room route highway section chapter page pages paragraph level channel area apollo "
    "boeing airbus type phase class grade resolution rule act order proposition number no nos figure table "
    "appendix version windows iphone interstate unit bus gate platform pier lot district ward block model "
    "season episode vol volume issue line measure amendment directive regulation bill convention protocol "
    "schedule clause annex part step stage tier zone sector terminal track lane exit mile kilometre building "
    "floor suite apartment apt box case docket file form psalm verse round game match race day week month "
    "quarter year agenda formula studio group category hurricane pier berth hall ward warehouse plot seat "
    "row aged age ages operation task regiment battalion brigade"
)
"""Words before a number that it labels and does not count: Title 42, Flight 370."""
_DETERMINED = word_set(
    "the this that these those last next each every per a an one same previous following past first another "
    "some and or of recent coming current any no"
)
_NEGATION_WORDS = word_set(
    "not never cannot rarely seldom nowhere neither nor t without nobody none nothing hardly scarcely barely"
)
_UNKNOWN_SCALES = word_set(
    "mill mills bil bils thsd tsd mrd mld mlrd mia tril hund hdr billiard billiards trilliard thou grand zillion "
    "jillion gazillion bazillion quintillion sextillion myriad mille"
)
_SCALE_LETTERS = frozenset(("B", "K", "M", "G", "T", "MM", "MN", "BN"))
_LOOSE = word_set(
    "guess say perhaps maybe possibly estimate estimates estimated roughly approximately probably about than "
    "most least many over under above below nearly almost around up between or"
)
"""Words that hedge a figure from within, or in front of, a pair of commas: more than, say, 700."""
REACH = 12
"""Words before a figure or date in which a denial of it is looked for."""
_BEFORE_HOURS = word_set("at by until till from since before after around")
_DENIALS = word_set(
    "deny denies denied denying false untrue wrong refute refuted refutes refuting reject rejected rejects rejecting "
    "dismiss dismissed dismisses dismissing dispute disputed disputes disputing doubt doubted doubts doubtful "
    "unlikely impossible nobody contradicted debunked myth lie lied hoax fiction refused declined failed"
)
"""Words that negate what follows a `that`."""
_NOT = word_set("no not never t hardly little neither none")
"""Words that negate it from at most three words before the `that`: not true that, no evidence that."""
_UNTRUE = word_set(
    "false untrue wrong baseless unfounded incorrect inaccurate fabricated fake exaggerated debunked refuted"
)
_REPORT_NOUNS = word_set(
    "claim claims report reports rumour rumours rumor rumors allegation allegations suggestion suggestions"
)
_FAILURES = word_set("failed fails fail failing unable refused refuses refusing declined")
_AUXILIARIES = word_set("had were was did do does is are has have will would can could should may might must")
_ASKED = word_set("you i we anyone anybody someone")
_CONDITIONS = word_set(
    "if unless whether suppose supposing assuming imagine imagined pretend pretended wish wished falsely wrongly "
    "mistakenly incorrectly erroneously"
)
_CLAUSE_STARTS = word_set("that but because although though who which when where while and or if as")
_TALLY = word_set(
    "all total totals totaled totalled totaling totalling altogether count counted counts counting numbered "
    "numbering numbers exactly precisely another additional further of"
)
_CHANGES = word_set(
    "rose rise rises risen rising fell fall falls fallen falling grew grow grows grown growing increase "
    "increased increases increasing decrease decreased decreases dropped drop drops climbed climb climbs "
    "jumped jump jumps surged surge went go goes gone up down cut cuts raised raise raises reduced reduce "
    "slid sank moved changed change expanded shrank swelled doubled tripled declined decline declining "
    "slipped lowered lifted upgraded revised edged gained gains added adds lost advanced rallied soared plunged "
    "tumbled crept leapt leaped widened narrowed shrunk eased"
)
FALLS = word_set(
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


def find_reason_before(tokens: Tokens, start: int, number: PrintedNumber, *, hedged: bool, money: bool) -> str | None:
    """Return why what precedes a figure makes it unread; `start` is its first token, hedges included."""
    token, first = at(tokens, start - 1), tokens[start]
    if token.kind == "end":
        return None
    if not first.gap and first.kind != "sign" and (reason := _find_reason_joined(tokens, start - 1)):
        return reason
    if first.kind == "sign" and not first.gap and token.kind == "word" and unicodedata.category(first.text[0]) == "Sc":
        return f'"{token.text}" is joined to it'
    if not money and _is_spaced_minus(tokens, start - 1, number):
        return "a spaced dash may be a minus"
    if is_number(token) and not (hedged and money and first.kind == "word"):  # in 2011 exceeds $4 billion
        return "another number precedes it"
    return _find_reason_combined(tokens, start, hedged=hedged) or _find_reason_named(
        tokens, start, number, hedged=hedged, money=money
    )


def _find_reason_joined(tokens: Tokens, place: int) -> str | None:
    """Return why a character that touches digits makes them unread."""
    token, other = tokens[place], at(tokens, place - 1)
    if token.kind == "word":
        return f'"{token.text}" is joined to it'
    if token.text in "/:;.,_#@\\^×=" and (token.text in "#@^×" or not token.gap):
        is_sentence_end = token.text in ".,:;" and other.kind == "word" and other.low != "no"
        return None if token.text == "=" or is_sentence_end else f'"{token.text}" is joined to it'
    if token.text == "+" and is_number(other):
        return "it is one of two numbers"
    if token.text in "-\u2013" and not token.gap and other.kind in ("word", "digits", "sign"):
        return "it is part of a name"
    return None


def _is_spaced_minus(tokens: Tokens, place: int, number: PrintedNumber) -> bool:
    """Return whether `- 3.5` may be negative: a share behind any dash, another number behind a minus."""
    token = tokens[place]
    if token.kind != "sign" or token.text not in DASHES or not token.gap or not tokens[place + 1].gap or not place:
        return False
    is_share = read_share(tokens, number.end) is not None or low(tokens, number.end) in ("degrees", "°")
    return is_share or token.text == "\u2212"


def _find_reason_combined(tokens: Tokens, start: int, *, hedged: bool) -> str | None:
    """Return a reason if a figure is one of two, or if a distant hedge or a condition applies to it."""
    token, earlier = tokens[start - 1], at(tokens, start - 2)
    if token.low in _AUXILIARIES and token.text[0].isupper() and earlier.kind in ("end", "sign"):
        return "it is a condition or a question"  # Had 500 died, they would pay
    if (token.low in ("plus", "minus", "less") and not hedged) or (token.low == "by" and is_number(earlier)):
        return "it is one of two numbers"
    if token.text in (".", "/") and token.gap and is_number(earlier):  # 32 . 99
        return "another number precedes it"
    if token.low in ("x", "×", "*", "multiplied") and is_number(earlier):
        return "it is multiplied"
    hedge = hedges.find_hedge_before(tokens, start - 1) if token.text in "'\")]*" else None
    is_hedged = hedge is not None and hedge[0] != hedges.EXACT
    return "a hedge is set apart from it" if is_hedged or _is_set_apart(tokens, start - 1) else None


def _is_set_apart(tokens: Tokens, comma: int) -> bool:
    """Return whether `more than, say,` or `at a guess,` ends with a comma or dash."""
    opening = _find_opening(tokens, comma) if tokens[comma].text in ",\u2013\u2014" else -1
    if opening < 0 or any(is_number(token) for token in tokens[opening:comma]):
        return False
    return any(token.low in _LOOSE for token in tokens[max(0, opening - 1) : comma])


def _find_opening(tokens: Tokens, comma: int) -> int:
    """Return the index of the first of a pair of commas or dashes, or -1."""
    places = range(comma - 1, max(-1, comma - 7), -1)
    return next((place for place in places if tokens[place].text == tokens[comma].text), -1)


def _find_reason_named(tokens: Tokens, start: int, number: PrintedNumber, *, hedged: bool, money: bool) -> str | None:
    """Return a reason if digits are a name, number something, or are a day."""
    token, earlier = tokens[start - 1], at(tokens, start - 2)
    is_label = token.low in _NUMBER_LABELS and (earlier.low not in _DETERMINED or token.text[0].isupper())
    is_group = token.low == "of" and earlier.low == "group" and earlier.text[0].isupper()
    if (is_label or is_group or token.text in ("#", "§", "№")) and not (money or hedged):
        return f'"{token.text}" names it: it counts nothing'
    if token.text == "." and not token.gap and earlier.low in ("no", "nos"):
        return "it numbers something"
    if token.low == "per":
        return "it is what another figure is counted by"
    if token.low in MONTHS and token.text[0].isupper() and number.form in ("plain", "rank", "spaced") and not money:
        return "it belongs to a date"
    return None


def is_unknown(tokens: Tokens, start: int, number: PrintedNumber) -> bool:
    """Return whether an adjective that no table has precedes a number: a disputed 500 people."""
    after = at(tokens, number.end)
    is_counted = number.form != "rank" and number.start == start and not (after.text == "-" and not after.gap)
    return is_counted and low(tokens, start - 2) in ("a", "an") and tokens[start - 1].kind == "word"


def find_reason_after(tokens: Tokens, end: int, number: PrintedNumber, *, money: bool) -> str | None:
    """Return why what follows a figure makes it unread; `end` is the token behind its number, currency and share."""
    token, follows = at(tokens, end), at(tokens, end + 1)
    if token.kind == "end":
        return None
    if _is_another(token, follows, money=money):
        return "another number follows it"
    if token.low in _UNKNOWN_SCALES or (token.text in _SCALE_LETTERS and token.gap and not money):
        return f'"{token.text}" is no scale that is known'
    is_joined = not token.gap and not follows.gap
    is_operator = token.text in ("^", "×", "±") or (token.text in (":", ";", "/", "=", "~", "_", "\\") and is_joined)
    if is_operator and not (token.text == "/" and follows.kind == "word"):
        return f'"{token.text}" follows it'
    if token.text in ("x", "X") and is_number(follows):
        return "it is multiplied"
    if token.low in ("by", "plus", "minus", "less") and is_number(follows):
        return "it is one of two numbers"
    if token.kind == "word" and not token.gap and (money or token.low not in SYMBOLS) and number.end == end:
        return f'"{token.text}" is joined to it'
    is_list = low(tokens, end + 2) in ("or", "to") and is_number(follows) and is_number(at(tokens, end + 3))
    if token.text == "," and is_list:  # 3, 4 or 5
        return "it is one of several numbers"
    return None if money else _find_reason_time(tokens, end, number)


def _is_another(token: Token, follows: Token, *, money: bool) -> bool:
    """Return whether another number follows, on its own or behind a sign."""
    if (
        is_number(token)
        or (token.low in SCALE_WORDS and token.low not in ("score", "gross"))
        or token.low in VAGUE_SCALES
    ):
        return True
    if not is_number(follows) or token.kind != "sign":
        return False
    if not money and unicodedata.category(token.text[0]) == "Sc":
        return True
    if token.text == "." and token.gap:
        return follows.kind == "digits"
    return token.text in DASHES or (token.text in ".," and not token.gap and not follows.gap)


def _find_reason_time(tokens: Tokens, end: int, number: PrintedNumber) -> str | None:
    """Return a reason if a number is an hour, a day or a year."""
    word, after = low(tokens, end), low(tokens, end + 1)
    is_half_day = word in ("am", "pm") or (word in ("a", "p") and after == "." and low(tokens, end + 2) == "m")
    if is_half_day or word in ("gmt", "utc") or (word == "o" and after == "'"):
        return "it is a time of day"
    place = end + (word in ("of", "-")) + (word == "of" and after == "the")
    month = at(tokens, place)
    is_month = month.low in MONTHS and month.text[0].isupper() and number.form in ("plain", "rank", "word")
    if is_month or (number.form == "rank" and is_day_alone(tokens, number.start, end)):
        return "it belongs to a date"
    return "it is a decade" if word == "s" and not tokens[end].gap else None


def is_day_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a rank is a day without a month: on the 5th."""
    after = at(tokens, end)
    is_alone = after.text in ".,;:)?!" or after.low in ("and", "but", "after", "when", "while", "as")
    return (
        tokens[start].kind == "digits"
        and [low(tokens, start - 2), low(tokens, start - 1)] == ["on", "the"]
        and is_alone
    )


def is_clock(tokens: Tokens, number: PrintedNumber) -> bool:
    """Return whether `at 10.30` is a time of day."""
    token, before = tokens[number.start], at(tokens, number.start - 1)
    hour, _, minute = token.text.partition(".")
    if token.kind != "digits" or number.end != number.start + 1 or not hour.isdigit() or int(hour) > 24:
        return False
    if number.start == 1 and before.text == "At" and not minute and len(hour) < 3:
        return True
    return before.low in _BEFORE_HOURS and len(minute) == 2 and int(minute) < 60


def is_year(tokens: Tokens, number: PrintedNumber, *, hedged: bool) -> bool:
    """Return whether four digits may be a year: nothing around them says that they count."""
    token = tokens[number.start]
    if token.kind != "digits" or token.form != "plain" or len(token.text) != 4 or number.end != number.start + 1:
        return False
    return 1000 <= (number.value or 0) < 2200 and not hedged and low(tokens, number.start - 1) not in _TALLY


def is_negated(tokens: Tokens, start: int) -> bool:
    """Return whether a negation in the three words before a figure, or a denial before it, may negate it."""
    first = tokens[0]
    is_question = tokens[-1].text == "?" and first.low in _AUXILIARIES and first.text[0].isupper()
    is_asked = is_question and low(tokens, 1) not in _ASKED  # did the flood kill 500 people?
    return is_asked or _is_negated(tokens, start) or _is_denied(tokens, start)


def _is_denied(tokens: Tokens, start: int) -> bool:
    """Return whether a denial or a condition applies to a figure or date: denied that 500 died, if 500 die."""
    reported: int | None = None
    for place in range(start - 1, max(-1, start - REACH), -1):
        token, after = tokens[place], low(tokens, place + 1)
        if token.text == "," and reported == place + 1:  # not true, he said, that 500 died
            opening = _find_opening(tokens, place)
            return any(token.low in _NOT | _DENIALS for token in tokens[max(0, opening - 3) : max(0, opening)])
        if token.kind == "sign" and token.text not in "'\"-":
            return False
        if token.low in _CONDITIONS or (token.low, after) == ("ruled", "out"):
            return True
        if token.low in ("denied", "denies", "deny") and (
            after.endswith("ing") or after in _SUBJECTS or (place == start - 1 and _has_predicate(tokens, start))
        ):
            return True
        near = reported is not None and reported - place < 5
        is_false = token.low in _REPORT_NOUNS and any(other.low in _UNTRUE for other in tokens[start : start + REACH])
        if reported is not None and (token.low in _DENIALS or is_false or (near and token.low in _NOT)):
            return True
        if token.low == "that":
            reported = place
    return False


_SUBJECTS = word_set("he she they it")


def _has_predicate(tokens: Tokens, start: int) -> bool:
    """Return whether a verb follows the noun behind a figure: (denied) 500 people died, but not 3 counts of fraud."""
    noun = next((place for place in range(start, start + 7) if is_plural(low(tokens, place))), start)
    return at(tokens, noun + 1).kind == "word" and low(tokens, noun + 1) not in PHRASE_ENDS


def _is_negated(tokens: Tokens, start: int) -> bool:
    for place in range(start - 1, max(-1, start - 4), -1):
        word, after = tokens[place].low, low(tokens, place + 1)
        if word == "t" and not (low(tokens, place - 1) == "'" and low(tokens, place - 2).endswith("n")):
            continue
        if tokens[place].kind == "sign" and word not in "'\"":
            return (
                word == "," and low(tokens, _find_opening(tokens, place) - 1) in _NEGATION_WORDS
            )  # did not, as alleged, kill
        if word in _CLAUSE_STARTS:
            return False
        if word in _NEGATION_WORDS or (word, after) == ("no", "one"):
            return True
        if word in ("almost", "nearly") and (after.endswith("ed") or after in _PASTS):
            return True
        if word in _FAILURES and after == "to":
            return True
    is_avoided = (low(tokens, start - 3), low(tokens, start - 2)) in _AVOIDED  # cleared of killing 500
    return is_avoided and low(tokens, start - 1).endswith("ing")


_AVOIDED = {("cleared", "of"), ("acquitted", "of"), ("short", "of"), ("close", "to")}
_PASTS = word_set("lost won sold cost hit cut shut held sank drowned bought broke")


def is_changed(tokens: Tokens, start: int) -> bool:
    """Return whether something rose or fell from one number to another just before a figure."""
    if low(tokens, start - 1) == "from":
        return any(token.low in _CHANGES for token in tokens[max(0, start - 7) : start - 1])
    return low(tokens, start - 1) in _CHANGES


def is_fall(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a share is the size of a fall: fell by 5%, a loss of 5%, a 5% drop, negative growth of 5%."""
    place = start - 1
    while low(tokens, place) in ("by", "of", "another", "a", "further", "an"):
        place -= 1
    after = low(tokens, end + (low(tokens, end) == "-"))
    return bool(FALLS & {low(tokens, place), after}) or "negative" in (low(tokens, place), low(tokens, place - 1))


_OWNERS = word_set("the its those these all their his her our some")


def is_part_of(tokens: Tokens, start: int, previous: frozenset[int]) -> bool:
    """Return whether another figure is a part of this one: 40% of the 500, one of 500."""
    place = start - 1
    if low(tokens, place) == "s" and low(tokens, place - 1) == "'":  # half of the town's 900 homes
        place -= 3
    while low(tokens, place) in _OWNERS:
        place -= 1
    return (low(tokens, place) == "of" and place in previous) or (place < start - 1 and place + 1 in previous)


def starts_figure(tokens: Tokens, index: int) -> bool:
    """Return whether a number or a currency follows."""
    token = at(tokens, index)
    is_one = token.low in ("a", "one") and low(tokens, index + 1) in SCALE_WORDS
    return is_one or is_number(token) or token.text in ("$", "£", "€", "¥", "₹")

"""Words as they are compared between a draft and a record: folded, without endings, one form for words of one sense.

Pure functions over strings. `stems` is no dictionary: it brings `died`, `deaths` and `killed` to one word, so that a
sentence finds its record, and leaves a word that it does not know as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text import fold

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NUMBERED = re.compile(r"(?<!\w)([A-Z][a-z]+) [0-9]{1,4}(?![\w,.]*[0-9])")
"""A name with a number, of which the number is a part: Title 42."""
_STOPS = (
    "a about above according after again against all also am an and any are as at be because been before"
    " being between both but by can could did do does doing during each few for from further had has have"
    " having he her here hers him his how i if in into is it its itself just may me might more most must my"
    " near no nor not now of off on once only or other our out over own per said same say says shall she"
    " should so some such than that the their them then there these they this those through till to too under"
    " until up upon us very was we were what when where which while who whom whose why will with would you"
    " your yet s t one two three first second third day days week weeks month months year years time today"
    " yesterday tomorrow last next ago early late mr mrs ms dr set tell told least thing things put get gets"
    " got getting give gives gave given giving take takes took taken taking make makes made making million"
    " billion trillion thousand hundred dozen january february march april june july august september october"
    " november december monday tuesday wednesday thursday friday saturday sunday morning evening night noon"
    " afternoon"
)
STOPS = frozenset(_STOPS.split())
"""Words that say nothing of the subject of a sentence; numbers and dates are compared as such."""
_SENSES = (
    "die dies died dead deaths death dying deceased killed kill kills fatalities fatality toll casualties victims",
    (
        "fly flies flew flown flight flights travel travels travelled traveled travelling journey arrive arrives"
        " arrivals arrived arrival arriving land lands landed landing depart departs departed departure head heads"
        " return returns returned leave leaves left leaving go goes went gone going come comes came"
    ),
    (
        "meet meets met meeting meetings talk talks talked session bilateral host hosts hosted conversation"
        " conversations dine dined speak speaks spoke spoken speaking call calls called receive receives received"
    ),
    "pledge pledges pledged promise promises promised commitment commitments commit commits vow vowed vows",
    "ask asks asked request requests requested seek sought wants demand demands demanded",
    "appoint appointed appointment assign assigned assignment tasked task mandate job role handed entrusted",
    "destroy destroyed destroys destruction wash washed swept wrecked ruined flattened razed",
    "lend lends lent loan loans lending borrow borrowed borrower",
    "share shares shared sharing deliver delivered delivery shipment shipments send sends sent",
    "see sees saw seen visit visits visited visiting inspect inspected tour toured visitors visitor",
    "build builds built building rebuild rebuilt rebuilding reconstruction construct constructed",
    "open opens opened opening reopen reopens reopened reopening",
    "warn warns warned warning warnings alert alerted",
    "poor poverty",
    "need needs needed necessary",
    "homes home houses house homeless",
    "dollar dollars",
    "cost costs costing worth price",
    "fund funding funds money sum sums aid amount investment invest invests invested",
    "labour labor worker workers",
    "center centre centers centres",
    "organisation organization organisations organizations company companies firms firm",
    "doses dose jabs shots vaccine vaccines vaccination vaccinations",
    "covid coronavirus virus pandemic",
    "migrants migrant migration immigration immigrants",
    "car cars vehicle vehicles",
    "touched affected hit affect affects",
    "approve approves approved approval pass passes passed adopt adopted",
    "leader leaders president presidents",
    "hold holds held holding",
    "inquiry inquiries inquire inquired investigate investigated investigation probe",
    "announce announces announced announcement",
    "agree agrees agreed agreement agreements",
    "cancel cancelled canceled cancels",
    "postpone postponed postpones",
    "close closed closes closing closure closures shut",
    "spokeswoman spokesman spokesperson",
    "representative rep lawmaker congresswoman congressman",
    "adviser advisor advisers advisors aide aides staff",
    "brief briefed briefs briefing briefings",
    "children child kids",
    "kilometre kilometres kilometer kilometers km",
    "millimetre millimetres millimeter millimeters mm",
    "recommend recommends recommended wants",
    "law bill legislation",
    "criticism criticise criticised critic critics criticized",
    "province provinces region regions area areas",
    "apprehend apprehended apprehension apprehensions",
    "encounter encounters encountered",
    "tent tents shelter shelters camps camp",
    "gate gates",
    "captain cpt capt",
    "general gen",
    "senator sen",
    "governor gov",
    "colonel col",
    "lieutenant lt",
    "sergeant sgt",
    "professor prof",
    "democrat democrats democratic",
    "protest protests protested protester protesters",
)
_SENSE: dict[str, str] = {word: sense.split()[0] for sense in reversed(_SENSES) for word in sense.split()}
_FORMS: dict[str, list[str]] = {sense.split()[0]: sense.split() for sense in _SENSES}


class Word(NamedTuple):
    """A word of a text: its stem, itself, and where it is."""

    stem: str
    plain: str
    start: int


@functools.lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return a folded word without its ending, or the word that stands for its sense."""
    if word in _SENSE:
        return _SENSE[word]
    for ending, least in (("ies", 5), ("ing", 6), ("edly", 7), ("ed", 5), ("es", 6), ("ly", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            cut = word[: -len(ending)]
            word = (
                cut + "y"
                if ending == "ies"
                else cut[:-1]
                if len(cut) > 3 and cut[-1] == cut[-2] and ending != "s"
                else cut
            )
            break
    return _SENSE.get(word, word[:-1] if word.endswith("e") and len(word) > 4 else word)


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text that say something of its subject, with their places."""
    for match in _WORD.finditer(text):
        plain = fold(match[0].replace("\u2019", "'").removesuffix("'s").removesuffix("s'")).replace(" ", "")
        if plain and plain not in STOPS and not plain[0].isdigit():
            yield Word(stem(plain), plain, match.start())
    for match in _NUMBERED.finditer(text):
        if match[1].lower() not in STOPS:
            yield Word(fold(match[0]), fold(match[0]), match.start())


@functools.lru_cache(maxsize=1 << 14)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(word.stem for word in words(text))


def forms(word: Word) -> list[str]:
    """Return a word and those of the same sense."""
    return _FORMS.get(word.stem, [word.plain])

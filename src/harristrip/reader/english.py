"""Words of English that decide how a figure is read: labels of numbers, ends of noun phrases, plurals, the language."""

from __future__ import annotations

import re

from .tables import pairs, words

_ENGLISH = words(
    "the of and to in that is was for on with as by at from are be has have had it its this which not or an "
    "were their they he she his her but been will would there than more about into who what when"
)
_FOREIGN = words(
    "el los las del que y en un una unos unas por con para más casi según hasta sobre fueron murieron hay le "
    "les des et une est sont dans pour avec sur près ont du au aux il environ der das und ein eine einen mit "
    "von für ist sind nicht mehr als rund etwa fast über wurden waren hat haben gli della delle degli che "
    "sono più quasi oltre uma dos das não mais cerca os ao het een van zijn niet meer dan voor bijna "
    "ongeveer och som är på av inte om och"
)
_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Return whether a text may be English: no more words of its neighbours in it than of English."""
    words = [word.lower() for word in _WORD.findall(text)]
    foreign = sum(word in _FOREIGN for word in words)
    return foreign == 0 or foreign <= sum(word in _ENGLISH for word in words)


LABELS = words(
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
STOPS = words(
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
_NO_PLURAL = ("ss", "us", "is", "ous")


def singular(word: str) -> str:
    """Return a noun in the singular, lower case."""
    word = word.lower()
    for compound in ("men", "women", "people", "children"):
        if word.endswith(compound) and word != compound and word not in ("specimen", "regimen", "omen", "abdomen"):
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
    low = word.lower()
    if low in PLURALS or low.endswith(("men", "women", "people", "children")):
        return low not in ("specimen", "regimen", "omen", "abdomen")
    return len(low) > 2 and low.endswith("s") and not low.endswith(_NO_PLURAL) and low not in STOPS

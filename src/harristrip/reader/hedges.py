"""Hedges as English prints them, before a figure and after it, and the qualifier that each gives a record.

A hedge that leaves open on which side the value lies has no qualifier: a figure with it is not read. `accepted` names
the hedges for which a second qualifier is as true as the first.
"""

from __future__ import annotations

import functools
import re

from ..text import phrases
from .tokens import Tokens

MORE_THAN, AT_LEAST, ABOUT, NEARLY, LESS_THAN, AT_MOST = (
    "more than",
    "at least",
    "about",
    "nearly",
    "less than",
    "at most",
)
UNCLEAR = "unclear"
"""For words that qualify a figure in a way that no qualifier of a record expresses."""
COMPARES = "compares"
"""For words that compare a figure with the one before it."""
EXACT = "exact"
"""For words that do not change a figure."""

BEFORE: dict[str, tuple[str, ...]] = {
    MORE_THAN: phrases(
        "more than | over | above | upwards of | upward of | in excess of | greater than | larger than | "
        "higher than | bigger than | longer than | older than | exceeding | exceeds | exceed | exceeded | "
        "topped | tops | topping | surpassed | surpasses | surpassing | north of | just over | just above | "
        "well over | well above | slightly over | slightly more than | a little over | a little more than | "
        "just more than | far more than | much more than | significantly more than | considerably more than | "
        "substantially more than | way over | beyond | past | outnumbered | not just | in surplus of | "
        "comfortably over | easily over | no fewer or more than | at upwards of | to more than | to over | "
        "passed | passes | passing | crossed | climbed past | rose past | better than | > | bit over | "
        "rising above | rose above | climbed above | heavier than | taller than | wider than | deeper than | "
        "farther than | further than | overtook | broke through | a bit over | a bit more than"
    ),
    AT_LEAST: phrases(
        "at least | no fewer than | no less than | not less than | not fewer than | a minimum of | minimum of | "
        "minimum | as few as | as little as | as low as | starting at | starting from | not under | not below | "
        "never less than | never fewer than | ≥ | >= | > = | equal to or more than | no smaller than | "
        "more than or equal to | greater than or equal to | equal to or greater than | no lower than | "
        "higher or equal than | at a minimum | at the least | at the very least | at minimum | not lower than | "
        "upwards from | equal or more than | more or equal to | no shorter than | no younger than | a low of"
    ),
    ABOUT: phrases(
        "about | around | roughly | approximately | approx | approx. | some | circa | ca | ca. | c. | ~ | ≈ | "
        "≃ | ≅ | ∼ | an estimated | estimated | estimated at | in the region of | in the neighborhood of | "
        "in the neighbourhood of | on the order of | in the order of | of the order of | somewhere around | "
        "somewhere near | somewhere in the region of | something like | in the vicinity of | an approximate | "
        "approximate | an average of | averaging | on average | perhaps | maybe | more or less | broadly | "
        "or so | give or take | loosely | a rough | a reported | what is thought to be | an average | "
        "thought to be | believed to be | average of | say | ballpark | a ballpark of | an approximated | "
        "average | averages | averaged"
    ),
    NEARLY: phrases(
        "nigh on | nigh upon | going on | pushing | knocking on | close to about | nearly | almost | "
        "approaching | approached | approaches | close to | nearing | neared | nears | barely | hardly | "
        "scarcely | virtually | practically | not quite | just short of | just shy of | shy of | very nearly | "
        "close on | near to | a little short of | slightly short of | near | well-nigh | bordering on | "
        "verging on | a touch under | a shade under | a whisker under | a fraction under"
    ),
    LESS_THAN: phrases(
        "not reach | not quite reach | less than | fewer than | under | below | short of | south of | "
        "smaller than | lower than | just under | just below | well under | well below | slightly under | "
        "slightly less than | a little under | slightly below | a little less than | far fewer than | "
        "far less than | much less than | shorter than | did not reach | did not top | does not reach | "
        "do not reach | fell short of | falls short of | < | falling short of | has not reached | "
        "have not reached | failed to reach | never reached | sub | didn't reach | didn't top | hasn't reached | "
        "haven't reached | not as many as | not as much as | younger than | just less than | just fewer than | "
        "a bit under | well short of | lighter than | yet to reach | fails to reach | fail to reach | "
        "did not quite reach | dipped below | fell below | dropped below"
    ),
    AT_MOST: phrases(
        "not exceed | not surpass | not pass | up to | at most | at the most | no more than | not more than | "
        "not over | not above | as many as | as much as | as high as | as long as | as far as | a maximum of | "
        "maximum of | maximum | max | at maximum | not exceeding | did not exceed | does not exceed | "
        "do not exceed | must not exceed | may not exceed | cannot exceed | never exceeded | never more than | "
        "never over | no longer than | no greater than | no higher than | no larger than | capped at | "
        "limited to | ≤ | <= | < = | less than or equal to | fewer than or equal to | equal to or less than | "
        "lower or equal than | up to a maximum of | to a maximum of | a ceiling of | a cap of | "
        "equal or less than | less or equal to | no bigger than | not greater than | no older than | "
        "not to exceed | not longer than | not higher than | no farther than | no further than | "
        "within | to within | "
        "did not surpass | at the very most | a high of | as big as | as large as | as old as | as tall as | "
        "as deep as"
    ),
    UNCLEAR: phrases(
        "next to | not far short of | not far off | not far from | "
        "a possible | a potential | a projected | a planned | a proposed | a suspected | a supposed | "
        "a nominal | a predicted | a forecast | a rumoured | a purported | a claimed | a targeted | a typical | "
        "a hypothetical | a theoretical | a conservative | a probable | a likely | an expected | "
        "an anticipated | an alleged | an assumed | an implied | an unconfirmed | an additional possible | "
        "easily | comfortably | the better part of | like | far from | a long way from | nothing like | "
        "nothing near | anywhere near | a good | a solid | a round | good | ± | +/- | plus or minus | possibly | "
        "probably | likely | potentially | presumably | conceivably | not at least | not much more than | "
        "no longer more than | rarely more than | by no means more than | not nearly | nowhere near | "
        "not about | not around | half | half of | half the | half of the | twice | double | triple | "
        "quadruple | thrice | treble | twofold | many times | times | a fraction of | not | never | none of | "
        "none of the | not all | not all of the | no | neither | nor | without | except | other than | "
        "rather than | instead of | than | minus some | most of | most of the | all but | but not | "
        "many of the | some of the | few of the | any of | any of the | several of the | much of the | much of | "
        "the rest of the | many more than | nearer to | closer to | different from | ≠ | != | multiple of | "
        "a multiple of | product of | square of | share of | a share of | proportion of | portion of | "
        "a percentage of | percentage of | thousands or | the square of | the half of | as many again as | "
        "fold | several | few | a few | many | another few | multiple | countless | numerous | unlike | "
        "nearly half of | between | anywhere between | anywhere from | somewhere between | from between | "
        "half as many as | square root of | variously | hardly more than | barely more than | "
        "scarcely more than | little more than | a majority of | a minority of | multiples of | "
        "the majority of | every | every other | fractions of | hardly over | barely over | one of | "
        "one of the | each of | each of the | either | cube root of | versus | vs | vs. | might be | could be | "
        "may be | no longer | anything but | anything like | not even | apart from | aside from | excluding | "
        "excluding the | minus the | in place of | hundreds or | below or above | or"
    ),
    EXACT: phrases(
        "a massive | a huge | a new | an extraordinary | an astonishing | an incredible | an impressive | "
        "a historic | a paltry | a meagre | a modest | a measly | a stunning | a remarkable | a separate | "
        "a shocking | a horrifying | an initial | a final | exactly | precisely | only | just | a record | "
        "another | an additional | a further | further | additional | all | all of | all of the | the | these | "
        "those | his | her | its | their | our | a total of | total of | in all | some other | equal to | "
        "equals to | equaling to | equals | a full | a whopping | a staggering | an extra | extra | a combined | "
        "a | an | reached | other | both | = | as of | a mere | even | no fewer | the other | not only | "
        "a single | the first | the last | the next | the past | the final | the initial | the remaining | "
        "the latest | fully | my | your | any | first | last | next | previous | an unprecedented | the same | "
        "the very | the previous | the following | the record"
    ),
}
"""Qualifier -> the hedges before a figure."""
AFTER: dict[str, tuple[str, ...]] = {
    AT_LEAST: phrases(
        "or more | or greater | or greater than | or above | or higher | or over | and more | and above | plus | "
        "and up | and upwards | or upwards | at least | at a minimum | at the least | at minimum | minimum | "
        "and counting | + | -plus | or better | and over | or longer | or larger | or older | "
        "at the very least | or equal to or more | and higher | upwards | and rising | or bigger | min"
    ),
    ABOUT: phrases(
        "est | est. | approx | approx. | estimated | in round numbers | in round figures | or so | -odd | odd | "
        "or thereabouts | or thereabout | give or take | approximately | or around that | more or less | -ish | "
        "ish | roughly | on average | -some | or something | about | or about that"
    ),
    AT_MOST: phrases(
        "or less | or fewer | or under | or below | or lower | at most | at the most | at maximum | maximum | "
        "or smaller | max | or younger | or shorter | tops | at the outside | at the very most | or cheaper"
    ),
    MORE_THAN: ("and then some", "-some plus", "and some"),
    LESS_THAN: ("and falling",),
    UNCLEAR: phrases(
        "and change | ? | if accurate | if true | unconfirmed | less | fewer | lower | shy | short | -fold | "
        "fold | or not | if not more | if not less | maybe more | perhaps more | possibly more | probably more | "
        "likely more | and maybe more | and perhaps more | and possibly more | or possibly more | if not fewer | "
        "maybe less | maybe fewer | perhaps fewer | perhaps less | too many | too few | too much | too little | "
        "by some estimates | by one estimate | by most estimates | by some counts | by some accounts | "
        "at a guess | and possibly many more | and many more | or many more | and likely more | "
        "and probably more | if that | at best | at worst | or even more | or even fewer | perhaps | maybe | "
        "possibly | or something like that | at a stretch | more than | less than | fewer than | thereabouts | "
        "± | +/- | plus or minus | off | or none | smaller | below | under | or maybe more | or perhaps more"
    ),
}
"""Qualifier -> the hedges after a figure, or after what it counts."""
_NEARLY_OR_LESS = phrases(
    "just under | just below | just short of | just shy of | shy of | a little under | slightly under | "
    "slightly less than | not quite | a little less than | slightly below | a little short of | slightly short of | "
    "a touch under | a shade under | just less than | just fewer than | a bit under | a fraction under | "
    "a whisker under | short of"
)


@functools.cache
def _index_hedges(place: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return a table from the words of each hedge `before` or `after` a figure to its qualifier and the hedge."""
    table = BEFORE if place == "before" else AFTER
    return {
        tuple(re.findall(r"\w+|[^\w\s]", hedge)): (qualifier, hedge)
        for qualifier, hedges in table.items()
        for hedge in hedges
    }


@functools.cache
def _longest_hedge(place: str) -> int:
    """Return the number of words of the longest hedge before or after a figure."""
    return max(map(len, _index_hedges(place)))


def find_hedge_before(tokens: Tokens, end: int) -> tuple[str, str, int] | None:
    """Return qualifier, hedge and first token of the longest hedge that ends before a token."""
    for length in range(min(end, _longest_hedge("before")), 0, -1):
        if found := _index_hedges("before").get(tuple(token.low for token in tokens[end - length : end])):
            return (*found, end - length)
    return None


def find_hedge_after(tokens: Tokens, start: int) -> tuple[str, str, int] | None:
    """Return qualifier, hedge and the token behind the longest hedge that starts at a token."""
    for length in range(min(len(tokens) - start, _longest_hedge("after")), 0, -1):
        if found := _index_hedges("after").get(tuple(token.low for token in tokens[start : start + length])):
            return (*found, start + length)
    return None


def list_qualifiers(hedge: str, qualifier: str) -> frozenset[str]:
    """Return the qualifiers that a hedge supports: `just under` is `less than` and `nearly`."""
    return frozenset({NEARLY, LESS_THAN}) if hedge in _NEARLY_OR_LESS else frozenset({qualifier})

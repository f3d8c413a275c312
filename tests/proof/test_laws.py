"""Laws of the reader: what is printed reads back as itself, and as nothing else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import harness
from hypothesis import given
from hypothesis import strategies as st

from harristrip.reader import hedges
from harristrip.reader.figures import figures, format_value

_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL, TENS = _SMALL.split(), _TENS.split()
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
NOUNS = ("goats", "cargo ships", "households", "young voters", "litres", "cities", "women")
FRAMES = (
    "{} came ashore.",
    "Officials said on Monday that {} came ashore.",
    "In Lowmouth, the harbour counted {} last year.",
    'The report says "{}" and no more.',
    "There were {}, the mayor said.",
    "The storm sank nine boats; {} were lost in all.",
)
QUALIFIED = [
    (hedge, qualifier)
    for qualifier, those in hedges.BEFORE.items()
    for hedge in those
    if qualifier in harness.QUALIFIERS
]
FOLLOWED = [
    (hedge, qualifier)
    for qualifier, those in hedges.AFTER.items()
    for hedge in those
    if qualifier in harness.QUALIFIERS
]
BEFORE, AFTER = st.sampled_from(QUALIFIED), st.sampled_from(FOLLOWED)


def in_words(number):
    """Return a whole number in English words."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    size, name = next(one for one in SCALES if number >= one[0])
    rest = number % size
    return f"{in_words(number // size)} {name}" + (f"{' and' if rest < 100 else ''} {in_words(rest)}" if rest else "")


def indian(number):
    """Return a number with Indian grouping."""
    head, tail = divmod(number, 1000)
    if not head:
        return str(number)
    groups = [f"{tail:03}"]
    while head >= 100:
        head, rest = divmod(head, 100)
        groups.append(f"{rest:02}")
    return ",".join([str(head), *reversed(groups)])


def full_width(number):
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


DIGITS = (
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "\u00a0"),
    lambda n: f"{n:,}".replace(",", "\u2009"),
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "'"),
    lambda n: f"{n:,}".replace(",", "\u2019"),
    indian,
    full_width,
)
"""Forms of a number in digits; bare digits may be a year and are tried apart."""


@st.composite
def printed(draw):  # noqa: PLR0911
    """Draw a figure as printed, and its value."""
    kind = draw(st.sampled_from(("digits", "words", "scaled", "decimal", "dozen", "mixed", "powers")))
    number = draw(st.integers(2, 10**12))
    if kind == "digits":
        number = number if not 1000 <= number < 2200 else number + 2000
        return draw(st.sampled_from(DIGITS))(number), Fraction(number)
    if kind == "words":
        return in_words(number), Fraction(number)
    if kind == "scaled":
        few = draw(st.integers(2, 999))
        size, name = draw(st.sampled_from((*SCALES, (10**5, "lakh"), (10**7, "crore"), (10**6, "mln"), (10**9, "bn"))))
        return f"{few} {name}", Fraction(few * size)
    if kind == "decimal":
        hundredths = draw(st.integers(101, 99_999))
        size, name = draw(st.sampled_from(SCALES))
        return f"{hundredths // 100}.{hundredths % 100:02} {name}", Fraction(hundredths, 100) * size
    few = draw(st.integers(2, 99))
    if kind == "dozen":
        return f"{draw(st.sampled_from((str(few), in_words(few))))} dozen", Fraction(12 * few)
    if kind == "mixed":
        size, name = draw(st.sampled_from(SCALES))
        return f"{in_words(few)} and a half {name}", (few + Fraction(1, 2)) * size
    power = draw(st.integers(2, 9))
    signs = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power))
    return draw(st.sampled_from((f"{few}e{power}", f"{few}×10{signs}", f"{few} x 10^{power}"))), Fraction(
        few * 10**power
    )


FRAME, NOUN = st.sampled_from(FRAMES), st.sampled_from(NOUNS)


def sentence(frame, words):
    """Return a frame with words in it, the first letter a capital."""
    text = frame.format(words)
    return text[0].upper() + text[1:]


def at(text, words):
    """Return words as a sentence prints them."""
    place = text.lower().index(words.lower())
    return text[place : place + len(words)]


@given(printed(), FRAME, NOUN)
def test_a_figure_reads_back_as_itself(figure, frame, noun):
    words, value = figure
    text = sentence(frame, f"{words} {noun}")
    fields = {"value": harness.written(value), "unit": noun}
    assert harness.state(text, at(text, f"{words} {noun}"), **fields) == "verified"


@given(printed(), FRAME, NOUN, BEFORE)
def test_a_hedge_before_a_figure_is_its_qualifier(figure, frame, noun, hedge):
    words, value = figure
    phrase = f"{hedge[0]}{'' if hedge[0] in '~≈≃≅∼<>≤≥' else ' '}{words} {noun}"
    text = sentence(frame, phrase)
    accepted = hedges.list_qualifiers(*hedge)
    for qualifier in harness.QUALIFIERS:
        fields = {"value": harness.written(value), "unit": noun, "qualifier": qualifier}
        assert harness.is_verified(text, at(text, phrase), **fields) == (qualifier in accepted), qualifier
        assert not harness.is_verified(text, at(text, f"{words} {noun}"), **fields)


@given(printed(), FRAME, NOUN, AFTER)
def test_a_hedge_after_a_figure_is_its_qualifier(figure, frame, noun, hedge):
    words, value = figure
    joint = "" if hedge[0][0] in "-+" or hedge[0] == "ish" else " "
    phrases = [f"{words}{joint}{hedge[0]} {noun}"]
    if joint and hedge[0] not in ("odd", "plus"):
        phrases.append(f"{words} {noun} {hedge[0]}")
    for phrase in phrases:
        text = sentence(frame, phrase)
        for qualifier in harness.QUALIFIERS:
            fields = {"value": harness.written(value), "unit": noun, "qualifier": qualifier}
            is_verified = harness.is_verified(text, at(text, phrase), **fields)
            assert not is_verified or qualifier in hedges.list_qualifiers(*hedge), (phrase, qualifier)


@given(printed(), FRAME, NOUN, st.sampled_from(NOUNS), st.sampled_from((-1, 1, 10, Fraction(1, 10), 1000)))
def test_no_other_value_or_unit_is_accepted(figure, frame, noun, other, change):
    words, value = figure
    text = sentence(frame, f"{words} {noun}")
    cited = at(text, f"{words} {noun}")
    wrong = value + change if abs(change) == 1 else value * change
    assert not harness.is_verified(text, cited, value=harness.written(wrong), unit=noun)
    assert harness.is_verified(text, cited, value=harness.written(value), unit=other) == (other == noun)
    assert not harness.is_verified(text, cited, value=harness.written(value), unit="EUR")


@given(printed(), FRAME, NOUN, st.data())
def test_a_figure_that_is_cut_is_never_the_shorter_one(figure, frame, noun, data):
    words, value = figure
    text = sentence(frame, f"{words} {noun}")
    whole = at(text, words)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    part = whole[start:end].strip()
    for shorter in figures(part):
        if shorter.value is not None and shorter.value != value:
            for unit in (noun, None):
                assert not harness.is_verified(text, part, value=harness.written(shorter.value), unit=unit)


@given(
    printed(), printed(), FRAME, NOUN, st.sampled_from(("{} to {}", "between {} and {}", "{}–{}", "{}-{}", "{} or {}"))
)
def test_an_end_of_a_range_is_no_exact_figure(one, other, frame, noun, joint):
    phrase = f"{joint.format(one[0], other[0])} {noun}"
    text = sentence(frame, phrase)
    for value in (one[1], other[1]):
        for qualifier in harness.QUALIFIERS:
            fields = {"value": harness.written(value), "unit": noun, "qualifier": qualifier}
            assert not harness.is_verified(text, at(text, phrase), **fields)


@given(st.integers(1, 900), st.integers(1, 99), NOUN)
def test_a_range_reads_back_as_itself(low, more, noun):
    phrase = f"between {low} and {low + more} {noun}"
    text = f"They lost {phrase} then."
    assert harness.is_verified(text, phrase, value=low, value_to=low + more, unit=noun)
    assert not harness.is_verified(text, phrase, value=low, value_to=low + more + 1, unit=noun)


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_value_is_written_so_that_it_can_be_read(value):
    shown = format_value(value).replace(",", "")
    assert Fraction(shown) == value


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)), st.data())
def test_a_date_reads_back_as_itself_and_as_no_other(day, data):
    forms = ("%-d %B %Y", "%B %-d, %Y", "%A, %-d %B %Y", "%Y-%m-%d", "the %-d of %B, %Y", "%b %-d, %Y", "%d-%b-%Y")
    words = day.strftime(data.draw(st.sampled_from(forms)))
    text = f"The vote took place on {words} in Lowmouth."
    assert harness.is_verified(text, words, date=day.isoformat())
    for other in harness.other_days([day.isoformat()]):
        assert not harness.is_verified(text, words, date=other)

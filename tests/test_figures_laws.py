"""Laws of figures: printed in any way and read back, a figure is itself; two that differ never verify each other."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import assume, example, given
from hypothesis import strategies as st

from harristrip import evidence, figures
from harristrip.evidence import Library
from harristrip.model import Cite, Source, Statistic
from harristrip.passages import Archive, plain

DIGEST = "0" * 64
LETTERS = {
    1: [""],
    10**3: ["k", " k", " thousand"],
    10**6: ["m", "mn", " m", " million", "-million"],
    10**9: ["bn", "b", " bn", " billion"],
    10**12: ["tn", " trillion"],
}
MONEY = {
    "USD": ["${}", "US${}", "US$ {}", "USD {}", "{} USD"],
    "GBP": ["£{}", "GBP {}", "{} GBP"],
    "EUR": ["€{}", "EUR {}"],
    "JPY": ["¥{}"],
    "MXN": ["MXN {}"],
}
UNITS = {**MONEY, "%": ["{}%", "{} %", "{} per cent", "{} percent"], "people": ["{} people"]}
MINUS = ["-", "\u2212", "\u2013", "minus "]
ORDINALS = {number: word for word, number in figures.ORDINALS.items()}
SPELLED = {number: word for word, number in figures.WORDS.items()}
BEFORE = {name: [hedge for hedge, means in figures.HEDGES.items() if means == name] for name in figures.HEDGES.values()}
AFTER = {
    name: [hedge for hedge, means in figures.TRAILING_HEDGES.items() if means == name]
    for name in figures.TRAILING_HEDGES.values()
}
CASES = [str, str.upper, str.lower, str.capitalize]
BLANKS = [" ", "\u00a0", "\u202f", "\u2009"]


class Meaning(NamedTuple):
    """What a printed figure says."""

    value: Fraction
    unit: str
    hedge: str | None


class Printed(NamedTuple):
    """A figure and one way to print it."""

    meaning: Meaning
    text: str


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Fraction, str]:
    """Return a number without a sign, in digits or words."""
    if draw(st.booleans()):
        count, word = draw(st.sampled_from(sorted(SPELLED.items())))
        scale, word_of_scale = draw(
            st.sampled_from([(1, ""), (100, " hundred"), (10**3, " thousand"), (10**6, " million")])
        )
        return Fraction(count * scale), word + word_of_scale
    whole = draw(st.one_of(st.integers(1, 999), st.integers(0, 10**13)))
    decimals = draw(st.sampled_from(["", ".5", ".05", ".310"]))
    digits = draw(st.sampled_from([f"{whole}", f"{whole:,}"])) + decimals
    scale = draw(st.sampled_from(sorted(LETTERS)))
    return Fraction(f"{whole}{decimals}") * scale, digits + draw(st.sampled_from(LETTERS[scale]))


@st.composite
def printed_figures(draw: st.DrawFn) -> Printed:
    """Return a figure of any size, unit and hedge in one of the ways that articles print it."""
    value, text = draw(numbers())
    unit = draw(st.sampled_from(sorted(UNITS)))
    sign = draw(st.sampled_from(["", "", *MINUS]))
    text = sign + draw(st.sampled_from(UNITS[unit])).format(text)
    hedge = draw(st.sampled_from([None, *sorted({*BEFORE, *AFTER})]))
    if hedge is not None:
        after = unit != "people" and not text.endswith("USD") and not text.endswith("GBP")
        ways = [f"{word} {text}" for word in BEFORE.get(hedge, ())]
        ways += [f"{text} {word}" for word in AFTER.get(hedge, ()) if after]
        text = draw(st.sampled_from(ways))
    text = draw(st.sampled_from(CASES))(text).replace(" ", draw(st.sampled_from(BLANKS)))
    return Printed(Meaning(-value if sign else value, unit, hedge), text)


def read(text: str) -> list[Meaning]:
    """Read the figures of a text, the case of their units left aside."""
    return [Meaning(one.value, (one.unit or "").lower(), one.qualifier) for one in figures.figures(text)]


def state(stored: Meaning, printed: str, paragraph: str) -> str:
    """Hold a record of the figure, with these printed words, against a paragraph."""
    record = Statistic(
        id="it",
        summary="It is so.",
        group="border",
        measure="all",
        value=decimal(stored.value),
        qualifier=stored.hedge,  # type: ignore[arg-type]
        unit=stored.unit,
        period="not stated",
        population="all",
        area="all",
        cites=(Cite(source="gazette", paragraph=1, printed=printed),),
    )
    source = Source(id="gazette", summary="A report.", sha256=DIGEST, paragraphs=1)
    texts = Archive({DIGEST: (plain(paragraph),)}, frozenset())
    (check,) = evidence.verify(record, Library({"gazette": source}, texts, {}, {}))
    return check.state


def decimal(value: Fraction) -> int | str:
    """Return a number as a store writes it."""
    if value.denominator == 1:
        return int(value)
    thousandths = abs(int(value * 1000))
    return f"{'-' if value < 0 else ''}{thousandths // 1000}.{thousandths % 1000:03}"


@given(printed_figures())
@example(Printed(Meaning(Fraction(310_000_000), "USD", "more than"), "More than\u00a0US$310\u00a0million"))
def test_a_figure_printed_and_read_back_is_itself(one: Printed) -> None:
    """Any number, scale, unit and hedge, printed in any of the ways of articles, is read as what it says."""
    assert read(one.text) == [one.meaning._replace(unit=one.meaning.unit.lower())]


@given(
    printed_figures(),
    st.sampled_from(["", "The town counts ", "In May, (", "\u201c"]),
    st.sampled_from(["", ".", ", it says", ")"]),
)
def test_a_figure_verifies_itself_wherever_it_stands(one: Printed, before: str, after: str) -> None:
    """A record of the figure that a paragraph prints is verified."""
    assert state(one.meaning, one.text, f"{before}{one.text}{after}") == "verified"


@given(printed_figures(), printed_figures())
@example(
    Printed(Meaning(Fraction(10**7), "USD", None), "$10 million"),
    Printed(Meaning(Fraction(31 * 10**7), "USD", None), "$310 million"),
)
@example(Printed(Meaning(Fraction("3.5"), "%", None), "3.5%"), Printed(Meaning(Fraction("-3.5"), "%", None), "-3.5%"))
def test_figures_that_differ_never_verify_each_other(one: Printed, other: Printed) -> None:
    """Neither a record with another figure's words, nor one whose words stand within another, is verified."""
    assume(one.meaning != other.meaning)
    assert state(one.meaning, other.text, f"It is {other.text}.") != "verified"
    assert state(one.meaning, one.text, f"It is {other.text}.") != "verified"


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Printed, Printed]:
    """Return two figures that differ in one thing alone."""
    one = draw(printed_figures())
    value, unit, hedge = one.meaning
    other = draw(
        st.sampled_from(
            [
                Meaning(value + 1, unit, hedge),
                Meaning(value * 10, unit, hedge),
                Meaning(-value, unit, hedge),
                *(Meaning(value, code, hedge) for code in ("USD", "GBP", "%", "people")),
                *(Meaning(value, unit, name) for name in (None, *BEFORE)),
            ]
        )
    )
    assume(other != one.meaning)
    return one, Printed(other, one.text)


@given(neighbours())
def test_a_record_that_differs_in_one_thing_is_a_mismatch(pair: tuple[Printed, Printed]) -> None:
    """Number, sign, scale, unit and hedge are each enough to tell two figures apart."""
    one, other = pair
    assert state(other.meaning, one.text, f"It is {one.text}, it says.") == "mismatch"


@given(st.sampled_from(sorted(ORDINALS.items())), st.sampled_from(CASES))
def test_a_spelled_rank_is_read_back(rank: tuple[int, str], case) -> None:
    """First to tenth are ranks, in any case."""
    assert read(case(rank[1])) == [Meaning(Fraction(rank[0]), "rank", None)]


@given(st.integers(1, 10**6))
def test_a_rank_in_digits_is_read_back(number: int) -> None:
    """1st, 2nd, 3rd, 4th, 11th, 1,001st are ranks."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    for digits in (f"{number}", f"{number:,}"):
        assert read(f"the {digits}{ending} time") == [Meaning(Fraction(number), "rank", None)]


@given(st.text(alphabet="0123456789,.-$£% mkbn\u00a0onetwfuhdsvrlaip", max_size=40))
def test_reading_any_text_is_safe_and_in_order(text: str) -> None:
    """Figures never overlap, follow one another, and lie within the text with their core."""
    found = figures.figures(text)
    edges = [edge for one in found for edge in (one.start, one.core[0], one.core[1], one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)

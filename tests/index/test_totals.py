"""Totals: nothing is counted twice or added without a source, and what is left out has a reason."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import cases

from harristrip.facts.model import Cite, Conflict, Funding
from harristrip.index.totals import totals

CITES = (Cite(source="gazette", paragraph=1, printed="words"),)


def money(id_, amount=100, currency="USD", status="pledged", **fields):
    """Return an amount, in dollars and pledged unless told otherwise."""
    for name in ("part_of", "separate_from"):
        fields[name] = (fields[name],) if isinstance(fields.get(name), str) else tuple(fields.get(name, ()))
    return Funding(
        id=id_, summary="s", purpose="p", amount=amount, currency=currency, status=status, cites=CITES, **fields
    )


def total(*amounts, hidden=()):
    """Return each total: currency, status, hedge, amount, what it counts, what it leaves out and why."""
    every = {amount.id: amount for amount in (*amounts, *hidden)}
    return [
        (
            one.currency,
            one.status,
            one.qualifier,
            one.amount,
            list(one.includes),
            {out.id: out.reason for out in one.excludes},
        )
        for one in totals(amounts, every, ())
    ]


PLEDGED = ("USD", "pledged")


@pytest.mark.parametrize("case", cases("totals.jsonl"))
def test_what_is_counted(case):
    """A total names each amount that it leaves out, with the reason."""
    amounts, hidden = ([money(one.pop("id"), **one) for one in case.get(name, ())] for name in ("amounts", "hidden"))
    assert total(*amounts, hidden=hidden) == [tuple(row) for row in case["totals"]]


def test_amounts_contained_through_the_same_ones_are_all_left_out():
    """Each names the last step to the amount that contains it."""
    hidden = [money("x", part_of="y"), money("y", restates="z"), money("z", part_of="whole")]
    apart = [money("p", part_of="q"), money("q")]
    amounts = [money("whole"), *(money(id_, 10, part_of=id_[0]) for id_ in ("x1", "x2", "y1", "z1", "p1", "p2"))]
    assert total(*amounts, hidden=hidden + apart) == [
        (
            *PLEDGED,
            "at least",
            100,
            ["whole"],
            {
                **dict.fromkeys(("x1", "x2", "y1", "z1"), "through z part of whole"),
                "p1": "relation to whole not stated",
                "p2": "relation to whole not stated",
            },
        )
    ]


@pytest.mark.parametrize("end", [None, "whole"])
def test_a_long_chain_of_amounts_is_followed_once(end):
    """Thousands that restate the first of thousands that restate one another."""
    hidden = [money(f"a{n}", status="announced", restates=f"a{n + 1}") for n in range(4000)]
    hidden.append(money("a4000", status="announced", restates=end))
    amounts = [money(f"b{n}", restates="a0") for n in range(4000)]
    ((_, _, _, amount, included, excluded),) = total(*amounts, *([money(end)] if end else []), hidden=hidden)
    assert (amount, included, len(excluded)) == (100, [end or "b0"], 4000 if end else 3999)
    assert not end or set(excluded.values()) == {"through a4000 restates whole"}


def test_a_reason_names_ten_amounts_and_how_many_more():
    """A reason stays a line."""
    ids = [f"a{n:02}" for n in range(25)]
    amounts = [money(id_, separate_from=tuple(ids[:n])) for n, id_ in enumerate(ids)]
    ((_, _, _, amount, _, excluded),) = total(*amounts, money("b", 1))
    assert amount == 2500
    assert excluded == {"b": f"relation to {', '.join(ids[:10])} and 15 more not stated"}


@pytest.mark.parametrize("case", cases("totals_hedges.jsonl"))
def test_a_sum_keeps_the_strongest_hedge_that_is_true(case):
    """A sum is hedged as its amounts are; with different hedges, or one amount left out, it says less."""
    hedges = case["hedges"]
    names = [f"a{n}" for n in range(len(hedges))]
    counted = [
        money(name, qualifier=hedge, separate_from=tuple(names)) for name, hedge in zip(names, hedges, strict=True)
    ]
    others = [money("z", 1)] if case["left_out"] else []
    assert [row[2] for row in total(*counted, *others)] == [case["hedge"]]


def test_a_part_left_out_makes_no_hedge():
    """Only a relation that is not stated makes a sum uncertain."""
    assert [row[2] for row in total(money("a"), money("b", 1, part_of="a"), money("c", restates="a"))] == [None]


UNSURE = [
    (money("a", 10, qualifier="at most"), None, None, None),
    (money("a", 10, qualifier="about"), None, None, None),
    (money("a", 10, qualifier="nearly"), None, None, None),
    (money("a", 10, qualifier="less than"), None, None, None),
    (money("a", 10), 10, None, "at least"),
    (money("a", 10, amount_to=20), 10, None, "at least"),
]


@pytest.mark.parametrize(("larger", "amount", "amount_to", "qualifier"), UNSURE)
def test_beside_an_amount_of_unknown_relation_a_total_is_a_lower_bound_or_nothing(larger, amount, amount_to, qualifier):
    """At most 10, and 5 that may or may not come on top: nothing can be said of the sum."""
    (one,) = totals([larger, money("b", 5)], {}, ())
    assert (one.amount, one.amount_to, one.qualifier) == (amount, amount_to, qualifier)
    assert [out.reason for out in one.excludes] == ["relation to a not stated"]


@pytest.mark.parametrize("case", cases("totals_sums.jsonl"))
def test_decimals_and_ranges_are_added_exactly(case):
    """A range adds up as a range; what JSON readers would change is text."""
    ids = tuple(id_ for id_, _, _ in case["amounts"])
    listed = [money(id_, amount, amount_to=end, separate_from=ids) for id_, amount, end in case["amounts"]]
    (one,) = totals(listed, {}, ())
    assert (one.amount, one.amount_to, one.includes) == (case["low"], case["high"], ids)


def test_a_rate_is_never_added():
    """So much per family is no part of a sum, and makes none uncertain."""
    assert total(money("a"), money("b", 5, per="family")) == [(*PLEDGED, None, 100, ["a"], {"b": "a rate per family"})]


@pytest.mark.parametrize(("class_", "records", "marked"), [
    ("contradiction", ("a", "x"), True),
    ("contradiction", ("b", "x"), False),
    ("wording", ("a", "x"), False),
])  # fmt: skip
def test_a_total_of_contradicted_amounts_says_so(class_, records, marked):
    """Only contradictions that counted amounts are in."""
    conflict = Conflict(id="c", summary="s", class_=class_, records=records, readings=(), safest="s", reason="r")
    (one,) = totals([money("a"), money("b", 1, part_of="a")], {}, [conflict])
    assert one.conflicts == (("c",) if marked else ())


# ---------------------------------------------------------------------------------------------------------------------
# Laws
# ---------------------------------------------------------------------------------------------------------------------

CURRENCIES, STATUSES = ("USD", "GBP"), ("pledged", "announced")
HEDGES = (None, "more than", "at least", "about", "nearly", "less than", "at most")


@st.composite
def funds(draw):
    """Up to seven amounts; each may be a part or a restatement of an earlier one, or stand on top of it."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        earlier = st.sampled_from([one.id for one in made]) if made else st.nothing()
        relation = draw(st.sampled_from(("none", "part_of", "restates", "separate_from"))) if made else "none"
        fields = {} if relation == "none" else {relation: draw(earlier)}
        if relation == "separate_from":
            fields = {relation: tuple(sorted(draw(st.sets(earlier, min_size=1))))}
        made.append(
            money(
                f"m{number}",
                draw(st.integers(0, 5)),
                draw(st.sampled_from(CURRENCIES)),
                draw(st.sampled_from(STATUSES)),
                qualifier=draw(st.sampled_from(HEDGES)),
                **fields,
            )
        )
    return made


def sums(amounts, every=None):
    """Currency and status -> total."""
    ids = {amount.id: amount for amount in every or amounts}
    return {(one.currency, one.status): one for one in totals(amounts, ids, ())}


@given(funds(), st.data())
def test_a_restatement_or_part_changes_no_total(amounts, data):
    """Adding restatements and parts, in any currency and status and any steps apart, leaves each amount as it was."""
    grown = list(amounts)
    for number in range(data.draw(st.integers(1, 4))):
        pool = grown if number == 0 else grown[len(amounts) :]  # the later ones stand further and further away
        fields = {data.draw(st.sampled_from(("part_of", "restates"))): data.draw(st.sampled_from(pool)).id}
        currency, status = data.draw(st.sampled_from(CURRENCIES)), data.draw(st.sampled_from(STATUSES))
        separate = tuple(data.draw(st.sets(st.sampled_from([one.id for one in grown]))))
        grown.append(
            money(f"new{number}", data.draw(st.integers(0, 9)), currency, status, separate_from=separate, **fields)
        )
    before, after = sums(amounts), sums(grown)
    for group, one in after.items():
        old = before.get(group)
        assert (one.amount, one.qualifier, one.includes) == (
            (old.amount, old.qualifier, old.includes) if old else (None, None, ())
        )
        assert {out.id for out in one.excludes} >= ({out.id for out in old.excludes} if old else set())


@given(funds(), st.data())
def test_the_step_between_may_be_filtered_out(amounts, data):
    """A whole and its part stay related when the amounts between them are not listed."""
    listed = [amount for amount in amounts if data.draw(st.booleans())]
    counted = {id_ for one in sums(listed, amounts).values() for id_ in one.includes}
    by_id = {amount.id: amount for amount in amounts}
    for id_ in counted:
        wholes = above(by_id[id_], by_id)
        assert wholes.isdisjoint(amount.id for amount in listed)


def above(amount, by_id):
    """Return every amount that this one is a part or restatement of, in any number of steps."""
    direct = {whole for whole in (*amount.part_of, amount.restates) if whole}
    return direct.union(*(above(by_id[whole], by_id) for whole in direct))


@given(funds())
def test_only_amounts_stated_as_separate_are_added(amounts):
    """Amounts that are counted together are stated as separate, pair by pair."""
    by_id = {amount.id: amount for amount in amounts}
    for one in sums(amounts).values():
        for a, b in product(one.includes, repeat=2):
            assert a == b or b in by_id[a].separate_from or a in by_id[b].separate_from


@given(funds())
def test_every_amount_is_accounted_for_once(amounts):
    """Each listed amount is in one total of its currency and status, counted or left out with a reason."""
    found = sums(amounts)
    for amount in amounts:
        placed = [
            group
            for group, one in found.items()
            for id_ in (*one.includes, *(out.id for out in one.excludes if out.reason))
            if id_ == amount.id
        ]
        assert placed == [(amount.currency, amount.status)]


@given(funds())
def test_a_total_is_the_sum_of_what_it_counts(amounts):
    """The amount is what the counted amounts come to, or None if there are none or nothing can be said."""
    by_id = {amount.id: amount.amount for amount in amounts}
    for one in sums(amounts).values():
        unsure = any(out.reason.startswith("relation") for out in one.excludes)
        assert (
            one.amount == sum(by_id[id_] for id_ in one.includes) or (one.amount is None and unsure) or not one.includes
        )


@given(st.data(), funds())
def test_the_order_of_the_file_changes_no_total(data, amounts):
    """Amounts, hedges and what is counted do not depend on the order of the records."""
    mixed = data.draw(st.permutations(amounts))

    def plain(one):
        return one.amount, one.qualifier, set(one.includes), {(out.id, out.reason) for out in one.excludes}

    assert {group: plain(one) for group, one in sums(mixed).items()} == {
        group: plain(one) for group, one in sums(amounts).items()
    }


def test_the_nearest_of_several_wholes_is_named():
    """A direct relation goes before one through another amount."""
    step = money("step", status="agreed", part_of="whole")
    both = money("both", part_of="step", restates="other")
    assert total(money("whole"), money("other", separate_from=("whole",)), both, hidden=(step,))[0][5] == {
        "both": "restates other"
    }

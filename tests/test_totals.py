"""Promises of the sums: nothing twice, nothing added that no source sets apart, nothing left out in silence."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip.codec import changed
from harristrip.model import Cite, Funding
from harristrip.totals import totals

CITES = (Cite(source="gazette", paragraph=1, printed="words"),)


def money(id_, amount=100, currency="USD", status="pledged", **fields):
    """An amount, in dollars and pledged unless told otherwise."""
    return Funding(
        id=id_, summary="s", purpose="p", amount=amount, currency=currency, status=status, cites=CITES, **fields
    )


def total(*amounts, hidden=()):
    """Every total of the amounts: currency, status, hedge, amount, what it counts, what it leaves out and why."""
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
        for one in totals(amounts, every)
    ]


PLEDGED = ("USD", "pledged")


@pytest.mark.parametrize(
    ("amounts", "hidden", "expected"),
    [
        pytest.param([], [], [], id="no amounts, no totals"),
        pytest.param([money("a")], [], [(*PLEDGED, None, 100, ["a"], {})], id="one amount is its own total"),
        pytest.param(
            [money("a"), money("b", 40)],
            [],
            [(*PLEDGED, "at least", 100, ["a"], {"b": "relation to a not stated"})],
            id="a relation that is not stated: the larger alone",
        ),
        pytest.param(
            [money("b", 40), money("a"), money("c", 30)],
            [],
            [
                (
                    *PLEDGED,
                    "at least",
                    100,
                    ["a"],
                    {"b": "relation to a not stated", "c": "relation to a not stated"},
                )
            ],
            id="listed in the order given, however counted",
        ),
        pytest.param(
            [money("a"), money("b", 40, separate_from=("a",))],
            [],
            [(*PLEDGED, None, 140, ["a", "b"], {})],
            id="stated as coming on top: added",
        ),
        pytest.param(
            [money("a", separate_from=("b",)), money("b", 40)],
            [],
            [(*PLEDGED, None, 140, ["a", "b"], {})],
            id="either side may say so",
        ),
        pytest.param(
            [money("a"), money("b", 40, separate_from=("a",)), money("c", 30, separate_from=("a",))],
            [],
            [(*PLEDGED, "at least", 140, ["a", "b"], {"c": "relation to b not stated"})],
            id="apart from one is not apart from all",
        ),
        pytest.param(
            [money("a"), money("b", 40, separate_from=("a",)), money("c", 30)],
            [],
            [(*PLEDGED, "at least", 140, ["a", "b"], {"c": "relation to a, b not stated"})],
            id="apart from none",
        ),
        pytest.param(
            [money("a"), money("b", 40, part_of="a")],
            [],
            [(*PLEDGED, None, 100, ["a"], {"b": "part of a"})],
            id="a part is in its whole",
        ),
        pytest.param(
            [money("a"), money("b", 40, part_of="a", separate_from=("a",))],
            [],
            [(*PLEDGED, None, 100, ["a"], {"b": "part of a"})],
            id="a part that calls itself separate is still a part",
        ),
        pytest.param(
            [money("a"), money("b", 70, "GBP", restates="a")],
            [],
            [(*PLEDGED, None, 100, ["a"], {}), ("GBP", "pledged", None, None, [], {"b": "restates a"})],
            id="restated in another currency: no total there",
        ),
        pytest.param(
            [money("a"), money("b", 100, status="announced", restates="a")],
            [],
            [(*PLEDGED, None, 100, ["a"], {}), ("USD", "announced", None, None, [], {"b": "restates a"})],
            id="restated with another status",
        ),
        pytest.param(
            [money("a"), money("b", 40, status="announced")],
            [],
            [(*PLEDGED, None, 100, ["a"], {}), ("USD", "announced", None, 40, ["b"], {})],
            id="statuses are never added together",
        ),
        pytest.param(
            [money("a"), money("c", 10, part_of="b")],
            [money("b", 40, part_of="a")],
            [(*PLEDGED, None, 100, ["a"], {"c": "through b part of a"})],
            id="related through an amount that was filtered out",
        ),
        pytest.param(
            [money("c", 10, part_of="b")],
            [money("b", 40)],
            [(*PLEDGED, None, 10, ["c"], {})],
            id="a part whose whole was filtered out stands for itself",
        ),
        pytest.param(
            [money("c", 10, part_of="b")],
            [],
            [(*PLEDGED, None, 10, ["c"], {})],
            id="a part whose whole is nowhere stands for itself",
        ),
        pytest.param(
            [money("a", restates="b"), money("b", 40, restates="a")],
            [],
            [(*PLEDGED, None, None, [], {"a": "restates b", "b": "restates a"})],
            id="a circle, which no store may hold, ends",
        ),
        pytest.param(
            [money("c", 10, part_of="a")],
            [money("a", part_of="b"), money("b", restates="a")],
            [(*PLEDGED, None, 10, ["c"], {})],
            id="a circle of amounts that were filtered out ends",
        ),
    ],
)
def test_what_is_counted(amounts, hidden, expected):
    """A total counts what no other amount may hold, and names each amount that it leaves out, with the reason."""
    assert total(*amounts, hidden=hidden) == expected


def test_amounts_that_are_held_by_way_of_the_same_ones_are_all_left_out():
    """What was found on the way from one amount holds for each that comes by."""
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
def test_a_row_of_amounts_is_followed_once(end):
    """Thousands that restate the first of thousands that restate one another take no time by their square."""
    hidden = [money(f"a{n}", status="announced", restates=f"a{n + 1}") for n in range(4000)]
    hidden.append(money("a4000", status="announced", restates=end))
    amounts = [money(f"b{n}", restates="a0") for n in range(4000)]
    start = time.process_time()
    ((_, _, _, amount, included, excluded),) = total(*amounts, *([money(end)] if end else []), hidden=hidden)
    assert time.process_time() - start < 3
    assert (amount, included, len(excluded)) == (100, [end or "b0"], 4000 if end else 3999)
    assert not end or set(excluded.values()) == {"through a4000 restates whole"}


def test_every_way_is_followed():
    """Where one way leads nowhere, by however many amounts, the other still counts."""
    hidden = [money("x", part_of="whole"), money("y", part_of="y2"), money("y2", part_of="y3"), money("y3")]
    for ways in ({"restates": "x", "part_of": "y"}, {"restates": "y", "part_of": "x"}):
        assert total(money("whole"), money("m", 10, **ways), hidden=hidden) == [
            (*PLEDGED, None, 100, ["whole"], {"m": "through x part of whole"})
        ]


def test_a_reason_names_ten_amounts_and_how_many_more():
    """Where many amounts stand on top of one another, what is not related to them says so in a line."""
    ids = [f"a{n:02}" for n in range(25)]
    amounts = [money(id_, separate_from=tuple(ids[:n])) for n, id_ in enumerate(ids)]
    ((_, _, _, amount, _, excluded),) = total(*amounts, money("b", 1))
    assert amount == 2500
    assert excluded == {"b": f"relation to {', '.join(ids[:10])} and 15 more not stated"}


@pytest.mark.parametrize(
    ("hedges", "left_out", "expected"),
    [
        ([None], False, None),
        (["about"], False, "about"),
        (["more than", None], False, "more than"),
        (["more than", "more than"], False, "more than"),
        (["nearly", None], False, "nearly"),
        (["more than", "at least"], False, "at least"),
        (["less than", "at most"], False, "at most"),
        (["nearly", "less than"], False, "at most"),
        (["nearly", "less than", "at most"], False, "at most"),
        (["more than", "nearly"], False, "about"),
        (["about", "at least"], False, "about"),
        ([None], True, "at least"),
        (["at least"], True, "at least"),
        (["more than"], True, "at least"),
        (["about"], True, "about"),
    ],
)
def test_a_sum_keeps_the_strongest_hedge_that_it_deserves(hedges, left_out, expected):
    """A sum is hedged as its amounts are; where they are hedged both ways, or one is left out, it says less."""
    names = [f"a{n}" for n in range(len(hedges))]
    counted = [
        money(name, qualifier=hedge, separate_from=tuple(names)) for name, hedge in zip(names, hedges, strict=True)
    ]
    others = [money("z", 1)] if left_out else []
    assert [row[2] for row in total(*counted, *others)] == [expected]


def test_a_part_left_out_makes_no_hedge():
    """Leaving out a part or a restatement makes no sum uncertain; only a relation that is not stated does."""
    assert [row[2] for row in total(money("a"), money("b", 1, part_of="a"), money("c", restates="a"))] == [None]


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
    return {(one.currency, one.status): one for one in totals(amounts, ids)}


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
    """Every amount that this one is a part or restatement of, in any number of steps."""
    direct = {whole for whole in (amount.part_of, amount.restates) if whole}
    return direct.union(*(above(by_id[whole], by_id) for whole in direct))


@given(funds())
def test_only_amounts_stated_as_separate_are_added(amounts):
    """Whatever a total counts together, a source sets apart, pair by pair."""
    by_id = {amount.id: amount for amount in amounts}
    for one in sums(amounts).values():
        for a, b in product(one.includes, repeat=2):
            assert a == b or b in by_id[a].separate_from or a in by_id[b].separate_from


@given(funds())
def test_every_amount_is_accounted_for_once(amounts):
    """Each listed amount stands in one total of its own currency and status, counted or left out with a reason."""
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
    """The amount of a total is what its counted amounts come to, and None where it counts none."""
    by_id = {amount.id: amount.amount for amount in amounts}
    for one in sums(amounts).values():
        assert one.amount == (sum(by_id[id_] for id_ in one.includes) if one.includes else None)


@given(st.data(), funds())
def test_the_order_of_the_file_changes_no_total(data, amounts):
    """Amounts, hedges and what is counted do not depend on the order of the records."""
    mixed = data.draw(st.permutations(amounts))

    def plain(one):
        return one.amount, one.qualifier, set(one.includes), {(out.id, out.reason) for out in one.excludes}

    assert {group: plain(one) for group, one in sums(mixed).items()} == {
        group: plain(one) for group, one in sums(amounts).items()
    }


@given(funds())
def test_relations_that_are_not_stated_are_never_added(amounts):
    """Without any stated relation a total is its largest amount, at least where there are others."""
    bare = [changed(one, part_of=None, restates=None, separate_from=(), qualifier=None) for one in amounts]
    for group, one in sums(bare).items():
        members = [amount.amount for amount in bare if (amount.currency, amount.status) == group]
        assert (one.amount, one.qualifier) == (max(members), "at least" if len(members) > 1 else None)


def test_amounts_that_lead_nowhere_are_followed_once():
    """Thousands of amounts that lead to one another, and one of them to a listed one, take no time by their square."""
    many = 3000
    row = [money(f"d{n}", status="agreed", part_of=f"d{n + 1}" if n < many else None) for n in range(many + 1)]
    named = money("named", status="agreed", restates="whole")
    held = [money(f"a{n}", part_of="d0", restates="named") for n in range(many)]
    start = time.process_time()
    ((*_, counted, left),) = total(money("whole"), *held, hidden=(*row, named))
    assert time.process_time() - start < 2
    assert counted == ["whole"]
    assert set(left.values()) == {"through named restates whole"}


def test_the_nearest_of_several_wholes_is_named():
    """An amount that is held directly is not said to be held through another."""
    step = money("step", status="agreed", part_of="whole")
    both = money("both", part_of="step", restates="other")
    assert total(money("whole"), money("other", separate_from=("whole",)), both, hidden=(step,))[0][5] == {
        "both": "restates other"
    }

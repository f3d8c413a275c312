"""What records say of one another: conflicts, figures that may not be compared, independent origins."""

from __future__ import annotations

import pytest
from stores import cases, opened, printed, record, source, store

READINGS = [{"reading": "One", "cites": ["gazette:1"]}, {"reading": "Two", "cites": ["herald:2"]}]
FIGURES = [record("statistic", id_, value=n, cites=[printed(str(n))]) for n, id_ in enumerate(("one", "two", "three"))]


def records(*parts: str, **options) -> dict:
    """Return the records of a store by id."""
    return {one.id: one for one in opened(store(*parts, **options)).records}


def conflict(id_: str, class_: str, *ids: str, **fields: object) -> str:
    return record("conflict", id_, class_=class_, records=list(ids), **fields)


def test_a_conflict_marks_every_record_that_it_concerns() -> None:
    """Records have the ids of all their conflicts in the order of the file; others have none."""
    found = records(*FIGURES, conflict("x", "wording", "one", "two", "one"), conflict("a", "precision", "one"))
    assert {id_: found[id_].conflicts for id_ in ("one", "two", "three", "x")} == {
        "one": ("x", "a"),
        "two": ("x",),
        "three": (),
        "x": (),
    }


@pytest.mark.parametrize(
    ("class_", "apart"),
    [
        ("different measure", True),
        ("different period", True),
        *((one, False) for one in ("contradiction", "wording", "precision", "overtaken")),
    ],
)
def test_figures_of_another_measure_or_period_are_not_comparable(class_: str, apart: bool) -> None:  # noqa: FBT001
    """Each figure names the other figures of the conflict once, and never itself or another kind."""
    said = record("claim", "said")
    ids = ("one", "two", "said", "three")
    found = records(*FIGURES, said, conflict("x", class_, *ids), conflict("y", class_, *ids))
    assert found["one"].not_comparable == (("two", "three") if apart else ())
    assert found["two"].not_comparable == (("one", "three") if apart else ())
    assert not hasattr(found["said"], "not_comparable")


MET = record("meeting", "met", countries=["freedonia", "italia"], topics=["water"], people=["mayor"], places=["vale"])
VALE = '[places.vale]\nname = "Vale"\n'


def test_a_conflict_has_the_countries_places_people_and_topics_of_its_records() -> None:
    """It is found by every filter that finds its records; what it names itself is kept."""
    found = records(VALE, MET, conflict("x", "wording", "met"), conflict("y", "wording", "met", countries=["italia"]))
    assert [getattr(found["x"], name) for name in ("countries", "places", "people", "topics")] == [
        ("freedonia", "italia"),
        ("vale",),
        ("mayor",),
        ("water",),
    ]
    assert (found["y"].countries, found["y"].people) == (("italia",), ("mayor",))


def test_a_conflict_takes_a_limited_number_of_topics() -> None:
    """Conflicts over records of hundreds of topics would repeat them all."""
    topics = [f"t{n}" for n in range(90)]
    tables = "".join(f'[topics.{id_}]\nlabel = "{id_}"\n' for id_ in topics)
    found = records(tables, record("gap", "all", topics=topics), conflict("x", "wording", "all"))
    assert found["x"].topics == tuple(topics[:50])


@pytest.mark.parametrize("case", cases("origins.jsonl"))
def test_outlets_that_pass_on_one_statement_count_once(case: dict) -> None:
    """An origin is the speaker, or the outlet that is relayed, or the source itself."""
    it = record("claim" if case["said_by"] else "gap", "it", cites=case["cites"], said_by=case["said_by"])
    gazette = source("gazette", rest='publisher = "The Gazette"')
    assert records(gazette, it, sources=("herald",))["it"].independent == case["count"]


def test_a_source_counts_the_records_that_rest_on_it_and_on_it_alone() -> None:
    """A record counts once, cites of its parts included; sources do not count."""
    agenda = [{"topic": "water", "summary": "A well", "cites": ["herald:1"]}]
    found = records(
        record("gap", "one", cites=["gazette:1", "gazette:2"]),
        record("gap", "two", cites=["gazette:1", "herald:1"]),
        record("meeting", "three", agenda=agenda),
        sources=("gazette", "herald", "courier"),
    )
    assert found["three"].independent == 2
    supports = {id_: (found[id_].supports, found[id_].supports_alone) for id_ in ("gazette", "herald", "courier")}
    assert supports == {"gazette": (4, 2), "herald": (2, 0), "courier": (0, 0)}  # the mayor's record is the fourth

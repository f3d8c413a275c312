"""Promises of what records say of one another: conflicts, figures not to be compared, independent origins."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import HEAD, Desk, cite, desk, record

from harristrip import links
from harristrip.model import Conflict, Meeting, Record, Source, Statistic
from harristrip.store import Store

TEXT = "One.\nTwo.\nThree.\n"


def conflict(id_: str, class_: str, records: str, extra: str = "") -> str:
    """Return a conflict with two readings."""
    return f"""
[[conflict]]
id = "{id_}"
summary = "They differ."
class = "{class_}"
records = {records}
{extra}
readings = [{{ reading = "One", cites = ["gazette:1"] }}, {{ reading = "Two", cites = ["herald:2"] }}]
safest = "Both."
reason = "Unclear."
"""


def figures(*ids: str) -> str:
    return "".join(record("statistic", id_, cite("One"), value=n) for n, id_ in enumerate(ids, 1))


def store(tmp_path: Path, records: str, head: str = HEAD) -> Store:
    return desk(tmp_path, records, head, gazette=TEXT, herald=TEXT, courier=TEXT).store()


def one(made: Store, id_: str) -> Record:
    (found,) = made.show(id_)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Conflicts
# ---------------------------------------------------------------------------------------------------------------------


def test_a_conflict_marks_every_record_that_it_concerns(tmp_path: Path) -> None:
    """The records carry the ids of all their conflicts, in the order of the file; others carry none."""
    made = store(
        tmp_path,
        figures("one", "two", "three")
        + conflict("x", "wording", '["one", "two"]')
        + conflict("a", "precision", '["one"]'),
    )
    assert {id_: one(made, id_).conflicts for id_ in ("one", "two", "three", "x")} == {
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
        ("contradiction", False),
        ("wording", False),
        ("precision", False),
        ("overtaken", False),
    ],
)
def test_figures_of_another_measure_or_period_are_not_comparable_both_ways(
    tmp_path: Path, class_: str, *, apart: bool
) -> None:
    """Each figure names the others of the conflict, and never itself."""
    made = store(tmp_path, figures("one", "two", "three") + conflict("x", class_, '["one", "two", "three"]'))
    expected = {"one": ("two", "three"), "two": ("one", "three"), "three": ("one", "two")}
    for id_, others in expected.items():
        figure = one(made, id_)
        assert isinstance(figure, Statistic)
        assert figure.not_comparable == (others if apart else ())


def test_a_figure_names_another_once_however_many_conflicts_they_share(tmp_path: Path) -> None:
    """Two conflicts over the same figures do not double the warning, and only figures are named."""
    both = '["one", "two", "said"]'
    made = store(
        tmp_path,
        figures("one", "two")
        + record("claim", "said", '"gazette:1"')
        + conflict("x", "different measure", both)
        + conflict("y", "different period", both),
    )
    assert one(made, "one").not_comparable == ("two",)
    assert not hasattr(one(made, "said"), "not_comparable")


MET = record(
    "meeting", "met", '"gazette:1"', countries='["freedonia", "italia"]', topics='["water"]', people='["mayor"]'
)


def test_a_conflict_is_found_under_the_countries_people_and_topics_of_its_records(tmp_path: Path) -> None:
    """What a conflict does not name itself it has from its records."""
    made = store(tmp_path, MET + conflict("x", "wording", '["met"]'))
    found = one(made, "x")
    assert isinstance(found, Conflict)
    assert (found.countries, found.people, found.topics) == (("freedonia", "italia"), ("mayor",), ("water",))
    assert [other.id for other in made.conflicts(country="IT", person="mayor", topic="water")] == ["x"]


def test_a_conflict_has_not_all_of_very_many_topics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of very many topics does not hand all of them on to every conflict."""
    monkeypatch.setattr(links, "INHERITED", 1)
    made = store(tmp_path, MET + conflict("x", "wording", '["met"]'))
    assert one(made, "x").countries == ("freedonia",)


def test_a_conflict_that_names_its_countries_keeps_them(tmp_path: Path) -> None:
    """What stands in the store is not added to."""
    made = store(tmp_path, MET + conflict("x", "wording", '["met"]', 'countries = ["italia"]'))
    assert one(made, "x").countries == ("italia",)
    assert one(made, "x").people == ("mayor",)


# ---------------------------------------------------------------------------------------------------------------------
# Independent origins
# ---------------------------------------------------------------------------------------------------------------------

OWN = '["gazette"]'
ORIGINS = {
    "one source": ('"gazette:1"', None, 1),
    "two paragraphs of one source": ('"gazette:1", "gazette:2"', None, 1),
    "two sources": ('"gazette:1", "herald:1"', None, 2),
    "two sources that relay one speaker": ('"gazette:1", "herald:1"', '["mayor"]', 1),
    "a source in its own voice": ('"gazette:1"', OWN, 1),
    "two sources in their own voices": ('"gazette:1", "herald:1"', '["gazette", "herald"]', 2),
    "a source, and a speaker in another": ('"gazette:1", "herald:1"', '["gazette", "mayor"]', 2),
    "a source, and a speaker in it": ('"gazette:1", "gazette:2"', '["gazette", "mayor"]', 1),
    "an outlet, and a speaker in another": (
        '{ at = "gazette:1", via = "The Wire" }, "herald:1"',
        '["gazette", "mayor"]',
        2,
    ),
    "two sources that relay one outlet": (
        '{ at = "gazette:1", via = "The Wire" }, { at = "herald:1", via = "the wire" }',
        OWN,
        1,
    ),
    "two outlets in one source": ('{ at = "gazette:1", via = "The Wire" }, { at = "gazette:1", via = "Post" }', OWN, 2),
    "a source, and another that relays it": ('"gazette:1", { at = "herald:1", via = "The Gazette" }', OWN, 1),
    "a source and an outlet": ('"gazette:1", { at = "herald:1", via = "The Wire" }', OWN, 2),
}


@pytest.mark.parametrize(("cites", "said_by", "count"), ORIGINS.values(), ids=ORIGINS)
def test_outlets_that_pass_on_one_statement_count_once(
    tmp_path: Path, cites: str, said_by: str | None, count: int
) -> None:
    """An origin is whoever speaks, or the outlet that is relayed, or the source itself."""
    kind = "gap" if said_by is None else "claim"
    made = desk(tmp_path, record(kind, "it", cites, said_by=said_by), gazette=TEXT, herald=TEXT)
    publish(made, "gazette", "The Gazette")
    assert one(made.store(), "it").independent == count


def publish(made: Desk, source: str, publisher: str) -> None:
    """Give a source its publisher."""
    facts = Path(made.facts)
    facts.write_text(
        facts.read_text().replace(f"[sources.{source}]\n", f'[sources.{source}]\npublisher = "{publisher}"\n')
    )


def test_the_origins_of_parts_count(tmp_path: Path) -> None:
    """Cites of an agenda are cites of the meeting."""
    agenda = '[{ topic = "water", summary = "A well", cites = ["herald:1"] }]'
    made = store(tmp_path, record("meeting", "met", '"gazette:1"', agenda=agenda))
    found = one(made, "met")
    assert isinstance(found, Meeting)
    assert found.independent == 2


# ---------------------------------------------------------------------------------------------------------------------
# What rests on a source
# ---------------------------------------------------------------------------------------------------------------------


def test_a_source_counts_the_records_that_rest_on_it_and_on_it_alone(tmp_path: Path) -> None:
    """A record counts once however often it cites; not alone if it cites another too; sources count not."""
    agenda = '[{ topic = "water", summary = "A well", cites = ["herald:1"] }]'
    made = store(
        tmp_path,
        record("gap", "one", '"gazette:1", "gazette:2"')
        + record("gap", "two", '"gazette:1", "herald:1"')
        + record("meeting", "three", '"gazette:1"', agenda=agenda),
    )
    found = {
        record.id: (record.supports, record.supports_alone) for record in made.sources() if isinstance(record, Source)
    }
    assert found == {"gazette": (4, 2), "herald": (2, 0), "courier": (0, 0)}  # the mayor's own record is the fourth

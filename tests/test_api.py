"""The Python API: typed, frozen, and the same answers as the commands."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from process import python
from stores import SMALL

import harristrip
from harristrip.facts.codec import replace
from harristrip.facts.model import Cite, Claim
from harristrip.index.reports import REPORTS
from harristrip.index.store import Result, load

if TYPE_CHECKING:
    from conftest import Run

SCRIPT = """
from harristrip import Meeting, Result, Store, load

store: Store = load()
found: Result[Meeting] = store.meetings(country="guatemala", from_="2021-06", topic=["economy", "security"])
days: list[str | None] = [meeting.date for meeting in found]
figures: list[int | str] = [figure.value for figure in store.statistics(group="border")]
total: int | str | None = store.funding_totals()[0].amount
print(days, figures, total, [cite.printed for meeting in found for cite in meeting.cites])
"""
WRONG = SCRIPT + "\nload().meetings()[0].agendum\n"


@pytest.mark.parametrize(("script", "error"), [(SCRIPT, None), (WRONG, "agendum")], ids=["right", "misspelt"])
def test_mypy_checks_a_users_script(script: str, error: str | None, tmp_path) -> None:
    """The package is typed for its users, filters and results included."""
    pytest.importorskip("mypy")
    path = tmp_path / "script.py"
    path.write_text(script)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == (1 if error else 0), done.stdout
    assert not error or error in done.stdout
    if not error:
        subprocess.run([sys.executable, str(path)], check=True, cwd=tmp_path, capture_output=True)


@pytest.mark.parametrize("name", harristrip.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    """What the package says it exports is there."""
    assert getattr(harristrip, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    """As Python says it for any module."""
    with pytest.raises(AttributeError, match="laod"):
        harristrip.laod  # noqa: B018


def test_importing_the_package_loads_nothing() -> None:
    """Public names load on first use."""
    code = (
        "import sys, harristrip; print([name for name in sys.modules if name.startswith(('harristrip.', 'msgspec'))])"
    )
    assert python(code) == "[]\n"


FILTERS: list[dict] = [
    {},
    {"country": "fd"},
    {"topic": "Labor"},
    {"status": ["pledged", "planned"]},
    {"from_": "2030-05"},
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
@pytest.mark.parametrize("name", REPORTS)
def test_a_method_returns_what_the_command_shows(name: str, asked: dict, small, run: Run) -> None:
    """Python and the command line answer alike, report by report."""
    options = [
        part
        for key, values in asked.items()
        for value in ([values] if isinstance(values, str) else values)
        for part in (f"--{key.rstrip('_')}", value)
    ]
    answer = json.loads(run(name, "--json", "--facts", str(SMALL), *options).out)
    found = getattr(small, name)(**asked)
    assert [item["id"] for item in answer["items"]] == [record.id for record in found]
    assert found == small.report(name, **asked)
    assert answer["gaps"] == [gap.id for gap in small.open_questions(name, **asked)]
    if name == "funding":
        totals = [(total.amount, list(total.includes)) for total in small.funding_totals(**asked)]
        assert [(total["amount"], total["includes"]) for total in answer["totals"]] == totals


def test_search_and_show_are_methods_too(small, run: Run) -> None:
    """Words and ids give the same records in Python."""
    for command, found in (("search", small.search("pump")), ("show", small.show("pump"))):
        items = json.loads(run(command, "pump", "--json", "--facts", str(SMALL)).out)["items"]
        assert [item["id"] for item in items] == [record.id for record in found]


def test_a_store_knows_its_event_and_vocabularies(flood, small) -> None:
    """Entries are typed values by id."""
    assert small.event.first_day == "2030-05-01"
    assert {id_: one.code for id_, one in small.countries.items()} == {"freedonia": "FD", "sylvania": "SY"}
    assert {id_: one.label for id_, one in small.topics.items()} == {"labour": "labour", "water": "water"}
    assert set(small.groups) == {"border", "health"}
    assert small.places == {}
    assert flood.places
    assert all(one.name and set(one.countries) <= set(flood.countries) for one in flood.places.values())
    assert small.labels("country")["freedonia"] == ("Freedonia", "FD", "Free Land")
    assert small.names("country")["free land"] == "freedonia"


def test_the_event_is_a_record_too(small, flood) -> None:
    """Its cites and days can be checked like those of any record."""
    event = small.event.as_record()
    assert (event.id, event.date, event.people) == ("event", "2030-05-01/2030-05-02", ("mayor",))
    assert event.cites == small.event.cites
    assert flood.event.as_record().people == (
        (flood.event.traveller,) if flood.event.traveller else flood.event.travellers
    )


def test_records_and_results_cannot_be_changed(small) -> None:
    """A result is a tuple of frozen records."""
    found = small.meetings(country="freedonia")
    with pytest.raises(AttributeError):
        found[0].summary = "x"
    assert isinstance(found, tuple)
    assert found == tuple(found)
    assert hash(found) == hash(tuple(found))


@pytest.mark.parametrize("path", [SMALL, str(SMALL)], ids=["path", "text"])
def test_load_takes_a_path_or_its_name(path, small) -> None:
    """What `open` takes as a name."""
    assert load(path).records == small.records


class Cells(HTMLParser):
    """Reads the cells of a table back."""

    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_a_notebook_shows_a_result_as_a_table() -> None:
    """Headers and cells; what is not known is an empty cell; text of a store is never markup."""
    cites = (Cite(source="a", paragraph=1), Cite(source="b", paragraph=2), Cite(source="a", paragraph=1))
    day = Claim(id="x", summary="X.", type="cause", said_by=("y",), date="2030", date_basis="derived", cites=cites)
    hostile = replace(day, summary="<script>alert(1)</script> & <b>", date=None, date_basis=None, cites=())
    head = "<th>Id</th><th>Date</th><th>Status</th><th>Summary</th><th>Sources</th>"
    one = "<tr><td>x</td><td>2030 (derived)</td><td>reported</td><td>X.</td><td>a:1, b:2</td></tr>"
    text = Result([day, hostile])._repr_html_()
    assert text.startswith(f"<table><thead><tr>{head}</tr></thead><tbody>{one}<tr><td>x</td><td></td>")
    page = Cells()
    page.feed(text)
    assert not {"script", "b"} & set(page.tags)
    assert "<script>alert(1)</script> & <b>" in "".join(page.text)

"""The Python API: typed, frozen, and the same answers as the commands."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser

import pytest

import harristrip
from harristrip.codec import changed
from harristrip.model import Cite, Claim
from harristrip.results import Result

SCRIPT = """
from harristrip import Meeting, Result, Store, load

store: Store = load()
found: Result[Meeting] = store.meetings(country="guatemala", from_="2021-06", topic=["economy", "security"])
days: list[str | None] = [meeting.date for meeting in found]
figures: list[int | str] = [figure.value for figure in store.border()]
total: int | None = store.funding_totals()[0].amount
print(days, figures, total, [cite.printed for meeting in found for cite in meeting.cites])
"""


def test_a_users_script_passes_mypy_strict(tmp_path):
    """The package is typed for its users, filters and results included."""
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    subprocess.run([sys.executable, str(script)], check=True, cwd=tmp_path, capture_output=True)


def test_a_wrong_type_is_found_by_mypy(tmp_path):
    """The types are those of the records: a misspelt attribute does not pass."""
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text("from harristrip import load\n\nload().meetings()[0].agendum\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "agendum" in done.stdout


@pytest.mark.parametrize("name", harristrip.__all__)
def test_every_public_name_is_there(name):
    """What the package says it exports can be imported from it."""
    assert getattr(harristrip, name) is not None


def test_another_name_is_refused_as_python_does():
    """A misspelt name is an AttributeError and nothing else."""
    with pytest.raises(AttributeError, match="laod"):
        harristrip.laod  # noqa: B018


def test_records_are_frozen(shipped):
    """A record cannot be changed behind the back of another reader."""
    with pytest.raises(AttributeError):
        shipped.meetings()[0].summary = "x"


def test_a_result_is_a_tuple(shipped):
    """Slicing, comparing and hashing work as they do for any tuple of records."""
    found = shipped.meetings(country="guatemala")
    assert isinstance(found, tuple)
    assert found == tuple(found)
    assert hash(found) == hash(tuple(found))


class Cells(HTMLParser):
    """Reads the cells of a table back."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_a_notebook_shows_a_result_as_a_table(shipped):
    """Each record is a row with its id, date, status, summary and passages."""
    found = shipped.itinerary()
    page = Cells()
    page.feed(found._repr_html_())
    assert page.tags.count("tr") == len(found) + 1
    assert {"leg-to-guatemala", "2021-06-06 (derived)", "held"} <= set(page.text)


def test_a_result_is_this_table():
    """A notebook shows headers and cells and nothing between them; what is not known is an empty cell."""
    cites = (Cite(source="a", paragraph=1), Cite(source="b", paragraph=2))
    day = Claim(id="x", summary="X.", type="cause", said_by=("y",), date="2030", date_basis="derived", cites=cites)
    head = "<th>Id</th><th>Date</th><th>Status</th><th>Summary</th><th>Sources</th>"
    one = "<tr><td>x</td><td>2030 (derived)</td><td>reported</td><td>X.</td><td>a:1, b:2</td></tr>"
    other = "<tr><td>x</td><td></td><td>reported</td><td>X.</td><td></td></tr>"
    text = Result([day, changed(day, date=None, date_basis=None, cites=())])._repr_html_()
    assert text == f"<table><thead><tr>{head}</tr></thead><tbody>{one}{other}</tbody></table>"


def test_text_of_a_record_is_no_markup():
    """What a store says reaches a page as text."""
    hostile = Claim(id="x", summary="<script>alert(1)</script> & <b>", type="cause", said_by=("y",))
    page = Cells()
    page.feed(Result([hostile])._repr_html_())
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "<script>alert(1)</script> & <b>" in "".join(page.text)

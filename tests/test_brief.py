"""The HTML briefing: what it shows, that all text stays text, and that it asks for nothing."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import briefs
import html5lib
import pytest
from stores import small

from harristrip.index.store import Store
from harristrip.render import brief_charts, brief_parts
from harristrip.render.brief import brief
from harristrip.render.brief_parts import Evidence, day, highlight_words, text

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


def read(data: bytes) -> Element:
    """Parse a page; any parse error of HTML fails the test."""
    return html5lib.HTMLParser(strict=True).parse(data.decode())


def found(page: Element, name: str, **attributes: str) -> list[Element]:
    """Return the elements of a name with these attributes."""
    elements = page.iter(f"{NAMESPACE}{name}") if ":" not in name else page.iter(f"{SVG}{name.partition(':')[2]}")
    return [one for one in elements if all(one.get(key.strip("_")) == value for key, value in attributes.items())]


def by_id(page: Element, id_: str) -> Element:
    """Return the one element with an id."""
    (one,) = [element for element in page.iter() if element.get("id") == id_]
    return one


def words(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split()).replace(" ,", ",").replace(" :", ":")


@pytest.fixture(scope="module")
def page(shipped: Store) -> Element:
    return read(brief(shipped, {}, None, None))


@pytest.fixture(scope="module")
def checked() -> Element:
    store = briefs.checked()
    return read(brief(store, {}, briefs.found(store), briefs.archive()))


def page_of(store: Store, **filters: Any) -> Element:
    return read(brief(store, filters, None, None))


def with_(change: Any) -> Store:
    """Return the small store after a change of its plain tables."""
    raw = small()
    change(raw)
    return briefs.parse(raw)


def test_every_record_has_one_anchor(page: Element, shipped: Store) -> None:
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {record.id for record in shipped.records} <= set(ids)


def test_every_link_leads_somewhere(page: Element) -> None:
    ids = {one.get("id") for one in page.iter()}
    targets = [one.get("href") for one in found(page, "a")]
    assert {target for target in targets if target[1:] not in ids} == set()


def test_the_page_is_small(shipped: Store) -> None:
    assert len(brief(shipped, {}, None, None)) < 400_000


def test_the_same_store_gives_the_same_bytes(shipped: Store) -> None:
    assert brief(shipped, {}, None, None) == brief(shipped, {}, None, None)


def test_the_policy_allows_the_style_sheet_and_nothing_else(page: Element) -> None:
    (meta,) = found(page, "meta", **{"http-equiv": "Content-Security-Policy"})
    (style,) = found(page, "style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert meta.get("content") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in (style.text or "")
    assert "@import" not in (style.text or "")


@pytest.mark.parametrize("name", ["script", "img", "link", "iframe", "object", "embed", "form", "base", "video"])
def test_nothing_is_loaded_or_run(page: Element, name: str) -> None:
    assert found(page, name) == []
    assert not any(key.startswith("on") or key in ("style", "src") for one in page.iter() for key in one.attrib)


def test_a_reader_finds_the_way_around(page: Element) -> None:
    (html,) = [page]
    assert html.get("lang") == "en"
    assert [len(found(page, name)) for name in ("header", "nav", "main", "footer", "h1", "title")] == [1] * 6
    levels = [int(one.tag[-1]) for one in page.iter() if re.fullmatch(r"h[1-6]", one.tag.removeprefix(NAMESPACE))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(one.get("scope") in ("col", "row") for one in found(page, "th"))
    assert all(table.find(f"{NAMESPACE}caption") is not None for table in found(page, "table"))
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in found(page, "svg:svg"))
    assert found(page, "a")[0].get("href") == "#s_main"


def test_the_head_says_what_this_is(page: Element, shipped: Store) -> None:
    head = words(found(page, "header")[0])
    assert shipped.event.title in head
    assert "6 to 8 June 2021" in head
    assert f"{len(shipped.facts(kind='claim'))} claims" in head
    assert "7 June 2021, the day of the newest source" in head
    assert "Not checked: made without the articles" in head
    assert "Everything that the store says" in head


def test_filters_choose_and_are_named(shipped: Store) -> None:
    page = page_of(shipped, country=["mexico", "guatemala"], from_="2021-06-08", known_by=None)
    assert "country mexico or guatemala; from 2021-06-08" in words(found(page, "header")[0])
    assert by_id(page, "lopez-obrador-bilateral") is not None
    assert "giammattei-bilateral" not in {one.get("id") for one in page.iter()}
    test_every_link_leads_somewhere(page)


def test_known_by_says_up_to_when(shipped: Store) -> None:
    page = page_of(shipped, known_by="2021-06-02")
    assert "2 June 2021: what sources published by then say" in words(found(page, "header")[0])


def test_an_empty_selection_is_a_page(shipped: Store) -> None:
    page = page_of(shipped, kind="stop", status="not-done")
    assert "Nothing: the selection is empty" in words(page)
    assert [one.get("id") for one in found(page, "section")] == ["s_sources", "s_notes"]


def test_evidence_stands_below_a_record(page: Element) -> None:
    row = by_id(page, "border-encounters-april")
    assert "more than 178,000 encounters" in words(row)
    (evidence,) = found(row, "details")
    assert words(evidence).startswith("Evidence fox ¶24, ¶25; bloomberg ¶1")
    assert "Fox News, 6 to 7 June 2021 (derived)" in words(evidence)
    assert "¶25 more than 178,000 migrant encounters" in words(evidence)
    assert "The date was worked out from" in words(evidence)


def test_with_articles_the_words_are_marked_in_their_paragraph(checked: Element) -> None:
    row = by_id(checked, "wells-dug")
    assert [words(mark) for mark in found(row, "mark")] == ["12 wells in April 2030"]
    assert briefs.PARAGRAPHS[4] in words(row)
    assert "Some" in words(row)


def test_states_of_cites_are_shown(checked: Element) -> None:
    head = words(found(checked, "header")[0])
    assert re.search(r"\d+ citations compared with the articles: \d+ verified ✓, \d+ supported, \d+ mismatch", head)
    assert "¶2 ✓" in words(by_id(checked, "ride"))
    shown = [words(one) for one in found(checked, "span")]
    assert "mismatch" in shown
    assert "supported" in shown


def test_paragraphs_that_are_not_there_leave_the_printed_words() -> None:
    store = briefs.checked()
    texts = {store.sources()[0].sha256: ["3 May 2030."]}
    page = read(brief(store, {}, None, texts))
    row = by_id(page, "wells-dug")
    assert found(row, "mark") == []
    assert "“" not in words(row)  # the element brings the quotation marks
    assert [words(one) for one in found(row, "q")] == ["12 wells in April 2030"]


def test_comparable_figures_become_bars(checked: Element, page: Element) -> None:
    (figure,) = [one for one in found(checked, "figure") if one.get("class") == "bars"]
    labels = [words(one) for one in figure.iter(f"{SVG}text")]
    assert labels == ["12 wells, Freedonia", "About 13 wells, Sylvania", "About 14 wells, Ruritania"]
    assert [one.get("class") for one in found(page, "figure")] == ["tl", "tl"]  # nothing that ships may be compared


def test_timeline_draws_stops_meetings_and_wider_dates(page: Element, shipped: Store) -> None:
    within, others = found(page, "figure")
    assert len(list(within.iter(f"{SVG}rect"))) == len(shipped.itinerary())
    assert [words(one) for one in within.iter(f"{SVG}text") if one.get("class") == "lane"] == [
        "Held",
        "Planned, expected or likely",
    ]
    assert len(list(within.iter(f"{SVG}circle"))) == 2
    assert len(list(others.iter(f"{SVG}circle"))) == 2
    assert "Jan 2021" in words(others)
    timeline = words(by_id(page, "s_timeline"))
    assert "Without a date" in timeline
    assert "Closed briefings and roundtables" in timeline


def test_totals_say_what_they_leave_out(page: Element) -> None:
    money = words(by_id(page, "s_money"))
    assert "310,000,000 USD announced Counts funding-310m" in money
    assert "none in GBP announced Counts nothing" in money
    assert "funding-219m-gbp: restates funding-310m" in money


def test_claims_stand_by_speaker_most_first(page: Element) -> None:
    speakers = [words(one) for one in found(by_id(page, "s_claims"), "h3")]
    assert speakers[0] == "Kamala Harris"
    assert "Fox News, explainer (publisher unknown), CNN Newsource" in speakers


def test_conflicts_set_readings_side_by_side(page: Element) -> None:
    entry = words(by_id(page, "conflict-178000"))
    assert entry.startswith("≠ different measure")
    assert "Fox News" in entry
    assert "Safest reading" in entry
    assert "≠ Sources differ: different measure" in words(by_id(page, "border-arrivals-april"))


def test_open_questions_stand_below_their_section(page: Element, shipped: Store) -> None:
    gaps = shipped.open_questions("funding")
    assert f"{len(gaps)} questions left open" in words(by_id(page, "s_money"))
    assert gaps[0].summary in words(by_id(page, "s_money"))


def test_print_has_notes(page: Element) -> None:
    notes = by_id(page, "s_notes")
    first = found(notes, "li")[0]
    assert first.get("id") == "n_1"
    assert words(first).startswith("fox ¶3, Fox News, 6 to 7 June 2021 (derived):")
    assert words(found(page, "sup")[0]).startswith("1, 2")


def test_hostile_text_stays_text() -> None:
    page = read(brief(briefs.parse(briefs.hostile()), {}, None, None))
    for name in ("script", "img"):
        assert found(page, name) == []
    shown = words(page)
    assert shown.count("<script>alert(1)</script>") > 40
    assert briefs.HOSTILE in [words(one) for one in found(page, "h1")]
    assert all(len(words(one)) < 400 for one in found(page, "svg:text"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (" two\n lines\t ", "two lines"),
        ("a\u202eb", "a\\u202eb"),
        ("a\x1b[2Jb\x00\x85", "a\\x1b[2Jb\\x00\\x85"),
        ("a\u2066\u200b\ufeff", "a\\u2066\\u200b\\ufeff"),
        ("é 中 עברית", "é 中 עברית"),
    ],
)
def test_what_nobody_sees_is_shown(value: str, shown: str) -> None:
    assert text(value) == shown


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2021-06-07", "7 June 2021"),
        ("2021-06", "June 2021"),
        ("2021", "2021"),
        ("2021-06-06/2021-06-08", "6 to 8 June 2021"),
        ("2021-05-30/2021-06-06", "30 May to 6 June 2021"),
        ("2020-12-30/2021-01-02", "30 December 2020 to 2 January 2021"),
        ("2021-01/2021-04", "January to April 2021"),
        ("2020/2021", "2020 to 2021"),
        ("2021-01/2021-04-02", "January 2021 to 2 April 2021"),
    ],
)
def test_dates_are_written_as_people_do(date: str, shown: str) -> None:
    assert day(date) == shown


def test_marks_keep_to_whole_words_and_the_longest() -> None:
    nodes = highlight_words("cat concat cat's 5, 50 and 5%", {"cat": None, "cat's 5": None, "5%": None})
    shown = "".join(str(node) for node in nodes)
    assert shown == "<mark>cat</mark> concat <mark>cat&#39;s 5</mark>, 50 and <mark>5%</mark>"
    assert highlight_words("nothing", {}) == ["nothing"]


@dataclasses.dataclass(frozen=True)
class Cited:
    """A cite with every field."""

    source: str = "gazette"
    paragraph: int = 1
    printed: str | None = "33 Mio."
    via: str | None = None
    reads: str | None = None


def evidence(**fields: Any) -> Evidence:
    source = {
        "publisher": "G",
        "date": None,
        "date_basis": None,
        "sha256": "0",
        "url": None,
        "language": None,
        **fields,
    }
    return Evidence({"gazette": SimpleNamespace(**source)}, texts=fields.get("texts"))


def test_a_source_with_an_address_is_linked_at_the_words() -> None:
    shown = str(evidence(url="https://x.test/a").below("id", [Cited(), Cited(paragraph=2, printed=None)]))
    assert '<a href="https://x.test/a#:~:text=33%20Mio."><q>33 Mio.</q></a>' in shown
    assert '<a href="https://x.test/a">at the source</a>' in shown
    assert "G, date unknown" in shown
    assert "href" not in str(evidence(url="javascript:alert(1)").below("id", [Cited()]))


def test_marked_words_are_the_link() -> None:
    texts = {"0": ["Es sind 33 Mio. dort."]}
    shown = str(evidence(url="https://x.test/a", language="de", texts=texts).below("id", [Cited()]))
    assert '<mark><a href="https://x.test/a#:~:text=33%20Mio.">33 Mio.</a></mark>' in shown
    assert '<span lang="de">' in shown
    assert "<q" not in shown


def test_relayed_words_and_readings_are_named() -> None:
    shown = str(evidence().below("id", [Cited(via="AFP", reads="33 million")]))
    assert " relaying AFP" in shown
    assert " read as “33 million”" in shown
    assert "lang" not in shown
    assert "lang" not in str(evidence(language="en").below("id", [Cited()]))


def test_without_cites_there_is_no_evidence() -> None:
    assert evidence().below("id", []) is None
    assert evidence().numbers([]) is None


def statistic(**fields: Any) -> SimpleNamespace:
    given = {"id": "a", "value": 1, "measure": "m", "unit": "u", "period": "p", "date": None, "population": "all"}
    given |= {"value_to": None, "per": None}
    return SimpleNamespace(**{**given, "not_comparable": (), "qualifier": None, "area": "x", "summary": "s", **fields})


@pytest.mark.parametrize(
    "other",
    [
        {"measure": "n"},
        {"unit": "v"},
        {"period": "q"},
        {"date": "2021"},
        {"population": None},
        {"per": "day"},
        {"not_comparable": ("a",)},
        {"value": "-1"},
    ],
)
def test_figures_that_differ_are_not_compared(other: dict[str, Any]) -> None:
    assert brief_charts.group_comparable([statistic(), statistic(id="b", **other)]) == []


@pytest.mark.parametrize(
    "both",
    [{"period": None}, {"unit": "rank"}, {"value": 0}],
)
def test_figures_that_cannot_be_bars_are_not_compared(both: dict[str, Any]) -> None:
    assert brief_charts.group_comparable([statistic(**both), statistic(**both, id="b")]) == []


def test_a_range_ends_lighter() -> None:
    one, other = statistic(value="1/4", value_to="1/2"), statistic(id="b", value=1)
    assert brief_charts.group_comparable([one, other]) == [[one, other]]
    assert brief_charts.highest(one) * 2 == 1


def test_undated_periods_have_the_date_as_title() -> None:
    def change(raw: Any) -> None:
        first = raw["statistic"][0]
        raw["statistic"].append({**first, "id": "more", "area": "Sylvania", "period": "April 2030"})

    page = page_of(with_(change))
    (figure,) = [one for one in found(page, "figure") if one.get("class") == "bars"]
    assert words(figure).startswith("Wells dug, April 2030: Wells")


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        ("2021-01-03", ["1 Jan", "2 Jan", "3 Jan"]),
        ("2021-01-20", ["1 Jan", "5 Jan", "9 Jan", "13 Jan", "17 Jan"]),
        ("2022-03-31", ["Jan 2021", "Apr", "Jul", "Oct", "Jan 2022"]),
        ("2030-12-31", ["2021", "2023", "2025", "2027", "2029"]),
    ],
)
def test_the_scale_has_few_labels(last: str, labels: list[str]) -> None:
    from datetime import date

    span = brief_charts.DateRange(date(2021, 1, 1), date.fromisoformat(last))
    drawn = "".join(str(node) for tick in brief_charts._draw_time_scale(span, 9) for node in tick)
    assert re.findall(r">([^<]+)</text>", drawn) == labels


def test_a_scale_of_months_begins_with_a_whole_one() -> None:
    from datetime import date

    span = brief_charts.DateRange(date(2021, 1, 20), date(2021, 4, 2))
    assert [tick.month for tick in brief_charts._choose_ticks(span)] == [2, 3, 4]


LAST = {"at": "gazette:2", "printed": "31 December 9999"}


def test_the_last_day_of_all_can_be_drawn() -> None:
    def change(raw: Any) -> None:
        raw["event"] |= {"first_day": "9999-12-30", "last_day": "9999-12-31"}
        raw["stop"][0] |= {"date": "9999-12-31", "cites": [LAST], "countries": [], "statuses": []}

    page = page_of(with_(change))
    assert [one.get("class") for one in found(page, "svg:g")] == ["c", "c1 off"]
    assert "Leg: Freedonia (held)" in words(page)


def test_cancelled_events_have_a_lane_of_their_own() -> None:
    record = SimpleNamespace(status="postponed", date="2021-06-01")
    assert [item.lane for item in brief_charts.dated_events([record, SimpleNamespace(date=None)])] == [
        brief_charts.OFF_LANE
    ]


def test_a_store_with_one_day_and_one_figure() -> None:
    def change(raw: Any) -> None:
        raw["event"]["last_day"] = raw["event"]["first_day"]
        del raw["stop"], raw["meeting"][0]["date"], raw["meeting"][0]["date_from"]
        raw["gap"][0]["about"] = []
        for source in raw["sources"].values():
            del source["date"]

    page = page_of(with_(change))
    head = words(found(page, "header")[0])
    assert "Days 1 May 2030 Who" in head
    assert "no source has a date" in head
    assert found(page, "svg:svg") == []
    assert "may be compared" not in words(page)


def test_places_of_the_vocabulary_are_named(shipped: Store) -> None:
    from harristrip.render.brief_parts import Briefing

    page = Briefing(shipped, {}, Evidence({}))
    page.store = SimpleNamespace(places={"p": SimpleNamespace(name="Port")})  # type: ignore[assignment]
    assert page.places(SimpleNamespace(place="the port", places=("p",))) == ["the port", "Port"]


def test_footnotes_name_a_paragraph_without_printed_words() -> None:
    one = evidence()
    one.numbers([Cited(printed=None)])
    assert str(one.footnotes()[0]) == '<li id="n_1"><b>gazette ¶1</b>, G, date unknown</li>'
    assert brief_parts.NOTE == "n_"


def test_a_source_shows_its_addresses() -> None:
    def change(raw: Any) -> None:
        raw["sources"]["gazette"] |= {
            "url": "https://gazette.test/visit",
            "archived": "https://archive.test/visit",
            "author": "A. Writer",
            "retrieved": "2030-05-04",
            "date_basis": "metadata",
        }

    page = page_of(with_(change))
    entry = by_id(page, "gazette")
    assert "Author A. Writer" in words(entry)
    assert "Published 3 May 2030 as the page gives it" in words(entry)
    assert "Retrieved 4 May 2030" in words(entry)
    targets = [one.get("href") for one in found(page, "a") if (one.get("href") or "").startswith("http")]
    assert {"https://gazette.test/visit", "https://archive.test/visit"} <= set(targets)
    assert "https://gazette.test/visit#:~:text=12%20wells%20in%20April%202030" in targets


def test_an_address_that_is_no_link_is_text() -> None:
    from harristrip.render.brief_sections import _address

    assert _address("javascript:alert(1)") == "javascript:alert(1)"
    assert _address(None) is None


def test_ranges_rates_and_fractions_are_written_out() -> None:
    def change(raw: Any) -> None:
        cites = [{"at": "gazette:5", "printed": "between 3 and 5 wells per farm"}]
        raw["statistic"][0] |= {"value": 3, "value_to": 5, "per": "farm", "cites": cites}
        raw["statistic"][1] |= {"value": "1/5", "unit": "wells", "cites": [{"at": "gazette:5", "printed": "a fifth"}]}
        del raw["statistic"][1]["qualifier"], raw["statistic"][1]["period"]

    page = page_of(with_(change))
    assert words(by_id(page, "wells-dug")).startswith("3 to 5 wells per farm")
    assert words(by_id(page, "share-dry")).startswith("1/5 wells")


def test_a_total_of_contradicted_amounts_is_marked() -> None:
    def change(raw: Any) -> None:
        raw["conflict"].append(
            {**raw["conflict"][0], "id": "what-cost", "class": "contradiction", "records": ["well", "pump"]}
        )

    page = page_of(with_(change))
    money = words(by_id(page, "s_money"))
    assert "≠ Sources differ: contradiction" in money[money.index("Totals") :]
    assert "!" not in money


def test_what_is_held_is_drawn_until_the_last_source() -> None:
    """A bar for held events ends with the last day that a source can tell of; others are drawn in full."""
    sources = [SimpleNamespace(date=one) for one in ("2021-06-02", None, "2021-06-06/2021-06-07")]
    assert brief_charts.find_newest(sources) == "2021-06-07"
    assert brief_charts.find_newest([]) is None
    stay = [SimpleNamespace(date="2021-06-06/2021-06-08", status=status) for status in ("held", "planned")]
    late = SimpleNamespace(date="2021-06-08", status="held")
    items = brief_charts.dated_events([*stay, late])
    ends = [[brief_charts._cut_at(item, day).last.day for item in items] for day in ("2021-06-07", None)]
    assert ends == [[7, 8, 8], [8, 8, 8]]

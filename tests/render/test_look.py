"""What a reader sees on a terminal: links, one screen for a record, the order of a day, columns that give way."""

from __future__ import annotations

import re

import pytest
from answers import PIPE, SHIPPED, answer, index
from stores import opened, printed, record, source, store

from harristrip.index.addresses import link
from harristrip.index.answer import decoded
from harristrip.index.database import passages
from harristrip.index.reports import REPORTS
from harristrip.main import main
from harristrip.render import markdown, table
from harristrip.render import record as pages
from harristrip.terminal import Page

WIDTHS = (60, 80, 100, 140, 200)
IDS = SHIPPED.ids()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", REPORTS)
def test_ids_and_marks_are_never_broken(name: str, width: int) -> None:
    """From 60 columns on each id is whole, and a mark has its source and its number on one line where it has room."""
    found = answer(name, SHIPPED)
    page = table.listing(found, Page(width)).decode()
    assert max(map(len, page.splitlines())) <= width
    for one in found.records:
        assert re.search(rf"(?<![\w-]){one.id}(?![\w-])", page), one.id
    if width >= 100:
        assert not re.search(r"^ *¶", page, re.MULTILINE) or "Sources" not in page or ", ¶" in page


@pytest.mark.parametrize(("name", "words"), [("facts", "said by"), ("meetings", "in person"), ("border", "said by")])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_attribution_and_format_stay_on_narrow_pages(name: str, words: str, width: int) -> None:
    """What would make a sentence wrong if it were missing is shown at every width."""
    assert words in table.listing(answer(name, SHIPPED), Page(width)).decode()


# Links

LINKED = (
    store(
        record("claim", "a", cites=[printed("so \u2013 it is"), {"at": "herald:2"}]),
        record("claim", "b", cites=["gazette:3", printed("so", "gazette:3"), "gazette:4"]),
        sources=(),
    )
    + source("gazette", rest='url = "https://a.example/x"')
    + source("herald")
)


def test_marks_link_to_the_printed_words() -> None:
    """On a terminal with links a mark leads to the words; sources without an address have none."""
    made = opened(LINKED)
    shown = table.listing(made.answer("facts", kind="claim"), Page(links=True)).decode()
    url = "https://a.example/x#:~:text=so%20%E2%80%93%20it%20is"
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1\x1b]8;;\x1b\\" in shown
    assert "\x1b]8;;https://a.example/x#:~:text=so\x1b\\gazette ¶3" in shown
    assert "\x1b]8;;https://a.example/x\x1b\\¶4\x1b" in shown
    assert "herald ¶2" in shown
    plain = table.listing(made.answer("facts", kind="claim"), Page()).decode()
    assert re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", shown) == plain
    full = pages.full(made.show("a"), made.index, Page(links=True)).decode()
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1" in full
    narrow = table.listing(made.answer("facts", kind="claim"), Page(50, links=True)).decode()
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1" in narrow


def test_links_and_colours_go_together() -> None:
    """Taking both away leaves the text."""
    made = opened(LINKED)
    page = Page(links=True, colour=True, truecolor=True)
    shown = table.listing(made.answer("facts", kind="claim"), page).decode()
    bare = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    assert bare == table.listing(made.answer("facts", kind="claim"), Page()).decode()


@pytest.mark.parametrize(
    "url", [None, "javascript:alert(1)", "ftp://a.example/", "https://", "http://[::1", "//a.example"]
)
def test_an_address_that_is_not_safe_is_no_link(url: str | None) -> None:
    """Only http and https lead anywhere."""
    made = opened(LINKED)
    gazette = made.show("gazette")[0]
    from harristrip.facts import codec

    assert link(codec.replace(gazette, url=url), made.show("a")[0].cites[0]) is None


def test_markdown_links_to_the_words() -> None:
    """The paragraph of a footnote is the link."""
    text = markdown.listing(opened(LINKED).answer("facts", kind="claim")).decode()
    assert "[paragraph 1](<https://a.example/x#:~:text=so%20%E2%80%93%20it%20is>)" in text
    assert ", paragraph 2" in text


# One record, one paragraph


def test_most_records_fit_on_a_screen() -> None:
    """Nine in ten take at most 24 lines of 100 characters, 99 in a hundred at most 50."""
    heights = [pages.full([one], SHIPPED, Page(100)).count(b"\n") for one in decoded(SHIPPED.of_kinds())]
    assert sum(height <= 24 for height in heights) / len(heights) >= 0.9
    assert sum(height <= 50 for height in heights) / len(heights) >= 0.99


def test_cites_are_grouped_by_source() -> None:
    """Each paragraph once, with all its words; each source's day once; parts have marks."""
    text = pages.full(decoded(index().show(["well"])), index(), PIPE).decode()
    assert "gazette ¶4   “more than $5,000”" in text
    assert text.count("2030-05-03") == 1
    talks = pages.full(decoded(index().show(["talks"])), index(), PIPE).decode()
    assert "agenda       water: A shared well [gazette ¶3]" in talks
    assert "independent  1 origin" in talks
    via = pages.full(decoded(index().show(["share-dry"])), index(), PIPE).decode()
    assert "“about 3.5%”, from The Herald" in via


PARAGRAPHS = ["", "", "", "They pledged more than $5,000 for it."]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (PARAGRAPHS, "They pledged »more than $5,000« for it."),
        (None, "no text with the digest of gazette is in the folder"),
        ([""], ""),
    ],
)
@pytest.mark.parametrize("width", [100, 80])
def test_a_paragraph_is_followed_by_the_records_that_cite_it(texts, expected: str, width: int) -> None:
    """Id, kind, summary and printed words, in a table that fits."""
    made = index()
    text = pages.passages(["gazette:4", "mayor"], made, Page(width), lambda _: texts).decode()
    lines = text.splitlines()
    assert lines[0] == "gazette ¶4, published 2030-05-03 (stated)"
    assert expected in lines[1]
    assert "“more than $5,000”" in text
    assert "well" in text
    assert "\n\nperson mayor\n" in text


def test_a_paragraph_has_its_text_below_the_cites_of_a_record() -> None:
    """Words that several cites share are marked once."""
    made = opened(store(record("claim", "a", cites=[printed("so it"), printed("so"), printed("is")])))
    text = pages.full(made.show("a"), made.index, PIPE, lambda _: ["so it is"]).decode()
    assert "»so it« »is«" in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["fox:25"], ["fox:25"]),
        (["fox ¶25"], ["fox:25"]),
        (["fox¶25", "a"], ["fox:25", "a"]),
        (["fox", "¶25"], ["fox:25"]),
        (["¶25"], [":25"]),
    ],
)
def test_a_paragraph_may_be_named_as_tables_print_it(asked: list[str], expected: list[str]) -> None:
    """With and without a blank, in one word of the shell or two."""
    assert passages(asked) == expected


def test_full_has_everything(capsysbinary) -> None:
    """`--full` gives each cite its own line, and digests."""
    assert main(["show", "fox", "--full"]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "sha256" in text
    assert text.count("\ncite ") == 2
    assert main(["show", "fox¶10", "--full"]) == 0
    assert main(["show", "fox ¶10"]) == 0
    assert capsysbinary.readouterr().out.decode().endswith("\n")


# Orders


def stop(id_: str, type_: str, date: str, **fields) -> str:
    return record("stop", id_, type=type_, date=date, cites=[printed("then")], **fields)


def meets(id_: str, date: str, *countries: str, **fields) -> str:
    return record("meeting", id_, date=date, countries=list(countries), cites=[printed("then")], **fields)


def test_a_leg_comes_between_what_is_at_its_ends() -> None:
    """Part of day first; then the events of the country that is left, the leg, those of the country it leads to."""
    made = opened(
        store(
            meets("there", "2030-05-01", "italia"),
            stop("stay", "stay", "2030-05-01/2030-05-02", destination="Italia", countries=["italia"]),
            stop(
                "leg", "leg", "2030-05-01", origin="Freedonia", destination="Italia", countries=["freedonia", "italia"]
            ),
            meets("here", "2030-05-01", "freedonia"),
            meets("both", "2030-05-01", "freedonia", "italia"),
            meets("dawn", "2030-05-01", "italia", part_of_day="early"),
            meets("day-after", "2030-05-02", "freedonia"),
            stop(
                "late", "leg", "2030-05-03", destination="FD", countries=["freedonia", "italia"], part_of_day="evening"
            ),
            meets("night", "2030-05-03", "italia", part_of_day="night"),
        )
    )
    ids = [one.id for one in made.timeline()]
    assert ids == ["here", "leg", "dawn", "stay", "there", "both", "day-after", "late", "night"]


def test_conflicts_by_weight_and_people_by_importance() -> None:
    """A contradiction before a wording; who is named most comes first."""
    weights = ["contradiction", "different measure", "different period", "overtaken", "precision", "wording"]
    found = [weights.index(one.class_) for one in answer("conflicts", SHIPPED).records]
    assert found == sorted(found)
    assert answer("people", SHIPPED).records[0].id == "harris"
    assert "  145  " in table.listing(answer("people", SHIPPED), Page(140)).decode()


def test_what_may_fall_into_the_days_is_counted(capsysbinary) -> None:
    """The caption says how many, `--maybe` shows them, JSON has them with it only."""
    assert main(["timeline", "--from", "2021-06-07", "--to", "2021-06-07"]) == 0
    text = capsysbinary.readouterr().out.decode()
    more = int(re.search(r"(\d+) more records may fall", text)[1])
    counts = []
    for maybe in ([], ["--maybe"]):
        main(["timeline", "--from", "2021-06-07", "--to", "2021-06-07", "--count", *maybe])
        counts.append(int(capsysbinary.readouterr().out))
    assert counts[1] - counts[0] == more > 0
    main(["timeline", "--from", "2021-06-07", "--maybe"])
    assert b"may fall" not in capsysbinary.readouterr().out


# Search


def test_the_caption_of_a_search_says_what_is_missing(capsysbinary) -> None:
    """No record has all words: the title says so, a line above names the word, with chosen fields too."""
    assert main(["search", "border zebraz"]) == 0
    text = capsysbinary.readouterr().out.decode()
    above = 'No record has "zebraz"\nFound: no record has all words, the closest come first\n'
    assert text.startswith(above)
    assert main(["search", "border zebraz", "--fields", "id"]) == 0
    assert capsysbinary.readouterr().out.decode().startswith(above)
    assert main(["search", "border zebraz", "--json", "--fields", "id"]) == 0
    assert b'"partial":true,"nowhere":[{"word":"zebraz","nearest":null}]' in capsysbinary.readouterr().out
    assert main(["search", "border zebraz", "--all"]) == 1
    assert capsysbinary.readouterr().out.endswith(b"\nFound: no records\n")
    assert main(["search", "border", "--sort", "dates"]) == 2
    assert b"date" in capsysbinary.readouterr().err
    assert main(["search", "border", "--sort", "date", "--json"]) == 0
    assert b'"partial":false,"nowhere":[]' in capsysbinary.readouterr().out

"""Texts that were changed: where each cite is now, and a patch that `patch` and `git apply` take."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from drafts import EVENTS, article

from harristrip.proof import moved
from harristrip.proof.moved import WrittenCite, locate

FLOOD = EVENTS / "flood"
OLD = ["The post says a.", "It has 7 boats.", "She met 9 people in Oster.", "They left on Monday.", "The end came."]


def cites(*told: tuple[int, str | None], source: str = "post") -> list[WrittenCite]:
    return [WrittenCite(source, paragraph, printed) for paragraph, printed in told]


def places(told: list[tuple[int, str | None]], paragraphs: list[str]) -> list[tuple[str, int | None]]:
    return [(one.place, one.paragraph) for one in locate(cites(*told), paragraphs)]


def test_words_that_stay_move_change_or_go():
    new = ["A new one.", *OLD[:2], "She met 10 people in Oster.", OLD[3]]
    told = [(1, "The post says"), (2, "7 boats"), (3, "She met 9 people"), (4, "on Monday"), (5, "end came")]
    assert places(told, new) == [("moved", 2), ("moved", 3), ("changed", 4), ("moved", 5), ("gone", None)]
    assert list(locate(cites(*told), new))[2].found == "She met 10 people"
    assert places(told[:2], OLD) == [("same place", 1), ("same place", 2)]


def test_words_of_many_paragraphs_follow_those_that_are_in_one():
    new = ["It has 7 boats.", "On Monday it has 8 boats.", "On Monday it rains.", "It snows."]
    assert places([(1, "8 boats"), (1, "On Monday"), (1, None)], new) == [("moved", 2)] * 3
    assert places([(3, "On Monday")], new) == [("same place", 3)]
    assert places([(4, "On Monday"), (4, None)], new) == [("unknown", None)] * 2
    assert places([(1, "8 boats"), (1, "rains"), (1, None)], new)[2] == ("unknown", None)
    assert places([(1, "snows"), (1, "On Monday")], new)[1] == ("unknown", None)


def test_a_text_is_found_by_file_by_name_or_by_likeness():
    named = {"one.txt": "a", "two.txt": "b", "x.txt": "We met 7 people in the hall.", "c.txt": "c"}
    texts = [article(text, name=name) for name, text in named.items()]
    digests = {"s1": "0" * 64, "two": "1" * 64, "s3": "2" * 64, "s4": "3" * 64, "c": texts[3].sha256}
    sources = {id_: (digest, "one.txt" if id_ == "s1" else None) for id_, digest in digests.items()}
    told = cites((1, "7 people in the hall"), (1, "We met 7 people"), (1, "it is gone now"), source="s3")
    found = moved.moves([*told, WrittenCite("s4", 1, "nothing of it")], sources, texts)
    assert {id_: text.name for id_, text in found.texts.items()} == {"s1": "one.txt", "two": "two.txt", "s3": "x.txt"}


def test_any_text_is_no_changed_text():
    """Short words occur anywhere, and the name of a file does not make another text a new version."""
    texts = [article("Buy 7 eggs in May.", name="notes.txt"), article("Not found: the page has gone.", name="post.txt")]
    sources = {"post": ("0" * 64, None), "mail": ("1" * 64, None)}
    told = cites((1, "They met 7 people"), (1, "We left in May")) + cites((1, "May"), (1, "7"), source="mail")
    message = "post.txt has 0 of 2 cited passages: it is another text, not a new version of post"
    assert moved.moves(told, sources, texts) == ({}, {"post": message}, {})


@pytest.fixture
def event(tmp_path, monkeypatch) -> Path:
    """A copy of the flood's store and texts; a paragraph comes first in one, and a figure changes."""
    shutil.copytree(FLOOD, tmp_path / "event")
    courier = tmp_path / "event" / "articles" / "courier.txt"
    courier.write_text("A paragraph that came later.\n\n" + courier.read_text().replace("$1,200", "$1,500"))
    monkeypatch.chdir(tmp_path / "event")
    return tmp_path / "event"


VERIFY = ("verify", "--facts", "store.toml", "--articles", "articles")


def test_verify_says_where_each_cite_is(event, run):
    answer = json.loads(run(*VERIFY, "--json").out)
    (source,) = [one for one in answer["sources"] if one["source"] == "courier"]
    assert source["text"] == "changed"
    assert sum(source["places"].values()) == source["cites"]
    assert source["places"]["changed"] == 1
    by_place = Counter(one["place"] for one in answer["items"])
    assert by_place["moved"] == source["places"]["moved"]
    shown = run(*VERIFY).text
    changed = "the text was changed (courier.txt); the nearest wording is in ¶13"
    assert f'families-1200 cites courier ¶12 "$1,200 per family": {changed}' in shown
    assert "    $1,500 per family" in shown
    assert "words moved from ¶8 to ¶9" in shown
    assert "courier: the text was changed; " in shown


def test_another_text_under_the_name_of_a_source_is_named(event, run):
    """It is no version of the source: no cite is looked for in it, and no patch takes its digest."""
    (event / "articles" / "courier.txt").write_text("The page that you asked for is not here.\n")
    message = "courier.txt has 0 of "
    shown = run(*VERIFY)
    assert shown.code == 1
    assert message in shown.text
    assert "it is another text, not a new version of courier" in shown.text
    assert "see verify --patch" not in shown.text
    made = run(*VERIFY, "--patch")
    assert made.code == 1
    assert made.text.startswith(f"# left: {message}")
    assert made.text.count("\n") == 1


def test_a_text_under_another_name_is_found_by_its_words(event, run):
    store = event / "store.toml"
    store.write_text(store.read_text().replace('file = "courier.txt"\n', ""))
    (event / "articles" / "courier.txt").rename(event / "articles" / "x.txt")
    answer = json.loads(run(*VERIFY, "--json").out)
    assert [one["text"] for one in answer["sources"]] == ["changed", "found", "found", "found"]
    assert answer["wrong"] == answer["sources"][0]["cites"]


@pytest.mark.parametrize("tool", [("patch", "-p0", "-i", "p.diff"), ("git", "apply", "p.diff")])
def test_the_patch_applies(tool, event, run):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    before = (event / "store.toml").read_text()
    made = run(*VERIFY, "--patch")
    assert made.code == 1  # something is left to the author
    (event / "p.diff").write_bytes(made.out)
    subprocess.run(tool, cwd=event, check=True, capture_output=True)
    after = (event / "store.toml").read_text()
    pairs = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert all("courier:" in old or old.startswith(("sha256", "paragraphs")) for old, _ in pairs)
    assert '# left: courier:12 "$1,200 per family": changed, now perhaps in ¶13: $1,500 per family' in made.text
    answer = json.loads(run(*VERIFY, "--json").out)
    assert [(one["id"], one["state"]) for one in answer["items"] if one["state"] == "not found"] == [
        ("families-1200", "not found")
    ]


STORE = """schema = 1 # "post:1" stays
note = "post:1"
[sources.post]
sha256 = '{digest}'
paragraphs = 2
[[claim]]
cites = ["post:1", {{ at = 'post:2', printed = "b c" }}]
note = ["post:2", "see 'post:2'"]
[[claim.statuses]]
cites = ["post:1", "other:1", 'po\\u0073t:1', 7]"""


def made(store: str, *paragraphs: str) -> tuple[str, list[str]]:
    return moved.make_patch(store.encode(), "s.toml", "./s.toml", [article(*paragraphs)])


def test_only_cites_digest_and_count_change():
    text = STORE.format(digest="0" * 64)
    found = made(text, "x", "a", "b c")
    lines = [line for line in found[0].splitlines() if line[:1] in "+-"][2:]
    digest = article("x", "a", "b c").sha256
    assert lines == [
        f"-sha256 = '{'0' * 64}'",
        "-paragraphs = 2",
        f"+sha256 = '{digest}'",
        "+paragraphs = 3",
        """-cites = ["post:1", { at = 'post:2', printed = "b c" }]""",
        """+cites = ["post:1", { at = 'post:3', printed = "b c" }]""",
    ]
    assert found[1] == ["post:1: unknown", "post:1: unknown"]
    assert "\\ No newline at end of file" in found[0]


@pytest.mark.parametrize(
    ("store", "changed"),
    [
        (STORE.format(digest="0" * 64), ["-sha256", "+sha256"]),  # every cite is in its place
        (
            "[sources.post]\nsha256 = '" + "0" * 64 + '\'\nparagraphs = 1\n[[claim]]\ncites = ["post:1\U000ffffd7"]\n',
            ["-sha256", "-paragraphs", "+sha256", "+paragraphs"],
        ),  # it only looks like a cite
        ('[sources.post]\nsha256 = "\\u0061' + "b" * 63 + '"\nparagraphs = 3\n', ["-paragraphs", "+paragraphs"]),
        (STORE.format(digest=article("a", "b c").sha256), []),
        ("sources = 1\n", []),
        ("[sources.a]\nsha256 = 1\n", []),
    ],
)
def test_nothing_else_is_patched(store, changed):
    diff, _ = made(store, "a", "b c")
    assert [line.split()[0] for line in diff.splitlines()[2:] if line[0] in "+-"] == changed


def test_the_path_is_below_the_folder_or_bare(event, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    args = ("--articles", "event/articles", "--patch")
    assert "--- ./event/store.toml\n" in run("verify", "--facts", str(event / "store.toml"), *args).text
    monkeypatch.chdir(event / "articles")
    assert "--- ./store.toml\n" in run("verify", "--facts", "../store.toml", "--articles", ".", "--patch").text


@pytest.mark.parametrize("more", [("--json",), ("--facts", "-")])
def test_a_patch_is_of_a_file(more, run):
    found = run("verify", "--articles", str(FLOOD / "articles"), "--patch", *more)
    assert found.code == 2
    assert "--patch prints a diff of a file" in found.message


def test_nothing_is_patched_where_nothing_changed(run, tmp_path):
    assert run("verify", "--patch", "--articles", str(tmp_path)).code == 0
    found = run("verify", "--facts", str(FLOOD / "store.toml"), "--articles", str(FLOOD / "articles"), "--patch")
    assert (found.code, found.out) == (0, b"")

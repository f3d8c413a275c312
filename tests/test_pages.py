"""The pages say what happens: every console block is run, links lead somewhere, and generated pages are up to date."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from harristrip.cli.commands import COMMANDS
from harristrip.facts import codec, model, responses

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))


sys.path.insert(0, str(ROOT / "tools"))
import console_blocks  # noqa: E402 -- found only now
import reference  # noqa: E402


@pytest.mark.parametrize("page", console_blocks.PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    assert text == console_blocks.refreshed(text, tmp_path)


def test_a_changed_output_is_noticed(tmp_path):
    shown = "```console\n$ printf 'a\\nb\\n'\n{}\n```"
    assert console_blocks.refreshed(shown.format("a"), tmp_path) == shown.format("a\nb")
    (tmp_path / "harristrip").unlink()
    assert console_blocks.refreshed(shown.format("x\n…"), tmp_path) == shown.format("a\n…")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_of_a_page_lead_somewhere(page):
    """Every relative link names a file that exists, and a heading of it by the anchor that GitHub makes."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        path = page.parent / name if name else page
        assert path.exists(), target
        headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if heading else ()
        anchors = [re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings]
        assert not heading or heading in anchors, target


def test_generated_pages_are_up_to_date():
    """The reference and the manual page are what `make docs` writes."""
    tool = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def values(type_, name):
    return next(get_args(field.type) for field in codec.declared(type_) if field.name == name)


def test_every_value_of_a_vocabulary_is_explained():
    """The reference says what each value means."""
    assert set(reference.STATES) == set(get_args(responses.State))
    assert {name: set(meanings) for name, meanings in reference.MEANINGS.items()} == {
        "status": set(get_args(model.Status)),
        "qualifier": set(get_args(model.Qualifier)),
        "class": set(get_args(model.ConflictClass)),
        "date_basis": set(get_args(model.Basis)),
        "claim type": set(values(model.Claim, "type")),
        "meeting format": set(values(model.Meeting, "format")),
        "stop type": set(values(model.Stop, "type")),
        "person type": set(values(model.Person, "type")),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_the_reference(name):
    assert re.search(rf"`{name}`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert f"\n### {name}\n" in (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def test_every_field_of_the_reference_is_described():
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert not [row for row in re.findall(r"^\| .*$", text, re.MULTILINE) if re.search(r"\|\s*\|", row)]


@pytest.fixture
def exported(tmp_path):
    """A folder with an exported database, and the environment in which to run programs."""
    env = {**os.environ, "PATH": console_blocks.search_path()}
    subprocess.run(["harristrip", "export", "facts.db"], cwd=tmp_path, env=env, check=True)
    return tmp_path, env


def test_datasette_serves_an_export(exported):
    """Datasette shows the views of an exported database as docs/agents.md says."""
    pytest.importorskip("datasette")
    folder, env = exported
    line = ["datasette", "facts.db", "--get", "/facts/meetings.json?_shape=array"]
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, check=True)
    listed = subprocess.run(["harristrip", "meetings", "--json"], env=env, capture_output=True, check=True)
    assert [row["id"] for row in json.loads(done.stdout)] == [item["id"] for item in json.loads(listed.stdout)["items"]]


def test_the_mcp_plugin_answers_over_an_export(exported):
    """A client of the Model Context Protocol can ask SQL of an exported database."""
    if not importlib.util.find_spec("datasette_mcp"):
        pytest.skip("datasette-mcp is not installed")
    folder, env = exported
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = ["datasette", "facts.db", "-p", str(port)]
    server = subprocess.Popen(line, cwd=folder, env=env, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/-/mcp"
        client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        _, session = post(address, {"id": 1, "method": "initialize", "params": client})
        post(address, {"method": "notifications/initialized"}, session)
        sql = {"database": "facts", "sql": "SELECT id FROM funding"}
        call = {"id": 2, "method": "tools/call", "params": {"name": "execute_sql", "arguments": sql}}
        assert "funding-310m" in post(address, call, session)[0]
    finally:
        server.terminate()
        server.wait()


def post(address, message, session=""):
    """Send one message, once the server is up; return the answer and its session id."""
    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    headers |= {"mcp-session-id": session} if session else {}
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    for _ in range(200):
        try:
            with urlopen(Request(address, body, headers), timeout=20) as answer:
                return answer.read().decode(), answer.headers.get("mcp-session-id", "")
        except URLError:  # noqa: PERF203 -- it is not up yet
            time.sleep(0.1)
    raise AssertionError("the server did not start")

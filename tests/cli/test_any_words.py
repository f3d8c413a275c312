"""Any command line is answered or refused in a documented way."""

from __future__ import annotations

import io
import sys
from unicodedata import category

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harristrip.cli.commands import COMMANDS

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
WRITING = {"init", "export", "draft", "read", "brief"}
FLAGS = [flag for command in COMMANDS.values() for option in command.options for flag in option.flags]
MEANT = ["gt", "mexico", "2021-06", "planned", "csv", "ics", "json", "id,date", "fox:25", "HT018", "", "-", "--", "-h"]
ARGV = st.builds(
    lambda command, rest: [command, *rest],
    st.sampled_from(sorted({*COMMANDS} - WRITING)) | WORD,
    st.lists(
        st.sampled_from(sorted({*FLAGS} - {"-o", "--output", "--force"})) | st.sampled_from(MEANT) | WORD, max_size=5
    ),
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(argv=ARGV | st.lists(WORD, max_size=3))
@example(argv=["facts", "--facts", ""])
@example(argv=["search", ""])
@example(argv=["meetings", "--format", "ics", "--fields", "id"])
def test_no_command_line_ends_in_a_traceback(argv, run, monkeypatch, tmp_path):
    """An answer or one message that acts on no terminal, and an exit code that is documented."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"schema = 2\n")))
    result = run(*argv)
    assert result.code in (0, 1, 2, 3)
    assert result.code == 0 or result.err or result.out
    assert not {category(one) for one in result.message.replace("\n", "")} & {"Cc", "Cf"}

"""Commands that test a store: against the articles, and against its own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import terminal
from ..errors import ExitCode, UnknownValue, UsageError
from ..index.database import open_index
from ..terminal import Reply
from ..text import nearest
from . import drafting

VERIFY_NEEDS_FOLDER = (
    "verify needs the archived articles: name their folder with --articles DIR or in HARRISTRIP_ARTICLES"
)


def verify(values: Mapping[str, Any]) -> Reply:
    """Check every citation, or those of some records, against the articles."""
    if not values["articles"]:
        raise UsageError(VERIFY_NEEDS_FOLDER)
    if values["patch"]:
        return drafting.patch(values)
    from ..facts import codec  # noqa: PLC0415
    from ..index.store import Store  # noqa: PLC0415
    from ..proof import verify as proof  # noqa: PLC0415

    store = Store(open_index(values["facts"]))
    answer = proof.verify_store(store, values["articles"], values["ids"], coverage=values["coverage"])
    if any(source.cites and source.text != "found" for source in answer.sources):
        from ..proof import articles, moved  # noqa: PLC0415

        answer = moved.explain(answer, store.sources(), articles.texts_of(values["articles"]))
    code = ExitCode.OK if proof.is_proven(answer, partial=values["partial"]) else ExitCode.NEGATIVE
    if values["json"]:
        return Reply(codec.encode(answer) + b"\n", code)
    from ..render import diagnostics  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(diagnostics.render_verification(answer, terminal.page()), code)


def check(values: Mapping[str, Any]) -> Reply:
    """List every fault of a store, or explain a rule."""
    from ..facts import codec, files, load  # noqa: PLC0415
    from ..facts.responses import CheckAnswer  # noqa: PLC0415

    if values["explain"] is not None:
        return _explain(values["explain"], json=values["json"])
    if values["watch"]:
        import time  # noqa: PLC0415

        return drafting.watch({**values, "watch": False}, check, time.sleep)
    name = next(name for name in (values["file"], values["facts"], files.shipped()) if name is not None)
    items = load.examine(files.read_file(name), files.title(name))
    answer = CheckAnswer(file=files.title(name), count=len(items), items=items)
    code = ExitCode.NEGATIVE if any(one.severity == "error" for one in items) else ExitCode.OK
    if values["json"]:
        return Reply(codec.encode(answer) + b"\n", code)
    from ..render import diagnostics  # noqa: PLC0415

    return Reply(diagnostics.render_findings(answer, terminal.page()), code)


def _explain(asked: str, *, json: bool) -> Reply:
    from ..facts import codec, rules  # noqa: PLC0415
    from ..facts.responses import CheckAnswer, Rule  # noqa: PLC0415

    code = asked.upper()
    if code not in rules.RULES:
        raise UnknownValue("rule", asked, nearest(code, rules.RULES), sorted(rules.RULES))
    if not json:
        return Reply(f"{code}: {rules.RULES[code]}\n".encode())
    rule = Rule(code=code, severity="warning" if rules.is_warning(code) else "error", rule=rules.RULES[code])
    return Reply(codec.encode(CheckAnswer(file=None, count=0, items=(), rules=(rule,))) + b"\n")

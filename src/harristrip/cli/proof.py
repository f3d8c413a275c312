"""Commands that test a store: against the articles, and against its own rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import typer

from .. import terminal
from ..errors import ExitCode, UnknownValue, UsageError
from ..folding import nearest
from ..terminal import Reply
from . import reading
from .options import Articles, Coverage, Explain, Facts, File, Json, SomeIds

if TYPE_CHECKING:
    from ..answers import VerifyAnswer
    from ..model import Record

LONG = 2000
"""Records from which verification takes seconds."""
NO_FOLDER = "verify needs the archived articles: name their folder with --articles DIR or in HARRISTRIP_ARTICLES"


def verify(
    ids: SomeIds = None, articles: Articles = None, coverage: Coverage = False, json: Json = False, facts: Facts = None
) -> Reply:
    """Hold every cite, or those of some records, against the articles."""
    if not articles:
        raise UsageError(NO_FOLDER)
    from .. import codec, evidence  # noqa: PLC0415 -- completion builds the commands without msgspec

    store = reading.facts(facts, articles)
    library = evidence.library(store.records, articles, store.labels)
    records = store.show(*ids) if ids else (store.event_record(), *store.records)
    checks = [check for record in _watched(records) for check in evidence.verify(record, library)]
    answer = evidence.answer(checks, library, store.records, coverage=coverage)
    code = ExitCode.OK if answer.checked and not answer.wrong else ExitCode.NEGATIVE
    return Reply(codec.encode(answer) if json else _drawn(answer), code)


def _watched(records: Sequence[Record]) -> Iterable[Record]:
    """Show how far a long run is, to a person who watches standard error."""
    if len(records) < LONG or not terminal.is_watched():
        yield from records
        return
    with typer.progressbar(records, label="Verifying", file=sys.stderr) as bar:
        yield from bar


def _drawn(answer: VerifyAnswer) -> bytes:
    from ..render import proof  # noqa: PLC0415 -- rich loads only where something is drawn

    return proof.verification(answer, terminal.page())


def check(file: File = None, explain: Explain = None, json: Json = False, facts: Facts = None) -> Reply:
    """List every fault of a store, or explain a rule."""
    from ..rules import RULES  # noqa: PLC0415
    from ..store import shipped  # noqa: PLC0415

    if explain is not None:
        code = explain.upper()
        if code not in RULES:
            raise UnknownValue("rule", explain, nearest(code, RULES), list(RULES))
        return _explained(code, json=json)
    return _checked(next(name for name in (file, facts, shipped()) if name is not None), json=json)


def _explained(code: str, *, json: bool) -> Reply:
    from .. import codec  # noqa: PLC0415
    from ..answers import RuleAnswer  # noqa: PLC0415
    from ..rules import RULES, WARNINGS  # noqa: PLC0415

    if not json:
        return Reply(f"{code}: {RULES[code]}\n".encode())
    severity: Literal["error", "warning"] = "warning" if code in WARNINGS else "error"
    return Reply(codec.encode(RuleAnswer(code=code, severity=severity, rule=RULES[code])))


def _checked(name: str, *, json: bool) -> Reply:
    from .. import codec  # noqa: PLC0415
    from ..answers import CheckAnswer  # noqa: PLC0415
    from ..render import faults  # noqa: PLC0415 -- only this command shows the user's own lines
    from ..store import examine, title  # noqa: PLC0415

    findings = examine(reading.text(name), title(name))
    answer = CheckAnswer(file=title(name), count=len(findings), items=findings)
    wrong = any(finding.severity == "error" for finding in findings)
    data = codec.encode(answer) if json else faults.listing(answer, terminal.page())
    return Reply(data, ExitCode.NEGATIVE if wrong else ExitCode.OK)

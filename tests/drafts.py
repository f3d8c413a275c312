"""Drafts for tests: what a draft holds, and a script that fills its summaries with a word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli

from harristrip.draft.draft import DraftSelection, draft
from harristrip.draft.known import Known
from harristrip.proof.articles import ArticleText, text_of

EVENTS = Path(__file__).parent / "data" / "events"
STORM = sorted((EVENTS / "draft" / "articles").glob("*.txt"))
MORE = sorted((EVENTS / "draft" / "more").glob("*.txt"))
NOTHING: dict[str, Any] = {}
LISTED = ("stop", "meeting", "funding", "statistic", "claim")


def texts(*paths: Path) -> list[ArticleText]:
    """Return the texts of files."""
    return [text_of(path.name, path.read_bytes()) for path in paths]


def article(*paragraphs: str, name: str = "post.txt") -> ArticleText:
    """Return a text of paragraphs."""
    return text_of(name, "\n\n".join(paragraphs).encode())


def drafted(found: Sequence[ArticleText], store: dict[str, Any] = NOTHING, **asked: Any) -> str:
    """Return the draft of texts for a store."""
    return draft(found, Known(store), DraftSelection(**asked))


def filled(toml: str) -> str:
    """Return a draft whose summaries are a word."""
    return toml.replace('summary = ""', 'summary = "Word"')


def records(toml: str) -> list[dict[str, Any]]:
    """Return the records of a draft that are not commented out."""
    raw = tomli.loads(toml)
    return [{"kind": kind, **entry} for kind in LISTED for entry in raw.get(kind, [])]


def record(*paragraphs: str, **asked: Any) -> dict[str, Any]:
    """Return the only record of a draft of some paragraphs below a dateline."""
    (one,) = records(drafted([article("The Post, 3 May 2032", "Title here", *paragraphs)], **asked))
    return one


def doubts(*paragraphs: str, store: dict[str, Any] = NOTHING) -> list[str]:
    """Return the reasons for which a draft comments records out."""
    toml = drafted([article("The Post, 3 May 2032", "Title here", *paragraphs)], store)
    return [line.removeprefix("# Not sure: ") for line in toml.splitlines() if line.startswith("# Not sure: ")]

"""The command that writes an HTML briefing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import terminal
from ..errors import UsageError
from ..index.database import open_index
from ..render.formats import refuse_unknown_extension
from ..terminal import Reply
from .listings import refuse_overwriting, select_filters

PAGES = (".html", ".htm")
"""Extensions of a briefing."""


def brief(values: Mapping[str, Any]) -> Reply:
    """Write one HTML file with the records that match the filters, and their evidence."""
    path = None if values["output"] in terminal.STDOUT else values["output"]
    if values["output"] is None and terminal.is_terminal():
        raise UsageError("a briefing is not for a terminal: name a file with --output, or redirect standard output")
    index = open_index(values["facts"])
    refuse_overwriting(path, values["facts"], index)
    refuse_unknown_extension(path, PAGES)
    from ..index.store import Store  # noqa: PLC0415 -- typed records load with it
    from ..render.brief import brief as render  # noqa: PLC0415 -- htpy loads only for this

    store, checks, texts = Store(index), None, None
    if values["articles"]:
        from ..proof import articles, verify  # noqa: PLC0415 -- only a folder of articles needs them

        texts = articles.archive(values["articles"])
        checks = verify.verify_store(store, values["articles"])
    return Reply(render(store, select_filters(values), checks, texts), path=path)

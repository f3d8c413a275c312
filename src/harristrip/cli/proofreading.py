"""The command that proofreads a draft."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .. import terminal
from ..errors import ExitCode, StoreUnreadable, UsageError
from ..index.database import open_index
from ..index.store import known_index
from ..terminal import Reply
from ..text import printable
from .listings import refuse_overwriting, select_filters

MAX_DRAFT_SIZE = 4 * 2**20
"""Bytes of a draft: two thousand pages."""


def proofread(values: Mapping[str, Any]) -> Reply:
    """Proofread a draft; the answer is negative if it has errors, or with `--strict` warnings."""
    from ..proofread.proofread import proofread as compare  # noqa: PLC0415 -- the reader loads only where something is read
    from ..render import proofreading  # noqa: PLC0415

    path = None if values["output"] in terminal.STDOUT else values["output"]
    form = proofreading.choose_remark_format(values["format"], path, json=values["json"])
    fields = proofreading.choose_remark_fields(values["fields"])
    name, draft = _read_draft(values["draft"], values["facts"])
    index = open_index(values["facts"])
    refuse_overwriting(path, values["facts"], index)
    if path and values["draft"] != "-" and os.path.exists(path) and os.path.samefile(path, values["draft"]):
        raise UsageError(f"{printable(path)} is the draft that is read: name another file")
    answer = compare(
        draft, known_index(index, select_filters(values)), name=name, folder=values["articles"], notes=values["all"]
    )
    page = terminal.page() if path is None else terminal.FILE_PAGE
    wrong = ("error", "warning") if values["strict"] else ("error",)
    code = ExitCode.NEGATIVE if any(one.severity in wrong for one in answer.items) else ExitCode.OK
    return Reply(proofreading.render_proofreading(form, answer, fields, page), code, path)


def _read_draft(file: str, facts: str | None) -> tuple[str, str]:
    """Return the name of a draft for messages, and its text; raises UsageError."""
    from ..facts import files  # noqa: PLC0415

    if file == facts == "-":
        raise UsageError("the draft and the store cannot both be standard input: name a file for one of them")
    try:
        data = files.read_file(file)
        if len(data) > MAX_DRAFT_SIZE:
            raise UsageError(f"{files.title(file)} is larger than {MAX_DRAFT_SIZE // 2**20} MiB: no draft is")
        return files.title(file), data.decode("utf-8-sig").replace("\r\n", "\n")
    except StoreUnreadable as error:
        raise UsageError(f"the draft {error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{files.title(file)} is not UTF-8: byte 0x{data[error.start]:02x} at {error.start:,}"
        ) from error

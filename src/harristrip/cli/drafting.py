"""Commands for writing a store: read a text, draft its facts, adapt to a changed text, check while writing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import terminal
from ..errors import ExitCode, HarristripError, NothingFound, UnknownValue, UsageError
from ..index.database import open_index
from ..index.store import decoded
from ..terminal import Reply
from ..text import fold_name, nearest, pluralize, printable, quote

if TYPE_CHECKING:
    from ..index.database import Index
    from ..proof.articles import ArticleText

READ_NEEDS_FOLDER = (
    "name the folder of the archived texts with --articles DIR or in HARRISTRIP_ARTICLES, or a text by its path"
)
CLEAR = b"\x1b[2J\x1b[H"
"""Clears a terminal."""
PAUSE = 0.5
"""Polling interval of a file in seconds."""


def show_text(values: Mapping[str, Any]) -> Reply:
    """Show an archived text with the records that cite it."""
    from ..facts import codec  # noqa: PLC0415
    from ..facts.responses import ReadAnswer  # noqa: PLC0415
    from ..proof import reading  # noqa: PLC0415

    name, text, cites, day = _find_text(values)
    find, most = values["find"], len(text.paragraphs)
    shown = reading.marked(text.paragraphs, cites, day, _parse_asked_paragraphs(values["source"], most))
    places = tuple(reading.find_words(find, name, shown, day)) if find is not None else ()
    if find is not None:
        having = {place.at for place in places}
        shown = [one for one in shown if f"{name}:{one.paragraph}" in having]
    if values["uncovered"]:
        shown = [one for one in shown if not all(mark.covered for mark in one.marks)]
    answer = ReadAnswer(source=name, paragraphs=most, count=len(shown), items=tuple(shown), places=places)
    if values["json"]:
        return Reply(codec.encode(answer) + b"\n", ExitCode.OK if find is None or places else ExitCode.NEGATIVE)
    if find is None:
        from ..render import reading as render  # noqa: PLC0415 -- rich loads only where something is drawn

        kinds = dict(open_index(values["facts"]).rows("SELECT id, kind FROM record"))
        return Reply(render.render_reading(answer, terminal.page(), kinds))
    if not places:
        raise NothingFound([f"{name} does not have these words"])
    from ..draft.toml import DraftCite, paste  # noqa: PLC0415

    lines = (printable(paste(DraftCite(place.at, place.printed))) for place in places)
    return Reply("".join(f"{line}\n" for line in lines).encode())


def show_uncited(values: Mapping[str, Any]) -> Reply:
    """Show paragraphs that no record cites; the answer is negative."""
    pages = [
        show_text({"find": None, "uncovered": False, "json": False, **values, "source": id_}).data
        for id_ in values["ids"]
    ]
    return Reply(b"\n".join(pages), ExitCode.NEGATIVE)


def _find_text(values: Mapping[str, Any]) -> tuple[str, ArticleText, dict[int, list[tuple[str, str | None]]], Any]:
    """Return id, text, cites and date of a source or of a file."""
    from datetime import date  # noqa: PLC0415

    from ..proof import articles  # noqa: PLC0415

    name = _strip_range(values["source"])
    index = open_index(values["facts"])
    sources = {one.id: one for one in decoded(index.of_kinds("source"))}
    id_ = index.names("source").get(fold_name(name))
    if id_ is not None:
        text = _find_archived(sources[id_], values["articles"])
    elif os.path.isfile(name):
        text = articles.text_of(os.path.basename(name), _read_file(name))
        id_ = next((one.id for one in sources.values() if one.sha256 == text.sha256), None)
    else:
        near = nearest(name, index.labels("source"))
        hint = f"; did you mean {near}?" if near else ""
        raise NothingFound([f"unknown source {quote(name)}, and no file has that name{hint}"], near)
    if id_ is None:
        from ..draft.draft import read_top  # noqa: PLC0415
        from ..draft.records import slug  # noqa: PLC0415

        return slug(os.path.splitext(text.name)[0]), text, {}, read_top(text.paragraphs).day
    day = sources[id_].date
    published = date.fromisoformat(day) if day is not None and len(day) == 10 else None
    return id_, text, _group_cites(index, id_), published


def _find_archived(source: Any, folder: str | None) -> ArticleText:
    """Return the text of a source from a folder; raises NothingFound if no file has its digest."""
    from ..proof import articles  # noqa: PLC0415

    if not folder:
        raise UsageError(READ_NEEDS_FOLDER)
    found = next((text for text in articles.texts_of(folder) if text.sha256 == source.sha256), None)
    if found is None:
        raise NothingFound(
            [f"no file in {printable(folder)} has the digest of {source.id}; verify says whether it was changed"]
        )
    return found


def _group_cites(index: Index, id_: str) -> dict[int, list[tuple[str, str | None]]]:
    """Return all cites of a source by paragraph, in the order of the store."""
    sql = """SELECT paragraph, cites.id, printed FROM cites JOIN record USING (id) WHERE source = ?
        ORDER BY paragraph, number, field, entry, position"""
    found: dict[int, list[tuple[str, str | None]]] = {}
    for paragraph, record, printed in index.rows(sql, [id_]):
        found.setdefault(paragraph, []).append((record, printed))
    return found


def _read_file(name: str) -> bytes:
    from ..facts import files  # noqa: PLC0415

    try:
        return files.read_plain(name)
    except (OSError, ValueError) as error:
        raise UsageError(f"{printable(name)} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _strip_range(asked: str) -> str:
    """Return the part before `:N` or `:N-M`."""
    name, colon, numbers = asked.rpartition(":")
    return name if colon and numbers.replace("-", "").isdigit() and numbers.isascii() else asked


def _parse_asked_paragraphs(asked: str, most: int) -> range:
    """Return the paragraphs that `:N` or `:N-M` asks for, or all; raises NothingFound if the text has none of them."""
    numbers = asked[len(_strip_range(asked)) :].removeprefix(":")
    if not numbers:
        return range(1, most + 1)
    return parse_paragraphs(numbers, most)


def parse_paragraphs(numbers: str, most: int) -> range:
    """Return the paragraphs that `N` or `N-M` names; raises UsageError or NothingFound."""
    first, dash, last = numbers.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (first, last if dash else first)):
        raise UsageError(f"{quote(numbers)} is no paragraph: write N or N-M")
    start, end = int(first), int(last if dash else first)
    if end < start:
        raise UsageError(f"{quote(numbers)} runs backwards: write the smaller number first")
    if start < 1 or start > most:
        raise NothingFound([f"there is no paragraph {numbers}: the text has {pluralize(most, 'paragraph')}"])
    return range(start, min(end, most) + 1)


def draft(values: Mapping[str, Any]) -> Reply:
    """Draft the facts of some texts."""
    from ..draft.draft import DRAFT_KINDS, DraftSelection, draft  # noqa: PLC0415
    from ..draft.known import Known  # noqa: PLC0415
    from ..proof import articles  # noqa: PLC0415

    if values["as_"] and len(values["articles_"]) > 1:
        raise UsageError("--as names one source: draft one article at a time")
    kinds = tuple(values["kinds"].replace(" ", "").split(",")) if values["kinds"] else DRAFT_KINDS
    for kind in kinds:
        if kind not in DRAFT_KINDS:
            raise UnknownValue("kind", kind, nearest(kind, DRAFT_KINDS), DRAFT_KINDS)
    known = Known(_load_store_tables(values["facts"]))
    _refuse_id(values["as_"], known.ids)
    found = [articles.text_of(os.path.basename(name), _read_file(name)) for name in values["articles_"]]
    if foreign := next((text.name for text in found if text.fault), None):
        raise UsageError(f"{printable(foreign)} is not UTF-8: convert it")
    if empty := next((text.name for text in found if not text.paragraphs), None):
        raise UsageError(f"{printable(empty)} has no paragraph")
    most = max(len(text.paragraphs) for text in found)
    asked = values["only"].split(",") if values["only"] else ()
    only = {number for part in asked for number in parse_paragraphs(part.strip(), most)} if asked else None
    return Reply(draft(found, known, DraftSelection(values["as_"], only, kinds)).encode())


def _load_store_tables(name: str | None) -> Mapping[str, Any]:
    """Return the tables of the store to draft for; none without a store or if its file is missing."""
    from ..facts import files, load  # noqa: PLC0415

    if name is None or (name != "-" and not os.path.lexists(name)):
        return {}
    return load.tables(files.read_file(name), files.title(name))


def _refuse_id(id_: str | None, taken: Any) -> None:
    """Raise UsageError for an invalid id or one that the store already has."""
    import re  # noqa: PLC0415

    from ..facts.model import ID_PATTERN  # noqa: PLC0415

    if id_ is not None and (not re.fullmatch(ID_PATTERN, id_) or len(id_) > 64):
        raise UsageError(f"--as {quote(id_)} is no id: use lower-case letters, digits and single hyphens")
    if id_ in taken:
        raise UsageError(f"--as {quote(id_)}: the store has that id already")


def patch(values: Mapping[str, Any]) -> Reply:
    """Print the diff that adapts the store to changed texts."""
    from ..facts import files  # noqa: PLC0415
    from ..proof import articles, moved  # noqa: PLC0415

    if values["json"] or values["facts"] == "-":
        raise UsageError("--patch prints a diff of a file: no --json, no standard input")
    name = values["facts"] or files.shipped()
    texts = articles.texts_of(values["articles"])
    diff, left = moved.make_patch(files.read_file(name), files.title(name), _make_relative(name), texts)
    notes = "".join(f"# left: {printable(line)}\n" for line in left)
    return Reply(f"{notes}{diff}".encode(), ExitCode.NEGATIVE if left else ExitCode.OK)


def _make_relative(name: str) -> str:
    """Return a path that both `patch -p0` and `git apply` accept: below this folder, or only the name."""
    path = os.path.relpath(name).replace(os.sep, "/")
    return f"./{os.path.basename(name) if path.startswith('../') else path}"


def watch(
    values: Mapping[str, Any], check: Callable[[Mapping[str, Any]], Reply], pause: Callable[[float], None]
) -> Reply:
    """Check a file again whenever it changes, until Ctrl-C; raises KeyboardInterrupt."""
    name = values["file"] or values["facts"]
    if name is None or name == "-":
        raise UsageError("--watch needs a file of yours: check FILE --watch")
    seen: object = ()
    while True:
        state = _get_file_state(name)
        if state != seen:
            seen = state
            terminal.write_now((CLEAR if terminal.is_terminal() else b"") + _check_once(values, check))
        pause(PAUSE)


def _get_file_state(name: str) -> object:
    """Return a value that changes when a file is written; None while it is missing."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def _check_once(values: Mapping[str, Any], check: Callable[[Mapping[str, Any]], Reply]) -> bytes:
    """Check a file and return its faults, or why it cannot be read: an editor may be replacing it."""
    try:
        return check(values).data
    except HarristripError as error:
        return "".join(f"{printable(line)}\n" for line in error.lines()).encode()

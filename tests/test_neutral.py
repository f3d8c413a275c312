"""The program knows nothing of the event that ships: no name of its store is in the source."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "harristrip"


def test_no_name_of_the_shipped_store_is_in_the_source(shipped):
    """Countries, places, people, sources, groups and their aliases appear in the data alone."""
    names = {
        name
        for vocabulary in ("country", "place", "person", "source", "group")
        for known in shipped.labels(vocabulary).values()
        for name in known
        if len(name) > 4 and name[0].isupper()
    } - {"White House", "American"}  # words of any English text
    names |= {id_ for id_ in shipped.labels("source") if id_ not in ("explainer", "webcast")}
    pattern = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, names)))})(?![\w-])")
    found = {
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in SOURCE.rglob("*.py")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()

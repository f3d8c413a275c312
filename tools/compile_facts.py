"""Build hook: put the index of `data/facts.toml` and all JSON Schemas into the wheel; a store with faults builds none."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileFacts(BuildHookInterface):
    """Write `harristrip/facts.index` and `harristrip/schemas/*.json`; an editable install needs neither."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the index and the schemas to the files of the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from harristrip import __version__  # noqa: PLC0415 -- found only now
        from harristrip.facts import load  # noqa: PLC0415
        from harristrip.index import cache  # noqa: PLC0415
        from harristrip.render import schemas  # noqa: PLC0415

        self.made = tempfile.TemporaryDirectory(prefix="harristrip-")  # removed with this object, after the build
        folder = Path(self.made.name)
        facts = load.parse((root / "data" / "facts.toml").read_bytes())
        cache.write(facts, str(folder / cache.SHIPPED), {"version": __version__})
        (folder / "schemas").mkdir()
        for name in schemas.names():
            (folder / "schemas" / f"{name}.json").write_bytes(schemas.encode(name))
        for path in sorted(folder.rglob("*.*")):
            build_data["force_include"][str(path)] = f"harristrip/{path.relative_to(folder).as_posix()}"

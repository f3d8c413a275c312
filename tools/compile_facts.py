"""Build hook: put the index of `data/facts.toml` into the wheel, beside it; a store with faults builds no wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileFacts(BuildHookInterface):
    """Write `harristrip/facts.index`; an editable install has none and needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the index of the shipped facts to the files of the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from harristrip import __version__  # noqa: PLC0415 -- found only now
        from harristrip.facts import load  # noqa: PLC0415
        from harristrip.index import database  # noqa: PLC0415

        self.made = tempfile.TemporaryDirectory(prefix="harristrip-")  # it goes with this object, after the build
        path = Path(self.made.name, database.SHIPPED)
        database.write(load.parse((root / "data" / "facts.toml").read_bytes()), str(path), {"version": __version__})
        path.chmod(0o644)  # a cache is private, a package is not
        build_data["force_include"][str(path)] = f"harristrip/{database.SHIPPED}"

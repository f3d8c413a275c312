"""Build hook: put the compiled form of `data/facts.toml` and all schemas into the wheel; a faulty store builds none."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileFacts(BuildHookInterface):
    """Write `harristrip/facts.bin` and `harristrip/schemas/*.json`; an editable install has none and needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled facts and the schemas to the files of the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from harristrip import compiled, schemas, store  # noqa: PLC0415 -- found only now

        made = {compiled.NAME: compiled.dump(store.load(root / "data" / "facts.toml"))}
        made |= {f"schemas/{name}.json": schemas.encode(name) for name in schemas.names()}
        self.made = tempfile.TemporaryDirectory(prefix="harristrip-")  # it goes with this object, after the build
        folder = Path(self.made.name)
        (folder / "schemas").mkdir()
        for name, data in made.items():
            (folder / name).write_bytes(data)
            build_data["force_include"][str(folder / name)] = f"harristrip/{name}"

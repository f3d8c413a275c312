"""Build hook: check `data/facts.toml` and put its compiled form into the wheel; a faulty store builds none."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileFacts(BuildHookInterface):
    """Write `harristrip/facts.bin`; an editable install has none and reads the TOML file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled facts to the files of the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from harristrip import compiled, store  # noqa: PLC0415 -- found only now

        facts = Path(tempfile.mkdtemp(prefix="harristrip-")) / compiled.NAME
        facts.write_bytes(compiled.dump(store.load(root / "data" / "facts.toml")))
        build_data["force_include"][str(facts)] = f"harristrip/{compiled.NAME}"

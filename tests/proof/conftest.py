"""A slow machine breaks no promise of the reader."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("proof", deadline=None, max_examples=int(os.environ.get("HARRISTRIP_EXAMPLES", "100")))
settings.load_profile("proof")

"""A sourced fact store: every fact names the paragraph that says it.

>>> from harristrip import load
>>> [meeting.id for meeting in load().meetings(country="guatemala")]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Store", "__version__", "load"]

if TYPE_CHECKING:
    from .store import Store, load


def __getattr__(name: str) -> object:
    """Import the store on first use: `import harristrip` alone stays cheap."""
    if name in ("Store", "load"):
        from . import store  # noqa: PLC0415

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

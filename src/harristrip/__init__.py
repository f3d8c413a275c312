"""A sourced fact store: every fact names the paragraph that says it.

    from harristrip import load

    for meeting in load().meetings(country="guatemala"):
        print(meeting.date, meeting.summary)

`load` reads and checks a store; the methods of `Store` return the same records as the commands show. Failures are
classes of `harristrip.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = [
    "Cite",
    "Claim",
    "Commitment",
    "Conflict",
    "Funding",
    "Gap",
    "Meeting",
    "Person",
    "Record",
    "Result",
    "Source",
    "Statistic",
    "Stop",
    "Store",
    "Total",
    "__version__",
    "load",
]

if TYPE_CHECKING:
    from .answers import Total
    from .model import (
        Cite,
        Claim,
        Commitment,
        Conflict,
        Funding,
        Gap,
        Meeting,
        Person,
        Record,
        Source,
        Statistic,
        Stop,
    )
    from .results import Result
    from .store import Store, load


def __getattr__(name: str) -> object:
    """Import what is asked for on first use: `import harristrip` alone stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import answers, model, results, store  # noqa: PLC0415

    return next(getattr(module, name) for module in (store, results, model, answers) if hasattr(module, name))

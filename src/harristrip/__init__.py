"""A sourced fact store: every fact names the paragraph that says it.

    from harristrip import load

    for meeting in load().meetings():
        print(meeting.date, meeting.summary)

`load` opens a store; the methods of `Store` return the same records as the commands show. Failures are classes of
`harristrip.errors`.
"""

from __future__ import annotations

__version__ = "0.2.0"
SCHEMA_VERSION = 1
"""Version of the JSON that commands print: keys keep name and type within it."""
__all__ = [
    "SCHEMA_VERSION",
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

TYPE_CHECKING = False  # not from typing: 4 ms in which Ctrl-C would show a traceback
if TYPE_CHECKING:
    from .facts.model import (
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
    from .facts.responses import Total
    from .index.store import Result, Store, load


def __getattr__(name: str) -> object:
    """Import a public name on first use: `import harristrip` alone stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .facts import model, responses  # noqa: PLC0415
    from .index import store  # noqa: PLC0415

    return next(getattr(module, name) for module in (store, model, responses) if hasattr(module, name))

"""The briefing: one HTML file with all facts of a store, each sentence above its evidence.

It has no scripts and makes no requests: the policy in its head forbids both. All text of a store passes through
`brief_parts.text`, and htpy escapes it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from .. import __version__, dates
from ..text import pluralize
from .brief_parts import VERIFIED, Briefing, BriefSection, Evidence, day, pill, separated, text
from .brief_sections import make_sections
from .diagnostics import FAULTLESS

if TYPE_CHECKING:
    from htpy import Element, Node

    from ..facts.responses import VerifyAnswer
    from ..index.store import Store
    from .brief_parts import Texts

EMPTY = "Nothing: the selection is empty"
SELECTION_NOUNS = {
    "stop": ("leg or stay", "legs and stays"),
    "funding": ("amount of money", "amounts of money"),
    "person": ("person or body", "people and bodies"),
}
"""Kind -> singular and plural, if they differ from the kind."""
_STYLE_SHEET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "brief.css")


def brief(store: Store, filters: Mapping[str, Any], checks: VerifyAnswer | None, texts: Texts | None) -> bytes:
    """Return the briefing of the records that match the filters, as HTML.

    `checks` are the results of `verify`; `texts` are the articles: with them, each cite shows its paragraph.
    """
    every = {source.id: source for source in store.sources()}
    page = Briefing(store, filters, Evidence(every, checks.items if checks else (), texts))
    head = _make_header(page, checks)
    shown = list(make_sections(page))
    content = [_make_section(section) for section in shown]
    notes = h.section(class_="fn", id="s_notes", aria_labelledby="h_notes")[
        h.h2(id="h_notes")["Notes"], h.ol[page.evidence.footnotes()]
    ]
    body = [_make_skip_link(), head, _make_contents(shown), h.main(id="s_main")[content, notes], _make_footer()]
    return f"{_make_document(page, body)}\n".encode()


def _make_document(page: Briefing, content: Node) -> Element:
    with open(_STYLE_SHEET, encoding="utf-8") as file:
        style = file.read()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(http_equiv="Content-Security-Policy", content=policy),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="referrer", content="no-referrer"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[f"{text(page.store.event.title)}: briefing"],
            h.style[_Trusted(style)],
        ],
        h.body[content],
    ]


class _Trusted(str):
    """The style sheet of this package, which is not escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _make_skip_link() -> Element:
    return h.a(class_="skip", href="#s_main")["Skip to the briefing"]


def _make_header(page: Briefing, checks: VerifyAnswer | None) -> Element:
    """Return title, summary, days, contents and checks."""
    event = page.store.event
    return h.header[
        h.p(class_="kicker")["Briefing"],
        h.h1[text(event.title)],
        h.p(class_="dek")[text(event.summary), page.evidence.numbers((*event.cites, *event.date_from))],
        page.evidence.below("event", event.cites, event.date_from),
        h.dl(class_="about")[[h.div[h.dt[name], h.dd[value]] for name, value in _list_overview(page, checks) if value]],
    ]


def _list_overview(page: Briefing, checks: VerifyAnswer | None) -> list[tuple[str, Node]]:
    event = page.store.event
    days = event.first_day if event.first_day == event.last_day else f"{event.first_day}/{event.last_day}"
    kinds = Counter(record.kind for record in page.records).items()
    sizes = ", ".join(
        f"{number} {SELECTION_NOUNS.get(kind, (kind, f'{kind}s'))[number != 1]}" for kind, number in kinds
    )
    chosen = [
        f"{name.strip('_').replace('_', ' ')} {_format_filter(value)}" for name, value in page.filters.items() if value
    ]
    return [
        ("Days", [day(days), " ", pill("derived")] if event.date_from else day(days)),
        ("Who", page.who(page.travellers)),
        ("What this is", f"{sizes}; each sentence summarises the evidence below it" if sizes else EMPTY),
        ("Selection", "; ".join(chosen) or "Everything that the store says"),
        ("Facts as of", _format_as_of(page)),
        ("How it was checked", _count_checks(page, checks)),
    ]


def _format_filter(value: object) -> str:
    return text(" or ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def _format_as_of(page: Briefing) -> str:
    """Return the day up to which the facts are known, in words."""
    if known := page.filters.get("known_by"):
        return f"{day(str(known))}: what sources published by then say"
    newest = max((dates.bounds(one.date)[1] for one in page.evidence.sources.values() if one.date), default=None)
    return f"{day(newest)}, the day of the newest source" if newest else "Not stated: no source has a date"


def _count_checks(page: Briefing, checks: VerifyAnswer | None) -> Node:
    """Return how many cites were checked against the articles, by state."""
    if checks is None:
        return "Not checked: made without the articles, so the citations are as the store gives them"
    event = page.store.event
    cites = [*event.cites, *event.date_from]
    cites += [cite for record in page.records for cite in (*record.all_cites(), *record.date_from)]
    shown = {"event", *(record.id for record in page.records), *(cite.source for cite in cites)}
    states = Counter(check.state for check in checks.items if check.id in shown)
    words = {state: f"{number} {state}{' ✓' if state == VERIFIED else ''}" for state, number in states.items()}
    counts = [one if state in FAULTLESS else pill(one, "differ") for state, one in words.items()]
    return [f"{pluralize(sum(states.values()), 'citation')} compared with the articles: ", separated(counts)]


def _make_contents(shown: Sequence[BriefSection]) -> Element:
    return h.nav(aria_labelledby="h_contents")[
        h.h2(id="h_contents")["Contents"],
        h.ol[
            [
                h.li[h.a(href=f"#{one.anchor}")[one.title, one.size is not None and [" ", h.span[str(one.size)]]]]
                for one in shown
            ]
        ],
    ]


def _make_section(section: BriefSection) -> Element:
    heading = f"h_{section.anchor}"
    return h.section(id=section.anchor, aria_labelledby=heading)[h.h2(id=heading)[section.title], section.content]


def _make_footer() -> Element:
    return h.footer[h.p[f"Made with harristrip {__version__}. Every sentence names the paragraphs that say it."]]

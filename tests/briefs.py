"""Briefings for the tests: of the facts that ship, of hostile text, and of a store checked against made-up articles."""

from __future__ import annotations

import hashlib
from typing import Any

from stores import document, small

from harristrip.facts import load as facts
from harristrip.facts.responses import Check, VerifyAnswer
from harristrip.index.database import in_memory
from harristrip.index.store import Store, load
from harristrip.render.brief import brief

HOSTILE = "</style></title></svg><script>alert(1)</script>\"'><img src=//x.test onerror=alert(2)>&lt;&#60;{0}%s --> ]]>"
PARAGRAPHS = [
    "3 May 2030. The mayor is here.",
    "On 1 May 2030 she left; the next day she met farmers.",
    "They spoke of a shared well.",
    "The town has more than $5,000, and $1,000 of it buys a pump.",
    "Some 12 wells in April 2030 were dug, and about 3.5% were dry.",
    "She promised repairs.",
    "Thirst drives them.",
    "Nothing else was said.",
    "The end.",
]


def parse(raw: dict[str, Any]) -> Store:
    """Return a store from its plain tables."""
    return Store(in_memory(facts.parse(document(raw).encode(), "facts.toml")))


def checked() -> Store:
    """Return the small store, its first source having the digest of the made-up article."""
    raw = small()
    raw["sources"]["gazette"]["sha256"] = hashlib.sha256(b"gazette").hexdigest()
    for number, area in enumerate(("Sylvania", "Ruritania"), 13):
        raw["statistic"].append(
            {
                **raw["statistic"][0],
                "id": f"wells-{area.lower()}",
                "value": number,
                "area": area,
                "qualifier": "about",
                "cites": [{"at": "gazette:5", "printed": "12 wells"}],
            }
        )
    return parse(raw)


def archive() -> dict[str, list[str]]:
    """Return the paragraphs of the made-up article by its SHA-256."""
    return {hashlib.sha256(b"gazette").hexdigest(): PARAGRAPHS}


def found(store: Store) -> VerifyAnswer:
    """Return checks of every state, as `verify` could give them."""
    states = ("verified", "supported", "mismatch", "unchecked")
    cites = [(record.id, cite) for record in store.records for cite in record.cites]
    checks = tuple(
        Check(
            id=id_,
            field="cites",
            source=cite.source,
            paragraph=cite.paragraph,
            printed=cite.printed,
            state=states[number % 4],
            detail=None,
            found=None,
            elsewhere=(),
        )
        for number, (id_, cite) in enumerate(cites)
    )
    return VerifyAnswer(count=len(checks), items=checks, checked=len(checks), wrong=0, sources=(), uncovered=())


def hostile() -> dict[str, Any]:
    """Return the small store with hostile text wherever it may be any text."""
    raw = small()
    raw["event"] |= {"title": HOSTILE, "summary": HOSTILE}
    raw["sources"]["gazette"] |= {"publisher": HOSTILE, "title": HOSTILE, "note": HOSTILE}
    raw["sources"]["herald"]["relays"][0]["outlet"] = HOSTILE
    raw["countries"]["freedonia"]["name"] = raw["topics"]["water"]["label"] = HOSTILE
    raw["people"]["mayor"]["name"] = raw["people"]["mayor"]["titles"][0]["title"] = HOSTILE
    for kind in ("stop", "meeting", "funding", "statistic", "commitment", "claim", "gap", "conflict"):
        for record in raw[kind]:
            record |= {"summary": HOSTILE, "note": HOSTILE}
    raw["stop"][0] |= {"origin": HOSTILE, "destination": HOSTILE}
    raw["meeting"][0] |= {"place": HOSTILE, "groups": [HOSTILE], "part_of_day": "late"}
    raw["meeting"][0]["agenda"][0]["summary"] = HOSTILE
    raw["funding"][0] |= {"purpose": HOSTILE, "recipient": HOSTILE}
    raw["statistic"][0] |= dict.fromkeys(("measure", "unit", "period", "population", "area"), HOSTILE)
    raw["commitment"][0]["to"] = HOSTILE
    raw["conflict"][0] |= {"safest": HOSTILE, "reason": HOSTILE}
    raw["conflict"][0]["readings"][0]["reading"] = HOSTILE
    raw["claim"][0]["cites"] = [{"at": "gazette:7", "printed": HOSTILE, "via": HOSTILE}]
    return raw


def pages() -> dict[str, bytes]:
    """Return the briefings that a browser is to show."""
    store = checked()
    return {
        "shipped": brief(load(), {}, None, None),
        "checked": brief(store, {}, found(store), archive()),
        "hostile": brief(parse(hostile()), {}, None, None),
        "empty": brief(load(), {"country": "mexico", "status": "not-done", "kind": "stop"}, None, None),
    }

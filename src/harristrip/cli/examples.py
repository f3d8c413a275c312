"""Two examples for each command, as its help ends with and as the reference shows; a test runs every one."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, str]] = {
    "itinerary": ("harristrip itinerary", "harristrip itinerary --format ics -o trip.ics"),
    "meetings": (
        "harristrip meetings --country guatemala --status planned",
        "harristrip meetings --json | jq -r '.items[].id'",
    ),
    "people": ("harristrip people", "harristrip people --source cnn --fields id,name"),
    "timeline": ("harristrip timeline --from 2021-06 --to 2021-06-07", "harristrip timeline --known-by 2021-06-02"),
    "funding": ("harristrip funding", "harristrip funding --json | jq '.totals'"),
    "border": ("harristrip border", "harristrip border --format csv"),
    "health": ("harristrip health --country mx", "harristrip health --format markdown"),
    "commitments": ("harristrip commitments --status agreed", "harristrip commitments --person alfaqih --count"),
    "facts": ("harristrip facts --kind claim --topic corruption", "harristrip facts --format jsonl -o facts.jsonl"),
    "search": ("harristrip search '$310 million'", "harristrip search labor roundtable --country mexico"),
    "show": ("harristrip show border-encounters-april", "harristrip show fox:25"),
    "cite": ("harristrip cite border-encounters-april", "harristrip cite fox:25 --style bibtex"),
    "sources": ("harristrip sources", "harristrip sources --json | jq -r '.items[] | [.id, .date_basis] | @tsv'"),
    "conflicts": ("harristrip conflicts --topic vaccines", "harristrip conflicts conflict-trip-length"),
    "gaps": ("harristrip gaps --status declined", "harristrip gaps --topic aid"),
    "verify": ("harristrip verify --articles DIR", "harristrip verify border-encounters-april --articles DIR --json"),
    "check": ("harristrip check", "harristrip check --explain HT009"),
    "export": ("harristrip export facts.db", "harristrip export - > facts.db"),
    "schema": ("harristrip schema store", "harristrip schema meetings"),
    "init": ("harristrip init my-event.toml", "harristrip init -"),
}


def epilog(name: str) -> str:
    """Return the examples of a command as its help shows them."""
    return "\n\n".join(("Examples:", *EXAMPLES[name]))

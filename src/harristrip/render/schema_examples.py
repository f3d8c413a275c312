"""Examples of each field of a store, which editors show. All are from an invented visit."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[Any]] = {
    "title": ["The mayor's visit to Northport"],
    "summary": ["The mayor meets the harbour workers."],
    "id": ["talks-mayor"],
    "first_day": ["2030-05-01"],
    "last_day": ["2030-05-02"],
    "date": ["2030-05-01", "2030-05", "2030-01/2030-04"],
    "date_from": [[{"at": "post:4", "printed": "on Monday"}, "post:1"]],
    "traveller": ["mayor"],
    "travellers": [["mayor", "envoy"]],
    "cites": [["post:4"], [{"at": "post:4", "printed": "more than 10 ships"}]],
    "name": ["Northport"],
    "code": ["NO"],
    "aliases": [["North Port", "the port"]],
    "countries": [["norway"]],
    "places": [["northport"]],
    "people": [["mayor"]],
    "topics": [["harbour"]],
    "said_by": [["mayor"], ["post"]],
    "note": ["The number of ships was corrected a day later."],
    "statuses": [[{"status": "planned", "cites": ["post:4"]}, {"status": "held", "cites": ["wire:2"]}]],
    "titles": [[{"title": "Mayor", "cites": ["post:4"]}]],
    "label": ["Ships"],
    "publisher": ["The Northport Post"],
    "author": ["Ada Lind"],
    "language": ["en", "es"],
    "url": ["https://post.example/visit"],
    "archived": ["https://archive.example/2030/post.example/visit"],
    "retrieved": ["2030-05-03"],
    "file": ["post.txt"],
    "relays": [[{"outlet": "Harbour Wire", "cites": ["post:9"]}]],
    "sha256": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    "paragraphs": [12],
    "outlet": ["Harbour Wire"],
    "origin": ["Northport"],
    "destination": ["Eastport"],
    "place": ["the town hall"],
    "groups": [["harbour workers", "captains"]],
    "agenda": [[{"topic": "harbour", "summary": "A deeper harbour", "cites": ["post:4"]}]],
    "topic": ["harbour"],
    "amount": [310000000, "1.5"],
    "amount_to": [320000000],
    "currency": ["USD", "EUR"],
    "per": ["family", "year"],
    "purpose": ["a deeper harbour"],
    "recipient": ["the harbour company"],
    "part_of": ["harbour-310m", ["harbour-310m", "coast-1bn"]],
    "restates": ["harbour-310m"],
    "separate_from": [["coast-1bn"]],
    "value": [178000, "3.5", "1/5"],
    "value_to": [180000, "3.8"],
    "unit": ["ships", "%"],
    "group": ["ships"],
    "measure": ["ships unloaded"],
    "period": ["April 2030"],
    "population": ["ships of all sizes"],
    "area": ["the northern harbour"],
    "by": [["mayor"]],
    "to": ["the harbour workers"],
    "about": [["funding"], ["meetings", "ships"]],
    "records": [["ships-april", "ships-april-wire"]],
    "readings": [[{"reading": "178,000", "cites": ["post:4"]}, {"reading": "180,000", "cites": ["wire:2"]}]],
    "safest": ["About 180,000 ships."],
    "reason": ["The Post counts the northern harbour only."],
    "reading": ["178,000 ships"],
    "source": ["post"],
    "paragraph": [4],
    "at": ["post:4"],
    "printed": ["more than 178,000 ships"],
    "via": ["Harbour Wire"],
    "reads": ["33 million people"],
}
"""Field -> examples; a field with a closed vocabulary shows its first values."""


def with_examples(fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the schemas of the fields of a table, each with examples."""
    return {name: {**value, "examples": EXAMPLES.get(name) or _closed(value)} for name, value in fields.items()}


def _closed(value: dict[str, Any]) -> list[Any]:
    """Return the first values of a closed vocabulary."""
    values: list[Any] = value["enum"] if "enum" in value else [value["const"]]
    return values[:2]

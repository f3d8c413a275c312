"""Tables of words, written as text: a line of words, of phrases between bars, of pairs between semicolons."""

from __future__ import annotations


def listed(text: str) -> list[str]:
    """Return the words of a text, in order."""
    return text.split()


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a text, which bars separate."""
    return tuple(phrase.strip() for phrase in text.split("|"))


def pairs(text: str) -> dict[str, str]:
    """Return the pairs of a text: `km: kilometre; m: metre`; several keys may share a value: `women, woman: woman`."""
    found: dict[str, str] = {}
    for entry in text.split(";"):
        keys, _, value = entry.partition(":")
        found |= {key.strip(): value.strip() for key in keys.split(",")}
    return found

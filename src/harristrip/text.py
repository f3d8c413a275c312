"""Pure functions over text: tables of words, folding, escaping of unprintable characters, quoting for messages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

MAX_WORD_LENGTH = 100
"""Longest word that `nearest` compares; longer ones are not typing errors."""
MAX_MARKS = 30
"""Consecutive combining marks allowed, as in Unicode's Stream-Safe format: normalising is quadratic in them."""
_SELECTORS = frozenset(map(chr, (0x34F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors, which choose the glyph of the character before them."""
_PLAINER = {"¶": "par.", "→": "->", "…": "...", "£": "GBP ", "€": "EUR ", "“": '"', "”": '"'} | {
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("─━\u2013—\u2212", "-"),
}
"""Characters that an encoding may lack -> their replacements."""
_IGNORED = _SELECTORS | frozenset(
    "\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0\u2800\ufffc\U00016fe4\U0001d159"
)
"""Invisible characters that Python calls printable."""


def word_list(text: str) -> list[str]:
    """Return the words of a text as a list."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
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


class _Unaccented(dict[int, "int | None"]):
    """A translation table that drops accents."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if _is_accent(chr(code)) else code
        return self[code]


class _WordCharacters(dict[int, str]):
    """A translation table that keeps letters, digits and marks; everything else becomes a blank."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_part = character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
        self[code] = character if is_part else " "
        return self[code]


_UNACCENTED, _WORD_CHARACTERS = _Unaccented(), _WordCharacters()


def fold(text: str) -> str:
    """Return `text` in lower case without accents, its words separated by single spaces.

    Vowel signs, as in Indic scripts, are kept: they are not accents.
    """
    if text.isascii():
        return " ".join(text.casefold().translate(_WORD_CHARACTERS).split())
    # Drop accents before NFKD: it is quadratic in consecutive marks.
    plain = unicodedata.normalize("NFKD", text.translate(_UNACCENTED)).translate(_UNACCENTED)
    return " ".join(plain.casefold().translate(_WORD_CHARACTERS).split())


def fold_name(name: str) -> str:
    """Return a folded name; one without letters or digits is only stripped."""
    return fold(name) or name.strip()


def _is_accent(character: str) -> bool:
    """Return whether a character is an accent, Hebrew point or Arabic sign (by combining class), or a selector."""
    number = unicodedata.combining(character)
    return number == 1 or 10 <= number <= 36 or number >= 200 or character in _SELECTORS


def is_stacked(text: str) -> bool:
    """Return whether a text has more consecutive combining marks than any script uses."""
    marks = 0
    for character in "" if text.isascii() else text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MAX_MARKS:
            return True
    return False


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid word most similar to `word`, or None if none is; of similar ones that with the fewest edits."""
    from difflib import get_close_matches  # noqa: PLC0415 -- 4 ms, and only a mistake needs it

    by_fold = {fold(choice): choice for choice in valid if len(choice) <= MAX_WORD_LENGTH}
    found = get_close_matches(fold(word), by_fold, n=5) if len(word) <= MAX_WORD_LENGTH else []
    return by_fold[min(found, key=lambda one: edits(fold(word), one))] if found else None


def edits(one: str, other: str) -> int:
    """Return how many letters must be inserted, deleted, replaced or swapped to make one word of another."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for at, wanted in enumerate(other, 1):
            row.append(min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted)))
            if min(number, at) > 1 and letter == other[at - 2] and wanted == one[number - 2]:
                row[at] = min(row[at], earlier[at - 2] + 1)
    return row[-1]


def is_printable(text: str) -> bool:
    """Return whether all characters are visible and safe for a terminal; the only blank allowed is U+0020."""
    return text.isprintable() and (text.isascii() or _IGNORED.isdisjoint(text))


def printable(text: str) -> str:
    """Return `text` with invisible and terminal control characters escaped."""
    if is_printable(text):
        return text
    shown = (
        c if is_printable(c) or unicodedata.category(c) == "Zs" else c.encode("unicode_escape").decode() for c in text
    )
    return "".join(shown)


def encode_text(text: str, encoding: str) -> bytes:
    """Encode text; a character that the encoding lacks becomes a similar one, loses its accents, or becomes `?`."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        missing = (character for character in set(text) if not character.encode(encoding, "ignore"))
        plain = {ord(character): _PLAINER.get(character) or _unaccented(character) for character in missing}
        return text.translate(plain).encode(encoding, "replace")


def _unaccented(character: str) -> str:
    """Return a character without accents; a fraction or superscript becomes `?`, as 3½ is not 31."""
    if character.isnumeric():
        return "?"
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun: `1 cite`, `2 cites`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def join_limited(names: Sequence[str], most: int) -> str:
    """Join names with commas; after the first `most`, only count the rest."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def truncate(text: str) -> str:
    """Return the beginning of a long text, so that a message stays on a line."""
    return f"{text[:60]}…" if len(text) > 61 else text


def quote(value: object) -> str:
    """Return a value for a message: escaped, truncated, text in quotes."""
    text = truncate(printable(str(value)))
    return f'"{text}"' if isinstance(value, str) else text


def toml_repr(value: object) -> str:
    """Return a value as TOML writes it; lists and tables are abbreviated."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[…]" if value else "[]"
    return "{…}" if value is None or isinstance(value, dict) else quote(value)

"""How wide each column of a table is drawn: no word broken and few lines, as far as the page allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Need(NamedTuple):
    """What one column would like to have, in characters."""

    longest_word: int
    longest_line: int
    wraps: bool
    """Whether its lines may be broken."""
    whole: bool = False
    """Whether its words, or its lines if they do not wrap, may never be: half a figure is another figure."""

    @property
    def least(self) -> int:
        """What leaves its words, or its lines if they do not wrap, as they are."""
        return self.longest_word if self.wraps else self.longest_line


ROOM = 10
"""What a column needs at least, if it has words as long."""


def fits(needs: Sequence[Need], room: int) -> bool:
    """Tell whether nothing has to be broken that must stay whole, and all else has some room."""
    return room >= sum(need.least if need.whole else min(need.least, ROOM) for need in needs)


def widths(needs: Sequence[Need], room: int) -> list[int]:
    """Return a width for each column so that they fit into `room` together.

    A column that does not wrap has its longest line. The others start at their longest word; what is left goes, one
    character at a time, to the column whose text would be broken into the most lines.
    """
    if sum(need.longest_line for need in needs) <= room:
        return [need.longest_line for need in needs]
    found = [need.least for need in needs]
    _shrink(needs, found, room)
    for _ in range(room - sum(found)):
        found[_tightest(needs, found)] += 1
    return found


def _shrink(needs: Sequence[Need], found: list[int], room: int) -> None:
    """Take from the widest column until all fit: as long as there is room from words, then from any column."""
    words = [number for number, need in enumerate(needs) if not need.whole]
    for columns, least in ((words, ROOM), (range(len(found)), 1)):
        while sum(found) > room and any(found[number] > least for number in columns):
            found[max(columns, key=found.__getitem__)] -= 1


def _tightest(needs: Sequence[Need], found: list[int]) -> int:
    return max(range(len(found)), key=lambda i: needs[i].longest_line / found[i])

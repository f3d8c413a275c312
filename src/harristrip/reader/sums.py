"""A number in words or digits as it grows, part by part."""

from __future__ import annotations

from fractions import Fraction

from .number_words import SHORT_SCALES


class Sum:
    """A number as it grows: what is complete, the group that is open, and the scale that closed the last one."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.group: Fraction | None = None
        self.room = Fraction(1)
        """What the next number must be less than: 100 after a hundred, 10 after twenty."""
        self.scale = 1
        self.last = 0
        """The scale that closed the last group; 0 before the first."""
        self.form = "plain"
        self.is_single = True
        """Whether one group was closed, so that a further scale multiplies all of it."""

    @property
    def value(self) -> Fraction:
        """The number so far."""
        return self.total + self.open

    @property
    def open(self) -> Fraction:
        """The open group, or nothing."""
        return self.group or Fraction(0)

    def takes(self, value: Fraction) -> bool:
        """Add a number to the open group, if it fits in there."""
        if self.group is None:
            if self.last and value >= self.last:
                return False
            self.group = value
        elif value < self.room and value > 0:
            self.group += value
        else:
            return False
        self.room = Fraction(1)
        return True

    def scaled(self, word: str, scale: int) -> bool:
        """Multiply the open group by a scale, if that makes a number."""
        if self.group is None:
            if not (self.last and self.last in SHORT_SCALES and scale >= self.last) or not self.is_single:
                return False
            self.total *= scale
            self.last = self.scale = self.last * scale
            return True
        if scale == 100 and word.startswith("hundred"):
            if self.group >= 1000 or (self.form == "word" and self.group >= 100):
                return False
            self.group *= 100
            self.room, self.scale = Fraction(100), 100
            return True
        if self.last and scale >= self.last:
            return False
        self.is_single = not self.last
        self.total += self.group * scale
        self.group, self.last, self.scale = None, scale, scale
        return True

"""A store of one record whose source has a text of one sentence, and what `verify` says about it."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from fractions import Fraction

from harristrip.facts import model
from harristrip.proof import verify
from harristrip.proof.articles import text_of
from harristrip.proof.library import Library

PUBLISHED = "2022-09-09"
QUALIFIERS = (None, "more than", "at least", "about", "nearly", "less than", "at most")


def checks(text, printed, *, published=PUBLISHED, reads=None, **fields):
    """Return the checks of a claim about one sentence."""
    content = text.encode()
    article = text_of("gazette.txt", content)
    count = max(1, len(article.paragraphs))
    source = model.Source(id="gazette", summary="s", sha256=article.sha256, paragraphs=count, date=published)
    against = Library({"gazette": source}, {"gazette": article})
    cite = model.Cite(source="gazette", paragraph=1, printed=printed, reads=reads)
    claim = model.Claim(id="claim", summary="s", type="statement", said_by=("gazette",), cites=(cite,), **fields)
    return verify.verify(claim, against)


def state(text, printed, **fields):
    """Return the state of the one cite."""
    return checks(text, printed, **fields)[0].state


def is_verified(text, printed, **fields):
    """Return whether `verify` accepts the record."""
    return state(text, printed, **fields) == "verified"


def number(value):
    """Return a value as a record has it: a whole number, a decimal or a fraction."""
    exact = Fraction(str(value))
    return int(exact) if exact.denominator == 1 else str(value)


def shared(*parts):
    """Return the path of a file beside the project, or None."""
    root = os.environ.get("HARRISTRIP_SHARED") or os.path.join(os.path.dirname(__file__), *[os.pardir] * 3, "shared")
    path = os.path.join(root, *parts)
    return path if os.path.isfile(path) else None


def lines(path):
    """Return the objects of a file of JSON lines."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def of_case(case):
    """Return the fields of the record that a case describes."""
    record = dict(case["record"])
    record.pop("measure_hint", None)
    fields = {"value_to" if name == "to" else name: value for name, value in record.items()}
    for name in ("value", "value_to"):
        if isinstance(fields.get(name), float):
            fields[name] = str(fields[name])
    return fields


def other_values(value):
    """Return values that a figure does not have."""
    exact = Fraction(str(value))
    return [one for one in (exact * 10, exact / 10, exact + 1, exact - 1, -exact) if one != exact]


def written(exact):
    """Return an exact value as a record has it."""
    if exact.denominator == 1:
        return int(exact)
    digits = f"{float(exact):.12f}".rstrip("0")
    return digits if Fraction(digits) == exact else f"{exact.numerator}/{exact.denominator}"


def other_days(days):
    """Return days near those that a date may mean, which it does not mean."""
    found = set()
    for text in days:
        day = date.fromisoformat(text)
        found |= {day + timedelta(step) for step in (-7, -1, 1, 7)}
        found |= {_moved(day, year=day.year + step) for step in (-1, 1)}
        found |= {_moved(day, month=(day.month + step) % 12 + 1) for step in (-2, 0)}
    return sorted({day.isoformat() for day in found} - set(days))


def _moved(day, **changes):
    try:
        return day.replace(**changes)
    except ValueError:
        return day.replace(day=28, **changes)

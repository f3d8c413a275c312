"""Addresses of sources: links that are safe to follow and lead to the printed words."""

from __future__ import annotations

import pytest
from stores import opened, printed, record, source, store

from harristrip.index.addresses import address, link

ADDRESSES = [
    ("https://post.example/a?b=1#c", "https://post.example/a?b=1#c"),
    ("http://post.example:80/é x", "http://post.example:80/%C3%A9%20x"),
    ("https://post.example/100%/%41", "https://post.example/100%25/%41"),
    ('https://post.example/"><b>', "https://post.example/%22%3E%3Cb%3E"),
    ("javascript:alert(1)", None),
    ("ftp://post.example/", None),
    ("https://user@post.example/", None),
    ("https://[::1/", None),
    ("https:///a", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "safe"), ADDRESSES)
def test_an_address_is_a_link_only_if_it_is_safe(url: str | None, safe: str | None) -> None:
    """Web addresses without a user, escaped; anything else is no link."""
    assert address(url) == safe


@pytest.mark.parametrize(
    ("url", "words", "found"),
    [
        ("https://post.example/a", "4 ferries", "https://post.example/a#:~:text=4%20ferries"),
        ("https://post.example/a#b", "3-4,\u00a0so", "https://post.example/a#b:~:text=3%2D4%2C%C2%A0so"),
        ("https://post.example/a", None, "https://post.example/a"),
        (None, "words", None),
    ],
)
def test_a_link_leads_to_the_printed_words(url: str | None, words: str | None, found: str | None) -> None:
    """Hyphens and commas have a meaning in a text fragment and are escaped."""
    gazette = source("gazette", rest=f'url = "{url}"' if url else "")
    made = opened(
        store(gazette, record("gap", "it", cites=[printed(words) if words else "gazette:1"]), sources=("herald",))
    )
    (it,) = made.show("it")
    assert link(made.show("gazette")[0], it.cites[0]) == found

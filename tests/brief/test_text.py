"""Parts that all renderers share: addresses, characters that cannot be shown."""

from __future__ import annotations

import pytest

from goodoffices.brief.text import printable, web_address


@pytest.mark.parametrize(
    "url, kept",
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://a b", False),
        ("https://a\nb", False),
        ('https://a"b', False),
        ("http://[::1", False),
        ("reports/000.txt", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, kept: bool) -> None:
    assert (web_address(url) is not None) is kept


def test_what_cannot_be_shown_leaves_a_mark() -> None:
    assert printable("a\x00b\ud800c\u202ed\te\nf") == "a\ufffdb\ufffdc\ufffdd e f"

"""Links are counted however they are written."""

import pytest

from comments.rules.links import host_of, links_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("no link at all. Really.Nothing", 0),
        ("https://a.example/ and http://b.example/x.", 2),
        ("www.a.example", 1),
        ("[url=http://a.example]a[/url]", 1),
        ('<a href="http://a.example/">x</a>', 1),
        ("[words](https://a.example/b)", 1),
        ("a-shop.xyz/buy", 1),
        ("write to ruth@example.com", 0),
        ("U.S. and e.g. 3.14", 0),
        ("see (https://a.example/).", 1),
        ("HTTPS://A.EXAMPLE", 1),
        ("https://a.example/?next=https://b.example", 1),
    ],
)
def test_each_way_to_write_a_link_is_known(text, count):
    assert len(links_in(text)) == count


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.A.example/b?c#d", "a.example"),
        ("www.a.example:80/", "a.example"),
        ("a.example", "a.example"),
        ("http://", ""),
    ],
)
def test_the_host_of_a_link_is_found(link, host):
    assert host_of(link) == host

"""On slow 3G the text can be read within a second and a half, and nothing moves under the reader's eyes.

What is asserted is what the line needs: round trips and bytes, which are the same on every machine. How long this
machine's own browser takes is measured by benchmarks/slow_line.py.
"""

import pytest

from blog.demo.story import PATH
from tests.slow_line import READABLE_WITHIN, load, running_site

PAGES = {"the front page": "/", "an article": PATH, "a section": "/section/world/", "the archive": "/archive/"}


@pytest.mark.browser
def test_on_slow_3g_the_text_is_readable_within_a_second_and_a_half_and_nothing_moves(browser):
    with running_site() as address:
        seen = {what: load(browser, address + path) for what, path in PAGES.items()}
    needed = {what: page.by_the_line for what, page in seen.items()}
    assert max(needed.values()) < READABLE_WITHIN, needed
    assert {page.deep for page in seen.values()} == {2}  # the page, then its stylesheet
    assert all(page.painted and page.words > 40 for page in seen.values())
    assert {what: page.moved for what, page in seen.items()} == dict.fromkeys(PAGES, 0)
    assert seen["the front page"].pictures > 3
    assert seen["an article"].pictures >= 1

"""Pictures among the words of a story, in a real browser."""

import pytest

from tests import factories

pytestmark = pytest.mark.browser

WORDS = "The first lorries crossed at dawn, an hour before the official reopening, and nobody stopped them. "
ARABIC = "عبرت أولى الشاحنات عند الفجر، قبل ساعة من الافتتاح الرسمي، ولم يوقفها أحد. "


@pytest.fixture
def stories(site, remy):
    """A story in English and one in Arabic, each with a picture on one side and one on the other."""
    key = factories.image().pk
    return {
        script: factories.published_post(
            by=remy,
            headline=words,
            body=f"{words * 3}\n\n![One](image:{key}){{: .alignright }}\n\n{words * 12}\n\n"
            f"![Two](image:{key})\n{{: .alignleft }}\n\n{words * 12}",
        )
        for script, words in (("latin", WORDS), ("arabic", ARABIC))
    }


def sides(page):
    """Of each figure: is it at the left and at the right edge of the text, and does the text stand beside it?"""
    return page.locator(".text figure").evaluate_all(
        """figures => figures.map((figure) => {
          const text = figure.closest(".text").getBoundingClientRect();
          const [box, next] = [figure, figure.nextElementSibling].map((one) => one.getBoundingClientRect());
          const is_near = (one, other) => Math.abs(one - other) < 2;
          return [is_near(box.left, text.left), is_near(box.right, text.right), next.top < box.bottom];
        })"""
    )


LEFT, RIGHT, WHOLE = [True, False, True], [False, True, True], [True, True, False]


@pytest.mark.parametrize(
    ("script", "width", "expected"),
    [
        ("latin", 1280, [RIGHT, LEFT]),
        ("arabic", 1280, [LEFT, RIGHT]),
        ("latin", 360, [WHOLE, WHOLE]),
        ("arabic", 360, [WHOLE, WHOLE]),
    ],
)
def test_an_aligned_picture_stands_beside_the_words_where_there_is_room(open_browser, stories, script, width, expected):
    page = open_browser(width=width)
    page.goto(stories[script].path)
    assert sides(page) == expected

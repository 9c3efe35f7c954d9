"""The picture on a share card of a story that has none of its own: the headline, as the paper would print it.

`lettering.py` finds the fonts and breaks the lines, `drawing.py` draws, `keeping.py` keeps what was drawn.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blog.models import Post

WIDTH, HEIGHT = 1200, 630  # pixels; https://developers.facebook.com/docs/sharing/best-practices
RECIPE = 1  # raise it when the same words are drawn otherwise: every picture then has a new name
KEY_LENGTH = 24  # hexadecimal digits


def key_of(post: Post, newsroom: str) -> str:
    """A name that follows from all that is seen in the picture, so that it may be cached for ever."""
    words = repr((RECIPE, post.headline, post.section.name if post.section else "", newsroom))
    return hashlib.blake2s(words.encode(), digest_size=KEY_LENGTH // 2).hexdigest()


def path_of(post: Post, newsroom: str) -> str:
    """Where readers' programs find it while the story is published."""
    return f"{post.get_absolute_url()}share-picture/{key_of(post, newsroom)}.png"

"""The newsroom's vocabulary: every noun, in one place."""

from blog.models.address import AddressTaken, Redirect
from blog.models.author import Author, AuthorLink, Byline
from blog.models.image import Image, Placement
from blog.models.post import Post
from blog.models.revision import Revision
from blog.models.section import Section
from blog.models.tag import Tag
from blog.models.user import User
from blog.models.workflow import TRANSITIONS, MoveRefused, State, Transition

__all__ = [
    "TRANSITIONS",
    "AddressTaken",
    "Author",
    "AuthorLink",
    "Byline",
    "Image",
    "MoveRefused",
    "Placement",
    "Post",
    "Redirect",
    "Revision",
    "Section",
    "State",
    "Tag",
    "Transition",
    "User",
]

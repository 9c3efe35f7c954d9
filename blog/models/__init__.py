"""The newsroom's vocabulary: every noun, in one place."""

from blog.models.address import AddressTaken, Redirect
from blog.models.audit import AuditEntry
from blog.models.author import Author, AuthorLink, Byline
from blog.models.image import Image, Placement
from blog.models.letter import Letter, without_letters
from blog.models.moves import TRANSITIONS, MoveRefused, State, Transition
from blog.models.post import Post
from blog.models.reads import Reads
from blog.models.revision import Revision
from blog.models.search import SearchEntry, SearchWord
from blog.models.section import Section
from blog.models.tag import Tag
from blog.models.user import User

__all__ = [
    "TRANSITIONS",
    "AddressTaken",
    "AuditEntry",
    "Author",
    "AuthorLink",
    "Byline",
    "Image",
    "Letter",
    "MoveRefused",
    "Placement",
    "Post",
    "Reads",
    "Redirect",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "Section",
    "State",
    "Tag",
    "Transition",
    "User",
    "without_letters",
]

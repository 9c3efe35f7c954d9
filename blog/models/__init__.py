"""The newsroom's vocabulary: every noun, in one place."""

from blog.models.address import AddressTaken, Redirect
from blog.models.audit import AuditEntry
from blog.models.author import Author, AuthorLink, Byline
from blog.models.embed import Embed
from blog.models.image import Image
from blog.models.letter import Letter, without_letters
from blog.models.likeness import Likeness
from blog.models.lockdown import Lockdown
from blog.models.moves import TRANSITIONS, MoveRefused, State, Transition
from blog.models.note import EditorialNote
from blog.models.passage import Passage
from blog.models.placement import Placement
from blog.models.post import Post
from blog.models.reads import Reads
from blog.models.revision import Revision
from blog.models.search import SearchEntry, SearchWord
from blog.models.section import Section
from blog.models.sheet import Sheet
from blog.models.tag import Tag
from blog.models.user import User

__all__ = [
    "TRANSITIONS",
    "AddressTaken",
    "AuditEntry",
    "Author",
    "AuthorLink",
    "Byline",
    "EditorialNote",
    "Embed",
    "Image",
    "Letter",
    "Likeness",
    "Lockdown",
    "MoveRefused",
    "Passage",
    "Placement",
    "Post",
    "Reads",
    "Redirect",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "Section",
    "Sheet",
    "State",
    "Tag",
    "Transition",
    "User",
    "without_letters",
]

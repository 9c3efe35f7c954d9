"""The newsroom's vocabulary: every noun, in one place."""

from blog.models.address import AddressTaken, Redirect
from blog.models.audit import AuditEntry
from blog.models.author import Author, AuthorLink, Byline
from blog.models.correction import ChangeKind, Correction
from blog.models.edition import Edition, EditionMark
from blog.models.embed import Embed
from blog.models.error_report import ErrorReport
from blog.models.flat_page import FlatPage
from blog.models.front_page import FrontPage, FrontPageFull
from blog.models.image import Image
from blog.models.letter import Letter, without_letters
from blog.models.likeness import Likeness
from blog.models.listing import Listing
from blog.models.lockdown import Lockdown
from blog.models.masthead import Masthead, newsroom_name
from blog.models.moves import TRANSITIONS, MoveRefused, State, Transition
from blog.models.note import EditorialNote
from blog.models.pace import Pace
from blog.models.passage import Passage
from blog.models.ping import Ping
from blog.models.placement import PagePicture, Placement
from blog.models.planned_change import PlannedChange
from blog.models.policy import Policy
from blog.models.post import Post
from blog.models.preflight_rules import Level, PreflightRules
from blog.models.public_file import PublicFile
from blog.models.reads import Reads
from blog.models.revision import Revision
from blog.models.search import SearchEntry, SearchWord
from blog.models.section import Section
from blog.models.sheet import Sheet
from blog.models.site_settings import SiteSettings
from blog.models.source import SignOffRefused, Source
from blog.models.tag import Tag
from blog.models.user import User

__all__ = [
    "TRANSITIONS",
    "AddressTaken",
    "AuditEntry",
    "Author",
    "AuthorLink",
    "Byline",
    "ChangeKind",
    "Correction",
    "Edition",
    "EditionMark",
    "EditorialNote",
    "Embed",
    "ErrorReport",
    "FlatPage",
    "FrontPage",
    "FrontPageFull",
    "Image",
    "Letter",
    "Level",
    "Likeness",
    "Listing",
    "Lockdown",
    "Masthead",
    "MoveRefused",
    "Pace",
    "PagePicture",
    "Passage",
    "Ping",
    "Placement",
    "PlannedChange",
    "Policy",
    "Post",
    "PreflightRules",
    "PublicFile",
    "Reads",
    "Redirect",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "Section",
    "Sheet",
    "SignOffRefused",
    "SiteSettings",
    "Source",
    "State",
    "Tag",
    "Transition",
    "User",
    "newsroom_name",
    "without_letters",
]

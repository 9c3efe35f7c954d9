"""An index of the published stories, and what readers find by it: in SQLite or PostgreSQL, with nothing beside them."""

from blog.search.asking import Filters, Hit, Results, newest, search
from blog.search.index import bring_in_step, catch_up, forget_story, mark_stale, reindex, tidy

__all__ = [
    "Filters",
    "Hit",
    "Results",
    "bring_in_step",
    "catch_up",
    "forget_story",
    "mark_stale",
    "newest",
    "reindex",
    "search",
    "tidy",
]

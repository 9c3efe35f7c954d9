"""Pictures: taken in safely, cropped and encoded into the files readers get, without a word of metadata.

Read `library` (the way in), `intake` (what is learnt from a file), `opening` (what is refused), `making`, and then
`finishing`, which makes what is wanting beside the pages.
"""

from blog.images.drawing import draw_stand_in
from blog.images.finishing import finish, finish_due, remove_from_view
from blog.images.intake import MAX_BYTES, Facts, examine, look_at
from blog.images.library import AlreadyInLibrary, add_to_library
from blog.images.making import make_first_renditions, make_renditions, remove_renditions
from blog.images.opening import PictureRefused, contents_of, open_safely

__all__ = [
    "MAX_BYTES",
    "AlreadyInLibrary",
    "Facts",
    "PictureRefused",
    "add_to_library",
    "contents_of",
    "draw_stand_in",
    "examine",
    "finish",
    "finish_due",
    "look_at",
    "make_first_renditions",
    "make_renditions",
    "open_safely",
    "remove_from_view",
    "remove_renditions",
]

"""Pictures: taken in safely, cropped and encoded into the files readers get, without a word of metadata.

Read `library` (the way in), `intake` (what is learnt from a file), `opening` (what is refused), then `making`.
"""

from blog.images.drawing import draw_stand_in
from blog.images.intake import MAX_BYTES, Facts, examine
from blog.images.library import AlreadyInLibrary, add_to_library
from blog.images.making import make_renditions, remove_renditions
from blog.images.opening import PictureRefused, open_safely

__all__ = [
    "MAX_BYTES",
    "AlreadyInLibrary",
    "Facts",
    "PictureRefused",
    "add_to_library",
    "draw_stand_in",
    "examine",
    "make_renditions",
    "open_safely",
    "remove_renditions",
]

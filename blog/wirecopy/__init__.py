"""Wire copy, as it is pasted: mended, and compared word by word. Pure text in, pure text out.

cleaning    which lines are one paragraph, and which must stay lines
passages    what inside a paragraph is not prose, and is kept out of reach
quotes      straight quotes into curly ones
spaces      the lost space between glued words
difference  what was removed and what was added
"""

from blog.wirecopy.cleaning import clean
from blog.wirecopy.difference import Change, changes

__all__ = ["Change", "changes", "clean"]

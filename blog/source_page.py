"""Reads the captured text of a page of the old blog into its parts. Pure: text in, parts out.

The shape of such a page, its parts separated by empty lines:

    alternative text of the lead picture     one line; not on a page without picture
    caption of the lead picture              one line
    by NAME                                  one line; may be missing
    paragraphs of the story
    About NAME                               one line: the account that posted it
    what NAME says about itself
    N Responses to …                         and the comments, if there were any; not read
    Leave a Reply                            and the comment form, to the end
"""

import re
from dataclasses import dataclass

BYLINE = re.compile(r"by[^\S\n]+(?P<name>\S.*)", re.IGNORECASE)
ABOUT = re.compile(r"About[^\S\n]+(?P<name>\S.*)")
COMMENTS = re.compile(
    r"(?:\d[\d,.]*|No|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s+"
    r"(?:Responses?|Thoughts?|Comments?|Repl(?:y|ies))\s+(?:to|on)\b",
    re.IGNORECASE,
)
FORM = re.compile(r"Leave a (?:Reply|Comment)\b", re.IGNORECASE)
LONGEST_NAME = 10  # words: longer than this, "By Wednesday …" or "About 300 …" begins a paragraph
ENDS_SENTENCE = re.compile(r"(?<!\b[JS]r)[.!?:;,…][\"'”’)]*$")


class SourcePageError(ValueError):
    """The text is not a captured page, or a part of the page is missing; the message says which."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The parts of a captured page. `alt`, `caption` and `byline` are empty where the page had none.

    `body` and `form` are the captured text with its line breaks, except that every line end is "\\n".
    """

    alt: str
    caption: str
    byline: str
    body: str
    about_name: str
    about: str
    form: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between empty lines: their text, and where they start and end in the page."""

    text: str
    start: int
    end: int


def parse(text: str) -> SourcePage:
    """Return the parts of a captured page; raise SourcePageError naming the part that is missing."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blocks = _blocks(text)
    if not blocks:
        raise SourcePageError("The captured page is empty.")
    form_at = _place_of_form(blocks)
    about_at, comments_at = _places_of_about_and_comments(blocks[:form_at])
    head_end = min(about_at, comments_at)
    alt, caption, byline, body_at = _head(blocks[:head_end])
    if body_at == head_end:
        raise SourcePageError(f'The story is missing: nothing stands before the line "{blocks[head_end].text}".')
    about_end = comments_at if comments_at > about_at else form_at
    if about_at + 1 == about_end:
        raise SourcePageError(f'The words about the author are missing after the line "{blocks[about_at].text}".')
    return SourcePage(
        alt=alt,
        caption=caption,
        byline=byline,
        body=text[blocks[body_at].start : blocks[head_end - 1].end],
        about_name=_name(ABOUT, blocks[about_at]),
        about=blocks[about_at + 1].text,
        form=text[blocks[form_at].start :],
    )


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    start = at = 0
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            start = start if lines else at
            lines.append(line)
        elif lines:
            blocks.append(Block("\n".join(lines), start, at - 1))
            lines = []
        at += len(line) + 1
    return blocks


def _place_of_form(blocks: list[Block]) -> int:
    for place in reversed(range(len(blocks))):
        if FORM.match(blocks[place].text):
            return place
    raise SourcePageError('The comment form is missing: no line says "Leave a Reply".')


def _places_of_about_and_comments(blocks: list[Block]) -> tuple[int, int]:
    """Where "About NAME" and "N Responses to …" stand; without comments, the latter is the end.

    The last such line before the comments counts, for a story may have headings like it; comments may begin so too.
    """
    headings = (place for place, block in enumerate(blocks) if COMMENTS.match(block.text) and _is_line(block))
    comments_at = next(headings, len(blocks))
    abouts = [place for place, block in enumerate(blocks) if _name(ABOUT, block)]
    before = [place for place in abouts if place < comments_at]
    if not abouts:
        raise SourcePageError('The author is missing: no line says "About" and a name before the comment form.')
    return (before[-1] if before else abouts[0]), comments_at


def _head(blocks: list[Block]) -> tuple[str, str, str, int]:
    """The alternative text, the caption, the byline, and the place of the first paragraph of the story.

    At most the first three blocks can be the head. Without a byline, two lines that are no sentences are a picture's.
    """
    for place, block in enumerate(blocks[:3]):
        if name := _name(BYLINE, block):
            alt, caption = ([head.text for head in blocks[:place]] + ["", ""])[:2]
            return alt, caption, name, place + 1
    if len(blocks) > 2 and all(_is_line(block) and not ENDS_SENTENCE.search(block.text) for block in blocks[:2]):
        return blocks[0].text, blocks[1].text, "", 2
    return "", "", "", 0


def _name(pattern: re.Pattern[str], block: Block) -> str:
    """The name in a line such as "by NAME"; empty if the block is another, such as a paragraph that begins so."""
    found = pattern.fullmatch(block.text.strip())
    if not found or len(found["name"].split()) > LONGEST_NAME or ENDS_SENTENCE.search(found["name"]):
        return ""
    return found["name"]


def _is_line(block: Block) -> bool:
    return "\n" not in block.text

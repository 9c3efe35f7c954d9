"""Joins hard-wrapped lines into paragraphs, and hands each paragraph on to have its quotes and spaces mended.

The text is Markdown: what means something by standing on a line of its own keeps its line. Limits:

- verse and addresses are joined like any paragraph, unless their lines end in a hard break (two spaces or a backslash);
- lines indented by four spaces are code, and a fenced block of code that is never closed runs to the end;
- from the first item of a list, quotation or footnote on, its paragraph keeps its lines;
- a hyphen at the end of a line is kept, and no space is added: "two-⏎and three-year" becomes "two-and three-year".
"""

import re

from blog.wirecopy.passages import hide, show
from blog.wirecopy.quotes import curl
from blog.wirecopy.spaces import part

# Every pattern is bounded or possessive, so that no input costs more than linear time.
FENCE = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(`{3,}+(?=[^`]*+$)|~{3,}+)")
RAW_HTML = re.compile(r" {0,3}<(pre|script|style|textarea|!--)", re.IGNORECASE)
# The elements that stand for themselves in Markdown; others, such as <b>, stand in a line of prose.
BLOCK_HTML = re.compile(
    r" {0,3}<(?:[!?]|/?(?:address|article|aside|audio|blockquote|canvas|center|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|nav|ol|output|p|picture|section|"
    r"source|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)(?![\w-]))",
    re.IGNORECASE,
)
TABLE_RULE = re.compile(r"(?=[^|]*+\|)(?=[^-]*+-)[\s|:-]++$")
CODE_OR_DEFINITION = re.compile(r" {0,3}\t| {4}| {0,3}\*?\[(?!\^)[^\]]{1,200}\]:")
ITEM = re.compile(r" {0,3}(?:>|[-*+](?=[ \t]|$)|1[.)](?=[ \t]|$)|\[\^[^\]]{1,200}\]:)")
# A later number begins a list only where a paragraph begins: elsewhere it is "on December⏎20. But".
NUMBERED_ITEM = re.compile(r" {0,3}\d{1,9}[.)](?=[ \t]|$)")
HEADING_OR_RULE = re.compile(r" {0,3}#|[ \t]*+[-*_=][-*_= \t]*+$|[ \t]*+\{[^{}]*+\}[ \t]*+$")
UNDERLINE = re.compile(r" {0,3}(?:=++|-++)[ \t]*+$")
HARD_BREAK = re.compile(r"(?:  |\\|<br ?/?>)$")
HYPHENS = "-‐‑–—\u00ad"


def clean(text: str) -> str:
    """Return pasted wire copy with its lines joined into paragraphs, its glued words parted and its quotes curly.

    Letters and digits stay, all and in order; so do empty lines, and with them the number of paragraphs. Cleaning
    twice changes nothing more. Line ends become "\\n"; no-break spaces, zero-width and direction marks are kept.
    Never raises.
    """
    cleaned: list[str] = []
    paragraph: list[str] = []
    ending = ""  # what closes the block of code or raw HTML that we are in
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        inside, ending = bool(ending), _ending_after(line, ending)
        if line.strip() and not inside and not ending:
            paragraph.append(line)
            continue
        if paragraph:
            cleaned.append(_clean_paragraph(paragraph))
            paragraph = []
        cleaned.append(line)
    return "\n".join(cleaned[:-1])


def _ending_after(line: str, ending: str) -> str:
    """What must come to close the block we are in after this line; empty outside of blocks."""
    if ending:
        return "" if _closes(line, ending) else ending
    if fence := FENCE.match(line):
        return fence[1]
    if raw := RAW_HTML.match(line):
        ending = "-->" if raw[1] == "!--" else f"</{raw[1].lower()}"
        return "" if _closes(line, ending) else ending
    return ""


def _closes(line: str, ending: str) -> bool:
    if ending[0] in "`~":
        bare = line.strip(" \t>")
        return len(bare) >= len(ending) and not bare.strip(ending[0])
    return ending in line.lower()


def _clean_paragraph(lines: list[str]) -> str:
    if any(BLOCK_HTML.match(line) or TABLE_RULE.match(line) for line in lines):
        return "\n".join(lines)
    done: list[str] = []
    prose: list[str] = []  # mended together, so that a quotation may run over a line that stays
    in_item = open_line = False  # may the next line be joined to this one
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        in_item = bool(in_item or ITEM.match(line) or (not open_line and NUMBERED_ITEM.match(line)))
        if CODE_OR_DEFINITION.match(line):
            done += [*_mend(prose), line]
            prose, open_line = [], False
            continue
        alone = bool(in_item or HEADING_OR_RULE.match(line) or UNDERLINE.match(following))
        _append(prose, line, joined=open_line and not alone)
        open_line = not alone
    return "\n".join([*done, *_mend(prose)])


def _append(prose: list[str], line: str, *, joined: bool) -> None:
    if prose and joined and not HARD_BREAK.search(prose[-1]):
        prose[-1] = prose[-1].rstrip(" \t")
        line = line.lstrip(" \t")
        prose.append(_joint(prose[-1], line))
    elif prose:
        prose.append("\n")
    prose.append(line)


def _joint(line: str, following: str) -> str:
    """What stands between two lines made one: nothing after a hyphen within a word, nor within Chinese or Japanese."""
    last, first = line[-1], following[0]
    broken_word = last in HYPHENS and line.rstrip(HYPHENS)[-1:].isalnum() and first.isalnum()
    return "" if broken_word or last.isspace() or first.isspace() or (_is_wide(last) and _is_wide(first)) else " "


def _is_wide(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uff60" or character >= "\U00020000"


def _mend(prose: list[str]) -> list[str]:
    if not prose:
        return []
    text, hidden = hide("".join(prose))
    return [show(part(curl(text)), hidden)]

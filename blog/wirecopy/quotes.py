"""Straight quotes become curly ones: the house style, also where a text was written with straight ones throughout.

Only " and ' are converted: curly quotes stay as written, also unbalanced ones, and so do « » „ “ 「 」 and backticks.
Limits: after a digit, a straight quote that closes nothing is a measure (6'2", 5") and stays; so do Hebrew gershayim
and geresh. A word that begins with an apostrophe is known only if it is common (’tis, ’em) or a year (’90s).
"""

import re

from blog.wirecopy.passages import HIDDEN, HIDDEN_TAG

QUOTE = re.compile("[\"'“”‘’]")
ELISION = re.compile(r"(?:(?i:tis|twas|twere|twill|til|em|n)|\d\ds?)(?![^\W_])")  # ’tis, rock ’n’ roll, the ’90s
OPENERS = "([{«„/"


def curl(text: str) -> str:
    """Return the text of one paragraph, equally long, with its straight quotes curly."""
    characters = list(text)
    double_open = single_open = False
    for found in QUOTE.finditer(text):
        at, mark = found.start(), found[0]
        before = characters[at - 1] if at else " "
        after = text[at + 1 : at + 2] or " "
        if mark == '"':
            mark = _double(before, after, double_open)
        elif mark == "'":
            mark = _single(before, after, single_open, is_elision=bool(ELISION.match(text, at + 1)))
        characters[at] = mark
        if mark in "“”":
            double_open = mark == "“"
        elif mark == "‘" or (mark == "’" and not (before.isalnum() and after.isalnum())):
            single_open = mark == "‘"
    return "".join(characters)


def _double(before: str, after: str, is_open: bool) -> str:
    if (_is_hebrew(before) and _is_hebrew(after)) or (before.isdecimal() and not is_open):
        return '"'
    if before.isspace():
        return "”" if after.isspace() and is_open else "“"
    if before in OPENERS + "‘":
        return "“"
    could_open = after.isalnum() or after in HIDDEN + HIDDEN_TAG + "*_([{‘’'“”\""
    return "“" if could_open and not is_open else "”"


def _single(before: str, after: str, is_open: bool, is_elision: bool) -> str:
    if _is_hebrew(before):
        return "'"
    if before.isdecimal() and (after.isdecimal() or (not after.isalnum() and not is_open)):
        return "'"
    if before.isalnum() or before == HIDDEN or is_elision:
        return "’"
    if before.isspace():
        return "’" if after.isspace() and is_open else "‘"
    if before in OPENERS + "“‘—–-" and not after.isspace():
        return "‘"
    return "‘" if (after.isalnum() or after == HIDDEN) and not is_open else "’"


def _is_hebrew(character: str) -> bool:
    return "\u0590" <= character <= "\u05ff"

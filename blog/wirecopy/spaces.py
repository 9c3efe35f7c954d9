"""Puts back the space that was lost with a line break: after , . : ; ) and before ( where words are glued.

Doubt leaves the text alone. Numbers, times, initials (U.S., J.R.R.), person(s) and (re)open, H(2)O, hashtags, paths
and identifiers are not glued words; nor are letters of scripts without capitals. So "the U.S.Army", "George W.Bush"
and "two(2)" stay as pasted too; and code outside of a code span, such as "Object.Keys", is taken for words.
"""

import re

IDENTIFIER = re.compile(r"[@#/\\_=~]")
# (?<![^\W_]) and [^\W_]: a letter or digit. Possessive, so that no input costs more than linear time.
MARK = re.compile(r"(?:(?<![^\W_])(?P<left>[^\W_]++)|(?P<closer>[])”’%.!?\0]))(?P<mark>[,;:.])(?=(?P<right>[^\W_]++))")
BEFORE_QUOTE = re.compile(r"([^\W_])[,.:;!?](?=“([^\W_]))")
AFTER_QUOTE = re.compile(r"([^\W_])[,.!?]”(?=([^\W_]))")
BRACKETS = re.compile(r"(?:(?<![^\W_])(?P<left>[^\W_]++))?\((?P<inside>[^()]{0,300})\)(?=(?P<right>[^\W_]*+))")
WORDS = re.compile(r"[^,;\s]\s")  # a space that does not follow a comma: words, not the arguments of a function
YEAR = re.compile(r"(?:1\d|20)\d\d$")
PREFIXES = frozenset(
    {"mailto", "http", "https", "ftp", "tel", "data", "urn", "doi", "isbn", "site", "file", "xml", "xmlns", "tag"}
)


def part(text: str) -> str:
    """Return the text of one paragraph, its quotes curly already, with spaces put between glued words."""
    # „Deutsch“ and ”svenska” use the same marks the other way round.
    is_english = "“" in text and "„" not in text
    text = re.sub(r"\S++", lambda run: _part_run(run, is_english), text)
    barred = re.sub(r"\S++", lambda run: ("#" if IDENTIFIER.search(run[0]) else " ") * len(run[0]), text)
    return BRACKETS.sub(lambda site: _part_brackets(site, barred), text)


def _part_run(run: re.Match[str], is_english: bool) -> str:
    """Part the words in one run of characters without spaces."""
    if IDENTIFIER.search(run[0]):
        return run[0]
    text = MARK.sub(lambda site: site[0] + " " * _is_glued(site, run), run[0])
    if is_english:
        text = BEFORE_QUOTE.sub(_part_at_quote, text)
        text = AFTER_QUOTE.sub(_part_at_quote, text)
    return text


def _part_at_quote(site: re.Match[str]) -> str:
    return site[0] + " " * (_has_case(site[1]) and _has_case(site[2]))


def _is_glued(site: re.Match[str], run: re.Match[str]) -> bool:
    if site["mark"] == ".":
        return _is_glued_at_full_stop(site, run)
    if site["mark"] == ":":
        return _is_glued_at_colon(site)
    return _is_glued_at_comma(site)


def _is_glued_at_comma(site: re.Match[str]) -> bool:
    left, right = site["left"], site["right"]
    if right.isdecimal():  # "Monday,18 people", but not "3,300"
        return site["mark"] == "," and left is not None and len(left) > 1 and left.isalpha() and _has_case(left[-1])
    if not right.isalpha() or not _has_case(right[0]):
        return False
    if left is None:
        return True
    return (len(left) > 1 or len(right) > 1) and (_has_case(left[-1]) or left[-1].isdecimal())


def _is_glued_at_colon(site: re.Match[str]) -> bool:
    left, right = site["left"], site["right"]
    if site.string[site.start() - 1 : site.start()] == ":" or site.string[site.end("right") :][:1] == ":":
        return False  # the name of an emoji
    if left is None:
        return site["closer"] in ")]”" and _begins_sentence(right, after_small_letter=True)
    if not left.isalpha() or len(left) < 3:
        return False
    if _begins_sentence(right, after_small_letter=left[-1].islower()):
        return True
    # Small letters after a name are an ending in Finnish and Swedish ("Nato:n").
    return left.islower() and left not in PREFIXES and right.isalpha() and right.islower() and len(right) > 1


def _is_glued_at_full_stop(site: re.Match[str], run: re.Match[str]) -> bool:
    left, right = site["left"], site["right"]
    if site.end("right") == len(run[0]) and right in ("A", "I"):
        following = run.string[run.end() : run.end() + 2]
        begins_sentence = following[:1] == " " and following[1:].islower()
    else:
        begins_sentence = _begins_sentence(right, after_small_letter=left is None or left[-1].islower())
    if not begins_sentence:
        return False
    if left is None:
        return site["closer"] in ")]”’\0"
    if left.isdecimal():
        return site.start() == 0 and right[-1].islower() and _follows_word(run)
    return left.isalpha() and (len(left) > 1 or site.string[max(site.start() - 1, 0)] in "’'")


def _follows_word(run: re.Match[str]) -> bool:
    """Does a word stand before this run? A number and full stop at the start of a line must not become a list."""
    start = run.start()
    return start > 1 and run.string[start - 1] == " " and run.string[start - 2].isalnum()


def _begins_sentence(word: str, *, after_small_letter: bool) -> bool:
    if len(word) < 2 or not word.isalpha() or not word[0].isupper():
        return False
    return word[1].islower() or (word.isupper() and after_small_letter)


def _part_brackets(site: re.Match[str], barred: str) -> str:
    left, inside, right = site["left"] or "", site["inside"], site["right"]
    opening, closing = site.start("inside") - 1, site.end("inside")
    is_glued_before = barred[opening] == " " and _is_glued_before(
        left, inside, site.string[site.start() - 1 : site.start()]
    )
    is_glued_after = barred[closing] == " " and _is_glued_after(inside, right)
    return left + " " * is_glued_before + f"({inside})" + " " * is_glued_after


def _is_glued_before(left: str, inside: str, preceding: str) -> bool:
    """Is "left(inside)" a word and a bracket? Not in person(s), sin(x), Fe(OH), nor after part of an identifier."""
    if len(left) < 2 or not left.isalpha() or not _has_case(left[-1]) or preceding in (".", "&"):
        return False
    if WORDS.search(inside):
        return True
    return len(left) > 2 and ((len(inside) > 1 and inside[0].isupper()) or bool(YEAR.match(inside)))


def _is_glued_after(inside: str, right: str) -> bool:
    """Is "(inside)right" a bracket and a word? Not in (re)open, (s)he, (OH)COOH, f()then."""
    if not inside.strip() or len(right) < 2 or not right.isalpha() or not _has_case(right[0]):
        return False
    is_one_word = not any(character.isspace() for character in inside)
    return not (is_one_word and (inside.islower() or right.isupper()))


def _has_case(letter: str) -> bool:
    return letter.lower() != letter.upper()

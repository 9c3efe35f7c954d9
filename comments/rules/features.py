"""What the spam score looks at in a comment: words, pairs and parts of words, links, and how it is written."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise
from typing import Protocol

from comments.rules.folding import fold, undisguised, words_of
from comments.rules.links import host_of, links_in

BUCKETS = 2**16  # features are told apart by this many numbers, so that what is learned has one size for ever
MOST_FEATURES = 400  # of a comment
BEGINNING, END = 1500, 500  # characters looked at of a long comment; its links are found wherever they are
LONGEST_WORD = 30
MOST_LINKS = 20  # looked at one by one; how many there are counts in any case
PART_OF = "part of a word: "
PART = 4  # letters: parts of words catch another ending, and a slip of the finger
SHORT, LONG = 60, 600  # characters
MARKUP = re.compile(r"<a\s|\[url|\[link|</", re.IGNORECASE)
CONTACT = re.compile(r"whats\s?app|telegram|\+\d[\d ()-]{7,}|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
MONEY = re.compile(r"[$€£₦]\s?\d|\d\s?(?:usd|dollars|euro)", re.IGNORECASE)


class Written(Protocol):
    """What is looked at of a comment."""

    comment: str
    writer_name: str
    user_url: str


def features_of(comment: Written) -> dict[int, str]:
    """The features of a comment, by number (below BUCKETS), each with how it is told to a moderator."""
    text = comment.comment
    seen = text if len(text) <= BEGINNING + END else f"{text[:BEGINNING]} {text[-END:]}"
    links = links_in(text)
    features: dict[int, str] = {}
    for label in _labels(seen, links, comment):
        features.setdefault(zlib.crc32(label.encode("utf-8", "surrogatepass")) % BUCKETS, label)
        if len(features) == MOST_FEATURES:
            break
    return features


def _labels(text: str, links: list[str], comment: Written):
    yield from _manner(text, links, comment)
    for link in links[:MOST_LINKS]:
        yield from _of_host(host_of(link))
    if comment.user_url:
        yield from _of_host(host_of(comment.user_url))
    yield from (f"name {word}" for word in words_of(fold(comment.writer_name))[:8])
    folded = fold(text)
    for word in undisguised(folded):
        yield word[:LONGEST_WORD]
        yield "a disguised word"
    for link in links[:MOST_LINKS]:
        folded = folded.replace(fold(link), " ")
    words = [word[:LONGEST_WORD] for word in words_of(folded)]
    yield from (word for word in words if not word.isdecimal())
    yield from (f"{first} {second}" for first, second in pairwise(words))
    for word in words:
        if len(word) > PART:
            yield from (f"{PART_OF}{word[at : at + PART]}" for at in range(len(word) - PART + 1))


def _manner(text: str, links: list[str], comment: Written):
    """How it is written, whatever it says."""
    yield ("no link", "one link", "two links")[len(links)] if len(links) < 3 else "three links or more"
    yield "a website" if comment.user_url else "no website"
    if MARKUP.search(text):
        yield "HTML or BBCode"
    if CONTACT.search(text):
        yield "a way to get in touch"
    if MONEY.search(text):
        yield "a sum of money"
    if links and len(text) < SHORT + len(links[0]):
        yield "a link in a short comment"
    if links and text.rstrip().endswith(links[-1]):
        yield "a link at the end"
    yield "a short comment" if len(text) < SHORT else "a long comment" if len(text) > LONG else "some sentences"
    letters = sum(map(str.isalpha, text))
    if letters > 20 and sum(map(str.isupper, text)) * 2 > letters:
        yield "capitals"


def _of_host(host: str):
    yield f"link to {host}"
    yield f"link to …{host[host.rfind('.') :]}"
    yield from (f"link with {word}" for word in words_of(fold(host))[:6])

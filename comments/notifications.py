"""The letters to readers: what each says, found when it is sent, and None when it is not true any more. Those about
several stories, and about none any more, are in comments/digests.py."""

from __future__ import annotations

import textwrap

from django.core import signing
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from blog.letters import Words, words_from, writes
from blog.models import Letter, Post, newsroom_name
from comments.forms import one_line
from comments.models import Comment, Subscription
from comments.models.consent import CONFIRM, CONFIRM_WITHIN
from comments.models.subscription import NEW_COMMENT
from comments.models.telling import NEW_POST

EXCERPT_LENGTH = 400  # characters: enough to know whether to go on reading
LINE_LENGTH = 70  # characters of a quoted line; mail programs break the others
MOST_WISHES = 20  # named in a letter; the page it leads to has them all

CONFIRM_SALT = "comments.subscription.confirm"
LEAVE_SALT = "comments.subscription.leave"


def confirm_path(wish: Subscription) -> str:
    """Where the owner of its address confirms `wish` and what else waits; for CONFIRM_WITHIN."""
    return reverse("comments:confirm", args=[signing.dumps(wish.pk, salt=CONFIRM_SALT)])


def leave_path(subscription: Subscription) -> str:
    """Where `subscription` ends, with one click and for ever: a letter may be looked up years later."""
    return reverse("comments:leave", args=[signing.dumps(subscription.pk, salt=LEAVE_SALT)])


def wish_in(token: str) -> int:
    """The primary key in a token of `confirm_path`. Raises signing.BadSignature, or SignatureExpired when it is old."""
    return signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN)


def subscription_in(token: str) -> int:
    """The primary key in a token of `leave_path`. Raises signing.BadSignature."""
    return signing.loads(token, salt=LEAVE_SALT)


@writes(CONFIRM)
def confirm(letter: Letter) -> Words | None:
    """Asks whether the address wants what was asked for in its name. It says nothing that a stranger typed."""
    wishes = Subscription.objects.of(letter.recipient).unconfirmed().select_related("post")
    newest = list(wishes.order_by("-pk")[:MOST_WISHES])
    if not newest:
        return None
    subject = _("Please confirm: letters from %(newsroom)s") % {"newsroom": newsroom_name()}
    link = confirm_path(newest[0])
    return words_from("emails/confirm", subject, wishes=newest, link=link, days=CONFIRM_WITHIN.days)


@writes(NEW_COMMENT)
def new_comment(letter: Letter) -> Words | None:
    """Tells a follower of a story what somebody else says under it."""
    comments = Comment.objects.visible().filter(post__in=Post.objects.published()).select_related("post")
    comment = comments.filter(pk=letter.about).first()
    subscription = comment and subscription_of(letter, comment.post_id)
    if not subscription:
        return None
    excerpt = excerpt_of(comment.comment)
    return words_from(
        "emails/new_comment",
        _("New comment on “%(headline)s”") % {"headline": comment.post},
        leave_path(subscription),
        name=one_line(comment.name),
        headline=comment.post.headline,
        excerpt=excerpt,
        quotation=lines_of(excerpt, mark="> "),
        link=f"{comment.permalink}#{comment.anchor}",
    )


@writes(NEW_POST)
def new_post(letter: Letter) -> Words | None:
    """Tells who wants to hear of new posts of one."""
    post = Post.objects.published().filter(pk=letter.about).defer("body", "body_html").first()
    subscription = post and subscription_of(letter)
    if not subscription:
        return None
    excerpt = excerpt_of(post.summary)
    return words_from(
        "emails/new_post",
        post.headline,
        leave_path(subscription),
        headline=post.headline,
        excerpt=excerpt,
        quotation=lines_of(excerpt),
        link=post.get_absolute_url(),
    )


def subscription_of(letter: Letter, post: int | None = None) -> Subscription | None:
    """What the letter is sent for; None when its owner has left, or is somebody else by now."""
    return Subscription.objects.of(letter.recipient).confirmed().filter(post=post).first()


def excerpt_of(words: str) -> str:
    """The beginning of `words`, in one line."""
    return Truncator(one_line(words)).chars(EXCERPT_LENGTH)


def lines_of(words: str, mark: str = "") -> str:
    """`words` in lines that begin with `mark`: "> " has always said that these are somebody else's."""
    wrapper = textwrap.TextWrapper(LINE_LENGTH, mark, mark, break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(words)

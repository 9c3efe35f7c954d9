"""The letters to those who moderate."""

from __future__ import annotations

from django.db.models import CharField, F, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.letters import Words, words_from, writes
from blog.models import Letter, User
from comments.models import Comment, Status
from comments.models.workflow import MODERATE
from comments.notifications import excerpt_of, lines_of
from comments.rules.letter_links import LINKS_LAST, errands_of
from comments.rules.models import CommentVerdict

TO_MODERATORS = "comment_to_moderators"
PERMISSIONS = "django.contrib.auth.backends.ModelBackend"  # the backend that knows groups; sign-in has another


def tell_moderators(comment: Comment) -> int:
    """A letter of `comment` for everybody who may moderate, in the transaction at hand; the number. One statement."""
    about = Value(str(comment.pk), output_field=CharField())
    return Letter.objects.write_each(_moderators(), TO_MODERATORS, to=F("email"), about=about)


def _moderators():
    able = User.objects.with_perm(MODERATE, backend=PERMISSIONS)
    return able.filter(is_staff=True).exclude(email="")


@writes(TO_MODERATORS)
def to_moderators(letter: Letter) -> Words | None:
    """Tells of a comment and why it waits, with links to decide by; not of one thrown out meanwhile, nor who may not
    moderate any more. Of two accounts with one address the older decides."""
    seen = Comment.objects.filter(status__in=[Status.PENDING, Status.APPROVED]).select_related("post")
    comment = seen.filter(pk=letter.about).first()
    moderator = _moderators().filter(email=letter.recipient).order_by("pk").first()
    if comment is None or moderator is None:
        return None
    verdict = CommentVerdict.objects.filter(comment=comment).first()
    waits, excerpt = comment.status == Status.PENDING, excerpt_of(comment.comment)
    subject = _("Waiting: a comment on “%(headline)s”") if waits else _("New comment on “%(headline)s”")
    return words_from(
        "emails/to_moderators",
        subject % {"headline": comment.post},
        name=comment.name,
        headline=comment.post.headline,
        waits=waits,
        reasons=verdict.reasons if verdict and waits else [],
        excerpt=excerpt,
        quotation=lines_of(excerpt, mark="> "),
        errands=errands_of(comment, moderator),
        days=LINKS_LAST.days,
        link=reverse("admin:comments_comment_change", args=[comment.pk]),
    )

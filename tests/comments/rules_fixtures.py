"""What the tests of the rules share."""

from comments.models import Comment, Status
from comments.rules.models import CommentVerdict, ModerationRules
from comments.rules.policy import combine, judge, record
from tests.comments.conversation import comment_on

ALL_OFF = {
    "hold_everything": False,
    "hold_first": False,
    "most_links": 0,
    "hold_disposable": False,
    "refusal_percent": 0,
    "least_seconds": 0,
}


def rules(**more) -> ModerationRules:
    """Rules of which all are off but those named."""
    made = ModerationRules(**{**ALL_OFF, **more})
    made.save()
    return made


def written(post, words="A fair point.", *, user=None, **more) -> Comment:
    """A comment that is not stored yet: a signed-in user's, or a guest's."""
    email = user.email if user else "guest@example.net"
    facts = {"writer_name": "Somebody", "user_email": email, "ip_address": "41.58.77.1", **more}
    return Comment(post=post, user=user, comment=words, **facts)


def past(post, *statuses, user=None, **more) -> list[Comment]:
    """Stored comments with these statuses, the oldest first, with their verdicts."""
    email = user.email if user else "guest@example.net"
    comments = [comment_on(post, status=status, user=user, **{"user_email": email, **more}) for status in statuses]
    for comment in comments:
        record(comment, combine([]))
    return comments


def reasons(comment, **more) -> list[str]:
    return list(judge(comment, **more).reasons)


__all__ = ["CommentVerdict", "Status", "judge", "past", "reasons", "rules", "written"]

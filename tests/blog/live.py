"""What the tests about live stories share: one, and what is done to it at the desk."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from blog.models import Post
from tests import factories
from tests.blog.desk import address, sheet, signed_in

SENTENCE = "An earlier version said that 18 people died. It was 19."
BODY = "The mayor spoke.\n\nOn Friday 18 people died there.\n\nMore is not known."
OTHER_BODY = BODY.replace("18", "19")


def live_story(by):
    """A published story of `by`'s, saved once since."""
    post = factories.published_post(by=by, headline="Konna", standfirst="Why to read on.", body=BODY)
    post.revise(by=by)
    return post


def save(user, story, **typed):
    """The page after `user` pressed Save."""
    return signed_in(user).post(address("post_change", story.pk), sheet(story, **typed), follow=True)


def now(story):
    """The story as the database has it."""
    return Post.objects.get(pk=story.pk)


def report(story, **more):
    """An error that Ruth reports in the second paragraph."""
    said = {"message": "It was 19, says the hospital.", "name": "Ruth", "email": "ruth@example.org", **more}
    return story.report_error(revision=story.revisions.first(), number=2, key=uuid4(), network="", **said)


def later(story, user, **typed):
    """The page after `user` pressed Save for later, for an hour from now."""
    at = timezone.localtime() + timedelta(hours=1)
    return save(user, story, **{"_later": "1", "change_at": f"{at:%Y-%m-%dT%H:%M}", "body": OTHER_BODY, **typed})

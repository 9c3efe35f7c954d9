"""What the tests of the ledger of sources share: a source full of what must not get out."""

from blog.models import Source
from tests.blog.desk import address, signed_in

SECRETS = ("Moussa Quarkbeast", "+223 555 0199", "tank-commander-passage", "court-martialled")
BODY = "He spoke of tanks.\n\nOn condition of anonymity."
TYPED = {
    "name": SECRETS[0],
    "how": "phone",
    "contact": SECRETS[1],
    "passage": "He spoke of tanks",
    "is_unnamed": "on",
    "why_unnamed": f"He would be {SECRETS[3]}.",
    "is_public": "on",
    "public_words": "A soldier near Konna",
}


def quarkbeast(post, *, by):
    """The unnamed source of SECRETS, which readers are to be told of in part, in the ledger of `post`."""
    ticks = {"is_unnamed": True, "is_public": True}
    return Source.objects.create(post=post, entered_by=by, **{**TYPED, **ticks, "passage": SECRETS[2]})


def add(user, post, **typed):
    """Have `user` enter the source at the desk, with `typed` over it."""
    return signed_in(user).post(address("post_sources", post.pk), {**TYPED, **typed}, follow=True)

"""How a revision comes to be."""


def latest_of(post):
    """The revision that says what the story says; None before the first save."""
    return post.revisions.first()

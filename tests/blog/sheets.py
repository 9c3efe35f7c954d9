"""What the tests of saving share: an opened sheet, and what its page sends."""

from uuid import uuid4

from django.test import Client

from blog.models import Post
from tests import factories
from tests.blog.desk import address, signed_in

BODY = "One.\n\nTwo.\n\nThree."


class OpenSheet:
    """A story's sheet as a browser has it: it sends every field it shows, with its marks, and what was typed over."""

    def __init__(self, client: Client, post=None, query: str = ""):
        self.client, self.pk = client, post.pk if post else None
        self.page = client.get(self.place + query)
        form = self.page.context["adminform"].form
        self.values = {name: form[name].value() for name in form.fields}
        self.values = {
            name: "on" if value is True else value
            for name, value in self.values.items()
            if value not in (None, False) and name != "lead_file"
        }
        marks = self.page.context["sheet"]
        self.marks = {"sheet": str(marks["key"]), "began_from": marks["began_from"], "beat": marks["beat"]}

    @property
    def place(self) -> str:
        return address("post_change", self.pk) if self.pk else address("post_add")

    def autosave(self, **typed):
        """The answer to an autosave; the sheet goes on from it as the page's script does."""
        self.values |= typed
        self.marks["beat"] += 1
        target = address("post_autosave", self.pk) if self.pk else address("post_autosave_new")
        answer = self.client.post(target, {**self.values, **self.marks})
        if answer.status_code == 200 and "story" in answer.json():
            self.marks["began_from"], self.pk = answer.json()["began_from"], answer.json()["story"]
        return answer

    def save(self, follow=False, **typed):
        """The answer to a press on Save."""
        self.values |= typed
        self.marks["beat"] += 1
        return self.client.post(self.place, {**self.values, **self.marks}, follow=follow)


def opened(user, post=None, query: str = "") -> OpenSheet:
    """The sheet of `post`, or of a new story, in front of `user`."""
    return OpenSheet(signed_in(user), post, query)


def marks(**more) -> dict:
    """The marks of a sheet that nobody knows."""
    return {"sheet": str(uuid4()), "began_from": "0", "beat": "1", **more}


def in_front_of_both(remy, edith) -> tuple[Post, OpenSheet, OpenSheet]:
    """A draft of Remy's that says BODY, with his sheet and Edith's, opened one after the other."""
    post = factories.draft(by=remy, body=BODY, headline="Bridge reopens")
    return post, opened(remy, post), opened(edith, post)


def now(post: Post) -> Post:
    """The story as it is saved."""
    return Post.objects.get(pk=post.pk)

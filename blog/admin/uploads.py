"""The file that comes with a story: taken into the library before the story's own form is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages

from blog.admin.pictures import alike_in_words
from blog.images import AlreadyInLibrary, PictureRefused, add_to_library, contents_of
from blog.models import Image, Placement, Post

CHOOSE_AGAIN = "Then choose the file again; browsers do not keep it."
SAY_WHAT_IT_SHOWS = f"Say what the picture shows, for those who cannot see it. {CHOOSE_AGAIN}"


@dataclass
class LeadUpload:
    """What became of the file: the picture, or why not, by field of the story's form."""

    image: Image | None = None
    was_there: bool = False
    errors: dict[str, str] = field(default_factory=dict)


class LeadWords(forms.Form):
    """The words that come with the file; the story's own form shows the same fields."""

    lead_alt = forms.CharField(required=False, max_length=Image._meta.get_field("alt").max_length)
    lead_caption = forms.CharField(required=False, max_length=Image._meta.get_field("caption").max_length)
    lead_credit = forms.CharField(required=False, max_length=Image._meta.get_field("credit").max_length)


def take_in_lead(request, post: Post | None) -> LeadUpload | None:
    """Take the story's new lead picture into the library; None when there is no file.

    This happens before the story is saved and on its own: encoding takes seconds, in which nobody else should wait for
    the database; and a story that is then refused for another reason has its picture already.
    """
    file = request.FILES.get("lead_file")
    if file is None:
        return None
    words = LeadWords(request.POST)
    if not words.is_valid():
        return LeadUpload(errors={name: " ".join(map(str, errors)) for name, errors in words.errors.items()})
    alt, caption, credit = _fresh(words.cleaned_data, post)
    if not alt:
        return LeadUpload(errors={"lead_alt": SAY_WHAT_IT_SHOWS})
    try:
        image = add_to_library(contents_of(file), by=request.user, alt=alt, caption=caption, credit=credit)
    except AlreadyInLibrary as found:
        return LeadUpload(image=found.image, was_there=True)
    except PictureRefused as refusal:
        return LeadUpload(errors={"lead_file": str(refusal)})
    if alike := alike_in_words(image):
        messages.warning(request, alike)
    return LeadUpload(image=image)


def _fresh(words: dict[str, str], post: Post | None) -> tuple[str, str, str]:
    """The words typed for this file: those left standing from the picture before do not describe it."""
    old = post.placements.filter(role=Placement.Role.LEAD).first() if post else None
    alt, caption = words["lead_alt"], words["lead_caption"]
    if old and alt == old.alt:
        alt = ""
    if old and caption == old.caption:
        caption = ""
    return alt, caption, words["lead_credit"]

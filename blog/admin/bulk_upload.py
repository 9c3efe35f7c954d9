"""Many pictures at once: with script one after the other, with progress; without, in one form."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.safestring import SafeString

from blog.admin.forms import PICTURE_TYPES
from blog.admin.pictures import alike_in_words, thumbnail
from blog.images import MAX_BYTES, AlreadyInLibrary, PictureRefused, add_to_library, contents_of
from blog.models import Image, User


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the picture it is now, or was already; or why it was refused."""

    name: str
    image: Image | None = None
    was_there: bool = False
    refusal: str = ""
    alike: SafeString | str = field(default="")

    @property
    def thumbnail(self) -> SafeString | str:
        return thumbnail(self.image) if self.image else ""


class BulkUploadMixin:
    """Adds the page for many pictures to the library's admin."""

    def get_urls(self):
        return [
            path("upload/", self.admin_site.admin_view(self.upload_view), name="blog_image_upload"),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """The form, and what became of each file sent. With `one` in the form, the results alone, for the script."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        outcomes = [take_in(file, by=request.user) for file in request.FILES.getlist("files")]
        context = {"outcomes": outcomes, "nothing_sent": request.method == "POST" and not outcomes}
        if "one" in request.POST:
            return TemplateResponse(request, "blog/admin/_outcomes.html", context)
        page = {
            **self.admin_site.each_context(request),
            "title": "Upload pictures",
            "opts": self.opts,
            "types": PICTURE_TYPES,
            "most_megabytes": MAX_BYTES // 2**20,
        }
        return TemplateResponse(request, "blog/admin/upload.html", {**page, **context})


def take_in(file: UploadedFile, *, by: User | AnonymousUser) -> Outcome:
    """Put one file into the library, and say what became of it."""
    name = file.name or "A file without a name"
    try:
        image = add_to_library(contents_of(file), by=by)
    except AlreadyInLibrary as found:
        return Outcome(name, image=found.image, was_there=True)
    except PictureRefused as refusal:
        return Outcome(name, refusal=str(refusal))
    return Outcome(name, image=image, alike=alike_in_words(image))

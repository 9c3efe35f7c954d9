"""Pictures dropped or pasted into a text: taken into the library, and given back as the Markdown that shows them."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from blog.admin.pictures import text_for
from blog.images import AlreadyInLibrary, PictureRefused, add_to_library, contents_of
from blog.models import Image


def _length(name: str) -> int | None:
    return Image._meta.get_field(name).max_length  # type: ignore[union-attr]


class PictureForm(forms.Form):
    """A file and the words that come with it. What it shows must be said, unless it is only an ornament."""

    file = forms.FileField(
        error_messages={"required": "Choose a picture.", "empty": "The file is empty: nothing of it arrived."}
    )
    alt = forms.CharField(required=False, max_length=_length("alt"))
    is_decorative = forms.BooleanField(required=False)
    caption = forms.CharField(required=False, max_length=_length("caption"))
    credit = forms.CharField(required=False, max_length=_length("credit"))

    def clean(self) -> dict:
        """Refuse a picture of which nobody says what it shows."""
        data = super().clean() or self.cleaned_data
        if "alt" not in self.errors and not data.get("alt") and not data.get("is_decorative"):
            self.add_error("alt", "Say what the picture shows, for those who cannot see it.")
        return data


class TextPicturesMixin:
    """Adds the way in for pictures of the text to the story's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("picture/", view(require_POST(self.picture_view)), name="blog_post_picture"),
            path("picture/known/", view(require_POST(self.known_picture_view)), name="blog_post_known_picture"),
            *super().get_urls(),
        ]

    def picture_view(self, request: HttpRequest) -> JsonResponse:
        """Take the file into the library; answer as `told`, or {"wrong": {field: sentence}} with status 400."""
        self._refuse_strangers(request)
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            wrong = {name: " ".join(map(str, reasons)) for name, reasons in form.errors.items()}
            return JsonResponse({"wrong": wrong}, status=400)
        words = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        try:
            image = add_to_library(contents_of(form.cleaned_data["file"]), by=request.user, **words)
        except AlreadyInLibrary as found:
            return told(found.image, is_known=True)
        except PictureRefused as refusal:
            return JsonResponse({"wrong": {"file": str(refusal)}}, status=400)
        return told(image, is_known=False)

    def known_picture_view(self, request: HttpRequest) -> JsonResponse:
        """The picture whose file has that SHA-256 `digest` (hex), as `told`; {} when the library has none."""
        self._refuse_strangers(request)
        image = Image.objects.filter(digest=request.POST.get("digest", "")[:64].replace("\0", "")).first()
        return told(image, is_known=True) if image else JsonResponse({})

    def _refuse_strangers(self, request: HttpRequest) -> None:
        may_write = self.has_add_permission(request) or self.has_change_permission(request)
        if not may_write or not request.user.has_perm("blog.add_image"):
            raise PermissionDenied


def told(image: Image, *, is_known: bool) -> JsonResponse:
    """What the editor's script needs to put the picture into the text: its number, Markdown and words."""
    return JsonResponse({"number": image.pk, "text": text_for(image), "alt": image.alt, "known": is_known})

"""The sheet on which a story is written, and the form for a picture."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog import markup
from blog.admin.fields import AuthorNamesField, LibraryInput, NamesField, TagNamesField
from blog.admin.uploads import CHOOSE_AGAIN, LeadUpload
from blog.images import AlreadyInLibrary, PictureRefused, add_to_library, contents_of
from blog.models import Author, Byline, Image, Placement, Post, Tag
from blog.models.address import post_path

BYLINES = {"by": Byline.Role.BY, "reporting": Byline.Role.REPORTING, "photographs": Byline.Role.PHOTOGRAPHS}
PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/gif"
NO_SUCH_PICTURE = "The library has no picture with that number."


class PostForm(forms.ModelForm):
    """A story's words and filing. `user` writes it; `upload` is what became of the file that came along."""

    user = None
    upload: LeadUpload | None = None

    tag_names = TagNamesField(
        Tag, suggest_for="tags", label="Tags", help_text="Separated by commas: Mali, Ansar Dine. New ones are made."
    )
    by = AuthorNamesField(Author, suggest_for="poster", label="By", help_text="In order, separated by commas.")
    reporting = AuthorNamesField(Author, suggest_for="poster", label="Additional reporting by")
    photographs = AuthorNamesField(Author, suggest_for="poster", label="Photographs by")
    posted_by = AuthorNamesField(
        Author, suggest_for="poster", most=1, label="Posted by", help_text="Whose “About” box stands under the story."
    )
    lead_file = forms.FileField(
        required=False,
        label="Upload a picture",
        help_text="JPEG, PNG, WebP or GIF. It goes into the library as well.",
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )
    lead_image = forms.ModelChoiceField(
        Image.objects.all(),
        required=False,
        label="Or take number",
        help_text="Emptied, the story has no lead picture.",
        widget=LibraryInput(),
        error_messages={"invalid_choice": NO_SUCH_PICTURE},
    )
    lead_alt = forms.CharField(
        required=False,
        max_length=500,
        label="Alternative text",
        help_text="What the picture shows, for those who cannot see it. Needed for a new one.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    lead_caption = forms.CharField(
        required=False,
        max_length=1000,
        label="Caption",
        help_text="What readers see under it. For a picture from the library, empty means: its own words.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    lead_credit = forms.CharField(
        required=False,
        max_length=200,
        label="Credit",
        help_text="Who took or drew it. For a new picture; the library keeps it.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Post
        fields = (
            "headline standfirst body section is_sticky dateline agency_credit canonical_address short_headline "
            "search_title search_description slug comments_mode"
        ).split()
        help_texts = {
            "body": "Markdown. Leave an empty line between paragraphs. A quote that begins with “> Pull quote:” stands "
            "out; “How to write”, beneath, shows this and the rest."
        }
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1, "class": "desk-headline"}),  # it wraps on a phone
            "standfirst": forms.Textarea(attrs={"rows": 2, "class": "desk-standfirst"}),
            "body": forms.Textarea(attrs={"rows": 16, "class": "desk-body"}),
            "canonical_address": forms.URLInput(attrs={"class": "vURLField"}),  # without the admin's own row above it
            "search_description": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        told = self._told_by(instance) if instance and instance.pk else {}
        super().__init__(*args, instance=instance, initial={**told, **(initial or {})}, **kwargs)
        self.lead_before = told.get("lead_image")
        self._fit_to_user()
        if self.lead_before:
            self.fields["lead_alt"].widget.attrs["placeholder"] = self.lead_before.alt
            self.fields["lead_caption"].widget.attrs["placeholder"] = self.lead_before.caption

    def _fit_to_user(self) -> None:
        for field in self.fields.values():
            if isinstance(field, NamesField):
                field.may_add = self.user.has_perm(f"blog.add_{field.model._meta.model_name}")
        if not self.user.has_perm("blog.edit_any_post"):
            for name in ("posted_by", "is_sticky"):
                self.fields.pop(name, None)
        if not self.user.has_perm("blog.add_image"):
            del self.fields["lead_file"]

    def clean_headline(self) -> str:
        """A headline is one line."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        """Refuse what could not be rendered."""
        try:
            markup.check(self.cleaned_data["body"])
        except markup.TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self.cleaned_data["body"]

    def clean_slug(self) -> str:
        """Refuse the address of another published story of that day."""
        slug, post = self.cleaned_data["slug"], self.instance
        if slug and post.is_published and post.is_taken(path := post_path(post.published_at, slug)):
            raise ValidationError(f"Another story already has the address {path}. Choose another slug.")
        return slug

    def clean(self) -> dict:
        """Put what is wrong with the uploaded picture beside the field it belongs to."""
        for name, reason in (self.upload.errors if self.upload else {}).items():
            self.add_error(name, reason)
        return super().clean() or self.cleaned_data

    def _save_m2m(self) -> None:
        super()._save_m2m()
        post, data = self.instance, self.cleaned_data
        for tag in data["tag_names"]:
            if tag.pk is None:
                tag.save()
        post.tags.set(data["tag_names"])
        self._save_bylines(post)
        if data["lead_image"]:
            post.lead_with(data["lead_image"], **self._words_here(data["lead_image"]))
        else:
            post.placements.filter(role=Placement.Role.LEAD).delete()

    def _save_bylines(self, post: Post) -> None:
        wanted = [(author.pk, role) for field, role in BYLINES.items() for author in self.cleaned_data[field]]
        if wanted == list(post.bylines.values_list("author", "role")):
            return
        post.bylines.all().delete()
        for position, (author, role) in enumerate(wanted):
            post.bylines.create(author_id=author, role=role, position=position)

    def _words_here(self, image: Image) -> dict[str, str]:
        """The words that differ from the library's; those left over from another picture do not count."""
        exchanged = self.lead_before is not None and self.lead_before != image
        words = {}
        for name in ("alt", "caption"):
            typed = self.cleaned_data[f"lead_{name}"]
            is_left_over = exchanged and f"lead_{name}" not in self.changed_data
            words[name] = "" if is_left_over or typed == getattr(image, name) else typed
        return words

    @staticmethod
    def _told_by(post: Post) -> dict:
        """The form's own fields, as the saved story fills them."""
        bylines = list(post.bylines.select_related("author"))
        lead = post.placements.select_related("image").filter(role=Placement.Role.LEAD).first()
        words = {"lead_image": lead.image, "lead_alt": lead.alt, "lead_caption": lead.caption} if lead else {}
        return {
            "tag_names": list(post.tags.all()),
            "posted_by": [post.poster],
            **{field: [line.author for line in bylines if line.role == role] for field, role in BYLINES.items()},
            **words,
        }


class ImageForm(forms.ModelForm):
    """A picture's words. Every picture says what it shows, unless it is only an ornament."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    class Meta:
        model = Image
        fields = ["alt", "is_decorative", "caption", "credit", "source", "licence", "taken_on", "focal_x", "focal_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def clean(self) -> dict:
        """Refuse a picture without alternative text that is not marked as decorative."""
        data = super().clean() or self.cleaned_data
        if "alt" not in self.errors and not data.get("alt") and not data.get("is_decorative"):
            self.add_error("alt", "Say what the picture shows, or tick “decorative” when it is only an ornament.")
        return data


class UploadForm(ImageForm):
    """A new picture: the file, and its words where the file does not say them. Valid, it is in the library."""

    user = None

    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, WebP or GIF. Caption, credit and date are read from the file where you leave them empty.",
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
        error_messages={"required": "Choose a picture."},
    )

    class Meta(ImageForm.Meta):
        fields = [name for name in ImageForm.Meta.fields if not name.startswith("focal")]

    def clean(self) -> dict:
        """Take the picture in when nothing else is wrong; what is wrong with it stands beside the file."""
        data = super().clean()
        if self.errors:
            if "file" in data:
                self.add_error("file", CHOOSE_AGAIN)
            return data
        words = {name: value for name, value in data.items() if name != "file"}
        try:
            self.instance = add_to_library(contents_of(data["file"]), by=self.user, **words)
        except PictureRefused as refusal:
            self.add_error("file", str(refusal))
        except AlreadyInLibrary as found:
            self.add_error("file", _link_to(found.image))
        return {**data, **{name: getattr(self.instance, name) for name in words}}


def _link_to(image: Image) -> SafeString:
    """That the very same file is in the library, and where."""
    address = reverse("admin:blog_image_change", args=[image.pk])
    return format_html('This picture is already in the library: <a href="{}">number {}</a>.', address, image.pk)

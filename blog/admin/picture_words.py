"""The words of pictures: saved, and asked for where they are wanting."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString

from blog.admin.long_list import MOST_COUNTED, in_words
from blog.admin.pictures import thumbnail
from blog.models import Image
from blog.signals import image_changed

SHOWN = {"alt", "is_decorative", "caption", "credit"}  # what readers see of a picture's row
FOCUS = {"focal_x", "focal_y"}
AT_ONCE = 20  # pictures on one page of the form


def save_words(image: Image, changed: set[str]) -> None:
    """Save the changed fields alone: the files of the picture may be finished at the same time. Announced where readers
    see a difference; a new focal point is announced when its files are made."""
    if not changed:
        return
    if FOCUS & changed:
        image.ask_for_files()
        changed = {*changed, "files_due_at"}
    image.save(update_fields=changed)
    if SHOWN & changed:
        transaction.on_commit(partial(image_changed.send, sender=Image, image=image), robust=True)


class WordsForm(forms.ModelForm):
    """One picture's words, in a row among others. Empty, they are wanted still."""

    class Meta:
        model = Image
        fields = ["alt", "is_decorative", "caption", "credit"]
        help_texts = {"alt": "What the picture shows.", "caption": "", "credit": "", "is_decorative": ""}
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["is_decorative"].label = "Only an ornament: it needs none"

    @property
    def thumbnail(self) -> SafeString:
        return thumbnail(self.instance)


class WantedWordsMixin:
    """Adds the page "Pictures that want words" to the library's admin."""

    def get_urls(self):
        return [
            path("words/", self.admin_site.admin_view(self.words_view), name="blog_image_words"),
            *super().get_urls(),
        ]

    def words_view(self, request: HttpRequest) -> HttpResponse:
        """The newest pictures without alternative text that this person may describe, all saved together."""
        if not self.has_add_permission(request) and not self.has_change_permission(request):
            raise PermissionDenied
        forms_shown = self._forms(request)
        if request.method == "POST" and not any([form.errors for form in forms_shown]):  # noqa: C419  (all show theirs)
            self._save_together(request, [form for form in forms_shown if form.has_changed()])
            return HttpResponseRedirect(reverse("admin:blog_image_words"))
        wanted = self._wanted(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Pictures that want words",
            "opts": self.opts,
            "forms": forms_shown,
            "count": in_words(wanted.order_by().values("pk")[: MOST_COUNTED + 1].count()),
            "has_errors": any(form.errors for form in forms_shown),
        }
        status = 400 if context["has_errors"] else 200
        return TemplateResponse(request, "blog/admin/words.html", context, status=status)

    def _wanted(self, request: HttpRequest) -> QuerySet[Image]:
        return self._described_by(request).filter(alt="", is_decorative=False).order_by("-pk")

    def _described_by(self, request: HttpRequest) -> QuerySet[Image]:
        """All pictures for those who may change any; else one's own."""
        may_change_any = request.user.has_perm("blog.change_image")
        return Image.objects.all() if may_change_any else Image.objects.filter(uploaded_by=request.user)

    def _forms(self, request: HttpRequest) -> list[WordsForm]:
        """One form for each picture wanted, or for each that was sent: another may have described one meanwhile."""
        if request.method != "POST":
            return [WordsForm(instance=image, prefix=str(image.pk)) for image in self._wanted(request)[:AT_ONCE]]
        sent = [int(key) for key in request.POST.getlist("picture")[:AT_ONCE] if key.isascii() and key.isdigit()]
        found = self._described_by(request).filter(pk__in=[key for key in sent if key < 2**63]).order_by("-pk")
        return [WordsForm(request.POST, instance=image, prefix=str(image.pk)) for image in found]

    def _save_together(self, request: HttpRequest, changed: list[WordsForm]) -> None:
        """Save all, but for those that stand in somebody else's live story by now."""
        refused = [form for form in changed if not self.has_change_permission(request, form.instance)]
        with transaction.atomic():
            for form in changed:
                if form not in refused:
                    save_words(form.instance, set(form.changed_data))
                    self.log_change(request, form.instance, self.construct_change_message(request, form, []))
        saved = len(changed) - len(refused)
        if saved:
            messages.success(request, f"The words of {saved} picture{'' if saved == 1 else 's'} are saved.")
        for form in refused:
            number = form.instance.pk
            messages.error(request, f"Number {number} stands in another’s live story: ask an editor to describe it.")

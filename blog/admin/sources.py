"""A story's ledger of sources at the desk: entered by who writes, signed off by editors, told to readers in part."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from blog.models import AuditEntry, Post, SignOffRefused, Source
from blog.models.source import PASSAGE_LENGTH
from blog.preflight.material import folded

MOST = 200  # of one story: more is an archive of its own


class SourceForm(forms.ModelForm):
    """A source, as who writes the story enters it."""

    class Meta:
        model = Source
        fields = ["name", "how", "contact", "passage", "is_unnamed", "why_unnamed", "is_public", "public_words"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
            "contact": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "autocomplete": "off"}),
            "passage": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "why_unnamed": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "public_words": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict:
        """Refuse a passage that the story does not have, an unnamed source without a reason, and words that name it."""
        data = super().clean() or self.cleaned_data
        said, passage = folded(self.instance.post.body), data.get("passage", "")
        if "passage" in self.changed_data and folded(passage) not in said:
            self.add_error("passage", "The saved story does not have these words. Save it first, or copy them again.")
        if data.get("is_unnamed") and not data.get("why_unnamed"):
            self.add_error("why_unnamed", "Say why readers are not told who it is: the editor needs to know.")
        name, told = folded(data.get("name", "")), folded(data.get("public_words", ""))
        if data.get("is_unnamed") and name and name in told:
            self.add_error("public_words", "These words name the source, and it is to stay unnamed.")
        return data


class SourcesMixin:
    """Adds the ledger's pages to the story's admin, for those who may change the story."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/sources/", view(self.sources_view), name="blog_post_sources"),
            path("<int:pk>/sources/<int:key>/", view(self.source_view), name="blog_post_source"),
            path(
                "<int:pk>/sources/<int:key>/sign-off/",
                view(require_POST(self.sign_off_view)),
                name="blog_post_sign_off",
            ),
            path("<int:pk>/sources/<int:key>/remove/", view(require_POST(self.remove_view)), name="blog_post_unsource"),
            *super().get_urls(),
        ]

    def sources_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The ledger as far as this person sees it, and a form for another; `?passage=` says what it is about."""
        post = self._changeable(request, pk)
        source = Source(post=post, entered_by=request.user)
        initial = {"passage": request.GET.get("passage", "")[:PASSAGE_LENGTH], "is_unnamed": "unnamed" in request.GET}
        form = SourceForm(request.POST or None, instance=source, initial=initial)
        if request.method == "POST" and form.is_valid():
            if post.sources.count() < MOST:
                return self._saved(request, post, form, "added a source", "The source is in the ledger.")
            form.add_error(None, f"This story has {MOST} sources already. Remove some first.")
        return self._ledger(request, post, form, "Sources")

    def source_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """One source, to be changed."""
        post, source = self._source(request, pk, key)
        was_signed = source.is_signed_off
        form = SourceForm(request.POST or None, instance=source)
        if request.method == "POST" and form.is_valid():
            said = "The source is saved."
            if was_signed and not source.is_signed_off:
                said += " An editor signs it off again, for it says something else now."
            return self._saved(request, post, form, "changed a source", said)
        return self._ledger(request, post, form, "A source")

    def sign_off_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """An editor signs a source off, as it stood on the page (`seen`), or takes that back."""
        post, source = self._source(request, pk, key)
        try:
            if "take_back" in request.POST:
                source.take_back_sign_off(by=request.user)
            else:
                source.sign_off(by=request.user, seen=request.POST.get("seen", ""))
        except SignOffRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{reverse('admin:blog_post_sources', args=[post.pk])}#source-{source.pk}")

    def remove_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """Delete a source for good: what is not kept cannot be demanded by anybody."""
        post, source = self._source(request, pk, key)
        with transaction.atomic():
            source.delete()
            AuditEntry.note_down("removed a source", by=request.user, about=post)
        messages.success(request, "The source is deleted for good.")
        return HttpResponseRedirect(reverse("admin:blog_post_sources", args=[post.pk]))

    def _changeable(self, request: HttpRequest, pk: int) -> Post:
        post = self._visible(request, pk)
        if not post.can_edit(request.user):
            raise PermissionDenied
        return post

    def _source(self, request: HttpRequest, pk: int, key: int) -> tuple[Post, Source]:
        post = self._changeable(request, pk)
        source = get_object_or_404(post.sources_seen_by(request.user), pk=key)
        source.post = post
        return post, source

    def _saved(self, request: HttpRequest, post: Post, form: SourceForm, deed: str, said: str) -> HttpResponse:
        with transaction.atomic():
            source = form.save()
            AuditEntry.note_down(deed, by=request.user, about=post)
        messages.success(request, said)
        return HttpResponseRedirect(f"{reverse('admin:blog_post_sources', args=[post.pk])}#source-{source.pk}")

    def _ledger(self, request: HttpRequest, post: Post, form: SourceForm, title: str) -> HttpResponse:
        is_new = form.instance.pk is None
        seen = post.sources_seen_by(request.user)
        sources = list(seen.select_related("entered_by", "signed_off_by")) if is_new else []
        context = {
            "title": title,
            "subtitle": str(post),
            "form": form,
            "is_new": is_new,
            "sources": sources,
            "sees_all": request.user.has_perm("blog.edit_any_post") or post.may("publish", request.user),
            "may_sign": post.may("publish_any", request.user),
        }
        answer = self._answer(request, post, "sources", context)
        answer.status_code = 400 if form.errors else 200
        return answer

"""Notes on a story's passages: colleagues write them beside the text, and resolve them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from blog.models import EditorialNote, Post
from blog.models.note import PASSAGE_LENGTH, WORDS_LENGTH

RESOLVED_SHOWN = 50  # of the latest; open ones are shown all
MOST_OPEN = 200  # on one story: more is a conversation that belongs elsewhere


class NoteForm(forms.ModelForm):
    """A note, and the words of the story that it is about."""

    passage = forms.CharField(
        required=False,
        max_length=PASSAGE_LENGTH,
        label="Passage",
        help_text="The words of the story that it is about, copied from the text. Empty: it is about the whole story.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    words = forms.CharField(
        max_length=WORDS_LENGTH,
        label="Note",
        error_messages={"required": "Write what you want to say about it."},
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    class Meta:
        model = EditorialNote
        fields = ["passage", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict:
        """A passage that the story does not have would point nowhere."""
        data = super().clean() or self.cleaned_data
        note = EditorialNote(post=self.instance.post, passage=data.get("passage", ""))
        if not note.is_there:
            self.add_error("passage", "The saved story does not have these words. Save it first, or copy them again.")
        elif self.instance.post.notes.filter(resolved_at=None).count() >= MOST_OPEN:
            self.add_error(None, f"This story has {MOST_OPEN} open notes. Resolve some first.")
        return data


class NotesMixin:
    """Adds the notes' page to the story's admin. Who sees the story at the desk writes and resolves."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/notes/", view(self.notes_view), name="blog_post_notes"),
            path("<int:pk>/notes/<int:note>/", view(require_POST(self.settle_note_view)), name="blog_post_note"),
            *super().get_urls(),
        ]

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All notes, and a form for another; `?passage=` fills in what it is about."""
        post = self._visible(request, pk)
        note = EditorialNote(post=post, author=request.user)
        if request.method == "POST":
            form = NoteForm(request.POST, instance=note)
            if form.is_valid():
                form.save()
                messages.success(request, "Your note stands beside the story.")
                return HttpResponseRedirect(reverse("admin:blog_post_notes", args=[pk]))
        else:
            form = NoteForm(instance=note, initial={"passage": request.GET.get("passage", "")[:PASSAGE_LENGTH]})
        context = {"title": "Notes", "subtitle": str(post), "form": form, **notes_of(post)}
        answer = self._answer(request, post, "notes", context)
        answer.status_code = 400 if form.errors else 200
        return answer

    def settle_note_view(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        """Resolve a note, or open it again."""
        found = get_object_or_404(
            EditorialNote.objects.select_related("post"), pk=note, post=self._visible(request, pk)
        )
        if "reopen" in request.POST:
            found.reopen(by=request.user)
        else:
            found.resolve(by=request.user)
        return HttpResponseRedirect(f"{reverse('admin:blog_post_notes', args=[pk])}#note-{found.pk}")


def notes_of(post: Post) -> dict[str, list[EditorialNote]]:
    """A story's open notes, the oldest first, and the latest resolved ones; two queries."""
    notes = post.notes.select_related("author", "resolved_by")
    found = {
        "open_notes": list(notes.filter(resolved_at=None)[:MOST_OPEN]),
        "resolved_notes": list(notes.exclude(resolved_at=None).order_by("-resolved_at", "-pk")[:RESOLVED_SHOWN]),
    }
    for note in (*found["open_notes"], *found["resolved_notes"]):
        note.post = post
    return found

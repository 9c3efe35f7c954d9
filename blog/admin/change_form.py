"""What an editor says about a change to a story that readers see: its kind, and when it is to happen."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils import timezone

from blog.models import ChangeKind, ErrorReport, Post
from blog.models.correction import SENTENCE_LENGTH, THANKS_LENGTH
from blog.substance import is_of_substance

MOMENT = "%Y-%m-%dT%H:%M"  # as browsers send it
SAID = {  # what readers read as the story's words, and what each is called
    "headline": "headline",
    "standfirst": "standfirst",
    "dateline": "dateline",
    "agency_credit": "agency credit",
    "body": "text",
}
ASKED = (
    "Readers see this story, so say what your change is, under “What is your change?”. "
    "Nothing is saved yet, and all your words are kept."
)


class ChangeForm(forms.Form):
    """Stands on the sheet of a published story, beside the form of its words. `post` is the story as readers see it."""

    change_kind = forms.ChoiceField(
        label="What is your change?",
        choices=[
            (ChangeKind.TYPO, "Typo: nothing else that readers see changes"),
            (ChangeKind.UPDATE, "Update: something is new; “Updated” moves"),
            (ChangeKind.CORRECTION, "Correction: something was wrong; the story says so, and “Updated” moves"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    correction = forms.CharField(
        label="For a correction: what was wrong, and what is right?",
        help_text="A sentence or two for readers. It stays under the story, with what was changed.",
        required=False,
        max_length=SENTENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    thanks = forms.CharField(
        label="Thanks, if somebody told us and agreed to be named",
        required=False,
        max_length=THANKS_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    change_at = forms.DateTimeField(
        label="Save this change for later",
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    report = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, data=None, *, post: Post, user, report: str = ""):
        self.post, self.user = post, user
        self.answered = self._open_report(report or (data or {}).get("report", ""))
        initial: dict[str, object] = {}
        if self.answered:
            initial = {"change_kind": ChangeKind.CORRECTION, "correction": self.answered.message[:SENTENCE_LENGTH]}
            initial |= {"thanks": self.answered.thanks, "report": self.answered.pk}
        super().__init__(data, initial=initial, label_suffix="")

    @property
    def is_for_later(self) -> bool:
        return "_later" in self.data

    def clean(self) -> dict:
        """A correction needs its sentence, and a change for later its moment."""
        said = super().clean() or self.cleaned_data
        is_correction = said.get("change_kind") == ChangeKind.CORRECTION
        if is_correction and not said.get("correction") and "correction" not in self.errors:
            self.add_error("correction", "Say in a sentence what was wrong, and what is right.")
        if self.is_for_later and "change_at" not in self.errors:
            if not said.get("change_at"):
                self.add_error("change_at", "Choose a day and a time first.")
            elif said["change_at"] <= timezone.now():
                self.add_error("change_at", "That moment has passed. Choose a later one, or save the change now.")
        return said

    def refusal(self, words: Mapping[str, str]) -> str:
        """Why `words`, the story's fields by name, cannot be saved like this; empty when they can. What is missing
        stands beside the fields as well."""
        is_answered = not self.is_valid() or self.cleaned_data["change_kind"] or self._leaves_readers
        if not is_answered and self._is_of_substance(words):
            self.add_error("change_kind", "This changes what the story says: choose one.")
        return ASKED if self.errors else ""

    def recording(self, post: Post):
        """The verb that records what `post` says now, as `revise` does: it takes `by` and a `note`."""
        kind, said = self.cleaned_data["change_kind"], self.cleaned_data

        def record(*, by, note: str = ""):
            if kind == ChangeKind.UPDATE:
                return post.update(by=by, note=note)
            if kind != ChangeKind.CORRECTION:
                return post.revise(by=by, note=note)
            correction = post.correct(by=by, text=said["correction"], thanks=said["thanks"], note=note)
            if self.answered:
                self.answered.close_with(correction, by=by)
            return correction.after

        return record

    @property
    def _leaves_readers(self) -> bool:
        """True when the press on the button takes the story from readers: that waits for no question."""
        verb = self.data.get("_move", "")
        is_whole = verb == "retract" or (verb == "kill" and bool(self.data.get("note", "").strip()))
        return is_whole and verb in self.post.moves_open_to(self.user)

    def _is_of_substance(self, words: Mapping[str, str]) -> bool:
        """Compared with the story as it is saved, whatever the form's own copy of it says by now."""
        now = Post.objects.values(*SAID).get(pk=self.post.pk)
        return any(is_of_substance(now[name], words[name] or "") for name in SAID if name in words)

    def _open_report(self, key: str) -> ErrorReport | None:
        if not (str(key).isdecimal() and str(key).isascii() and len(str(key)) < 19):
            return None
        return ErrorReport.objects.visible_to(self.user).open().filter(post=self.post, pk=int(key)).first()

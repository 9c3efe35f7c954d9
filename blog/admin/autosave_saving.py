"""What becomes of a sheet's text: it goes into the story, or is kept for its writer until it can."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.admin.utils import flatten_fieldsets
from django.db import transaction
from django.http import HttpRequest, QueryDict

from blog.admin.autosave_fields import Values, filled, kept_fields, merged, origin_after, shown_by, typed_in
from blog.admin.fields import NamesField
from blog.models import Author, Post, Sheet
from blog.models.recording import Kind, latest_of

MOST_BEATS = 2**53  # the largest whole number that a browser counts to exactly


class SheetUnreadable(ValueError):
    """What names the sheet is missing or mangled. The message is for the writer."""


@dataclass(frozen=True)
class Marks:
    """What a form says about itself: its key, the revision it began from, and how often it has sent its text."""

    key: UUID
    began_from: int
    beat: int

    @classmethod
    def of(cls, data: QueryDict) -> Marks | None:
        """The marks in `data`; None when it names no sheet. Raises SheetUnreadable when they are mangled."""
        if not data.get("sheet"):
            return None
        try:
            began_from, beat = (int(data.get(name) or 0) for name in ("began_from", "beat"))
            marks = cls(UUID(data.get("sheet")), began_from, beat)
        except ValueError:
            raise SheetUnreadable("The page sent something that is no sheet of a story. Load it again.") from None
        if not (0 <= began_from < 2**31 and 0 <= beat < MOST_BEATS):
            raise SheetUnreadable("The page counts its saves in numbers that cannot be. Load it again.")
        return marks


@dataclass(frozen=True)
class Outcome:
    """What became of the text: `post` is its story; `why` says, in words for its writer, why it is not in there."""

    post: Post
    sheet: Sheet
    why: str = ""


def form_for(admin, request: HttpRequest, post: Post | None) -> type:
    """The class of the form on which `post`, or a new story, is written by the one who asks."""
    fields = flatten_fieldsets(admin.get_fieldsets(request, post))
    return admin.get_form(request, post, change=post is not None, fields=fields)


def origin_of(sheet: Sheet, post: Post, marks: Marks, theirs: Values) -> Values | None:
    """What the form said when it and the story last agreed; None when that cannot be known any more."""
    if sheet.shown is not None:
        return sheet.shown
    latest = latest_of(post)
    is_the_one_shown = latest is not None and latest.number == marks.began_from and latest.kind == Kind.SAVED
    return theirs if is_the_one_shown else None


def autosave(admin, request: HttpRequest, post: Post | None, sheet: Sheet, marks: Marks) -> Outcome:
    """Put the form's text into its story, or keep it on its sheet. Both rows are locked by the caller.

    Into the story it goes while readers do not see that, nothing on it is wrong and nobody else wrote something else in
    the same place. A story that is not begun yet is begun.
    """
    sheet.beat = max(sheet.beat, marks.beat)
    form_class = form_for(admin, request, post)
    asked = form_class() if post is None else form_class(instance=post)
    mine = typed_in(asked, request.POST)
    if post is None:
        post = _begin(mine, request.user)
        asked = form_class(instance=post)
        sheet.post, sheet.shown = post, shown_by(asked)
    theirs = shown_by(asked)
    before = origin_of(sheet, post, marks, theirs)
    together, questions, _passages = merged(asked, before, mine, theirs)
    why, said = "", theirs
    if post.is_published:
        why = "" if mine == theirs else "readers see it after Save"
    elif questions:
        why = f"somebody else changed the same in: {_listed(question.label for question in questions)}"
    elif together != theirs:
        why, said = _save(admin, request, asked, together, theirs)
    if why:
        sheet.is_kept(mine)
    else:
        settle(sheet, post, origin_after(together, mine, said))
    sheet.save()
    return Outcome(post, sheet, why)


def settle(sheet: Sheet, post: Post, origin: Values) -> None:
    """Note on the sheet that the story, as it is saved, says what the form says; the next merge starts at `origin`."""
    sheet.post = post
    sheet.is_said(origin, post.revisions.exclude(kind=Kind.ASIDE).values_list("number", flat=True).first() or 0)


def _begin(mine: Values, user) -> Post:
    headline = " ".join(mine.get("headline", "").split())[:250]
    return Post.objects.create(poster=Author.of(user), headline=headline)


def _save(admin, request: HttpRequest, asked, together: Values, theirs: Values) -> tuple[str, Values]:
    """Save the story of the form `asked`, which showed `theirs`. Returns "" and what the form of the story shows now;
    or what is wrong, without having changed anything."""
    post = asked.instance
    form = type(asked)(filled(request.POST, together, kept_fields(asked)), instance=post)
    for field in form.fields.values():
        if isinstance(field, NamesField):
            field.may_add = False  # a name may be half-typed: only pressing Save makes somebody of it
    if not form.is_valid():
        post.refresh_from_db()
        return f"to be put right: {_listed(form[name].label for name in form.errors if name in form.fields)}", theirs
    changed = {name: form.cleaned_data[name] for name, value in together.items() if value != theirs[name]}
    with transaction.atomic():
        post = admin.save_form(request, form, change=True)
        admin.save_model(request, post, form, True)
        if not changed.keys() <= {field.name for field in post._meta.concrete_fields}:  # more than the story's own row
            form.save_m2m()
        post.revise(by=request.user, kind=Kind.AUTOSAVED)
    if all(isinstance(value, str) for value in changed.values()):
        return "", {**theirs, **changed}
    return "", shown_by(type(asked)(instance=post))


def _listed(labels) -> str:
    return ", ".join(dict.fromkeys(map(str, labels))) or "the form"

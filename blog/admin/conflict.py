"""Two people save the same story: their forms are put together, and where they disagree the second one is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from blog import merging
from blog.admin.autosave_fields import (
    Question,
    Values,
    filled,
    kept_fields,
    merged,
    origin_after,
    shown_by,
    spoken,
    typed_in,
)
from blog.admin.autosave_saving import Marks, SheetUnreadable, form_for, origin_of, settle
from blog.models import Post, Sheet
from blog.models.recording import latest_of
from blog.wirecopy import changes

OF_THE_PAGE_ALONE = ("csrfmiddlewaretoken", "theirs", "_move", "_anyway", "_preview", "_clean", "_continue")
ASIDE = "Somebody else had saved something else in the same place"


class BegunMeanwhile(Exception):
    """The new story was begun by another request of the same page."""


@dataclass(frozen=True)
class Meeting:
    """Somebody's form on its way into a story: what it says, and what it says together with others' saves."""

    sheet: Sheet
    mine: Values
    together: Values


class ConflictMixin:
    """Saving takes in what others saved since the form was opened. Nobody's words are overwritten unasked."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        marks = _marks(request.POST) if request.method == "POST" else None
        if marks is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._save_with_others(request, object_id, marks, form_url, extra_context)
        except BegunMeanwhile:
            return self._save_with_others(request, object_id, marks, form_url, extra_context)

    def _save_with_others(self, request, object_id, marks: Marks, form_url, extra_context):
        with transaction.atomic():
            post = self._being_saved(request, object_id, marks)
            if object_id and post is None:  # refused, and nothing is written down
                return super().changeform_view(request, object_id, form_url, extra_context)
            sheet = Sheet.objects.claim(marks.key, request.user)
            if post is None and sheet.post_id:
                raise BegunMeanwhile  # a story is locked before its sheets, or two saves might wait for ever
            sheet.beat = max(sheet.beat, marks.beat)
            if post and (page := self._meet(request, post, sheet, marks)):
                return page
            request.sheet = sheet
            answer = super().changeform_view(request, str(post.pk) if post else object_id, form_url, extra_context)
            if post and request.sheet:  # something on it is wrong: what was typed is kept over that
                sheet.post = post
                sheet.is_kept(request.meeting.mine)
                sheet.save()
            return answer

    def _being_saved(self, request: HttpRequest, object_id: str | None, marks: Marks) -> Post | None:
        """The story that the form is about, locked; None for a new one, and where the form will be refused anyway."""
        if object_id is None:
            begun = Sheet.objects.of(request.user).filter(key=marks.key).values_list("post", flat=True).first()
            object_id = str(begun) if begun else None
        post = self.get_object(request, unquote(object_id)) if object_id else None
        if post is None or not self.has_change_permission(request, post):
            return None
        return Post.objects.select_for_update().get(pk=post.pk)

    def _meet(self, request: HttpRequest, post: Post, sheet: Sheet, marks: Marks) -> HttpResponse | None:
        """Take others' saves into the form that was sent; the page that asks, where they contradict it."""
        asked = form_for(self, request, post)(instance=post)
        mine, theirs = typed_in(asked, request.POST), shown_by(asked)
        before = origin_of(sheet, post, marks, theirs)
        together, questions, passages = merged(asked, before, mine, theirs)
        seen = _digest(theirs)
        if questions:
            chosen = _chosen(request.POST, questions) if request.POST.get("theirs") == seen else None
            if chosen is None:
                post.keep_aside(mine, by=request.user, note=ASIDE)
                sheet.post = post
                sheet.is_kept(mine)
                sheet.save()
                return self._ask(request, post, asked, list(_asked(asked, questions, passages)), seen)
            together |= _answered(questions, passages, chosen)
        request.POST = filled(request.POST, together, kept_fields(asked))  # type: ignore[assignment]
        request.meeting = Meeting(sheet, mine, together)
        return None

    def _ask(self, request: HttpRequest, post: Post, form, questions: list[dict], seen: str) -> HttpResponse:
        latest = latest_of(post)
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in OF_THE_PAGE_ALONE and not name.startswith(("choose-", "anew-"))
            for value in values
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Two of you changed the same",
            "subtitle": str(post),
            "post": post,
            "opts": self.opts,
            "questions": questions,
            "sent": sent,
            "seen": seen,
            "who": latest.made_by if latest and latest.made_by else "The newsroom",
            "saved_at": latest.made_at if latest else post.changed_at,
            "was_a_move": "_move" in request.POST or "_anyway" in request.POST,
            "is_asked_again": "theirs" in request.POST,
            "address": reverse("admin:blog_post_change", args=[post.pk]),
        }
        return TemplateResponse(request, "blog/admin/conflict.html", context, status=409)

    def _after_saving(self, request, post):
        if sheet := getattr(request, "sheet", None):
            meeting = getattr(request, "meeting", None)
            saved = form_for(self, request, post)(instance=post)
            mine = meeting.mine if meeting else typed_in(saved, request.POST)
            settle(sheet, post, origin_after(meeting.together if meeting else mine, mine, shown_by(saved)))
            sheet.save()
            request.sheet = None
            if meeting and meeting.together != meeting.mine:
                messages.info(request, "Your changes and those that were saved meanwhile are put together.")
        return super()._after_saving(request, post)


def _marks(data: QueryDict) -> Marks | None:
    """The form's marks; mangled ones are those of a form of which nothing is known."""
    try:
        return Marks.of(data)
    except SheetUnreadable:
        return Marks(uuid4(), 0, 0)


def _digest(values: Values) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _asked(form, questions: list[Question], passages: list[merging.Passage]) -> Iterator[dict]:
    """The questions, as the page shows them."""
    contexts = iter(_contexts(passages))
    for number, question in enumerate(questions):
        mine, theirs = (
            spoken(form, question.field, text) for text in (question.conflict.mine, question.conflict.theirs)
        )
        words = changes(mine, theirs)
        yield {
            "number": number,
            "label": question.label,
            "is_passage": question.is_passage,
            "context": next(contexts) if question.is_passage else "",
            "mine": [(change.kind != "same", change.text) for change in words if change.kind != "added"],
            "theirs": [(change.kind != "same", change.text) for change in words if change.kind != "removed"],
            "both": question.conflict.both,
            "has_both": question.conflict.mine and question.conflict.theirs,
        }


def _contexts(passages: list[merging.Passage]) -> Iterator[str]:
    """For each conflict the paragraph before it."""
    before = ""
    for passage in passages:
        if isinstance(passage, merging.Agreed):
            before = passage.paragraphs[-1]
        else:
            yield before


def _chosen(data: QueryDict, questions: list[Question]) -> list[str] | None:
    """What was chosen for each question, in order; None when one is not answered."""
    chosen = []
    for number, question in enumerate(questions):
        words = {"mine": question.conflict.mine, "theirs": question.conflict.theirs}
        if question.is_passage:
            words |= {"both": question.conflict.both, "anew": data.get(f"anew-{number}", "").strip()}
        choice = data.get(f"choose-{number}", "")
        if choice not in words:
            return None
        chosen.append(words[choice])
    return chosen


def _answered(questions: list[Question], passages: list[merging.Passage], chosen: list[str]) -> Values:
    """The fields that were asked about, with what was chosen in them."""
    pairs = list(zip(questions, chosen, strict=True))
    values = {question.field: text for question, text in pairs if not question.is_passage}
    if of_the_text := [text for question, text in pairs if question.is_passage]:
        values["body"] = merging.put_together(passages, of_the_text)
    return values

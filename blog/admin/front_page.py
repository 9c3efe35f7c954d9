"""The front page at the desk: which stories stand first, and the line of breaking news."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from blog.admin.breaking import BreakingForm
from blog.admin.one_sheet import OneSheet
from blog.models import AuditEntry, FrontPage, FrontPageFull, Post, State
from blog.models.front_page import MOST_SLOTS
from blog.search import search

OFFERED = 10  # stories, newest or best first
LONGEST_QUESTION = 200
DONE = {
    "add": "It stands on the front page.",
    "up": "Moved up.",
    "down": "Moved down.",
    "remove": "Taken off the top; it stands where its date says.",
}
NO_LINE = {"breaking": "", "breaking_story": None, "breaking_address": "", "breaking_until": None}


@admin.register(FrontPage)
class FrontPageAdmin(OneSheet):
    """One page with a button for every change, each of which is saved at once."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.front_view), name="blog_frontpage_changelist"),
            path("arrange/", view(require_POST(self.arrange_view)), name="blog_frontpage_arrange"),
            path("breaking/", view(require_POST(self.breaking_view)), name="blog_frontpage_breaking"),
        ]

    def front_view(self, request: HttpRequest) -> HttpResponse:
        """The page; `?q=` looks for stories to add."""
        self._refuse_others(request)
        return self._answer(request, FrontPage.current())

    def arrange_view(self, request: HttpRequest) -> HttpResponse:
        """Add, move or remove the story whose key is the value of the button that was pressed."""
        self._refuse_others(request)
        verb = next((verb for verb in DONE if verb in request.POST), "")
        typed = request.POST.get(verb, "")
        key = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
        story = Post.objects.filter(pk=key).defer("body", "body_html").first()
        if not verb or story is None or (verb == "add" and story.state not in (State.PUBLISHED, State.SCHEDULED)):
            messages.error(request, "That story cannot stand there: readers neither see it, nor will by themselves.")
            return self._back()
        try:
            with transaction.atomic():
                front = FrontPage.arrange(verb, key)
                AuditEntry.note_down("arranged", by=request.user, about=front, note=f"{verb}: {story}")
        except FrontPageFull as refusal:
            messages.error(request, str(refusal))
            return self._back()
        messages.success(request, f"“{story}”: {DONE[verb]}")
        return self._back(f"#slot-{key}" if verb != "remove" else "#slots")

    def breaking_view(self, request: HttpRequest) -> HttpResponse:
        """Save the line, or take it down."""
        self._refuse_others(request)
        if "end" in request.POST:
            self._announce(request, None, "took down breaking news", NO_LINE)
            messages.success(request, "Taken down.")
            return self._back("#breaking")
        form = BreakingForm(request.POST, front=FrontPage.current())
        if form.is_valid():
            if self._announce(request, form.cleaned_data["seen"], "announced breaking news", form.line):
                messages.success(request, "Readers see the line on the front page.")
                return self._back("#breaking")
            form.is_outdated(front := FrontPage.current())
            return self._answer(request, front, form)
        return self._answer(request, FrontPage.current(), form)

    def _announce(self, request: HttpRequest, seen: int | None, deed: str, line: dict) -> bool:
        with transaction.atomic():
            if front := FrontPage.announce(seen=seen, **line):
                AuditEntry.note_down(deed, by=request.user, about=front, note=line["breaking"])
        return front is not None

    def _answer(self, request: HttpRequest, front: FrontPage, form: BreakingForm | None = None) -> HttpResponse:
        question = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION].strip()
        stories = Post.objects.defer("body", "body_html").in_bulk(front.slots)
        context = {
            **self.admin_site.each_context(request),
            "title": "Front page",
            "opts": self.opts,
            "slots": [stories[key] for key in front.slots if key in stories],
            "most": MOST_SLOTS,
            "question": question,
            "offered": [story for story in self._offered(question) if story.pk not in front.slots],
            "front": front,
            "form": form or BreakingForm(front=front),
        }
        status = 400 if form else 200
        return TemplateResponse(request, "blog/admin/front_page.html", context, status=status)

    def _offered(self, question: str) -> list[Post]:
        """Stories to add: those that answer the question, or the newest; those that are scheduled come first."""
        coming = Post.objects.filter(state=State.SCHEDULED, publish_at__gt=timezone.now()).order_by("publish_at", "pk")
        coming = coming.filter(headline__icontains=question).defer("body", "body_html")[:OFFERED]
        if question:
            return [*coming, *(hit.post for hit in search(question).hits[:OFFERED])]
        return [*coming, *Post.objects.published().newest_first().defer("body", "body_html")[:OFFERED]]

    def _refuse_others(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _back(self, place: str = "") -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:blog_frontpage_changelist") + place)

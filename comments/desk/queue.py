"""The queue: a page of comments in context, each with the buttons that decide about it. It stands in the place of the
admin's list of comments.

Everything is a form and a link. static/js/desk-queue.js sends a single decision without leaving the page, and is
answered with the parts of it that changed, made by the same templates.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog.models import Post, User
from comments.answers import FRAGMENT, wants_fragment
from comments.desk.cards import Card, cards_of, with_context
from comments.desk.counting import MOST_COUNTED, Counts, counts_of, number
from comments.desk.deciding import NotUnderstood, Outcome, decide
from comments.desk.listing import MOST_SEARCHED, Listing
from comments.desk.paging import page_of
from comments.desk.tabs import TABS
from comments.desk.ways import way_back
from comments.desk.words import APART, PAST, SHORT
from comments.discussion import HIGHEST_KEY
from comments.models import Comment, Decision, MoveRefused
from comments.models.journal import REASON_LENGTH
from comments.models.workflow import MODERATE

LATEST_DECISIONS = 100  # of a person, among which the one to undo is looked for


class QueueMixin:
    """Puts the queue in the place of the list, with the addresses that its buttons send to."""

    def get_urls(self):
        own = [
            path("decide/", self._view(self.decide_view), name="comments_comment_decide"),
            path("undo/<int:decision>/", self._view(self.undo_view), name="comments_comment_undo"),
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def _view(self, view):
        """For signed-in people of the newsroom, by POST alone."""
        return self.admin_site.admin_view(require_POST(view))  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The queue. At most ten queries, however many comments there are."""
        user = _moderator(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        listing = Listing.read(request.GET)
        counts = counts_of(listing, by=user)
        page = page_of(listing, counts.keys)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            **_standing(listing, counts, user),
            "title": _("Comments"),
            "opts": self.opts,  # type: ignore[attr-defined]
            "cards": cards_of(page.comments),
            "page": page,
            "story": _story(listing, page.comments),
            "bulk": [(verb, SHORT[verb], verb in APART) for verb in listing.tab.verbs],
            "to_all_stories": listing.narrowed_to(post=None, words=listing.words).address,
            "to_all_words": listing.narrowed_to(post=listing.post, words="").address,
            "to_everything": listing.narrowed_to(post=None, words="").address,
            "is_bounded": counts.matching > MOST_COUNTED,
            "most_searched": f"{MOST_SEARCHED:,}",
            "reason_length": REASON_LENGTH,
        }
        return TemplateResponse(request, "comments/desk/queue.html", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Do what a button says: back to the same place in the queue, or, to the script, the parts that changed."""
        user, listing = _moderator(request), _listing_behind(request)
        try:
            outcome = decide(request.POST, listing, by=user)
        except NotUnderstood as error:
            outcome = Outcome(0, (str(error),))
        if wants_fragment(request):
            return _changed_parts(request, user, listing, outcome)
        for refusal in outcome.refusals:
            messages.warning(request, refusal)
        # A refusal is read at the top of the page; without one, the next comment is what one wants to see.
        anchor = f"#comment-{outcome.next_key}" if outcome.next_key and not outcome.refusals else ""
        return HttpResponseRedirect(listing.address + anchor, status=303)

    def undo_view(self, request: HttpRequest, decision: int) -> HttpResponse:
        """Take a decision back, and go to where the button stood."""
        user = _moderator(request)
        found = Decision.objects.filter(pk=min(decision, HIGHEST_KEY)).first()
        if found is None:
            raise Http404("There is no such decision.")
        try:
            count = found.undo(by=user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _undone(count, found.count - count))
        return HttpResponseRedirect(_listing_behind(request).address, status=303)


def _moderator(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for who may not moderate."""
    if not isinstance(request.user, User) or not request.user.has_perm(MODERATE):
        raise PermissionDenied("You may not moderate comments.")
    return request.user


def _listing_behind(request: HttpRequest) -> Listing:
    """The listing on which a button stood; the first page of the queue when the form does not say."""
    return Listing.read(QueryDict(urlsplit(way_back(request)).query))


def _standing(listing: Listing, counts: Counts, user: User) -> dict:
    """What every answer tells: the tabs, how many match, and what can be undone."""
    return {
        "listing": listing,
        "tabs": [(listing.at(tab), number(counts.tabs[key])) for key, tab in TABS.items()],
        "matching": number(counts.matching),
        "seen": counts.seen,
        "undo": last_decision(user),
    }


def last_decision(user: User) -> dict | None:
    """The last decision of `user` that can be taken back: {"decision", "said"}, or None."""
    latest = Decision.objects.filter(by=user).order_by("-pk").values("pk")[:LATEST_DECISIONS]
    decision = Decision.objects.undoable(user).filter(pk__in=latest).first()
    if decision is None:
        return None
    words = ngettext("%(what)s: %(count)s comment", "%(what)s: %(count)s comments", decision.count)
    said = words % {"what": PAST.get(decision.verb, decision.verb), "count": f"{decision.count:,}"}
    return {"decision": decision, "said": said}


def _undone(count: int, left: int) -> str:
    words = ngettext(
        "Undone: %(count)s comment is where it stood before.",
        "Undone: %(count)s comments are where they stood before.",
        count,
    ) % {"count": f"{count:,}"}
    if left <= 0:
        return words
    others = ngettext(
        "%(count)s was left alone: it was decided anew since.",
        "%(count)s were left alone: they were decided anew since.",
        left,
    )
    return " ".join([words, others % {"count": f"{left:,}"}])


def _story(listing: Listing, comments: list[Comment]) -> Post | None:
    """The story that the listing is narrowed to, from its comments where there are any."""
    if listing.post is None:
        return None
    return comments[0].post if comments else Post.objects.filter(pk=listing.post).only("pk", "headline").first()


def _changed_parts(request: HttpRequest, user: User, listing: Listing, outcome: Outcome) -> HttpResponse:
    context = {
        **_standing(listing, counts_of(listing, by=user), user),
        "refusals": outcome.refusals,
        "card": _card_again(outcome) if outcome.refusals and outcome.key else None,
    }
    response = TemplateResponse(
        request, "comments/desk/_answer.html", context, content_type=f"{FRAGMENT}; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _card_again(outcome: Outcome) -> Card | None:
    """The card of the comment that was not moved, as it stands now."""
    comments = list(with_context(Comment.objects.filter(pk=outcome.key)))
    return next(iter(cards_of(comments, notice=" ".join(outcome.refusals))), None)

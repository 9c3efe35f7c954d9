"""Every way back from a sign-in, whether it came to its end or not: to the form, with the words and a reason."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from comments.answers import FRAGMENT, wants_fragment
from comments.discussion import reply_target
from comments.forms import CommentForm
from comments.identity import AS_GUEST, identity_of
from comments.models.address import page_path
from comments.sign_in import kept

WAY_BACK = "comments.way_back"  # in the session: the path of the form that was left
NOTICE = "comments.notice"


def way_back(request) -> str:
    """The path of the form that the reader of this session left last; the front page where there was none."""
    return request.session.get(WAY_BACK) or reverse("blog:front")


def come_back(request, notice: str = "") -> HttpResponse:
    """Back to the form, with `notice` above it, if there is one; without a form to go back to, a page that says it."""
    if notice and not request.session.get(WAY_BACK):
        return failed(request, notice, 400)
    if notice:
        request.session[NOTICE] = notice
    return HttpResponseRedirect(way_back(request), status=303)


def failed(request, notice: str, status: int) -> HttpResponse:
    """A page that says why nobody was signed in, where there is no form to say it above."""
    return _for_one_reader(render(request, "sign_in/failed.html", {"notice": notice}, status=status))


def take_notice(request) -> str:
    """What is to be said above the form, once. Without a session cookie no session is looked at."""
    if not request.session.session_key or NOTICE not in request.session:
        return ""
    return request.session.pop(NOTICE)


def form_again(request, post, *, notice: str = "", status: int = 200, as_guest: bool = False) -> HttpResponse:
    """The form under `post` as it was typed, in the answer itself: for who has no session, or none any more.

    With `as_guest` it shows the guest's fields and the ways to sign in, whoever is signed in.
    """
    answers = reply_target(post, request.POST.get("reply_to", ""))
    initial = {**kept.typed(request), AS_GUEST: as_guest}
    form = CommentForm(post, initial=initial, identity=None if as_guest else identity_of(request), reply_to=answers)
    page = answers.page_number if answers else 1
    if wants_fragment(request):
        context = {"post": post, "form": form, "notice": notice, "path": page_path(post, page)}
        shown = render(
            request, "comments/_respond.html", context, content_type=f"{FRAGMENT}; charset=utf-8", status=status
        )
    else:
        context = {"post": post, "comment_form": form, "comment_notice": notice, "comment_page": page}
        shown = render(request, "blog/article.html", context, status=status)
    return _for_one_reader(shown)


def _for_one_reader(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

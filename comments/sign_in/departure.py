"""Leaving a form to sign in: its words are kept, and the browser is led to the service."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpResponse
from django.utils.translation import gettext as _

from blog.models import Post
from blog.visiting import address_of
from comments.discussion import reply_target
from comments.models.address import page_path
from comments.sign_in import arrival, kept, pace
from comments.stand_in.detour import led_to_the_stand_in
from config.providers import Service


class NotNow(Exception):
    """The reader stays with the form; the message says why, `status` is the answer's."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def remember_form(request, post: Post) -> None:
    """Keep in the session the words typed under `post`, and the way back to the form. Raises NotNow.

    A session that is made for this ends soon; signing in makes it last.
    """
    if pace.starts_too_often(address_of(request)):
        raise NotNow(_("Too many people sign in from where you are. Please try again in a few minutes."), 429)
    if not request.user.is_authenticated:
        request.session.set_expiry(kept.LASTS)
    try:
        kept.keep(request.session, post.pk, kept.typed(request))
    except kept.TooMuch:
        raise NotNow(_("This is too long to be kept while you sign in. Please shorten it first."), 413) from None
    request.session[arrival.WAY_BACK] = path_of_form(request, post)


def path_of_form(request, post: Post) -> str:
    """Where the form under `post` stands that this POST came from: at a reply, or below the comments."""
    answers = reply_target(post, request.POST.get("reply_to", ""))
    return answers.reply_path if answers else f"{page_path(post)}#respond"


def lead_to(service: Service, request) -> HttpResponse:
    """A redirect to where `service` asks the reader; it sends them back to its callback."""
    provider = get_adapter(request).get_provider(request, service.provider)
    response = provider.redirect(request, AuthProcess.LOGIN, next_url=arrival.way_back(request))
    return led_to_the_stand_in(response)

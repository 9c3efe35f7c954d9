"""The addresses of signing in. The form under a story sends its words along to each of them, and gets them back."""

import logging

from allauth.socialaccount.providers.facebook.views import oauth2_callback as facebook_callback
from allauth.socialaccount.providers.google.views import oauth2_callback as google_callback
from allauth.socialaccount.providers.twitter_oauth2.views import oauth2_callback as x_callback
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_safe

from blog.visiting import comes_from_our_own_page
from comments import answers
from comments.answers import FRAGMENT
from comments.identity import EMAIL, identity_of
from comments.names import name_is_taken
from comments.opening import story_in
from comments.readers.admission import owner_of
from comments.readers.profiles import NAMELESS, name_from
from comments.sign_in import arrival, departure, letters
from comments.sign_in.departure import NotNow
from comments.sign_in.services import name_of_network, offered_service
from comments.views import UNREADABLE
from comments.wordpress_com.views import oauth2_callback as wordpress_com_callback

CALLBACKS = {
    "facebook": facebook_callback,
    "google": google_callback,
    "twitter_oauth2": x_callback,
    "wordpress_com": wordpress_com_callback,
}

log = logging.getLogger(__name__)


@csrf_exempt  # the form is on a page that is the same for everybody and holds no token: see comes_from_our_own_page
def sign_in(request, network):
    """Leave for a service, with the form's words kept. A link that leads here gets a page with the form's button."""
    try:
        post = story_in(request.POST if request.method == "POST" else request.GET)
    except UNREADABLE:
        return answers.too_large(request)
    if post is None:
        return answers.gone(request)
    if request.method != "POST" or not comes_from_our_own_page(request):
        # Nothing another site sent is kept: it could put words into the reader's form.
        return _ask_first(request, network, post)
    try:
        return _leave(request, network, post)
    except NotNow as reason:
        return arrival.form_again(request, post, notice=str(reason), status=reason.status)


@require_GET
def callback(request, network):
    """Where a service sends the reader back to."""
    service = offered_service(network)
    if service is None:
        raise Http404("Nobody signs in by that service here.")
    try:
        return CALLBACKS[service.provider](request)
    except Exception:  # what a service answers may be anything, and break wherever it is read
        log.exception("The answer of %s could not be read.", service.name)
        words = _("%(network)s answered in a way we could not read. Please try again, or choose another way.")
        return arrival.come_back(request, words % {"network": service.name})


@csrf_exempt  # as above
def log_out(request):
    """End the session, and show the form again as it was typed."""
    try:
        post = story_in(request.POST)
    except UNREADABLE:
        return answers.too_large(request)
    if request.method == "POST" and comes_from_our_own_page(request):
        logout(request)
    return arrival.form_again(request, post) if post else redirect("blog:front")


@csrf_exempt  # it changes nothing
def change(request):
    """Show the ways to sign in again, with the form as it was typed; whoever is signed in stays so until then."""
    try:
        post = story_in(request.POST)
    except UNREADABLE:
        return answers.too_large(request)
    return arrival.form_again(request, post, as_guest=True) if post else redirect("blog:front")


@require_safe
def identity(request):
    """The line that says who is commenting, for the script to put into a saved page's form; empty for a guest."""
    found = identity_of(request)
    if found:
        kind = f"{FRAGMENT}; charset=utf-8"
        response = render(request, "sign_in/_identity.html", {"identity": found}, content_type=kind)
    else:
        response = HttpResponse(status=204)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


@csrf_exempt  # the letter's link may be opened without a cookie of ours
def letter(request, key):
    """What a letter's link opens: a page with a button, since programs that look through mail follow links."""
    found = letters.opened(key)
    if found is None:
        words = _("This link was used already, or is older than half an hour. Please ask for a new one below a story.")
        return arrival.failed(request, words, 410)
    if request.method != "POST" or not comes_from_our_own_page(request):
        return _ask_name(request, found)
    return _follow(request, key, found)


def _leave(request, network, post):
    service = offered_service(network)
    if service is None and not (network == EMAIL and letters.are_offered()):
        words = _("Signing in by %(network)s is not offered any more. Please choose another way.")
        raise NotNow(words % {"network": name_of_network(network)}, 404)
    departure.remember_form(request, post)
    if service is None:
        return arrival.come_back(request, letters.write(request, post))
    return departure.lead_to(service, request)


def _ask_first(request, network, post):
    if offered_service(network) is None and not (network == EMAIL and letters.are_offered()):
        raise Http404("Nobody signs in by that service here.")
    context = {"network": network, "network_name": name_of_network(network), "post": post}
    return render(request, "sign_in/ask_first.html", context)


def _ask_name(request, found, *, problem="", status=200):
    owner = owner_of(found["email"])
    name = request.POST.get("name") or found["words"].get("name", "")
    context = {"email": found["email"], "owner": owner, "name": name, "problem": problem}
    response = render(request, "sign_in/letter.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
    return response


def _follow(request, key, found):
    name = name_from(request.POST.get("name", ""))
    if owner_of(found["email"]) is None:
        if name == NAMELESS:
            problem = _("Please enter the name to show beside your comments.")
            return _ask_name(request, found, problem=problem, status=400)
        if name_is_taken(name):
            problem = _("That is the name of somebody known here. Please choose another.")
            return _ask_name(request, found, problem=problem, status=409)
    try:
        letters.follow(request, key, found, name)
    except PermissionError as reason:
        return arrival.failed(request, str(reason), 403)
    return arrival.come_back(request)

"""Puts the conversation under a story: `{% discussion %}`."""

from django import template
from django.utils.translation import gettext as _

from blog.lite import wants_lite
from comments.blank_form import blank_form
from comments.discussion import Discussion, discussion_of, path_of, reply_target
from comments.forms import CommentForm
from comments.identity import Identity, identity_of
from comments.models import Recommendation
from comments.models.order import NEWEST, OLDEST, RECOMMENDED
from comments.opening import is_open
from comments.persons import recommender
from comments.printing import Onlooker, Printer
from comments.remembered import COOKIE, remembered
from comments.sign_in import arrival, kept

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context):
    """The comments on `post` and the form.

    Of the context it reads `post`, `request`, `comment_page` (a number from 1, or None), and, where there is one,
    `comment_form` (that was refused), `comment_preview`, `comment_notice`, and `held` (the reader's own comment) with
    the `edit_path` where they change it.
    """
    request, post, held = context["request"], context["post"], context.get("held")
    asked = {"after": request.GET.get("after", ""), "order_name": request.GET.get("order", "")}
    page = discussion_of(post, context.get("comment_page") or 1, held=held, **asked)
    identity = identity_of(request)
    own = {held.pk: context.get("edit_path", "")} if held else {}
    form = context.get("comment_form") or _empty_form(request, post, held, identity)
    notice = context.get("comment_notice") or arrival.take_notice(request)
    preview = context.get("comment_preview", "")
    onlooker, has_faces = _onlooker(request, identity, page, own), not wants_lite(request)
    printer = Printer(post, page.path, onlooker, takes_replies=is_open(post), has_faces=has_faces)
    return {
        "post": post,
        "page": page,
        "orders": _orders(post, page),
        "thread": printer.thread(page) if page.entries else "",
        "picks": printer.picks(page.picks),
        "pingbacks": printer.pingbacks(page.pingbacks),
        "path": page.path,
        "form": form,
        "blank_form": None if notice or preview else blank_form(form, page.path),
        "preview": preview,
        "notice": notice,
    }


def _orders(post, page: Discussion) -> list[dict]:
    labels = {OLDEST: _("Oldest"), NEWEST: _("Newest"), RECOMMENDED: _("Most recommended")}
    return [
        {"label": label, "path": path_of(post, 1, order), "is_current": order == page.order}
        for order, label in labels.items()
    ]


def _onlooker(request, identity: Identity | None, page: Discussion, own: dict[int, str]) -> Onlooker:
    if identity is None:
        return Onlooker(own=own)
    person, shown = recommender(request, identity), [entry.comment.pk for entry in page.entries]
    theirs = Recommendation.objects.filter(person=person, comment__in=shown).values_list("comment", flat=True)
    return Onlooker(identity.user.pk, frozenset(theirs), own)


def _empty_form(request, post, held, identity: Identity | None):
    typed = kept.words_under(request, post)
    if "replytocom" not in request.GET and not held:
        return CommentForm(post, initial=typed, identity=identity)
    answers = reply_target(post, request.GET.get("replytocom", ""))
    if COOKIE in request.COOKIES:
        request.session.accessed = True  # the answer is this reader's: the session middleware then says so in Vary
    return CommentForm(post, initial={**remembered(request), **typed}, identity=identity, reply_to=answers)

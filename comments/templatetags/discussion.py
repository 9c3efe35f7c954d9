"""Puts the conversation under a story: `{% discussion %}`."""

from django import template

from comments.discussion import discussion_of, reply_target
from comments.forms import CommentForm
from comments.identity import identity_of
from comments.remembered import COOKIE, remembered

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context):
    """The comments on `post` and the form.

    Of the context it reads `post`, `request`, `comment_page` (a number from 1, or None), and, where there is one,
    `comment_form` (that was refused), `comment_preview` and `held` (the reader's own comment).
    """
    request, post, held = context["request"], context["post"], context.get("held")
    page = discussion_of(post, context.get("comment_page") or 1, after=request.GET.get("after", ""), held=held)
    return {
        "post": post,
        "page": page,
        "path": page.path,
        "form": context.get("comment_form") or _empty_form(request, post, held),
        "preview": context.get("comment_preview", ""),
    }


def _empty_form(request, post, held):
    if "replytocom" not in request.GET and not held:
        return CommentForm(post, identity=identity_of(request))
    answers = reply_target(post, request.GET.get("replytocom", ""))
    if COOKIE in request.COOKIES:
        request.session.accessed = True  # the answer is this reader's: the session middleware then says so in Vary
    return CommentForm(post, initial=remembered(request), identity=identity_of(request), reply_to=answers)

"""How the conversation answers: the story's own page again, or only the part that changed.

A request that accepts FRAGMENT comes from static/js/reply-form.js, which puts the part in place. The type is our own:
the script can tell our answer from that of a hotel's sign-in page.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from blog import markup
from blog.lite import wants_lite
from comments import remembered
from comments.discussion import entry_of
from comments.forms import TEXT_LENGTH, CommentForm
from comments.held import held_path, token_for, way_to_change
from comments.models import Comment
from comments.models.address import page_path
from comments.opening import is_open
from comments.printing import Onlooker, Printer
from comments.rules.models import ModerationRules
from comments.sign_in import kept

FRAGMENT = "text/vnd.byline.fragment+html"


def wants_fragment(request) -> bool:
    """True when the script asks."""
    return FRAGMENT in request.headers.get("Accept", "")


def posted(request, form: CommentForm, comment: Comment) -> HttpResponse:
    """It is stored: on to where its writer sees it."""
    # Who has no account finds the way to change it at its signed address alone.
    place = comment.get_absolute_url() if comment.is_visible and form.identity else held_path(comment)
    if wants_fragment(request):
        response = _fragment(request, "comments/_posted.html", _comment_and_next_form(request, form, comment), 201)
        response.headers["Location"] = place
    else:
        response = HttpResponseRedirect(place, status=303)  # a reload repeats the reading, not the posting
    kept.forget(request, comment.post)
    if not form.identity:
        remembered.remember(request, response, form.cleaned_data)
    return _for_one_reader(response)


def _comment_and_next_form(request, form: CommentForm, comment: Comment) -> dict:
    kept = {name: value for name, value in form.cleaned_data.items() if name in {*remembered.FIELDS, "remember"}}
    return {
        "item": _item(request, comment, {comment.pk: way_to_change(token_for(comment))}),
        "path": page_path(comment.post, comment.page_number),
        "post": comment.post,
        "form": CommentForm(form.target_object, initial=kept, identity=form.identity),
    }


def refused(request, form: CommentForm, status: int) -> HttpResponse:
    """The same page or form again, with the reason and all that was typed."""
    return _form_again(request, form, status)


def previewed(request, form: CommentForm) -> HttpResponse:
    """The same page or form again, with the comment as it would look. Nothing is stored."""
    form.is_valid()
    words = form.cleaned_data.get("comment", "")
    return _form_again(request, form, 200, markup.trusted(markup.render_comment(words)))


def held(request, comment: Comment, edit_path: str) -> HttpResponse:
    """The story's page with the writer's own comment in its place, which is changed at `edit_path`."""
    context = {"post": comment.post, "comment_page": comment.page_number, "held": comment, "edit_path": edit_path}
    return _for_one_reader(render(request, "blog/article.html", context))


def not_published(request, comment: Comment) -> HttpResponse:
    """It is in the trash: what it said, the reason if a moderator wanted it told, and whom to ask to think again."""
    decision, rules = comment.decision, ModerationRules.objects.first()
    context = {
        "comment": comment,
        "reason": decision.reason if decision and decision.is_told else "",
        "appeal_address": rules.appeal_address if rules else "",
        "subject": _("Appeal: comment %(number)s") % {"number": comment.pk},
    }
    response = render(request, "comments/not_published.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return _for_one_reader(response)


def changed(request, comment: Comment, place: str) -> HttpResponse:
    """It was edited or withdrawn: on to `place`, or only the comment as it is now, if there is anything left of it."""
    if not wants_fragment(request):
        return _for_one_reader(HttpResponseRedirect(place, status=303))
    own = {} if comment.user_id else {comment.pk: way_to_change(token_for(comment))}
    is_there = comment.is_changeable or comment.is_shown
    item = _item(request, comment, own, user_key=comment.user_id) if is_there else ""
    return _for_one_reader(_fragment(request, "comments/_item.html", {"item": item}, 200))


def recommended(request, comment: Comment, *, is_recommended: bool) -> HttpResponse:
    """It is counted: back to the comment, or only its button, with the new count."""
    if not wants_fragment(request):
        return _for_one_reader(HttpResponseRedirect(comment.get_absolute_url(), status=303))
    entry = entry_of(comment)
    onlooker = Onlooker(recommended=frozenset({comment.pk} if is_recommended else ()))
    button = _printer(request, comment, onlooker).recommend_button(entry.comment)
    return _for_one_reader(_fragment(request, "comments/_item.html", {"item": button}, 200))


def page_or_part(request, name: str, context: dict, status: int) -> HttpResponse:
    """The small page called `name`, or, where the script asks, the part of it that does the work."""
    if wants_fragment(request):
        return _for_one_reader(_fragment(request, f"comments/_{name}.html", context, status))
    return _for_one_reader(render(request, f"comments/{name}.html", context, status=status))


def not_done(request, comment: Comment, status: int, reason: str) -> HttpResponse:
    """Something small was refused that has no form to say so beside."""
    context = {"reason": reason, "place": comment.get_absolute_url()}
    return _for_one_reader(render(request, "comments/not_done.html", context, status=status))


def too_large(request) -> HttpResponse:
    """More than the server reads, so nothing of it was read; the words are still in the browser."""
    reason = _("This is more than we can take: a comment may have up to %(limit)s characters.")
    remedy = _("Go back to find your words still in the form, and shorten them.")
    return _unplaced(request, 413, reason % {"limit": number_format(TEXT_LENGTH, force_grouping=True)}, remedy)


def gone(request) -> HttpResponse:
    """The story was withdrawn, or never was: there is no page to come back to, but the words are kept."""
    reason = _("The story you commented on is not here any more.")
    remedy = _("Copy your words if you want to keep them.")
    return _unplaced(request, 404, reason, remedy, words=request.POST.get("comment", ""))


def _unplaced(request, status: int, reason: str, remedy: str, words: str = "") -> HttpResponse:
    context = {"reason": reason, "remedy": remedy, "words": words}
    return _for_one_reader(render(request, "comments/unplaced.html", context, status=status))


def _form_again(request, form: CommentForm, status: int, preview: str = "") -> HttpResponse:
    page = form.answers.page_number if form.answers else 1
    post = form.target_object
    if wants_fragment(request):
        context = {"post": post, "form": form, "preview": preview, "path": page_path(post, page)}
        return _for_one_reader(_fragment(request, "comments/_respond.html", context, status))
    context = {"post": post, "comment_form": form, "comment_preview": preview, "comment_page": page}
    return _for_one_reader(render(request, "blog/article.html", context, status=status))


def _item(request, comment: Comment, own: dict[int, str], user_key: int | None = None) -> str:
    return _printer(request, comment, Onlooker(user_key, own=own)).item(entry_of(comment))


def _printer(request, comment: Comment, onlooker: Onlooker) -> Printer:
    path = page_path(comment.post, comment.page_number)
    replies, faces = is_open(comment.post), not wants_lite(request)
    return Printer(comment.post, path, onlooker, takes_replies=replies, has_faces=faces)


def _fragment(request, template: str, context: dict, status: int) -> HttpResponse:
    return render(request, template, context, content_type=f"{FRAGMENT}; charset=utf-8", status=status)


def _for_one_reader(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept"])
    return response

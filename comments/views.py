"""The conversation's own small addresses. The conversation itself stands under its story."""

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from blog.models import Post
from comments import answers
from comments.discussion import HIGHEST_KEY
from comments.forms import CommentForm
from comments.held import has_expired, key_in
from comments.identity import identity_of
from comments.models import Comment, Status
from comments.posting import Refused, receive

LONGEST_KEY = 18  # digits: what a database takes for a number
UNREADABLE = (BadRequest, MultiPartParserError, RequestDataTooBig, TooManyFieldsSent)


@csrf_exempt  # the page is the same for everybody and holds no token: posting.receive asks where a form came from
def post(request):
    """Take a comment, or show how it would look."""
    if request.method != "POST":
        return redirect("blog:front")  # somebody opened the address of the form's answer
    try:
        story = _story(request.POST.get("post", ""))
    except UNREADABLE:
        return answers.too_large(request)
    if story is None:
        return answers.gone(request)
    form = CommentForm(story, request.POST, identity=identity_of(request))
    if "preview" in request.POST:
        return answers.previewed(request, form)
    return _received(request, form)


@require_safe
def held(request, token):
    """The story, with the writer's own comment in it that waits for a moderator."""
    comment = get_object_or_404(_under_published_posts(), pk=key_in(token))
    if comment.is_visible:
        return redirect(comment)
    if comment.status == Status.TRASH or has_expired(token):
        return redirect(comment.post)
    return answers.held(request, comment)


@require_safe
def permalink(request, pk):
    """The place of a comment, wherever the pages of its conversation begin and end."""
    return redirect(get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY)))


@require_safe
def reply(request, pk):
    """The library's address for answering a comment."""
    comment = get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY))
    return redirect(comment.reply_path)


def _story(key: str) -> Post | None:
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        return None
    return Post.objects.published().for_article().filter(pk=int(key)).first()


def _received(request, form):
    try:
        comment = receive(form, request)
    except Refused as refusal:
        return answers.refused(request, form, refusal.status)
    return answers.posted(request, form, comment)


def _under_published_posts():
    return Comment.objects.filter(post__in=Post.objects.published()).select_related("post")

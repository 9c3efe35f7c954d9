"""The conversation's own small addresses. The conversation itself stands under its story."""

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from blog.models import Post
from comments import answers, changing, opinions
from comments.discussion import HIGHEST_KEY
from comments.forms import CommentForm
from comments.held import has_expired, held_path, key_in, was_refused, way_to_change
from comments.identity import identity_of
from comments.models import Comment, Status
from comments.opening import story_in
from comments.posting import Refused, receive

UNREADABLE = (BadRequest, MultiPartParserError, RequestDataTooBig, TooManyFieldsSent)


@csrf_exempt  # the page is the same for everybody and holds no token: posting.receive asks where a form came from
def post(request):
    """Take a comment, or show how it would look."""
    if request.method != "POST":
        return redirect("blog:front")  # somebody opened the address of the form's answer
    try:
        story = story_in(request.POST)
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
    """The story, with the writer's own comment in it, while it waits for a moderator or can still be changed; of one
    that a moderator put in the trash, that this is so, and why."""
    comment = get_object_or_404(_under_published_posts(), pk=key_in(token))
    if comment.is_visible and not (comment.is_changeable and not has_expired(token)):
        return redirect(comment)
    if was_refused(comment) and not has_expired(token):
        return answers.not_published(request, comment)
    if comment.status in (Status.TRASH, Status.WITHDRAWN) or has_expired(token):
        return redirect(comment.post)
    return answers.held(request, comment, way_to_change(token))


@csrf_exempt  # the token in the address is what no other site can know
def edit_held(request, token):
    """Edit or withdraw a comment of one's own, known by its signed address."""
    comment = get_object_or_404(_under_published_posts(), pk=key_in(token))
    return _readable(request, changing.answer, comment, held_path(comment))


@csrf_exempt  # as in `post`: changing.answer asks where it came from
def edit(request, pk):
    """Edit or withdraw a comment of one's own, known by one's account."""
    identity = identity_of(request)
    comment = get_object_or_404(_under_published_posts(), pk=min(pk, HIGHEST_KEY))
    if identity is None or comment.user_id != identity.user.pk:
        raise Http404("That is not your comment.")
    return _readable(request, changing.answer, comment, "")


@csrf_exempt  # as in `post`: opinions.recommend asks where it came from
def recommend(request, pk):
    """Recommend a comment, or take that back."""
    comment = get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY))
    if request.method != "POST":
        return redirect(comment)
    return _readable(request, opinions.recommend, comment)


@csrf_exempt  # as in `post`: opinions.report asks where it came from
def report(request, pk):
    """Tell the newsroom that a comment is wrong here."""
    comment = get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY))
    return _readable(request, opinions.report, comment)


@require_safe
def permalink(request, pk):
    """The place of a comment, wherever the pages of its conversation begin and end."""
    return redirect(get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY)))


@require_safe
def reply(request, pk):
    """The library's address for answering a comment."""
    comment = get_object_or_404(_under_published_posts().visible(), pk=min(pk, HIGHEST_KEY))
    return redirect(comment.reply_path)


def _received(request, form):
    try:
        comment = receive(form, request)
    except Refused as refusal:
        return answers.refused(request, form, refusal.status)
    return answers.posted(request, form, comment)


def _readable(request, answer, *details):
    """What `answer` says to a request whose form can be read."""
    try:
        return answer(request, *details)
    except UNREADABLE:
        return answers.too_large(request)


def _under_published_posts():
    posts = Post.objects.published()
    return Comment.objects.filter(post__in=posts).select_related("post", "post__poster")

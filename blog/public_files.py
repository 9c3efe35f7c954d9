"""The files of pictures, as this site itself serves them: to everybody what stands in a published story, and the rest
to those who may see the story."""

from __future__ import annotations

import errno

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.static import serve

from blog.lockdown.entering import has_passed
from blog.models import Image, Lockdown, Post, PublicFile, newsroom_name
from blog.renditions import tag_in
from blog.share_picture import key_of
from blog.share_picture.keeping import picture_for
from blog.sharing import shared_in

# Browsers keep it for ever: whatever changes the picture changes its name. What stands between asks again each hour, so
# that the picture of a story that was withdrawn is not given out for long.
FOR_ALL = "public, max-age=31536000, immutable, s-maxage=3600"
FOR_ONE = "private, max-age=600"


def rendition(request, name):
    """A picture's file. For whoever may not see its story there is none."""
    tag = tag_in(name)  # other files, such as readers' portraits, belong to no story
    is_public = tag is None or PublicFile.objects.filter(tag=tag).seen_by_readers().exists()
    if not is_public and not _may_see(request, tag):
        raise Http404("There is no such picture.")
    try:
        response = serve(request, f"r/{name}", document_root=str(settings.MEDIA_ROOT))
    except OSError as failure:
        if failure.errno != errno.ENAMETOOLONG:
            raise
        raise Http404("No file has so long a name.") from failure
    response.headers["Cache-Control"] = FOR_ALL if is_public else FOR_ONE
    return response


def share_picture(request, year, month, day, slug, key):
    """The picture drawn for a published story. Under a name of earlier words it is the picture of today's, which no
    browser keeps there."""
    stories = Post.objects.published().select_related("section").defer("body", "body_html")
    post = get_object_or_404(stories, path=f"/{year}/{month}/{day}/{slug}/")
    name = newsroom_name()
    response = HttpResponse(picture_for(post, name), content_type="image/png")
    response.headers["Cache-Control"] = FOR_ALL if key == key_of(post, name) else "no-cache"
    return response


def _may_see(request: HttpRequest, tag: str | None) -> bool:
    """True for the newsroom's people, and for whoever was given a link to an unpublished story that shows it."""
    if token := request.GET.get("preview"):
        return _stands_in_shared(token, tag)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_staff:
        return False
    lockdown = Lockdown.current()
    return lockdown is None or has_passed(request, lockdown)


def _stands_in_shared(token: str, tag: str | None) -> bool:
    try:
        post = shared_in(token)
    except BadSignature:
        return False
    return post is not None and Image.objects.filter(placements__post=post, public_files=tag).exists()

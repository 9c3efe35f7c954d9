"""What the desk's editor asks the server for: the text as readers would see it, cleaned, and with its pictures."""

from __future__ import annotations

from django.urls import reverse

from blog.admin.cleaning import CleaningMixin
from blog.admin.live_preview import LivePreviewMixin
from blog.admin.text_pictures import TextPicturesMixin
from blog.models import Post


class EditorMixin(LivePreviewMixin, CleaningMixin, TextPicturesMixin):
    """All of the editor's addresses, and where its script finds them."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add or (obj and self.has_change_permission(request, obj)):
            context |= {"editor": addresses_for(obj, request.user)}
        return super().render_change_form(request, context, add, change, form_url, obj)


def addresses_for(post: Post | None, user) -> dict[str, str]:
    """The addresses for the story's editor, by what they do; those for pictures where `user` may add any."""
    at = {"clean": reverse("admin:blog_post_offer"), "preview": reverse("admin:blog_post_live_preview_new")}
    if post:
        at["preview"] = reverse("admin:blog_post_live_preview", args=[post.pk])
    if user.has_perm("blog.add_image"):
        at["picture"] = reverse("admin:blog_post_picture")
        at["known_picture"] = reverse("admin:blog_post_known_picture")
    return at

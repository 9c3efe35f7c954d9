"""Who may do what to a post. Groups carry the permissions; a migration makes the groups."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from blog.models.moves import RIGHT_TO_CHANGE


class Permitted(models.Model):
    """Rights over one post: "edit" and "publish", each for one's own posts or for any."""

    class Meta:
        abstract = True

    def may(self, right: str, user) -> bool:
        """True when `user` holds `right` ("edit", "publish", "edit_any" or "publish_any") over this post."""
        if user.has_perm(f"blog.{right.removesuffix('_any')}_any_post"):
            return True
        return not right.endswith("_any") and user.has_perm(f"blog.{right}_own_post") and self.is_by(user)

    def can_edit(self, user) -> bool:
        """True when `user` may change the words. What readers already see takes the right to publish."""
        return self.may(RIGHT_TO_CHANGE.get(self.state, "edit"), user)

    def is_by(self, user) -> bool:
        """True when `user` posted it or is named in a byline."""
        if self.pk is None or self.poster.user_id == user.pk:
            return True
        return self.bylines.filter(author__user=user).exists()


def changeable_live_by(user) -> models.QuerySet:
    """The keys of the stories that `user` may change while readers see them: all, or one's own."""
    stories = apps.get_model("blog.Post").objects.order_by()
    if user.has_perm("blog.publish_any_post"):
        return stories.values("pk")
    own = stories.visible_to(user) if user.has_perm("blog.publish_own_post") else stories.none()
    return own.values("pk")

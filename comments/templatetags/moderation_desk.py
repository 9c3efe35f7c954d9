"""What the conversation puts on the desk's first page."""

from django import template

from comments.models import Comment
from comments.models.workflow import MODERATE

register = template.Library()


@register.inclusion_tag("comments/_held_at_the_desk.html", takes_context=True)
def held_comments(context) -> dict:
    """How many comments wait for a moderator, and since when the oldest does; nothing for who may not moderate."""
    if not context["request"].user.has_perm(MODERATE):
        return {"may_moderate": False}
    held = Comment.objects.held()
    oldest = held.order_by("pk").values_list("submit_date", flat=True).first()
    return {"may_moderate": True, "count": held.count() if oldest else 0, "oldest": oldest}

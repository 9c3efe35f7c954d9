"""What the conversation puts on the desk's first page."""

from django import template

from comments.desk.counting import number, waiting
from comments.desk.listing import Listing
from comments.desk.tabs import PENDING, REPORTED, TABS
from comments.models.workflow import MODERATE

register = template.Library()


@register.inclusion_tag("comments/_held_at_the_desk.html", takes_context=True)
def held_comments(context) -> dict:
    """How many comments wait for a moderator, and since when the oldest does, and how many readers report; nothing for
    who may not moderate. One query, whatever their number."""
    user = context["request"].user
    if not user.has_perm(MODERATE):
        return {"may_moderate": False}
    now = waiting(by=user)
    return {
        "may_moderate": True,
        "count": now.held,
        "number": number(now.held),
        "oldest": now.oldest,
        "queue": Listing(TABS[PENDING]).address,
        "reported": now.reported,
        "reported_number": number(now.reported),
        "reported_queue": Listing(TABS[REPORTED]).address,
    }

"""What the conversation puts on the desk's first page."""

from django import template

from comments.desk.counting import count_of, number
from comments.desk.listing import Listing
from comments.desk.tabs import PENDING, REPORTED, TABS
from comments.models.workflow import MODERATE

register = template.Library()


@register.inclusion_tag("comments/_held_at_the_desk.html", takes_context=True)
def held_comments(context) -> dict:
    """How many comments wait for a moderator, and since when the oldest does, and how many readers report; nothing for
    who may not moderate. Three queries, whatever their number."""
    if not context["request"].user.has_perm(MODERATE):
        return {"may_moderate": False}
    pending, reported = TABS[PENDING], TABS[REPORTED]
    oldest = pending.comments().order_by("pk").values_list("submit_date", flat=True).first()
    held, reports = count_of(pending) if oldest else 0, count_of(reported)
    return {
        "may_moderate": True,
        "count": held,
        "number": number(held),
        "oldest": oldest,
        "queue": Listing(pending).address,
        "reported": reports,
        "reported_number": number(reports),
        "reported_queue": Listing(reported).address,
    }

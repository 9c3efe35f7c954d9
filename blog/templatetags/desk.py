"""What the desk says on its first page, and at the top of all."""

from django import template
from django.db.models import OuterRef, Subquery

from blog.models import Post, State, Transition

register = template.Library()

WAYS = {  # where most work is done, in this order: the name of the model's class, and of its list
    "Post": "Stories",
    "Comment": "Comments",
    "ModerationRules": "Rules",
    "Ban": "Bans",
    "Image": "Pictures",
}
MOST_WAITING = 10  # of each kind; the list of stories has the rest


@register.simple_tag(takes_context=True)
def ways(context) -> list[tuple[str, str]]:
    """The (name, address) of the lists that stand at the top of every page, as far as this person may open them."""
    apps = context.get("available_apps", [])
    addresses = {model["object_name"]: model["admin_url"] for app in apps for model in app["models"]}
    return [(name, address) for noun, name in WAYS.items() if (address := addresses.get(noun))]


@register.inclusion_tag("blog/admin/_waiting.html", takes_context=True)
def waiting(context) -> dict:
    """What waits for this person: their drafts, and the stories in review that they see."""
    user = context["request"].user
    last = Transition.objects.filter(post=OuterRef("pk")).order_by("-made_at", "-pk")
    stories = Post.objects.visible_to(user).defer("body", "body_html").select_related("poster")
    drafts = stories.filter(poster__user=user, state=State.DRAFT).annotate(
        last_verb=Subquery(last.values("verb")[:1]), last_note=Subquery(last.values("note")[:1])
    )
    return {
        "may_write": user.has_perm("blog.add_post"),
        "may_publish_any": user.has_perm("blog.publish_any_post"),
        "drafts": drafts.order_by("-changed_at", "-pk")[:MOST_WAITING],
        "in_review": stories.filter(state=State.IN_REVIEW).order_by("changed_at", "pk")[:MOST_WAITING],
        "most": MOST_WAITING,
    }

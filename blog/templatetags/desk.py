"""What the desk says on its first page, and at the top of all."""

from django import template
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from blog.counting import CountUpTo
from blog.models import ErrorReport, Letter, PlannedChange, Post, State, Transition, User
from blog.reading import most_read

register = template.Library()

WAYS = {  # where most work is done, in this order: the name of the model's class, and of its list
    "Post": "Stories",
    "Comment": "Comments",
    "ModerationRules": "Rules",
    "Ban": "Bans",
    "Image": "Pictures",
    "FrontPage": "Front page",
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
    """What waits for this person: their drafts, the stories in review that they see, and the coming ones."""
    user = context["request"].user
    last = Transition.objects.filter(post=OuterRef("pk")).order_by("-made_at", "-pk")
    stories = Post.objects.visible_to(user).defer("body", "body_html").select_related("poster")
    drafts = stories.filter(poster__user=user, state=State.DRAFT).annotate(
        last_verb=Subquery(last.values("verb")[:1]), last_note=Subquery(last.values("note")[:1])
    )
    now, scheduled = timezone.now(), stories.filter(state=State.SCHEDULED).order_by("publish_at", "pk")[:MOST_WAITING]
    return {
        "may_write": user.has_perm("blog.add_post"),
        "may_publish_any": user.has_perm("blog.publish_any_post"),
        "drafts": drafts.order_by("-changed_at", "-pk")[:MOST_WAITING],
        "in_review": stories.filter(state=State.IN_REVIEW).order_by("changed_at", "pk")[:MOST_WAITING],
        "missed": [post for post in scheduled if post.publish_at <= now],
        "coming": [post for post in scheduled if post.publish_at > now],
        "most": MOST_WAITING,
    }


@register.inclusion_tag("blog/admin/_left_to_decide.html", takes_context=True)
def left_to_decide(context) -> dict:
    """How much went wrong by itself, and how many errors readers report, as far as this person decides about it. One
    query, whatever the numbers."""
    user = context["request"].user
    found = {"reports": ErrorReport.objects.visible_to(user).open(), "missed": PlannedChange.objects.of(user).missed()}
    if user.has_perm("blog.publish_any_post"):
        found["unsent"] = Letter.objects.filter(state__in=[Letter.State.FAILED, Letter.State.UNSURE])
    elif not user.has_perm("blog.publish_own_post"):
        return {}
    counts = {name: CountUpTo(rows) for name, rows in found.items()}
    return dict(User.objects.filter(pk=user.pk).values(**counts).get())


@register.inclusion_tag("blog/admin/_paper_today.html", takes_context=True)
def paper_today(context) -> dict:
    """What readers read: for those who run the paper."""
    user = context["request"].user
    if not user.has_perm("blog.publish_any_post"):
        return {"may_see": False}
    return {"may_see": True, "most_read": most_read(MOST_WAITING)}

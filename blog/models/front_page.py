"""What an editor puts on the front page by hand: the stories at its top, and the line of breaking news."""

from __future__ import annotations

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

MOST_SLOTS = 12  # more than a screen; below them the newest stories stand by date


class FrontPageFull(ValueError):
    """Every slot is taken."""


class FrontPage(models.Model):
    """At most one row, with the key 1. Two editors who change it at once wait for each other."""

    slots = models.JSONField(default=list, editable=False)  # keys of stories, in order; not all need be published
    breaking = models.CharField("breaking news", max_length=200, blank=True)
    breaking_address = models.CharField(max_length=500, blank=True)  # where the line leads, if not to a story
    breaking_story = models.ForeignKey("blog.Post", models.SET_NULL, null=True, blank=True, related_name="+")
    breaking_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)  # of the line: grows with every change

    class Meta:
        verbose_name = verbose_name_plural = "front page"
        default_permissions = ()  # who may publish any story arranges it

    def __str__(self) -> str:
        return "Front page"

    @classmethod
    def current(cls) -> FrontPage:
        """The front page as it is arranged; one query. Nothing was arranged before the first row."""
        rows = cls.objects.select_related("breaking_story").defer("breaking_story__body", "breaking_story__body_html")
        return rows.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def locked(cls) -> FrontPage:
        """The row, which nobody else changes until the transaction at hand ends."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    @property
    def is_breaking(self) -> bool:
        """True while readers are told of it."""
        return bool(self.breaking and self.breaking_until and self.breaking_until > timezone.now())

    @property
    def leads_to(self) -> str:
        """Where the line leads: to its story, as long as readers see that; else to the address; else nowhere."""
        if self.breaking_story:
            return self.breaking_story.get_absolute_url() if self.breaking_story.is_published else ""
        return self.breaking_address

    @classmethod
    @transaction.atomic
    def arrange(cls, verb: str, key: int) -> FrontPage:
        """Do `verb` ("add", "up", "down" or "remove") to the slot of the story `key`, wherever that is by now.

        What cannot be done any more, such as moving what another editor has removed, does nothing. Raises
        FrontPageFull.
        """
        front = cls.locked()
        there = apps.get_model("blog.Post").objects.in_bulk(front.slots)
        slots = [number for number in front.slots if number in there]
        place = slots.index(key) if key in slots else None
        if verb == "add" and place is None:
            if len(slots) >= MOST_SLOTS:
                raise FrontPageFull(f"All {MOST_SLOTS} places are taken. Remove a story first.")
            slots.append(key)
        elif verb == "remove" and place is not None:
            slots.pop(place)
        elif verb in ("up", "down") and place is not None:
            target = max(place - 1, 0) if verb == "up" else place + 1
            slots.insert(target, slots.pop(place))
        front.slots = slots
        front.save(update_fields=["slots"])
        return front

    @classmethod
    @transaction.atomic
    def announce(cls, *, seen: int | None, **line) -> FrontPage | None:
        """Save the `line` (fields named breaking…) over the version `seen`, or over any where that is None. Returns
        None, and saves nothing, when another editor has changed it since."""
        front = cls.locked()
        if seen not in (None, front.version):
            return None
        for name, value in line.items():
            setattr(front, name, value)
        front.version += 1
        front.save(update_fields=[*line, "version"])
        return front

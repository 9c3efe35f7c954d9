"""The house rules: what the newsroom asks of those who comment."""

from __future__ import annotations

from django.core.cache import cache
from django.db import models
from django.utils.safestring import SafeString

from blog import markup

CACHE_KEY = "comments.rules"
CACHED_FOR = 60  # seconds: how long other processes may show the old rules


class ConversationRules(models.Model):
    """One text for the whole site, shown above every form. There is at most one row, with the key 1."""

    text = models.TextField(
        blank=True,
        max_length=2000,
        help_text="Shown above the form under every story. Small Markdown: *emphasis*, [links](https://…), lists.",
    )
    html = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "house rules"
        default_permissions = ()

    def __str__(self) -> str:
        return "House rules"

    def save(self, **kwargs) -> None:
        self.pk = 1
        self.html = markup.render_comment(self.text)
        super().save(**kwargs)
        cache.delete(CACHE_KEY)

    @classmethod
    def shown(cls) -> SafeString:
        """The rules as HTML, for a template to print; empty when there are none."""
        html = cache.get(CACHE_KEY)
        if html is None:
            html = cls.objects.values_list("html", flat=True).first() or ""
            cls.keep(html)
        return markup.trusted(html)

    @classmethod
    def is_known(cls) -> bool:
        """True when `shown` needs no query."""
        return CACHE_KEY in cache

    @classmethod
    def keep(cls, html: str) -> None:
        """Know for a while that these are the rules."""
        cache.set(CACHE_KEY, html, CACHED_FOR)

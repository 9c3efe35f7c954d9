"""What the paper is called and how it looks, as an editor sets it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from blog.colours import DARK, HEX, LIGHT, Theme, contrast

# Contrast that is asked for, as WCAG 2.2 has it: 1.4.3 (AA) for small words and links, 1.4.6 (AAA) for the text itself.
TEXT, INK = 4.5, 7.0


class TextFont(models.TextChoices):
    """What text and headlines are set in: fonts that readers' machines have. None is ever fetched."""

    CHARTER = "charter", "Charter, a newspaper’s serif"
    GEORGIA = "georgia", "Georgia, a wide serif"
    PALATINO = "palatino", "Palatino, a book’s serif"
    SANS = "sans", "the machine’s own sans serif"


class LabelFont(models.TextChoices):
    """What labels, names and dates are set in."""

    SYSTEM = "system", "the machine’s own sans serif"
    HUMANIST = "humanist", "a humanist sans serif, such as Seravek or Calibri"
    GROTESQUE = "grotesque", "a grotesque, such as Helvetica or Arial"
    SERIF = "serif", "the same as the text"


def _colour(label: str, default: str) -> models.CharField:
    return models.CharField(label, max_length=7, default=default)


class SiteSettings(models.Model):
    """At most one row, with the key 1; without it the defaults hold. `Masthead` has it."""

    name = models.CharField(
        "name of the paper", max_length=80, blank=True, help_text="Left empty: what BYLINE_NAME says."
    )
    tagline = models.CharField(
        max_length=160, blank=True, help_text="A line under the name on the front page. It may stay empty."
    )
    contact = models.EmailField(
        "contact address", blank=True, help_text="For readers’ letters; it stands at the foot of every page."
    )
    logo = models.ForeignKey("blog.Image", models.SET_NULL, null=True, blank=True, related_name="logo_of")
    paper_light = _colour("paper, light", LIGHT.paper)
    accent_light = _colour("accent, light", LIGHT.accent)
    paper_dark = _colour("paper, dark", DARK.paper)
    accent_dark = _colour("accent, dark", DARK.accent)
    text_font = models.CharField("text and headlines in", max_length=12, choices=TextFont, default=TextFont.CHARTER)
    label_font = models.CharField("labels in", max_length=12, choices=LabelFont, default=LabelFont.SYSTEM)

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        default_permissions = ()  # who may publish any story sets them

    def __str__(self) -> str:
        return "Site settings"

    def save(self, **kwargs) -> None:
        self.pk = 1
        super().save(**kwargs)

    @property
    def newsroom_name(self) -> str:
        return self.name or settings.NEWSROOM_NAME

    @property
    def themes(self) -> tuple[Theme, Theme]:
        """The light and the dark one."""
        light = LIGHT.with_paper(self.paper_light, self.accent_light)
        return light, DARK.with_paper(self.paper_dark, self.accent_dark)

    @property
    def looks_as_it_came(self) -> bool:
        """True when static/css/paper.css says it all."""
        fonts = (self.text_font, self.label_font)
        return self.themes == (LIGHT, DARK) and fonts == (TextFont.CHARTER, LabelFont.SYSTEM)

    def clean(self) -> None:
        """Raises ValidationError for colours that are none, or on which words could not be read."""
        faults: dict[str, str] = {}
        for theme, (paper, accent) in {
            "light": ("paper_light", "accent_light"),
            "dark": ("paper_dark", "accent_dark"),
        }.items():
            for field in (paper, accent):
                setattr(self, field, value := str(getattr(self, field)).strip().lower())
                if not HEX.fullmatch(value):
                    faults[field] = "Write the colour as # and six digits or letters from a to f, such as #11583a."
            if not {paper, accent} & faults.keys():
                faults |= _unreadable(self.themes[theme == "dark"], theme, paper, accent)
        if faults:
            raise ValidationError(faults)


def _unreadable(theme: Theme, name: str, paper: str, accent: str) -> dict[str, str]:
    """What is said beside the fields of a theme in which something could not be read."""
    way = "lighter" if name == "light" else "darker"
    on_paper = contrast(theme.ink, theme.paper)
    if on_paper < INK:
        return {paper: f"Text has a contrast of {_said(on_paper)} on this paper; it needs 7:1. Choose a {way} one."}
    least = min(contrast(small, ground) for small in (theme.ink_soft, theme.warn) for ground in theme.grounds)
    if least < TEXT:
        return {
            paper: f"Names, dates and warnings have a contrast of {_said(least)} on this paper; they need 4.5:1. "
            f"Choose a {way} one."
        }
    of_accent = min(contrast(theme.accent, ground) for ground in theme.grounds)
    if of_accent < TEXT:
        other = "darker" if name == "light" else "lighter"
        return {
            accent: f"Links and buttons have a contrast of {_said(of_accent)} with the paper; they need 4.5:1. "
            f"Choose a {other} accent."
        }
    return {}


def _said(ratio: float) -> str:
    """A ratio as people write it, never rounded up to what it does not reach."""
    return f"{int(ratio * 10) / 10:.1f}:1"

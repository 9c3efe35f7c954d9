"""The addresses of a feed: it has one in each format, and WordPress's older names for the first."""

from django.urls import path
from django.views.generic import RedirectView

from blog.feeds.formats import FORMATS

OLD_NAMES = ("rss", "rss2", "rdf")  # of RSS, on WordPress


def feed_paths(prefix: str, view, name: str) -> list:
    """The patterns of a feed below `prefix`; `view` takes the request, the Format as `form`, and what the prefix asks.

    They are named `name`, `name`_atom and `name`_json.
    """
    answers = [
        path(
            f"{prefix}feed/{form.name}/" if form.name else f"{prefix}feed/",
            view,
            {"form": form},
            name=f"{name}_{form.name}" if form.name else name,
        )
        for form in FORMATS
    ]
    to_the_first = RedirectView.as_view(url="../", permanent=True, query_string=True)
    return [*answers, *(path(f"{prefix}feed/{old}/", to_the_first) for old in OLD_NAMES)]

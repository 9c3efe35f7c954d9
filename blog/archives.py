"""The paper by date, at the addresses that WordPress gave it: /2026/, /2026/03/, /2026/03/04/."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from blog.models import Post
from blog.pages import NoSuchPage, page_of
from blog.periods import NoSuchPeriod, Period, with_stories, years_of
from blog.saved_pages import saved

YEARS_WITH_MONTHS = 5  # the months of the others are on their own pages; each costs a look into the index


@saved
def archive(request) -> HttpResponse:
    """The years in which stories were published, the latest of them with their months."""
    posts = Post.objects.published()
    years = years_of(posts)
    recent, earlier = years[:YEARS_WITH_MONTHS], years[YEARS_WITH_MONTHS:]
    months = with_stories([month for year in recent for month in year.parts], posts)
    groups = [(year, [month for month in months if month.wider == year]) for year in recent]
    return render(request, "blog/archive.html", {"groups": groups, "earlier": earlier})


@saved
def period(request, year: str, month: str | None = None, day: str | None = None) -> HttpResponse:
    """The stories of a year, a month or a day, newest first, with ways to the nearest others. Without any it is a 404
    that offers those ways. Raises Http404 for what is not in the calendar."""
    try:
        found = Period(*(int(number) for number in (year, month, day) if number))
        posts = Post.objects.published()
        page = page_of(found.of(posts).for_cards(), before := request.GET.get("before", ""))
    except NoSuchPeriod:
        raise Http404("The calendar has no such day.") from None
    except NoSuchPage:
        return redirect(request.path)
    is_empty = not page.posts and not (before and found.of(posts).exists())
    ways = {"earlier": found.before(posts), "later": found.after(posts), "parts": with_stories(found.parts, posts)}
    template, status = ("no_stories", 404) if is_empty else ("period", 200)
    return render(request, f"blog/{template}.html", {"period": found, "page": page, **ways}, status=status)

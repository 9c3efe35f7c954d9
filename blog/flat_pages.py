"""Pages that are no story, at the addresses that are left."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.common import no_append_slash

from blog.models import FlatPage
from blog.saved_pages import saved
from blog.views import LOOK_AGAIN


@saved
@no_append_slash  # it would lead from every slip to another one; blog/lost.py knows which pages there are
def page(request: HttpRequest, rest: str) -> HttpResponse:
    """A page. An address it once had leads to the one it has. Raises Http404 for drafts, and where there is none."""
    path, pages = f"/{rest}/", FlatPage.objects.published()
    if found := pages.filter(path=path).first():
        return render(request, "blog/page.html", {"page": found})
    if moved := pages.once_at(path).first():
        return HttpResponsePermanentRedirect(moved.get_absolute_url(), headers=LOOK_AGAIN)
    raise Http404(f"No page has the address {path}.")

"""Pages that were made once and are the same for every reader who sends no cookie: they are kept, and given out again.

A page is given out only while it is what the database would tell: it was made of one state of the paper, and the
database says with every request whether that is still the state (blog/models/edition.py). So a story that is withdrawn
is withdrawn here as well, with the very change that withdraws it, in every process. What only a clock changes, such as
a conversation that closes, is at most LASTS late.

Pages are kept in the memory of each process: a process that stops leaves nothing behind that could be wrong.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from blog import lite
from blog.models import Edition, Post, masthead
from blog.reading import count_reading
from config.compression import pressed

LASTS = 60  # seconds
MOST_BYTES = 32 * 2**20  # of a process: a server with 512 MB has room for it
MARK, STORY = "is_for_everybody", "story_read"  # what views say of an answer: that it may be kept, and what is read
ASKED = "asked_whether_it_holds"  # on a request whose answer may be kept: the conditions taken from it
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
ASK_AGAIN = {"public": True, "no_cache": True}  # nobody shows it again without asking whether it still holds


def saved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates a view whose page is the same for everybody who sends no cookie. It must hold nothing that was made for
    one reader: no name, no token, no key of a form."""

    @wraps(view)
    def may_be_saved(request, *args, **kwargs):
        # Asked whether it still holds, it is made whole all the same, where it is to be kept: see `_made`.
        if (asked := getattr(request, ASKED, None)) is not None:
            asked.update({name: request.META.pop(name) for name in CONDITIONS if name in request.META})
        response = view(request, *args, **kwargs)
        setattr(response, MARK, response.status_code == 200)
        return response

    return may_be_saved


def is_read(response: HttpResponse, post: Post) -> HttpResponse:
    """The response, of which is known that whoever gets it, saved or not, reads `post`."""
    setattr(response, STORY, post.pk)
    return response


@dataclass
class SavedPage:
    """What was answered, of which edition. `story` is the key of the post that is read there, or None."""

    content: bytes
    headers: dict[str, str]
    edition: int
    story: int | None
    made_at: float = field(default_factory=time.monotonic)
    pressed: bytes | None = None

    @property
    def size(self) -> int:
        return 2 * len(self.content)  # with the compressed copy, its headers and the rest

    def holds_for(self, edition: int) -> bool:
        return self.edition == edition and time.monotonic() - self.made_at < LASTS

    def answer(self) -> HttpResponse:
        return SavedAnswer(self.content, headers=self.headers, pressed=self.pressed)


class SavedAnswer(HttpResponse):
    """With the same content as config.compression found it smallest, if that is done."""

    def __init__(self, *args, pressed: bytes | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pressed = pressed


class _Store:
    """The pages asked for last, by their addresses, up to MOST_BYTES."""

    def __init__(self) -> None:
        self.pages: OrderedDict[str, SavedPage] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(self, address: str) -> SavedPage | None:
        with self.lock:
            if address in self.pages:
                self.pages.move_to_end(address)
            return self.pages.get(address)

    def put(self, address: str, page: SavedPage) -> None:
        with self.lock:
            self._drop(address)
            self.pages[address] = page
            self.bytes += page.size
            while self.bytes > MOST_BYTES:
                self._drop(next(iter(self.pages)))

    def forget(self) -> None:
        with self.lock:
            self.pages.clear()
            self.bytes = 0

    def _drop(self, address: str) -> None:
        if old := self.pages.pop(address, None):
            self.bytes -= old.size


store = _Store()
_press = threading.Lock()


class SavedPagesMiddleware:
    """Answers from what is saved; saves what a view says may be."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.edition: int | None = None  # that was seen last

    def __call__(self, request):
        edition = _edition() if may_be_anybodys(request) else None
        if edition is None:
            return self.get_response(request)
        if edition != self.edition:
            masthead.forget_known()  # what is saved of this edition must not have an older one's name or sections
            self.edition = edition
        request.get_host()  # refuses names that are not ours; under all of ours a page is the same
        address = f"{'lite ' if lite.wants_lite(request) else ''}{request.path}"
        page = store.get(address)
        if page and page.holds_for(edition):
            return self._again(request, page)
        return self._made(request, address, edition)

    def _again(self, request, page: SavedPage) -> HttpResponse | None:
        if page.story:
            count_reading(page.story, request)
        _press_soon(page)
        response = page.answer()
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    def _made(self, request, address: str, edition: int) -> HttpResponse | None:
        """The answer of the view, whole, so that it can be kept; then what of it this browser needs."""
        asked: dict[str, str] = {}
        setattr(request, ASKED, asked)
        response = self.get_response(request)
        request.META.update(asked)
        is_for_one = response.cookies or "no-store" in response.get("Cache-Control", "")
        if getattr(response, MARK, False) and not is_for_one:
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, **ASK_AGAIN)
            if request.method == "GET":
                story = getattr(response, STORY, None)
                store.put(address, page := SavedPage(response.content, dict(response.items()), edition, story))
                _press_soon(page)
        return get_conditional_response(request, etag=response.get("ETag"), response=response) if asked else response


def may_be_anybodys(request: HttpRequest) -> bool:
    """True for a request that says nothing of who makes it; whether they want pictures is no secret of theirs."""
    return (
        settings.SAVE_PAGES
        and request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and not request.COOKIES.keys() - {lite.NAME}
        and not any(name in request.headers for name in ("Authorization", "Range"))
    )


def _edition() -> int | None:
    try:
        return Edition.current()
    except DatabaseError:
        return None  # the view will say what is wrong


def _press_soon(page: SavedPage) -> None:
    """Have it compressed as well as can be, beside the answers: one page at a time, whatever is asked for."""
    if page.pressed is None and _press.acquire(blocking=False):
        threading.Thread(target=_pressing, args=[page], name="press", daemon=True).start()


def _pressing(page: SavedPage) -> None:
    try:
        page.pressed = pressed(page.content)
    finally:
        _press.release()

"""What a reader typed, kept in their session while they sign in."""

from __future__ import annotations

import time

from comments.forms import TEXT_LENGTH

KEPT = "comments.kept"  # in the session
LASTS = 3600  # seconds; who comes back later starts anew
MOST_STORIES = 5  # with words kept at one time; the oldest gives way
LONGEST = {
    "comment": 2 * TEXT_LENGTH,
    "name": 500,
    "email": 500,
    "url": 500,
}  # characters: what the form itself refuses
TICKS = ("followup", "posts", "remember")


class TooMuch(ValueError):
    """More words than are kept."""


def typed(request) -> dict[str, object]:
    """The form's values in a POST, as its initial values."""
    words = {name: request.POST.get(name, "").replace("\x00", "") for name in LONGEST}
    return {**words, **{name: bool(request.POST.get(name)) for name in TICKS}}


def keep(session, post_key: int, words: dict[str, object]) -> None:
    """Keep `words` for the form under the post with that key. Raises TooMuch for more than a form may hold."""
    if any(len(str(words.get(name, ""))) > most for name, most in LONGEST.items()):
        raise TooMuch
    stories = {**_fresh(session), str(post_key): [words, time.time()]}
    newest = sorted(stories.items(), key=lambda story: story[1][1])[-MOST_STORIES:]
    session[KEPT] = dict(newest)


def words_under(request, post) -> dict[str, object]:
    """The form's initial values under `post`: what was kept there, or nothing. Without a session cookie no session is
    looked at."""
    if not _has_session(request):
        return {}
    words, _moment = _fresh(request.session).get(str(post.pk), ({}, 0))
    return words


def forget(request, post) -> None:
    """The words under `post` are posted; they need not be kept."""
    if _has_session(request) and str(post.pk) in request.session.get(KEPT, {}):
        request.session[KEPT] = {key: story for key, story in _fresh(request.session).items() if key != str(post.pk)}


def _has_session(request) -> bool:
    return bool(request.session.session_key)


def _fresh(session) -> dict[str, list]:
    return {key: story for key, story in session.get(KEPT, {}).items() if time.time() - story[1] < LASTS}

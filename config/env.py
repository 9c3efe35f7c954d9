"""Reads settings from the environment, and refuses a malformed value by its name.

An absent or empty variable means "the default"; anything else must be well formed. A typing mistake in a deployment
stops the start with a sentence instead of quietly choosing something unsafe.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
SECRET_MINIMUM_LENGTH = 50  # what `manage.py check --deploy` (security.W009) asks for


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding space, or `default` when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, *, beside: str) -> str:
    """The variable's value. Raises ImproperlyConfigured when it is empty although the variable `beside` it is set."""
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"{name} must be set as well, because {beside} is.")


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. Raises ImproperlyConfigured for anything that is neither."""
    word = text(name).lower()
    if not word:
        return default
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise ImproperlyConfigured(f"{name} must be yes or no (or 1 or 0, true or false, on or off); it is {word!r}.")


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between `least` and `most`. Raises ImproperlyConfigured for anything else."""
    word = text(name)
    if not word:
        return default
    try:
        value = int(word)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {word!r}.") from None
    if value < least or (most is not None and value > most):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        raise ImproperlyConfigured(f"{name} must be {bounds}; it is {value}.")
    return value


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """One of the words `among`. Raises ImproperlyConfigured for anything else."""
    word = text(name, default).lower()
    if word not in among:
        raise ImproperlyConfigured(f"{name} must be {', '.join(among[:-1])} or {among[-1]}; it is {word!r}.")
    return word


def matching(name: str, pattern: str, described: str) -> str:
    """The variable's value, or "" when it is empty. Raises ImproperlyConfigured unless all of it is as `pattern` says,
    which people read as `described`. The value itself is not repeated: it may be a key."""
    value = text(name)
    if value and not re.fullmatch(pattern, value):
        raise ImproperlyConfigured(f"{name} must be {described}.")
    return value


def csv(name: str, default: str = "") -> list[str]:
    """A comma-separated list, each item without surrounding space, empty items left out."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def url(name: str, default: str = "", *, schemes: tuple[str, ...] = ("http", "https")) -> SplitResult | None:
    """An absolute address with one of `schemes` and a host; None when neither value nor default is given.

    Raises ImproperlyConfigured for a relative address, another scheme or a missing host. The value itself is not
    repeated in the message: addresses of databases carry passwords.
    """
    word = text(name, default)
    if not word:
        return None
    try:
        parts = urlsplit(word)
        parts.port  # noqa: B018  (reading it raises ValueError for a port that is no number)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address that can be read.") from None
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}.")
    if not parts.hostname and parts.scheme != "sqlite":
        raise ImproperlyConfigured(f"{name} names no host.")
    return parts


def time_zone(name: str, default: str) -> str:
    """A zone of the IANA database, such as Africa/Lagos. Raises ImproperlyConfigured for an unknown one."""
    zone = text(name, default)
    try:
        ZoneInfo(zone)
    except Exception:
        raise ImproperlyConfigured(f"{name} must be a time zone such as Africa/Lagos; it is {zone!r}.") from None
    return zone


def language(name: str, default: str) -> str:
    """The code of a language that Django knows, such as fr or pt-br, or of a country's variety of one, such as fr-ca.

    Raises ImproperlyConfigured for anything else.
    """
    code = text(name, default).lower().replace("_", "-")
    known = {each for each, _name in global_settings.LANGUAGES}
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", code) and known & {code, code.split("-")[0]}:
        return code
    raise ImproperlyConfigured(f"{name} must be the code of a language, such as en, fr, ar or pt-br; it is {code!r}.")


def secret(name: str, *, kept_in: Path) -> str:
    """The secret named in the environment, or one generated on the first start and kept in the file `kept_in`.

    Raises ImproperlyConfigured when the environment's secret is too short to be one.
    """
    value = text(name)
    if value:
        if len(value) < SECRET_MINIMUM_LENGTH:
            raise ImproperlyConfigured(f"{name} must have at least {SECRET_MINIMUM_LENGTH} characters.")
        return value
    try:
        return _read_whole_secret(kept_in)
    except FileNotFoundError:
        return _make_secret(kept_in)


def _read_whole_secret(path: Path) -> str:
    value = path.read_text().strip()
    if len(value) < SECRET_MINIMUM_LENGTH:  # the machine stopped while it was being written
        path.unlink()
        raise FileNotFoundError(path)
    return value


def _make_secret(path: Path) -> str:
    """Two processes may start at once: whichever links its file first has made the secret for both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _read_whole_secret(path)

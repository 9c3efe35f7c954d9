"""Those whom one may play when a stand-in asks who one is, and what each service would say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody made up. `email` is None for who gives none; `portrait` is the path of their picture at a service."""

    key: str
    name: str
    username: str
    email: str | None
    has_confirmed_email: bool
    note: str
    portrait: str = "/portrait"


PEOPLE = {
    person.key: person
    for person in (
        Person("ada", "Ada Obi", "ada_obi", "ada@reader.example", True, "has confirmed an e-mail address"),
        Person("musa", "Musa Keita", "musak", None, False, "gives no e-mail address"),
        Person("ines", "Ines Sow", "ines", "ines@reader.example", False, "never confirmed the e-mail address"),
    )
}


def _number(person: Person) -> int:
    return int.from_bytes(person.key.encode()[:6], "big")


def _portrait(host: str, person: Person) -> str:
    return f"https://{host}{person.portrait}" if person.portrait.startswith("/") else person.portrait


def _google(person: Person) -> dict:
    said: dict[str, object] = {"sub": f"stand-in-{person.key}", "name": person.name}
    said["picture"] = _portrait("lh3.googleusercontent.com", person)
    if person.email:
        said |= {"email": person.email, "email_verified": person.has_confirmed_email}
    return said


def _x(person: Person) -> dict:
    picture = _portrait("pbs.twimg.com", person)
    said = {"id": f"stand-in-{person.key}", "name": person.name, "username": person.username}
    return {"data": said | {"profile_image_url": picture}}


def _facebook(person: Person) -> dict:
    picture = {"data": {"is_silhouette": False, "url": _portrait("platform-lookaside.fbsbx.com", person)}}
    said = {"id": f"stand-in-{person.key}", "name": person.name, "picture": picture}
    return said | ({"email": person.email} if person.email else {})


def _wordpress_com(person: Person) -> dict:
    said = {"ID": _number(person), "display_name": person.name, "username": person.username}
    said |= {"profile_URL": f"https://gravatar.com/{person.username}"}
    said |= {"avatar_URL": _portrait("0.gravatar.com", person)}
    return said | ({"email": person.email, "email_verified": person.has_confirmed_email} if person.email else {})


PROFILES: dict[str, Callable[[Person], dict]] = {
    "google": _google,
    "x": _x,
    "facebook": _facebook,
    "wordpress-com": _wordpress_com,
}

"""Pictures beside names: fetched once, at sign-in, kept by us. Reading a page never asks a stranger's server."""

from __future__ import annotations

import hashlib
import io
import logging
from urllib.parse import urljoin

import requests
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from PIL import Image, ImageOps

from blog.images import PictureRefused, open_safely
from blog.images.decoding import decode

SIDE = 96  # pixels: 40 CSS pixels on a sharp screen
LARGEST_SOURCE = 2000  # pixels of a side; no service sends a portrait that large
REDIRECTS = 2
FOLDER = "r/faces"  # below r/, where the site serves files that never change

log = logging.getLogger(__name__)


def fetch_portrait(http: requests.Session, address: str) -> bytes | None:
    """The picture at `address` as a small WebP without metadata; None when there is none that can be taken in.

    `http` is the session whose transport refuses strange hosts, large answers and slow ones.
    """
    if not address:
        return None
    try:
        picture = decode(_opened(_fetch(http, address)))
    except (requests.RequestException, PictureRefused) as reason:
        log.info("No portrait from %s: %s", address[:100], reason)
        return None
    file = io.BytesIO()
    ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS).save(file, "WEBP", quality=80)
    return file.getvalue()


def keep_portrait(owner: str, webp: bytes) -> str:
    """Store the portrait of `owner` (any text that is theirs alone); its name in the storage, new for a new picture."""
    digest = hashlib.sha256(webp).hexdigest()[:12]
    name = f"{FOLDER}/{salted_hmac('comments.portrait', owner, algorithm='sha256').hexdigest()[:20]}-{digest}.webp"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(webp))
    return name


def _fetch(http: requests.Session, address: str) -> bytes:
    for _ in range(REDIRECTS + 1):
        answer = http.get(address, allow_redirects=False)
        if not answer.is_redirect:
            answer.raise_for_status()
            return answer.content
        address = urljoin(address, answer.headers["Location"])
    raise requests.TooManyRedirects(address)


def _opened(data: bytes):
    picture = open_safely(data)
    if max(picture.size) > LARGEST_SOURCE:
        raise PictureRefused(f"A portrait of {picture.size} pixels.")
    return picture

"""The readers' one stylesheet in the colours and fonts that an editor chose: still one request, and no inline style.

While nothing is chosen, pages lead to the static file. Otherwise they lead to an address that is made of everything the
stylesheet consists of, so that browsers may keep what is there for ever.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import blake2s

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from blog.colours import Theme
from blog.models import Masthead, SiteSettings
from blog.models.site_settings import LabelFont, TextFont
from config.compression import encoding_for, pressed
from config.static import collected_name, flat_stylesheet

SOURCE = "css/paper.css"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=60"  # at an address of other settings, or of an older version

SERIF = {
    TextFont.CHARTER: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
    TextFont.GEORGIA: 'Georgia, "DejaVu Serif", "Noto Serif", serif',
    TextFont.PALATINO: '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, serif',
    TextFont.SANS: "system-ui, sans-serif",
}
SANS = {
    LabelFont.SYSTEM: "system-ui, sans-serif",
    LabelFont.HUMANIST: 'Seravek, "Gill Sans Nova", Calibri, Candara, "Open Sans", "Noto Sans", sans-serif',
    LabelFont.GROTESQUE: '"Helvetica Neue", Helvetica, "Nimbus Sans", Arial, sans-serif',
    LabelFont.SERIF: "var(--serif)",
}


def address() -> str:
    """Where the page's stylesheet is."""
    chosen = Masthead.known().settings
    if chosen.looks_as_it_came:
        return static(SOURCE)
    return reverse("blog:stylesheet", args=[_key(chosen)])


def stylesheet(request: HttpRequest, key: str) -> HttpResponse:
    """The stylesheet as it is now, whatever the address: one that is out of date is in a page somebody still reads."""
    chosen = Masthead.known().settings
    css = _current(chosen)
    response = HttpResponse(content_type="text/css; charset=utf-8")
    patch_vary_headers(response, ["Accept-Encoding"])
    if encoding := encoding_for(request):
        response.headers["Content-Encoding"], css = encoding, _compressed(css, encoding)
    response.content = css
    response.headers["Cache-Control"] = FOR_EVER if key == _key(chosen) else FOR_NOW
    return response


def size() -> int:
    """The bytes that are fetched of it, by a browser that takes the best encoding."""
    return len(_compressed(_current(Masthead.known().settings), "br"))


def properties(chosen: SiteSettings) -> str:
    """The custom properties of the settings, as rules that go over those of tokens.css, and under those for print.

    Colours are written out of what is hexadecimal by validation, and of nothing else; fonts out of the lists here.
    """
    if chosen.looks_as_it_came:
        return ""
    light, dark = chosen.themes
    fonts = f"--serif:{SERIF[TextFont(chosen.text_font)]};--sans:{SANS[LabelFont(chosen.label_font)]}"
    return (
        f"@layer tokens{{:root{{{_colours(light)};{fonts}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_colours(dark)}}}}}}}\n"
    )


def _colours(theme: Theme) -> str:
    named = {
        "paper": theme.paper,
        "paper-shade": theme.paper_shade,
        "rule": theme.rule,
        "edge": theme.edge,
        "accent": theme.accent,
        "accent-ink": theme.paper,
    }
    return ";".join(f"--{name}:{colour}" for name, colour in named.items())


def _key(chosen: SiteSettings) -> str:
    """What tells this stylesheet from every other."""
    source = collected_name(SOURCE) or flat_stylesheet(SOURCE)
    return blake2s(f"{source}\n{properties(chosen)}".encode(), digest_size=8).hexdigest()


def _current(chosen: SiteSettings) -> bytes:
    name = collected_name(SOURCE)
    return _whole(name, properties(chosen)) if name else _written(properties(chosen))


def _written(more: str) -> bytes:
    return (flat_stylesheet(SOURCE) + more).encode()


@lru_cache(maxsize=4)
def _whole(name: str, more: str) -> bytes:
    """The collected file of that name with `more` beneath it; the name follows from its content."""
    return _written(more)


@lru_cache(maxsize=8)
def _compressed(css: bytes, encoding: str) -> bytes:
    return pressed(css) if encoding == "br" else gzip.compress(css, 9, mtime=0)

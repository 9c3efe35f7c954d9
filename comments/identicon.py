"""A picture for somebody without one: a small pattern that is theirs, drawn from a keyed hash.

The hash is keyed, so the pattern tells nobody the e-mail address it stands for, not even one who guesses it.
"""

from __future__ import annotations

from itertools import groupby

from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

SIDE = 5  # cells; the left half and the middle are drawn from the hash, the right half mirrors the left
HUES = 24  # steps of 15 degrees, as far apart as an eye tells small areas
DRAWING = (
    '<svg class="face" viewBox="0 -.5 {side} {side}" width="40" height="40" aria-hidden="true" stroke="{color}">'
    '<path d="M0 0{path}"/></svg>'
)


def identicon(owner: str) -> SafeString:
    """An <svg> of about 220 bytes for `owner`, any text that stays the same for a person; hidden from screen readers,
    who hear the name beside it."""
    digest = salted_hmac("comments.identicon", owner, algorithm="sha256").digest()
    color = f"hsl({digest[0] % HUES * 360 // HUES} 45% 45%)"
    pattern = int.from_bytes(digest[1:3], "big") | 1 << 7  # never empty: a cell of the middle row is always drawn
    return format_html(DRAWING, side=SIDE, color=color, path=_path(pattern))


def _path(bits: int) -> str:
    half = -(-SIDE // 2)
    cells = [[bits >> row * half + min(x, SIDE - 1 - x) & 1 for x in range(SIDE)] for row in range(SIDE)]
    return "".join(map(_row, cells))


def _row(cells: list[int]) -> str:
    """The runs of drawn cells in one row, each a thick line, and the way to the next row. The eight rows that there are
    read the same wherever they stand: fifty faces on a page compress to little."""
    runs, x = "", 0
    for is_drawn, run in groupby(cells):
        length = len(list(run))
        x += length
        if is_drawn or x < SIDE:
            runs += f"h{length}" if is_drawn else f"m{length} 0"
        else:
            x -= length
    return f"{runs}m-{x} 1"

"""What the check found: in words for the person who writes, with the place where it is put right."""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`name` is the check's, `level` "block" or "warn"; the check itself leaves both to blog.preflight.examining.

    `anchor` is the id of the field on the sheet, "image-7" for picture 7 of the library, or "sources" for the story's
    page of sources, where `passage` is what a new source would be about. `offer` is text to copy as it is.
    """

    sentence: str
    remedy: str
    anchor: str
    offer: str = ""
    passage: str = ""
    name: str = ""
    level: str = ""

    @property
    def key(self) -> str:
        """Names this finding for who has seen it; another passage or picture has another key."""
        passage = f":{zlib.crc32(self.passage.encode()):x}" if self.passage else ""
        return f"{self.name}:{self.anchor}{passage}"

"""Two sides' snapshots of one story put together, where that takes nobody's decision."""

from __future__ import annotations

from blog import merging


class Contradicted(ValueError):
    """Both sides changed the same, each in another way. The message names it, for the desk."""


def put_together(before: dict, mine: dict, theirs: dict) -> dict:
    """What the story says with both sides' changes to the snapshot `before` in it: of the text paragraph by paragraph,
    of everything else as a whole. What a snapshot does not name is empty. Raises Contradicted."""
    together = dict(theirs)
    for name in sorted({*before, *mine, *theirs}):
        old, new, other = (side.get(name, "") for side in (before, mine, theirs))
        if new in (old, other):
            continue
        together[name] = new if other == old else _merged(name, old, new, other)
    return together


def _merged(name: str, old: str, new: str, other: str) -> str:
    passages = merging.merge(old, new, other) if name == "body" else []
    if not passages or merging.conflicts(passages):
        what = "text" if name == "body" else name.replace("_", " ")
        raise Contradicted(f"Somebody else changed the same in the {what} meanwhile. Put both together by hand.")
    return merging.put_together(passages)

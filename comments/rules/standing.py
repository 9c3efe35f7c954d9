"""The rules in force, compiled: read once for each change, and kept in the process until the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Value

from blog.models import User
from comments.rules.models import ModerationRules, SpamMemory
from comments.rules.subjects import plain_host
from comments.rules.weighing import Weights
from comments.rules.wordlists import WordList

RULES, MEMORY = "rules", "memory"
STAFF_KEY = "comments.rules.staff"
STAFF_KNOWN_FOR = 60  # seconds: how long a new colleague's address may still pass for anybody's


@dataclass(frozen=True)
class Standing:
    """What a comment is judged by. `weights` is None while the desk has not taught enough."""

    rules: ModerationRules = field(default_factory=ModerationRules)
    hold_list: WordList = field(default_factory=partial(WordList, ""))
    refuse_list: WordList = field(default_factory=partial(WordList, ""))
    disposable: frozenset[str] = frozenset()
    weights: Weights | None = None


Compiled = tuple[ModerationRules, WordList, WordList, frozenset[str]]

_kept: dict[str, tuple[str, Any]] = {}  # by RULES and MEMORY: a version, and what was made of it


def standing() -> Standing:
    """The rules in force now. One query, and one more for each of the two that changed since it was last asked."""
    versions = dict(
        _version(ModerationRules, RULES).union(_version(SpamMemory, MEMORY), all=True).values_list("part", "version")
    )
    compiled: Compiled = _made_of(RULES, versions.get(RULES, ""), _compiled)
    weights = _made_of(MEMORY, versions.get(MEMORY, ""), _weights)
    return Standing(*compiled, weights=weights)


def staff_addresses() -> frozenset[str]:
    """The e-mail addresses of the newsroom's people, in small letters."""
    found = cache.get(STAFF_KEY)
    if found is None:
        addresses = User.objects.filter(is_staff=True).exclude(email="").values_list("email", flat=True)
        found = frozenset(address.lower() for address in addresses)
        cache.set(STAFF_KEY, found, STAFF_KNOWN_FOR)
    return found


def _version(model, part: str):
    return model.objects.annotate(part=Value(part, output_field=CharField())).order_by().values("part", "version")


def _made_of(part: str, version: str, make: Callable[[], Any]) -> Any:
    known = _kept.get(part)
    if known is None or known[0] != version:
        known = _kept[part] = (version, make())
    return known[1]


def _compiled() -> Compiled:
    rules = ModerationRules.objects.first() or ModerationRules()
    hosts = frozenset(plain_host(line) for line in rules.disposable_domains.splitlines() if line.strip())
    return rules, WordList(rules.hold_words), WordList(rules.refuse_words), hosts


def _weights() -> Weights | None:
    kept = SpamMemory.objects.values_list("weights", flat=True).first()
    return Weights.unpacked(bytes(kept)) if kept else None

"""What the check found, as the sheet lists it: each finding in words, with the way to where it is put right."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from blog.admin.moves import moment_typed
from blog.admin.preflight import CHECKED
from blog.models import Post, State
from blog.preflight import Finding, Report, Weight, examine

NOT_CHECKED = (State.KILLED, State.TRASHED)
PLACES = {
    "id_headline": "To the headline",
    "id_by": "To the bylines",
    "id_slug": "To the address",
    "id_body": "To the text",
    "id_lead_alt": "To the alternative text",
    "id_lead_caption": "To the caption",
    "id_lead_image": "To the lead picture",
    "image": "To the picture in the library",
    "sources": "To the sources of this story",
}


def check_of(post: Post, request: HttpRequest) -> dict:
    """What the sheet says of the check; `?check=` is the move that it has held back, if any."""
    verb, user = request.GET.get("check", ""), request.user
    try:
        at = moment_typed("schedule", request.GET) if verb == "schedule" else post.publish_at
    except ValidationError:
        at = post.publish_at
    report = examine(post, at)
    may_go_on = verb in CHECKED and verb in post.moves_open_to(user) and not report.blocks
    return {
        "says": _summary(report),
        "is_open": verb in CHECKED,
        "why": _why(report, verb) if verb in CHECKED else "",
        "blocks": [_placed(finding, post) for finding in report.blocks],
        "warnings": [_placed(finding, post) for finding in report.warnings],
        "weight": report.weight and weight_in_words(report.weight),
        "anyway": CHECKED[verb] if may_go_on and report.warnings else "",
        "seen": " ".join([verb, *dict.fromkeys(finding.key for finding in report.warnings)]),
        "may_set_rules": user.has_perm("blog.publish_any_post"),
    }


def _why(report: Report, verb: str) -> str:
    done = "scheduled" if verb == "schedule" else "published"
    if report.blocks:
        return f"The text is saved, and not {done} until this is put right."
    return f"The text is saved, and not {done} yet." if report.warnings else ""


def weight_in_words(weight: Weight) -> str:
    """A phone fetches 61 KB: 14 KB for the page, and 47 KB for a picture."""
    pictures = len(weight.pictures)
    if not pictures:
        return f"A phone fetches {_kilobytes(weight.total)} for the page."
    each = ", ".join(map(_kilobytes, weight.pictures.values())) if 1 < pictures <= 6 else ""
    named = "for its picture" if pictures == 1 else f"for its {pictures} pictures"
    parts = f"{_kilobytes(weight.page)} for the page and {_kilobytes(sum(weight.pictures.values()))} {named}"
    return f"A phone fetches {_kilobytes(weight.total)}: {parts}{f' ({each})' if each else ''}."


def _summary(report: Report) -> str:
    said = []
    if report.blocks:
        said.append(f"{len(report.blocks)} to put right")
    if report.warnings:
        said.append(f"{len(report.warnings)} to look at")
    if report.weight:
        said.append(_kilobytes(report.weight.total))
    return ", ".join(said if report.findings else ["nothing found", *said])


def _placed(finding: Finding, post: Post) -> dict[str, str]:
    """The finding with the address and the name of its place."""
    kind, _, key = finding.anchor.partition("-")
    address = f"#{finding.anchor}"
    if kind == "image":
        address = reverse("admin:blog_image_change", args=[key])
    elif kind == "sources":
        address = reverse("admin:blog_post_sources", args=[post.pk])
        if finding.passage:
            address += f"?{urlencode({'passage': finding.passage, 'unnamed': 1})}#new"
    return {
        "sentence": finding.sentence,
        "remedy": finding.remedy,
        "offer": finding.offer,
        "passage": finding.passage,
        "address": address,
        "place": PLACES[kind],
    }


def _kilobytes(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB"

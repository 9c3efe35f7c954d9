"""What happens to a comment that arrives: it is stored, once, or refused with a reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from blog.limits import is_known_over, is_over
from blog.visiting import address_of, comes_from_our_own_page, household_of
from comments.forms import CommentForm
from comments.limits import names_of_writer
from comments.models import Comment, Status, Subscription
from comments.models.queryset import MODERATE
from comments.rules.letters import tell_moderators
from comments.rules.policy import Verdict, judge, record
from comments.rules.standing import Standing, standing

REPLAY_WINDOW = timedelta(minutes=10)  # a retry on a bad line, or a second tap, comes within that


class Refused(Exception):
    """The comment was not stored. `form` now tells why; `status` is the answer's HTTP status."""

    def __init__(self, form: CommentForm, status: int, *reasons) -> None:
        super().__init__(*reasons)
        self.form, self.status = form, status
        for reason in reasons:
            form.add_error(None, ValidationError(reason))


def receive(form: CommentForm, request) -> Comment:
    """Store what the bound `form` says; the comment, new or of an earlier arrival of the same form. Raises Refused."""
    form.is_valid()
    if not form.is_open:
        raise Refused(form, 403)
    if form.asks_to_sign_in:
        raise Refused(form, 403, _("Please sign in to post your comment."))
    if form.identity and not comes_from_our_own_page(request):
        # A guest's form needs no such proof: it is sent in nobody's name, and says no more than anyone can say.
        raise Refused(form, 403, _("Your browser did not say that this came from our own page. Please send it again."))
    if form.errors:
        raise Refused(form, 400)
    comment = _compose(form, request)
    if earlier := _earlier(comment):
        return _replayed(form, comment, earlier)
    is_moderator = form.identity is not None and form.identity.user.has_perm(MODERATE)
    rules = None if is_moderator else _rules_for_who_is_not_too_fast(form, comment)
    verdict = judge(comment, rules=rules, seconds=form.cleaned_data["seconds"])
    if verdict.refusal:
        raise Refused(form, 403, verdict.refusal)
    comment.status = verdict.status
    return _store(form, comment, verdict, request)


def _compose(form: CommentForm, request) -> Comment:
    said, identity = form.cleaned_data, form.identity
    comment = Comment(
        post=form.target_object,
        parent_id=said["reply_to"],
        answered_key=form.answers.pk if form.answers and form.answers.pk != said["reply_to"] else None,
        user=identity.user if identity else None,
        writer_name=identity.name if identity else said["name"],
        user_email=identity.email if identity else said["email"],
        user_url="" if identity else said["url"],
        comment=said["comment"],
        followup=said["followup"],
        ip_address=address_of(request),
        key=said["key"],
        submit_date=timezone.now(),
    )
    comment.fingerprint = fingerprint(comment, comment.parent_id)
    return comment


def _rules_for_who_is_not_too_fast(form: CommentForm, comment: Comment) -> Standing:
    """The rules in force, which say how fast is too fast. In a flood they are not even looked up. Raises Refused."""
    names = names_of_writer(comment.ip_address, _writer(comment))
    if not is_known_over(*names):
        in_force = standing()
        most = (in_force.rules.most_per_person, in_force.rules.most_per_network)
        if not is_over(dict(zip(names, most, strict=False))):
            return in_force
    raise Refused(form, 429, _("You are posting comments too quickly. Slow down."))


def _writer(comment: Comment) -> str:
    """Who says it: the account, or what a guest typed; as a digest, since it is kept."""
    who = f"user {comment.user_id}" if comment.user_id else f"{comment.user_email.lower()} {comment.writer_name}"
    return salted_hmac("comments.writer", who, algorithm="sha256").hexdigest()


def fingerprint(comment: Comment, parent_key: int) -> str:
    """The same for the same words by the same writer in the same place, and for nothing else.

    `parent_key` is that of the comment it stands under; 0 at the top.
    """
    place = f"{comment.post_id} {parent_key} {_writer(comment)} "
    return hashlib.sha256(place.encode() + comment.comment.encode()).hexdigest()


def _earlier(comment: Comment) -> Comment | None:
    return Comment.objects.select_related("post").filter(fingerprint=comment.fingerprint).first()


def _replayed(form: CommentForm, comment: Comment, earlier: Comment) -> Comment:
    """The form again, as a retry on a bad line sends it, or the same words said once more later."""
    is_same_form = comment.key is not None and comment.key == earlier.key
    if is_same_form or timezone.now() - earlier.submit_date < REPLAY_WINDOW:
        return earlier
    raise Refused(form, 409, _("Duplicate comment detected; it looks as though you've already said that!"))


def _store(form: CommentForm, comment: Comment, verdict: Verdict, request) -> Comment:
    if comment.key and Comment.objects.filter(key=comment.key).exists():
        comment.key = None  # the form came before with other words: these are a comment of their own
    try:
        with transaction.atomic():
            comment.save()
            record(comment, verdict)
            if verdict.is_told:
                tell_moderators(comment)
            _keep_wishes(form, comment, request)
    except IntegrityError:
        # Two arrivals of one form at the same moment: the database took one.
        earlier = _earlier(comment)
        if earlier is None:
            raise
        return earlier
    return comment


def _keep_wishes(form: CommentForm, comment: Comment, request) -> None:
    wishes = {comment.post: comment.followup, None: form.cleaned_data["posts"]}
    if not comment.user_email or comment.status in (Status.SPAM, Status.TRASH):
        return
    is_known = form.identity is not None and form.identity.is_verified_email
    network = salted_hmac("comments.wish", household_of(request), algorithm="sha256").hexdigest()
    for post, is_ticked in wishes.items():
        if is_ticked:
            Subscription.ask(comment.user_email, post, is_known=is_known, network=network)

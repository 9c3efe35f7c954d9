"""What a reader says under a post."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from django_comments_xtd.models import XtdComment, XtdCommentManager

from blog import markup
from blog.models import Post
from comments.models import tally
from comments.models.address import Addressed
from comments.models.amending import Amendable
from comments.models.apart import Apart, Kind
from comments.models.own import Owned
from comments.models.place import Placed
from comments.models.queryset import CommentQuerySet
from comments.models.recommendation import Recommendable
from comments.models.report import Reportable
from comments.models.subscription import Subscription
from comments.models.workflow import LIBRARY_FLAGS, STATUS_FIELDS, Moderated, Status
from comments.signals import comment_approved, comment_posted

NAME_LENGTH = 245  # what WordPress accepts, so that imported names fit; the library's own column holds 50
LIBRARY_NAME_LENGTH = XtdComment._meta.get_field("user_name").max_length
KEY_LENGTH, FACE_LENGTH = 64, 16
COUNTED_BY = ("pk", "post_id", "path", "kind")
THREADS = Q(is_root=True, is_shown=True)

# Columns that the verbs and the place keep. A comment read earlier must not write them back as they were then.
KEPT_APART = {
    *STATUS_FIELDS,
    *("post", "parent_id", "thread_id", "path", "is_root", "level", "order"),
    *("nested_count", "recommendation_count", "report_count", "picked_at", "is_apart", "kind"),
}


class CommentManager(XtdCommentManager.from_queryset(CommentQuerySet)):
    """The library's manager without its joins and order, which no list of ours can use."""

    def get_queryset(self) -> CommentQuerySet:
        return super(XtdCommentManager, self).get_queryset()


class Comment(Moderated, Placed, Addressed, Owned, Amendable, Recommendable, Reportable, Apart, XtdComment):
    """A comment, a row from the first moment, whatever becomes of it."""

    # Named and without a way back: the one Django would make collides with the library's.
    xtdcomment_ptr = models.OneToOneField(XtdComment, models.CASCADE, parent_link=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", db_index=False)  # some below begin so
    writer_name = models.CharField("name", max_length=NAME_LENGTH, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    # What the generated picture of a guest is drawn from: a digest, so that no page reads the address it stands for.
    face = models.CharField(max_length=FACE_LENGTH, editable=False, blank=True)
    # The form's own key: however often one form arrives, it is one comment.
    key = models.CharField(max_length=KEY_LENGTH, unique=True, null=True, blank=True, editable=False)
    # Of who says what, where: nobody says the same twice. Empty for comments that were not written here.
    fingerprint = models.CharField(max_length=KEY_LENGTH, unique=True, null=True, blank=True, editable=False)

    objects = CommentManager()

    class Meta:
        ordering = ["path"]
        verbose_name = "comment"
        default_permissions = ()  # who may moderate is asked of the library's can_moderate
        indexes = [
            models.Index(fields=["post", "path"], name="comments_in_order"),
            # Of threads alone: a story with one endless quarrel is read as fast as any.
            models.Index(fields=["post", "path"], condition=THREADS, name="comments_threads_of_a_post"),
            models.Index(
                fields=["post", "-recommendation_count", "path"], condition=THREADS, name="comments_most_recommended"
            ),
            models.Index(fields=["post", "status"], condition=Q(is_apart=True), name="comments_apart"),
            models.Index(fields=["status", "-xtdcomment_ptr"], name="comments_queue"),
            models.Index(fields=["post", "status", "-xtdcomment_ptr"], name="comments_queue_of_a_post"),
            models.Index(fields=["xtdcomment_ptr"], condition=Q(report_count__gt=0), name="comments_reported"),
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.post}"

    @property
    def name(self) -> str:
        """What the public reads as the writer's name."""
        return self.writer_name or "Anonymous"

    @property
    def text(self) -> SafeString:
        """The rendered comment, for a template to print."""
        return markup.trusted(self.body_html)

    def save(self, *, update_fields=None, **kwargs) -> None:
        """Store it. Its status, its place and the counts are changed by the verbs alone, never by saving."""
        if self._state.adding:
            self._post(**kwargs)
        else:
            self._rewrite(update_fields, **kwargs)

    def _post(self, **kwargs) -> None:
        self.is_public, self.is_removed = LIBRARY_FLAGS[Status(self.status)]
        self.is_apart = self.kind != Kind.COMMENT
        self.is_shown = self.is_visible and not self.is_apart
        self.face = self.face or self._own_face()
        self.content_type = ContentType.objects.get_for_model(Post)
        self.object_pk, self.site_id = str(self.post_id), self.site_id or settings.SITE_ID
        self._render()
        with transaction.atomic():
            if self.is_visible:
                tally.hold_posts([self.post_id])
            self.take_place()
            self._save_row(**kwargs)
            self.name_own_thread()
            self._announce(comment_posted)
            if self.is_visible:
                tally.count(type(self), [{name: getattr(self, name) for name in COUNTED_BY}], +1)
                Subscription.objects.write_about_comments([self.pk])
                self._announce(comment_approved)

    def _rewrite(self, update_fields, **kwargs) -> None:
        unread = self.get_deferred_fields()
        columns = {f.name for f in self._meta.concrete_fields if not f.primary_key and f.attname not in unread}
        columns = columns.intersection(update_fields or columns) - KEPT_APART
        if columns & {"comment", "writer_name"}:
            self._render()
            columns |= {"body_html", "user_name"}
        with transaction.atomic():
            self._save_row(update_fields=columns, **kwargs)
            self.take_status_from_library_flags()

    def _own_face(self) -> str:
        who = self.user_email.lower() or self.writer_name
        return salted_hmac("comments.face", who, algorithm="sha256").hexdigest()[:FACE_LENGTH]

    def _render(self) -> None:
        self.writer_name = self.writer_name or self.user_name
        self.user_name = self.writer_name[:LIBRARY_NAME_LENGTH]
        self.body_html = markup.render_comment(self.comment)

    def _save_row(self, **kwargs) -> None:
        """Without the library's save(), which renumbers the thread below."""
        super(XtdComment, self).save(**kwargs)

    def _announce(self, signal) -> None:
        transaction.on_commit(partial(signal.send, sender=type(self), comment=self), robust=True)

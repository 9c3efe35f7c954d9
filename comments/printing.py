"""Prints the comments of a page as HTML.

Not a template: a page holds fifty comments and more, and a template's machinery, gone through for every name, date and
link of each, took most of the time of the whole page. What is not ours is escaped by format_html, as a template would.
A comment's form below is put together of [pieces], and filled in twice: once for the page, in {single} braces, and then
for each comment with what is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blog import markup, plain_text
from comments.discussion import Discussion, Entry, Shown
from comments.models.own import is_changeable
from comments.models.place import STEP
from comments.particulars import NOTHING, edited, face, moment, times, writer

ITEM = (
    '<li class="comment[kind]" id="comment-{{key}}">\n'
    '<p class="comment__meta">{{face}}<bdi class="comment__name">[name]</bdi>{{badge}} {says}\n'
    '<a class="comment__date" href="{path}#comment-{{key}}">{{moment}}</a>{{edited}}{{answers}}</p>\n[notice]'
    '<div class="comment__text" dir="auto">{{text}}</div>\n'
    '<p class="comment__actions">[first][second][third]</p>\n'
)
LINKED_NAME = '<a href="{{url}}" rel="nofollow ugc noopener">{{name}}</a>'
REPLY = (
    '<a class="comment__reply" href="{reply_path}replytocom={{key}}#respond" rel="nofollow"'
    ' aria-label="{reply_to}{{name}}{reply_end}">{reply}</a>\n'
)
RECOMMEND = (
    '<button class="comment__recommend" form="recommend" formaction="{base}{{key}}/recommend/">'
    "{recommend}{{count}}</button>\n"
)
RECOMMENDED = RECOMMEND.replace("formaction", 'name="back" value="1" aria-pressed="true" formaction')
RECOMMENDED = RECOMMENDED.replace("{recommend}", "{recommended}")
REPORT = (
    '<a class="comment__report" href="{base}{{key}}/report/" rel="nofollow"'
    ' aria-label="{report_of}{{name}}{report_end}">{report}</a>'
)
EDIT = '<a class="comment__edit" href="{{edit_path}}" rel="nofollow">{edit}</a>'
NOTICE = '<p class="notice" role="status">{awaits}</p>\n'

REMOVED = '<li class="comment comment--removed" id="comment-{}"><p class="comment__removed">{}</p>\n'
BADGE = ' <b class="comment__badge">{}</b>'
ANSWERS = ' <a class="comment__answers" href="#comment-{}">{}</a>'
PICK = (
    '<li class="pick"><p class="comment__meta">{face}{writer}{badge} {says}\n'
    '<a class="comment__date" href="{place}" rel="nofollow">{moment}</a></p>\n<p dir="auto">{words}</p></li>'
)
PINGBACK = '<li id="comment-{}">{} {}</li>'
PICK_WORDS = 60
LIST_CLOSED = "</ol></li>"


@dataclass(frozen=True)
class Onlooker:
    """For whom a page is printed; `Onlooker()` is everybody.

    `user_key` is that of their account, `recommended` are the keys of the comments they recommend, and `own` tells, for
    who has a signed address instead of an account, where the comments with these keys can be changed.
    """

    user_key: int | None = None
    recommended: frozenset[int] = frozenset()
    own: Mapping[int, str] = field(default_factory=dict)

    def way_to_change(self, comment: Shown) -> str:
        """Where they change the comment; empty for what is not theirs, or not any more to be changed."""
        is_theirs = self.user_key is not None and comment.user_id == self.user_key
        if not (is_theirs or comment.pk in self.own) or comment.amended_at:
            return ""
        if not is_changeable(comment.status, comment.submit_date):
            return ""
        return self.own.get(comment.pk) or reverse("comments:edit", args=[comment.pk])


class Printer:
    """Prints comments under `post` for one reader. `path` is that of the page; `takes_replies` is False where the
    conversation is closed, `has_faces` where no pictures are wanted."""

    def __init__(self, post, path: str, onlooker: Onlooker, *, takes_replies: bool, has_faces: bool = True) -> None:
        self.onlooker, self.takes_replies = onlooker, takes_replies
        self.face = face if has_faces else lambda comment: NOTHING
        self.authors = {post.poster.user_id, *(byline.author.user_id for byline in post.bylines.all())} - {None}
        self.deepest = settings.COMMENTS_XTD_MAX_THREAD_LEVEL
        self.zone, self.language = get_current_timezone_name(), get_language()
        self.names: dict[int, str] = {}
        self.page = {
            "path": path,
            "reply_path": f"{path}{'&' if '?' in path else '?'}",
            "base": reverse("comments:permalink", args=[0]).removesuffix("0/"),  # looked up once
            "says": _("says:"),
            "reply": _("Reply"),
            "recommend": _("Recommend"),
            "recommended": _("Recommended"),
            "report": _("Report"),
            "edit": _("Edit or withdraw"),
            "awaits": _("Your comment is awaiting moderation."),
        }
        self.page["reply_to"], _name, self.page["reply_end"] = _("Reply to %(name)s").partition("%(name)s")
        words = _("Report the comment by %(name)s")
        self.page["report_of"], _name, self.page["report_end"] = words.partition("%(name)s")
        self.forms: dict[tuple, str] = {}

    def thread(self, page: Discussion) -> SafeString:
        """All comments of the page, as nested lists."""
        self.names = {entry.comment.pk: entry.comment.name for entry in page.entries if entry.comment.is_visible}
        items = [self.item(entry, _after_the_one_above(entry)) for entry in page.entries]
        return format_html(f'<ol class="thread">\n{"{}" * len(items)}</li>{LIST_CLOSED * page.closes}\n</ol>', *items)

    def item(self, entry: Entry, before: str = "") -> SafeString:
        """One comment, as a list item that is not closed: its replies follow. `before` is our own HTML before it."""
        comment = entry.comment
        if entry.is_removed:
            return format_html(before + REMOVED, comment.pk, _("Comment removed"))
        edit_path = self.onlooker.way_to_change(comment)
        takes_replies = self.takes_replies and len(comment.path) // STEP <= self.deepest
        is_recommended = comment.pk in self.onlooker.recommended
        form = self._form(entry.is_held, bool(comment.user_url), bool(edit_path), takes_replies, is_recommended)
        return format_html(
            before + form,
            key=escape(comment.pk),
            name=escape(comment.name),
            url=comment.user_url,
            face=self.face(comment),
            badge=self._badge(comment),
            moment=moment(comment.submit_date, self.zone, self.language),
            edited=edited(comment, self.zone, self.language),
            answers=self._answers(comment) if comment.answered_key else NOTHING,
            text=markup.trusted(comment.body_html),
            count=times(comment.recommendation_count),
            edit_path=edit_path or NOTHING,
        )

    def recommend_button(self, comment: Shown) -> SafeString:
        """With the count, and, for who recommends it, as what takes that back."""
        form = RECOMMENDED if comment.pk in self.onlooker.recommended else RECOMMEND
        return format_html(self._filled(form), key=comment.pk, count=times(comment.recommendation_count))

    def picks(self, comments: Sequence[Shown]) -> SafeString:
        """The beginnings of what editors picked, each leading to its place in the conversation."""
        picked = (
            {
                "face": self.face(comment),
                "writer": writer(comment),
                "badge": self._badge(comment),
                "says": self.page["says"],
                "place": f"{self.page['base']}{comment.pk}/#comment-{comment.pk}",
                "moment": moment(comment.submit_date, self.zone, self.language),
                "words": plain_text.first_words(comment.body_html, PICK_WORDS),
            }
            for comment in comments
        )
        return format_html_join("\n", PICK, picked)

    def pingbacks(self, comments: Sequence[Shown]) -> SafeString:
        """Who links here."""
        moments = (moment(comment.submit_date, self.zone, self.language) for comment in comments)
        rows = zip((comment.pk for comment in comments), map(writer, comments), moments, strict=True)
        return format_html_join("\n", PINGBACK, rows)

    def _form(self, is_held: bool, has_link: bool, is_own: bool, takes_replies: bool, is_recommended: bool) -> str:
        """The form of a comment with what is the same for all of the page filled in; there are a handful."""
        kind = (is_held, has_link, is_own, takes_replies, is_recommended)
        if kind not in self.forms:
            pieces = {"kind": " comment--held" if is_held else "", "notice": NOTICE if is_held else "", "second": ""}
            pieces["first"] = REPLY if takes_replies and not is_held else ""
            pieces["third"] = EDIT if is_own else "" if is_held else REPORT
            if not is_held and not is_own:
                pieces["second"] = RECOMMENDED if is_recommended else RECOMMEND
            form = ITEM.replace("{path}", "") if is_held else ITEM
            pieces["name"] = LINKED_NAME if has_link else "{{name}}"
            for name, piece in pieces.items():
                form = form.replace(f"[{name}]", piece)
            self.forms[kind] = self._filled(form)
        return self.forms[kind]

    def _filled(self, form: str) -> str:
        # A brace in a path or a translation stays one through the second filling.
        words = {name: words.replace("{", "{{").replace("}", "}}") for name, words in self.page.items()}
        return format_html(form, **words)

    def _badge(self, comment: Shown) -> str:
        if comment.user_id in self.authors:
            return format_html(BADGE, _("Author"))
        return format_html(BADGE, _("Staff")) if comment.is_staff else NOTHING

    def _answers(self, comment: Shown) -> str:
        """Whom it answers, where it cannot stand below that."""
        name = self.names.get(comment.answered_key or 0)
        words = _("to %(name)s") % {"name": name}
        return format_html(ANSWERS, comment.answered_key, words) if name else ""


def _after_the_one_above(entry: Entry) -> str:
    """What stands before an item: a list that opens, or an item and lists that close."""
    if entry.opens:
        return "<ol>\n"
    return "" if entry.is_first else f"</li>{LIST_CLOSED * entry.closes}\n"

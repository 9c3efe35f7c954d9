"""The form under a story. Its words are those of the form that readers know."""

from __future__ import annotations

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.core.validators import URLValidator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_comments.forms import CommentSecurityForm
from django_comments_xtd.forms import XtdCommentForm

from blog.models import Post
from comments.discussion import HIGHEST_KEY
from comments.identity import AS_GUEST, Identity
from comments.models import Comment, ConversationRules, Kind
from comments.models.comment import KEY_LENGTH, NAME_LENGTH
from comments.names import name_is_taken
from comments.opening import asks_to_sign_in, is_open

# WordPress's own, so that what was accepted there is accepted here.
EMAIL_LENGTH = 100
WEBSITE_LENGTH = 200
TEXT_LENGTH = 65_525

KEY = re.compile(rf"[\w-]{{16,{KEY_LENGTH}}}", re.ASCII)

# Characters that reorder or hide what stands beside a name. The joiners stay: Persian, Hindi and emoji need them.
JOINERS = "\u200c\u200d"
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def one_line(words: str) -> str:
    """`words` without characters that are not seen, in one line."""
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", words))
    return " ".join("".join(" " if _is_no_letter(c) else c for c in visible).split())


def _is_no_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" and character not in JOINERS


class WordsField(forms.CharField):
    """Text that arrived whole. Line ends count as one character, as browsers count them."""

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value):
        super().validate(value)
        if "\N{REPLACEMENT CHARACTER}" in value:
            raise forms.ValidationError(_("Some characters did not arrive whole and show as �. Please retype them."))


class WebsiteField(forms.URLField):
    """A link that does nothing but lead somewhere."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class SecondsField(forms.FloatField):
    """How long the writer took, told by script; None for anything that is no number."""

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class CommentForm(XtdCommentForm):
    """A comment on a post, by a guest, or by `identity`, somebody signed in. `reply_to` is the comment it answers.

    It is the same bytes for every reader, and has no age: see `generate_security_data`.
    """

    content_type = object_pk = None  # the library's two fields for what we name with one
    post = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    security_hash = forms.CharField(required=False, widget=forms.HiddenInput)
    timestamp = forms.CharField(required=False, widget=forms.HiddenInput)
    seconds = SecondsField(required=False, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(required=False, min_value=0, max_value=HIGHEST_KEY, widget=forms.HiddenInput)
    honeypot = forms.CharField(required=False, label=_("Leave this field empty"))

    comment = WordsField(
        label=_("Enter your comment here..."),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Please type your comment.")},
        widget=forms.Textarea(attrs={"rows": 8, "cols": False, "placeholder": _("Enter your comment here...")}),
    )
    email = forms.EmailField(
        help_text=_("(Address never made public)"),
        max_length=EMAIL_LENGTH,
        error_messages={
            "required": _("Please enter your email address."),
            "invalid": _("Please enter an email address such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = WordsField(
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    # A plain text field: a browser's own check of addresses refuses example.org without its scheme.
    url = WebsiteField(
        label=_("Website"),
        required=False,
        max_length=WEBSITE_LENGTH,
        assume_scheme="https",
        error_messages={"invalid": _("Please enter a web address such as https://example.org, or leave it empty.")},
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    followup = forms.BooleanField(required=False, label=_("Notify me of new comments via email."))
    posts = forms.BooleanField(required=False, label=_("Notify me of new posts via email."))
    remember = forms.BooleanField(
        required=False, label=_("Save my name, email, and website in this browser for the next time I comment.")
    )

    def __init__(
        self,
        post: Post,
        data=None,
        initial: dict | None = None,
        *,
        identity: Identity | None = None,
        reply_to: Comment | None = None,
    ):
        self.identity = identity
        self.answers = reply_to
        initial = {**(initial or {}), "reply_to": reply_to.pk if reply_to else 0}
        # Not the constructor between the two, which dresses the fields in the library's own words.
        CommentSecurityForm.__init__(self, post, data=data, initial=initial)
        for name, label in (("email", _("Email")), ("name", _("Name"))):
            field = self.fields[name]
            field.required = field.widget.is_required = settings.COMMENT_NAME_REQUIRED
            field.label = _("%(label)s (required)") % {"label": label} if field.required else label
        if identity or asks_to_sign_in(post):
            for name in ("email", "name", "url", "remember"):
                del self.fields[name]

    @property
    def is_open(self) -> bool:
        """False where no comment is taken any more."""
        return is_open(self.target_object)

    @property
    def house_rules(self) -> SafeString:
        """What the newsroom asks of those who comment, as HTML."""
        return ConversationRules.shown()

    @property
    def asks_to_sign_in(self) -> bool:
        """True when the one who fills it in must sign in first."""
        return not self.identity and asks_to_sign_in(self.target_object)

    @property
    def is_as_guest(self) -> bool:
        """True for somebody signed in who chose to write as a guest."""
        return bool(self.data.get(AS_GUEST) or self.initial.get(AS_GUEST))

    def generate_security_data(self) -> dict[str, str]:
        """The story and its date, signed: what shows that the form was made here.

        The moment is the story's, not the request's. The page is saved and served as a file, the same bytes to
        everybody, and a reader may have had it open for weeks: the form on it must still post. Replays are the
        business of the key, floods that of the limits.
        """
        post = self.target_object
        timestamp = str(int(post.published_at.timestamp()) if post.published_at else 0)
        signed = self.generate_security_hash(str(post._meta), str(post.pk), timestamp)
        return {"post": str(post.pk), "timestamp": timestamp, "security_hash": signed}

    def generate_security_hash(self, content_type: str, object_pk: str, timestamp: str) -> str:
        return Signer(salt="comments.form").signature(f"{content_type}-{object_pk}-{timestamp}")

    def clean_timestamp(self) -> str:
        """It never grows old; the signature vouches for it."""
        return self.cleaned_data["timestamp"]

    def clean_security_hash(self) -> str:
        signed, post = self.cleaned_data["security_hash"], self.target_object
        words = f"{post._meta}-{post.pk}-{self.data.get('timestamp', '')}"
        try:
            Signer(salt="comments.form").unsign(f"{words}:{signed}")  # with an old secret key as well
        except BadSignature:
            raise forms.ValidationError(_("This form was not made for this story. Please send it again.")) from None
        return signed

    def clean_honeypot(self) -> str:
        if self.cleaned_data["honeypot"]:
            raise forms.ValidationError(_("A field that should stay empty was filled in. Please send it again."))
        return ""

    def clean_key(self) -> str | None:
        """None for what no script of ours makes: without a key, what is said decides what is the same comment."""
        return self.cleaned_data["key"] if KEY.fullmatch(self.cleaned_data["key"]) else None

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if self.fields["name"].required and not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        if name_is_taken(name):
            raise forms.ValidationError(_("That is the name of somebody known here. Sign in, or choose another name."))
        return name

    def clean_reply_to(self) -> int:
        """The key of the comment it is placed under; 0 at the top."""
        if not self.cleaned_data["reply_to"]:
            return 0
        post = self.target_object
        comments = Comment.objects.visible().on(post).filter(kind=Kind.COMMENT)
        self.answers = comments.filter(pk=self.cleaned_data["reply_to"]).first()
        if self.answers is None:
            raise forms.ValidationError(_("The comment you answer is gone. Send again to post your words anyway."))
        return self.answers.reply_parent_key()

    def general_errors(self) -> list[str]:
        """What is wrong with no field that a reader sees."""
        hidden = ("post", "timestamp", "security_hash", "honeypot", "reply_to", "key")
        return [*self.non_field_errors(), *(error for name in hidden for error in self.errors.get(name, []))]

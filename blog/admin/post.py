"""Stories at the desk: who may open them, the sheet they are written on, and how it is saved."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone

from blog import markup
from blog.admin import cards
from blog.admin.autosave import AutosaveMixin
from blog.admin.conflict import ConflictMixin
from blog.admin.editor import EditorMixin
from blog.admin.forms import PostForm
from blog.admin.history import LATEST, HistoryMixin, moves_of, revisions_of
from blog.admin.moves import MovesMixin, buttons_for, holding_for, moments_for
from blog.admin.notes import NotesMixin, notes_of
from blog.admin.pictures import lead_at_the_desk
from blog.admin.post_list import ListMixin
from blog.admin.uploads import take_in_lead
from blog.models import AddressTaken, Author, Image, Post
from blog.sharing import share_path

FOLDED = ["collapse"]
RIGHTS = ("edit_own", "edit_any", "publish_own", "publish_any")


@admin.register(Post)
class PostAdmin(
    AutosaveMixin,
    ConflictMixin,
    EditorMixin,
    cards.CardsMixin,
    ListMixin,
    MovesMixin,
    NotesMixin,
    HistoryMixin,
    admin.ModelAdmin,
):
    """A story is moved to the trash, never deleted; its moves and revisions stay with it."""

    form = PostForm

    # Who may

    def get_queryset(self, request):
        return Post.objects.visible_to(request.user).order_by(*self.ordering)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return any(request.user.has_perm(f"blog.{right}_post") for right in RIGHTS)
        return request.user.has_perm("blog.edit_any_post") or obj.is_by(request.user)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request) if obj is None else obj.can_edit(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    # The sheet

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["headline", "standfirst", "body"]}), ("Filed under", {"fields": ["section"]})]
        user = request.user
        upload = ["lead_file"] if user.has_perm("blog.add_image") else []
        may_edit_any = user.has_perm("blog.edit_any_post")
        poster, sticky = (["posted_by"], ["is_sticky"]) if may_edit_any else ([], [])
        return [
            (None, {"fields": ["headline", "standfirst", "body"]}),
            (
                "Lead picture",
                {
                    "classes": FOLDED,
                    "fields": ["lead_shown", *upload, "lead_image", "lead_alt", "lead_caption", "lead_credit"],
                },
            ),
            ("Filed under", {"classes": FOLDED, "fields": ["section", "tag_names", *sticky]}),
            ("Bylines", {"classes": FOLDED, "fields": ["by", "reporting", "photographs", *poster]}),
            ("Wire copy", {"classes": FOLDED, "fields": ["dateline", "agency_credit", "canonical_address"]}),
            ("In lists, searches and shares", {"classes": FOLDED, "fields": cards.FIELDS}),
            ("Address and comments", {"classes": FOLDED, "fields": ["slug", "comments_mode"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["lead_shown", "cards"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"user": request.user, "upload": getattr(request, "lead_upload", None)})

    def get_changeform_initial_data(self, request):
        author = Author.objects.filter(user=request.user)
        return {"by": list(author), **super().get_changeform_initial_data(request)}

    @admin.display(description="Now")
    def lead_shown(self, post: Post):
        return lead_at_the_desk(post.lead if post.pk else None)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        post = obj or Post()
        may_edit = add or self.has_change_permission(request, obj)
        context |= {
            "title": str(post) if obj else "A new story",
            "subtitle": None,
            "buttons": buttons_for(post, request.user) if may_edit else [],
            "may_edit": may_edit,
            "note": request.POST.get("note", "") or request.GET.get("note", ""),
            "holding": holding_for(post, request.user) if may_edit else [],
            "moments": moments_for(post, request),
            "zone": timezone.get_current_timezone_name(),
        }
        if obj:
            context["share_path"] = share_path(obj)
            context |= {"revisions": revisions_of(obj)[:LATEST], "moves": moves_of(obj)[:LATEST]}
            context["open_notes"] = notes_of(obj)["open_notes"]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            self._take_in_lead(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except AddressTaken:  # somebody took it between our check and our saving; now the check sees it
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _take_in_lead(self, request, object_id: str | None) -> None:
        """The new picture's number goes into the form, so that it is not lost whatever else is wrong."""
        post = self.get_object(request, object_id) if object_id else None
        may_write = self.has_change_permission(request, post) if post else self.has_add_permission(request)
        if not may_write or not request.user.has_perm("blog.add_image"):
            return
        request.lead_upload = upload = take_in_lead(request, post)
        if upload and upload.image:
            request.POST = request.POST.copy()
            request.POST["lead_image"] = str(upload.image.pk)
            if upload.was_there:
                messages.info(request, f"That picture was in the library already, as number {upload.image.pk}.")

    def save_model(self, request, obj, form, change):
        chosen = form.cleaned_data.get("posted_by")
        if chosen:
            obj.poster = chosen[0]
        elif not change:
            obj.poster = Author.of(request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.revise(by=request.user)
        self._warn_of_missing_pictures(request, form.instance)

    def _warn_of_missing_pictures(self, request: HttpRequest, post: Post) -> None:
        named = markup.image_keys(post.body)
        missing = sorted(named - set(Image.objects.filter(pk__in=named).values_list("pk", flat=True)))
        if missing:
            numbers = ", ".join(str(key) for key in missing)
            messages.warning(request, f"The text names pictures that the library does not have: {numbers}.")

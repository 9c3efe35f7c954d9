"""The picture library."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from blog.admin.bulk_upload import BulkUploadMixin
from blog.admin.forms import ImageForm, UploadForm
from blog.admin.long_list import LongList
from blog.admin.picture_sheet import SheetMixin, uses_of
from blog.admin.picture_words import WantedWordsMixin, save_words
from blog.admin.pictures import alike_in_words, text_for, thumbnail
from blog.images import remove_from_view
from blog.models import Image, Placement, Post

MOST_OWN_USES = 50  # a picture in more stories than this is an editor's business


class WantingFilter(admin.SimpleListFilter):
    """Pictures that still want words, or that nothing uses."""

    title = "what is wanting"
    parameter_name = "wanting"

    def lookups(self, request, model_admin):
        return [("alt", "No alternative text"), ("credit", "No credit"), ("use", "Not used")]

    def queryset(self, request, queryset):
        if self.value() == "alt":
            return queryset.filter(alt="", is_decorative=False)
        if self.value() == "credit":
            return queryset.filter(credit="")
        if self.value() == "use":
            return queryset.filter(placements=None, pages=None, pictured_authors=None, logo_of=None)
        return queryset


@admin.register(Image)
class ImageAdmin(BulkUploadMixin, WantedWordsMixin, SheetMixin, admin.ModelAdmin):
    """Uploading, describing, finding. A picture in use is never deleted."""

    list_display = ["small", "words", "credit", "size", "uses", "uploaded"]
    list_display_links = ["small", "words"]
    list_filter = [WantingFilter]
    list_per_page = 24
    empty_value_display = ""
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = [
        *("caption", "alt", "credit", "source", "licence"),
        *("file_headline", "file_keywords", "file_place", "file_rights"),
    ]
    search_help_text = "Finds words of caption, alternative text, credit, source, licence, and of what the file says."
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    readonly_fields = [
        *("shown", "looks_like", "in_a_text", "told"),
        *("used_in", "size", "uploaded_by", "uploaded"),
    ]

    # The list

    def get_changelist(self, request, **kwargs):
        return LongList

    def get_queryset(self, request):
        stories = Placement.objects.filter(image=OuterRef("pk")).order_by().values("image")
        uses = stories.annotate(number=Count("post", distinct=True)).values("number")
        return super().get_queryset(request).annotate(story_count=Coalesce(Subquery(uses), 0))

    @admin.display(description="picture")
    def small(self, image: Image):
        return thumbnail(image)

    @admin.display(description="words")
    def words(self, image: Image) -> str:
        return str(image)

    @admin.display(description="stories")
    def uses(self, image: Image) -> int:
        return image.story_count

    # One picture

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **{"form": ImageForm if obj else UploadForm, **kwargs})
        return type(form.__name__, (form,), {"user": request.user})

    def get_fieldsets(self, request, obj=None):
        words = ["alt", "is_decorative", "caption", "credit"]
        origin = ["source", "licence", "taken_on"]
        if obj is None:
            folded = ("Where it comes from", {"classes": ["collapse"], "fields": origin})
            return [(None, {"fields": ["file", *words]}), folded]
        facts = {"fields": ["used_in", "in_a_text", "size", "uploaded_by", "uploaded"]}
        return [
            (None, {"fields": ["shown", ("focal_x", "focal_y"), "looks_like", *words]}),
            ("Where it comes from", {"classes": ["collapse"], "fields": [*origin, "told"]}),
            ("In use", facts),
        ]

    # Who may

    def has_change_permission(self, request, obj=None):
        """Also by whoever uploaded it, unless it stands in a live story that is not theirs, or on a page."""
        if super().has_change_permission(request, obj):
            return True
        return obj is not None and obj.uploaded_by_id == request.user.pk and self._stands_in_own_stories(request, obj)

    def _stands_in_own_stories(self, request, image: Image) -> bool:
        live = list(Post.objects.published().filter(placements__image=image).distinct()[: MOST_OWN_USES + 1])
        is_on_a_page = image.pages.published().exists()
        return not is_on_a_page and len(live) <= MOST_OWN_USES and all(post.can_edit(request.user) for post in live)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is None:
            # Not inside the one transaction Django would open: files cannot be rolled back, and add_to_library has its
            # own transaction, after which it throws them away when it failed.
            return self._changeform_view(request, None, form_url, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if change:  # else the form has put it into the library already
            save_words(obj, set(form.changed_data))

    def response_add(self, request, obj, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, format_html("In the library. In a text it is <code>{}</code>", text_for(obj)))
        if alike := alike_in_words(obj):
            messages.warning(request, alike)
        return HttpResponseRedirect(reverse("admin:blog_image_change", args=[obj.pk]))

    # Throwing out

    def get_deleted_objects(self, objs, request):
        """What shows a picture keeps it, an author's portrait as well; the page names where to look."""
        to_delete, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, lacking, uses_of(list(objs), request.user)

    def delete_model(self, request, obj):
        storage, name = obj.original.storage, obj.original.name
        obj.delete()
        transaction.on_commit(partial(storage.delete, name), robust=True)
        transaction.on_commit(partial(remove_from_view, obj), robust=True)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            self.delete_model(request, image)

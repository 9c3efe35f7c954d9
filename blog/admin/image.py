"""The picture library."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.admin.forms import ImageForm, UploadForm
from blog.admin.pictures import text_for, thumbnail
from blog.images import remove_renditions
from blog.models import Author, Image, Placement, Post
from blog.signals import image_changed

SHOWN = {"alt", "is_decorative", "caption", "credit", "focal_x", "focal_y"}  # what readers see of a picture's row
MOST_USES = 20  # that are named; more would not help anybody to find them
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
            return queryset.filter(placements=None, pictured_authors=None)
        return queryset


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Uploading, describing, finding. A picture in use is never deleted."""

    list_display = ["shown", "words", "credit", "size", "uses", "uploaded"]
    list_display_links = ["shown", "words"]
    list_filter = [WantingFilter]
    list_per_page = 24
    list_select_related = ["uploaded_by"]
    ordering = ["-pk"]
    search_fields = ["caption", "alt", "credit", "source"]
    search_help_text = "Finds words of caption, alternative text, credit and source."
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    readonly_fields = ["shown", "in_a_text", "used_in", "size", "uploaded_by", "uploaded"]

    # The list

    def get_queryset(self, request):
        stories = Placement.objects.filter(image=OuterRef("pk")).order_by().values("image")
        uses = stories.annotate(number=Count("post", distinct=True)).values("number")
        return super().get_queryset(request).annotate(story_count=Coalesce(Subquery(uses), 0))

    @admin.display(description="picture")
    def shown(self, image: Image):
        return thumbnail(image) if image.pk else "–"

    @admin.display(description="words", ordering="caption")
    def words(self, image: Image) -> str:
        return str(image)

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height} {image.file_format}" if image.pk else "–"

    @admin.display(description="stories")
    def uses(self, image: Image) -> int:
        return image.story_count

    @admin.display(description="uploaded", ordering="uploaded_at")
    def uploaded(self, image: Image) -> str:
        return date_format(timezone.localtime(image.uploaded_at), "j M Y, H:i")

    # One picture

    @admin.display(description="in a text")
    def in_a_text(self, image: Image):
        """What to paste, with the words spelt out, or without, so that the library's own are always shown."""
        return format_html(
            '<code class="desk-paste">{}</code><p>Or <code class="desk-paste">![](image:{})</code>, which always shows '
            "the words that stand here. In a paragraph of its own.</p>",
            text_for(image),
            image.pk,
        )

    @admin.display(description="used in")
    def used_in(self, image: Image):
        uses = uses_of([image]) if image.pk else []
        return format_html_join("", "<div>{}</div>", ((use,) for use in uses)) or "Nothing yet."

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **{"form": ImageForm if obj else UploadForm, **kwargs})
        return type(form.__name__, (form,), {"user": request.user})

    def get_fieldsets(self, request, obj=None):
        words = ["alt", "is_decorative", "caption", "credit"]
        origin = ("Where it comes from", {"classes": ["collapse"], "fields": ["source", "licence", "taken_on"]})
        if obj is None:
            return [(None, {"fields": ["file", *words]}), origin]
        focus = {
            "classes": ["collapse"],
            "fields": [("focal_x", "focal_y")],
            "description": "What must stay in sight when the picture is cut: 0 is left or top, 1 right or bottom.",
        }
        facts = {"fields": ["used_in", "size", "uploaded_by", "uploaded"]}
        return [(None, {"fields": ["shown", "in_a_text", *words]}), origin, ("Focal point", focus), ("In use", facts)]

    # Who may

    def has_change_permission(self, request, obj=None):
        """Also by whoever uploaded it, unless it stands in a live story that is not theirs."""
        if super().has_change_permission(request, obj):
            return True
        return obj is not None and obj.uploaded_by_id == request.user.pk and self._stands_in_own_stories(request, obj)

    def _stands_in_own_stories(self, request, image: Image) -> bool:
        live = list(Post.objects.published().filter(placements__image=image).distinct()[: MOST_OWN_USES + 1])
        return len(live) <= MOST_OWN_USES and all(post.can_edit(request.user) for post in live)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is None:
            # Not inside the one transaction Django would open: encoding takes seconds, and add_to_library has its own.
            return self._changeform_view(request, None, form_url, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if not change:
            return  # the form has put it into the library already
        super().save_model(request, obj, form, change)
        if SHOWN & set(form.changed_data):
            transaction.on_commit(partial(image_changed.send, sender=Image, image=obj), robust=True)

    def response_add(self, request, obj, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, format_html("In the library. In a text it is <code>{}</code>", text_for(obj)))
        return HttpResponseRedirect(reverse("admin:blog_image_change", args=[obj.pk]))

    # Throwing out

    def get_deleted_objects(self, objs, request):
        """What shows a picture keeps it, an author's portrait as well; the page names where to look."""
        to_delete, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, lacking, uses_of(list(objs))

    def delete_model(self, request, obj):
        storage, name = obj.original.storage, obj.original.name
        obj.delete()
        transaction.on_commit(partial(storage.delete, name), robust=True)
        transaction.on_commit(partial(remove_renditions, obj), robust=True)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            self.delete_model(request, image)


def uses_of(images: list[Image]) -> list[SafeString]:
    """Links to the stories that show any of the pictures, newest first, and to the authors whose portrait one is."""
    stories = list(Post.objects.filter(placements__image__in=images).distinct().order_by("-pk")[: MOST_USES + 1])
    authors = Author.objects.filter(picture__in=images)[:MOST_USES]
    links = [_link("post", story) for story in stories[:MOST_USES]] + [_link("author", author) for author in authors]
    return links + ([format_html("{}", "and more stories")] if len(stories) > MOST_USES else [])


def _link(model: str, thing: Post | Author) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(f"admin:blog_{model}_change", args=[thing.pk]), thing)

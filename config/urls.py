"""The site's table of contents."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from blog.feeds.routes import feed_paths
from blog.flat_pages import page
from blog.public_files import rendition
from comments import asking
from comments.feeds import story_feed

handler404 = "blog.lost.not_found"

urlpatterns = [
    path("desk/lock-down/", include("blog.lockdown.urls")),  # before the desk, which answers to all below it
    path("desk/", admin.site.urls),
    # Sign-in
    path("comments/sign-in/", include("comments.sign_in.callbacks")),
    path("comments/", include("comments.sign_in.urls")),
    # End of sign-in
    path("comments/", include("comments.urls")),
    path("letters/", asking.letters, name="letters"),
    path("letters/asked/", asking.asked, name="letters_asked"),
    path("", include("blog.urls")),
    *feed_paths("<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/", story_feed, "story_feed"),
    path("<path:rest>/", page, name="page"),  # last: everything else has its address before any page
]

if "FileSystemStorage" in settings.STORAGES["default"]["BACKEND"]:
    urlpatterns.insert(0, path("media/r/<path:name>", rendition))

if settings.STAND_IN_SIGN_IN:
    from comments.stand_in.views import ask

    urlpatterns.insert(0, path("stand-in/<path:rest>", ask))

"""The site's table of contents."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from blog.views import rendition
from comments.feeds import story_feed

urlpatterns = [
    path("desk/lock-down/", include("blog.lockdown.urls")),  # before the desk, which answers to all below it
    path("desk/", admin.site.urls),
    # Sign-in
    path("comments/sign-in/", include("comments.sign_in.callbacks")),
    path("comments/", include("comments.sign_in.urls")),
    # End of sign-in
    path("comments/", include("comments.urls")),
    path("", include("blog.urls")),
    path("<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/feed/", story_feed, name="story_feed"),
]

if "FileSystemStorage" in settings.STORAGES["default"]["BACKEND"]:
    urlpatterns.insert(0, path("media/r/<path:name>", rendition))

if settings.STAND_IN_SIGN_IN:
    from comments.stand_in.views import ask

    urlpatterns.insert(0, path("stand-in/<path:rest>", ask))

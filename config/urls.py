"""The site's table of contents."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from blog.views import rendition

urlpatterns = [
    path("desk/", admin.site.urls),
    path("comments/", include("comments.urls")),
    path("", include("blog.urls")),
]

if "FileSystemStorage" in settings.STORAGES["default"]["BACKEND"]:
    urlpatterns.insert(0, path("media/r/<path:name>", rendition))

"""Where services send readers back to, by the names under which allauth looks for its own views."""

from django.urls import path

from comments.sign_in import views
from config.providers import EVERY_SERVICE

urlpatterns = [
    path(f"{service.key}/callback/", views.callback, {"network": service.key}, name=f"{service.provider}_callback")
    for service in EVERY_SERVICE
]

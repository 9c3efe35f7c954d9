"""The addresses of the lock-down, below that of the desk and before its own."""

from django.contrib import admin
from django.urls import path

from blog.lockdown import entering, switch

app_name = "lockdown"

urlpatterns = [
    path("", admin.site.admin_view(switch.lock), name="lock"),
    path("code/", entering.code, name="code"),
    path("link/<str:token>/", switch.by_link, name="link"),
]

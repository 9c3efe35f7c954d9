"""The site, and pages that show what readers meet when something is wrong: for the tests that look at all pages."""

from django.urls import include, path
from django.views import csrf, defaults

urlpatterns = [
    path("trouble/400/", lambda request: defaults.bad_request(request, None)),
    path("trouble/403/", lambda request: defaults.permission_denied(request, None)),
    path("trouble/csrf/", csrf.csrf_failure),
    path("trouble/500/", defaults.server_error),
    path("", include("config.urls")),
]

"""The addresses of signing in. A service's own settings must name its callback, as `…/sign-in/google/callback/`."""

from django.urls import path

from comments.sign_in import views

app_name = "sign_in"

urlpatterns = [
    path("identity/", views.identity, name="identity"),
    path("log-out/", views.log_out, name="log_out"),
    path("change/", views.change, name="change"),
    path("sign-in/letter/<str:key>/", views.letter, name="letter"),
    path("sign-in/<slug:network>/", views.sign_in, name="sign_in"),
]

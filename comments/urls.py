"""The conversation's addresses."""

from django.urls import path

from comments import views

app_name = "comments"

urlpatterns = [
    path("post/", views.post, name="post"),
    path("held/<str:token>/", views.held, name="held"),
    path("reply/<int:pk>/", views.reply, name="reply"),
    path("<int:pk>/", views.permalink, name="permalink"),
]

"""The conversation's addresses."""

from django.urls import path

from comments import feeds, subscriptions, views
from comments.rules import by_letter

app_name = "comments"

urlpatterns = [
    path("letters/confirm/<str:token>/", subscriptions.confirm, name="confirm"),
    path("letters/leave/<str:token>/", subscriptions.leave, name="leave"),
    path("moderate/undo/<str:token>/", by_letter.undo, name="undo"),
    path("moderate/<str:token>/", by_letter.moderate, name="moderate"),
    path("post/", views.post, name="post"),
    path("held/<str:token>/", views.held, name="held"),
    path("held/<str:token>/edit/", views.edit_held, name="edit_held"),
    path("feed/", feeds.SiteFeed(), name="feed"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/recommend/", views.recommend, name="recommend"),
    path("<int:pk>/report/", views.report, name="report"),
    path("reply/<int:pk>/", views.reply, name="reply"),
    path("<int:pk>/", views.permalink, name="permalink"),
]

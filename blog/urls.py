"""The paper's addresses. A story's own address is the old site's: /2013/01/10/slug/."""

from django.urls import path, register_converter

from blog import converters, feeds, views

register_converter(converters.Year, "year")
register_converter(converters.TwoDigits, "two_digits")

app_name = "blog"

urlpatterns = [
    path("", views.front, name="front"),
    path("feed/atom/", feeds.FrontFeed(), name="feed"),
    path("search/", views.search, name="search"),
    path("preview/<str:token>/", views.shared, name="shared"),
    path("author/<str:slug>/", views.author, name="author"),
    path("section/<str:slug>/", views.section, name="section"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/", views.article, name="article"),
    path(
        "<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/comment-page-<int:comment_page>/",
        views.article,
        name="article_comments",
    ),
]

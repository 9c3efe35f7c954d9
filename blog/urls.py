"""The paper's addresses. A story's own address is the old site's: /2013/01/10/slug/."""

from django.urls import path, register_converter

from blog import converters, corrections, error_reports, feeds, views

register_converter(converters.Year, "year")
register_converter(converters.TwoDigits, "two_digits")

app_name = "blog"

STORY = "<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/"

urlpatterns = [
    path("", views.front, name="front"),
    path("feed/atom/", feeds.FrontFeed(), name="feed"),
    path("preview/<str:token>/", views.shared, name="shared"),
    path("author/<str:slug>/", views.author, name="author"),
    path("section/<str:slug>/", views.section, name="section"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", feeds.CorrectionsFeed(), name="corrections_feed"),
    path(STORY, views.article, name="article"),
    path(f"{STORY}comment-page-<int:comment_page>/", views.article, name="article_comments"),
    path(f"{STORY}corrections/<int:number>/", corrections.correction, name="correction"),
    path(f"{STORY}report-an-error/", error_reports.report_an_error, name="report_an_error"),
    path(f"{STORY}report-an-error/thanks/", error_reports.thanks, name="report_thanks"),
]

"""The paper's addresses. A story's own address is the old site's: /2013/01/10/slug/."""

from django.urls import path, register_converter

from blog import archives, converters, corrections, error_reports, feeds, public_files, sitemaps, stylesheet, views
from blog.feeds.routes import feed_paths

register_converter(converters.Year, "year")
register_converter(converters.TwoDigits, "two_digits")

app_name = "blog"

STORY = "<year:year>/<two_digits:month>/<two_digits:day>/<str:slug>/"

urlpatterns = [
    path("", views.front, name="front"),
    *feed_paths("", feeds.site, "feed"),
    path("search/", views.search, name="search"),
    *feed_paths("search/", feeds.search, "search_feed"),
    path("preview/<str:token>/", views.shared, name="shared"),
    path("author/<str:slug>/", views.author, name="author"),
    path("section/<str:slug>/", views.section, name="section"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    *feed_paths("author/<str:slug>/", feeds.author, "author_feed"),
    *feed_paths("section/<str:slug>/", feeds.section, "section_feed"),
    *feed_paths("tag/<str:slug>/", feeds.tag, "tag_feed"),
    path("category/<path:rest>/", feeds.category),
    path("archive/", archives.archive, name="archive"),
    path("<year:year>/", archives.period, name="year"),
    path("<year:year>/<two_digits:month>/", archives.period, name="month"),
    path("<year:year>/<two_digits:month>/<two_digits:day>/", archives.period, name="day"),
    path("corrections/", corrections.corrections, name="corrections"),
    *feed_paths("corrections/", feeds.corrections, "corrections_feed"),
    path(STORY, views.article, name="article"),
    path(f"{STORY}comment-page-<int:comment_page>/", views.article, name="article_comments"),
    path(f"{STORY}corrections/<int:number>/", corrections.correction, name="correction"),
    path(f"{STORY}report-an-error/", error_reports.report_an_error, name="report_an_error"),
    path(f"{STORY}report-an-error/thanks/", error_reports.thanks, name="report_thanks"),
    path(f"{STORY}share-picture/<str:key>.png", public_files.share_picture, name="share_picture"),
    path("style/<slug:key>.css", stylesheet.stylesheet, name="stylesheet"),
    # What machines look for
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<int:number>.xml", sitemaps.stories, name="sitemap_stories"),
    path("<slug:key>.txt", sitemaps.indexnow_key, name="indexnow_key"),
]

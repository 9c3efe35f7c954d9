"""Every kind of page through axe-core (WCAG 2.2 A and AA, and its best practices) and the Nu HTML checker."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.demo.story import PATH
from blog.models import ErrorReport, FlatPage, FrontPage, PlannedChange, Post, Section, SiteSettings, Source
from comments.models import Comment, Rhythm, Subscription
from comments.notifications import confirm_path, leave_path
from tests import factories
from tests.tooling import axe_source, vnu_check

RICH = """## Heading

Text[^1] and a

> quotation

> Pull quote:
> Repeated words
> — who said them

![](image:{key})

![](image:{key} "One")
![](image:{key} "Another")

https://youtu.be/dQw4w9WgXcQ

[![](image:{key} "A film")](https://vimeo.com/76979871)

| a | b |
|---|--:|
| 1 | 2 |

1. one
2. two

```
code
```

[^1]: A note.
"""
LOOKS = [(360, False), (1280, True)]


@pytest.fixture
def addresses(site, remy, edith):
    """One address of each kind of readers' page, by what it is."""
    call_command("seed_demo", verbosity=0)
    picture, section, tag = factories.image(), factories.section(), factories.tag()
    rich = factories.published_post(
        by=remy,
        section=section,
        standfirst="In short.",
        dateline="BAMAKO, 10 January",
        agency_credit="AFP",
        lead=picture,
        body=RICH.format(key=picture.pk),
    )
    rich.tags.add(tag)
    Source.objects.create(post=rich, name="AFP", how="agency", is_public=True, public_words="AFP’s bureau in Bamako")
    rich.bylines.create(author=factories.author("Ines Sow"), role="photographs", position=2)
    talk(rich)
    correct(rich, edith)
    arrange(rich)
    return {
        "front": "/",
        "the source page": PATH,
        "article with comments": rich.path,
        "replying": f"{rich.path}?replytocom={Comment.objects.first().pk}",
        "section": section.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "author": rich.poster.get_absolute_url(),
        "empty section": factories.section("Business").get_absolute_url(),
        "archive": "/archive/",
        "year": "/2013/",
        "day": "/2013/01/10/",
        "day without stories": "/2013/01/11/",
        "corrections": "/corrections/",
        "correction": f"{rich.path}corrections/1/",
        "report an error": f"{rich.path}report-an-error/",
        "reported": f"{rich.path}report-an-error/thanks/",
        "not found": "/2013/01/10/nothing-to-read/",
        "killed": killed(remy, edith),
        "about": "/about/",
        "policy": "/corrections-policy/",
        "article without pictures": f"{rich.path}?lite=1",
        "the source page without pictures": f"{PATH}?lite=1",
        "front without pictures": "/?lite=1",
        "author without pictures": f"{rich.poster.get_absolute_url()}?lite=1",
        "a search that found something": "/search/?q=text",
        "letters": "/letters/",
        "letters asked for": "/letters/asked/",
        **letters_to_readers(rich),
    }


def killed(reporter, editor):
    """The address of a story that was killed."""
    post = factories.published_post(by=reporter)
    post.kill(by=editor, note="We took it back.")
    return post.path


def arrange(post):
    """All that can stand around the stories: sections, a tagline, a contact, breaking news, one story put first."""
    for number, name in enumerate(("World", "Politics", "Science", "Culture", "Opinion", "Sport"), 1):
        Section.objects.update_or_create(name=name, defaults={"position": number})
    SiteSettings.objects.create(
        tagline="Reporting from the river", contact="letters@example.org", paper_light="#ffffff"
    )
    FrontPage.arrange("add", post.pk)
    until = timezone.now() + timedelta(hours=1)
    FrontPage.announce(seen=None, breaking="The bridge is closed", breaking_story=post, breaking_until=until)


def letters_to_readers(post):
    """The pages that letters lead to."""
    wish = Subscription.objects.create(email="asked@example.org")
    about_posts = Subscription.objects.create(email="flora@example.org")
    Subscription.objects.of("flora@example.org").confirm(Rhythm.DAILY)
    about_comments = Subscription.objects.create(email="flora@example.org", post=post)
    return {
        "confirming letters": confirm_path(wish),
        "letters about stories": leave_path(about_posts),
        "letters about comments": leave_path(about_comments),
    }


def talk(post):
    """A thread four deep, and another."""
    answered = None
    for words in ("First.", "Second.", "Third.", "Fourth."):
        comment = Comment(post=post, writer_name="Ruth", user_email="r@example.org", comment=words, status="approved")
        comment.parent_id = answered.pk if answered else 0
        comment.save()
        answered = comment
    Comment(post=post, writer_name="Ada", user_email="a@example.org", comment="Another.", status="approved").save()


def correct(post, editor):
    """A correction, an error report that waits, and a change planned for later."""
    before = post.revisions.first()
    post.body = post.body.replace("Text[^1]", "Words[^1]")
    post.save()
    post.correct(by=editor, text="It said text.", thanks="We thank Ruth.")
    post.report_error(revision=before, number=1, key=uuid4(), message="It is words.", name="Ruth", may_thank=True)
    later = {**post.snapshot(), "headline": "Later"}
    at = timezone.now() + timedelta(days=1)
    post.plan_change(later, by=editor, at=at, kind="update", based_on=before)


def violations(page):
    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{page.url}: {v['id']}: {v['help']}: {[node['html'][:150] for node in v['nodes']][:4]}" for v in found]


@pytest.mark.browser
@pytest.mark.checker
def test_no_readers_page_has_an_accessibility_violation(open_browser, addresses):
    found = []
    for width, dark in LOOKS:
        page = open_browser(width=width, dark=dark, bypass_csp=True)  # axe-core sets styles inline
        for address in addresses.values():
            page.goto(address)
            found += violations(page)
    assert found == []


@pytest.mark.browser
@pytest.mark.checker
def test_no_page_of_the_desk_has_an_accessibility_violation(at_the_desk, addresses, edith):
    report = ErrorReport.objects.get()
    story, image = Post.objects.newest_first().first(), factories.image()
    found = []
    for width, dark in LOOKS:
        page = at_the_desk(edith, width=width, dark=dark, bypass_csp=True)
        for address in (
            "/desk/",
            "/desk/blog/post/",
            "/desk/blog/post/add/",
            f"/desk/blog/post/{story.pk}/change/",
            "/desk/blog/image/",
            "/desk/blog/image/add/",
            f"/desk/blog/image/{image.pk}/change/",
            "/desk/blog/author/",
            "/desk/blog/author/add/",
            "/desk/comments/comment/",
            "/desk/rules/moderationrules/1/change/",
            "/desk/rules/ban/",
            "/desk/rules/ban/add/",
            "/desk/blog/errorreport/",
            f"/desk/blog/errorreport/{report.pk}/change/",
            f"/desk/blog/post/{report.post_id}/change/?report={report.pk}",
            "/desk/blog/plannedchange/",
            "/desk/blog/frontpage/",
            "/desk/blog/sitesettings/1/change/",
            "/desk/blog/flatpage/",
            "/desk/blog/flatpage/add/",
            f"/desk/blog/flatpage/{FlatPage.objects.first().pk}/change/",
            f"/desk/blog/flatpage/{FlatPage.objects.first().pk}/preview/",
            f"/desk/blog/post/{report.post_id}/planned/{PlannedChange.objects.get().pk}/",
        ):
            page.goto(address)
            assert page.locator("h1").count() >= 1, f"{address}: {page.title()}"
            found += violations(page)
    assert found == []


@pytest.mark.checker
def test_every_page_is_valid_html(client, addresses):
    pages = {kind: client.get(address).content.decode() for kind, address in addresses.items()}
    post = Post.objects.published().first()
    pages["letters asked for without an address"] = client.post("/letters/", {"email": "x"}).content.decode()
    pages["refused comment"] = client.post("/comments/post/", {"post": post.pk, "comment": ""}).content.decode()
    assert vnu_check(pages) == []

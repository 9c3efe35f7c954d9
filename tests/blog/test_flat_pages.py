"""Pages that are no story: their addresses, their drafts, and what leads to them."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from blog.images import finish
from blog.models import AuditEntry, FlatPage, Image, Redirect
from tests import factories
from tests.blog.desk import address, refusals, signed_in

pytestmark = pytest.mark.django_db

SHEET = {
    "title": "About",
    "path": "",
    "body": "We *report* news.",
    "is_published": "on",
    "footer_position": "1",
    "policy": "",
}


def add(user, **more):
    return signed_in(user).post(address("flatpage_add"), {**SHEET, **more})


def change(user, page, **more):
    sheet = {**SHEET, "title": page.title, "path": page.path, "body": page.body, "policy": page.policy, **more}
    return signed_in(user).post(address("flatpage_change", page.pk), sheet)


@pytest.fixture
def about():
    return FlatPage.objects.create(
        title="About", path="/about/", body="We report.", is_published=True, footer_position=1
    )


def test_a_page_stands_at_its_address_and_at_the_foot_of_every_page(client, edith):
    assert add(edith).status_code == 302
    html = client.get("/about/").content.decode()
    assert "<h1" in html
    assert "<em>report</em>" in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/about/">' in html
    assert '<meta name="description" content="We report news.">' in html
    assert '<a href="/about/">About</a>' in client.get("/").content.decode()
    assert AuditEntry.objects.filter(kind="blog.flatpage", deed="added", by=edith).exists()


def test_pages_nest_in_any_script(client, edith):
    add(edith, path="about/éthique", footer_position="0")
    assert client.get("/about/éthique/").status_code == 200
    assert client.get("/about/").status_code == 404
    assert "éthique" not in client.get("/").content.decode()


def test_a_draft_is_seen_at_the_desk_alone(client, edith, remy):
    draft = FlatPage.objects.create(
        title="Soon", path="/soon/", body="Secret", footer_position=1, policy="ethicsPolicy"
    )
    assert client.get("/soon/").status_code == 404
    assert "Soon" not in client.get("/").content.decode()
    assert "/soon/" not in client.get("/sitemap-pages.xml").content.decode()
    preview = signed_in(edith).get(address("flatpage_preview", draft.pk))
    assert "Secret" in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    assert signed_in(remy).get(address("flatpage_preview", draft.pk)).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/search/",
            "/archive/",
            "/2026/",
            "/2026/03/04/",
            "/2026/03/04/a-story/",
            "/section/world/",
            "/desk/",
            "/feed/",
        ),
        *("/desk/blog/", "/comments/post/", "/preview/x/", "/category/news/", "/static/css/", "/media/r/"),
        *("/", "/a b/", "/a//b/", "/../x/", "/a.html/", "/%41/", "/a?b/", "https://other.example/", "/" + "x" * 199),
    ],
)
def test_an_address_that_is_none_or_something_else_is_refused_beside_the_field(edith, path):
    answer = add(edith, path=path, title="…")
    assert answer.status_code == 200
    assert list(refusals(answer)) == ["path"]
    assert not FlatPage.objects.exists()


def test_two_pages_do_not_share_an_address_or_a_policy(edith, about):
    assert refusals(add(edith, path="/about/")) == {"path": "Another page has this address."}
    change(edith, about, policy="ethicsPolicy")
    answer = add(edith, path="/ethics/", policy="ethicsPolicy")
    assert "Another page is this policy already." in str(answer.context["adminform"].form.errors)


@pytest.mark.parametrize("body", ["![Hills](image:7)", "![Hills](image:0)", "x" * 500_001, "[" * 60, "\x00"])
def test_a_text_that_cannot_be_shown_is_refused_beside_the_field(edith, body):
    assert list(refusals(add(edith, body=body))) == ["body"]


def test_a_picture_stands_in_a_page_as_in_a_story(client, edith):
    image = factories.image(alt="Our house")
    add(edith, body=f'Here we work.\n\n![](image:{image.pk} "Since *1992*"){{: .alignright }}')
    html = client.get("/about/").content.decode()
    assert '<figure class="alignright"><picture>' in html
    assert 'alt="Our house"' in html
    assert "<figcaption>Since <em>1992</em><small>A. Photographer</small>" in html


def test_a_number_that_the_library_does_not_have_is_named(edith):
    image = factories.image()
    said = refusals(add(edith, body=f"![a](image:{image.pk}) ![b](image:9999) ![c](image:999999999999999999)"))
    assert said["body"].startswith("The library has no picture with the number 9999.")


def test_a_page_shows_its_pictures_as_the_library_has_them_now_and_keeps_its_date(client, edith, clock):
    image = factories.image(alt="Our house")
    add(edith, body=f"![](image:{image.pk})")
    changed_at = FlatPage.objects.get().changed_at
    clock.shift(60)
    image.alt = "Our old house"
    image.save()
    finish(image)
    html = client.get("/about/").content.decode()
    assert 'alt="Our old house"' in html
    assert "image/webp" in html
    assert FlatPage.objects.get().changed_at == changed_at


def test_a_page_without_pictures_for_those_who_save_data(client, edith):
    shown, adorning = factories.image(alt="Our house"), factories.image(alt="", is_decorative=True, caption="")
    add(edith, body=f"![](image:{shown.pk})\n\n![](image:{adorning.pk})")
    html = client.get("/about/", headers={"Save-Data": "on"}).content.decode()
    assert "<img" not in html
    assert re.findall(r'<a class="photo" href="[^"]+"><b>[^<]+</b>(.*?)</a>', html) == [" <span>Our house</span>"]


def test_a_page_with_pictures_asks_the_database_as_often_as_one_without(client, edith, about):
    add(edith, path="/shown/", body=f"![](image:{factories.image().pk})")
    with CaptureQueriesContext(connection) as plain:
        client.get("/about/")
    with CaptureQueriesContext(connection) as illustrated:
        client.get("/shown/")
    assert len(illustrated) == len(plain)


def test_a_picture_on_a_page_is_in_use(edith, colin):
    image = factories.image(alt="Our house")
    Image.objects.filter(pk=image.pk).update(uploaded_by=colin)
    assert 'name="caption"' in signed_in(colin).get(address("image_change", image.pk)).content.decode()
    add(edith, body=f"![](image:{image.pk})")
    sheet = signed_in(edith).get(address("image_change", image.pk)).content.decode()
    assert ">About</a>" in sheet[sheet.index("In use") :]
    signed_in(edith).post(address("image_delete", image.pk), {"post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()
    assert str(image) not in signed_in(edith).get(address("image_changelist"), {"wanting": "use"}).content.decode()
    assert 'name="caption"' not in signed_in(colin).get(address("image_change", image.pk)).content.decode()


def test_a_draft_of_a_page_is_named_on_a_pictures_sheet_to_editors_alone(edith, remy):
    image = factories.image()
    FlatPage.objects.create(title="Not yet known", path="/soon/", body=f"![](image:{image.pk})")
    for user, is_named in ((edith, True), (remy, False)):
        sheet = signed_in(user).get(address("image_change", image.pk)).content.decode()
        assert ("Not yet known" in sheet) is is_named


def test_a_text_is_made_safe(client, edith):
    add(
        edith,
        body='<script>alert(1)</script> <a href="javascript:alert(1)" onclick="x">y</a>',
        title="<b>About</b>",
        path="a",
    )
    html = client.get("/a/").content.decode()
    text = html[html.index("<article") : html.index("</article>")]
    assert not {word for word in ("<script", "javascript:", "onclick", "<b>About") if word in text}


def test_a_changed_address_leads_to_the_new_one_for_ever(client, edith, about):
    change(edith, about, path="/who-we-are/")
    change(edith, FlatPage.objects.get(), path="/us/")
    for old in ("/about/", "/who-we-are/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/us/")
    assert list(refusals(add(edith, path="/about/"))) == ["path"]
    change(edith, FlatPage.objects.get(), path="/about/")
    assert client.get("/about/").status_code == 200
    assert client.get("/us/")["Location"] == "/about/"


def test_a_draft_that_moves_leaves_nothing(edith):
    draft = FlatPage.objects.create(title="Soon", path="/soon/")
    change(edith, draft, path="/later/", is_published="")
    assert not Redirect.objects.exists()


def test_a_redirect_leads_to_one_thing(post, about):
    for leads_to in ({}, {"post": post, "page": about}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(old_path="/x/", **leads_to)


def test_the_slash_that_is_missing_is_added_for_pages_that_exist_alone(client, about):
    assert client.get("/about")["Location"] == "/about/"
    assert client.get("/nothing").status_code == 404
    assert client.get("/search")["Location"] == "/search/"


def test_readers_see_it_before_it_is_deleted(edith, about):
    desk = signed_in(edith)
    assert desk.post(address("flatpage_delete", about.pk), {"post": "yes"}).status_code == 403
    change(edith, about, is_published="")
    assert desk.post(address("flatpage_delete", about.pk), {"post": "yes"}).status_code == 302
    assert not FlatPage.objects.exists()


def test_search_engines_are_told_of_it(client, about):
    text = client.get("/sitemap-pages.xml").content.decode()
    assert "<loc>http://127.0.0.1:8000/about/</loc><lastmod>2026-03-04T12:00:00" in "".join(text.split("\n"))


def test_writers_reach_no_page_of_the_desk(remy, colin, about):
    for person in (remy, colin):
        assert add(person, path="/mine/").status_code == 403
        assert change(person, about, body="Mine").status_code == 403
    assert FlatPage.objects.get().body == "We report."


def test_a_page_takes_few_queries(client, about, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/about/")

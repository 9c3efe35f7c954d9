"""A picture's files are for whoever may see a story that shows it."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import FlatPage, Image, Lockdown
from blog.renditions import rendition_names
from blog.sharing import share_path
from tests import factories
from tests.blog.desk import signed_in

pytestmark = pytest.mark.django_db


def file_of(image):
    """The address of the file that exists from the first moment."""
    return default_storage.url(next(name for name in rendition_names(image) if default_storage.exists(name)))


@pytest.fixture
def image(db):
    return factories.image(alt="Only here")


def test_a_picture_is_public_exactly_while_a_story_that_shows_it_is(image, remy, edith, client):
    story = factories.draft(by=remy, lead=image)
    other = factories.draft(by=remy, body=f"Words.\n\n![Here](image:{image.pk})")
    seen = [client.get(file_of(image)).status_code]
    for act in (
        lambda: story.publish(by=edith),
        lambda: other.publish(by=edith),
        lambda: story.kill(by=edith, note="Gone."),
        lambda: other.retract(by=edith),
    ):
        act()
        seen.append(client.get(file_of(image)).status_code)
    assert seen == [404, 200, 200, 200, 404]


def test_a_picture_is_public_while_a_published_page_shows_it(image, edith, client):
    page = FlatPage.objects.create(title="About", path="/about/", body=f"![Here](image:{image.pk})")
    seen = [client.get(file_of(image)).status_code]
    for changed in ({"is_published": True}, {"body": "No picture."}, {"body": f"![](image:{image.pk})"}):
        for name, value in changed.items():
            setattr(page, name, value)
        page.save()
        seen.append(client.get(file_of(image)).status_code)
    page.delete()
    seen.append(client.get(file_of(image)).status_code)
    assert seen == [404, 200, 404, 200, 404]


def test_an_authors_portrait_is_public(image, client):
    factories.author(picture=image)
    assert client.get(file_of(image)).status_code == 200


def test_the_newsroom_sees_all_pictures_and_no_cache_keeps_them(image, remy, ruth, client):
    answer = signed_in(remy).get(file_of(image))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=600")
    assert signed_in(ruth).get(file_of(image)).status_code == 404
    assert client.get(file_of(image)).status_code == 404


def test_a_locked_desk_shows_no_unpublished_picture(image, edith):
    Lockdown.begin(way=Lockdown.Way.SHELL)
    edith.refresh_from_db()
    assert signed_in(edith).get(file_of(image)).status_code == 404


def test_a_shared_preview_shows_its_own_pictures_and_no_others(image, remy, edith, client):
    story, stranger = factories.draft(by=remy, lead=image), factories.image(alt="Elsewhere")
    page = client.get(share_path(story)).content.decode()
    addresses = re.findall(r'[ "](/media/r/[^\s"]+)', page)
    assert addresses
    assert all(client.get(address).status_code == 200 for address in addresses if "." in address)
    token = addresses[0].partition("?")[2]
    assert client.get(f"{file_of(stranger)}?{token}").status_code == 404
    assert client.get(f"{file_of(image)}?preview=made-up").status_code == 404
    story.embargo(by=edith, until=timezone.now() + timedelta(hours=1))
    assert client.get(addresses[0]).status_code == 404


def test_a_lockdown_ends_shared_links(image, remy, client):
    link = share_path(factories.draft(by=remy, lead=image))
    assert client.get(link).status_code == 200
    Lockdown.begin(way=Lockdown.Way.SHELL)
    assert client.get(link).status_code == 410


def test_a_public_picture_costs_one_query_and_asks_nobody_who_they_are(image, remy, client):
    factories.published_post(by=remy, lead=image)
    client.cookies["sessionid"] = "anything"
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(file_of(image))
    assert len(queries) == 1
    assert not answer.has_header("Vary") or "Cookie" not in answer["Vary"]


def test_a_new_focal_point_keeps_its_picture_known(image, remy, client):
    from blog.images import finish

    factories.published_post(by=remy, lead=image)
    Image.objects.filter(pk=image.pk).update(focal_x=0.1, focal_y=0.9)
    image.refresh_from_db()
    finish(image)
    for crop in ("16x9", None):
        assert client.get(image.picture(crop).src).status_code == 200


def test_a_name_longer_than_any_file_has_is_not_found(client, db):
    for name in ("a" * 5000, "cb/" + "é" * 200 + ".jpg", "/".join(["a"] * 3000)):
        assert client.get(f"/media/r/{name}").status_code == 404

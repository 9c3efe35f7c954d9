"""Many pictures at once, and the page that asks for their words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.images import finish_due, opening
from blog.models import Image
from tests import factories
from tests.blog.desk import address, said, signed_in

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def files(**contents):
    return [SimpleUploadedFile(name.replace("_", "."), data) for name, data in contents.items()]


def send(client, sent, **more):
    return client.post(address("image_upload"), {"files": sent, **more})


@pytest.mark.parametrize("more", [{}, {"one": "yes"}], ids=["without script", "with script"])
def test_each_file_is_added_known_or_refused_with_a_sentence(colin, more):
    known = factories.image(alt="Known")
    sent = files(new_jpg=factories.picture_file("New"), known_jpg=factories.picture_file("Known"), logo_jpg=SVG)

    page = send(signed_in(colin), sent, **more).content.decode()

    new = Image.objects.exclude(pk=known.pk).get()
    assert new.uploaded_by == colin
    assert "new.jpg" in page
    assert "Added as" in page
    assert f'{address("image_change", new.pk)}">number {new.pk}</a>' in page
    assert f'Already there: <a href="{address("image_change", known.pk)}">' in page
    assert "Refused: This is an SVG drawing" in page
    assert ("<html" in page) == (not more)


def test_a_file_above_the_limit_is_refused_before_it_is_read(colin, monkeypatch):
    monkeypatch.setattr(opening, "MAX_BYTES", 1000)
    monkeypatch.setattr(SimpleUploadedFile, "read", lambda *args: pytest.fail("It was read"))
    [large] = files(large_jpg=b"\xff\xd8\xff" + b"\0" * 2000)
    large.size = 2000
    with pytest.raises(opening.PictureRefused, match="at most"):
        opening.contents_of(large)


def test_the_name_of_a_file_is_shown_as_text(colin):
    page = send(signed_in(colin), [SimpleUploadedFile("<img src=x>.jpg", SVG)], one="yes").content.decode()
    assert "&lt;img src=x&gt;.jpg" in page


def test_nothing_chosen_is_said(colin):
    assert "Choose at least one picture." in signed_in(colin).post(address("image_upload")).content.decode()


def test_who_may_not_add_pictures_gets_neither_page(ruth):
    ruth.is_staff = True
    ruth.save()
    client = signed_in(ruth)
    assert client.get(address("image_upload")).status_code == 403
    assert send(client, files(new_jpg=factories.picture_file("New"))).status_code == 403
    assert client.get(address("image_words")).status_code == 403
    assert not Image.objects.exists()


def wanted(page):
    return [form.instance.pk for form in page.context["forms"]]


def typed(image, **words):
    return {"picture": [image.pk], **{f"{image.pk}-{name}": value for name, value in words.items()}}


@pytest.fixture
def wanting(edith, colin):
    """Two pictures of Colin's and one of Edith's without words, and one that has them."""
    for user, words in [(colin, ["One", "Two"]), (edith, ["Three"])]:
        send(signed_in(user), files(**{f"{word}_jpg": factories.picture_file(word) for word in words}))
    factories.image(alt="Described")
    return list(Image.objects.filter(alt="").order_by("pk"))


def test_an_editor_is_asked_for_all_words_that_want_and_a_contributor_for_the_own(wanting, edith, colin):
    first, second, third = wanting
    assert wanted(signed_in(edith).get(address("image_words"))) == [third.pk, second.pk, first.pk]
    assert wanted(signed_in(colin).get(address("image_words"))) == [second.pk, first.pk]


def test_words_are_saved_together_and_what_is_left_empty_is_asked_again(wanting, colin):
    first, second, _third = wanting
    both = {
        **typed(first, alt="A ferry", caption="The ferry"),
        **typed(second, alt=""),
        "picture": [first.pk, second.pk],
    }

    page = signed_in(colin).post(address("image_words"), both, follow=True)

    first.refresh_from_db()
    assert (first.alt, first.caption) == ("A ferry", "The ferry")
    assert said(page) == "The words of 1 picture are saved."
    assert wanted(page) == [second.pk]


def test_saving_words_keeps_what_was_made_of_the_picture_meanwhile(wanting, colin):
    first = wanting[0]
    finish_due()
    signed_in(colin).post(address("image_words"), typed(first, alt="A ferry"))
    first.refresh_from_db()
    assert first.has_all_sizes


def test_a_refused_word_is_shown_and_nothing_is_saved(wanting, colin):
    first, second, _third = wanting
    both = {**typed(first, alt="A ferry"), **typed(second, alt="x" * 501), "picture": [first.pk, second.pk]}

    page = signed_in(colin).post(address("image_words"), both)

    assert page.status_code == 400
    assert "at most 500 characters" in page.content.decode()
    assert "A ferry" in page.content.decode()
    first.refresh_from_db()
    assert first.alt == ""


def test_nobody_describes_the_picture_of_another_by_its_number(wanting, colin):
    third = wanting[2]
    signed_in(colin).post(address("image_words"), typed(third, alt="Mine now"))
    third.refresh_from_db()
    assert third.alt == ""


def test_a_picture_in_the_live_story_of_another_is_left_to_an_editor(wanting, colin, remy):
    first = wanting[0]
    factories.published_post(by=remy, lead=first)
    page = signed_in(colin).post(address("image_words"), typed(first, alt="A ferry"), follow=True)
    first.refresh_from_db()
    assert first.alt == ""
    assert f"Number {first.pk} stands in another’s live story" in said(page)


def test_new_words_reach_the_stories_that_show_the_picture(wanting, edith, remy):
    first = wanting[0]
    post = factories.published_post(by=remy, body=f"One.\n\n![](image:{first.pk})")
    signed_in(edith).post(address("image_words"), typed(first, alt="A ferry", caption="The ferry at Konna"))
    post.refresh_from_db()
    assert "The ferry at Konna" in post.body_html


def test_nonsense_numbers_are_passed_over(wanting, colin):
    answer = signed_in(colin).post(address("image_words"), {"picture": ["x", "9" * 30, "-1"]})
    assert answer.status_code == 302


def test_the_page_costs_the_same_for_two_and_for_twenty(edith):
    client = signed_in(edith)

    def queries(number):
        known = Image.objects.count()
        Image.objects.bulk_create(
            Image(digest=f"{known + n:064x}", width=9, height=9, byte_size=1, file_format="JPEG") for n in range(number)
        )
        client.get(address("image_words"))
        with CaptureQueriesContext(connection) as captured:
            client.get(address("image_words"))
        return len(captured)

    assert queries(2) == queries(18) <= 12

"""The index says what readers may see: at once, and whatever was interrupted."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from blog import receivers, search
from blog.models import Post, SearchEntry, SearchWord
from blog.search.databases import full_text
from blog.signals import image_changed, post_changed, post_published, post_withdrawn
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy, edith):
    return factories.published_post(by=remy, editor=edith, headline="Quagga seen", body="A quagga at the ford.")


@pytest.fixture
def nobody_listens():
    """As when the process ends between the commit and its announcement."""
    signals = (post_published, post_changed, post_withdrawn)
    for signal in signals:
        signal.disconnect(receivers.let_it_be_found_as_readers_see_it)
    yield
    for signal in signals:
        signal.connect(receivers.let_it_be_found_as_readers_see_it)


def found(words):
    return [post.headline for post in search.search(words).posts]


def raw_tables() -> str:
    """Everything that the tables of the search hold, as text."""
    with connection.cursor() as cursor:
        tables = [t.name for t in connection.introspection.get_table_list(cursor) if t.name.startswith("blog_search")]
        kept = ""
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                kept += " ".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in row) + "\n"
        return kept


def test_what_happens_to_a_story_happens_to_the_index(story, edith):
    assert found("quagga") == ["Quagga seen"]
    story.headline, story.body = "Zebra seen", "Only a zebra."
    story.save()
    story.revise(by=edith)
    assert found("quagga") == []
    assert found("zebra") == ["Zebra seen"]
    story.retract(by=edith)
    assert found("zebra") == []
    story.reopen(by=edith)
    story.publish(by=edith)
    assert found("zebra") == ["Zebra seen"]


def test_a_change_that_is_undone_was_never_there(story, edith):
    with transaction.atomic():
        story.headline = "Zebra seen"
        story.save()
        story.revise(by=edith)
        transaction.set_rollback(True)
    assert (found("zebra"), found("quagga")) == ([], ["Quagga seen"])


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_a_story_that_is_withdrawn_leaves_no_word_in_any_table(story, edith, verb):
    assert "quagga" in raw_tables()
    getattr(story, verb)(by=edith, note="Wrong.")
    assert not SearchEntry.objects.exclude(body="").exists()
    assert not SearchWord.objects.filter(word="quagga").exists()
    search.tidy()
    assert "quagga" not in raw_tables()
    assert not SearchEntry.objects.exists()


def test_withdrawn_words_go_from_a_large_index_as_well(story, remy, edith):
    for n in range(30):
        factories.published_post(by=remy, editor=edith, headline=f"Zebra {n}", body=f"word{n} " * 20)
    story.kill(by=edith, note="Wrong.")
    search.tidy()
    assert "quagga" not in raw_tables()
    assert len(found("zeb*")) == 10
    assert SearchEntry.objects.count() == 30


def test_a_story_that_is_deleted_leaves_no_word(story):
    story.transitions.all().delete()
    story.delete()
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()


@pytest.mark.usefixtures("nobody_listens")
def test_what_was_not_announced_is_caught_up(remy, edith, clock):
    story = factories.published_post(by=remy, editor=edith, headline="Quagga seen")
    other = factories.published_post(by=remy, editor=edith, headline="Okapi seen")
    assert found("quagga") == []
    assert search.catch_up() == 2
    assert found("quagga") == ["Quagga seen"]
    clock.shift(60)
    other.headline = "Okapi gone"
    other.save()
    other.revise(by=edith)
    story.kill(by=edith, note="Wrong.")
    assert found("quagga") == []
    assert search.catch_up() == 2
    assert search.catch_up() == 0
    assert found("gone") == ["Okapi gone"]
    assert "quagga" not in raw_tables()


@pytest.mark.usefixtures("nobody_listens")
def test_a_story_published_again_with_another_date_is_caught_up(story, edith, clock):
    search.catch_up()
    Post.objects.filter(pk=story.pk).update(published_at="2020-01-01T00:00Z")
    assert search.catch_up() == 1
    assert search.catch_up() == 0


def test_words_are_counted_by_the_stories_that_have_them(story, remy, edith):
    again = factories.published_post(by=remy, editor=edith, headline="Quagga again", body="Quagga, quagga.")
    assert SearchWord.objects.get(word="quagga").stories == 2
    search.bring_in_step(again.pk)
    assert SearchWord.objects.get(word="quagga").stories == 2
    again.retract(by=edith)
    assert SearchWord.objects.get(word="quagga").stories == 1
    assert not SearchWord.objects.filter(word="again").exists()


def test_a_new_name_of_an_author_a_tag_or_a_caption_is_found_soon(remy, edith):
    writer, about = factories.author("Serge Daniel"), factories.tag("Mali")
    picture = factories.image(caption="A bridge")
    story = factories.draft(by=remy, headline="Konna", lead=picture, bylines=[writer])
    story.tags.add(about)
    story.publish(by=edith)
    writer.name, about.name, picture.caption = "Sergio Daniele", "Azawad", "A ferry"
    writer.save()
    about.save()
    picture.save()
    image_changed.send(sender=type(picture), image=picture)
    assert search.tidy() == 1
    assert found("sergio") == found("azawad") == found("ferry") == ["Konna"]
    assert found("serge daniel") == found("bridge") == []
    assert search.tidy() == 0


def test_what_says_the_same_is_not_written_anew(story):
    Post.objects.filter(pk=story.pk).update(changed_at="2020-01-01T00:00Z")
    with CaptureQueriesContext(connection) as queries:
        assert search.catch_up() == 1
    assert not any("INSERT" in query["sql"] or "DELETE" in query["sql"] for query in queries)


def test_everything_can_be_made_anew(story, remy):
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    answer = StringIO()
    call_command("reindex", stdout=answer)
    assert answer.getvalue() == "Stories in the index: 1.\n"
    assert found("quagga") == ["Quagga seen"]


def test_another_language_makes_another_index(story, settings):
    settings.LANGUAGE_CODE = "fr-fr"
    with connection.cursor() as cursor:
        assert not full_text().is_for_the_language(cursor)
        search.catch_up()
        assert full_text().is_for_the_language(cursor)
    assert found("quagga") == ["Quagga seen"]


def test_an_unknown_language_is_searched_without_a_stemmer(story, settings):
    settings.LANGUAGE_CODE = "ha"
    search.catch_up()
    assert found("quagga") == ["Quagga seen"]
    assert found("fords quagga") == []


def test_the_longest_of_texts_is_taken_up_to_a_point(remy, edith):
    body = " ".join(f"слово{n}" for n in range(40_000))
    factories.published_post(by=remy, editor=edith, headline="Long", body=body, at=None)
    assert found("слово29000") == ["Long"]
    assert SearchEntry.objects.get().body.count(" ") < 30_000


def test_publishing_takes_few_queries_more(remy, edith, django_assert_max_num_queries):
    story = factories.published_post(by=remy, editor=edith)
    with django_assert_max_num_queries(16):
        search.bring_in_step(story.pk)

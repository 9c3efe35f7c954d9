"""What readers are told of a story's sources, and that nothing else of them ever gets out."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from blog.models import AuditEntry, Source
from blog.signals import post_changed
from tests import factories
from tests.blog.desk import address, signed_in
from tests.blog.sources import BODY, SECRETS, TYPED, add, quarkbeast

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return factories.draft(by=remy, headline="The tanks of Konna", body=BODY)


@pytest.fixture
def source(story, remy):
    return quarkbeast(story, by=remy)


def box(client, story):
    page = client.get(story.path).content.decode()
    return page.split('class="known"')[1].split("</section>")[0] if 'class="known"' in page else None


def test_readers_are_told_the_public_words_and_how_a_source_was_reached(client, story, source, edith):
    Source.objects.create(post=story, name="Le Essor", how="document", is_public=True, public_words="A map of the army")
    Source.objects.create(post=story, name="Hidden One", how="email", public_words="never ticked")
    source.sign_off(by=edith)
    story.publish(by=edith)
    told = " ".join(box(client, story).split())
    assert "How we know" in told
    assert "<b>Phone interview</b> <span><bdi>A soldier near Konna</bdi>, a source the newsroom knows</span>" in told
    assert "<b>Document</b> <span><bdi>A map of the army</bdi></span>" in told
    assert not [words for words in (*SECRETS, "Essor", "Hidden", "never ticked") if words in told]


def test_of_an_unnamed_source_readers_are_told_only_what_an_editor_signed(client, story, source, edith):
    story.publish(by=edith)
    assert box(client, story) is None
    source.sign_off(by=edith)
    assert "A soldier near Konna" in box(client, story)
    source.public_words = "Sgt. Moussa"
    source.save()
    assert box(client, story) is None


def test_a_source_without_public_words_tells_only_how_it_was_reached(client, story, source, edith):
    source.public_words = ""
    source.save()
    source.sign_off(by=edith)
    story.publish(by=edith)
    assert "<b>Phone interview</b> <span>a source the newsroom knows</span>" in " ".join(box(client, story).split())


def test_a_change_that_readers_see_is_announced_and_another_is_not(story, source, edith):
    source.sign_off(by=edith)
    story.publish(by=edith)
    heard = []

    def listen(post, **kwargs):
        heard.append(post.told_sources)

    post_changed.connect(listen)
    try:
        source.contact = "Elsewhere"
        source.save()
        assert heard == []
        source.delete()
        assert heard == [[]]
    finally:
        post_changed.disconnect(listen)


def test_public_words_are_shown_as_words(client, story, edith):
    Source.objects.create(post=story, name="X", how="email", is_public=True, public_words="<b>x</b> & <script>")
    story.publish(by=edith)
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;" in box(client, story)


def test_a_story_without_public_sources_shows_no_box_and_costs_no_query_more(client, story, source, edith):
    story.publish(by=edith)
    with CaptureQueriesContext(connection) as without:
        assert box(client, story) is None
    source.sign_off(by=edith)
    with CaptureQueriesContext(connection) as with_one:
        assert box(client, story)
    assert len(with_one) <= len(without) <= 8
    assert not [query for query in with_one if "blog_source" in query["sql"]]


# Nothing else gets out


def public_addresses(story):
    """Every address of the site that takes nothing, or what this story has."""
    values = {"year": "2026", "month": "03", "day": "04", "slug": story.slug, "comment_page": "1"}
    kinds = {"author": story.poster.slug, "section": story.section.slug, "tag": "mali"}
    for name, pattern in get_resolver("blog.urls").reverse_dict.items():
        for form, parameters in pattern[0]:
            known = {**values, "slug": kinds.get(name, story.slug)}
            if isinstance(name, str) and set(parameters) <= set(known):
                yield "/" + form % {key: known[key] for key in parameters}


def test_the_private_parts_stand_in_no_public_answer_feed_revision_or_note(client, story, source, edith, remy):
    story.section = factories.section()
    story.save()
    story.tags.add(factories.tag())
    add(remy, story, name="Second Quarkbeast")
    for one in story.sources.all():
        one.sign_off(by=edith)
    story.publish(by=edith)
    story.revise(by=edith)
    desk = signed_in(edith)
    desk.post(address("post_source", story.pk, source.pk), {**TYPED, "passage": SECRETS[2], "name": f"{SECRETS[0]} II"})
    secrets = [words.casefold() for words in (*SECRETS, "quarkbeast")]
    addresses = {*public_addresses(story), "/comments/", "/sitemap.xml", f"/?s={SECRETS[0]}"}
    assert {story.path, "/", "/feed/atom/"} <= addresses
    for place in addresses:
        words = client.get(place).content.decode().casefold()
        assert not [secret for secret in secrets if secret in words], place
    written = json.dumps(list(story.revisions.values_list("snapshot", "note")))
    written += json.dumps(list(AuditEntry.objects.values("deed", "thing", "note")), default=str)
    written += json.dumps(list(story.transitions.values("note")))
    written += desk.get(address("post_history", story.pk)).content.decode()
    written += desk.get("/desk/blog/auditentry/").content.decode()
    written += json.dumps(story.told_sources)
    assert not [secret for secret in secrets if secret in written.casefold()]


def test_what_was_done_to_the_ledger_is_kept_without_a_word_of_it(story, remy, edith):
    add(remy, story)
    source = Source.objects.get()
    source.sign_off(by=edith)
    source.take_back_sign_off(by=edith)
    signed_in(remy).post(address("post_source", story.pk, source.pk), TYPED)
    signed_in(remy).post(address("post_unsource", story.pk, source.pk))
    entries = AuditEntry.objects.about(story).order_by("pk").exclude(deed="saved")
    assert [(entry.by_name, entry.deed, entry.note) for entry in entries] == [
        ("Remy", "added a source", ""),
        ("Edith", "signed off a source", ""),
        ("Edith", "took back a sign-off", ""),
        ("Remy", "changed a source", ""),
        ("Remy", "removed a source", ""),
    ]


def test_a_source_is_called_by_its_number_where_it_might_be_printed(source):
    assert str(source) == f"source {source.pk}"
    assert not [words for words in SECRETS if words in repr(source)]

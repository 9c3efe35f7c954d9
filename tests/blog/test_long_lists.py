"""The desk's lists of stories and pictures: paged by key, counted up to a bound, read without a scan."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.admin import long_list
from blog.models import Author, Image, Post, State
from tests import factories
from tests.blog.desk import address, signed_in
from tests.blog.plans import scans

MOST_QUERIES = 13


def stories(number, poster):
    Post.objects.bulk_create(Post(headline=f"Story {n}", poster=poster) for n in range(number))


def pictures(number):
    known = Image.objects.count()
    Image.objects.bulk_create(
        Image(
            digest=f"{known + n:064x}", width=600, height=400, byte_size=1, file_format="JPEG", caption=f"Picture {n}"
        )
        for n in range(number)
    )


@pytest.fixture
def full(edith, colin):
    """A few pages of everything."""
    stories(120, Author.of(edith))
    for _ in range(3):
        factories.draft(by=colin)
    pictures(80)


def queries_of(client, path, **query):
    client.get(path, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, query).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("who", ["edith", "colin"])
@pytest.mark.parametrize("name", ["post", "image"])
@pytest.mark.parametrize("where", [{}, {"before": "60"}, {"after": "20"}], ids=["first", "older", "newer"])
def test_a_list_reads_no_table_from_end_to_end(full, request, who, name, where):
    asked = queries_of(signed_in(request.getfixturevalue(who)), address(f"{name}_changelist"), **where)
    assert len(asked) <= MOST_QUERIES + len(where)  # a page that is too short becomes the first
    assert {sql: lines for sql in asked if (lines := scans(sql))} == {}


def test_a_scan_would_be_noticed(full):
    assert scans('SELECT COUNT(*) FROM "blog_image" WHERE "blog_image"."credit" LIKE \'%a%\'')
    assert scans('SELECT * FROM "blog_image" ORDER BY "blog_image"."caption" LIMIT 20')
    inner = 'SELECT COUNT(*) FROM "blog_post" U0 WHERE U0."standfirst" = \'\''
    assert scans(f'SELECT * FROM "blog_image" WHERE "blog_image"."id" = ({inner}) LIMIT 20')


def keys_of(page):
    return [row.pk for row in page.context["cl"].result_list]


@pytest.mark.parametrize("name", ["post", "image"])
def test_every_row_is_on_exactly_one_page_on_the_way_back_and_forth(full, edith, name):
    client, path = signed_in(edith), address(f"{name}_changelist")
    page, back = client.get(path), []
    assert page.context["cl"].newer == ""
    while True:
        back.append(keys_of(page))
        if not page.context["cl"].older:
            break
        page = client.get(path + page.context["cl"].older)
    model = {"post": Post, "image": Image}[name]
    assert [key for keys in back for key in keys] == list(model.objects.order_by("-pk").values_list("pk", flat=True))

    forth = [keys_of(page)]
    while page.context["cl"].newer:
        page = client.get(path + page.context["cl"].newer)
        forth.append(keys_of(page))
    assert forth[-1] == back[0]


def test_a_page_stays_the_same_when_something_new_comes_in(full, edith):
    client, path = signed_in(edith), address("image_changelist")
    older = path + client.get(path).context["cl"].older
    before = keys_of(client.get(older))
    pictures(5)
    assert keys_of(client.get(older)) == before


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "٣", "0", ""])
def test_a_page_that_does_not_exist_is_the_first(full, edith, nonsense):
    client, path = signed_in(edith), address("image_changelist")
    for name in ("before", "after"):
        answer = client.get(path, {name: nonsense})
        assert answer.status_code == 200
        assert keys_of(answer)


def test_a_filter_or_search_chosen_on_a_later_page_begins_with_the_newest(full, edith):
    client, path = signed_in(edith), address("image_changelist")
    page = client.get(path, {"before": "60", "q": "Picture"})
    links = re.findall(r'href="(\?[^"]*wanting[^"]*)"', page.content.decode())
    assert links
    assert not any("before" in link for link in links)
    assert 'name="before"' not in page.content.decode()
    assert "q=Picture" in page.context["cl"].older


def test_what_is_too_much_to_count_is_said_in_words(full, edith, monkeypatch):
    monkeypatch.setattr(long_list, "MOST_COUNTED", 50)
    client = signed_in(edith)
    assert client.get(address("image_changelist")).context["cl"].count_in_words == "more than 50"
    stories_page = client.get(address("post_changelist"))
    (states,) = [spec for spec in stories_page.context["cl"].filter_specs if spec.title == "state"]
    counts = {choice["display"]: choice["count"] for choice in states.choices(stories_page.context["cl"])}
    assert (counts["all"], counts["draft"], counts["published"]) == ("50+", "50+", 0)


def test_an_author_sees_the_stories_posted_and_those_written_with_others(colin, edith):
    own = factories.draft(by=colin, headline="Posted")
    shared = factories.draft(by=edith, headline="Written together", bylines=[Author.of(edith), Author.of(colin)])
    factories.draft(by=edith, headline="Another’s")
    assert set(Post.objects.visible_to(colin)) == {own, shared}
    assert keys_of(signed_in(colin).get(address("post_changelist"))) == [shared.pk, own.pk]


def test_an_empty_desk_counts_nothing(edith):
    page = signed_in(edith).get(address("post_changelist"))
    (states,) = [spec for spec in page.context["cl"].filter_specs if spec.title == "state"]
    assert [choice["count"] for choice in states.choices(page.context["cl"])] == [0] * (1 + len(State))


@pytest.mark.parametrize("word", ["ferry", "konna", "traoré", "agence", "editorial", "goats", "sévaré"])
def test_the_library_is_searched_in_all_its_words(edith, word):
    found = factories.image(
        alt="A ferry",
        caption="Konna in March",
        credit="Awa Traoré",
        source="Agence Nord",
        licence="Editorial use",
        file_keywords="goats, trade",
        file_place="Sévaré",
    )
    factories.image(alt="A market", caption="", credit="")
    assert keys_of(signed_in(edith).get(address("image_changelist"), {"q": word})) == [found.pk]

"""A guest posts, is held, is approved, is read; and every way in which a comment can be refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from comments import posting
from comments.models import Comment, Status, Subscription
from tests.comments.conversation import FRAGMENT, GUEST, comment_on, hidden_fields, say

DUPLICATE = "Duplicate comment detected; it looks as though you&#x27;ve already said that!"


def page_of(answer) -> str:
    return answer.content.decode()


def test_a_guests_comment_is_stored_and_held(client, post):
    answer = say(client, post, "A *fair* point.", url="https://example.org/me")
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert (comment.status, comment.is_public, comment.is_removed) == (Status.PENDING, False, False)
    assert (comment.writer_name, comment.user_email, comment.user_url) == (
        "Ruth Reader",
        "ruth@example.org",
        "https://example.org/me",
    )
    assert comment.body_html == "<p>A <em>fair</em> point.</p>"
    assert comment.ip_address == "127.0.0.1"
    post.refresh_from_db()
    assert post.comment_count == 0


def test_the_writer_alone_sees_a_held_comment_and_needs_no_cookie_for_it(client, post, django_user_model):
    answer = say(client, post, "My held words.")
    assert not answer.cookies
    path, anchor = answer["Location"].split("#")
    assert anchor == f"comment-{Comment.objects.get().pk}"
    page = client.get(path)
    assert "My held words." in page_of(page)
    assert "Your comment is awaiting moderation." in page_of(page)
    assert f'id="{anchor}"' in page_of(page)
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies
    assert "My held words." not in page_of(client.get(post.get_absolute_url()))


def test_the_link_to_a_held_comment_leads_to_the_comment_once_it_is_approved(client, post, edith, clock):
    path = say(client, post)["Location"].split("#")[0]
    comment = Comment.objects.get()
    comment.approve(by=edith)
    clock.shift(timedelta(minutes=15))
    assert client.get(path)["Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"


def test_the_link_to_a_held_comment_ends_after_a_month(client, post, clock):
    path = say(client, post)["Location"].split("#")[0]
    clock.shift(timedelta(days=30))
    assert client.get(path).status_code == 200
    clock.shift(timedelta(days=2))
    assert client.get(path)["Location"] == post.get_absolute_url()


def test_a_comment_that_was_trashed_is_not_shown_to_its_writer_as_waiting(client, post, edith):
    path = say(client, post)["Location"].split("#")[0]
    Comment.objects.get().trash(by=edith)
    page = client.get(path).content.decode()
    assert "Your comment is not published" in page
    assert "awaiting moderation" not in page


@pytest.mark.parametrize("token", ["x", "1:1:1", "WzFd:1uPq:abc", "%00", "a" * 3000])
def test_a_forged_link_to_a_held_comment_leads_nowhere(client, post, token):
    comment_on(post, status=Status.PENDING)
    assert client.get(f"/comments/held/{token}/").status_code == 404


def test_an_approved_comment_appears_with_its_permalink(client, post, edith):
    say(client, post, "Words for all.")
    comment = Comment.objects.get()
    comment.approve(by=edith)
    page = page_of(client.get(post.get_absolute_url()))
    assert "Words for all." in page
    assert f'href="{post.get_absolute_url()}#comment-{comment.pk}"' in page
    assert client.get(f"/comments/{comment.pk}/")["Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.TRASH])
@pytest.mark.parametrize("address", ["/comments/{}/", "/comments/reply/{}/"])
def test_what_is_not_approved_has_no_public_address(client, post, status, address):
    comment = comment_on(post, status=status)
    assert client.get(address.format(comment.pk)).status_code == 404


def test_no_address_of_a_comment_outlives_its_story(client, post, edith):
    comment = comment_on(post)
    held = comment_on(post, status=Status.PENDING)
    token = say(client, post)["Location"].split("#")[0]
    post.retract(by=edith)
    for path in (f"/comments/{comment.pk}/", f"/comments/reply/{comment.pk}/", token, f"/comments/{held.pk}/"):
        assert client.get(path).status_code == 404


def test_the_librarys_reply_address_leads_to_the_form(client, post):
    comment = comment_on(post)
    path = f"{post.get_absolute_url()}?replytocom={comment.pk}#respond"
    assert client.get(f"/comments/reply/{comment.pk}/")["Location"] == path


def test_a_moderators_comment_is_approved_at_once(client, post, edith):
    client.force_login(edith)
    answer = say(client, post, "From the desk.", headers={"Origin": "http://testserver"})
    comment = Comment.objects.get()
    assert comment.status == Status.APPROVED
    assert (comment.user, comment.name, comment.user_email) == (edith, "Edith", "edith@example.org")
    assert answer["Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"
    post.refresh_from_db()
    assert post.comment_count == 1


def test_a_reader_with_an_account_comments_by_that_name_and_is_held(client, post, ruth):
    client.force_login(ruth)
    page = page_of(client.get(post.get_absolute_url()))
    assert '<bdi class="identity__name">Ruth</bdi>' in page
    assert 'name="email"' not in page
    say(client, post, name="Edith", email="edith@example.org", headers={"Origin": "http://testserver"})
    comment = Comment.objects.get()
    assert (comment.name, comment.user_email, comment.status) == ("Ruth", "ruth@example.org", Status.PENDING)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Referer": "https://evil.example/http://testserver/"},
        {"Referer": "http://[broken"},
    ],
)
def test_another_sites_page_cannot_post_in_the_name_of_somebody_signed_in(client, post, edith, headers):
    client.force_login(edith)
    answer = say(client, post, "Not her words.", headers=headers)
    assert answer.status_code == 403
    assert "Not her words." in page_of(answer)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {"Referer": "http://testserver/2026/"}],
)
def test_our_own_page_posts_in_the_name_of_somebody_signed_in(client, post, edith, headers):
    client.force_login(edith)
    assert say(client, post, headers=headers).status_code == 303


def test_a_form_that_was_opened_a_year_ago_still_posts(client, post, clock):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    clock.shift(timedelta(days=365))
    assert client.post("/comments/post/", {**fields, **GUEST, "comment": "Late, but here."}).status_code == 303


def test_a_form_made_with_an_older_secret_key_still_posts(client, post, settings):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert client.post("/comments/post/", {**fields, **GUEST, "comment": "Still here."}).status_code == 303


def test_the_same_form_sent_three_times_is_one_comment(client, post, clock):
    fields = {**hidden_fields(page_of(client.get(post.get_absolute_url()))), **GUEST, "comment": "Once."}
    fields["key"] = str(uuid4())
    answers = [client.post("/comments/post/", fields)]
    clock.shift(timedelta(minutes=1))
    answers.append(client.post("/comments/post/", fields))
    clock.shift(timedelta(days=2))
    answers.append(client.post("/comments/post/", fields))
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert {answer["Location"].split("#")[1] for answer in answers} == {f"comment-{Comment.objects.get().pk}"}


def test_without_script_the_same_words_soon_after_are_the_same_comment(client, post, clock):
    first = say(client, post, "Once.")
    clock.shift(posting.REPLAY_WINDOW - timedelta(seconds=1))
    second = say(client, post, "Once.")
    assert first["Location"].split("#")[1] == second["Location"].split("#")[1]
    assert Comment.objects.count() == 1


def test_the_same_words_later_are_refused_as_a_duplicate(client, post, clock):
    say(client, post, "Once.", key=str(uuid4()))
    clock.shift(posting.REPLAY_WINDOW)
    answer = say(client, post, "Once.", key=str(uuid4()))
    assert answer.status_code == 409
    assert DUPLICATE in page_of(answer)
    assert "Once." in page_of(answer)
    assert Comment.objects.count() == 1


def test_the_same_words_as_an_answer_to_somebody_else_are_no_duplicate(client, post, clock):
    first, second = comment_on(post), comment_on(post)
    say(client, post, "Thanks!", reply_to=first.pk)
    clock.shift(posting.REPLAY_WINDOW)
    assert say(client, post, "Thanks!", reply_to=second.pk).status_code == 303
    assert say(client, post, "Thanks!", email="remy@example.org", reply_to=second.pk).status_code == 303


def test_other_words_under_a_used_key_are_a_comment_of_their_own(client, post):
    key = str(uuid4())
    say(client, post, "The answer was lost on the way,", key=key)
    assert say(client, post, "so I wrote something else.", key=key).status_code == 303
    assert Comment.objects.count() == 2


def test_two_arrivals_at_the_same_moment_are_one_comment(client, post, monkeypatch):
    """Both look before either has stored; the database decides."""
    say(client, post, "Once.", key="k" * 20)
    real, looks = posting._earlier, []

    def blind_at_first(comment):
        looks.append(comment)
        return None if len(looks) == 1 else real(comment)

    monkeypatch.setattr(posting, "_earlier", blind_at_first)
    answer = say(client, post, "Once.", key="k" * 20)
    assert answer.status_code == 303
    assert Comment.objects.count() == 1


def test_a_preview_shows_the_comment_and_stores_nothing(client, post):
    answer = say(client, post, "A *preview* & <script>alert(1)</script>", preview="1", reply_to=comment_on(post).pk)
    page = page_of(answer)
    assert answer.status_code == 200
    assert "A <em>preview</em> &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert "Leave a Reply to Ruth Reader" in page
    assert "A *preview* &amp; &lt;script&gt;" in page
    assert Comment.objects.count() == 1


def test_the_script_gets_the_held_comment_alone(client, post):
    answer = say(client, post, "For the script.", headers={"Accept": FRAGMENT})
    page = page_of(answer)
    assert answer.status_code == 201
    assert answer["Content-Type"].startswith(FRAGMENT)
    assert answer["Location"].startswith("/comments/held/")
    assert page.lstrip().startswith('<li class="comment comment--held"')
    assert "Your comment is awaiting moderation." in page
    assert "<html" not in page
    assert 'value="Ruth Reader"' in page
    assert "For the script." not in page[page.index("<form") :]


def test_the_script_gets_the_form_with_what_is_wrong(client, post):
    answer = say(client, post, "Words.", email="x", headers={"Accept": FRAGMENT})
    page = page_of(answer)
    assert answer.status_code == 400
    assert page.lstrip().startswith("<reply-form")
    assert "Please enter an email address" in page
    assert "Words." in page


def test_the_boxes_are_off_at_first(client, post):
    assert "checked" not in page_of(client.get(post.get_absolute_url()))


def test_the_wish_for_letters_is_kept_and_no_letter_is_sent(client, post):
    say(client, post, "One.", followup="on", email="Ruth@Example.org")
    say(client, post, "Two.", followup="on", posts="on")
    say(client, post, "Three.")
    assert list(Comment.objects.order_by("pk").values_list("followup", flat=True)) == [True, True, False]
    wishes = Subscription.objects.values_list("email", "post", "confirmed_at")
    assert list(wishes) == [("ruth@example.org", post.pk, None), ("ruth@example.org", None, None)]
    assert not mail.outbox


def test_a_refused_comment_leaves_no_wish(client, post):
    say(client, post, "", followup="on", posts="on")
    assert not Subscription.objects.exists()

"""Readers recommend comments and report them, as guests or with an account."""

import pytest

from comments.models import Comment, Recommendation, Report, Status
from tests.comments.conversation import FRAGMENT, comment_on

OUR_PAGE = {"Origin": "http://testserver"}


def page_of(answer) -> str:
    return answer.content.decode()


def count(comment) -> int:
    comment.refresh_from_db()
    assert comment.recommendation_count == comment.recommendations.count()
    return comment.recommendation_count


@pytest.fixture
def press(client):
    def recommend(comment, *, back=False, headers=OUR_PAGE, **environment):
        return client.post(
            f"/comments/{comment.pk}/recommend/", {"back": "1"} if back else {}, headers=headers, **environment
        )

    return recommend


def test_a_guest_recommends_by_a_plain_button_and_comes_back_to_the_comment(client, post, press):
    comment = comment_on(post)
    page = page_of(client.get(post.get_absolute_url()))
    assert f'form="recommend" formaction="/comments/{comment.pk}/recommend/">Recommend</button>' in page
    assert '<form id="recommend" method="post"' in page
    answer = press(comment)
    assert (answer.status_code, answer["Location"]) == (303, comment.get_absolute_url())
    assert not answer.cookies
    assert count(comment) == 1
    assert "Recommend <span>1</span>" in page_of(client.get(post.get_absolute_url()))


def test_each_guest_counts_once_and_can_take_it_back(post, press):
    comment = comment_on(post)
    for _ in range(3):
        press(comment)
    assert count(comment) == 1
    press(comment, REMOTE_ADDR="192.0.2.7")
    press(comment, headers={**OUR_PAGE, "User-Agent": "Another browser"})
    assert count(comment) == 3
    for _ in range(2):
        press(comment, back=True)
    assert count(comment) == 2


def test_nothing_kept_of_a_guest_tells_who_they_are(post, press):
    press(comment_on(post), headers={**OUR_PAGE, "User-Agent": "Browser of Ruth"}, REMOTE_ADDR="192.0.2.7")
    assert len(Recommendation.objects.get().person) == len("guest ") + 40
    assert "192.0.2.7" not in Recommendation.objects.get().person


def test_an_account_counts_once_wherever_it_is_used(client, post, ruth, press):
    comment = comment_on(post)
    client.force_login(ruth)
    press(comment)
    press(comment, REMOTE_ADDR="192.0.2.7")
    assert count(comment) == 1
    page = page_of(client.get(post.get_absolute_url()))
    assert 'aria-pressed="true"' in page
    assert "Recommended <span>1</span>" in page
    press(comment, back=True)
    press(comment, back=True)
    assert count(comment) == 0
    assert "aria-pressed" not in page_of(client.get(post.get_absolute_url()))


def test_the_count_stays_when_an_account_goes(client, post, ruth, press):
    comment = comment_on(post)
    client.force_login(ruth)
    press(comment)
    ruth.delete()
    assert count(comment) == 1


def test_nobody_recommends_themselves(client, post, ruth, press):
    comment = comment_on(post, user=ruth)
    client.force_login(ruth)
    assert press(comment).status_code == 303
    assert count(comment) == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_have_its_readers_recommend_or_report(client, post, press, headers):
    comment = comment_on(post)
    assert press(comment, headers=headers).status_code == 403
    answer = client.post(f"/comments/{comment.pk}/report/", {"reason": "spam"}, headers=headers)
    assert answer.status_code == 403
    assert count(comment) == 0
    assert not Report.objects.exists()


def test_recommending_is_limited(post, press):
    comments = [comment_on(post) for _ in range(2)]
    answers = [press(comments[number % 2]) for number in range(41)]
    assert [answer.status_code for answer in answers] == [303] * 40 + [429]
    assert "too quickly" in page_of(answers[-1])


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.TRASH, Status.WITHDRAWN])
@pytest.mark.parametrize("what", ["recommend", "report"])
def test_there_is_no_opinion_on_what_readers_do_not_see(client, post, status, what):
    comment = comment_on(post, status=status)
    for answer in (client.get(f"/comments/{comment.pk}/{what}/"), client.post(f"/comments/{comment.pk}/{what}/")):
        assert answer.status_code == 404


def test_an_opened_address_of_the_button_leads_to_the_comment(client, post):
    comment = comment_on(post)
    assert client.get(f"/comments/{comment.pk}/recommend/")["Location"] == comment.get_absolute_url()


def test_the_script_gets_the_button_with_the_new_count(post, press):
    comment = comment_on(post)
    answer = press(comment, headers={**OUR_PAGE, "Accept": FRAGMENT})
    assert answer["Content-Type"].startswith(FRAGMENT)
    assert page_of(answer).strip().startswith("<button")
    assert "Recommended <span>1</span>" in page_of(answer)
    assert 'name="back"' in page_of(answer)
    again = press(comment, back=True, headers={**OUR_PAGE, "Accept": FRAGMENT})
    assert ">Recommend</button>" in page_of(again)


def send_report(client, comment, reason="abuse", words="", address="127.0.0.1", headers=OUR_PAGE):
    form = {"reason": reason, "words": words}
    return client.post(f"/comments/{comment.pk}/report/", form, REMOTE_ADDR=address, headers=headers)


def test_a_guest_reports_a_comment_on_a_small_page(client, post):
    comment = comment_on(post, comment="Rude words.")
    page = page_of(client.get(post.get_absolute_url()))
    assert f'href="/comments/{comment.pk}/report/" rel="nofollow" aria-label="Report the comment by Ruth' in page
    answer = client.get(f"/comments/{comment.pk}/report/")
    assert "Rude words." in page_of(answer)
    assert page_of(answer).count('type="radio"') == len(Report.Reason)
    assert "noindex" in answer["X-Robots-Tag"]
    answer = send_report(client, comment, "personal", "My address is in it.")
    assert answer.status_code == 200
    assert "Thank you. An editor will look at it." in page_of(answer)
    report = Report.objects.get()
    assert (report.comment, report.reason, report.words) == (comment, "personal", "My address is in it.")
    assert (report.reporter, report.is_open) == (None, True)
    assert not answer.cookies


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"reason": ""}, "Please choose what is wrong."),
        ({"reason": "because"}, "Please choose what is wrong."),
        ({"reason": "other"}, "Please say what is wrong."),
        ({"reason": "other", "words": " \u0020"}, "Please say what is wrong."),
        ({"reason": "spam", "words": "x" * 1001}, "at most 1000 characters"),
        ({"reason": "spam", "words": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_report_that_says_nothing_comes_back_with_the_reason(client, post, said, reason):
    comment = comment_on(post)
    answer = client.post(f"/comments/{comment.pk}/report/", said, headers=OUR_PAGE)
    assert answer.status_code == 400
    assert reason in page_of(answer)
    assert not Report.objects.exists()


def test_a_comment_waits_for_a_moderator_when_three_different_readers_report_it(client, post, ruth):
    comment = comment_on(post)
    for headers in (OUR_PAGE, {**OUR_PAGE, "User-Agent": "Another name for the same"}):
        for _ in range(2):
            send_report(client, comment, headers=headers)
    comment.refresh_from_db()
    assert (comment.report_count, comment.status) == (1, Status.APPROVED)
    send_report(client, comment, address="192.0.2.7")
    client.force_login(ruth)
    send_report(client, comment)
    comment.refresh_from_db()
    assert (comment.report_count, comment.status) == (3, Status.PENDING)
    assert Report.objects.filter(reporter=ruth).count() == 1
    post.refresh_from_db()
    assert post.comment_count == 0


def test_once_a_moderator_approves_it_only_as_many_new_reports_hide_it_again(client, post, edith, settings):
    settings.COMMENT_REPORTS_TO_HOLD = 2
    comment = comment_on(post)
    for number in range(2):
        send_report(client, comment, address=f"192.0.2.{number}")
    comment.refresh_from_db()
    comment.approve(by=edith)
    send_report(client, comment, address="192.0.2.1")
    send_report(client, comment, address="192.0.2.2")
    comment.refresh_from_db()
    assert (comment.status, comment.report_count) == (Status.APPROVED, 1)
    send_report(client, comment, address="192.0.2.3")
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert list(Report.objects.values_list("is_open", flat=True)) == [True, True, False, False]


def test_with_the_number_at_zero_reports_hide_nothing(client, post, settings):
    settings.COMMENT_REPORTS_TO_HOLD = 0
    comment = comment_on(post)
    for number in range(5):
        send_report(client, comment, address=f"192.0.2.{number}")
    comment.refresh_from_db()
    assert (comment.status, comment.report_count) == (Status.APPROVED, 5)


def test_reporting_is_limited(client, post):
    comments = [comment_on(post) for _ in range(11)]
    answers = [send_report(client, comment) for comment in comments]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert Report.objects.count() == 10


def test_moderators_find_what_was_reported_and_read_why(client, post, edith, ruth):
    quiet, loud = comment_on(post, comment="Fair words."), comment_on(post, comment="Rude words.")
    loud.report("guest x", "other", "It names <my> street.")
    loud.report("account 1", "abuse", reporter=ruth)
    client.force_login(edith)
    page = page_of(client.get("/desk/comments/comment/?tab=reported"))
    assert "Rude words." in page
    assert "It names &lt;my&gt; street." in page
    assert "Fair words." not in page
    sheet = page_of(client.get(f"/desk/comments/comment/{loud.pk}/change/"))
    for told in ("2 open", "Something else", "It names &lt;my&gt; street.", "a guest", "abusive or hateful", "Ruth"):
        assert told in sheet
    assert "It names" not in page_of(client.get(f"/desk/comments/comment/{quiet.pk}/change/"))


def test_readers_learn_nothing_of_reports(client, post):
    comment = comment_on(post)
    before = page_of(client.get(post.get_absolute_url()))
    comment.report("guest x", "abuse", "It is rude.")
    assert page_of(client.get(post.get_absolute_url())) == before
    assert Comment.objects.get().report_count == 1

"""Several processes teach the spam score at the same moment."""

import threading

from django.db import connections

from comments.models import Comment, Status
from comments.rules.learning import learn
from comments.rules.models import Lesson, SpamMemory
from tests.comments.conversation import comment_on


def at_once(*works):
    """Run each in a thread of its own, all from the same moment on."""
    failures, start = [], threading.Barrier(len(works))

    def run(work):
        try:
            start.wait()
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_several_who_learn_at_the_same_moment_lose_nothing_and_count_nothing_twice(post, edith, shared_database):
    keys = []

    def prepare():
        comments = [comment_on(post, status=Status.PENDING) for _ in range(40)]
        keys.extend(comment.pk for comment in comments)
        Comment.objects.filter(pk__in=keys).update(status=Status.SPAM, status_changed_by=edith)

    at_once(prepare)
    at_once(*[lambda part=part: learn(part) for part in (keys[:20], keys[10:30], keys[20:], keys)])
    found = []
    at_once(lambda: found.extend([dict(Lesson.objects.values_list("pk", "is_spam")), SpamMemory.objects.count()]))
    assert found == [dict.fromkeys(keys, True), 1]

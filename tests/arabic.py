"""A small paper in Arabic, for the tests that look at pages from right to left."""

from blog.models import Post
from comments.models import Comment
from tests import factories

NAME = "صحيفة النيل"
BODY = """## ما حدث

قال شهود إن القوات تقدمت نحو **كونا** فجر الخميس، ونقلت وكالة AFP عن مصدر في باماكو أن "المعارك مستمرة".

> لن نغادر بيوتنا مهما حدث.

> Pull quote:
> كلمات يعيدها المحرر
> — شيخ البلدة

![](image:{key})

| المدينة | السكان |
|---|--:|
| كونا | 36,767 |
| موبتي | 114,296 |

1. أولًا
2. ثانيًا

[^1]: ملاحظة.
"""


def paper(*, by, editor) -> dict[str, str]:
    """Stories, a conversation and a correction. The addresses of one page of each kind, by what it is."""
    section, tag, image = factories.section("أفريقيا"), factories.tag("مالي"), _image()
    for headline in ("الأمطار تعيد الحياة إلى دلتا النيجر الداخلية", "وفد من ECOWAS يصل إلى العاصمة لإجراء محادثات"):
        factories.published_post(
            by=by,
            headline=headline,
            section=section,
            body="نص قصير.",
            bylines=[factories.author(f"سارة {headline[:5]}")],
        )
    story = factories.published_post(
        by=by,
        headline="مقاتلون يسيطرون على كونا والجيش يعلن هجومًا مضادًا قرب Sévaré",
        standfirst="سكان البلدة يروون ليلة من القصف، والحكومة تطلب عونًا عاجلًا.",
        dateline="باماكو، 10 يناير",
        section=section,
        body=BODY.format(key=image.pk),
        lead=image,
        bylines=[factories.author("أمينة ديالو"), factories.author("Serge Daniel"), factories.author("يوسف كيتا")],
    )
    story.bylines.create(author=factories.author("إيناس سو"), role="photographs", position=3)
    story.tags.add(tag)
    _talk(story)
    story.body = story.body.replace("فجر الخميس", "فجر الجمعة")
    story.save()
    story.correct(by=editor, text="ذكرنا أن القوات تقدمت يوم الخميس، والصحيح يوم الجمعة.", thanks="نشكر روث.")
    return _addresses(story)


def _image():
    return factories.image(alt="تلال عند الغروب", caption="التلال شمال كونا", credit="تصوير م. سو")


def _talk(story: Post) -> None:
    answered = None
    said = [
        ("ليلى", "شكرًا على هذا التقرير."),
        ("Ruth", "I was in Mopti that night."),
        ("آدم", "وأنا أيضًا."),
        ("مريم", "رد."),
        ("كريم", "والرد الأخير."),
    ]
    for name, words in said:
        comment = Comment(post=story, writer_name=name, user_email="r@example.org", comment=words, status="approved")
        comment.parent_id = answered.pk if answered else 0
        comment.save()
        answered = comment if answered is None or len(answered.path) < 24 else answered
    Comment(post=story, writer_name="هدى", user_email="h@example.org", comment="سؤال آخر.", status="approved").save()


def _addresses(story: Post) -> dict[str, str]:
    comment = Comment.objects.order_by("pk").first()
    return {
        "front": "/",
        "article": story.get_absolute_url(),
        "replying": f"{story.get_absolute_url()}?replytocom={comment.pk}",
        "reporting a comment": f"/comments/{comment.pk}/report/",
        "section": story.section.get_absolute_url(),
        "tag": story.tags.first().get_absolute_url(),
        "author": story.bylines.first().author.get_absolute_url(),
        "author without stories": factories.author("نادية").get_absolute_url(),
        "archive": "/archive/",
        "month": story.get_absolute_url()[:9],
        "day without stories": "/2013/01/11/",
        "search": "/search/",
        "results": "/search/?q=كونا",
        "no results": "/search/?q=لاشيء&since=2013-01-02&until=2013-01-01",
        "corrections": "/corrections/",
        "correction": f"{story.get_absolute_url()}corrections/1/",
        "report an error": f"{story.get_absolute_url()}report-an-error/",
        "not found": "/2013/01/10/nothing/",
    }

"""Trust in those who signed in before there were rules: their comments are known by their writers, too. And a memory."""

from django.db import migrations

AT_A_TIME = 1000


def know_writers(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    CommentVerdict = apps.get_model("rules", "CommentVerdict")
    rows = Comment.objects.filter(user__isnull=False).order_by("pk").values_list("pk", "user_id", "user_email", "status")
    verdicts = []
    for pk, account, email, status in rows.iterator():
        writer = f"email:{email.lower()}" if email else f"account:{account}"
        action = "approve" if status == "approved" else "hold"
        verdicts.append(CommentVerdict(comment_id=pk, writer=writer, action=action))
    CommentVerdict.objects.bulk_create(verdicts, batch_size=AT_A_TIME)


def make_memory(apps, schema_editor):
    apps.get_model("rules", "SpamMemory").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]

    operations = [
        migrations.RunPython(know_writers, migrations.RunPython.noop),
        migrations.RunPython(make_memory, migrations.RunPython.noop),
    ]

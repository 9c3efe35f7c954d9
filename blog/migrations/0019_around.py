from django.db import migrations, models

# Django makes the table of stories' tags, and gives no other way to add an index to it.
INDEX = "CREATE INDEX newest_posts_of_a_tag ON blog_post_tags (tag_id, post_id)"


class Migration(migrations.Migration):

    dependencies = [
        ("blog", "0018_around_the_stories"),
    ]

    operations = [
        migrations.RunSQL(INDEX, "DROP INDEX newest_posts_of_a_tag"),
        migrations.AddField("post", "word_count", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("post", "reading_seconds", models.PositiveIntegerField(editable=False, null=True)),
    ]

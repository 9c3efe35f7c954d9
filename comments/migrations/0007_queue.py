from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0006_pace'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='comment',
            name='comments_reported',
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('report_count__gt', 0)), fields=['xtdcomment_ptr'], name='comments_reported'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['post', 'status', '-xtdcomment_ptr'], name='comments_queue_of_a_post'),
        ),
    ]

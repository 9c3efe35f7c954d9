from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rules', '0004_speed'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationrules',
            name='appeal_address',
            field=models.EmailField(blank=True, help_text='Who looks up a comment of theirs that is in the trash is told to write here. Without it, nobody is.', max_length=254, verbose_name='address for appeals'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0003_letters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='post',
            name='comments_mode',
            field=models.CharField(choices=[('open', 'open'), ('premoderated', 'premoderated'), ('signed-in', 'signed-in only'), ('closed', 'closed')], default='open', help_text='Open: as the newsroom’s rules decide. Premoderated: each comment waits for a moderator. Signed-in only: guests are asked to sign in first. Closed: no new comments; those that are there stay.', max_length=20, verbose_name='comments'),
        ),
    ]

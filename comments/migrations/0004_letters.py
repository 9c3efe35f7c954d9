from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0003_reader_actions'),
        ('blog', '0003_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='asked_from',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
    ]

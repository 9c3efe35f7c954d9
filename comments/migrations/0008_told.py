from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0007_queue'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='is_told',
            field=models.BooleanField(default=False),
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """The counts are the blog's now, for its desk has a limit as well. None of them lasts longer than an hour."""

    dependencies = [
        ('comments', '0009_digests'),
    ]

    operations = [
        migrations.DeleteModel(name='Pace'),
    ]

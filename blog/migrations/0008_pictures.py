import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def show_what_there_is(apps, schema_editor):
    """Until now every picture had all its files before it had its row."""
    images = apps.get_model('blog', 'Image').objects
    images.update(shown_x=models.F('focal_x'), shown_y=models.F('focal_y'), has_all_sizes=True)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0007_autosave'),
    ]

    operations = [
        migrations.AddField(
            model_name='image',
            name='file_headline',
            field=models.CharField(blank=True, default='', editable=False, max_length=250, verbose_name='headline'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='image',
            name='file_keywords',
            field=models.CharField(blank=True, default='', editable=False, max_length=500, verbose_name='keywords'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='image',
            name='file_place',
            field=models.CharField(blank=True, default='', editable=False, max_length=250, verbose_name='place'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='image',
            name='file_rights',
            field=models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='rights'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='image',
            name='shown_x',
            field=models.FloatField(default=0.5, editable=False),
        ),
        migrations.AddField(
            model_name='image',
            name='shown_y',
            field=models.FloatField(default=0.5, editable=False),
        ),
        migrations.AddField(
            model_name='image',
            name='has_all_sizes',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='image',
            name='outdated',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name='image',
            name='files_due_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='image',
            name='taken_on',
            field=models.DateField(blank=True, help_text='The day the picture shows.', null=True, verbose_name='date taken'),
        ),
        migrations.RunPython(show_what_there_is, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(condition=models.Q(('alt', ''), ('is_decorative', False)), fields=['-id'], name='pictures_that_want_words'),
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='likeness', serialize=False, to='blog.image')),
                ('first', models.PositiveIntegerField(db_index=True)),
                ('second', models.PositiveIntegerField(db_index=True)),
                ('third', models.PositiveIntegerField(db_index=True)),
                ('fourth', models.PositiveIntegerField(db_index=True)),
            ],
            options={
                'verbose_name_plural': 'likenesses',
            },
        ),
    ]

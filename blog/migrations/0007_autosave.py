import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def begin_each_revision_when_it_was_made(apps, schema_editor):
    apps.get_model("blog", "Revision").objects.update(begun_at=F("made_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0006_embeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='begun_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('saved', 'saved'), ('autosaved', 'saved by itself'), ('aside', 'kept aside')], default='saved', max_length=10),
        ),
        migrations.RunPython(begin_each_revision_when_it_was_made, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('began_from', models.PositiveIntegerField(default=0)),
                ('beat', models.PositiveBigIntegerField(default=0)),
                ('shown', models.JSONField(null=True)),
                ('typed', models.JSONField(null=True)),
                ('typed_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='blog.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-seen_at', '-pk'],
                'indexes': [models.Index(fields=['post', '-seen_at'], name='sheets_of_a_story')],
                'constraints': [models.UniqueConstraint(fields=('key', 'user'), name='a_person_has_a_sheet_once')],
            },
        ),
    ]

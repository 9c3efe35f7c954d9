"""The outbox. Who runs the newsroom may look into it."""

import django.utils.timezone
from django.db import migrations, models

ROLES = ["Editor", "Administrator"]


def let_editors_look(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.get_or_create(app_label="blog", model="letter")
    words = {"name": "Can view letter"}
    view, _made = Permission.objects.get_or_create(content_type=kind, codename="view_letter", defaults=words)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(view)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0002_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=400, unique=True, verbose_name='cause')),
                ('kind', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, max_length=64)),
                ('recipient', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(blank=True, max_length=255)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('unsure', 'perhaps sent'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['state', 'due_at'], name='letters_that_are_due'), models.Index(fields=['recipient', 'kind', 'created_at'], name='letters_to_an_address')],
            },
        ),
        migrations.RunPython(let_editors_look, migrations.RunPython.noop),
    ]

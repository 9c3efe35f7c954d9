import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0009_editorial_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='session_stamp',
            field=models.CharField(blank=True, default='', editable=False, max_length=16),
        ),
        migrations.CreateModel(
            name='Lockdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='began')),
                ('begun_by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('way', models.CharField(choices=[('desk', 'at the desk'), ('link', 'by the signed link'), ('shell', 'by an operator')], max_length=5, verbose_name='how')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_on', True)), fields=('is_on',), name='the_desk_is_locked_once')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_name', models.CharField(max_length=150, verbose_name='who')),
                ('code', models.CharField(blank=True, max_length=64)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('passed_at', models.DateTimeField(blank=True, null=True)),
                ('lockdown', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='blog.lockdown')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['user', '-sent_at'], name='codes_sent_to_a_person')],
            },
        ),
    ]

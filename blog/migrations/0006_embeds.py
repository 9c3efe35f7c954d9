from django.db import migrations, models
import django.utils.timezone


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0005_story_fields'),
    ]

    operations = [
        migrations.CreateModel(
            name='Embed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=300, unique=True, verbose_name='address')),
                ('service', models.CharField(max_length=20)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('author', models.CharField(blank=True, max_length=150)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ('posts', models.ManyToManyField(related_name='embeds', to='blog.post')),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='embed',
            index=models.Index(condition=models.Q(('fetched_at', None)), fields=['due_at'], name='embeds_that_are_due'),
        ),
    ]

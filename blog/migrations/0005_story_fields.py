from django.db import migrations, models

import blog.models.presentation


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0004_comment_modes'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='canonical_address',
            field=models.URLField(blank=True, help_text='For a story taken over from elsewhere: its address there. Search engines then show that one instead of ours.', max_length=500, validators=[blog.models.presentation.refuse_all_but_web_addresses], verbose_name='first published at'),
        ),
        migrations.AddField(
            model_name='post',
            name='is_sticky',
            field=models.BooleanField(default=False, help_text='Stays above newer stories, on the front page and in its section, until you untick it.', verbose_name='sticky'),
        ),
        migrations.AddField(
            model_name='post',
            name='search_description',
            field=models.CharField(blank=True, help_text='What they say beneath it. Left empty: the standfirst, or else the first words of the text.', max_length=400),
        ),
        migrations.AddField(
            model_name='post',
            name='search_title',
            field=models.CharField(blank=True, help_text='What a search engine and a shared link are headed with. Left empty, the headline is.', max_length=150),
        ),
        migrations.AddField(
            model_name='post',
            name='short_headline',
            field=models.CharField(blank=True, help_text='Stands on the front page and in lists. Left empty, the headline does.', max_length=100),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('is_sticky', True)), fields=['state', '-published_at', '-id'], name='sticky_posts'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('is_sticky', True)), fields=['section', 'state', '-published_at', '-id'], name='sticky_posts_of_a_section'),
        ),
    ]

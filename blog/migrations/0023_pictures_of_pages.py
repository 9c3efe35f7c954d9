
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0022_pace'),
    ]

    operations = [
        migrations.AlterField(
            model_name='flatpage',
            name='body',
            field=models.TextField(blank=True, help_text='Markdown. Leave an empty line between paragraphs. Pictures of the library as in stories: ![What it shows](image:7).', verbose_name='text'),
        ),
        migrations.CreateModel(
            name='PagePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='blog.image')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='blog.flatpage')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='flatpage',
            name='pictures',
            field=models.ManyToManyField(editable=False, related_name='pages', through='blog.PagePicture', to='blog.image'),
        ),
        migrations.AddConstraint(
            model_name='pagepicture',
            constraint=models.UniqueConstraint(fields=('page', 'image'), name='a_page_names_a_picture_once'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

from blog.renditions import Printed, tags_of


def remember_the_files_there_are(apps, schema_editor):
    images, file = apps.get_model("blog", "Image").objects, apps.get_model("blog", "PublicFile")
    columns = ["pk", "digest", "width", "height", "shown_x", "shown_y", "average_color"]
    for key, *facts in images.values_list(*columns).iterator():
        rows = [file(tag=tag, image_id=key) for tag in tags_of(Printed(*facts))]
        file.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0012_audit'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicFile',
            fields=[
                ('tag', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='public_files', to='blog.image')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(remember_the_files_there_are, migrations.RunPython.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0021_edition'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]

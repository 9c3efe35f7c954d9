from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0020_listings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
            ],
            options={'default_permissions': ()},
        ),
        migrations.CreateModel(
            name='EditionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={'default_permissions': ()},
        ),
    ]

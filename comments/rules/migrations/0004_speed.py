import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rules', '0003_tell_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationrules',
            name='most_per_network',
            field=models.PositiveSmallIntegerField(default=20, help_text='All who share one address are counted together: a household, a school, many telephones. 0: no limit.', validators=[django.core.validators.MaxValueValidator(10000)], verbose_name='comments a minute from one network'),
        ),
        migrations.AddField(
            model_name='moderationrules',
            name='most_per_person',
            field=models.PositiveSmallIntegerField(default=4, help_text='A person is an account, or the name and the e-mail address that a guest types. 0: no limit.', validators=[django.core.validators.MaxValueValidator(10000)], verbose_name='comments a minute from one person'),
        ),
    ]

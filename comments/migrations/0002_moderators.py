"""Editors and administrators may moderate comments."""

from django.db import migrations

ROLES = ["Editor", "Administrator"]


def let_editors_moderate(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=ROLES):
        group.permissions.add(permission_to_moderate(apps))


def permission_to_moderate(apps):
    """The library's own. Django makes permissions only after all migrations have run, so it is made here."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.get_or_create(app_label="django_comments", model="comment")
    words = {"name": "Can moderate comments"}
    found, _made = Permission.objects.get_or_create(content_type=kind, codename="can_moderate", defaults=words)
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("blog", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards nothing is done, as with the roles themselves.
    operations = [migrations.RunPython(let_editors_moderate, migrations.RunPython.noop)]

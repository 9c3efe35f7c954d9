"""The newsroom's roles: groups, and what each may do. Whoever is in one also needs staff status to enter the desk."""

from django.db import migrations

NOUNS = ["author", "authorlink", "image", "section", "tag"]
VERBS = ["add", "change", "delete", "view"]
READING = ["view_author", "view_image", "view_section", "view_tag"]
WRITING = [*READING, "add_post", "add_image", "edit_own_post"]
EDITING = [
    *WRITING,
    *(f"{verb}_{noun}" for noun in NOUNS for verb in VERBS),
    "edit_any_post",
    "publish_own_post",
    "publish_any_post",
]
ROLES = {
    "Contributor": WRITING,
    "Author": [*WRITING, "add_tag", "publish_own_post"],
    "Editor": EDITING,
    "Administrator": [*EDITING, *(f"{verb}_user" for verb in VERBS)],
}
# Django makes permissions only after all migrations have run, so those that are given here are made here.
OWN_WORDS = {
    "edit_own_post": "Can edit own posts before they are published",
    "edit_any_post": "Can edit any post",
    "publish_own_post": "Can publish, edit and retract own posts",
    "publish_any_post": "Can publish, edit and retract any post",
}
MODEL_NAMES = {"authorlink": "author link"}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*(permission(apps, codename) for codename in dict.fromkeys(codenames)))


def permission(apps, codename):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    verb, noun = codename.split("_", 1)
    model = "post" if codename in OWN_WORDS else noun
    words = OWN_WORDS.get(codename) or f"Can {verb} {MODEL_NAMES.get(noun, noun)}"
    kind, _made = ContentType.objects.get_or_create(app_label="blog", model=model)
    found, _made = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": words})
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards nothing is done: people may have been put into the groups.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]

from django.db import migrations, models

from emulation_portal.lib.text import person_sort_key, search_key, sort_key


def fold_names(apps, schema_editor):
    """Stored keys as they are made now: one Đ, and no apostrophe inside a name."""
    for name in ("Province", "Agency", "Cluster"):
        _fold(apps.get_model("clusters", name), "name_vi", sort_key)
    _fold(apps.get_model("clusters", "Person"), "full_name", person_sort_key)


def _fold(model, name, sorting):
    changed = []
    for row in model.objects.all():
        keys = (sorting(getattr(row, name)), search_key(getattr(row, name)))
        if keys != (row.sort_key, row.search_key):
            row.sort_key, row.search_key = keys
            changed.append(row)
    model.objects.bulk_update(changed, ["sort_key", "search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]

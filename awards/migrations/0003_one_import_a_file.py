from django.db import migrations
from django.db.models import Count

from emulation_portal.lib.text import search_key


def keep_one_import_a_file(apps, schema_editor):
    """The same file sent at once made several imports: the one that was entered stays, else the first."""
    LedgerImport = apps.get_model("awards", "LedgerImport")
    AwardRecord = apps.get_model("awards", "AwardRecord")
    several = LedgerImport.objects.values("sha256").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    for digest in list(several.values_list("sha256", flat=True)):
        first, *others = LedgerImport.objects.filter(sha256=digest).order_by("state", "pk")
        others = [other.pk for other in others]
        AwardRecord.objects.filter(imported_by__in=others).update(imported_by=first.pk)
        LedgerImport.objects.filter(pk__in=others).delete()


def fold_keys(apps, schema_editor):
    for row in apps.get_model("awards", "Decision").objects.all():
        keys = (search_key(row.number), search_key(row.issuer))
        if keys != (row.number_key, row.issuer_key):
            row.number_key, row.issuer_key = keys
            row.save(update_fields=["number_key", "issuer_key"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_nominations_and_decisions")]

    operations = [
        migrations.RunPython(keep_one_import_a_file, migrations.RunPython.noop),
        migrations.RunPython(fold_keys, migrations.RunPython.noop),
    ]

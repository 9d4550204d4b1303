from datetime import date

from django.db import migrations, models

BEGUN = ("Luật", "Nghị định", "Thông tư", "Quyết định", "Nghị quyết", "Công văn")
KINDS = ("law", "decree", "circular", "decision", "resolution", "official_letter")


def tell_kinds_and_symbols(apps, schema_editor):
    """What papers printed until then, by the number of an instrument and the day an agency began."""
    instruments, agencies = (apps.get_model("clusters", name).objects for name in ("LegalInstrument", "Agency"))
    for begun, kind in zip(BEGUN, KINDS, strict=True):
        instruments.filter(title_vi__startswith=begun).update(kind=kind)
    agencies.filter(kind="department_of_justice").update(symbol="STP")
    enforcement = agencies.filter(kind="civil_enforcement")
    enforcement.filter(valid_from__lt=date(2025, 7, 1)).update(symbol="CTHADS")
    enforcement.filter(valid_from__gte=date(2025, 7, 1)).update(symbol="THADS")


class Migration(migrations.Migration):
    dependencies = [("clusters", "0004_legal_bases")]

    operations = [
        migrations.AddField(
            "legalinstrument",
            "kind",
            models.CharField(
                blank=True,
                choices=[
                    ("law", "Law"),
                    ("decree", "Decree"),
                    ("circular", "Circular"),
                    ("decision", "Decision"),
                    ("resolution", "Resolution"),
                    ("official_letter", "Official letter"),
                ],
                default="",
                max_length=20,
                verbose_name="kind of instrument",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "agency",
            "symbol",
            models.CharField(blank=True, default="", max_length=20, verbose_name="symbol in the numbers of its papers"),
            preserve_default=False,
        ),
        migrations.RunPython(tell_kinds_and_symbols, migrations.RunPython.noop),
    ]

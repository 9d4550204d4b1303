from django.db import migrations, models


def rank_bases(apps, schema_editor):
    """What papers quoted until then: laws, decrees, circulars of two ministries on emulation, but for medals."""
    instruments = apps.get_model("clusters", "LegalInstrument").objects.filter(topic="emulation")
    general = instruments.exclude(title_vi__contains="Kỷ niệm chương")
    for rank, mark in ((4, "TT-BTP"), (3, "TT-BNV"), (2, "NĐ-CP")):
        general.filter(number__endswith=mark).update(basis_rank=rank)
    general.filter(number__contains="/QH").update(basis_rank=1)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_offices_and_sources")]

    operations = [
        migrations.AddField("legalinstrument", "basis_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.RunPython(rank_bases, migrations.RunPython.noop),
    ]

from django.db import migrations, models


def tell_sides(apps, schema_editor):
    """What the endings of codes had told."""
    indicators = apps.get_model("pledges", "Indicator").objects
    for side in ("cases", "money"):
        indicators.filter(code__endswith=f"_{side}").update(side=side)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_checks_beside_the_report")]

    operations = [
        migrations.AddField(
            "indicator",
            "side",
            models.CharField(
                blank=True,
                choices=[("cases", "cases"), ("money", "money")],
                default="",
                max_length=10,
                verbose_name="cases or money",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(tell_sides, migrations.RunPython.noop),
    ]

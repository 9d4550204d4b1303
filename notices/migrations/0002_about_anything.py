"""A notice tells of anything: what it is about is named instead of referred to. The rows follow in the next step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("reports", "0008_notices_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("notice", "kind", models.CharField(max_length=40)),
        migrations.AlterField(
            "notice",
            "run",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="reports.reportrun"
            ),
        ),
        migrations.AddField("notice", "about", models.CharField(default="", max_length=60), preserve_default=False),
        migrations.AddField("notice", "about_id", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "notice",
            "actor",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("notice", "words", models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            "notice", "once", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
    ]

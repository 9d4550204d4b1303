"""A notice no longer refers to a report run; those about one row are found, and nobody is told twice under one key."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_carry_runs_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="notice",
            name="run",
        ),
        migrations.AlterField(
            model_name="notice",
            name="about",
            field=models.CharField(help_text="Label of the model that the notice is about.", max_length=60),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["about", "about_id"], name="notices_notice_about"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("once", ""), _negated=True), fields=("once", "user"), name="notices_notice_once"
            ),
        ),
    ]

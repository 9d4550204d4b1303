"""The table of notices changes its room: the state alone moves, rows stay where they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0007_input_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("done", "Done"), ("failed", "Failed")], max_length=10)),
                        ("created_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mail_state",
                            models.CharField(
                                choices=[
                                    ("none", "no e-mail"),
                                    ("waiting", "to be sent"),
                                    ("sending", "being sent"),
                                    ("sent", "sent"),
                                    ("given_up", "given up"),
                                ],
                                default="none",
                                max_length=10,
                            ),
                        ),
                        ("mail_tries", models.PositiveSmallIntegerField(default=0)),
                        ("mail_after", models.DateTimeField(blank=True, null=True)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="reports.reportrun",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notice",
                        "db_table": "reports_notice",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["user"],
                                name="reports_notice_unseen",
                            ),
                            models.Index(
                                condition=models.Q(("mail_state__in", ["waiting", "sending"])),
                                fields=["mail_after"],
                                name="reports_notice_mail",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

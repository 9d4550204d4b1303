from collections import Counter

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


def refuse_clashes(apps, schema_editor):
    """Two accounts whose names differ in capitals alone could not be told apart when signing in."""
    names = apps.get_model("accounts", "User").objects.values_list("username", flat=True)
    clashing = [name for name, count in Counter(name.lower() for name in names).items() if count > 1]
    if clashing:
        raise SystemExit(
            "Có các tài khoản chỉ khác nhau chữ hoa, chữ thường: "
            f"{', '.join(sorted(clashing))}. Đổi tên bớt một tài khoản bằng phiên bản trước rồi chạy lại lệnh migrate."
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wants_mail")]

    operations = [
        migrations.RunPython(refuse_clashes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="accounts_one_name_one_account"
            ),
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="accounts_sent_form_once"),
                ],
            },
        ),
    ]

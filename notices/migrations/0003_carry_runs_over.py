"""The notices of report runs say by name which run they are about; back, those of other things are left behind."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

RUN, ROOM = "reports.reportrun", "reports."


def name_runs(apps, schema_editor):
    notices = apps.get_model("notices", "Notice").objects
    notices.update(about=RUN, about_id=F("run_id"), kind=Concat(Value(ROOM), F("kind")))


def refer_to_runs(apps, schema_editor):
    notices, runs = apps.get_model("notices", "Notice").objects, apps.get_model("reports", "ReportRun").objects
    notices.exclude(about=RUN, about_id__in=runs.values("pk")).delete()
    notices.update(run_id=F("about_id"), kind=Substr("kind", len(ROOM) + 1))


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_about_anything")]

    operations = [migrations.RunPython(name_runs, refer_to_runs)]

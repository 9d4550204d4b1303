"""What the tests of workers do inside the worker's own database: ``python -m tests.support.worker_side COMMAND``.

``fill`` makes a season with approved figures, ``ask KIND`` requests a report of it, ``forget`` removes runs and files.
"""

import os
import shutil
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from clusters.models import Season  # noqa: E402
from reports.models import PackPart, ReportRun  # noqa: E402
from reports.runs import requests  # noqa: E402


def fill():
    import time_machine

    from accounts.models import User

    from . import world

    with time_machine.travel(world.NOW):
        made = world.small_world()
        made.set_targets()
        made.fill_all()
    assert User.objects.filter(username="ministry").exists()


def ask(kind):
    from accounts.models import User

    parameters = {
        "blocks": ["civil_enforcement", "department_of_justice"],
        "periods": {"civil_enforcement": "12m", "department_of_justice": "year_first"},
    }
    season = Season.objects.get(cluster__code="CTN", year=2024)
    actor = User.objects.get(username="ministry")
    run = requests.request_run(kind=kind, season=season, parameters=parameters, actor=actor, language="vi")
    sys.stdout.write(f"{run.pk}\n")


def forget():
    PackPart.objects.all().delete()
    ReportRun.objects.all().delete()
    shutil.rmtree(settings.RUNS_DIR)


if __name__ == "__main__":
    {"fill": fill, "ask": ask, "forget": forget}[sys.argv[1]](*sys.argv[2:])

"""Helpers of the tests of runs: what is asked for, by whom, and what was handed to the broker."""

from datetime import timedelta

from django.conf import settings as django_settings

from clusters.models import Season
from clusters.rights import forget
from emulation_portal.lib import dates
from reports.models import ReportRun
from reports.runs import requests
from reports.tasks import build_report

PERIODS = {"civil_enforcement": "12m", "department_of_justice": "year_first"}
WHOLE = {"blocks": list(PERIODS), "periods": PERIODS}
KIND = "cluster-workbook"


def ask(world, who="secretariat", parameters=WHOLE, language="vi", season=None, kind=KIND):
    actor = world.users[who]
    forget(actor)
    season = season or Season.objects.get(pk=world.season.pk)
    return requests.request_run(kind=kind, season=season, parameters=parameters, actor=actor, language=language)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def built(world, **options):
    run = ask(world, **options)
    build_report(run.pk)
    run.refresh_from_db()
    return run


def silence(run):
    long_ago = dates.now() - timedelta(seconds=django_settings.RUN_STALE_SECONDS + 1)
    ReportRun.objects.filter(pk=run.pk).update(heartbeat_at=long_ago, enqueued_at=long_ago)

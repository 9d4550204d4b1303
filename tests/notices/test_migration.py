"""Notices of report runs go over to notices of anything, and back, with their rows."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = [("notices", "0001_initial")], [("notices", "0004_drop_run")]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def go():
    def migrate(targets):
        MigrationExecutor(connection).migrate(targets)
        loader = MigrationExecutor(connection).loader
        others = [node for node in loader.graph.leaf_nodes() if node[0] != "notices"]
        return loader.project_state(others + targets).apps

    yield migrate
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def rows(apps, *fields):
    return list(apps.get_model("notices", "Notice").objects.order_by("pk").values_list(*fields))


def test_rows_go_forth_and_back(go):
    apps, now = go(BEFORE), timezone.now()
    user = apps.get_model("accounts", "User").objects.create(username="lan")
    run = apps.get_model("reports", "ReportRun").objects.create(
        kind="cluster-workbook",
        audience="all",
        data_version="v1",
        builder_version=1,
        identity="0" * 64,
        requested_at=now,
    )
    for kind, mail in (("done", "sent"), ("failed", "waiting")):
        apps.get_model("notices", "Notice").objects.create(
            user=user, run=run, kind=kind, created_at=now, mail_state=mail, mail_tries=1
        )
    before = rows(apps, "pk", "user", "run", "kind", "created_at", "mail_state", "mail_tries")

    apps = go(AFTER)
    assert rows(apps, "kind", "about", "about_id", "mail_state") == [
        ("reports.done", "reports.reportrun", run.pk, "sent"),
        ("reports.failed", "reports.reportrun", run.pk, "waiting"),
    ]
    told = {"user_id": user.pk, "created_at": now}
    notices = apps.get_model("notices", "Notice").objects
    notices.create(kind="results.returned", about="results.submission", about_id=run.pk, **told)
    notices.create(kind="reports.done", about="reports.reportrun", about_id=run.pk + 1, **told)  # its run is gone

    assert rows(go(BEFORE), "pk", "user", "run", "kind", "created_at", "mail_state", "mail_tries") == before
    assert len(rows(go(AFTER), "pk")) == 2

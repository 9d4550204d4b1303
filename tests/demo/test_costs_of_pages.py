"""What every page costs with the whole nation loaded, for everybody who may open it: found by following its links."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from accounts.models import User
from clusters.models import Leadership, Membership
from results.enums import State
from results.models import Submission
from tests.demo.test_load_demo_command import AUTUMN
from tests.support.demonstration import RolledBack, moment
from tests.support.pages import BUDGET

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration-pages")]  # one nation for all of them

LARGEST = 150_000  # bytes of a page
ROLES = ("quantri", "bo.duyet", "cumtruong", "cumpho", "truong")  # who has most to read of each kind
STARTS = ("/", "/s/bac-song-hau/2024/", "/s/bac-song-hau/2024/agency/THADS-80-2009/", "/ministry/national/?year=2024")
# Of these a person opens a second address: the walk begins with those of a year of which places were printed.
OF_TWO_YEARS = {"dashboards:agency", "dashboards:overview", "dashboards:national", "results:submission"}
LINKS = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)')
# Who nudged overdue members, for whoever leads them; a file's input read for the page alone, which is then kept (here
# no page is); and the queue of a cluster that the Ministry reviews, which asks twice more.
DEARER = {"dashboards:home": 21, "reports:paper_shown": 50, "results:review": 22}
OF_NOBODY = {"account_login", "account_logout", "account_reauthenticate", "healthz", "readyz", None}


@dataclass
class Walk:
    """What one person met: how many pages, and those that cost too much, each with why."""

    faults: list[str] = field(default_factory=list)
    opened: int = 0


@pytest.fixture(scope="module")
def nation(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        RolledBack(),
        time_machine.travel(moment(AUTUMN), tick=True),
        override_settings(DEMO_MODE=True),
    ):
        call_command("load_demo", stdout=StringIO())
        yield


@pytest.fixture(scope="module")
def walks(nation):
    """What each of them met."""
    return {username: walk(username) for username in ROLES}


def unlinked() -> Iterator[str]:
    """Pages that a link leads to in a dialog alone, or in a state that the live year is not in."""
    approved = Submission.objects.filter(state=State.APPROVED, period__is_year_end=True).latest("pk")
    for name in ("reopen", "seal"):
        yield reverse(f"results:{name}", args=[approved.pk])
    row = Leadership.objects.select_related("season__cluster").latest("pk")
    place = [row.season.cluster.slug, row.season.year]
    yield reverse("setup:leadership_edit", args=[row.pk])
    yield reverse("reports:paper_shown", args=[*place, "cluster-report"])
    member = Membership.objects.select_related("cluster").filter(cluster=row.season.cluster).latest("pk")
    yield reverse("setup:membership_withdraw", args=[member.pk])


def walk(username: str) -> Walk:
    client, found = Client(), Walk()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.AccountBackend")
    todo, known, asked = deque([*STARTS, *unlinked()]), set(), Counter()
    while todo:
        address = todo.popleft()
        name = name_of(address)
        if address in known or name in OF_NOBODY:
            continue
        known.add(address)
        if asked[name] == (2 if name in OF_TWO_YEARS else 1):
            continue
        response, queries = cost(client, address)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            finish(response)
            continue
        asked[name] += 1
        found.opened += 1
        if queries > BUDGET:  # the first may write which season is remembered, and read what is kept by versions
            response, queries = cost(client, address)
        if queries > DEARER.get(name, BUDGET) or len(response.content) > LARGEST:
            found.faults.append(f"{address}: {queries} queries, {len(response.content)} bytes")
        links = LINKS.findall(response.content.decode())
        todo.extend(urljoin(address, link.replace("&amp;", "&")) for link in links)
    return found


def name_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def finish(response) -> None:
    """Close a file that was answered with, and nothing of the database: all of them are asked in one transaction."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def cost(client: Client, address: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    return response, len(queries)


@pytest.mark.parametrize("username", ROLES)
def test_every_page_stays_within_its_queries_and_bytes(walks, username):
    assert walks[username].opened > 10
    assert walks[username].faults == []

"""Fixtures every test may ask for. The clock stands still where a test names it, and runs from there."""

import os
import shutil
from datetime import date, datetime, time
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.signals import setting_changed
from django.utils import translation
from hypothesis import settings

from emulation_portal.catalogues import compile_all
from emulation_portal.lib import dates
from reports.runs import queue
from tests.factories import reference
from tests.support import world as worlds
from tests.support.kept import Kept
from tests.support.random_season import random_season

NO_OFFICE = "LibreOffice is not installed: the tests that recalculate workbooks are left out"


def pytest_configure(config):
    config.addinivalue_line("markers", "office: recalculates a workbook with LibreOffice")
    # How long an example takes says more of the machine than of the portal: no test fails by it.
    settings.register_profile("untimed", settings(), deadline=None)
    settings.load_profile("untimed")
    # Pages are Vietnamese: a suite started without ./run needs its catalogues too. Django has read them by now.
    if compile_all(Path(__file__).resolve().parent.parent):
        setting_changed.send(sender=pytest_configure, setting="LOCALE_PATHS", value=None, enter=True)


def has_office() -> bool:
    """In continuous integration it has to be there: the tests then run and fail where it is not."""
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    return in_ci or any(map(shutil.which, ("soffice", "libreoffice")))


def touches_a_service(item) -> bool:
    """Whether it may reach a database, a broker or a browser; pytest-django refuses a database to all others."""
    asked = {"db", "transactional_db", "django_db_setup", "live_server"} & set(item.fixturenames)
    return bool(asked) or any(map(item.get_closest_marker, ("django_db", "service", "browser", "postgresql")))


@pytest.hookimpl(tryfirst=True)  # the marks are there before -m chooses by them
def pytest_collection_modifyitems(config, items):
    for item in items:
        if not touches_a_service(item):
            item.add_marker("no_database")
    left = ([] if has_office() else ["office"]) + ([] if connection.vendor == "postgresql" else ["postgresql"])
    left_out = [item for item in items if any(map(item.get_closest_marker, left))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_report_header():
    return None if has_office() else NO_OFFICE


@pytest.fixture(autouse=True)
def _vietnamese():
    """Every test starts in the portal's default language, whatever the one before it activated."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What pages keep by versions begins anew: the rows of another test have the same numbers."""
    cache.clear()


@pytest.fixture
def clock():
    """``clock(day_or_moment)`` sets the portal's clock in Vietnam's time; a bare day is nine in the morning.

    It may be called again to travel on. The clock runs on from there, so that rows get an order.
    """
    travellers = []

    def travel(moment: date | datetime) -> datetime:
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(9))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dates.TIME_ZONE)
        for traveller in travellers:
            traveller.stop()
        travellers[:] = [time_machine.travel(moment, tick=True)]
        travellers[0].start()
        return moment

    yield travel
    for traveller in travellers:
        traveller.stop()


@pytest.fixture
def kept_rows(db, clock):
    """``kept_rows(name, make)`` returns what ``make`` makes, with its rows; see ``tests.support.kept``."""
    return Kept(clock)


@pytest.fixture
def catalogue(kept_rows):
    """The whole catalogue of indicators and checks; indicators by code."""
    return kept_rows("catalogue", reference.load_catalogue)


@pytest.fixture
def periods(kept_rows):
    """The periods of 2023 to 2026 by code."""
    return kept_rows("periods", lambda: reference.load_periods(2023, 2024, 2025, 2026))


@pytest.fixture
def world(kept_rows, clock):
    """The small season of 2024, with the clock at ``world.NOW`` inside its entry phases."""
    clock(worlds.NOW)
    return kept_rows("world", worlds.small_world)


@pytest.fixture
def full(world, kept_rows):
    """The small season in which every member has figures that are approved."""
    kept_rows("full", lambda: bool(world.fill_all()))
    return world


@pytest.fixture
def draw_season(world, kept_rows):
    """``draw_season(seed)`` fills the small season with figures nobody chose; ``draw`` does it, see ``random_season``.

    The world's own handles are those of the drawn season from then on.
    """

    def drawn(seed: int, draw=random_season):
        made = kept_rows((draw.__name__, seed), lambda: draw(world, seed))
        vars(world).update(vars(made.world))
        made.world = world
        return made

    return drawn


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """``once(name, make)`` returns what ``make(folder)`` made when the module first asked: for what is only read."""
    made = {}

    def of(name, make):
        if name not in made:
            made[name] = make(tmp_path_factory.mktemp("once"))
        return made[name]

    return of


@pytest.fixture
def as_user(client, world):
    """``as_user("officer")`` signs the test client in as somebody of the small world and returns it."""

    def sign_in(name: str):
        client.force_login(world.users[name], backend="accounts.backends.AccountBackend")
        return client

    return sign_in


@pytest.fixture
def folder(settings, tmp_path):
    settings.RUNS_DIR = tmp_path / "runs"
    return settings.RUNS_DIR


@pytest.fixture
def sent(monkeypatch):
    """What was handed to the broker."""
    found = []
    monkeypatch.setattr(queue.app, "send_task", lambda name, args, **options: found.append((name, *args)))
    return found

"""The command: that it may be repeated, and how it goes on when time has passed."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.test import override_settings

from accounts.models import User
from clusters.models import Season
from clusters.phases import entry_is_open
from results.models import Result, Submission
from results.services import CellEntry, open_submission, save_cells
from tests.support.demonstration import RolledBack, moment

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration-command")]  # loaded once for all of them

APPS = ("accounts", "clusters", "pledges", "results", "awards", "reports")
AUTUMN, NEXT_SPRING = date(2026, 11, 22), date(2027, 3, 31)
CODE = "carried_over_cases"


def load_demo(day: date = AUTUMN) -> str:
    with time_machine.travel(moment(day), tick=True), override_settings(DEMO_MODE=True):
        output = StringIO()
        call_command("load_demo", stdout=output)
        return output.getvalue()


def dump() -> dict[str, list]:
    """Every stored row of the portal's apps."""
    return {
        model._meta.label: json.loads(serializers.serialize("json", model._default_manager.order_by("pk")))
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """What the command says when it loads an empty portal on an autumn day."""
    with django_db_blocker.unblock(), RolledBack():
        yield load_demo()


def test_command_says_what_it_added(loaded):
    results = Result.objects.count()
    assert loaded == f"Đã nạp 25 năm thi đua, {results} số liệu; năm đang nhập là 2026.\n"
    assert results > 45_000


def test_loading_twice_gives_the_same_database(loaded):
    before = dump()
    assert load_demo() == "Không có thay đổi; năm đang nhập là 2026.\n"
    assert dump() == before


def test_accounts_sign_in_with_the_published_password(loaded):
    accounts = {u.username: u.is_administrator for u in User.objects.all()}
    names = ("quantri", "bo", "bo.duyet", "thuky", "cumtruong", "cumpho", "canbo", "truong", "canbo.stp", "ngoaicum")
    assert accounts == {name: name == "quantri" for name in names}
    signed_in = [user for user in User.objects.order_by("pk") if user.check_password("thidua-2024")]
    assert [user.username for user in signed_in] == list(accounts)
    assert {u.person.is_illustrative for u in signed_in} == {True}
    assert User.objects.get(username="quantri").person.appointments.count() == 0


def type_a_value(day: date, value: int) -> Submission:
    with time_machine.travel(moment(day), tick=True):
        draft = Submission.objects.get(agency__code="THADS-80-2025", period__code="THADS-2026-12m")
        save_cells(submission=draft, entries={CODE: CellEntry(value=value)}, actor=User.objects.get(username="canbo"))
    return draft


def test_later_in_the_live_year_typed_values_stay_and_entry_goes_on(loaded):
    draft, later = type_a_value(AUTUMN, 4321), date(2026, 12, 30)
    season = Season.objects.get(cluster__code="BSH-MH", year=2026)
    period = {"block": "civil_enforcement", "period_code": "12m"}
    assert entry_is_open(season, day=later, **period) is False
    assert load_demo(later) == "Đã mở tiếp việc nhập số liệu của 2 kỳ năm 2026.\n"
    assert entry_is_open(season, day=later, **period) is True
    assert entry_is_open(season, day=AUTUMN, **period) is True
    assert draft.results.get(indicator__code=CODE).value == 4321
    assert load_demo(later) == "Không có thay đổi; năm đang nhập là 2026.\n"


def test_next_year_adds_its_season_and_keeps_what_was_typed(loaded):
    draft, seasons = type_a_value(AUTUMN, 4321), Season.objects.count()
    assert load_demo(NEXT_SPRING).startswith("Đã nạp 7 năm thi đua, ")
    assert load_demo(NEXT_SPRING) == "Không có thay đổi; năm đang nhập là 2027.\n"
    assert Season.objects.count() == seasons + 7
    assert (draft.results.get(indicator__code=CODE).value, Submission.objects.get(pk=draft.pk).state) == (4321, "draft")
    with time_machine.travel(moment(NEXT_SPRING), tick=True):
        user = User.objects.get(username="canbo")
        live = Submission.objects.get(agency__code="THADS-80-2025", period__year=2027, state="draft")
        assert open_submission(agency=live.agency, period=live.period, actor=user) == live
        report = save_cells(submission=live, entries={CODE: CellEntry(value=5)}, actor=user)
    assert report.saved == {CODE}

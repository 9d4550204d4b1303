"""Days off and make-up days: counting lateness, the day a term ends on, and the Ministry's page of them."""

import csv
import re
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

import setup.reference.results
from accounts.models import AuditEntry
from clusters.models import Agency
from emulation_portal.lib.dates import TIME_ZONE
from results.enums import State
from results.models import DayOff, ReportingPeriod, Submission
from tests.support.html import main_of, text_of
from tests.support.world import appointed

pytestmark = pytest.mark.django_db
DAYS = "/entry/setup/days/"


def load_reference() -> None:
    call_command("load_reference", stdout=StringIO())


def enter_days_of_the_table() -> None:
    """The days of the table alone: a small world beside the real provinces would have two agencies in one of them."""
    with (setup.reference.results.DATA / "days_off.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            kind = {"kind": row["kind"]} if "kind" in row else {}
            DayOff.objects.create(date=row["date"], reason=row["reason"], **kind)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=TIME_ZONE)


@pytest.fixture
def ready(world):
    """``ready(due)``: a report that only waits for its head, with that due day."""

    def make(due: date) -> Submission:
        agency = world.enforcement[1]
        ReportingPeriod.objects.filter(pk=world.period_of(agency).pk).update(due_date=due)
        world.season.phases.update(opens=date(2023, 1, 1), closes=date(2030, 1, 1))
        return world.fill(agency, state=State.AWAITING_SIGNATURE)

    return make


def submitted(as_user, clock, submission: Submission, day: date) -> int:
    clock(day)
    as_user("head").post(reverse("results:submit", args=[submission.pk]))
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
    return submission.late_days


# -- counting
@pytest.mark.parametrize(
    ("due", "day", "late"),
    [
        (date(2025, 4, 4), date(2025, 5, 5), 18),
        (date(2026, 11, 20), date(2026, 11, 30), 5),
        (date(2026, 1, 8), date(2026, 2, 23), 28),
        (date(2026, 8, 6), date(2026, 9, 3), 18),
    ],
)
def test_lateness_leaves_out_public_holidays_and_counts_make_up_saturdays(ready, as_user, clock, due, day, late):
    enter_days_of_the_table()
    assert submitted(as_user, clock, ready(due), day) == late


@pytest.mark.parametrize("day", [date(2026, 6, 20), date(2026, 6, 21), date(2026, 6, 22)])
def test_term_that_ends_on_a_saturday_ends_with_the_next_monday(ready, as_user, clock, day):
    assert submitted(as_user, clock, ready(date(2026, 6, 20)), day) == 0


def test_day_after_the_end_of_such_a_term_is_one_day_late(ready, as_user, clock):
    assert submitted(as_user, clock, ready(date(2026, 6, 20)), date(2026, 6, 23)) == 1


# -- the day a term ends on is shown beside the due day
BESIDE = "04/10/2024 (ngày nghỉ; thời hạn kết thúc 07/10/2024)"


@pytest.fixture
def day_off(world):
    """The due day of the open period, Friday 4 October 2024, is a day off."""
    DayOff.objects.create(date=date(2024, 10, 4), reason="Nghỉ bù")
    return world


@pytest.mark.parametrize(
    ("name", "place", "user"),
    [
        ("dashboards:home", lambda w: [], "officer"),
        ("results:entry", lambda w: [w.enforcement[1].code, "THADS-2024-12m"], "officer"),
        ("results:review", lambda w: [w.cluster.slug, 2024], "secretariat"),
        ("dashboards:agency", lambda w: [w.cluster.slug, 2024, w.enforcement[1].code], "head"),
    ],
)
def test_due_day_stays_and_the_end_of_the_term_stands_beside_it(day_off, as_user, name, place, user):
    page = as_user(user).get(reverse(name, args=place(day_off))).content.decode()
    assert BESIDE in re.sub(r"\s+", " ", page)


def test_board_of_the_overview_shows_both_days(day_off, as_user):
    page = as_user("secretariat").get(reverse("dashboards:overview", args=[day_off.cluster.slug, 2024]))
    assert "Hạn 04/10 (ngày nghỉ; thời hạn kết thúc 07/10)" in text_of(main_of(page))


def test_nothing_is_overdue_before_its_term_has_ended(day_off, as_user, clock):
    clock(date(2024, 10, 7))
    home = text_of(main_of(as_user("officer").get(reverse("dashboards:home"))))
    assert "Hôm nay" in home
    assert "Quá hạn" not in home
    board = text_of(
        main_of(as_user("secretariat").get(reverse("dashboards:overview", args=[day_off.cluster.slug, 2024])))
    )
    assert "Thiếu" not in board


def test_due_day_of_a_period_stays_as_issued(db):
    load_reference()
    DayOff.objects.create(date=date(2027, 7, 1), reason="Nghỉ")
    load_reference()
    assert ReportingPeriod.objects.get(code="THADS-2027-9m").due_date == date(2027, 7, 6)


def test_public_holidays_move_no_due_day_that_was_issued(db):
    load_reference()
    issued = dict(ReportingPeriod.objects.values_list("code", "due_date"))
    DayOff.objects.all().delete()
    load_reference()
    assert dict(ReportingPeriod.objects.values_list("code", "due_date")) == issued


# -- the page
NEW = {"day": "07/10/2024", "kind": "off", "reason": "Nghỉ bù", "basis": "Thông báo 1"}


def listed(client, year: int) -> str:
    """The table of days of a year, without what a message above it says."""
    return " ".join(text_of(table) for table in main_of(client.get(DAYS, {"year": str(year)})).xpath(".//table"))


@pytest.fixture
def late(world, clock):
    """A report that was due on Friday 4 October 2024 and came in on Tuesday the 8th: two working days late."""
    agency = world.enforcement[1]
    return world.fill(agency, submitted_at=at(date(2024, 10, 8)), late_days=2)


def version(world) -> int:
    world.season.refresh_from_db()
    return world.season.data_version


def test_new_day_off_counts_the_lateness_of_unsealed_reports_anew(world, late, as_user):
    before = version(world)
    answer = as_user("ministry").post(DAYS, NEW)
    late.refresh_from_db()
    assert answer.status_code == 302
    assert late.late_days == 1
    assert version(world) == before + 1
    assert AuditEntry.objects.get(action="day_off.enter").after["reason"] == "Nghỉ bù"


def test_sealed_report_keeps_the_lateness_it_was_sealed_with(world, late, as_user):
    Submission.objects.filter(pk=late.pk).update(state=State.SEALED)
    before = version(world)
    assert as_user("ministry").post(DAYS, NEW).status_code == 302
    late.refresh_from_db()
    assert (late.late_days, version(world)) == (2, before)


def test_correction_of_a_returned_report_counts_from_its_first_submission(world, late, as_user, clock):
    """Sent late on the 8th, returned, and submitted again in November: the first day decides, also after a change."""
    Submission.objects.filter(pk=late.pk).update(state=State.AWAITING_SIGNATURE, returned_at=at(date(2024, 10, 9)))
    clock(date(2024, 11, 20))
    as_user("head").post(reverse("results:submit", args=[late.pk]))
    assert as_user("ministry").post(DAYS, NEW).status_code == 302
    late.refresh_from_db()
    assert late.late_days == 1


def test_withdrawn_day_off_counts_again_and_stays_withdrawn_when_tables_are_loaded(world, late, as_user):
    client = as_user("ministry")
    client.post(DAYS, NEW)
    row = DayOff.objects.filter(date=date(2024, 10, 7)).first()
    assert row is not None
    address = f"{DAYS}{row.pk}/withdraw/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Ghi nhầm năm"}).status_code == 302
    late.refresh_from_db()
    assert late.late_days == 2
    assert AuditEntry.objects.get(action="day_off.withdraw").note == "Ghi nhầm năm"
    assert "07/10/2024" not in listed(client, 2024)


def test_reference_day_that_was_withdrawn_does_not_come_back(client):
    load_reference()
    body = Agency.objects.get(code="MOJ-PERSONNEL")
    client.force_login(appointed(body, "officer", name="bo"), backend="accounts.backends.AccountBackend")
    row = DayOff.objects.filter(date=date(2024, 4, 18)).first()
    assert row is not None
    assert client.post(f"{DAYS}{row.pk}/withdraw/", {"reason": "Không nghỉ"}).status_code == 302
    load_reference()
    days = listed(client, 2024)
    assert "18/04/2024" not in days
    assert "29/04/2024" in days


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "05/10/2024"}, "Thứ Bảy, Chủ nhật vốn là ngày nghỉ"),
        ({"kind": "made_up"}, "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật"),
        ({"day": "04/10/2024"}, "Ngày này đã có trong danh sách"),
    ],
)
def test_day_that_does_not_fit_is_refused_with_the_typing_kept(day_off, as_user, typed, words):
    answer = as_user("ministry").post(DAYS, NEW | typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="Thông báo 1"' in page
    assert DayOff.objects.count() == 1


def test_make_up_saturday_is_a_working_day(world, as_user):
    late = world.fill(world.enforcement[1], submitted_at=at(date(2024, 10, 8)), late_days=2)
    assert as_user("ministry").post(DAYS, NEW | {"day": "05/10/2024", "kind": "made_up"}).status_code == 302
    late.refresh_from_db()
    assert late.late_days == 3


def test_proposal_of_a_year_enters_nothing_until_a_person_adopts_it(world, as_user, clock):
    clock(date(2025, 1, 6))
    client = as_user("ministry")
    address = f"{DAYS}2025/proposal/"
    page = text_of(main_of(client.get(address)))
    for said in ("30/04/2025", "02/05/2025", "26/04/2025", "Làm bù cho ngày 02/05/2025"):
        assert said in page
    assert DayOff.objects.count() == 0
    chosen = {"days": ["2025-04-30", "2025-05-02", "2025-04-26"], "basis": ""}
    assert client.post(address, chosen).status_code == 302
    assert set(DayOff.objects.values_list("date", "kind", "is_official")) == {
        (date(2025, 4, 26), "made_up", False),
        (date(2025, 4, 30), "off", False),
        (date(2025, 5, 2), "off", False),
    }
    assert "Chưa chính thức" in listed(client, 2025)


def test_adopting_twice_enters_each_day_once(world, as_user, clock):
    clock(date(2025, 1, 6))
    client = as_user("ministry")
    client.post(f"{DAYS}2025/proposal/", {"days": ["2025-04-30"]})
    assert client.post(f"{DAYS}2025/proposal/", {"days": ["2025-04-30"]}).status_code == 422
    assert DayOff.objects.count() == 1


def test_body_of_one_block_reads_the_days_and_changes_none(day_off, as_user):
    client = as_user("bureau")
    assert client.get(DAYS).status_code == 200
    assert client.post(DAYS, NEW).status_code == 403
    assert DayOff.objects.count() == 1

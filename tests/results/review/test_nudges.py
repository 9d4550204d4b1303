"""Nudging late agencies: who may, once a day for a report, recorded, shown beside the row, told at the agency."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from emulation_portal.lib.refusal import NotAllowed, Refusal
from notices.models import Notice
from results.services import take_step
from results.telling.nudges import ACTION, nudge
from tests.support.pages import address, text

LATE = date(2024, 10, 9)


@pytest.fixture
def late(world, clock):
    """The report of the officer's agency, due on 4 October, has not been sent."""
    clock(LATE)
    return world.enforcement[1]


@pytest.fixture
def period(world, late):
    return world.period_of(late)


def post(client, agency, period, back="/"):
    at = reverse("results:nudge", args=[agency.code, period.code])
    return client.post(at, headers={"referer": f"http://testserver{back}"}, follow=True)


@pytest.mark.parametrize("role", ["secretariat", "cluster_head", "ministry", "approver", "bureau"])
def test_officers_and_heads_of_the_agency_are_told(as_user, world, late, period, role):
    said = text(post(as_user(role), late, period))
    assert f"Đã nhắc {late.short_name}: 2 người nhận được thông báo." in said
    assert {notice.user.username for notice in Notice.objects.all()} == {"officer", "head"}
    (act,) = AuditEntry.objects.filter(action=ACTION)
    assert (act.actor, act.target_label, act.after) == (
        world.users[role],
        str(late),
        {"period": period.code, "people": 2},
    )
    page = text(as_user("officer").get("/notices/"))
    assert f"Đề nghị gửi báo cáo của {late.short_name} đã quá hạn ngày 04/10/2024: 12 tháng năm 2024" in page
    assert reverse("results:entry", args=[late.code, period.code]) in page


@pytest.mark.parametrize("role", ["officer", "head", "deputy"])
def test_others_may_not(as_user, world, late, period, role):
    assert post(as_user(role), late, period).status_code == 403
    with pytest.raises(NotAllowed):
        nudge(agency=late, period=period, actor=world.users[role])
    assert not Notice.objects.exists()


def test_nobody_nudges_the_own_agency(world, late, period, clock):
    clock(date(2024, 12, 2))
    with pytest.raises(NotAllowed):
        nudge(agency=world.head_agency, period=world.period_of(world.head_agency), actor=world.users["secretariat"])


def test_once_a_day_for_a_report_whoever_nudges(as_user, world, late, period, clock):
    nudge(agency=late, period=period, actor=world.users["secretariat"])
    by = world.users["secretariat"].display_name
    said = text(post(as_user("ministry"), late, period))
    assert f"Hôm nay {by} đã nhắc báo cáo này; mỗi báo cáo chỉ nhắc một lần trong ngày." in said
    assert (Notice.objects.count(), AuditEntry.objects.filter(action=ACTION).count()) == (2, 1)
    clock(date(2024, 10, 10))
    assert nudge(agency=late, period=period, actor=world.users["ministry"]) == 2


def test_only_what_is_overdue_and_only_where_somebody_works(world, late, period):
    actor = world.users["secretariat"]
    department = world.departments[1]
    for agency, of, reason in (
        (department, world.period_of(department), "not_overdue"),
        (world.enforcement[2], period, "nobody_there"),
    ):
        with pytest.raises(Refusal, match=reason):
            nudge(agency=agency, period=of, actor=actor)
    world.fill(late)
    with pytest.raises(Refusal, match="not_overdue"):
        nudge(agency=late, period=period, actor=actor)


@pytest.mark.parametrize("role", ["secretariat", "cluster_head", "ministry"])
def test_row_has_the_button_and_then_says_who_nudged_and_when(as_user, world, late, period, role):
    client, review = as_user(role), address(world, "results:review")
    at = reverse("results:nudge", args=[late.code, period.code])
    assert f'action="{at}"' in text(client.get(review))
    post(client, late, period, review)
    for page in (review,) if role == "ministry" else (review, "/"):
        said = text(client.get(page))
        assert f"{world.users[role].display_name} đã nhắc, 09:00 ngày 09/10/2024" in said
        assert f'action="{at}"' not in said


def test_the_notice_is_settled_once_the_report_is_handed_over(world, late, period):
    report = world.fill(late, state="draft")
    nudge(agency=late, period=period, actor=world.users["secretariat"])
    take_step(submission=report, action="hand_over", actor=world.users["officer"])
    assert not Notice.objects.unseen().filter(kind="results.nudged").exists()

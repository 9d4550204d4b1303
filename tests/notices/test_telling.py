"""Who is told of what happens to reports and figures: the persons concerned, not whoever acted, and once."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Appointment
from clusters.rights import forget
from notices import mailing
from notices.models import Notice
from results.enums import Action, State
from results.models import Submission
from results.services import CellEntry, NotAllowed, release, save_cells, take_step, withdraw_release
from results.telling import reminders
from tests.support.html import main_of, text_of

NOTICES, NOTE = "/notices/", "Đề nghị rà soát 2.010 việc"
AGENCY = {"officer", "head"}


@pytest.fixture
def agency(world):
    return world.enforcement[1]


def told(**of) -> set[tuple[str, str]]:
    return {(notice.user.username, notice.kind) for notice in Notice.objects.filter(**of).select_related("user")}


def of(kind: str, *names: str) -> set[tuple[str, str]]:
    return {(name, f"results.{kind}") for name in names}


def act(world, submission, action: str, who: str, note: str = ""):
    forget(world.users[who])
    submission.refresh_from_db()
    return take_step(submission=submission, action=action, actor=world.users[who], note=note)


def rows(response) -> list[str]:
    return [text_of(row) for row in main_of(response).xpath(".//li[contains(@class, 'filerow')]")]


# -- steps -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "action", "who", "kind"),
    [
        (State.SUBMITTED, Action.RECEIVE, "secretariat", "received"),
        (State.SUBMITTED, Action.RETURN, "secretariat", "returned"),
        (State.RECEIVED, Action.APPROVE, "cluster_head", "approved"),
        (State.APPROVED, Action.REOPEN, "cluster_head", "reopened"),
        (State.APPROVED, Action.SEAL, "approver", "sealed"),
    ],
)
def test_the_agency_is_told_of_what_others_do_with_its_report(world, agency, state, action, who, kind):
    moved = act(world, world.fill(agency, state=state), action, who, note=NOTE)
    assert told() == of(kind, *AGENCY)
    assert set(Notice.objects.values_list("about", "about_id", "actor__username")) == {
        ("results.submission", moved.pk, who)
    }


def test_what_the_agency_does_itself_is_told_to_nobody(world, agency):
    act(world, world.fill(agency, state=State.AWAITING_SIGNATURE), Action.SUBMIT, "head")
    assert told() == set()


def test_who_acts_is_not_told(world):
    """The head of the head agency also heads the member."""
    person = world.users["cluster_head"].person
    Appointment.objects.create(person=person, agency=world.enforcement[1], role="head", valid_from=date(2024, 1, 1))
    submission = world.fill(world.enforcement[1], state=State.SUBMITTED)
    act(world, submission, Action.RECEIVE, "secretariat")
    assert told() == of("received", *AGENCY, "cluster_head")
    forget(world.users["cluster_head"])
    release(season=world.season, period=submission.period, actor=world.users["cluster_head"])
    assert ("cluster_head", "results.released") not in told()


def test_only_who_holds_the_role_today_and_has_an_open_account_is_told(world, agency):
    Appointment.objects.filter(person__user=world.users["officer"]).update(valid_to=date(2024, 10, 2))
    world.users["head"].is_active = False
    world.users["head"].save()
    act(world, world.fill(agency), Action.RECEIVE, "secretariat")
    assert told() == set()


def test_a_recalled_step_takes_its_notices_back(world, agency):
    submission = world.fill(agency)
    act(world, submission, Action.RECEIVE, "secretariat")
    act(world, submission, Action.RETURN, "secretariat", NOTE)
    act(world, submission, Action.RECALL, "secretariat")
    assert told(seen_at=None) == of("received", *AGENCY)
    assert not Notice.objects.filter(kind="results.returned", mail_state="waiting").exists()


def test_a_step_that_is_refused_tells_nobody(world, agency):
    submission = world.fill(agency, state=State.RECEIVED)
    submission.changes.create(
        indicator=world.indicators["eligible_cases"],
        new_value=1,
        at=submission.updated_at,
        actor=world.users["cluster_head"],
        how="form",
    )
    with pytest.raises(NotAllowed, match="own_change"):
        act(world, submission, Action.APPROVE, "cluster_head")
    assert told() == set()


# -- figures -----------------------------------------------------------------------------------------------------------
def enter(world, submission, who: str, value: int) -> int:
    forget(world.users[who])
    entries = {"eligible_cases": CellEntry(value=value)}
    with CaptureQueriesContext(connection) as queries:
        save_cells(submission=submission, entries=entries, actor=world.users[who])
    return len(queries)


def test_entry_on_behalf_is_told_once_a_day_for_each_report_and_person(world, agency, clock):
    draft = world.fill(agency, state=State.DRAFT)
    counted = [enter(world, draft, "secretariat", value) for value in (2001, 2002, 2003)]
    assert told() == of("on_behalf", *AGENCY) and Notice.objects.count() == 2
    assert max(counted) <= 20 and counted[1] == counted[2] < counted[0]
    enter(world, draft, "cluster_head", 2004)
    assert Notice.objects.count() == 4
    clock(date(2024, 10, 3))
    enter(world, draft, "secretariat", 2005)
    assert Notice.objects.count() == 6


def test_what_the_agency_types_itself_is_not_told(world, agency):
    enter(world, world.fill(agency, state=State.DRAFT), "officer", 2001)
    assert told() == set()


def test_release_is_told_to_the_members_of_the_block(world, agency):
    period = world.fill(agency).period
    for _again in range(2):
        release(season=world.season, period=period, actor=world.users["cluster_head"])
    assert told() == of("released", *AGENCY, "deputy_officer", "deputy")
    assert Notice.objects.count() == 4
    withdraw_release(season=world.season, period=period, actor=world.users["cluster_head"])
    assert not Notice.objects.unseen().exists()


# -- due soon ----------------------------------------------------------------------------------------------------------
def test_officers_are_reminded_once_of_what_was_not_handed_over(world, agency, clock):
    """Due on Friday 4 October 2024; the deputy agency has handed over, the others have not."""
    world.fill(world.deputy_agency, state=State.SUBMITTED)
    world.fill(agency, state=State.DRAFT)
    clock(date(2024, 9, 30))
    assert (reminders.remind(), told()) == (0, set())
    clock(date(2024, 10, 1))
    assert (reminders.remind(), told()) == (1, of("due_soon", "officer"))
    clock(date(2024, 10, 2))
    assert (reminders.remind(), Notice.objects.count()) == (0, 1)


def test_nobody_is_reminded_after_the_term_or_where_it_is_turned_off(world, settings, clock):
    clock(date(2024, 10, 5))
    assert reminders.remind() == 0
    clock(date(2024, 10, 3))
    settings.DUE_SOON_WORKING_DAYS = 0
    assert (reminders.remind(), told()) == (0, set())


def test_handing_over_ends_the_reminder(world, agency):
    draft = world.fill(agency, state=State.DRAFT)
    reminders.remind()
    act(world, draft, Action.HAND_OVER, "officer")
    assert ("officer", "results.due_soon") not in told(seen_at=None)


# -- pages and e-mail --------------------------------------------------------------------------------------------------
def test_list_says_it_in_the_language_of_the_reader_with_reason_and_link(world, agency, as_user):
    submission = world.fill(agency)
    act(world, submission, Action.RETURN, "secretariat", NOTE)
    client = as_user("head")
    page = client.get(NOTICES)
    (row,) = rows(page)
    assert row.startswith(f"Báo cáo của {agency.short_name} bị trả lại: {submission.period.name}")
    assert f"Lý do: {NOTE}" in row and world.users["secretariat"].display_name in row
    assert main_of(page).xpath(f".//a[@href='{reverse('results:submission', args=[submission.pk])}']")
    world.users["head"].language = "en"
    world.users["head"].save()
    (row,) = rows(client.get(NOTICES))
    assert row.startswith(f"The report of {agency.short_name} was returned:")


def test_the_page_of_the_report_takes_the_notice_away(world, agency, as_user):
    submission = world.fill(agency)
    act(world, submission, Action.RECEIVE, "secretariat")
    page = as_user("head").get(reverse("results:submission", args=[submission.pk]))
    assert told(seen_at=None) == of("received", "officer")
    assert "Thông báo chưa xem: 0" in page.content.decode()


def test_who_lost_the_right_sees_what_happened_without_reason_and_link(world, agency, as_user):
    submission = world.fill(agency)
    act(world, submission, Action.RETURN, "secretariat", NOTE)
    Appointment.objects.filter(person__user=world.users["head"]).update(valid_to=date(2024, 10, 2))
    page = as_user("head").get(NOTICES)
    (row,) = rows(page)
    assert "bị trả lại" in row and "không được xem" in row and NOTE not in row
    assert not main_of(page).xpath(f".//a[contains(@href, '/submission/{submission.pk}/')]")


def test_release_and_due_day_are_listed_with_their_pages(world, agency, as_user):
    world.fill(agency, state=State.DRAFT)
    reminders.remind()
    period = world.fill(world.deputy_agency).period
    release(season=world.season, period=period, actor=world.users["cluster_head"])
    page = as_user("officer").get(NOTICES)
    shown, due = rows(page)
    assert "Đã công bố số liệu cho các đơn vị trong cụm" in shown and "Cụm thử · 2024" in shown
    assert f"Báo cáo của {agency.short_name} đến hạn ngày 04/10/2024" in due
    links = [reverse("dashboards:overview", args=["cum-thu-nghiem", 2024])]
    links += [reverse("results:entry", args=[agency.code, period.code])]
    assert main_of(page).xpath(".//li[contains(@class, 'filerow')]//a/@href") == links


def test_queries_of_the_list_do_not_grow(world, agency, as_user):
    client, counted = as_user("officer"), []
    submission = world.fill(agency)
    for count in (1, 8):
        for _number in range(count):
            for action in (Action.RECEIVE, Action.RETURN):
                Submission.objects.filter(pk=submission.pk).update(state=State.SUBMITTED)
                act(world, submission, action, "secretariat", NOTE)
            Submission.objects.filter(pk=submission.pk).update(state=State.SUBMITTED)
            release(season=world.season, period=submission.period, actor=world.users["cluster_head"])
            withdraw_release(season=world.season, period=submission.period, actor=world.users["cluster_head"])
        with CaptureQueriesContext(connection) as queries:
            page = client.get(NOTICES)
        counted.append(len(queries))
    assert len(rows(page)) == 20
    assert counted[0] == counted[1] <= 20


@pytest.mark.parametrize(
    ("language", "subject"), [("vi", "Báo cáo của {} bị trả lại: {}"), ("en", "The report of {} was returned: {}")]
)
def test_email_leaves_out_what_somebody_typed(world, agency, settings, language, subject):
    head = world.users["head"]
    head.email, head.language = "truong@example.vn", language
    head.save()
    submission = world.fill(agency)
    act(world, submission, Action.RETURN, "secretariat", NOTE)
    assert (mailing.send_due(), mailing.send_due()) == (1, 0)
    (sent,) = mail.outbox
    period = submission.period.name_vi if language == "vi" else submission.period.name_en
    assert sent.subject == subject.format(agency.short_name, period or submission.period.name_vi)
    assert reverse("results:submission", args=[submission.pk]) in sent.body
    assert "2.010" not in sent.body and "2010" not in sent.body


def test_who_wishes_no_email_gets_none(world, agency):
    head = world.users["head"]
    head.email, head.wants_mail = "truong@example.vn", False
    head.save()
    act(world, world.fill(agency), Action.RECEIVE, "secretariat")
    assert (mailing.send_due(), mail.outbox) == (0, [])
    assert ("head", "results.received") in told(seen_at=None)

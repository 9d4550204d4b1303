"""Home: what waits for whom, how urgent it is, and what is said to those who have nothing."""

from datetime import date

import pytest

from accounts import audit
from clusters.declarations import tasks as declared
from clusters.declarations.tasks import Task, TaskKind
from clusters.models import Leadership
from emulation_portal.lib import dates
from results.models import DayOff
from results.services import take_step
from tests.factories.clusters import PhaseFactory
from tests.support.pages import BUDGET, address, ask, grow, text


def home(client):
    return client.get("/")


def tasks(response) -> list[tuple[str, str]]:
    return [(group.name, row.title) for group in response.context["task_groups"] for row in group.rows]


def titles(response) -> set[str]:
    return {title for _group, title in tasks(response)}


def test_tasks_of_all_apps_stand_in_one_order(as_user, world, monkeypatch):
    def reader(title, **days):
        task = Task(TaskKind("award"), title, f"/{title}/", "Xem", "Cụm thử · 2024", 0, "", **days)
        return lambda around: [task]

    readers = (
        reader("undated"),
        reader("later", due=date(2024, 10, 10)),
        reader("sooner", due=date(2024, 10, 4)),
        reader("also undated"),
    )
    monkeypatch.setattr(declared, "readers", lambda: readers)
    shown = home(as_user("officer"))
    assert [title for _group, title in tasks(shown)] == ["sooner", "later", "also undated", "undated"]


# -- overdue members ---------------------------------------------------------------------------------------------------
def test_who_leads_reads_which_members_are_overdue(as_user, world, clock):
    clock(date(2024, 10, 9))
    world.fill(world.enforcement[0])
    world.fill(world.enforcement[2], state="draft")
    late = [
        (world.enforcement[1].short_name, "12 tháng năm 2024", "quá hạn 3 ngày làm việc"),
        (world.enforcement[2].short_name, "12 tháng năm 2024", "quá hạn 3 ngày làm việc"),
    ]
    for role in ("secretariat", "cluster_head"):
        response = home(as_user(role))
        rows = {row.agency: row for row in response.context["overdue_members"]}
        assert [(each, rows[each].period, rows[each].late) for each, _p, _l in late] == late
        assert world.enforcement[0].short_name not in rows
        for agency in world.enforcement[1:]:
            link = address(world, "dashboards:agency", agency.code)
            assert f'<a href="{link}">{agency.short_name}</a>' in text(response)
    assert not home(as_user("officer")).context["overdue_members"]
    assert world.departments[1].short_name not in {r.agency for r in home(as_user("deputy")).context["overdue_members"]}


# -- by role ----------------------------------------------------------------------------------------------------------
def test_officer_is_asked_to_begin_what_is_open(as_user, world):
    assert tasks(home(as_user("officer"))) == [("Sắp đến hạn", "Nhập số liệu 12 tháng năm 2024")]
    assert tasks(home(as_user("head"))) == []


def test_officer_is_asked_to_finish_a_draft(as_user, world):
    world.fill(world.enforcement[1], state="draft")
    assert titles(home(as_user("officer"))) == {"Hoàn thành báo cáo 12 tháng năm 2024"}


def test_officer_sees_a_return_with_its_reason_even_after_the_phase(as_user, world, clock):
    clock(date(2025, 1, 6))
    world.fill(world.enforcement[1], state="draft", returned_at=dates.now(), return_reason="Thiếu thuyết minh E05")
    response = home(as_user("officer"))
    row = response.context["task_groups"][0].rows[0]
    assert row.title == f"Sửa báo cáo 12 tháng năm 2024 bị trả lại của {world.enforcement[1].short_name}"
    assert "lý do: Thiếu thuyết minh E05" in row.meta
    assert row.tone == "bad"


def test_officer_sees_that_an_approved_report_was_reopened(as_user, world):
    agency = world.enforcement[1]
    approved = world.fill(agency, state="approved")
    take_step(submission=approved, action="reopen", actor=world.users["approver"], note="Sai số thụ lý mới")
    row = home(as_user("officer")).context["task_groups"][0].rows[0]
    assert row.title == f"Sửa báo cáo 12 tháng năm 2024 được mở lại của {agency.short_name}"
    assert (row.chip_text, row.tone) == ("Đã mở lại", "warn")
    assert "lý do: Sai số thụ lý mới" in row.meta


def test_a_report_never_begun_is_told_of_after_the_phase_like_a_begun_one(as_user, world, clock):
    clock(date(2024, 12, 1))
    response = home(as_user("officer"))
    said = "Chưa lập báo cáo 12 tháng năm 2024; đã đóng nhập, đến hết ngày 30/11/2024"
    assert tasks(response) == [("Quá hạn", said)]
    row = response.context["task_groups"][0].rows[0]
    assert "Thường trực cụm hoặc Bộ có thể kéo dài thời gian nhập" in text(as_user("officer").get(row.url))
    clock(date(2026, 1, 5))
    assert tasks(home(as_user("officer"))) == []


def test_nothing_waits_once_the_phase_has_closed_on_what_was_sent(as_user, world, clock):
    world.fill(world.enforcement[1])
    clock(date(2024, 12, 1))
    assert tasks(home(as_user("officer"))) == []


def test_what_a_later_report_asks_for_is_not_told_of_beside_it(as_user, world, clock):
    PhaseFactory(
        season=world.season,
        block="department_of_justice",
        period_code="year_official",
        opens=date(2025, 1, 2),
        closes=date(2025, 3, 1),
    )
    clock(date(2025, 1, 6))
    assert titles(home(as_user("officer_dept"))) == {"Nhập số liệu Năm 2024 (chính thức)"}


def test_a_report_that_was_begun_and_not_sent_stays_in_sight_after_the_phase(as_user, world, clock):
    world.fill(world.enforcement[1], state="draft")
    clock(date(2024, 12, 2))
    response = home(as_user("officer"))
    assert tasks(response) == [("Quá hạn", "Báo cáo 12 tháng năm 2024 chưa gửi; đã đóng nhập, đến hết ngày 30/11/2024")]
    row = response.context["task_groups"][0].rows[0]
    assert "Thường trực cụm hoặc Bộ có thể kéo dài thời gian nhập" in text(as_user("officer").get(row.url))
    clock(date(2026, 1, 5))
    assert tasks(home(as_user("officer"))) == []


def test_head_is_asked_to_submit_what_awaits_the_signature(as_user, world):
    agency = world.enforcement[1]
    world.fill(agency, state="awaiting_signature", handed_over_at=dates.now())
    assert titles(home(as_user("head"))) == {f"Duyệt và gửi báo cáo 12 tháng năm 2024 của {agency.short_name}"}
    assert titles(home(as_user("officer"))) == set()


def test_reviewers_receive_and_approve_the_others_not_their_own(as_user, world):
    submitted, received = world.enforcement[1], world.enforcement[2]
    world.fill(submitted, state="submitted")
    world.fill(received, state="received")
    world.fill(world.head_agency, state="submitted")
    receive = f"Tiếp nhận báo cáo 12 tháng năm 2024 của {submitted.short_name}"
    approve = f"Duyệt báo cáo 12 tháng năm 2024 của {received.short_name}"
    of_the_head = f"Tiếp nhận báo cáo Năm 2024 (lần 1) của {world.head_agency.short_name}"
    assert titles(home(as_user("secretariat"))) == {receive}
    assert titles(home(as_user("cluster_head"))) == {receive, approve}
    assert titles(home(as_user("deputy"))) == set()
    assert titles(home(as_user("ministry"))) == {of_the_head}  # the deputy agency is of the other block


def test_ministry_reviews_the_head_agency_where_nobody_of_its_block_deputises(as_user, world):
    agency = world.other_agencies[0]  # leads the other cluster, which has no deputy
    world.fill(agency, state="received")
    world.fill(world.departments[1], state="received")
    assert titles(home(as_user("approver"))) == {f"Duyệt báo cáo Năm 2024 (lần 1) của {agency.short_name}"}
    assert titles(home(as_user("ministry"))) == set()


def test_deputy_of_the_same_block_reviews_the_head_agency(as_user, world):
    Leadership.objects.filter(role="deputy").update(agency=world.departments[1])
    world.fill(world.head_agency, state="submitted")
    of_the_head = f"Tiếp nhận báo cáo Năm 2024 (lần 1) của {world.head_agency.short_name}"
    assert titles(home(as_user("head_dept"))) == {of_the_head}
    assert titles(home(as_user("ministry"))) == set()


# -- urgency ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "group", "chip"),
    [
        (date(2024, 9, 26), "Đang chờ", "Còn 6 ngày làm việc"),
        (date(2024, 10, 3), "Sắp đến hạn", "Còn 1 ngày làm việc"),
        (date(2024, 10, 4), "Hôm nay", "Hôm nay"),
        (date(2024, 10, 7), "Quá hạn", "Quá hạn 1 ngày làm việc"),
    ],
)
def test_urgency_is_counted_in_working_days(as_user, world, clock, day, group, chip):
    clock(day)
    shown = home(as_user("officer")).context["task_groups"]
    assert [(g.name, row.chip_text) for g in shown for row in g.rows] == [(group, chip)]


def test_urgency_leaves_out_days_off(as_user, world, clock):
    clock(date(2024, 10, 1))
    DayOff.objects.create(date=date(2024, 10, 3), reason="Nghỉ bù")
    assert home(as_user("officer")).context["task_groups"][0].rows[0].chip_text == "Còn 2 ngày làm việc"


# -- the rest of the page ---------------------------------------------------------------------------------------------
def test_standing_shows_the_cluster_to_its_secretariat_and_the_own_agency_to_a_member(as_user, world):
    world.set_targets()
    world.fill_all()
    cluster = home(as_user("secretariat")).context["tiles"]
    own = home(as_user("officer")).context["tiles"]
    assert [tile.source_text for tile in cluster][1] == "10.080 / 12.000\N{NO-BREAK SPACE}việc"
    assert next(tile.source_text for tile in own) == "3.360 / 4.000\N{NO-BREAK SPACE}việc"
    assert {tile.chip[2] for tile in own} == {world.enforcement[1].short_name}


def test_standing_names_whose_figures_and_of_which_period_and_in_a_part_of_the_year_the_pace(as_user, world):
    world.set_targets()
    world.fill(world.enforcement[1], period=world.periods["THADS-2024-6m"], state="approved")
    shown = home(as_user("officer"))
    tile = shown.context["tiles"][0]
    assert (tile.whose, tile.period) == (world.enforcement[1].short_name, "6 tháng năm 2024")
    assert "so với 6/12 chỉ tiêu năm" in tile.pace
    assert " ".join(tile.pace.split()) in text(shown)
    assert f"{tile.whose}, {tile.period}" in text(shown)
    world.fill_all()
    tile = home(as_user("officer")).context["tiles"][0]
    assert (tile.period, tile.pace) == ("12 tháng năm 2024", "")


def test_reports_of_the_period_are_those_of_the_one_that_runs_for_everybody(as_user, world):
    def told(role):
        return {(row.period, row.final, row.among) for row in home(as_user(role)).context["progress"]}

    world.fill(world.enforcement[1], period=world.periods["THADS-2024-6m"], state="approved")
    world.fill(world.enforcement[2], state="approved")
    assert told("officer") >= {("12 tháng năm 2024", 1, len(world.enforcement))}
    assert told("officer") == told("secretariat") == told("head")


def test_recent_acts_are_those_on_reports_one_may_see(as_user, world):
    own = world.fill(world.enforcement[1])
    other = world.fill(world.enforcement[2])
    for submission in (own, other):
        audit.record(actor=world.users["secretariat"], action="submission.receive", target=submission)
    audit.record(actor=world.users["officer"], action="result.save", target=own)
    assert [event.what for event in home(as_user("officer")).context["events"]] == [f"tiếp nhận báo cáo: {own}"]
    assert len(home(as_user("secretariat")).context["events"]) == 2
    assert home(as_user("other_officer")).context["events"] == []


def test_recent_acts_name_agencies_and_periods_in_the_readers_language(as_user, world):
    def whats(language):
        user.language = language
        user.save()
        return [event.what for event in home(as_user("secretariat")).context["events"]]

    agency, user = world.enforcement[1], world.users["secretariat"]
    type(agency).objects.filter(pk=agency.pk).update(name_en="Enforcement of Long An")
    kept = [world.fill(agency), world.fill(world.enforcement[2])]
    for submission in kept:
        audit.record(actor=user, action="submission.receive", target=submission)
    vietnamese = [f"{a.name_vi} · 12 tháng năm 2024 · v1" for a in world.enforcement[:0:-1]]
    assert whats("vi") == [f"tiếp nhận báo cáo: {label}" for label in vietnamese]
    untranslated = world.enforcement[2].name_en or world.enforcement[2].name_vi
    english = [f"{name} · 12m 2024 · v1" for name in (untranslated, "Enforcement of Long An")]
    assert whats("en") == [f"received the report: {label}" for label in english]


def test_recent_acts_cost_the_same_for_any_number(as_user, world):
    counted, user = [], world.users["secretariat"]
    user.language = "en"
    user.save()
    world.fill_all(state="received")
    client = as_user("secretariat")
    for agency in world.enforcement:
        audit.record(actor=user, action="submission.receive", target=agency.submissions.get())
        _page, queries = ask(client, "/")
        counted.append(queries)
    assert counted[0] == counted[-1] <= BUDGET


def test_next_days_are_the_next_openings_due_days_and_closings(as_user, world, clock):
    def days():
        return [(row.day, row.text) for row in home(as_user("officer")).context["milestones"]]

    enforcement, departments = ("12 tháng năm 2024 · Khối THADS", "Năm 2024 (lần 1) · Khối Sở Tư pháp")
    closings = [
        ("30/11", f"Đóng: Nhập số liệu {enforcement}"),
        ("30/11", f"Đóng: Nhập số liệu {departments}"),
    ]
    due = {day.due_date: f"Hạn gửi báo cáo: Nhập số liệu {name}" for day, name in _due(world, enforcement, departments)}
    assert days() == [(f"{day:%d/%m}", text) for day, text in sorted(due.items())] + closings
    clock(date(2024, 11, 29))
    assert days() == closings


def _due(world, *names):
    return zip((world.period_of(agency) for agency in (world.enforcement[1], world.departments[1])), names, strict=True)


def test_without_an_appointment_home_explains_and_leads_to_the_account(as_user, world):
    page = text(home(as_user("nobody")))
    assert "không có phân công công tác còn hiệu lực" in page
    assert 'href="/me/"' in page
    assert "dashboards:overview" not in page and "/s/" not in page


def test_rights_of_yesterday_leave_the_explanation(as_user, world):
    world.users["officer"].person.appointments.update(valid_to=dates.today())
    assert "không có phân công công tác còn hiệu lực" in text(home(as_user("officer")))


def test_administrator_is_led_to_people(as_user, world):
    assert 'href="/people/"' in text(home(as_user("administrator")))


def test_anonymous_is_sent_to_sign_in(client, db):
    assert home(client).headers["Location"].startswith("/accounts/login/")


def test_season_one_visited_is_remembered(as_user, world):
    client = as_user("ministry")
    assert client.get("/").context["season"] in (world.season, world.other_season)
    for season in (world.other_season, world.season):
        client.get(f"/s/{season.cluster.slug}/{season.year}/")
        assert client.get("/").context["season"] == season


def test_remembered_season_is_forgotten_with_the_right_to_it(as_user, world):
    client = as_user("officer")
    client.get(address(world, "dashboards:overview"))
    world.cluster.memberships.filter(agency=world.enforcement[1]).update(valid_to=date(2023, 1, 1))
    assert client.get("/").context["season"] is None


@pytest.mark.parametrize("name", ["secretariat", "cluster_head", "officer", "deputy", "approver", "nobody"])
def test_home_costs_the_same_for_any_number_of_members(as_user, world, name):
    world.fill_all(state="submitted")
    client = as_user(name)
    _page, few = ask(client, "/")
    grow(world, 6)
    _page, many = ask(client, "/")
    assert few == many <= BUDGET

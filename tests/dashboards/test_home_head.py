"""The first page of an agency's head: the latest figures there are, what waits, what is short and by how much."""

from datetime import date

import pytest
from django.urls import reverse

from emulation_portal.lib import dates
from results.models import Submission
from results.services import CellEntry, save_cells
from tests.support.pages import BUDGET, ask, grow, text


@pytest.fixture
def agency(world):
    world.set_targets()
    return world.enforcement[1]


def home(client):
    response = client.get("/")
    assert "dashboards/home/head.html" in [each.name for each in response.templates]
    return response


def plain(said: str) -> str:
    return said.replace("\N{NO-BREAK SPACE}", " ")


def at_ten_months(world, agency, **fields):
    return world.fill(agency, period=world.periods["THADS-2024-10m"], state="approved", **fields)


def sign(world, agency, **fields) -> Submission:
    return world.fill(agency, state="awaiting_signature", handed_over_at=dates.now(), **fields)


# -- where we stand ---------------------------------------------------------------------------------------------------
def test_before_the_first_figures_the_page_says_which_come_first(as_user, world, agency):
    shown = home(as_user("head"))
    assert shown.context["rates"] == []
    assert shown.context["no_figures"].startswith("Chưa có kỳ nào trong năm có số liệu; kỳ 3 tháng hạn ")
    assert shown.context["no_figures"] in text(shown)


def test_the_latest_figures_are_the_agencys_own_though_others_are_further(as_user, world, agency):
    at_ten_months(world, agency)
    world.fill(world.enforcement[0], state="approved")
    shown = home(as_user("head"))
    day = dates.format_date(dates.today())
    assert shown.context["latest"] == f"Số liệu mới nhất: 10 tháng năm 2024 (10/2023 – 7/2024), duyệt ngày {day}."
    assert [(rate.value, plain(rate.against)) for rate in shown.context["rates"]] == [
        ("84,00%", "so với 10/12 chỉ tiêu"),
        ("49,25%", "so với 10/12 chỉ tiêu"),
    ]
    assert "period=10m" in shown.context["rates"][0].url


def test_what_was_sent_and_is_not_approved_says_so(as_user, world, agency):
    world.fill(agency, state="submitted")
    assert home(as_user("head")).context["latest"].endswith("chưa duyệt.")


def test_big_rates_are_links_with_a_full_name(as_user, world, agency):
    at_ten_months(world, agency)
    assert 'aria-label="Tỷ lệ thi hành xong về việc 84,00%, xem cách tính"' in text(home(as_user("head")))


def test_reports_are_counted_once_they_have_begun_and_what_is_overdue_is_named(as_user, world, agency, clock):
    at_ten_months(world, agency)
    sent = home(as_user("head")).context["sent"]
    assert (sent.sent, sent.among, sent.overdue) == (1, 5, ("3 tháng", "6 tháng", "9 tháng"))
    clock(date(2024, 10, 7))
    assert home(as_user("head")).context["sent"].overdue[-1] == "12 tháng"


def test_the_report_in_work_says_how_late_it_is_and_one_that_is_late_goes_first(as_user, world, agency, clock):
    world.fill(agency, state="draft")
    assert home(as_user("head")).context["quiet"].late == ""
    clock(date(2024, 10, 9))
    quiet = home(as_user("head")).context["quiet"]
    assert (quiet.text, quiet.late) == ("Báo cáo 12 tháng: đang nhập, hạn 04/10/2024.", "Quá hạn 3 ngày làm việc")
    assert "Quá hạn 3 ngày làm việc" in text(home(as_user("head")))


def test_what_else_waits_for_a_decision_is_found_on_the_page_of_the_agency(as_user, world, agency):
    page = as_user("head").get("/").content.decode()
    where = f"/s/{world.cluster.slug}/2024/agency/{agency.code}/"
    assert f'href="{where}#h-decide"' in page
    assert "Không có báo cáo chờ xử lý." in page
    assert 'id="h-decide"' in as_user("head").get(where).content.decode()


# -- the report that waits --------------------------------------------------------------------------------------------
def test_the_report_that_waits_stands_first_with_its_rates(as_user, world, agency):
    world.fill(agency, period=world.periods["THADS-2023-12m"], state="sealed")
    report = sign(world, agency, values={"collected_money": 700_000_000})
    shown = home(as_user("head"))
    table = shown.context["rate_table"]
    rows = {row.name: row for row in table.rows}
    cases = rows["Tỷ lệ thi hành xong về việc"]
    assert (table.target_head, cases.value, cases.target, cases.last) == ("Chỉ tiêu giao", "84,00%", "79,25%", "84,00%")
    page = text(shown)
    assert page.count(f'href="{reverse("results:submission", args=[report.pk])}"') == 1
    assert f'href="{reverse("results:send_back", args=[report.pk])}"' in page
    assert "Xem, duyệt và gửi" in page
    assert [row for group in shown.context["other_groups"] for row in group.rows] == []
    assert len(shown.context["task_groups"]) == 1


def test_warnings_stand_before_the_rates_with_their_explanation(as_user, world, agency):
    values = {"collected_money": 0, "terminated_money": 0, "reduced_money": 0}
    report = world.fill(agency, state="draft", values=values)
    note = "Chưa thu được tiền trong kỳ"
    save_cells(submission=report, entries={"collected_money": CellEntry(0, note=note)}, actor=world.users["officer"])
    Submission.objects.filter(pk=report.pk).update(state="awaiting_signature", handed_over_at=dates.now())
    page = text(home(as_user("head")))
    assert "1 cảnh báo, đều đã có giải trình." in page
    assert page.index(f"“{note}”") < page.index("Chênh lệch tính bằng điểm %.")


def test_what_is_short_is_told_in_points_and_in_money(as_user, world, agency):
    sign(world, agency, values={"collected_money": 700_000_000})
    short, kept = home(as_user("head")).context["shortfalls"]
    assert (short.tone, kept.end) == ("bad", "Đạt 1/2")
    assert short.title == "Tỷ lệ thi hành xong về tiền, so với chỉ tiêu giao 45,50%"
    assert plain(short.text) == "thiếu 125,0 triệu đồng"
    assert plain(kept.text) == "Tỷ lệ thi hành xong về việc +4,75 điểm %"


def test_in_a_part_of_the_year_nothing_is_missed_but_behind_its_part_of_the_target(as_user, world, agency):
    at_ten_months(world, agency, values={"fully_enforced_cases": 1000})
    short = home(as_user("head")).context["shortfalls"][0]
    assert (short.tone, short.title) == ("warn", "Tỷ lệ thi hành xong về việc, so với 10/12 chỉ tiêu (66,04%)")
    assert plain(short.text) == "thiếu 241 việc"
    assert home(as_user("head")).context["verdict"].says.startswith("Thấp hơn tiến độ 10/12 chỉ tiêu năm")


def test_a_rate_below_last_year_says_what_became_of_its_parts(as_user, world, agency):
    world.fill(agency, period=world.periods["THADS-2023-12m"], state="sealed", values={"fully_enforced_cases": 1700})
    world.fill(agency, state="approved")
    rows = {row.title: row for row in home(as_user("head")).context["shortfalls"]}
    row = rows["Tỷ lệ thi hành xong về việc, so với cùng kỳ 2023"]
    assert (row.tone, plain(row.text)) == ("warn", "Thi hành xong −100 việc")


# -- where the report is ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("draft", "Báo cáo 12 tháng: đang nhập, hạn 04/10/2024."),
        ("submitted", "Báo cáo 12 tháng: đã gửi, gửi ngày 02/10/2024."),
        ("received", "Báo cáo 12 tháng: đã tiếp nhận, gửi ngày 02/10/2024."),
    ],
)
def test_without_a_task_one_line_tells_where_the_report_is(as_user, world, agency, state, says):
    world.fill(agency, state=state)
    shown = home(as_user("head"))
    assert shown.context["quiet"].text == says
    assert says in text(shown)


def test_a_report_that_was_returned_says_so(as_user, world, agency):
    world.fill(agency, state="draft", returned_at=dates.now(), return_reason="Thiếu thuyết minh E05")
    assert home(as_user("head")).context["quiet"].text == "Báo cáo 12 tháng: bị trả lại để sửa, hạn 04/10/2024."


def test_nothing_is_said_of_a_report_that_is_approved(as_user, world, agency):
    for code in ("3m", "6m", "9m", "10m", "12m"):
        world.fill(agency, period=world.periods[f"THADS-2024-{code}"], state="approved")
    assert home(as_user("head")).context["quiet"] is None


def test_the_head_of_the_head_agency_keeps_what_waits_of_the_others(as_user, world, agency):
    world.fill(agency, state="received")
    shown = home(as_user("cluster_head"))
    assert [row.title for group in shown.context["other_groups"] for row in group.rows] == [
        f"Duyệt báo cáo 12 tháng năm 2024 của {agency.short_name}"
    ]
    period = world.period_of(world.head_agency)
    assert shown.context["quiet"].url == reverse("results:entry", args=[world.head_agency.code, period.code])


def test_officers_keep_their_page(as_user, world, agency):
    assert "dashboards/home/home.html" in [each.name for each in as_user("officer").get("/").templates]


# -- cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "state"), [("head", "approved"), ("head", "awaiting_signature")])
def test_the_page_costs_the_same_for_any_number_of_members(as_user, world, agency, who, state):
    world.fill_all()
    Submission.objects.filter(agency=agency).update(state=state)
    client = as_user(who)
    _page, few = ask(client, "/")
    grow(world, 6)
    shown, many = ask(client, "/")
    assert few == many <= BUDGET
    assert len(shown.content) < 60_000

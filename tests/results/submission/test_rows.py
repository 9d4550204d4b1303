"""A report's rows beside the period before, last year and the target: what is unusual first, no column empty."""

import re

import pytest
from django.urls import reverse

from results.models import Submission
from results.services import CellEntry, save_cells, take_step
from tests.support.pages import text


@pytest.fixture
def agency(world):
    return world.enforcement[1]


def sections(as_user, report, who="secretariat"):
    response = as_user(who).get(reverse("results:submission", args=[report.pk]))
    assert response.status_code == 200
    return {section.anchor: section for section in response.context["reading"].sections}


def heads(section) -> list[str]:
    return [column.head for column in section.columns]


def plain(cell: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", str(cell)).replace("\N{NO-BREAK SPACE}", " ").split())


def cells(section, code) -> list[str]:
    return next([plain(cell) for _classes, cell in made] for row, made in section.shown if row.slot.code == code)


def test_a_first_report_has_no_column_of_years_that_are_not_there(as_user, world, agency):
    shown = sections(as_user, world.fill(agency))
    assert heads(shown["g1"]) == ["12 tháng"]
    assert heads(shown["rates"]) == ["12 tháng"]
    assert shown["rates"].title == "Tỷ lệ"
    assert "unusual" not in shown
    assert not shown["g1"].is_open
    assert shown["g1"].summary == f"{len(shown['g1'].rows)} ô, không có điều khác thường"


def test_the_period_before_and_the_same_of_last_year_stand_beside_each_value(as_user, world, agency):
    world.set_targets()
    world.fill(agency, period=world.periods["THADS-2023-12m"], state="sealed", size=2)
    world.fill(agency, period=world.periods["THADS-2024-10m"], state="approved", values={"newly_accepted_cases": 1500})
    shown = sections(as_user, world.fill(agency))
    assert heads(shown["g1"]) == ["12 tháng", "Kỳ trước, 10 tháng", "Cùng kỳ 2023", "So với cùng kỳ"]
    assert cells(shown["g1"], "newly_accepted_cases") == ["2.000", "1.500", "4.000", "▼ −50,0%"]
    assert heads(shown["rates"])[:3] == ["12 tháng", "Chỉ tiêu giao", "So với chỉ tiêu"]
    assert cells(shown["rates"], "completion_rate_cases")[:3] == ["84,00%", "> 79,25%", "▲ +4,75"]
    assert shown["rates"].summary == "đạt 2/2"


def test_a_part_of_the_year_is_set_against_its_part_of_the_target_and_not_judged(as_user, world, agency):
    world.set_targets()
    shown = sections(as_user, world.fill(agency, period=world.periods["THADS-2024-6m"]))
    assert heads(shown["rates"]) == ["6 tháng", "Chỉ tiêu giao cả năm", "So với 6/12 chỉ tiêu"]
    assert cells(shown["rates"], "completion_rate_cases") == ["84,00%", "> 79,25%", "▲ +44,38"]
    assert shown["rates"].summary == "kết luận khi hết năm"


def test_what_is_unusual_stands_first_with_its_sentence_and_explanation(as_user, world, agency):
    values = {"collected_money": 0, "terminated_money": 0, "reduced_money": 0}
    report = world.fill(agency, state="draft", values=values)
    note = "Chưa thu được tiền trong kỳ"
    save_cells(submission=report, entries={"collected_money": CellEntry(0, note=note)}, actor=world.users["officer"])
    Submission.objects.filter(pk=report.pk).update(state="submitted", submitted_at=report.created_at)
    shown = sections(as_user, report)
    assert next(iter(shown)) == "unusual"
    rows = shown["unusual"].rows
    remarks = [remark for row in rows for remark in row.remarks]
    assert (shown["unusual"].is_open, [(r.mark, r.notes) for r in remarks]) == (True, [("warn", (note,))])
    page = text(as_user("secretariat").get(reverse("results:submission", args=[report.pk])))
    assert "1 cảnh báo, đều đã có giải trình." in page
    assert f"“{note}”" in page
    group = next(s for s in shown.values() if s.anchor != "unusual" and rows[0] in s.rows)
    assert group.summary.endswith("1 ô khác thường, xem ở trên")


def test_errors_come_before_doubts_and_doubts_before_changes(as_user, world):
    department = world.departments[1]
    report = world.fill(department, state="submitted")
    take_step(submission=report, action="return", actor=world.users["secretariat"], note="Rà lại số liệu")
    values = {"dissemination_attendees": 1, "births_registered": 5}
    entries = {code: CellEntry(value) for code, value in values.items()}
    save_cells(submission=report, entries=entries, actor=world.users["officer_dept"])
    Submission.objects.filter(pk=report.pk).update(state="submitted")
    section = sections(as_user, report)["unusual"]
    assert section.title == "Ô thay đổi hoặc khác thường"
    assert [row.mark for row in section.rows] == sorted(
        (row.mark for row in section.rows), key=["bad", "warn", ""].index
    )
    assert section.rows[0].mark == "bad"
    changed = next(row for row in section.rows if row.slot.code == "births_registered")
    assert (changed.is_changed, changed.before != "") == (True, True)

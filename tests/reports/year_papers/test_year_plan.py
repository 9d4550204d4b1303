"""The plan of the year: members, targets, movements, pledges and dates as they are stored, and nothing else."""

from datetime import date

import pytest

from clusters.enums import PhaseKind
from clusters.models import ClusterOffice, Leadership, Membership
from emulation_portal.lib.numbers import format_percent
from pledges.enums import MovementKind, MovementScope
from pledges.models import Movement, Target
from reports.exporting.registry import NoFigures, exporter_of
from reports.exporting.subject import Subject
from results.figures.read import read_figures
from tests.factories import covenants
from tests.factories.clusters import PhaseFactory, SeasonFactory
from tests.factories.pledges import TargetFactory
from tests.support.files.papers import bare, docx_text, pdf_text
from tests.support.running import WHOLE

WORD, PDF = "year-plan-docx", "year-plan-pdf"
UNASSIGNED = "chưa giao"


def made(world, tmp_path, kind=WORD, language="vi"):
    exporter, path = exporter_of(kind), tmp_path / f"plan-{language}.{kind.rpartition('-')[2]}"
    exporter.write(exporter.read(Subject(world.season, WHOLE, language)), path)
    return path


def printed(world, tmp_path, language="vi") -> str:
    return docx_text(made(world, tmp_path, language=language))


def lacks(text: str, *said: str) -> list[str]:
    return [each for each in said if bare(each) not in text]


def assign(world, code="completion_rate_cases", **fields):
    for agency in world.enforcement:
        TargetFactory(agency=agency, indicator=world.indicators[code], year=2024, **fields)


# -- the frame and the members -----------------------------------------------------------------------------------------
def test_it_stands_on_the_frame_of_a_plan_and_says_the_same_in_word_and_pdf(full, tmp_path):
    full.set_targets()
    word = made(full, tmp_path)
    text = docx_text(word)
    assert lacks(text, "KẾ HOẠCH", "/KH-", "Công tác thi đua năm 2024", "năm 2024", "Lưu: VT.", "CỤM TRƯỞNG") == []
    assert lacks(text, *(agency.name for agency in full.agencies)) == []
    assert pdf_text(made(full, tmp_path, PDF), word) == text


def test_members_of_a_part_of_the_year_and_leaders_are_named_with_their_days(full, tmp_path):
    Membership.objects.filter(agency=full.enforcement[2]).update(valid_to=date(2024, 7, 1))
    Leadership.objects.filter(season=full.season).update(valid_from=date(2024, 1, 1), valid_to=date(2025, 2, 5))
    text = printed(full, tmp_path)
    head, deputy = full.head_agency.name, full.deputy_agency.name
    days = "(từ ngày 01/01/2024 đến hết ngày 04/02/2025)"
    assert lacks(text, "Đến hết ngày 30/06/2024", f"Đơn vị Cụm trưởng: {head} {days}.") == []
    assert lacks(text, f"Đơn vị Cụm phó: {deputy} {days}.", "06 đơn vị thành viên") == []


def test_a_season_without_a_head_agency_says_so_and_invents_nobody(full, tmp_path):
    full.season.leaderships.all().delete()
    text = printed(full, tmp_path)
    assert lacks(text, "Chưa xác định đơn vị Cụm trưởng năm 2024.", "1. Đơn vị Cụm trưởng chủ trì") == []
    assert bare("Cụm phó") not in text and bare("phụ trách cụm") not in text


def test_the_deputy_minister_is_named_where_known(full, tmp_path):
    ClusterOffice.objects.create(
        cluster=full.cluster, year=2024, role="patron", agency=full.ministry, person_name="Lê Thử", title="Thứ trưởng"
    )
    assert lacks(printed(full, tmp_path), "phụ trách cụm: Thứ trưởng Lê Thử.") == []


# -- targets -----------------------------------------------------------------------------------------------------------
def test_targets_carry_their_decision_and_the_common_one_says_how_it_is_derived(full, tmp_path):
    assign(full, "completion_rate_money", value="45.50", decision="Quyết định số 12/QĐ", decided_on=date(2024, 1, 9))
    Target.objects.filter(agency=full.enforcement[0]).update(value="47", decision="")
    text = printed(full, tmp_path)
    derived = read_figures(full.season).blocks["civil_enforcement"].derived_target("completion_rate_money").target
    assert derived.derived_from == 3 and derived.value not in (47, 45.5)
    shown = f">{format_percent(derived.value / 100)}"
    assert lacks(text, "Quyết định số 12/QĐ, 09/01/2024", "> 45,50%", "> 47%", shown, "bình quân gia quyền") == []
    assert lacks(text, "trọng số là mẫu số của tỷ lệ theo số liệu 12 tháng năm 2024") == []
    assert text.count(bare(UNASSIGNED)) == 3  # the rate of cases, of which no agency has a target


def test_whoever_has_no_target_is_not_assigned_one_and_there_is_no_common_target(full, tmp_path):
    assign(full)
    Target.objects.filter(agency=full.enforcement[2]).delete()
    text = printed(full, tmp_path)
    assert lacks(text, UNASSIGNED, "không tính chỉ tiêu chung vì chưa phải mọi đơn vị đều được giao chỉ tiêu") == []


def test_the_same_target_for_all_is_not_called_a_mean(full, tmp_path):
    assign(full, value=80)
    text = printed(full, tmp_path)
    assert lacks(text, "các đơn vị được giao cùng một mức.") == [] and bare("bình quân gia quyền") not in text


def test_different_targets_without_figures_have_no_mean(world, tmp_path):
    assign(world, value=80)
    Target.objects.filter(agency=world.enforcement[0]).update(value=90)
    assert lacks(printed(world, tmp_path), "chưa có mẫu số để tính bình quân gia quyền") == []


def test_a_target_of_six_months_stands_beside_that_of_the_year(full, tmp_path):
    assign(full, value=80)
    assign(full, value=40, period_code="6m")
    assert printed(full, tmp_path).count(bare("> 80%; 6 tháng: > 40%")) == 3


def test_national_targets_are_a_row_of_their_own(full, tmp_path):
    full.set_targets()
    assert lacks(printed(full, tmp_path), "Chỉ tiêu giao toàn quốc > 79,25% > 45,50%") == []


# -- movements, pledges, dates -----------------------------------------------------------------------------------------
def test_movements_of_the_cluster_and_of_the_sector_are_told_without_what_came_of_them(full, tmp_path):
    own = {"year": 2024, "kind": MovementKind.THEMATIC, "launched_on": date(2024, 3, 1), "result": "Đã xong."}
    Movement.objects.create(season=full.season, scope=MovementScope.CLUSTER, name="Đợt thi đua thử", **own)
    Movement.objects.create(scope=MovementScope.NATIONAL, name="Phong trào toàn ngành", **own)
    text = printed(full, tmp_path)
    assert lacks(text, "Đợt thi đua thử: theo chuyên đề, do Cụm phát động ngày 01/03/2024") == []
    assert lacks(text, "Phong trào toàn ngành: theo chuyên đề, do Bộ phát động") == [] and "Đãxong." not in text


def test_terms_of_a_pledge_are_told_where_they_are_set(full, tmp_path):
    pledge = covenants.drafted(full)
    text = printed(full, tmp_path)
    drafted, none = (
        "của khối Thi hành án dân sự đang ở bước dự thảo.",
        "Khối Sở Tư pháp chưa có giao ước thi đua năm 2024.",
    )
    assert lacks(text, drafted, none) == []
    pledge.comments_until, pledge.sign_until = date(2024, 10, 10), date(2024, 10, 20)
    pledge.save()
    assert lacks(printed(full, tmp_path), "dự thảo; góp ý đến hết ngày 10/10/2024; ký đến hết ngày 20/10/2024.") == []


def test_the_timetable_has_the_steps_of_the_season_that_the_portal_has_pages_for(full, tmp_path):
    for kind in (PhaseKind.PLEDGE, PhaseKind.VOTING):
        PhaseFactory(season=full.season, kind=kind, opens=date(2024, 2, 1), closes=date(2024, 3, 16))
    text = printed(full, tmp_path)
    assert lacks(text, "Ký giao ước thi đua Toàn cụm 01/02/2024 15/03/2024 –") == []
    assert lacks(text, "Nhập, gửi số liệu 12 tháng năm 2024 Khối THADS 25/09/2024 30/11/2024 04/10/2024") == []
    assert bare("Bỏ phiếu") not in text


# -- what is not there, and languages ----------------------------------------------------------------------------------
def test_a_season_of_which_nothing_is_stored_yet_says_what_is_lacking(world, tmp_path):
    world.season.phases.all().delete()
    text = printed(world, tmp_path)
    wanted = (
        "chưa được giao chỉ tiêu năm 2024",
        "Chưa cập nhật phong trào thi đua năm 2024.",
        "chưa có giao ước thi đua năm 2024.",
        "Chưa xác định thời gian thực hiện các bước trong năm 2024.",
    )
    assert lacks(text, *wanted) == []


def test_a_year_without_members_has_no_plan(world, tmp_path):
    season = SeasonFactory(cluster=world.cluster, year=1999)
    exporter = exporter_of(WORD)
    with pytest.raises(NoFigures):
        exporter.write(exporter.read(Subject(season, WHOLE)), tmp_path / "plan.docx")


def test_one_block_without_members_is_left_out(full, tmp_path):
    Membership.objects.filter(agency__in=full.departments).delete()
    text = printed(full, tmp_path)
    assert lacks(text, "03 đơn vị thành viên (khối Thi hành án dân sự: 03 đơn vị)") == []
    assert bare("khối Sở Tư pháp") not in text and bare("Khối Sở Tư pháp") not in text


def test_it_can_be_had_in_english(full, tmp_path):
    full.set_targets()
    text = printed(full, tmp_path, "en")
    wanted = ("PLAN", "III. TARGETS ASSIGNED FOR THE YEAR", "6 member agencies", "Common target (derived)", "> 79.25%")
    assert lacks(text, *wanted) == []
    assert bare("{") not in text and bare("[") not in text

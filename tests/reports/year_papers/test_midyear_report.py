"""The mid-year report: the right six months of each block, three measures apart, and what is left to do."""

from datetime import date

import pytest
from django.utils import translation

from clusters.models import Membership
from emulation_portal.lib.numbers import format_count, format_percent, format_points
from emulation_portal.lib.refusal import NotAllowed
from pledges.enums import MovementKind, MovementScope
from pledges.models import Movement, MovementResponse, Target
from reports.exporting.registry import NoFigures, exporter_of
from reports.exporting.subject import Subject
from reports.papers.content.placeholders import lacking_of
from results.figures.read import read_figures, read_states
from results.models import ReportingPeriod
from tests.factories.pledges import TargetFactory
from tests.support.files.papers import bare, docx_text, pdf_text
from tests.support.html import main_of, text_of
from tests.support.pages import address
from tests.support.running import WHOLE, ask

WORD, PDF = "midyear-report-docx", "midyear-report-pdf"
HALVES = {"civil_enforcement": "6m", "department_of_justice": "6m"}
RATE = "completion_rate_cases"


@pytest.fixture
def half(world):
    """Every member has reported its six months, and those of the enforcement block have targets."""
    for agencies, code in ((world.enforcement, "THADS-2024-6m"), (world.departments, "STP-2024-6m")):
        for number, agency in enumerate(agencies, start=1):
            world.fill(agency, period=world.periods[code], state="approved", size=number)
    world.set_targets()
    return world


def subject(world, language="vi") -> Subject:
    """As a person's request is fitted to it: whichever periods were chosen."""
    parameters = exporter_of(WORD).fitted(WHOLE, read_states(world.season))
    return Subject(world.season, parameters, language)


def made(world, tmp_path, kind=WORD, language="vi"):
    exporter, path = exporter_of(kind), tmp_path / f"half-{language}.{kind.rpartition('-')[2]}"
    exporter.write(exporter.read(subject(world, language)), path)
    return path


def printed(world, tmp_path, language="vi") -> str:
    return docx_text(made(world, tmp_path, language=language))


def lacks(text: str, *said: str) -> list[str]:
    return [each for each in said if bare(each) not in text]


def enforcement(world):
    return read_figures(world.season, period_codes=HALVES).blocks["civil_enforcement"]


# -- which months ------------------------------------------------------------------------------------------------------
def test_it_is_about_six_months_whichever_periods_were_asked_for(half):
    assert subject(half).parameters == {**WHOLE, "periods": HALVES}
    assert exporter_of("cluster-report-docx").fitted(WHOLE, read_states(half.season)) == WHOLE
    assert ask(half, kind=WORD).parameters["periods"] == HALVES


def test_the_half_year_of_each_block_is_its_own(half, tmp_path):
    text = printed(half, tmp_path)
    own = ("tính từ ngày 01/01/2024 đến ngày 30/06/2024", "tính từ ngày 01/10/2023 đến ngày 31/03/2024")
    assert lacks(text, "BÁO CÁO", "Sơ kết công tác thi đua 6 tháng năm 2024", *own) == []


def test_word_and_pdf_say_the_same(half, tmp_path):
    word = made(half, tmp_path)
    assert pdf_text(made(half, tmp_path, PDF), word) == docx_text(word)


# -- figures -----------------------------------------------------------------------------------------------------------
def test_the_figures_are_those_of_the_read_model_each_under_its_own_name(half, tmp_path):
    line, text = enforcement(half).line(RATE), printed(half, tmp_path)
    share = format_percent(line.value.ratio)
    part, whole = (format_count(each) for each in (line.value.rate.part, line.value.rate.whole))
    assert lacks(text, f"thi hành xong {part} việc trên tổng số {whole} việc", f"đạt {share}") == []
    pace = format_points(line.prorata_gap, unit=False)
    assert line.prorata_target == line.target.value / 2 and line.prorata_gap != line.gap
    assert lacks(text, f"{share} 79,25% 39,63% (6/12) {pace}", "So với mức của 6 tháng (điểm %)") == []
    heads = ("So với kế hoạch cả năm, %", "So với chỉ tiêu cả năm (điểm %)", "So với 6/12 chỉ tiêu (điểm %)")
    reached, gap = format_percent(line.attainment), format_points(line.gap, unit=False)
    assert lacks(text, *heads, f"{reached} {gap} {pace}") == []


def test_a_decided_target_of_six_months_takes_the_place_of_six_twelfths_and_is_named_so(half, tmp_path):
    for agency in half.enforcement:
        TargetFactory(agency=agency, indicator=half.indicators[RATE], year=2024, value=40, period_code="6m")
    text = printed(half, tmp_path)
    assert lacks(text, "40% (theo quyết định)", "so với chỉ tiêu giao cho kỳ thì", "22,75% (6/12)") == []


def test_what_is_left_is_what_the_read_model_says_is_lacking(half, tmp_path):
    Target.objects.filter(agency=half.enforcement[2], indicator__code=RATE).delete()
    Target.objects.filter(agency=half.enforcement[1], indicator__code=RATE).update(value=1)
    Target.objects.filter(agency=half.enforcement[0], indicator__code=RATE).update(value=90)
    block, text = enforcement(half), printed(half, tmp_path)
    first, second, third = half.enforcement
    lacking = lacking_of(block, RATE, first.code)
    share = format_percent(block.value(first.code, RATE).ratio)
    assert lacking and lacks(text, f"{first.name} {share} / > 90% {format_count(lacking)}") == []
    assert lacks(text, f"{second.name} {share} / > 1% hiện không thiếu", f"{third.name} {share} / chưa giao –") == []


def test_whoever_has_not_reported_is_named_and_the_report_is_a_draft(half, tmp_path):
    late = half.enforcement[1]
    late.submissions.update(state="draft")
    text = printed(half, tmp_path)
    assert (
        lacks(text, f"Có 02/03 đơn vị của khối Thi hành án dân sự đã gửi số liệu 6 tháng; chưa gửi: {late.name}.") == []
    )
    assert lacks(text, "DỰ THẢO - SỐ LIỆU CHƯA CHỐT", f"{late.name} chưa gửi / > 79,25% –") == []


# -- movements ---------------------------------------------------------------------------------------------------------
def test_movements_and_joining_after_the_half_year_are_not_told(half, tmp_path):
    own = {"season": half.season, "year": 2024, "scope": MovementScope.CLUSTER, "kind": MovementKind.THEMATIC}
    early = Movement.objects.create(name="Đợt đầu năm", launched_on=date(2024, 3, 1), result="Hay.", **own)
    Movement.objects.create(name="Đợt cuối năm", launched_on=date(2024, 8, 1), **own)
    for agency, day in zip(half.enforcement, (date(2024, 4, 1), date(2024, 6, 30), date(2024, 9, 1)), strict=True):
        MovementResponse.objects.create(movement=early, agency=agency, responded_on=day)
    text = printed(half, tmp_path)
    assert lacks(text, "tính đến ngày 30/06/2024:", "có 02/06 đơn vị thành viên hưởng ứng.") == []
    assert bare("Đợt cuối năm") not in text and bare("Hay.") not in text
    assert lacks(text, "Đến ngày 30/06/2024, giao ước thi đua năm 2024 của khối Sở Tư pháp chưa được ký kết.") == []


# -- what is not there, rights, languages ------------------------------------------------------------------------------
def test_a_year_without_reports_of_six_months_has_none(full, tmp_path):
    with pytest.raises(NoFigures):
        printed(full, tmp_path)


def test_a_block_without_members_then_is_left_out_and_named(half, tmp_path):
    Membership.objects.filter(agency__in=half.departments).update(valid_from=date(2024, 7, 1))
    text = printed(half, tmp_path)
    said = "Khối Sở Tư pháp không có đơn vị thành viên vào cuối kỳ 6 tháng nên không nêu trong báo cáo này."
    assert lacks(text, said, "1. Khối Thi hành án dân sự") == [] and bare("2. Khối") not in text


def test_a_block_without_such_a_period_is_left_out_and_named(half, tmp_path):
    ReportingPeriod.objects.filter(code="STP-2024-6m").update(year=1990)
    said = "Khối Sở Tư pháp không có kỳ báo cáo 6 tháng nên không nêu trong báo cáo này."
    assert lacks(printed(half, tmp_path), said) == []


@pytest.mark.usefixtures("folder", "sent")
def test_heads_of_members_have_it_once_the_six_months_are_released_not_when_the_year_is(half, as_user):
    title, page = "Báo cáo sơ kết 6 tháng của cụm", address(half, "reports:runs")
    shown = address(half, "reports:paper_shown", "midyear-report")
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        half.release(half.periods[code])
    assert title not in text_of(main_of(as_user("head").get(page)))
    assert as_user("head").get(shown).status_code == 403
    with pytest.raises(NotAllowed):
        ask(half, "head", kind=WORD)
    for code in ("THADS-2024-6m", "STP-2024-6m"):
        half.release(half.periods[code])
    assert title in text_of(main_of(as_user("head").get(page)))
    assert "Sơ kết công tác thi đua" in text_of(main_of(as_user("head").get(shown)))
    assert ask(half, "head", kind=WORD).parameters["periods"] == HALVES


def test_it_can_be_had_in_english(half, tmp_path):
    with translation.override("en"):
        text = printed(half, tmp_path, "en")
    wanted = (
        "REPORT",
        "II. RESULTS OF SIX MONTHS",
        "Asked for by the months",
        "Still to be done (cases)",
        "39.63% (6/12)",
    )
    assert lacks(text, *wanted) == [] and "{" not in text and "[" not in text

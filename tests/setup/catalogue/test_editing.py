"""A new indicator, and editions from a year on: the books of the years before stay as they are, to the byte."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib import dates
from pledges.models import Indicator, IndicatorEdition
from reports.exporting.registry import exporter_of
from reports.exporting.subject import Subject
from results.figures.refs import indicators_in_force
from results.models import CalendarRule
from setup.catalogue.stored import read_stored
from tests.setup.catalogue.desk import DECISION, CatalogueDesk, Sheet, problems, said
from tests.support.html import parse
from tests.support.running import WHOLE

pytestmark = pytest.mark.django_db
CODE, RATE, BLOCK = "fully_enforced_cases", "completion_rate_cases", "civil_enforcement"
MOMENT = datetime(2024, 10, 2, 9, 30, tzinfo=dates.TIME_ZONE)
PRINTED = ("cluster-workbook", "cluster-report-docx", "cluster-report-pdf", "open-data")


def address(code: str = CODE) -> str:
    return reverse("setup:catalogue_edition", args=[code])


def sent_form(page) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    found = {}
    for field in parse(page).xpath("//main//form[@method='post']//*[@name]"):
        name, kind = field.get("name"), field.get("type", "")
        if kind == "checkbox":
            if field.get("checked") is not None:
                found[name] = "on"
        elif field.tag == "select":
            found[name] = next(iter(field.xpath("option[@selected]/@value")), "")
        else:
            found[name] = field.get("value") or (field.text or "").strip()
    return found


def changed(desk: CatalogueDesk, code: str = CODE, **typed):
    """The form of an edition as it is shown, with other values typed."""
    told = sent_form(desk.client.get(address(code))) | {**DECISION, "from_year": "2027"} | typed
    return desk.client.post(address(code), {name: value for name, value in told.items() if value is not None})


def new(desk: CatalogueDesk, **typed):
    told = {
        "code": "thu_moi",
        "block": BLOCK,
        "group_vi": "Nhóm mới",
        "name_vi": "Chỉ tiêu mới",
        "unit_vi": "việc",
        "value_type": "count",
        "aggregation": "sum",
        "direction": "higher",
        "calendar": "thads_statistical_year",
        "cumulative": "on",
        "valid_from_year": "2027",
        **DECISION,
    }
    return desk.client.post(reverse("setup:catalogue_new"), told | typed)


# -- editions --------------------------------------------------------------------------------------------------------
def test_form_shows_the_indicator_and_the_first_year_that_can_be_chosen(desk, full):
    page = desk.client.get(address())
    shown = sent_form(page)
    assert (shown["name_vi"], shown["unit_vi"], shown["from_year"]) == (full.indicators[CODE].name_vi, "việc", "2025")


def test_calendar_is_chosen_by_its_periods_and_not_by_its_code(desk, full):
    CalendarRule.objects.create(
        calendar="thads_statistical_year",
        block=BLOCK,
        period_code="6m",
        sequence=2,
        name_vi="6 tháng năm {year}",
        months=6,
        figures="actual",
        legal_basis="Thông tư 06/2019/TT-BTP",
        effective_from=date(2020, 1, 1),
    )
    choices = dict(desk.client.get(address()).context["form"].fields["calendar"].choices)
    assert choices["thads_statistical_year"] == "6 tháng năm 2024"


def test_edition_holds_from_its_year_on_and_is_recorded(desk, full):
    versions = {season.year: season.data_version for season in Season.objects.all()}
    assert changed(desk, name_vi="Tên từ 2027", unit_vi="vụ việc").status_code == 302
    assert indicators_in_force(BLOCK, 2026)[CODE].name_vi == full.indicators[CODE].name_vi
    assert indicators_in_force(BLOCK, 2027)[CODE].unit_vi == "vụ việc"
    entry = AuditEntry.objects.get(action="indicator.edition")
    assert entry.after == {"from_year": 2027, "name_vi": "Tên từ 2027", "unit_vi": "vụ việc"}
    assert (entry.before["unit_vi"], entry.note) == ("việc", "12/QĐ-BTP, 01/02/2024")
    assert {season.year: season.data_version for season in Season.objects.all()} == versions  # none begins in 2027
    sheet = desk.client.get(reverse("setup:catalogue_indicator", args=[CODE]))
    assert "Tên từ 2027" in said(sheet) and sheet.context["indicator"].name_vi == full.indicators[CODE].name_vi
    then = desk.client.get(reverse("setup:catalogue_indicator", args=[CODE]), {"year": "2027"})
    assert then.context["indicator"].name_vi == "Tên từ 2027"


def test_seasons_from_the_year_on_get_a_new_version(desk, world):
    before = Season.objects.get(pk=world.season.pk).data_version
    assert changed(desk, "enforcement_citizens_received", from_year="2024", name_vi="Tên khác").status_code == 302
    assert Season.objects.get(pk=world.season.pk).data_version == before + 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"from_year": "2024"}, "năm sớm nhất ghi được ở đây là 2025"),
        ({"from_year": "2060"}, "năm sớm nhất ghi được ở đây là 2025"),
        ({"from_year": "hai nghìn"}, "Từ năm"),
        ({"unit_vi": "con gà"}, "chưa có đơn vị tính “con gà”"),
        ({"formula": "completed_cases + 1"}, "tính vòng tròn"),
        ({"formula": "khong_co + 1"}, "không có các mã: khong_co"),
        ({"numerator": "eligible_cases"}, "Chỉ tỷ lệ mới có tử số"),
        ({"decision": ""}, "Ghi quyết định hoặc văn bản"),
        ({"name_vi": ""}, "Tên chỉ tiêu thống kê"),
        ({}, "Chưa có nội dung nào khác trước"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_typing_stays(desk, full, typed, words):
    page = changed(desk, **({"name_en": "Typed"} if typed else {}) | typed)
    assert page.status_code == 422 and words in said(page)
    assert not typed or sent_form(page)["name_en"] == "Typed"
    assert not IndicatorEdition.objects.exists()


def test_a_new_unit_is_taken_where_it_is_meant(desk, full):
    assert changed(desk, unit_vi="con gà", new_unit="on").status_code == 302
    assert indicators_in_force(BLOCK, 2027)[CODE].unit_vi == "con gà"


def test_second_edition_begins_with_the_first_and_after_it(desk, full):
    changed(desk, name_vi="Tên từ 2027")
    page = desk.client.get(address())
    assert (sent_form(page)["name_vi"], sent_form(page)["from_year"]) == ("Tên từ 2027", "2028")
    assert changed(desk, from_year="2027", name_vi="Tên khác").status_code == 422
    assert changed(desk, from_year="2028", name_vi="Tên khác").status_code == 302


def test_another_bodys_indicator_is_refused(world, as_user):
    assert as_user("bureau").get(address("notarial_acts")).status_code == 403


def test_parts_of_an_edition_cannot_be_taken_out_of_the_catalogue(desk, full):
    changed(desk, RATE, denominator="enforcement_citizens_received")
    assert read_stored({BLOCK}).named["enforcement_citizens_received"] == [2027]
    book = desk.downloaded()
    Sheet(book).take_out("enforcement_citizens_received")
    assert any("2027 nên không bỏ được" in text for *_, text in problems(desk.sent(book)))


def files(season: Season, folder: Path) -> dict[str, str]:
    """Digests of what is printed of a season."""
    found = {}
    with time_machine.travel(MOMENT, tick=False):
        for kind in PRINTED:
            exporter = exporter_of(kind)
            path = folder / kind
            exporter.write(exporter.read(Subject(season, WHOLE)), path)
            found[kind] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_books_and_reports_of_the_years_before_stay_to_the_byte(desk, full, tmp_path, settings):
    full.set_targets()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before = files(Season.objects.get(pk=full.season.pk), tmp_path / "a")
    assert changed(desk, name_vi="Tên từ 2027", unit_vi="vụ việc").status_code == 302
    assert changed(desk, RATE, denominator="enforceable_cases").status_code == 302
    assert new(desk).status_code == 302
    assert files(Season.objects.get(pk=full.season.pk), tmp_path / "b") == before


# -- a new indicator ---------------------------------------------------------------------------------------------------
def test_new_indicator_stands_last_in_its_block_from_its_year_on(desk, full):
    assert new(desk).status_code == 302
    row = Indicator.objects.get(code="thu_moi")
    assert row.ordinal > max(i.ordinal for i in full.indicators.values() if i.block == BLOCK)
    assert (row.entry_scale, row.source, row.search_key) == (1, "portal", "chi tieu moi")
    assert "thu_moi" not in indicators_in_force(BLOCK, 2026) and "thu_moi" in indicators_in_force(BLOCK, 2027)
    assert AuditEntry.objects.get(action="indicator.add").after["name_vi"] == "Chỉ tiêu mới"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": CODE}, "đã có chỉ tiêu thống kê mang mã này"),
        ({"code": "Fully_Enforced_Cases"}, "chỉ khác mã fully_enforced_cases ở chữ hoa"),
        ({"code": "mã có dấu"}, "không dùng làm mã được"),
        ({"value_type": "rate"}, "Tỷ lệ có đơn vị tính là %"),
        ({"value_type": "rate", "unit_vi": "%"}, "phải có mã của tử số"),
        ({"formula": "thu_moi + 1"}, "tính vòng tròn"),
        ({"valid_from_year": "2023"}, "2024 trở đi"),
        ({"block": "la"}, "Khối"),
    ],
)
def test_new_indicator_that_cannot_be_is_told_at_its_field(desk, full, typed, words):
    page = new(desk, **typed)
    assert page.status_code == 422 and words in said(page)
    assert not Indicator.objects.filter(code="thu_moi").exists()


def test_rate_of_two_stored_parts_is_added(desk, full):
    parts = {"numerator": CODE, "denominator": "eligible_cases", "unit_vi": "%", "value_type": "rate"}
    assert new(desk, aggregation="ratio_of_sums", **parts).status_code == 302
    assert Indicator.objects.get(code="thu_moi").numerator.code == CODE

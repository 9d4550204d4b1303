import csv
import re
import shutil
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

import setup.reference.awards
import setup.reference.clusters
import setup.reference.pledges
import setup.reference.results
from awards.models import AnnualClassification, Award
from clusters.enums import Block
from clusters.models import (
    Agency,
    AgencySuccession,
    Cluster,
    ClusterOffice,
    Leadership,
    LegalInstrument,
    Membership,
    Province,
    ProvinceSuccession,
)
from emulation_portal.lib.tables import BadTable
from pledges.models import Indicator, IndicatorCheck, Target
from results.models import CalendarRule, DayOff, PublishedFigure, ReportingPeriod
from tests.support.project import ROOT

COUNTS = {
    LegalInstrument: 49,
    Province: 87,
    ProvinceSuccession: 53,
    Agency: 190,
    AgencySuccession: 119,
    Cluster: 12,
    Membership: 140,
    Leadership: 0,
    ClusterOffice: 2,
    Indicator: 112,
    IndicatorCheck: 59,
    Target: 10,
    CalendarRule: 13,
    DayOff: 55,
    ReportingPeriod: 48,
    PublishedFigure: 186,
    Award: 15,
    AnnualClassification: 1,
}
DAYS = [date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)]


def load():
    said = StringIO()
    call_command("load_reference", stdout=said)
    return said.getvalue().splitlines()


def everything():
    return {model: serialize("jsonl", model.objects.order_by("pk")) for model in COUNTS}


@pytest.fixture
def loaded(db):
    return load()


def test_load_reference_fills_every_model_and_says_so(loaded):
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    assert [line.split() for line in loaded] == [
        [model.__name__, str(count), "dòng,", "thêm", f"{count},", "sửa", "0"] for model, count in COUNTS.items()
    ]


def test_load_reference_twice_changes_nothing(loaded):
    before = everything()
    assert load()[-1] == "Không có thay đổi."
    assert everything() == before


def test_load_reference_repairs_a_changed_row_and_keeps_an_added_one(loaded):
    before = everything()
    Agency.objects.filter(code="STP-86-2008").update(name_vi="Khác", sort_key="khac", valid_to=None)
    Indicator.objects.filter(code="completed_cases").update(formula="", ordinal=99)
    own = DayOff.objects.create(date=date(2026, 12, 31), reason="Nghỉ liền kề Tết Dương lịch")
    lines = {line.split()[0]: line.split()[6] for line in load()}
    assert {model: count for model, count in lines.items() if count != "0"} == {"Agency": "1", "Indicator": "1"}
    own.delete()
    assert everything() == before


def test_provinces_were_63_and_became_34(loaded):
    assert Province.objects.valid_on(date(2025, 6, 30)).count() == 63
    assert Province.objects.valid_on(date(2025, 7, 1)).count() == 34


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("block", Block.values)
def test_every_province_has_one_agency_of_each_block_on_any_day(loaded, day, block):
    provinces = sorted(Province.objects.valid_on(day).values_list("code", flat=True))
    agencies = sorted(Agency.objects.valid_on(day).filter(kind=block).values_list("province__code", flat=True))
    assert agencies == provinces


@pytest.mark.parametrize("day", DAYS)
def test_agencies_belong_to_the_province_of_their_day(loaded, day):
    agencies = Agency.objects.valid_on(day).exclude(province=None).select_related("province")
    ended = [each.code for each in agencies if each.province.valid_to and each.province.valid_to <= day]
    assert ended == []


def test_clusters_of_2024_partition_the_provinces(loaded):
    members = Membership.objects.valid_on(date(2024, 6, 30))
    for block in Block.values:
        found = sorted(members.filter(agency__kind=block).values_list("agency__province__code", flat=True))
        assert found == sorted(Province.objects.valid_on(date(2024, 6, 30)).values_list("code", flat=True))


def test_seed_cluster_has_its_twelve_members(loaded):
    cluster = Cluster.objects.get(slug="bac-song-hau")
    assert (cluster.short_name_vi, cluster.short_name_en) == ("Bắc sông Hậu", "North Hau River")
    members = cluster.memberships.values_list("agency__province__name_vi", flat=True)
    six = ["An Giang", "Bến Tre", "Long An", "Tiền Giang", "Vĩnh Long", "Đồng Tháp"]
    assert sorted(members) == sorted(six * 2)
    assert {each.valid_to for each in cluster.memberships.all()} == {date(2025, 7, 1)}


@pytest.mark.parametrize("model", [ProvinceSuccession, AgencySuccession])
def test_every_succession_joins_the_end_of_one_to_the_life_of_the_other(loaded, model):
    broken = [
        str(edge.pk)
        for edge in model.objects.select_related("predecessor", "successor")
        if edge.predecessor.valid_to != edge.date
        or edge.successor.valid_from > edge.date
        or (edge.successor.valid_to and edge.successor.valid_to <= edge.date)
    ]
    assert broken == []


def test_every_ended_agency_passes_on_the_whole_of_itself(loaded):
    for agency in Agency.objects.exclude(valid_to=None):
        assert (agency.code, sum(edge.share for edge in agency.successor_edges.all())) == (agency.code, 1)


def test_a_province_is_not_valid_on_the_day_of_its_end(loaded):
    long_an = Province.objects.get(name_vi="Long An")
    assert list(Province.objects.valid_on(long_an.valid_to - timedelta(days=1)).filter(pk=long_an.pk)) == [long_an]
    assert list(Province.objects.valid_on(long_an.valid_to).filter(pk=long_an.pk)) == []


def test_ministry_bodies_supervise_their_blocks(loaded):
    both = ["civil_enforcement", "department_of_justice"]
    assert dict(Agency.objects.filter(kind="ministry_body").values_list("code", "supervised_blocks")) == {
        "MOJ": both,
        "MOJ-PERSONNEL": both,
        "MOJ-EMULATION": [],
        "MOJ-GDCJE": ["civil_enforcement"],
        "MOJ-CJEA": ["civil_enforcement"],
    }


def test_catalogue_keeps_order_scale_and_headlines(loaded):
    assert list(Indicator.objects.order_by("ordinal").values_list("ordinal", flat=True)) == list(range(1, 113))
    assert set(Indicator.objects.filter(entry_scale=1000).values_list("value_type", flat=True)) == {"money_dong"}
    assert Indicator.objects.filter(value_type="money_dong", entry_scale=1000).count() == 18
    assert sorted(Indicator.objects.filter(is_headline=True).values_list("code", flat=True)) == [
        "appraisal_coverage_rate",
        "completion_rate_cases",
        "completion_rate_money",
    ]
    rate = Indicator.objects.get(code="completion_rate_cases")
    assert (rate.numerator.code, rate.denominator.code, rate.is_typed) == ("completed_cases", "eligible_cases", False)


def test_targets_are_of_the_nation_or_of_an_agency_and_never_of_a_cluster(loaded):
    found = Target.objects.filter(year=2024).order_by("scope", "indicator__code")
    assert list(found.values_list("scope", "agency__code", "indicator__code", "comparator", "value")) == [
        ("agency", "THADS-45-2009", "completion_rate_cases", "gt", Decimal("83.65")),
        ("agency", "THADS-45-2009", "completion_rate_money", "gt", Decimal("46.85")),
        ("nation", None, "completion_rate_cases", "gt", Decimal("83.25")),
        ("nation", None, "completion_rate_money", "gt", Decimal("46.45")),
    ]
    published = PublishedFigure.objects.filter(scope_code="BSH", measure="target").order_by("indicator__code")
    assert list(published.values_list("value", flat=True)) == [Decimal("83.25"), Decimal("45.73")]


def test_published_figures_keep_text_value_and_bounds(loaded):
    figure = PublishedFigure.objects.get(
        scope_code="BSH", year=2024, indicator__code="completed_money", measure="value"
    )
    assert (figure.value, figure.low, figure.high) == (7957000000000, 7957000000000, 7957999999999)
    assert (figure.precision, figure.text) == ("truncated", "thi hành xong hơn 7.957 tỷ đồng trong số có điều kiện")


def test_reporting_periods_exist_for_six_years_whatever_the_day(loaded, clock):
    years = ReportingPeriod.objects.order_by("year").values_list("year", flat=True).distinct()
    assert list(years) == [2023, 2024, 2025, 2026, 2027, 2028]
    clock(date(2031, 1, 1))
    assert load()[-1] == "Không có thay đổi."


def test_ensure_periods_adds_a_year_and_leaves_due_days_as_they_were_issued(loaded):
    assert setup.reference.results.ensure_periods([2029]).added == 8
    DayOff.objects.create(date=date(2027, 7, 1), reason="Nghỉ")
    change = setup.reference.results.ensure_periods([2027])
    assert (change.total, change.added, change.changed) == (8, 0, 0)
    assert ReportingPeriod.objects.get(code="THADS-2027-9m").due_date == date(2027, 7, 6)


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "name", "old", "new", "fault"),
    [
        (
            setup.reference.clusters,
            "provinces.csv",
            ",tinh,",
            ",",
            "provinces.csv line 3: not as many cells as columns",
        ),
        (
            setup.reference.clusters,
            "provinces.csv",
            "2025-07-01",
            "1/7/2025",
            "provinces.csv line 3: valid_to is '1/7/2025'",
        ),
        (
            setup.reference.clusters,
            "provinces.csv",
            "\n02,",
            "\n01,",
            "provinces.csv line 3: valid on the same days as",
        ),
        (
            setup.reference.clusters,
            "provinces.csv",
            "2008-08-01,2025-07-01",
            "2008-08-01,2008-08-01",
            "line 3: valid_to is not",
        ),
        (setup.reference.clusters, "provinces.csv", "name_ascii", "name", "provinces.csv: no column name_ascii"),
        (
            setup.reference.clusters,
            "agencies.csv",
            "department_of_justice,01",
            "court,01",
            "agencies.csv line 2: kind: ",
        ),
        (
            setup.reference.clusters,
            "agencies.csv",
            "department_of_justice,01",
            "department_of_justice,03",
            "names ('03', ",
        ),
        (setup.reference.clusters, "agency_successions.csv", "2025-01-01", "2025-01-02", "does not end on the day"),
        (setup.reference.clusters, "memberships.csv", "STP-82-2008", "STP-99-2008", "agency_code names 'STP-99-2008'"),
        (setup.reference.clusters, "memberships.csv", "STP-83-2008", "STP-82-2008", "valid on the same days as"),
        (setup.reference.clusters, "province_successions.csv", "202/2025/QH15", "1/2025/QH15", "legal_basis names"),
        (setup.reference.pledges, "indicators.csv", ",higher,", ",up,", "indicators.csv line 8: direction: "),
        (
            setup.reference.pledges,
            "indicators.csv",
            "completed_cases,eligible_cases,",
            "completed,eligible_cases,",
            "numerator",
        ),
        (
            setup.reference.pledges,
            "checks.csv",
            "\nM01,",
            "\nC01,",
            "checks.csv line 3: a second line for civil_enforcement, C01",
        ),
        (setup.reference.pledges, "targets.csv", "nation,VN", "cluster,BSH", "not to a cluster"),
        (
            setup.reference.pledges,
            "targets.csv",
            "province,45",
            "province,03",
            "province '03' has 0 agencies on 2024-09-30",
        ),
        (setup.reference.pledges, "targets.csv", "81.50", "81,50", "targets.csv line 2"),
        (setup.reference.results, "calendars.csv", "end+4wd", "end+4", "calendar rules: 'end+4' names no day"),
        (
            setup.reference.results,
            "calendars.csv",
            "3 tháng năm {year}",
            "3 tháng",
            "line 2: name_vi has no place for the year",
        ),
        (
            setup.reference.results,
            "calendars.csv",
            "2020-01-05,2024-07-26",
            "2020-01-05,",
            "calendars.csv line 3: valid on",
        ),
        (setup.reference.results, "published_figures.csv", "cluster,BSH", "cluster,BSHX", "scope_code names"),
        (
            setup.reference.results,
            "published_figures.csv",
            ",exact,468,",
            ",exact,469,",
            "the value lies outside its bounds",
        ),
        (setup.reference.results, "days_off.csv", ",false", ",no", "days_off.csv line 2: official is 'no'"),
        (setup.reference.awards, "awards.csv", "individual", "person", "awards.csv line 2: recipient lists some of"),
    ],
)
def test_bad_line_is_refused_with_its_place(loaded, tmp_path, module, name, old, new, fault):
    before = everything()
    shutil.copytree(module.DATA, tmp_path, dirs_exist_ok=True)
    spoil(tmp_path, name, old, new)
    with pytest.raises(BadTable, match=re.escape(fault)):
        module.load(tmp_path)
    assert everything() == before


def test_missing_file_is_named(db, tmp_path):
    with pytest.raises(BadTable, match=re.escape("awards.csv: the file is missing")):
        setup.reference.awards.load(tmp_path)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"expression": "__import__('os') == 1"}, "check civil_enforcement C01: "),
        ({"expression": "accepted_cases == unknown_cases"}, "unknown_cases"),
        ({"expression": "accepted_cases == previous.accepted_cases"}, "the prefixes do not fit the scope"),
        ({"scope": "previous_period"}, "the prefixes do not fit the scope"),
    ],
)
def test_bad_check_is_refused(loaded, changes, fault):
    IndicatorCheck.objects.filter(code="C01").update(**changes)
    with pytest.raises(BadTable, match=re.escape(fault)):
        setup.reference.results.load()


@pytest.mark.parametrize(
    ("formula", "fault"),
    [("eligible_cases / 2", "formula of accepted_cases"), ("carried_forward_cases + 1", "carried_forward_cases")],
)
def test_bad_formula_is_refused(loaded, formula, fault):
    Indicator.objects.filter(code="accepted_cases").update(formula=formula)
    with pytest.raises(BadTable, match=re.escape(fault)):
        setup.reference.results.load()


def test_command_loads_nothing_when_a_table_is_bad(db, tmp_path, monkeypatch):
    shutil.copytree(setup.reference.awards.DATA, tmp_path, dirs_exist_ok=True)
    spoil(tmp_path, "awards.csv", "individual", "person")
    monkeypatch.setattr(setup.reference.awards, "DATA", tmp_path)
    with pytest.raises(CommandError, match=r"Chưa nạp dữ liệu nào\. awards\.csv line 2"):
        load()
    assert {model: model.objects.count() for model in COUNTS} == dict.fromkeys(COUNTS, 0)


def test_every_mark_is_explained_once_in_the_sources_page():
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| (S\d+|K-[HML]|D) \|", page, flags=re.MULTILINE)
    used = set()
    for path in (*ROOT.glob("*/data/*.csv"), *ROOT.glob("*/*/data/*.csv"), ROOT / "dashboards/national/tiles.csv"):
        if "tests" in path.parts:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            used.update(mark for row in csv.DictReader(file) for mark in row["source"].split(";"))
    assert sorted(explained) == sorted(used)

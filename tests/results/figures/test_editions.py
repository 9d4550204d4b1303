"""Editions of indicators: every year reads its own, and what meant something else is not compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.workspace.comparison_words import note
from pledges.models import Indicator, IndicatorEdition
from results.figures import lines
from results.figures.read import read_figures
from results.figures.refs import EDITED, CatalogueRow, indicators_in_force
from setup.catalogue.deciding import EDITED as EDITABLE
from tests.factories.pledges import TargetFactory

BLOCK = "civil_enforcement"


def edition_of(indicator: Indicator, year: int, **changed) -> IndicatorEdition:
    told = {name: getattr(indicator, name) for name in EDITABLE}
    return IndicatorEdition.objects.create(indicator=indicator, from_year=year, decision="1/QĐ", **told | changed)


@pytest.mark.django_db
def test_every_year_reads_its_own_edition(world):
    row = world.indicators["completed_cases"]
    edition_of(row, 2026, name_vi="Tên từ 2026")
    edition_of(row, 2028, name_vi="Tên từ 2028", required=True)
    names = {year: indicators_in_force(BLOCK, year)[row.code].name_vi for year in range(2024, 2030)}
    assert names == {
        2024: row.name_vi,
        2025: row.name_vi,
        2026: "Tên từ 2026",
        2027: "Tên từ 2026",
        2028: "Tên từ 2028",
        2029: "Tên từ 2028",
    }


@pytest.mark.django_db
def test_a_new_name_means_the_same_and_another_unit_does_not(world):
    row = world.indicators["fully_enforced_cases"]
    edition_of(row, 2025, name_vi="Tên khác")
    edition_of(row, 2026, name_vi="Tên khác", unit_vi="hồ sơ")
    edition_of(row, 2027, name_vi="Tên nữa", unit_vi="hồ sơ")
    since = {year: indicators_in_force(BLOCK, year) for year in (2025, 2026, 2028)}
    assert [since[year][row.code].since for year in since] == [0, 2026, 2026]
    # what is worked out of it means something else too; what is not, does not
    assert since[2028]["completed_cases"].since == since[2028]["completion_rate_cases"].since == 2026
    assert since[2028]["eligible_cases"].since == 0


@pytest.mark.django_db
def test_parts_of_a_rate_are_those_of_the_year(world):
    row = world.indicators["completion_rate_cases"]
    edition_of(row, 2027, denominator=world.indicators["enforceable_cases"])
    assert indicators_in_force(BLOCK, 2026)[row.code].denominator == "eligible_cases"
    assert indicators_in_force(BLOCK, 2027)[row.code].denominator == "enforceable_cases"


@pytest.mark.django_db
def test_targets_stand_once_beside_several_editions_and_nothing_more_is_asked(full):
    full.set_targets()
    with CaptureQueriesContext(connection) as before:
        plain = read_figures(full.season)
    for year in (2020, 2022, 2027):
        edition_of(full.indicators["completion_rate_cases"], year, name_vi=f"Tên {year}")
    TargetFactory(
        agency=full.enforcement[0], indicator=full.indicators["completion_rate_cases"], year=2024, period_code="6m"
    )
    with CaptureQueriesContext(connection) as after:
        figures = read_figures(full.season)
    assert len(after) == len(before)
    agency = full.enforcement[0].code
    target = figures.blocks[BLOCK].target(agency, "completion_rate_cases")
    assert target.value == plain.blocks[BLOCK].target(agency, "completion_rate_cases").value
    assert [part.period_code for part in target.parts] == ["6m"]
    assert figures.blocks[BLOCK].indicators["completion_rate_cases"].name_vi == "Tên 2022"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "changed", "not_compared"),
    [
        ("completed_cases", {"formula": "fully_enforced_cases"}, {"completed_cases", "completion_rate_cases"}),
        ("fully_enforced_cases", {"unit_vi": "hồ sơ"}, {"fully_enforced_cases", "completed_cases"}),
        ("completed_cases", {"name_vi": "Tên khác"}, set()),
    ],
)
def test_what_meant_something_else_last_year_is_not_compared_and_says_so(full, code, changed, not_compared):
    for agency in full.enforcement:
        full.fill(agency, period=full.periods["THADS-2023-12m"], state="approved")
    compared = ("fully_enforced_cases", "completed_cases", "completion_rate_cases", "eligible_cases")
    before = read_figures(full.season).blocks[BLOCK]
    assert all(before.line(each).compared.members for each in compared)
    edition_of(full.indicators[code], 2024, **changed)
    after = read_figures(full.season).blocks[BLOCK]
    for each in compared:
        line = after.line(each, full.enforcement[0].code)
        if each in not_compared or (each == "completion_rate_cases" and not_compared):
            assert line.change is None and line.last.is_empty
            assert {out.why for out in after.line(each).compared.left_out} == {lines.Why.OTHER_MEANING}
            assert "đã thay đổi" in note(after.line(each).compared, 2023).whole
        else:
            assert line.change == before.line(each, full.enforcement[0].code).change
    # figures of now are read as they are
    assert after.value(full.enforcement[0].code, "eligible_cases") == before.value(
        full.enforcement[0].code, "eligible_cases"
    )


def test_columns_of_an_edition_stand_in_the_place_of_its_indicators():
    row = CatalogueRow(tuple(range(30)), {2025: tuple(f"e{at}" for at in range(len(EDITED)))})
    assert row.of_year(2024) == tuple(range(len(row.of_year(2024))))
    assert sum(str(value).startswith("e") for value in row.of_year(2025)) == len(EDITED)

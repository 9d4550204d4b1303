"""Made-up duties beside the field: parts stay inside their wholes, and nothing falls from period to period."""

from itertools import pairwise

import pytest

from demo.years import duties
from tests.factories.reference import consistent_values, rows

THADS, STP = "civil_enforcement", "department_of_justice"
BLOCKS = pytest.mark.parametrize("block", [THADS, STP])
YEARS, SIZES = range(2023, 2028), (0.2, 1.0, 3.7)
CHAIN = ("complaints_on_time", "complaints_settled", "complaints_due", "complaints_received")


def found(block: str, year: int, size: float, share: float = 1.0, agency: str = "A") -> dict[str, int]:
    return duties.at(block, year, agency, size, share, consistent_values(block, 40))


@BLOCKS
def test_every_typed_duty_of_the_catalogue_is_told_and_no_other(block):
    typed = {
        row["code"]
        for row in rows("setup/reference/data/indicators.csv")
        if row["block"] == block and row["valid_from_year"] == "2023" and not row["numerator"]
    }
    assert set(found(block, 2024, 1.0)) == typed and typed <= duties.CODES


@BLOCKS
def test_parts_stay_inside_their_wholes_in_every_part_of_the_year(block):
    prefix = duties.BLOCKS[block].prefix
    for year in YEARS:
        for size in SIZES:
            for share in (0.25, 0.5, 0.93, 1.0):
                values = found(block, year, size, share)
                chain = [values[f"{prefix}{name}"] for name in CHAIN]
                assert chain == sorted(chain)
                assert values[f"{prefix}inspections_done"] <= values[f"{prefix}inspections_planned"]


@BLOCKS
def test_nothing_falls_through_a_year_and_the_plan_stands(block):
    prefix = duties.BLOCKS[block].prefix
    for year in YEARS:
        parts = [found(block, year, 1.0, share) for share in (0.25, 0.5, 0.75, 1.0)]
        for before, after in pairwise(parts):
            assert [code for code in before if after[code] < before[code]] == []
        assert len({part[f"{prefix}inspections_planned"] for part in parts}) == 1


@BLOCKS
def test_digital_work_grows_and_stays_below_the_whole(block):
    digital, whole = duties.BLOCKS[block].digital, duties.BLOCKS[block].whole
    held = sum(consistent_values(block, 40)[code] for code in whole)
    for agency in "ABCDEF":
        shares = [found(block, year, 1.0, agency=agency)[digital] / held for year in range(2023, 2031)]
        assert shares[0] < shares[3] and max(shares) < 1


@BLOCKS
def test_nothing_is_told_of_years_before_the_indicators(block):
    assert found(block, 2022, 1.0) == {}

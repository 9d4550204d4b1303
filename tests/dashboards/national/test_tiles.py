"""The tile grid: every province of its time once, none on top of another, and the archipelagos always."""

from datetime import date, timedelta

import pytest

from dashboards.national.tiles import tiles_on
from tests.factories.reference import ROOT, rows

MERGER = date(2025, 7, 1)
DAYS = {date(2024, 9, 30): 63, MERGER - timedelta(days=1): 63, MERGER: 34, date(2030, 12, 31): 34}


def provinces_on(day):
    return {
        row["code"]
        for row in rows("setup/reference/data/provinces.csv")
        if row["valid_from"] <= day.isoformat() and (not row["valid_to"] or row["valid_to"] > day.isoformat())
    }


@pytest.mark.parametrize(("day", "count"), DAYS.items())
def test_every_province_has_one_field(day, count):
    codes = [tile.code for tile in tiles_on(day) if not tile.islands]
    assert (len(codes), set(codes)) == (count, provinces_on(day))
    assert len(set(codes)) == count


@pytest.mark.parametrize("day", DAYS)
def test_no_two_fields_overlap_and_all_lie_on_the_grid(day):
    taken = [(tile.row, tile.column + step) for tile in tiles_on(day) for step in range(tile.columns)]
    assert len(taken) == len(set(taken))
    assert all(1 <= row <= 24 and 1 <= column <= 7 for row, column in taken)


@pytest.mark.parametrize("day", DAYS)
def test_archipelagos_stand_east_of_their_province(day):
    fields = {(tile.islands or tile.code): tile for tile in tiles_on(day)}
    for islands, code in (("hoang_sa", "48"), ("truong_sa", "56")):
        assert (fields[islands].code, fields[islands].row) == (code, fields[code].row)
        assert fields[islands].column > fields[code].column


@pytest.mark.parametrize("day", DAYS)
def test_north_lies_above_south_and_west_left_of_east(day):
    fields = {tile.code: tile for tile in tiles_on(day) if not tile.islands}
    southwards = (
        ("12", "01"),
        ("04", "01"),
        ("01", "38"),
        ("38", "40"),
        ("40", "42"),
        ("42", "48"),
        ("48", "56"),
        ("56", "96"),
    )
    for above, below in southwards:
        assert fields[above].row < fields[below].row
    for left, right in (("12", "20"), ("14", "01"), ("01", "22"), ("91", "79"), ("91", "75"), ("68", "56")):
        assert fields[left].column < fields[right].column


def test_every_place_has_its_class_in_the_style_sheet():
    css = (ROOT / "static/css/portal.css").read_text(encoding="utf-8")
    looks = {look for day in DAYS for tile in tiles_on(day) for look in tile.look.split()}
    assert {look for look in looks if f".{look}{{" not in css} == set()


def test_names_in_the_file_are_those_of_the_provinces():
    names = {(row["code"], row["name_vi"]) for row in rows("setup/reference/data/provinces.csv")}
    listed = {(row["code"], row["name_vi"]) for row in rows("dashboards/national/tiles.csv") if not row["islands"]}
    assert listed - names == set()

"""The ministry's workbook on figures nobody chose: what each cluster and all of them are compared with."""

import pytest

from clusters.enums import Block
from tests.prove import seasons
from tests.support.independent import calculate, percent_of
from tests.support.random_season import TARGETED, season_and_neighbour

from .test_ministry_workbook import CLUSTERS, book_of, cluster_row

ALL = "Tất cả các cụm"
(MEMBERS, HELD, PART, WHOLE, RATE, GOAL, GAP, PACE, SHARE, COMPARED, LIKE, LAST, CHANGE) = range(3, 16)


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    """A random season and its neighbour of one agency per block, in one period."""
    return draw_season(request.param, season_and_neighbour)


@pytest.fixture
def sheet(drawn, once):
    periods = {block: period.period_code for block, period in drawn.periods.items()}
    blocks = [block for block in Block.values if block in periods]
    parameters = {"years": [2024], "blocks": blocks, "periods": periods}
    return once(drawn.seed, lambda folder: book_of(folder, parameters).values[CLUSTERS])


def expected_of(drawn, members):
    periods = ({block: p.code for block, p in held.items()} for held in (drawn.periods, drawn.last_periods))
    return calculate(members, *periods, 2024)


def number(percent, by=100):
    return None if percent is None else pytest.approx(float(percent / by), rel=1e-11, abs=1e-11)


def cell(sheet, row, col):
    found = sheet.cell(row, col).value
    return None if found in ("", "–") else found


def test_every_cluster_is_compared_over_its_members_that_have_both_years(drawn, sheet):
    for block, codes in TARGETED.items():
        mine = [a.code for a in drawn.agencies[block]]
        theirs = [a.code for a in drawn.world.other_agencies if a.kind == block]
        for name, members in (("Cụm thử", mine), ("Cụm khác", theirs), (ALL, mine + theirs)):
            expected = expected_of(drawn, {block: members})[block]
            for code in codes:
                _check(sheet, cluster_row(sheet, drawn.world.indicators[code], name), expected, code)


def _check(sheet, row, expected, code):
    assert [cell(sheet, row, col) for col in (MEMBERS, HELD)] == [len(expected.members), len(expected.reported)]
    percent, target = expected.total_percent(code), expected.total_target(code)
    assert cell(sheet, row, RATE) == number(percent)
    assert cell(sheet, row, GOAL) == number(target)
    assert cell(sheet, row, GAP) == number(expected.total_gap(code), 1)
    pace = expected.prorata_gap(None, code) if expected.months < 12 else None
    assert cell(sheet, row, PACE) == number(pace, 1)
    compared = expected.compared(code)
    if not compared.members:
        assert cell(sheet, row, COMPARED) in (None, 0)
        assert [cell(sheet, row, col) for col in (LIKE, LAST, CHANGE)] == [None] * 3
        return
    assert cell(sheet, row, COMPARED) == len(compared.members)
    assert cell(sheet, row, LIKE) == number(percent_of(compared.value))
    assert cell(sheet, row, LAST) == number(percent_of(compared.last))
    assert cell(sheet, row, CHANGE) == number(compared.change, 1)


def test_heads_say_whose_targets_they_are(drawn, sheet):
    heads = {str(c.value) for row in sheet.iter_rows() for c in row if c.value}
    if drawn.is_part_year:
        assert {"Chỉ tiêu cả năm, bình quân gia quyền, %", "Chênh lệch so với chỉ tiêu cả năm, điểm %"} <= heads
    assert "Số đơn vị so sánh với năm trước" in heads
    assert sheet.column_dimensions["J"].hidden is not drawn.is_part_year

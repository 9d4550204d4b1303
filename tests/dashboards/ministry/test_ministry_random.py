"""The page of all clusters, on figures nobody chose, against a second calculation over the raw rows."""

import pytest

from clusters.enums import Block
from tests.prove import seasons
from tests.support.html import parse, table_in
from tests.support.independent import calculate, percent_text, points_text
from tests.support.random_season import season_and_neighbour

URL = "/ministry/"
HEADLINE = {
    Block.CIVIL_ENFORCEMENT: ("completion_rate_cases", "completion_rate_money"),
    Block.DEPARTMENT_OF_JUSTICE: ("appraisal_coverage_rate",),
}


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    """A random season and its neighbour of one agency per block, in one period."""
    return draw_season(request.param, season_and_neighbour)


def expected_of(drawn, members):
    periods = ({block: p.code for block, p in held.items()} for held in (drawn.periods, drawn.last_periods))
    return calculate(members, *periods, 2024)


def shown(client, code):
    [panel] = parse(client.get(URL)).xpath(f"//section[@id='bang-{code.replace('_', '-')}']")
    table = table_in(panel)
    return table.rows | table.foot


def percent_or(value):
    return "–" if value is None else percent_text(value)


def points_or(value):
    return "–" if value is None else points_text(value)


@pytest.mark.parametrize("block", HEADLINE)
def test_clusters_and_all_of_them_equal_a_second_calculation(drawn, as_user, block):
    client, mine = as_user("ministry"), [a.code for a in drawn.agencies[block]]
    theirs = [a.code for a in drawn.world.other_agencies if a.kind == block]
    sides = {"Cụm thử": mine, "Cụm khác": theirs, "Tất cả các cụm": mine + theirs}
    expected = {name: expected_of(drawn, {block: codes})[block] for name, codes in sides.items()}
    for code in HEADLINE[block]:
        rows = shown(client, code)
        assert set(rows) == set(sides)
        said = {name: compared(each, code) for name, each in expected.items()}
        told = [n for n in range(4) if any(cells[n] != "–" for cells in said.values())]
        for name, each in expected.items():
            cells = rows[name]
            assert cells[0] == f"{len(each.reported)}/{len(each.members)}"
            rate = "chưa có số liệu" if each.total_parts(code) is None else percent_text(each.total_percent(code))
            assert cells[4 : 5 + len(told)] == [rate, *(said[name][n] for n in told)], name


def compared(expected, code):
    """Target, gap to it, to the nation's and to a part of it; what nobody has has no column."""
    percent, national = expected.total_percent(code), expected.national[code]
    return (
        percent_or(expected.total_target(code)),
        points_or(expected.total_gap(code)),
        points_or(None if percent is None else percent - national),
        points_or(part_gap(expected, code)),
    )


def part_gap(expected, code):
    """Against months over twelve of the derived target; told in a part of the year alone."""
    return expected.prorata_gap(None, code) if expected.months < 12 else None


def test_a_part_of_the_year_judges_by_its_part_alone(drawn, as_user):
    [panel] = parse(as_user("ministry").get(URL)).xpath("//section[@id='bang-completion-rate-cases']")
    judged = [row.xpath(".//*[@class='up' or @class='down']") for row in panel.xpath(".//tbody/tr | .//tfoot/tr")]
    if drawn.is_part_year:
        assert all(len(found) <= 1 for found in judged)
        assert "Chỉ tiêu là của cả năm" in panel.text_content()
    else:
        assert any(judged) and "Chỉ tiêu là của cả năm" not in panel.text_content()

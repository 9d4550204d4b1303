"""The pages of a random season print what a second calculation over the raw rows gives, in words of its own."""

import pytest
from django.urls import reverse

from tests.html import main_of, table_in, text_of
from tests.independent import amount_text, percent_text, points_text
from tests.random_season import ENFORCEMENT, TARGETED, random_season

NONE, NOTHING, EMPTY = "–", "không phát sinh", "trống"


@pytest.fixture(params=(1, 2, 4), ids="seed{}".format)
def drawn(world, request):
    return random_season(world, request.param)


def place(drawn):
    return [drawn.cluster.slug, drawn.season.year]


def or_none(value, text):
    return NONE if value is None else text(value)


def rate_text(expected, agency, code):
    """The words for a rate: a value, nothing to count, or an empty part."""
    parts = expected.parts(agency, code)
    if parts is None:
        return EMPTY
    return percent_text(expected.percent(agency, code)) if parts[1] else NOTHING


def difference(one, other):
    return None if one is None or other is None else one - other


# -- overview ---------------------------------------------------------------------------------------------------------
def figures_of(cells):
    """Rate, target, gap, national gap, last year and change out of a row of the overview."""
    return [cells[2], cells[3], cells[4], *cells[6:9]]


def expected_row(expected, code, rate, percent, target, last):
    national = expected.national[code]
    return [
        rate,
        or_none(target, percent_text),
        or_none(difference(percent, target), points_text),
        or_none(difference(percent, national), points_text),
        or_none(last, percent_text),
        or_none(difference(percent, last), points_text),
    ]


def test_overview_prints_the_rates_targets_gaps_and_last_year_of_every_agency(drawn, as_user):
    page = main_of(as_user("secretariat").get(reverse("reports:overview", args=place(drawn))))
    for block, expected in drawn.expected().items():
        names = {a.code: a.short_name for a in drawn.agencies[block]}
        for code in TARGETED[block]:
            table = table_in(page.get_element_by_id(f"bang-{code.replace('_', '-')}"))
            printed = {names_code: table.rows[name] for names_code, name in names.items()}
            for agency, cells in printed.items():
                if agency not in expected.reported:
                    assert len(cells) == 1
                    continue
                assert figures_of(cells) == expected_row(
                    expected,
                    code,
                    rate_text(expected, agency, code),
                    expected.percent(agency, code),
                    expected.targets.get((agency, code)),
                    expected.percent(agency, code, last=True),
                )
            assert set(table.rows) == set(names.values())


def test_overview_prints_the_totals_of_the_cluster(drawn, as_user):
    page = main_of(as_user("secretariat").get(reverse("reports:overview", args=place(drawn))))
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            (cells,) = table_in(page.get_element_by_id(f"bang-{code.replace('_', '-')}")).foot.values()
            percent = expected.total_percent(code)
            assert figures_of(cells) == expected_row(
                expected, code, percent_text(percent), percent, expected.total_target(code),
                expected.total_percent(code, last=True),
            )  # fmt: skip


def test_overview_names_who_is_missing(drawn, as_user):
    page = main_of(as_user("secretariat").get(reverse("reports:overview", args=place(drawn))))
    foot = text_of(page.get_element_by_id("bang-completion-rate-cases").xpath(".//*[@class='panel__foot']")[0])
    assert drawn.missing.short_name in foot
    assert not any(a.short_name in foot for a in drawn.agencies[ENFORCEMENT] if a != drawn.missing)


# -- agency page ------------------------------------------------------------------------------------------------------
def all_indicators(response):
    page = main_of(response)
    return table_in(page.xpath("//section[@aria-labelledby='h-all']")[0])


def printed_value(expected, agency, code):
    row = expected.catalogue[code]
    if row["numerator"]:
        return rate_text(expected, agency, code)
    value = expected.now[agency][code]
    if (agency, code) in expected.nothing:
        return NOTHING
    return EMPTY if value is None else amount_text(value, row["value_type"])


def test_agency_page_prints_every_indicator(drawn, as_user):
    client = as_user("secretariat")
    for block, expected in drawn.expected().items():
        for agency in expected.reported:
            listed = all_indicators(client.get(reverse("reports:agency", args=[*place(drawn), agency]))).listed
            cells = dict(zip(expected.catalogue, (row for _heading, row in listed), strict=True))
            printed = {code: row[2] for code, row in cells.items()}
            assert printed == {code: printed_value(expected, agency, code) for code in expected.catalogue}
            for code in TARGETED[block]:
                target, gap = expected.targets.get((agency, code)), expected.gap(agency, code)
                assert cells[code][3:5] == [
                    "" if target is None else percent_text(target),
                    points_text(gap) + " điểm %" if gap is not None else ("" if target is None else NONE),
                ]


def test_agency_page_prints_the_place_among_the_members(drawn, as_user):
    client = as_user("secretariat")
    expected = drawn.expected()[ENFORCEMENT]
    for agency in drawn.tied:
        page = main_of(client.get(reverse("reports:agency", args=[*place(drawn), agency.code])))
        ranks = [text_of(node) for node in page.xpath("//*[@class='kpi__rank']/*[@class='strong']")]
        places = {expected.place(agency.code, code) for code in TARGETED[ENFORCEMENT]}
        assert set(ranks) == {f"Hạng {one}/{among}" for one, among in places}


# -- ministry ---------------------------------------------------------------------------------------------------------
def test_ministry_page_prints_the_totals_of_the_cluster(drawn, as_user):
    page = main_of(as_user("ministry").get(reverse("reports:ministry")))
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            cells = table_in(page.get_element_by_id(f"bang-{code.replace('_', '-')}")).rows[drawn.cluster.short_name]
            percent = expected.total_percent(code)
            reported, among = len(expected.reported), len(expected.members)
            assert [cells[0], *cells[4:8]] == [
                f"{reported}/{among}",
                percent_text(percent),
                or_none(expected.total_target(code), percent_text),
                or_none(expected.total_gap(code), points_text),
                points_text(percent - expected.national[code]),
            ]

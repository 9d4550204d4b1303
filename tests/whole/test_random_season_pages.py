"""The pages of a random season print what a second calculation over the raw rows gives, in words of its own."""

import re

import pytest
from django.urls import reverse

from tests.prove import seasons
from tests.support.html import main_of, table_in, text_of
from tests.support.independent import amount_text, decimal_text, percent_of, percent_text, points_text, rounded
from tests.support.random_season import DEPARTMENTS, ENFORCEMENT, TARGETED

NONE, NOTHING, EMPTY = "–", "không phát sinh", "chưa có số liệu"


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    return draw_season(request.param)


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
@pytest.fixture
def overview(drawn, as_user, once):
    """The main part of the overview as the secretariat reads it."""
    address = reverse("dashboards:overview", args=place(drawn))
    return once(drawn.seed, lambda _folder: main_of(as_user("secretariat").get(address)))


def figures_of(cells):
    """Rate, target, gap, national gap, last year and change out of a row of the overview, and what is between."""
    return [cells[2], cells[3], cells[4], *cells[-3:]], cells[5:-4]


def expected_row(expected, code, agency=None):
    """The row of an agency, or of all; in a part of the year with the gap to the part of the target."""
    percent = expected.total_percent(code) if agency is None else expected.percent(agency, code)
    target = expected.total_target(code) if agency is None else expected.targets.get((agency, code))
    compared = expected.compared(code, agency)
    last = percent_of(compared.last) if compared.last else None
    if agency is not None:
        last = expected.percent(agency, code, last=True)
    row = [
        percent_text(percent) if agency is None else rate_text(expected, agency, code),
        or_none(target, percent_text),
        or_none(difference(percent, target), points_text),
        or_none(difference(percent, expected.national[code]), points_text),
        or_none(last, percent_text),
        or_none(compared.change, points_text),
    ]
    grows = expected.months < 12 and code in TARGETED[ENFORCEMENT]
    return row, [or_none(expected.prorata_gap(agency, code), points_text)] if grows else []


def test_overview_prints_the_rates_targets_gaps_and_last_year_of_every_agency(drawn, overview):
    for block, expected in drawn.expected().items():
        names = {a.code: a.short_name for a in drawn.agencies[block]}
        for code in TARGETED[block]:
            table = table_in(overview.get_element_by_id(f"bang-{code.replace('_', '-')}"))
            printed = {names_code: table.rows[name] for names_code, name in names.items()}
            for agency, cells in printed.items():
                if agency not in expected.reported:
                    assert len(cells) == 1
                    continue
                assert figures_of(cells) == expected_row(expected, code, agency)
            assert set(table.rows) == set(names.values())


def test_overview_prints_the_totals_of_the_cluster(drawn, overview):
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            (cells,) = table_in(overview.get_element_by_id(f"bang-{code.replace('_', '-')}")).foot.values()
            assert figures_of(cells) == expected_row(expected, code)


def said_of_comparison(section):
    """The note on whom the comparison with last year holds, with the lines that name the others."""
    notes = section.xpath(".//*[@class='compared']")
    if not notes:
        return None, []
    return text_of(notes[0].xpath("./span")[0]), [text_of(each) for each in notes[0].xpath(".//li")]


def expected_note(drawn, expected, compared):
    """The same from the second calculation: nothing where everybody is compared or nobody has a figure."""
    names = {a.code: a.short_name for listed in drawn.agencies.values() for a in listed}
    if not compared.left_out or (not compared.members and set(compared.left_out.values()) == {"now"}):
        return None, []
    heads = {"now": "Năm nay chưa có số liệu: ", "last": f"Không có số liệu cùng kỳ năm {drawn.season.year - 1}: "}
    listed = {why: [names[a] for a in expected.members if compared.left_out.get(a) == why] for why in heads}
    reasons = [heads[why] + ", ".join(left) for why, left in listed.items() if left]
    if compared.members:
        count = f"{len(compared.members)}/{len(expected.members)}"
        said = f"So với cùng kỳ năm {drawn.season.year - 1} chỉ tính {count} đơn vị có số liệu của cả hai năm."
        return said, reasons
    if set(compared.left_out.values()) == {"last"}:
        return f"Cùng kỳ năm {drawn.season.year - 1} không có số liệu để so sánh.", []
    year = drawn.season.year - 1
    return f"Chưa so sánh được với cùng kỳ năm {year}: chưa đơn vị nào có số liệu của cả hai năm.", reasons


def test_overview_names_over_whom_it_compares_and_who_is_left_out(drawn, overview):
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            section = overview.get_element_by_id(f"bang-{code.replace('_', '-')}")
            assert said_of_comparison(section) == expected_note(drawn, expected, expected.compared(code))


def test_headline_tiles_print_last_year_over_those_who_are_compared(drawn, overview):
    tiles = {each.get("aria-label"): text_of(each) for each in overview.xpath("//section[@class='tile']")}
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            compared = expected.compared(code)
            said = tiles[expected.catalogue[code]["name_vi"]]
            # a part of the year stands beside the like part of last year, and says so
            then = f"{'Cùng kỳ' if 'chỉ tiêu năm' in said else 'Năm'} {drawn.season.year - 1}: "
            if not compared.last or not compared.last[1]:
                assert not re.search(rf"(?:Cùng kỳ|Năm) {drawn.season.year - 1}:", said)
                continue
            last = then + percent_text(percent_of(compared.last))
            count = f" ({len(compared.members)}/{len(expected.members)} đơn vị)" if compared.left_out else ""
            assert last + count in said


def test_overview_names_who_is_missing(drawn, overview):
    feet = overview.get_element_by_id("bang-completion-rate-cases").xpath(".//*[@class='panel__foot']")
    # What follows names whom the comparison leaves out, which is another question.
    said = re.split("Tổng cộng|So với|Chưa so sánh", " ".join(map(text_of, feet)))[0]
    assert (drawn.missing.short_name in said) is not drawn.is_whole
    assert not any(a.short_name in said for a in drawn.agencies[ENFORCEMENT] if a != drawn.missing)


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
            listed = all_indicators(client.get(reverse("dashboards:agency", args=[*place(drawn), agency]))).listed
            values = {code: printed_value(expected, agency, code) for code in expected.catalogue}
            # Those without a figure and a target are folded to a line a group.
            told = [code for code, value in values.items() if value != EMPTY or (agency, code) in expected.targets]
            rows = [row for _heading, row in listed if len(row) > 3]
            cells = dict(zip(told, rows, strict=True))
            assert {code: row[2] for code, row in cells.items()} == {code: values[code] for code in told}
            for code in set(TARGETED[block]) & set(told):
                target, gap = expected.targets.get((agency, code)), expected.gap(agency, code)
                pace = expected.prorata_gap(agency, code) if expected.months < 12 else None
                beside = (
                    f"{points_text(pace)} điểm % so với {expected.months}/12 chỉ tiêu năm" if pace is not None else ""
                )
                assert cells[code][3:5] == [
                    "" if target is None else percent_text(target),
                    points_text(gap) + " điểm %" + beside if gap is not None else ("" if target is None else NONE),
                ]
            for code in told:
                row = expected.catalogue[code]
                changed = change_text(expected.compared(code, agency), row)
                assert cells[code][6] == ("" if row["value_type"] == "boolean" else changed)


def test_agency_page_prints_the_place_among_the_members(drawn, as_user):
    client = as_user("secretariat")
    expected = drawn.expected()[ENFORCEMENT]
    for agency in drawn.tied:
        page = main_of(client.get(reverse("dashboards:agency", args=[*place(drawn), agency.code])))
        ranks = [text_of(node) for node in page.xpath("//*[@class='kpi__rank']/*[@class='strong']")]
        places = {expected.place(agency.code, code) for code in TARGETED[ENFORCEMENT]}
        assert set(ranks) == {f"Hạng {one}/{among}" for one, among in places}


# -- indicator page ---------------------------------------------------------------------------------------------------
SHOWN = {
    ENFORCEMENT: ("completion_rate_money", "completed_cases", "eligible_money"),
    DEPARTMENTS: ("mediation_success_rate", "mediation_received", "emulation_plan_issued"),
}


def change_text(compared, row):
    if row["value_type"] == "boolean" or compared.change is None:
        return NONE
    if row["numerator"]:
        return points_text(compared.change) + " điểm %"
    return percent_change(compared.change)


def percent_change(percent):
    value = rounded(percent, 1)
    return ("+" if value > 0 else "") + decimal_text(value) + "%"


def last_text(expected, compared, code):
    """Last year's total over those who are compared; how many said yes among how many."""
    row = expected.catalogue[code]
    if compared.last is None:
        return NONE
    if row["numerator"]:
        return percent_text(percent_of(compared.last)) if compared.last[1] else NOTHING
    if row["value_type"] == "boolean":
        return f"{compared.last}/{len(compared.members)} có"
    return amount_text(compared.last, row["value_type"])


def test_indicator_page_compares_the_total_over_like_members(drawn, as_user):
    client = as_user("secretariat")
    for block, expected in drawn.expected().items():
        for code in SHOWN[block]:
            page = main_of(client.get(reverse("dashboards:indicator", args=[*place(drawn), code])))
            section = page.xpath("//section[@aria-labelledby='h-rows']")[0]
            (cells,) = table_in(section).foot.values()
            compared = expected.compared(code)
            assert cells[-3:-1] == [
                last_text(expected, compared, code),
                change_text(compared, expected.catalogue[code]),
            ]
            assert said_of_comparison(section) == expected_note(drawn, expected, compared)


def test_table_of_the_indicator_page_says_the_same(drawn, as_user):
    client = as_user("secretariat")
    for block, expected in drawn.expected().items():
        for code in SHOWN[block]:
            url = reverse("dashboards:indicator_table", args=[*place(drawn), code, "csv"])
            lines = b"".join(client.get(url)).decode("utf-8-sig")
            said, reasons = expected_note(drawn, expected, expected.compared(code))
            for each in ([said] if said else []) + reasons:
                assert each in lines


# -- ministry ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("drawn", (1, 2, 3, 4, 5), indirect=True, ids="seed{}".format)
def test_ministry_page_prints_the_totals_of_the_cluster(drawn, as_user):
    page = main_of(as_user("ministry").get(reverse("dashboards:ministry")))
    for block, expected in drawn.expected().items():
        for code in TARGETED[block]:
            cells = table_in(page.get_element_by_id(f"bang-{code.replace('_', '-')}")).rows[drawn.cluster.short_name]
            percent = expected.total_percent(code)
            reported, among = len(expected.reported), len(expected.members)
            # Without a target of any cluster there is no column of targets, nor of distances from them.
            target = expected.total_target(code)
            own = [] if target is None else [percent_text(target), or_none(expected.total_gap(code), points_text)]
            wanted = [percent_text(percent), *own, points_text(percent - expected.national[code])]
            assert [cells[0], *cells[4 : 4 + len(wanted)]] == [f"{reported}/{among}", *wanted]

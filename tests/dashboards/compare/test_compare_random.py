"""Comparisons of random figures print what a second calculation over the raw rows gives, in words of its own."""

from fractions import Fraction
from itertools import pairwise

import pytest

from tests.prove import seasons
from tests.support.independent import amount_text, decimal_text, grouped, percent_of, percent_text, points_text, rounded
from tests.support.random_season import DEPARTMENTS, ENFORCEMENT

from .comparison import address, plain, rows_of

NONE, EMPTY, NOTHING, EQUAL = "–", "chưa có số liệu", "không phát sinh", "bằng nhau"


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    return draw_season(request.param)


def value_text(expected, agency, code, *, last=False):
    row = expected.catalogue[code]
    if row["numerator"]:
        parts = expected.parts(agency, code, last=last)
        return EMPTY if parts is None else percent_text(Fraction(100 * parts[0], parts[1])) if parts[1] else NOTHING
    amount = (expected.last if last else expected.now)[agency][code]
    if not last and (agency, code) in expected.nothing:
        return NOTHING
    return EMPTY if amount is None else amount_text(amount, row["value_type"])


def measured(expected, agency, code, *, last=False):
    if expected.catalogue[code]["numerator"]:
        return expected.percent(agency, code, last=last)
    return (expected.last if last else expected.now)[agency][code]


def apart_text(one, other, row) -> str:
    if one is None or other is None:
        return NONE
    if row["value_type"] == "boolean":
        return "như nhau" if one == other else "khác nhau"
    if one == other:
        return EQUAL
    if not row["numerator"]:
        return ("+" if one > other else "−") + amount_text(abs(one - other), row["value_type"])
    if not rounded(one - other):
        return f"{'cao' if one > other else 'thấp'} hơn chưa đến 0,01 điểm %"
    return points_text(one - other) + " điểm %"


def relative_text(one, other, row) -> str:
    if row["numerator"] or row["value_type"] == "boolean" or None in (one, other) or not other or one == other:
        return ""
    share = rounded(Fraction(100 * (one - other), abs(other)), 1)
    return ("+" if share > 0 else "") + decimal_text(share) + "%"


def standing(name, other, leads) -> str:
    """The sentence on who stands higher, written here again."""
    higher, lower, equal = (sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads), leads.count(0))
    if equal == len(leads):
        return f"{name} và {other} bằng nhau ở cả {equal} chỉ tiêu tỷ lệ."
    if len(leads) in (higher, lower):
        return f"{name} đứng {'cao' if higher else 'thấp'} hơn {other} ở cả {len(leads)} chỉ tiêu tỷ lệ."
    if not higher:
        return f"{name} đứng thấp hơn {other} ở {lower} trong {len(leads)} chỉ tiêu tỷ lệ, bằng nhau ở {equal}."
    rest = (f", thấp hơn ở {lower}" if lower else "") + (f", bằng nhau ở {equal}" if equal else "")
    return f"{name} đứng cao hơn {other} ở {higher} trong {len(leads)} chỉ tiêu tỷ lệ{rest}."


def compared_over(expected) -> str:
    """How many members are compared in any indicator, where some are in none."""
    count = len({a for code in expected.catalogue for a in expected.compared(code).members})
    return f" So sánh trên {count} trong {len(expected.members)} thành viên." if count < len(expected.members) else ""


def finding(name, other, pairs, over="") -> str:
    leads = [one - two for one, two in pairs if None not in (one, two)]
    lacking = len(pairs) - len(leads)
    if not leads:
        return "Không có tỷ lệ nào đủ số liệu ở cả hai bên; bảng dưới đây ghi rõ số liệu còn thiếu."
    said = standing(name, other, leads) + over
    return said + (f" {lacking} chỉ tiêu tỷ lệ thiếu số liệu nên không so sánh." if lacking else "")


def pairs_of(drawn, block):
    """Each agency beside the next one, and the two that are tied."""
    listed = drawn.agencies[block]
    return [*pairwise(listed), *([drawn.tied] if block == ENFORCEMENT else [])]


@pytest.mark.parametrize("block", [ENFORCEMENT, DEPARTMENTS])
def test_agencies_equal_the_second_calculation(drawn, as_user, block):
    client, expected = as_user("secretariat"), drawn.expected()[block]
    for one, other in pairs_of(drawn, block):
        page = client.get(address(drawn, block=block, first=one.code, second=other.code)).context["page"]
        rows = rows_of(page)
        assert set(rows) == set(expected.catalogue)
        for code, row in rows.items():
            listed = expected.catalogue[code]
            amounts = [measured(expected, agency.code, code) for agency in (one, other)]
            assert plain(row.difference) == apart_text(*amounts, listed), code
            assert row.relative == relative_text(*amounts, listed), code
            for agency, cell in zip((one, other), row.cells, strict=True):
                assert cell.shown.text == value_text(expected, agency.code, code)
        unreported = [a.short_name for a in (one, other) if a.code not in expected.reported]
        rates = [tuple(expected.percent(a.code, code) for a in (one, other)) for code in expected.rates()]
        said = finding(one.short_name, other.short_name, rates)
        if unreported:
            said = f"Chưa so sánh được: {unreported[0]} chưa có số liệu của kỳ này."
        assert page.finding == said


def test_targets_gaps_parts_and_places_equal_the_second_calculation(drawn, as_user):
    client, expected = as_user("secretariat"), drawn.expected()[ENFORCEMENT]
    for one, other in pairs_of(drawn, ENFORCEMENT):
        page = client.get(address(drawn, block=ENFORCEMENT, first=one.code, second=other.code)).context["page"]
        for code in expected.rates():
            row = rows_of(page)[code]
            targets = [expected.targets.get((a.code, code)) for a in (one, other)]
            for agency, cell, target in zip((one, other), row.cells, targets, strict=True):
                gap, place = expected.gap(agency.code, code), expected.place(agency.code, code)
                none = NONE if any(t is not None for t in targets) else ""
                assert cell.target == (none if target is None else percent_text(target))
                assert plain(cell.gap) == (none if gap is None else points_text(gap) + " điểm %")
                placed = any(expected.place(each.code, code) for each in (one, other))
                assert cell.place == ("{}/{}".format(*place) if place else NONE if placed else "")
                parts = expected.parts(agency.code, code)
                if code.endswith("_cases"):
                    said = f"{grouped(parts[0])} / {grouped(parts[1])} việc" if parts else ""
                    assert plain(cell.parts) == said


def test_rates_are_ordered_by_how_far_the_first_is_ahead(drawn, as_user):
    client, expected = as_user("secretariat"), drawn.expected()[ENFORCEMENT]
    one, other = drawn.agencies[ENFORCEMENT][0], drawn.agencies[ENFORCEMENT][1]
    page = client.get(address(drawn, block=ENFORCEMENT, first=one.code, second=other.code)).context["page"]
    leads = [expected.percent(one.code, p.row.code) - expected.percent(other.code, p.row.code) for p in page.pairs]
    assert leads == sorted(leads, reverse=True) and len(leads) == len(expected.rates())
    widest = max(leads, key=abs)
    name = expected.catalogue[page.pairs[leads.index(widest)].row.code]["name_vi"]
    assert plain(page.headline) == f"Chênh lệch lớn nhất: {name[0].lower()}{name[1:]}, {points_text(widest)} điểm %"


def figure_text(value, row, count=0) -> str:
    """A sum of amounts or of parts; ``count`` members answered yes or no."""
    if value is None:
        return EMPTY
    if isinstance(value, tuple):
        return percent_text(percent_of(value)) if value[1] else NOTHING
    if row["value_type"] == "boolean":
        return f"{value}/{count} có"
    return amount_text(value, row["value_type"])


def measure(value):
    return percent_of(value) if isinstance(value, tuple) else value


def total_of(expected, code):
    return expected.total_parts(code) if expected.catalogue[code]["numerator"] else expected.total(code)


@pytest.mark.parametrize("block", [ENFORCEMENT, DEPARTMENTS])
def test_years_of_the_cluster_are_compared_over_the_members_that_have_both(drawn, as_user, block):
    """2023 has no season: its figures are those that 2024 holds as last year, merged members those they came from."""
    response = as_user("secretariat").get(address(drawn, what="years", block=block))
    page, expected = response.context["page"], drawn.expected()[block]
    assert (response.context["found"].first_key, response.context["found"].second_key) == ("CTN-2024", "CTN-2023")
    pairs = []
    for code, row in rows_of(page).items():
        compared, listed = expected.compared(code), expected.catalogue[code]
        count = sum(expected.has(a, code) for a in expected.members)
        assert row.first.shown.text == nothing_or(expected, code, figure_text(total_of(expected, code), listed, count))
        assert row.second.shown.text == figure_text(compared.last, listed, len(compared.members)), code
        values = measure(compared.value), measure(compared.last)
        assert plain(row.difference) == years_apart(*values, listed), code
        assert row.relative == relative_text(*values, listed), code
        if compared.members and compared.value != total_of(expected, code):
            said = figure_text(compared.value, listed, len(compared.members))
            assert row.first.compared == nothing_or(expected, code, said, compared.members), code
        if compared.members and compared.left_out:
            over = f"trên {len(compared.members)} trong {len(expected.members)} thành viên"
            assert row.over.startswith(over), code
        pairs += [values] if listed["numerator"] else []
    if drawn.has_last_year:
        assert page.finding == finding("Năm 2024", "năm 2023", pairs, compared_over(expected))
    else:
        assert page.finding == "Chưa so sánh được: năm 2023 chưa có số liệu của kỳ này."


def nothing_or(expected, code, text, members=None):
    """A total of cells that all say that nothing arose says so, too."""
    there = [a for a in members or expected.members if expected.has(a, code)]
    return NOTHING if there and all((a, code) in expected.nothing for a in there) else text


def years_apart(one, other, row) -> str:
    if row["value_type"] == "boolean" and one is not None and one != other:
        return f"{'+' if one > other else '−'}{abs(one - other)}"
    return EQUAL if one is not None and one == other else apart_text(one, other, row)


def test_members_left_out_of_the_comparison_are_named(drawn, as_user):
    page = as_user("secretariat").get(address(drawn, what="years", block=ENFORCEMENT)).context["page"]
    expected = drawn.expected()[ENFORCEMENT]
    every = [expected.compared(code) for code in expected.catalogue]
    names = {a.code: a.short_name for a in drawn.agencies[ENFORCEMENT]}
    out = [names[a] for a in expected.members if not any(a in each.members for each in every)]
    said = [note for note in page.notes if "Không tính" in note]
    if not any(each.members for each in every) or not out:
        assert said == [] and (drawn.is_whole or not any(row.over for row in rows_of(page).values()))
        return
    [note] = said
    assert f"trên {len(names) - len(out)} trong {len(names)} thành viên" in note
    assert all(name in note.partition("Không tính")[2] for name in out)
    assert drawn.missing.short_name in out


def test_years_of_one_agency_equal_the_second_calculation(drawn, as_user):
    client, expected = as_user("secretariat"), drawn.expected()[ENFORCEMENT]
    for agency in drawn.agencies[ENFORCEMENT]:
        page = client.get(address(drawn, what="years", block=ENFORCEMENT, agency=agency.code)).context["page"]
        for code, row in rows_of(page).items():
            assert row.first.shown.text == value_text(expected, agency.code, code)
            assert row.second.shown.text == value_text(expected, agency.code, code, last=True)

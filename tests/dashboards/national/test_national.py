"""The ministry's national page: true by a second calculation, the same as its file, one price for any size."""

import re
from datetime import date
from fractions import Fraction
from itertools import chain

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts import audit
from clusters.enums import Block
from clusters.models import Membership
from results.enums import State
from tests.factories.clusters import (
    AgencyFactory,
    ClusterFactory,
    MembershipFactory,
    ProvinceFactory,
    SeasonFactory,
    SuccessionFactory,
)
from tests.factories.pledges import TargetFactory
from tests.factories.reference import load_periods
from tests.prove import seasons
from tests.support.files.tables import rows_shown
from tests.support.html import main_of, parse, table_in, text_of
from tests.support.independent import calculate, decimal_text, grouped, percent_of, percent_text, points_text, rounded
from tests.support.pages import BUDGET, ask, grow
from tests.support.random_season import TARGETED, season_and_neighbour

URL = "/ministry/national/"
CASES = "completion_rate_cases"
ENFORCEMENT, DEPARTMENTS = Block.CIVIL_ENFORCEMENT, Block.DEPARTMENT_OF_JUSTICE
MERGER = date(2025, 7, 1)


def shown(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response


def built(client, **query):
    return shown(client, **query).context["page"]


# -- true on figures nobody chose --------------------------------------------------------------------------------------
@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(draw_season, request):
    """Two clusters: one of random figures with every awkward case, and its neighbour of one agency per block."""
    return draw_season(request.param, season_and_neighbour)


def everybody(drawn):
    members = {block: [a.code for a in agencies] for block, agencies in drawn.agencies.items()}
    for agency in drawn.world.other_agencies:
        members[agency.kind].append(agency.code)
    names = {a.code: a.short_name for a in chain(*drawn.agencies.values(), drawn.world.other_agencies)}
    periods = ({b: p.code for b, p in held.items()} for held in (drawn.periods, drawn.last_periods))
    return calculate(members, *periods, 2024), names


def place(own, values):
    return None if own is None else 1 + sum(v is not None and v > own for v in values)


@pytest.mark.parametrize("code", [code for codes in TARGETED.values() for code in codes])
def test_every_row_is_that_of_a_second_calculation(as_user, drawn, code):
    blocks, names = everybody(drawn)
    block = next(b for b in blocks.values() if code in b.catalogue)
    page = built(as_user("ministry"), indicator=code)
    now = {a: block.percent(a, code) for a in block.members}
    before = {a: block.percent(a, code, last=True) if now[a] is not None else None for a in block.members}
    assert sorted(row.name for row in page.rows) == sorted(names[a] for a in block.members)
    rows = {row.name: row for row in page.rows}
    for agency in block.members:
        row, own = rows[names[agency]], now[agency]
        target = block.targets.get((agency, code), block.national[code])
        assert row.place == str(place(own, now.values()) or "–")
        merged = len(block.stood_for[agency]) > 1
        last = None if merged else place(before[agency], before.values())
        assert row.last_place == str(last or "–")
        if last and own is not None:
            like = [value for a, value in now.items() if before[a] is not None]
            moved = last - place(own, like)
            assert row.moved == f"{'▲' if moved > 0 else '▼' if moved < 0 else '●'}\N{NO-BREAK SPACE}{abs(moved)}"
        assert row.gap == (points_text(own - target) if own is not None else "–")
        assert row.met == (own > target if own is not None and block.months == 12 else None)
        assert row.prorata == (points_text(own - target * block.months / 12) if own and grows(block, code) else "")
        assert row.is_national == ((agency, code) not in block.targets)
        assert not row.value.is_value if own is None else row.value.text == percent_text(own)
    assert [row.measured for row in page.rows if row.measured is not None] == sorted(
        (v for v in now.values() if v is not None), reverse=True
    )
    assert page.total.value.text == percent_text(block.total_percent(code))
    assert page.total.gap == points_text(block.total_percent(code) - block.national[code])


@pytest.mark.parametrize("code", [*(code for codes in TARGETED.values() for code in codes), "completed_cases"])
def test_the_total_is_compared_over_those_who_have_both_years(as_user, drawn, code):
    """Neighbours without a last year, silent members and divided ones are named and not compared."""
    blocks, names = everybody(drawn)
    block = next(b for b in blocks.values() if code in b.catalogue)
    page, compared = built(as_user("ministry"), indicator=code), block.compared(code)
    if not compared.members:
        assert (page.total.last.text, page.total.change) == ("–", "–")
        return
    if block.catalogue[code]["numerator"]:
        percent, change = percent_of(compared.last), compared.change
        assert page.total.last.text == ("không phát sinh" if percent is None else percent_text(percent))
        assert page.total.change == ("–" if change is None else points_text(change))
    else:
        assert page.total.last.text == grouped(compared.last)
        assert page.total.change == f"{'+' if compared.change > 0 else ''}{decimal_text(rounded(compared.change, 1))}%"
    assert f"{len(compared.members)}/{len(block.members)} đơn vị" in page.against.text
    said = page.against.whole
    assert all(names[agency] in said for agency in compared.left_out)
    assert not any(f" {names[agency]}" in said for agency in compared.members)
    assert page.total.last_over == f"{len(compared.members)}/{len(block.members)} đơn vị"


def grows(block, code):
    """A share of the cases or the money that were there when the year began; told in a part of the year alone."""
    return block.months < 12 and code.startswith("completion_rate_")


def test_the_finding_is_that_of_a_second_calculation(as_user, drawn):
    blocks, names = everybody(drawn)
    block = blocks[ENFORCEMENT]
    known = {a: p for a in block.members if (p := block.percent(a, CASES)) is not None}
    part, national, total = Fraction(block.months, 12), block.national[CASES], block.total_percent(CASES)
    met = sum(p > part * block.targets.get((a, CASES), national) for a, p in known.items())
    reached = "đơn vị đạt chỉ tiêu"
    if part < 1:
        reached = f"đơn vị được giao chỉ tiêu đạt {block.months}/12 chỉ tiêu năm"
    said = f"{met} trong {len(known)} {reached}; cao nhất là {named(known, names, max)}, "
    said += f"thấp nhất là {named(known, names, min)}; tất cả các cụm đạt {percent_text(total)}, "
    gap = total - national
    if part < 1:
        said += f"chỉ tiêu toàn quốc cả năm là {percent_text(national)}, {block.months}/12 chỉ tiêu năm là "
        said += f"{percent_text(part * national)} (chênh {points_text(total - part * national)} điểm %)."
    else:
        said += f"{'cao' if gap > 0 else 'thấp'} hơn {points_text(abs(gap)).lstrip('+')} điểm % so với chỉ tiêu "
        said += f"toàn quốc {percent_text(national)}."
    assert plain(built(as_user("ministry"), indicator=CASES).finding) == said


def named(known, names, pick):
    value = pick(known.values())
    return f"{', '.join(names[a] for a, p in known.items() if p == value)} ({percent_text(value)})"


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_completeness_counts_submitted_and_approved_of_each_cluster(as_user, drawn):
    reported = shown(as_user("ministry"), indicator=CASES).context["reported"]
    current = {name: cells[reported.current] for name, _url, cells in reported.rows}
    found = {name: (c.submitted, c.approved, c.members) for name, c in current.items()}
    assert found == {"Cụm thử": (5 + drawn.is_whole, 3, 6), "Cụm khác": (1, 1, 1)}
    total = reported.total[reported.current]
    assert (total.submitted, total.approved, total.members) == (6 + drawn.is_whole, 4, 7)


def test_agencies_without_a_figure_stand_last_and_are_named(as_user, drawn):
    page = built(as_user("ministry"), indicator=CASES)
    without = {drawn.zero.short_name: "không phát sinh", drawn.missing.short_name: "chưa có số liệu"}
    if drawn.is_whole:
        del without[drawn.missing.short_name]
    last = page.rows[-len(without) :]
    assert [(row.name, row.value.text) for row in last] == list(without.items())
    assert page.missing == (() if drawn.is_whole else (drawn.missing.short_name,))
    first, second = (next(r for r in page.rows if r.name == a.short_name) for a in drawn.tied)
    assert first.place == second.place


# -- cases that have a sentence of their own ---------------------------------------------------------------------------
def finding(as_user, code=CASES):
    return plain(built(as_user("ministry"), indicator=code).finding)


def test_nobody_and_a_single_agency(as_user, world):
    assert finding(as_user) == "Chưa đơn vị nào có số liệu."
    world.fill(world.enforcement[0], state=State.APPROVED)
    name = world.enforcement[0].short_name
    assert finding(as_user) == (
        f"Chỉ tiêu này không giao cho đơn vị nào; chỉ {name} có số liệu, 84,00%; tất cả các cụm đạt 84,00%, "
        "không có chỉ tiêu toàn quốc."
    )


def test_equal_agencies_and_long_ties(as_user, world):
    for agency in (*world.enforcement, world.other_agencies[1]):
        world.fill(agency, state=State.APPROVED)
    assert "cả 4 đơn vị có số liệu bằng nhau, 84,00%" in finding(as_user)
    lower = AgencyFactory()
    MembershipFactory(cluster=world.cluster, agency=lower)
    world.fill(lower, state=State.APPROVED, values={"fully_enforced_cases": 1000})
    equal = [a.short_name for a in (world.other_agencies[1], *world.enforcement)]
    assert f"cao nhất là {', '.join(equal[:3])} và 1 đơn vị khác (84,00%), thấp nhất là" in finding(as_user)


def test_highest_and_lowest_never_cut_through_equal_results(as_user, world):
    members = [*world.enforcement, world.other_agencies[1]]
    for agency, done in zip(members, (1600, 1600, 1600, 1000), strict=True):
        world.fill(agency, state=State.APPROVED, values={"fully_enforced_cases": done})
    page = built(as_user("ministry"), indicator=CASES)
    assert ([row.name for row in page.high], [row.name for row in page.low]) == ([], [members[3].short_name])
    another = AgencyFactory()
    MembershipFactory(cluster=world.cluster, agency=another)
    world.fill(another, state=State.APPROVED, values={"fully_enforced_cases": 1900})
    page = built(as_user("ministry"), indicator=CASES)
    assert ([row.name for row in page.high], [row.name for row in page.low]) == (
        [another.short_name],
        [members[3].short_name],
    )


@pytest.mark.parametrize(
    ("comparator", "end"),
    [("gte", "bằng chỉ tiêu toàn quốc."), ("gt", "mới bằng chỉ tiêu toàn quốc, chưa vượt như chỉ tiêu yêu cầu.")],
)
def test_equal_to_the_national_target(as_user, world, comparator, end):
    world.fill(world.enforcement[0], state=State.APPROVED)
    indicator = world.indicators[CASES]
    TargetFactory(scope="nation", agency=None, indicator=indicator, year=2024, value="84", comparator=comparator)
    assert finding(as_user).endswith(f"tất cả các cụm đạt 84,00%, {end}")


def test_amount_some_of_whose_agencies_have_a_target(as_user, world):
    world.fill_all()
    TargetFactory(
        agency=world.enforcement[0],
        indicator=world.indicators["completed_cases"],
        year=2024,
        value=1500,
        comparator="gte",
    )
    page = built(as_user("ministry"), indicator="completed_cases")
    names = [a.short_name for a in world.enforcement]
    assert plain(page.finding) == (
        f"1 trong 1 đơn vị được giao chỉ tiêu đạt chỉ tiêu; cao nhất là {names[2]} (5.040), thấp nhất là {names[0]} "
        "(1.680); tất cả các cụm đạt 10.080 việc, không có chỉ tiêu toàn quốc."
    )
    rows = {row.name: (row.target, row.gap, row.step) for row in page.rows}
    assert rows[names[0]] == ("1.500", "+180", 5)
    assert rows[names[1]] == ("–", "–", None)


def test_indicator_without_better_has_no_places(as_user, world):
    world.fill_all()
    neutral = next(code for code, i in world.indicators.items() if i.direction == "neutral" and not i.formula)
    response = shown(as_user("ministry"), indicator=neutral)
    page = response.context["page"]
    assert (page.has_places, page.high, {row.place for row in page.rows}) == (False, (), {"–"})
    assert "Thứ hạng" not in text_of(main_of(response))


# -- mergers and the map -----------------------------------------------------------------------------------------------
@pytest.fixture
def merged_nation(world, clock):
    """After the merger: a cluster of new agencies; the first succeeds two, the second has a renamed predecessor."""
    clock(date(2025, 11, 20))
    world.periods |= load_periods(2025)
    old = [a for a in world.enforcement if a.kind == ENFORCEMENT]
    values = ({"fully_enforced_cases": 1000}, {"fully_enforced_cases": 1900}, {"fully_enforced_cases": 1500})
    for agency, done in zip(old, values, strict=True):
        world.fill(agency, period=world.periods["THADS-2024-12m"], state=State.APPROVED, values=done)
        agency.valid_to = MERGER
        agency.save()
    Membership.objects.filter(agency__in=old).update(valid_to=MERGER)
    cluster = ClusterFactory(short_name_vi="Cụm mới")
    SeasonFactory(cluster=cluster, year=2025)
    new = [
        AgencyFactory(province=ProvinceFactory(code=code, valid_from=MERGER, name_vi=name), valid_from=MERGER)
        for code, name in (("48", "Đà Nẵng"), ("56", "Khánh Hòa"), ("01", "Hà Nội"))
    ]
    for before, after in ((0, 0), (1, 0), (2, 1)):
        SuccessionFactory(predecessor=old[before], successor=new[after], date=MERGER)
    for agency, done in zip(new, (1400, 1700, 1200), strict=True):
        MembershipFactory(cluster=cluster, agency=agency, valid_from=MERGER)
        done_values = {"fully_enforced_cases": done}
        world.fill(agency, period=world.periods["THADS-2025-12m"], state=State.APPROVED, values=done_values)
    return world, new


def test_merged_agency_has_no_movement_but_a_last_year_of_added_parts(as_user, merged_nation):
    _world, new = merged_nation
    page = built(as_user("ministry"), year=2025, indicator=CASES)
    rows = {row.name: row for row in page.rows}
    joined, renamed, fresh = (rows[a.short_name] for a in new)
    last = Fraction(1000 + 1900 + 2 * 80, 2 * 2000) * 100
    assert (joined.last.text, joined.moved, joined.last_place) == (percent_text(last), "mới sau sáp nhập", "–")
    assert joined.change == points_text(Fraction(1480, 20) - last)
    assert (renamed.place, renamed.last_place, renamed.moved) == ("1", "1", "●\N{NO-BREAK SPACE}0")
    assert (fresh.last.text, fresh.moved) == ("–", "năm trước không có số liệu")


def test_map_holds_the_provinces_of_the_time_and_always_the_archipelagos(as_user, merged_nation):
    client = as_user("ministry")
    for query, provinces in (({"year": 2025, "indicator": CASES}, 34), ({"year": 2024, "indicator": CASES}, 63)):
        response = shown(client, **query)
        fields = response.context["page"].map.fields
        assert [f.name for f in fields if f.is_island] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
        assert sum(not f.is_island for f in fields) == provinces
        text = text_of(main_of(response))
        assert "Quần đảo Hoàng Sa" in text and "Quần đảo Trường Sa" in text
    fields = {f.name: f for f in built(client, year=2025, indicator=CASES).map.fields if f.url}
    assert {name: f.below for name, f in fields.items()} == {
        "Đà Nẵng": "74,00",
        "Khánh Hòa": "89,00",
        "Hà Nội": "64,00",
    }
    assert all(client.get(f.url).status_code == 200 for f in fields.values())


def test_the_nation_is_called_so_where_every_province_takes_part(as_user, merged_nation, monkeypatch):
    client = as_user("ministry")
    assert "tất cả các cụm đạt" in built(client, year=2025, indicator=CASES).finding
    from dashboards.national import views as view

    whole = view.tiles_on(MERGER)
    monkeypatch.setattr(view, "tiles_on", lambda day: [t for t in whole if t.code in ("48", "56", "01")])
    page = built(client, year=2025, indicator=CASES)
    assert "toàn quốc đạt" in page.finding and page.total.name == "Toàn quốc"


def test_map_counts_its_steps(as_user, world):
    world.set_targets()
    world.fill_all()
    for agency, code in zip((*world.enforcement, world.other_agencies[1]), ("01", "48", "XX", "56"), strict=True):
        agency.province.code, agency.province.valid_from = code, date(2000, 1, 1)
        agency.province.save()
    page = built(as_user("ministry"), indicator=CASES)
    assert page.map.elsewhere == (world.enforcement[2].short_name,)
    assert [count for _step, _word, _range, count in page.map.legend] == [0, 0, 0, 0, 2]
    assert (page.map.provinces, page.map.without) == (63, 61)
    assert page.map.heading == "2 trong 2 tỉnh, thành phố có số liệu và chỉ tiêu đạt chỉ tiêu"


def test_fields_are_shaded_by_the_figure_where_nobody_has_a_target(as_user, world):
    agencies = [*world.enforcement, *world.other_agencies[1:]]
    for number, agency in enumerate(agencies):
        world.fill(agency, values={"completed_cases": 10 * number}, state=State.APPROVED)
    page = built(as_user("ministry"), indicator="completed_cases")
    assert not page.map.is_round_targets
    assert page.map.legend == ()  # too few differ


def test_year_is_one_click_away_and_says_why_it_is_empty(as_user, world):
    load_periods(2025)
    world.fill_all()
    client = as_user("ministry")
    response = shown(client, indicator=CASES)
    links = parse(response).xpath("//nav[@aria-label='Năm']/a")
    assert [(a.text, a.get("aria-current")) for a in links] == [("2025", None), ("2024", "true")]
    empty = client.get(URL + links[0].get("href"))
    assert (empty.status_code, "page" in empty.context) == (200, False)
    assert "Chưa cụm nào mở năm thi đua 2025" in text_of(main_of(empty))
    assert parse(empty).xpath("//nav[@aria-label='Năm']/a[@aria-current]/text()") == ["2025"]


# -- one period for all ------------------------------------------------------------------------------------------------
def test_clusters_are_read_in_one_period(as_user, world):
    nine = world.periods["THADS-2024-9m"]
    for agency in (*world.enforcement, world.other_agencies[1]):
        world.fill(agency, period=nine, state=State.APPROVED)
    world.fill(world.enforcement[0], state=State.APPROVED)
    client = as_user("ministry")
    asked = shown(client, indicator=CASES, period="9m")
    assert (len(asked.context["page"].rows), asked.context["page"].among) == (4, 4)
    assert "period=9m" in asked.context["table_query"]
    latest = built(client, indicator=CASES, period="12m")
    assert (len(latest.rows), latest.among, len(latest.missing)) == (4, 1, 3)


@pytest.mark.parametrize(
    "query",
    [
        {"year": "x"},
        {"year": "1999"},
        {"indicator": "%00"},
        {"period": "zzz"},
        {"view": "x"},
        {"period": "9" * 500},
        {"indicator": "<script>"},
        {"year": "２０２４"},
    ],
)
def test_odd_addresses_give_a_page(as_user, world, query):
    world.fill_all()
    response = shown(as_user("ministry"), **query)
    assert (response.context["choice"].year, response.context["choice"].indicator) == (2024, CASES)


def test_filters_stay_in_every_link_and_the_form_needs_no_script(as_user, world):
    world.fill_all()
    response = shown(as_user("ministry"), year=2024, indicator="completion_rate_money", period="12m", view="heat")
    main = parse(response).xpath("//main")[0]
    links = main.xpath(".//nav[contains(@class, 'seg')]/a/@href")
    assert "?year=2024&indicator=completion_rate_cases&period=12m&view=heat" in links
    assert "?year=2024&indicator=appraisal_coverage_rate&view=heat" in links
    assert "?year=2024&indicator=completion_rate_money&period=12m" in links
    form = main.xpath(".//form[@method='get']")[0]
    chosen = {s.get("name"): s.xpath(".//option[@selected]/@value") for s in form.xpath(".//select")}
    assert form.xpath(".//input[@name='year']/@value") == ["2024"]
    assert chosen == {"indicator": ["completion_rate_money"], "period": ["12m"]}
    assert form.xpath(".//input[@name='view']/@value") == ["heat"]


def test_page_may_be_kept_with_its_filters(as_user, world):
    world.fill_all()
    response = shown(as_user("ministry"), year=2024, indicator=CASES, view="heat")
    kept = main_of(response).xpath(".//details[contains(@class, 'keep')]//input[@name='address']/@value")
    assert kept == [f"{URL}?year=2024&indicator={CASES}&view=heat"]


def test_year_without_seasons_says_so(as_user, world):
    for season in (world.season, world.other_season):
        season.phases.all().delete()
        season.leaderships.all().delete()
        season.delete()
    response = shown(as_user("ministry"))
    assert "page" not in response.context
    assert "Khi các cụm của năm này có đơn vị thuộc khối" in text_of(main_of(response))
    assert as_user("ministry").get(f"{URL}table.csv").status_code == 404


# -- whose page --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["officer", "head", "secretariat", "cluster_head", "deputy", "other_head", "nobody", "administrator"]
)
def test_page_and_file_are_the_ministrys(as_user, world, name):
    client = as_user(name)
    assert [client.get(url).status_code for url in (URL, f"{URL}table.xlsx")] == [404, 404]


def test_only_blocks_of_the_own_body_are_offered(as_user, world):
    world.fill_all()
    world.ministry.supervised_blocks = ["department_of_justice"]
    world.ministry.save()
    response = shown(as_user("ministry"), indicator=CASES)
    assert response.context["choice"].indicator == "appraisal_coverage_rate"
    assert set(response.context["offer"].blocks.values()) == {"department_of_justice"}
    assert not any(a.short_name in text_of(main_of(response)) for a in world.enforcement)


def test_page_is_linked_from_the_clusters_and_the_rail(as_user, world):
    page = parse(as_user("ministry").get("/ministry/"))
    assert page.xpath(f"//main//a[starts-with(@href, '{URL}')]/@href") == [f"{URL}?year=2024"]
    assert [room["key"] for room in shown(as_user("ministry")).context["nav"]["nation"] if room["is_current"]] == [
        "dashboards:national"
    ]


def test_every_link_of_a_row_opens(as_user, world):
    world.fill_all()
    client = as_user("ministry")
    row = built(client, indicator=CASES).rows[0]
    assert [client.get(url).status_code for url in (row.url, row.value_url)] == [200] * 2
    assert client.get(row.value_url).context["found"].value.text == row.value.text


# -- the heat table ----------------------------------------------------------------------------------------------------
def test_heat_table_names_its_classes_and_holds_clusters_and_agencies(as_user, world):
    world.set_targets()
    world.fill_all()
    world.fill(world.other_agencies[1], state=State.APPROVED, values={"fully_enforced_cases": 400})
    response = shown(as_user("ministry"), indicator=CASES, view="heat")
    heat = response.context["heat"]
    assert heat.heads == ("Tỷ lệ thi hành xong về việc", "Tỷ lệ thi hành xong về tiền")
    found = {
        line.name: (line.cells[0].value.text, line.cells[0].word, line.cells[0].step)
        for head, lines in heat.groups
        for line in (head, *lines)
    }
    far, above = ("24,00%", "Còn xa chỉ tiêu", 1), ("84,00%", "Vượt xa", 5)
    assert found == {"Cụm khác": far, world.other_agencies[1].short_name: far, "Cụm thử": above} | {
        a.short_name: above for a in world.enforcement
    }
    table = main_of(response).xpath(".//table[contains(@class, 'dtable--heat')]")[0]
    words = {
        cell.text_content().split(" (")[0].split("% ")[1] for cell in table.xpath(".//td[contains(@class, 'heat')]")
    }
    assert words == {"Còn xa chỉ tiêu", "Vượt xa"}


def test_heat_table_shows_the_chosen_indicator_beside_the_headline_ones(as_user, world):
    world.fill_all()
    heat = shown(as_user("ministry"), indicator="eligible_cases", view="heat").context["heat"]
    assert len(heat.heads) == 3
    cells = [cell for _head, lines in heat.groups for line in lines for cell in line.cells]
    assert {cell.word for cell in cells if cell.value.is_value} == {"Không có chỉ tiêu"}


# -- to take away ------------------------------------------------------------------------------------------------------
def taken(client, form, **query):
    response = client.get(f"{URL}table.{form}", query)
    assert response.status_code == 200
    return rows_shown(response.content, form)


def cut(row):
    """Without the empty cells that a sheet has and a text has not."""
    kept = [*row]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def units_in(texts):
    """What stands behind the second of two parts."""
    return {found[1] for text in texts if (found := re.search(r" / [\d.,]+ ([^\d]+)$", text))}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("code", [CASES, "completed_cases", "appraisal_coverage_rate"])
def test_file_holds_what_the_page_shows(as_user, drawn, form, code):
    client = as_user("ministry")
    response = shown(client, indicator=code)
    page = response.context["page"]
    rows = taken(client, form, indicator=code)
    table = table_in(main_of(response).xpath(".//table")[-1])
    start = next(number for number, row in enumerate(rows) if row and row[0] == "Thứ hạng")
    assert [row[3] for row in rows[start + 1 :]] == [row.name for row in (*page.rows, page.total)]
    for row, (_head, cells) in zip(rows[start + 1 :], [*table.listed, *table.foot.items()], strict=True):
        seen = {plain(cell).replace(" (toàn quốc)", "") for cell in cells}
        if form == "xlsx":  # parts, and the members that a figure is over, have cells of their own
            seen |= {part for cell in seen for part in re.split(r" / | \(|(?<=\d)/| đơn vị\)", cell)}
            seen |= {f"{part} {unit}" for part in seen for unit in units_in(seen)}
        apart = {plain(cell).lstrip("▲▼● ").replace(" (toàn quốc)", "").lstrip("'") for cell in [*row[:2], *row[5:]]}
        assert {cell for cell in apart if cell} <= seen
    assert any(page.finding in cell for row in rows[:start] for cell in row)
    assert any(response.context["version"] in cell for row in rows[:start] for cell in row)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_file_of_the_heat_table(as_user, drawn, form):
    client = as_user("ministry")
    heat = shown(client, indicator=CASES, view="heat").context["heat"]
    rows = taken(client, form, indicator=CASES, view="heat")
    start = next(number for number, row in enumerate(rows) if row and row[0] == "Cụm, đơn vị")
    lines = [line for head, lines in heat.groups for line in (head, *lines)]
    expected = [[line.name, *(t for c in line.cells for t in (c.value.text, c.gap, c.word))] for line in lines]
    assert [cut(row) for row in rows[start + 1 :]] == [cut(row) for row in expected]


def test_file_of_another_form_does_not_exist(as_user, world):
    world.fill_all()
    assert as_user("ministry").get(f"{URL}table.pdf").status_code == 404


# -- what it costs -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["", "?view=heat", "?indicator=eligible_cases&period=12m"])
def test_page_costs_the_same_for_any_number_of_agencies(as_user, world, query):
    world.fill_all()
    client = as_user("ministry")
    urls = (URL + query, f"{URL}table.csv{query}")
    few = [ask(client, url)[1] for url in urls]
    grow(world, 4)
    for _number in range(4):
        cluster = ClusterFactory()
        SeasonFactory(cluster=cluster, year=2024)
        agency = AgencyFactory()
        MembershipFactory(cluster=cluster, agency=agency)
        world.fill(agency, state=State.APPROVED)
    assert [ask(client, url)[1] for url in urls] == few
    assert max(few) <= BUDGET


def test_unchanged_page_costs_three_queries_and_follows_a_change_at_once(as_user, world, settings):
    settings.PAGES_KEPT_SECONDS = 600
    cache.clear()
    world.fill_all()
    audit.record(actor=world.users["ministry"], action="test.begun", target=world.season)
    client = as_user("ministry")
    for _number in range(3):
        response, count = ask(client, URL)
    assert count <= 3
    world.fill(world.other_agencies[1], state=State.APPROVED)
    audit.record(actor=world.users["ministry"], action="test.done", target=world.season)
    after, count = ask_once(client)
    assert count > 3 and text_of(main_of(after)) != text_of(main_of(response))
    cache.clear()


def ask_once(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(URL)
    return response, len(queries)


def test_page_in_english(as_user, world):
    world.set_targets()
    world.fill_all()
    client = as_user("ministry")
    client.post(reverse("set_language"), {"language": "en", "next": URL})
    page = built(client, indicator=CASES)
    names = [a.short_name for a in world.enforcement]
    assert plain(page.finding) == (
        "3 of 3 agencies reach their target; all 3 agencies with a figure are equal, 84.00%; all clusters at 84.00%, "
        "4.75 points above the national target of 79.25%."
    )
    assert [row.name for row in page.rows[:3]] == names

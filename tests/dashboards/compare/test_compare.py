"""Two things side by side: what is said of unlike things, as organised then and now, who sees what."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from clusters.models import Membership
from tests.factories.clusters import AgencyFactory, MembershipFactory, SeasonFactory, SuccessionFactory
from tests.factories.pledges import TargetFactory
from tests.support.files.tables import rows_shown
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, ask, grow
from tests.support.random_season import DEPARTMENTS, ENFORCEMENT

from .comparison import address, rows_of

NONE, EMPTY, NOTHING, EQUAL = "–", "chưa có số liệu", "không phát sinh", "bằng nhau"
CASES = "completion_rate_cases"


# -- unlike things ----------------------------------------------------------------------------------------------------
@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


def see(client, world, **query):
    return client.get(address(world, **query))


def beside(world, one=0, other=1):
    return {"block": ENFORCEMENT, "first": world.enforcement[one].code, "second": world.enforcement[other].code}


def test_equal_agencies_are_equal(as_user, world):
    for agency in world.enforcement:
        world.fill(agency, state="approved")
    page = see(as_user("secretariat"), world, **beside(world)).context["page"]
    names = [agency.short_name for agency in world.enforcement[:2]]
    assert page.finding == f"{names[0]} và {names[1]} bằng nhau ở cả 7 chỉ tiêu tỷ lệ."
    assert {row.difference for row in rows_of(page).values()} == {EQUAL}
    assert page.headline == "Các tỷ lệ của hai bên"
    assert {row.first.place for row in rows_of(page).values() if row.is_rate} == {"1/3"}


@pytest.mark.parametrize(("one", "other", "word"), [(1, 0, "thấp hơn"), (0, 1, "cao hơn")])
def test_higher_or_lower_in_one_and_equal_in_the_others(as_user, world, one, other, word):
    world.fill(world.enforcement[0], state="approved")
    world.fill(world.enforcement[1], state="approved", values={"admin_judgments_completed": 5})
    page = see(as_user("secretariat"), world, **beside(world, one, other)).context["page"]
    first, second = world.enforcement[one].short_name, world.enforcement[other].short_name
    assert page.finding == f"{first} đứng {word} {second} ở 1 trong 7 chỉ tiêu tỷ lệ, bằng nhau ở 6."


def test_zero_denominator_is_told_and_not_compared(as_user, world):
    world.fill(world.enforcement[0], state="approved")
    zero = {"eligible_cases": 0, "fully_enforced_cases": 0, "terminated_cases": 0}
    world.fill(world.enforcement[1], state="approved", values=zero)
    page = see(as_user("secretariat"), world, **beside(world)).context["page"]
    row = rows_of(page)[CASES]
    assert (row.second.shown.text, row.difference) == (NOTHING, NONE)
    assert page.finding.endswith("1 chỉ tiêu tỷ lệ thiếu số liệu nên không so sánh.")
    assert rows_of(page)["eligible_cases"].relative == ""


def test_difference_below_the_printed_digits_is_told_in_words(as_user, world):
    big = {"eligible_cases": 1_000_000, "terminated_cases": 0}
    world.fill(world.enforcement[0], state="approved", values=big | {"fully_enforced_cases": 800_001})
    world.fill(world.enforcement[1], state="approved", values=big | {"fully_enforced_cases": 800_000})
    client = as_user("secretariat")
    apart = rows_of(see(client, world, **beside(world)).context["page"])[CASES].difference
    back = rows_of(see(client, world, **beside(world, 1, 0)).context["page"])[CASES].difference
    assert (apart, back) == ("cao hơn chưa đến 0,01 điểm %", "thấp hơn chưa đến 0,01 điểm %")


def test_missing_target_of_one_side_is_named(as_user, filled):
    TargetFactory._meta.model.objects.filter(agency=filled.enforcement[1], indicator__code=CASES).delete()
    page = see(as_user("secretariat"), filled, **beside(filled)).context["page"]
    name = filled.indicators[CASES].name_vi
    assert f"Phía {filled.enforcement[1].short_name} không có chỉ tiêu được giao: {name}." in page.notes
    assert rows_of(page)[CASES].second.target == NONE


def test_agency_without_figures_and_nothing_on_either_side(as_user, world):
    client = as_user("secretariat")
    response = see(client, world, **beside(world))
    assert response.context["page"].has_values is False
    world.fill(world.enforcement[1], state="approved")
    page = see(client, world, **beside(world)).context["page"]
    assert page.finding == f"Chưa so sánh được: {world.enforcement[0].short_name} chưa có số liệu của kỳ này."
    assert page.pairs and all(pair.row.difference == NONE for pair in page.pairs)


def test_the_same_on_both_sides_and_a_block_of_one(as_user, filled):
    client = as_user("secretariat")
    same = see(client, filled, **beside(filled, 1, 1))
    assert same.context["page"] is None and "chọn cùng một nội dung" in text_of(main_of(same))
    table = address(filled, "csv", name="compare_table", **beside(filled, 1, 1))
    assert client.get(table).status_code == 404
    alone = as_user("other_officer").get(address(filled, season=filled.other_season))
    assert alone.context["page"] is None and "Chưa có gì để so sánh" in text_of(main_of(alone))


def test_agency_that_left_is_no_member_of_the_period(as_user, filled):
    gone = AgencyFactory(valid_to=date(2024, 7, 1))
    MembershipFactory(cluster=filled.cluster, agency=gone, valid_to=date(2024, 7, 1))
    query = beside(filled) | {"second": gone.code}
    page = see(as_user("secretariat"), filled, **query).context["page"]
    assert page.finding == f"Không so sánh được: {gone.short_name} không phải là thành viên của khối trong kỳ này."
    assert any("chọn đơn vị kế thừa" in note for note in page.notes)
    earlier = see(as_user("secretariat"), filled, **query, period="6m").context["page"]
    assert earlier.finding.startswith("Chưa so sánh được")


# -- mergers: as organised then and now -------------------------------------------------------------------------------
@pytest.fixture
def merged(world):
    """2023 with three agencies, two of which one agency succeeded on 1 January 2024."""
    day = date(2024, 1, 1)
    old, kept = world.enforcement[:2], world.enforcement[2]
    heir = AgencyFactory(valid_from=day)
    for number, agency in enumerate(old, start=1):
        SuccessionFactory(predecessor=agency, successor=heir, date=day)
        world.fill(agency, period=world.periods["THADS-2023-12m"], state="approved", size=number)
        agency.valid_to = day
        agency.save()
    Membership.objects.filter(agency__in=old).update(valid_to=day)
    MembershipFactory(cluster=world.cluster, agency=heir, valid_from=day)
    world.fill(heir, state="approved", size=4)
    world.fill(kept, state="approved", size=5)
    world.fill(kept, period=world.periods["THADS-2023-12m"], state="approved", size=3)
    world.last_season = SeasonFactory(cluster=world.cluster, year=2023)
    world.heir, world.old = heir, old
    return world


def eligible(response) -> tuple[str, str]:
    row = rows_of(response.context["page"])["eligible_cases"]
    return row.first.shown.text, row.second.shown.text


def test_cluster_is_read_as_organised_then_and_now_with_one_total(as_user, merged):
    client = as_user("ministry")
    then = see(client, merged, what="years", block=ENFORCEMENT, organised="then")
    now = see(client, merged, what="years", block=ENFORCEMENT)
    assert (then.context["found"].organised, now.context["found"].organised) == ("then", "now")
    assert eligible(then) == eligible(now) == ("18.000", "12.000")
    assert "(năm 2024: 2 đơn vị; năm 2023: 3 đơn vị)" in " ".join(then.context["page"].notes)
    assert "(3 đơn vị, nay là 2 thành viên)" in " ".join(now.context["page"].notes)


def test_successor_stands_beside_the_sum_of_those_it_succeeded(as_user, merged):
    response = see(as_user("ministry"), merged, what="years", block=ENFORCEMENT, agency=merged.heir.code)
    assert eligible(response) == ("8.000", "6.000")
    [note] = [note for note in response.context["page"].notes if "Theo tổ chức hiện nay" in note]
    assert all(agency.short_name in note for agency in merged.old)
    back = see(
        as_user("ministry"),
        merged,
        what="years",
        block=ENFORCEMENT,
        agency=merged.heir.code,
        first="CTN-2023",
        second="CTN-2024",
    )
    assert eligible(back) == ("6.000", "8.000")


def test_unmerged_agency_of_two_seasons_is_followed_in_both(as_user, merged):
    kept = merged.enforcement[2]
    response = see(as_user("ministry"), merged, what="years", block=ENFORCEMENT, agency=kept.code)
    row = rows_of(response.context["page"])["eligible_cases"]
    assert eligible(response) == ("10.000", "6.000")
    assert "/2023/" in row.second.url and "/2024/" in row.first.url
    assert as_user("ministry").get(row.second.url).context["found"].value.text == "6.000"


def test_two_years_take_the_latest_period_that_both_have(as_user, world):
    SeasonFactory(cluster=world.cluster, year=2023)
    for code, size in (("2024-9m", 1), ("2024-12m", 3), ("2023-9m", 2)):
        for agency in world.enforcement:
            world.fill(agency, period=world.periods[f"THADS-{code}"], state="approved", size=size)
    client = as_user("ministry")
    shared = see(client, world, what="years", block=ENFORCEMENT)
    assert shared.context["period_code"] == "9m" and eligible(shared) == ("6.000", "12.000")
    chosen = see(client, world, what="years", block=ENFORCEMENT, period="12m")
    assert eligible(chosen) == ("18.000", EMPTY)
    assert chosen.context["page"].finding == "Chưa so sánh được: năm 2023 chưa có số liệu của kỳ này."


def test_two_agencies_stand_in_the_latest_period_that_both_have_reported(as_user, world):
    for number, code in enumerate(("9m", "12m"), start=1):
        for agency in world.enforcement[: 3 - number + 1]:
            world.fill(agency, period=world.periods[f"THADS-2024-{code}"], state="approved", size=number)
    client = as_user("secretariat")
    assert eligible(see(client, world, **beside(world, 0, 1))) == ("4.000", "4.000")
    shared = see(client, world, **beside(world, 0, 2))
    assert shared.context["period_code"] == "9m" and eligible(shared) == ("2.000", "2.000")
    assert eligible(see(client, world, **beside(world, 0, 2), period="12m")) == ("4.000", EMPTY)


def test_periods_that_differ_are_told(as_user, merged):
    """A cluster that ended during the year has no members in its last period."""
    merged.cluster.memberships.filter(valid_to=None).update(valid_to=date(2024, 9, 1))
    for agency in (merged.heir, merged.enforcement[2]):
        merged.fill(agency, period=merged.periods["THADS-2024-9m"], state="approved")
    page = see(as_user("ministry"), merged, what="years", block=ENFORCEMENT, period="12m", organised="then").context[
        "page"
    ]
    assert any("Hai bên ở hai kỳ khác nhau" in note for note in page.notes)
    assert page.finding == "Không so sánh được: hai bên ở hai kỳ khác nhau."
    assert {row.difference for row in rows_of(page).values()} == {NONE}


# -- two clusters -----------------------------------------------------------------------------------------------------
def test_ministry_compares_agencies_and_totals_of_two_clusters(as_user, filled):
    other = filled.other_agencies[1]
    filled.fill(other, state="approved", size=7)
    client = as_user("ministry")
    response = see(client, filled, **beside(filled) | {"second": other.code})
    assert eligible(response) == ("2.000", "14.000")
    assert "thứ hạng trong cụm" in " ".join(response.context["page"].notes)
    assert rows_of(response.context["page"])[CASES].second.url.startswith("/s/cum-khac/2024/figure/")
    totals = see(client, filled, what="years", block=ENFORCEMENT, first="CTN-2024", second="CKH-2024")
    assert eligible(totals) == ("12.000", "14.000")
    assert totals.context["page"].heads == ("Cụm thử 2024", "Cụm khác 2024")


# -- rights -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("officer", (EMPTY, "4.000")),
        ("head", (EMPTY, "4.000")),
        ("officer_dept", (EMPTY, EMPTY)),
        ("secretariat", ("2.000", "4.000")),
        ("cluster_head", ("2.000", "4.000")),
        ("deputy", ("2.000", "4.000")),
        ("ministry", ("2.000", "4.000")),
    ],
)
def test_before_the_release_each_role_sees_what_it_may(as_user, filled, role, shown):
    response = see(as_user(role), filled, **beside(filled))
    hidden = tuple("chưa công bố" if text == EMPTY else text for text in shown)
    assert eligible(response) == hidden
    if EMPTY in shown:
        name = filled.enforcement[0].short_name
        assert response.context["page"].finding == f"Chưa so sánh được: số liệu của {name} chưa được công bố."
        assert rows_of(response.context["page"])[CASES].first.target == (NONE if shown[1] != EMPTY else "")
        assert f"{name}: chưa công bố. " in text_of(main_of(response))
        assert response.context["hidden"][0]["state"].text == "Số liệu đã duyệt"
    filled.release(filled.periods["THADS-2024-12m"])
    assert eligible(see(as_user(role), filled, **beside(filled))) == ("2.000", "4.000")


@pytest.mark.parametrize(("role", "shown"), [("officer", False), ("deputy", True), ("secretariat", True)])
def test_totals_are_shown_to_those_who_see_all(as_user, filled, role, shown):
    response = see(as_user(role), filled, what="years", block=ENFORCEMENT)
    assert (eligible(response)[0] == "12.000") is shown
    assert eligible(response)[0] == ("12.000" if shown else "chưa công bố")


@pytest.mark.parametrize(
    "query",
    [
        {"first": "KHONG"},
        {"second": "KHONG"},
        {"block": "ministry_body"},
        {"block": "x"},
        {"what": "years", "first": "CKH-2024"},
        {"what": "years", "second": "CTN-1999"},
        {"what": "years", "agency": "KHONG"},
    ],
)
@pytest.mark.parametrize("role", ["officer", "secretariat"])
def test_what_one_may_not_know_of_does_not_exist(as_user, filled, role, query):
    client = as_user(role)
    assert see(client, filled, **query).status_code == 404
    assert client.get(address(filled, "csv", name="compare_table", **query)).status_code == 404


def test_agencies_of_other_clusters_do_not_exist_for_members(as_user, filled):
    other = filled.other_agencies[1].code
    assert see(as_user("secretariat"), filled, first=other, block=ENFORCEMENT).status_code == 404
    assert see(as_user("ministry"), filled, first=other, block=ENFORCEMENT).status_code == 200


def test_ministry_body_of_one_block_has_that_block_alone(as_user, filled):
    filled.ministry.supervised_blocks = [ENFORCEMENT]
    filled.ministry.save()
    response = see(as_user("ministry"), filled)
    assert response.context["found"].block == ENFORCEMENT and len(response.context["blocks"]) == 1
    assert see(as_user("ministry"), filled, block=DEPARTMENTS).status_code == 404


@pytest.mark.parametrize("query", [{"period": "zzz"}, {"what": "x"}, {"organised": "x"}])
def test_odd_addresses_give_a_page(as_user, filled, query):
    assert see(as_user("secretariat"), filled, **query).status_code == 200


def test_own_agency_stands_first_without_a_choice(as_user, filled):
    found = see(as_user("officer"), filled).context["found"]
    assert (found.block, found.first_key) == (ENFORCEMENT, filled.enforcement[1].code)
    assert found.second_key == filled.enforcement[0].code


# -- ways and files ---------------------------------------------------------------------------------------------------
def test_every_number_leads_to_where_it_comes_from(as_user, filled):
    client = as_user("secretariat")
    page = see(client, filled, **beside(filled)).context["page"]
    for code in (CASES, "eligible_cases", "collected_money"):
        for cell in rows_of(page)[code].cells:
            assert client.get(cell.url).context["found"].value.text == cell.shown.text


@pytest.mark.parametrize(
    ("name", "more"),
    [("overview", ()), ("agency", ("agency",)), ("indicator", (CASES,))],
)
def test_dashboards_lead_to_the_comparison(as_user, filled, name, more):
    more = [filled.enforcement[1].code if each == "agency" else each for each in more]
    page = main_of(as_user("secretariat").get(reverse(f"dashboards:{name}", args=["cum-thu-nghiem", 2024, *more])))
    [link] = page.xpath("//a[contains(@href, '/compare/')]/@href")
    assert as_user("secretariat").get(link).context["found"].is_ready


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_holds_exactly_what_the_page_shows(as_user, filled, form):
    client = as_user("secretariat")
    filled.enforcement[0].short_name = "=1+1 & <b>"
    filled.enforcement[0].save()
    page = see(client, filled, **beside(filled)).context["page"]
    content = client.get(address(filled, form, name="compare_table", **beside(filled))).content
    rows = rows_shown(content, form)
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    names = {row.name for row in rows_of(page).values()}
    body = [row for row in rows if len(row) > 2 and row[1] in names]
    shown = list(rows_of(page).values())
    # group, indicator and unit; the first side with its parts, and both numbers of its place
    at = 3 + page.width + 1 + page.has_places + (form == "xlsx")
    assert [(row[3], row[at]) for row in body] == [(r.first.shown.text, r.second.shown.text) for r in shown]
    assert [row[-2].lstrip("'") for row in body] == [r.difference for r in shown]
    texts = {cell.lstrip("'") for row in rows for cell in row}
    assert {page.finding.lstrip("'"), *page.notes} <= texts
    assert client.get(address(filled, "pdf", name="compare_table", **beside(filled))).status_code == 404


# -- what it costs ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["secretariat", "officer", "ministry"])
def test_queries_do_not_grow(as_user, merged, role):
    merged.set_targets()
    client = as_user(role)
    query = {"block": ENFORCEMENT, "first": merged.heir.code, "second": merged.enforcement[2].code}
    urls = [
        address(merged, **query),
        address(merged, what="years", block=ENFORCEMENT),
        address(merged, what="years", block=ENFORCEMENT, agency=merged.heir.code),
        address(merged, "csv", name="compare_table", **query),
    ]
    few = [ask(client, url)[1] for url in urls]
    grow(merged, 4)
    assert [ask(client, url)[1] for url in urls] == few
    assert max(few) <= BUDGET

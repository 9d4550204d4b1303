"""Released figures to take away: what is in the files, for whom, at which cost, and what never is."""

import hashlib
import json

import pytest
from django.urls import reverse

from clusters.enums import Block
from clusters.models import Agency, Season
from results.figures.read import Unsettled, read_figures
from results.models import Release
from tests.architecture.matrix import MEMBERS, MINISTRY
from tests.factories.clusters import MinistryBodyFactory
from tests.support.files.books import read_book
from tests.support.files.opendata import body, by_key, rows_of_csv, rows_of_json
from tests.support.files.report_books import write_book
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, address, ask, grow
from tests.support.world import appointed

ENFORCEMENT, DEPARTMENTS = Block.CIVIL_ENFORCEMENT, Block.DEPARTMENT_OF_JUSTICE
CASES = "completion_rate_cases"
FILES = ("open_data_csv", "open_data_json")
PERIODS = {ENFORCEMENT: "THADS-2024-12m", DEPARTMENTS: "STP-2024-year_first"}


@pytest.fixture
def filled(world):
    """Everybody has reported and everything is released."""
    world.set_targets()
    world.fill_all()
    for code in PERIODS.values():
        world.release(world.periods[code])
    return world


def url(world, name="open_data_csv", query=""):
    return address(world, f"reports:{name}") + query


def rows(client, world, name="open_data_csv"):
    return (rows_of_csv if name == "open_data_csv" else rows_of_json)(body(client.get(url(world, name))))


# -- what is in the files ----------------------------------------------------------------------------------------------
def test_golden_row_of_an_agency_and_of_the_total(as_user, filled):
    found = by_key(rows(as_user("officer"), filled))
    agency, version = filled.enforcement[1], filled.season.version_code
    same = {
        "cluster_code": "CTN",
        "year": 2024,
        "block": "civil_enforcement",
        "period_code": "12m",
        "indicator_code": CASES,
        "value_kind": "rate",
        "value": None,
        "percent": "84.00",
        "unit": "%",
        "nothing_arose": False,
        "provisional": False,
        "target": "79.25",
        "target_comparator": "gt",
        "data_version": version,
        "is_illustrative": False,
    }
    assert found[ENFORCEMENT, "12m", agency.code, CASES] == same | {
        "scope": "agency",
        "agency_code": agency.code,
        "agency_name": agency.name_vi,
        "province_code": agency.province.code,
        "numerator": 3360,
        "denominator": 4000,
        "counting_state": "approved",
        "members": None,
        "members_with_value": None,
    }
    assert found[ENFORCEMENT, "12m", None, CASES] == same | {
        "scope": "cluster",
        "agency_code": None,
        "agency_name": None,
        "province_code": None,
        "numerator": 10_080,
        "denominator": 12_000,
        "counting_state": None,
        "members": 3,
        "members_with_value": 3,
    }


def test_every_indicator_has_a_row_for_every_member_and_a_total(as_user, filled):
    found = by_key(rows(as_user("officer"), filled))
    members = {ENFORCEMENT: filled.enforcement, DEPARTMENTS: filled.departments}
    expected = {
        (block, filled.periods[PERIODS[block]].period_code, code, indicator.code)
        for block, listed in members.items()
        for code in (*(a.code for a in listed), None)
        for indicator in filled.indicators.values()
        if indicator.block == block
    }
    assert set(found) == expected


def test_kinds_of_values(as_user, filled):
    found = by_key(rows(as_user("officer"), filled))
    typed, summed, money = (
        found[ENFORCEMENT, "12m", None, c] for c in ("eligible_cases", "completed_cases", "collected_money")
    )
    assert (typed["value_kind"], typed["value"], typed["unit"]) == ("typed", 12_000, "việc")
    assert (summed["value_kind"], summed["value"]) == ("sum", 10_080)
    assert (money["unit"], money["value"] % 1000, money["percent"]) == ("đồng", 0, None)
    told = found[DEPARTMENTS, "year_first", None, "emulation_plan_issued"]
    assert 0 <= told["value"] <= told["members"] == 3


def test_nothing_arose_empty_and_missing_are_told_apart(as_user, world):
    first, second, third = world.enforcement
    world.fill(first, state="submitted", nothing=["withdrawn_cases"], values={"separate_register_cases": None})
    zero = {"eligible_cases": 0, "fully_enforced_cases": 0, "terminated_cases": 0}
    world.fill(second, state="approved", values=zero)
    world.fill(third, state="draft")
    world.release(world.periods[PERIODS[ENFORCEMENT]])
    found = by_key(rows(as_user("officer"), world))

    def of(agency, code):
        row = found[ENFORCEMENT, "12m", agency.code if agency else None, code]
        return tuple(row[name] for name in ("value", "nothing_arose", "counting_state", "provisional"))

    assert of(first, "withdrawn_cases") == (0, True, "submitted", True)
    assert of(first, "separate_register_cases") == (None, False, "submitted", True)
    assert of(second, "eligible_cases") == (0, False, "approved", False)
    assert of(third, "eligible_cases") == (None, False, "missing", True)
    assert of(second, CASES) == (None, True, "approved", False)  # nothing to count
    total = found[ENFORCEMENT, "12m", None, CASES]
    assert (total["members"], total["members_with_value"], total["provisional"]) == (3, 1, True)
    assert found[ENFORCEMENT, "12m", None, "withdrawn_cases"]["nothing_arose"] is False


def test_csv_and_json_hold_the_same_rows(as_user, filled):
    client = as_user("officer")
    assert rows(client, filled, "open_data_csv") == rows(client, filled, "open_data_json")


def test_document_says_what_it_is(as_user, filled):
    document = json.loads(body(as_user("officer").get(url(filled, "open_data_json"))))
    meta = document["meta"]
    assert (meta["cluster_code"], meta["year"], meta["data_version"]) == ("CTN", 2024, filled.season.version_code)
    assert meta["row_count"] == len(document["rows"])
    assert [(p["block"], p["period_code"], p["members"], p["members_reported"]) for p in meta["periods"]] == [
        (ENFORCEMENT, "12m", 3, 3),
        (DEPARTMENTS, "year_first", 3, 3),
    ]
    assert {a["code"] for a in document["agencies"]} == {a.code for a in filled.agencies}
    assert {i["code"] for i in document["indicators"]} == set(filled.indicators)


def test_names_and_words_follow_the_language(as_user, filled):
    user = filled.users["officer"]
    user.language = "en"
    user.save()
    client = as_user("officer")
    found = by_key(rows(client, filled))
    row = found[ENFORCEMENT, "12m", filled.enforcement[0].code, "eligible_cases"]
    assert (row["agency_name"], row["unit"]) == (filled.enforcement[0].name_en, "cases")
    assert json.loads(body(client.get(url(filled, "open_data_json"))))["meta"]["language"] == "en"


def test_the_table_for_spreadsheets_has_a_name_and_a_mark_of_its_own(as_user, filled):
    response, plain = (as_user("officer").get(url(filled, query=query)) for query in ("?for=spreadsheets", ""))
    text = body(response).decode()
    assert text.startswith("\ufeffcluster_code;year;")
    assert "spreadsheets.csv" in response["Content-Disposition"] and response["ETag"] != plain["ETag"]


@pytest.mark.parametrize(("query", "marked"), [("", True), ("?bom=no", False), ("?bom=", True), ("?bom=x", True)])
def test_mark_of_the_table_may_be_left_out(as_user, filled, query, marked):
    response = as_user("officer").get(url(filled, query=query))
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf") is marked
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="CTN-2024-figures.csv"'
    assert content.removeprefix(b"\xef\xbb\xbf").startswith(b"cluster_code,year,block,")
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")


# -- the same figures as everywhere ------------------------------------------------------------------------------------
def test_totals_equal_the_overview_and_the_workbook(as_user, filled, tmp_path):
    """Every headline indicator: the exact parts as on the overview, the same share in the workbook."""
    client = as_user("secretariat")
    found = by_key(rows(client, filled))
    figures = read_figures(filled.season)
    path = tmp_path / "book.xlsx"
    write_book(figures, path)
    book = read_book(path)
    overview = client.get(address(filled, "dashboards:overview")).context["blocks"]
    compared = 0
    for block in overview:
        held = figures.blocks[block.block]
        for tile, indicator in zip(block.tiles, held.headline, strict=True):
            row = found[block.block, held.period.period_code, None, indicator.code]
            assert tile.label == indicator.name_vi
            assert tile.value * row["denominator"] == row["numerator"]
            assert book.named(indicator.code) == pytest.approx(row["numerator"] / row["denominator"], rel=1e-12)
            assert float(row["percent"]) == pytest.approx(100 * book.named(indicator.code), abs=0.005)
            target = book.named(f"{indicator.code}_target")
            assert (tile.target is None, target == "–") == (row["target"] is None,) * 2
            if row["target"] is not None:
                assert float(row["target"]) == pytest.approx(100 * target, abs=1e-9)
                assert float(tile.target) == pytest.approx(target, rel=1e-12)
            compared += 1
    assert compared == sum(i.is_headline for i in filled.indicators.values()) > 2


# -- what is released, and to whom -------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
@pytest.mark.parametrize("name", FILES)
def test_nothing_unreleased_is_in_the_files_of_anybody(as_user, world, role, name):
    world.set_targets()
    world.fill_all()
    client = as_user(role)
    assert rows(client, world, name) == []
    world.release(world.periods[PERIODS[ENFORCEMENT]])
    found = rows(client, world, name)
    assert {row["block"] for row in found} == {ENFORCEMENT}
    assert {row["agency_code"] for row in found} == {None, *(a.code for a in world.enforcement)}
    Release.objects.all().delete()
    assert rows(client, world, name) == []


def test_each_released_period_stands_by_itself_and_no_other(as_user, filled):
    nine, six = filled.periods["THADS-2024-9m"], filled.periods["THADS-2024-6m"]
    for period in (nine, six):
        filled.fill(filled.enforcement[0], period=period, state="approved", values={"eligible_cases": period.sequence})
    filled.release(nine)
    found = by_key(rows(as_user("officer"), filled))
    assert {period for block, period, _agency, _code in found if block == ENFORCEMENT} == {"9m", "12m"}
    assert found[ENFORCEMENT, "9m", None, "eligible_cases"]["value"] == nine.sequence
    assert found[ENFORCEMENT, "12m", None, "eligible_cases"]["value"] == 12_000


def test_released_period_without_members_shows_no_other_period(as_user, world):
    """Nobody was a member then: the files must not fall back to a period that is not released."""
    world.fill_all()
    early = world.periods["THADS-2024-3m"]
    for agency in world.enforcement:
        agency.memberships.update(valid_from="2024-06-01")
    world.release(early)
    assert rows(as_user("secretariat"), world) == []


def test_ministry_officer_of_one_block_gets_that_block(client, filled):
    body_ = MinistryBodyFactory(supervised_blocks=[str(ENFORCEMENT)])
    client.force_login(appointed(body_, "officer", name="mot.khoi"), backend="accounts.backends.AccountBackend")
    assert {row["block"] for row in rows(client, filled)} == {ENFORCEMENT}
    assert client.get(url(filled, "open_data")).context["waiting"] == []


def test_reopened_draft_and_last_year_are_not_in_the_files(as_user, filled):
    agency = filled.enforcement[0]
    filled.fill(agency, state="draft", version=2, values={"eligible_cases": 987_654})
    filled.fill(agency, period=filled.periods["THADS-2023-12m"], state="approved", values={"eligible_cases": 876_543})
    content = body(as_user("ministry").get(url(filled, "open_data_json")))
    assert b"987654" not in content and b"876543" not in content


@pytest.mark.parametrize("name", ["open_data", *FILES, "open_data_schema"])
def test_odd_addresses(as_user, filled, name):
    client = as_user("officer")
    assert client.get(url(filled, name, "?x=%FF&bom[]=1&language=xx")).status_code == 200
    assert client.get(url(filled, name, "?x=%00")).status_code == 404
    assert client.get(reverse(f"reports:{name}", args=["khong-co", 2024])).status_code == 404
    assert client.get(reverse(f"reports:{name}", args=[filled.cluster.slug, 99999])).status_code == 404
    assert client.post(url(filled, name)).status_code == 405


# -- copies that are current -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [*FILES, "open_data_schema"])
def test_current_copy_is_answered_with_304_and_few_queries(as_user, filled, name):
    client = as_user("officer")
    response = client.get(url(filled, name))
    etag = response["ETag"]
    body(response)
    again = client.get(url(filled, name), headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("change", ["version", "release", "language", "form"])
def test_another_version_release_language_or_form_is_another_copy(as_user, filled, change):
    client = as_user("officer")
    etag = client.get(url(filled))["ETag"]
    asked = url(filled)
    if change == "version":
        Season.objects.filter(pk=filled.season.pk).update(data_version=99)
    elif change == "release":
        Release.objects.filter(period=filled.periods[PERIODS[DEPARTMENTS]]).delete()
    elif change == "language":
        filled.users["officer"].language = "en"
        filled.users["officer"].save()
        client = as_user("officer")
    else:
        asked = url(filled, query="?bom=no")
    response = client.get(asked, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_current_copy_is_not_confirmed_to_somebody_without_the_right(as_user, filled):
    etag = as_user("officer").get(url(filled))["ETag"]
    assert as_user("other_officer").get(url(filled), headers={"If-None-Match": etag}).status_code == 404


def test_same_data_gives_the_same_bytes_to_everybody(as_user, filled):
    copies = {body(as_user(role).get(url(filled, name))) for role in ("officer", "ministry") for name in FILES}
    assert len(copies) == len(FILES)


def test_figures_in_motion_are_answered_in_words(as_user, filled, monkeypatch):
    def unsettled(*args, **options):
        raise Unsettled

    monkeypatch.setattr("reports.opendata.views.read_released", unsettled)
    for name in ("open_data", *FILES):
        response = as_user("officer").get(url(filled, name))
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert "Số liệu đang được thay đổi" in response.content.decode()


# -- the page ----------------------------------------------------------------------------------------------------------
def test_page_tells_size_rows_digest_and_version_of_what_is_downloaded(as_user, filled):
    client = as_user("officer")
    listed = client.get(url(filled, "open_data")).context["files"]
    assert [file["name"] for file in listed] == [
        "CSV cho bảng tính",
        "CSV cho phần mềm (figures.csv)",
        "figures.json",
        "schema.json",
    ]
    for file in listed:
        content = body(client.get(file["download_url"]))
        assert file["digest"] == hashlib.sha256(content).hexdigest()
    assert {file["data_version"] for file in listed[:3]} == {filled.season.version_code}
    assert "Số dòng: 448" in listed[0]["lines"][1]


def test_page_names_the_block_that_is_not_released(as_user, filled):
    Release.objects.filter(period=filled.periods[PERIODS[DEPARTMENTS]]).delete()
    text = text_of(main_of(as_user("ministry").get(url(filled, "open_data"))))
    assert "Chưa công bố, nên không có trong tệp: Khối Sở Tư pháp" in text


def test_page_offers_no_file_before_the_first_release(as_user, world):
    world.fill_all()
    response = as_user("secretariat").get(url(world, "open_data"))
    assert response.context["files"] == []
    assert "Chưa công bố số liệu nào" in text_of(main_of(response))


def test_page_explains_every_column_in_vietnamese(as_user, filled):
    response = as_user("officer").get(url(filled, "open_data"))
    header = body(as_user("officer").get(url(filled, query="?bom=no"))).decode().split("\r\n")[0]
    columns = response.context["columns"]
    assert [column.name for column in columns] == header.split(",")
    assert all(column.meaning.isascii() is False for column in columns)


@pytest.mark.parametrize("name", ["reports:runs", "dashboards:overview"])
def test_reports_and_overview_lead_to_the_page(as_user, filled, name):
    main = main_of(as_user("officer").get(address(filled, name)))
    assert main.xpath(f"//a[@href='{url(filled, 'open_data')}']")


# -- what it costs -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["open_data", *FILES])
def test_queries_do_not_grow(as_user, filled, name):
    client = as_user("officer")
    few = ask(client, url(filled, name))[1]
    grow(filled, 4)
    for period in ("THADS-2024-3m", "THADS-2024-6m", "THADS-2024-9m"):
        filled.release(filled.periods[period])
        for agency in Agency.objects.filter(memberships__cluster=filled.cluster, kind=ENFORCEMENT):
            filled.fill(agency, period=filled.periods[period], state="approved")
    assert ask(client, url(filled, name))[1] == few <= BUDGET

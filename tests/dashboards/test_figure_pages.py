"""One indicator over all members, its table as a file, and where a figure comes from."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from emulation_portal.ui.sheets.table import write_table
from results.enums import State
from tests.support.files.tables import rows_shown
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, ask, grow

CASES = "completion_rate_cases"


def address(world, name, code=CASES, *more, query=""):
    return reverse(f"dashboards:{name}", args=[world.cluster.slug, world.season.year, code, *more]) + query


def cells(page) -> list[dict]:
    """The table as the page shows it: cells by head, the total last."""
    table = page.table
    rows = [*table.rows, *([table.total] if table.total else [])]
    heads = [column.head for column in table.heads]
    return [dict(zip(heads, [cell for _classes, cell in row.cells], strict=True)) for row in rows]


def parts_of(row: dict) -> list[int]:
    """Numerator and denominator of 1.680 / 2.000 việc."""
    return [int("".join(filter(str.isdigit, part))) for part in row["Tử số / mẫu số"].text.split(" / ")]


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


# -- one indicator -----------------------------------------------------------------------------------------------------
def test_rows_stand_by_place_and_the_total_adds_parts(as_user, filled):
    filled.write(
        filled.fill(filled.enforcement[2], version=2, state=State.APPROVED, values={"completed_cases": None}), {}
    )
    page = as_user("secretariat").get(address(filled, "indicator")).context["page"]
    rates = [row.measured for row in page.rows if row.measured is not None]
    assert rates == sorted(rates, reverse=True)
    *members, total = cells(page)
    counted = [parts_of(row) for row in members if "/" in row["Tử số / mẫu số"].text]
    assert len(counted) == len(rates) == 3
    assert parts_of(total) == [sum(column) for column in zip(*counted, strict=True)]
    assert page.finding.startswith(("Cao nhất", "Cả"))


def test_equal_agencies_are_named_together(as_user, world):
    for agency in world.enforcement:
        world.fill(agency, state="approved")
    page = as_user("secretariat").get(address(world, "indicator")).context["page"]
    assert page.finding == "Cả 3 đơn vị có số liệu bằng nhau: 84,00%."
    assert [row["Thứ hạng"].text for row in cells(page)] == ["1/3"] * 3 + [""]


def test_one_agency_and_none_at_all(as_user, world):
    client = as_user("secretariat")
    assert client.get(address(world, "indicator")).context["page"].finding == "Chưa đơn vị nào có số liệu."
    world.fill(world.enforcement[0], state="approved")
    page = client.get(address(world, "indicator")).context["page"]
    assert page.finding.startswith(f"Chỉ {world.enforcement[0].short_name} có số liệu: 84,00%")
    assert len(page.missing) == 2


def test_course_through_the_year_and_last_year(as_user, filled):
    for agency in filled.enforcement:
        filled.fill(agency, period=filled.periods["THADS-2024-9m"], state="approved", values={"terminated_cases": 0})
        filled.fill(agency, period=filled.periods["THADS-2023-12m"], state="approved", values={"terminated_cases": 0})
    page = as_user("secretariat").get(address(filled, "indicator")).context["page"]
    assert {row["9 tháng"].text for row in cells(page)} == {"80,00%"}
    assert cells(page)[-1]["Năm 2023"].text == "80,00%"


def test_in_a_part_of_the_year_last_year_is_called_the_same_period(as_user, world):
    for agency in world.enforcement:
        for code in ("THADS-2024-10m", "THADS-2023-10m"):
            world.fill(agency, period=world.periods[code], state="approved")
    page = as_user("secretariat").get(address(world, "indicator")).context["page"]
    assert cells(page)[-1]["Cùng kỳ 2023"].text == "84,00%"
    nation = as_user("ministry").get("/ministry/national/", {"indicator": CASES, "year": 2024, "period": "10m"})
    assert nation.context["page"].last_head == "Cùng kỳ 2023"
    assert ">Cùng kỳ 2023</th>" in nation.content.decode()


def test_a_zero_denominator_says_that_nothing_arose(as_user, filled):
    agency = filled.other_agencies[1]
    zero = {"eligible_cases": 0, "completed_cases": 0, "terminated_cases": 0, "not_yet_eligible_cases": 1000}
    filled.fill(agency, state="approved", values=zero)
    client = as_user("ministry")
    place = reverse("dashboards:indicator", args=[filled.other_cluster.slug, 2024, CASES])
    page = client.get(place).context["page"]
    assert [row["Kết quả"].text for row in cells(page)] == ["không phát sinh"] * len(cells(page))
    assert page.finding == "Chưa đơn vị nào có số liệu."


@pytest.mark.parametrize("query", ["?period=zzz", "?period=", "?agency=x", "?period=" + "9" * 500])
def test_odd_addresses_give_a_page(as_user, filled, query):
    assert as_user("secretariat").get(address(filled, "indicator", query=query)).status_code == 200


def test_an_address_with_a_nul_leads_nowhere(as_user, filled):
    assert as_user("secretariat").get(address(filled, "indicator", query="?period=%00")).status_code == 404


@pytest.mark.parametrize("name", ["indicator", "derivation"])
def test_what_is_not_there_does_not_exist(as_user, filled, name):
    client = as_user("secretariat")
    assert client.get(address(filled, name, "khong_co")).status_code == 404
    assert client.get(address(filled, "derivation", query="?agency=KHONG")).status_code == 404
    assert client.get(address(filled, "indicator_table", CASES, "pdf")).status_code == 404


def test_before_the_release_members_see_their_own_alone(as_user, filled):
    own = filled.enforcement[1]
    page = as_user("officer").get(address(filled, "indicator")).context["page"]
    assert [row.name for row in page.rows] == [own.short_name]
    assert page.total is None
    other = f"?agency={filled.enforcement[0].code}"
    assert as_user("officer").get(address(filled, "derivation", query=other)).status_code == 404
    assert as_user("officer").get(address(filled, "derivation")).status_code == 404
    filled.release(filled.period_of(own))
    assert as_user("officer").get(address(filled, "derivation")).status_code == 200
    text = text_of(main_of(as_user("officer").get(address(filled, "derivation", "eligible_cases", query=other))))
    assert "Nhập số liệu" not in text  # who entered it is for those who may read the report


# -- where a figure comes from -----------------------------------------------------------------------------------------
def test_from_the_cluster_down_to_the_cell(as_user, filled):
    client = as_user("secretariat")
    agency = filled.enforcement[1]
    found = client.get(address(filled, "derivation")).context["found"]
    assert [part.role for part in found.parts] == ["Tử số", "Mẫu số"]
    assert sum(int(m.parts.split(" / ")[0].replace(".", "")) for m in found.members) == 10_080
    below = client.get(found.members[1].url).context["found"]
    assert below.value.text == "84,00%" and not below.members
    numerator = client.get(below.parts[0].url).context["found"]
    assert [part.name for part in numerator.parts]
    cell = client.get(numerator.parts[0].url).context["found"]
    assert cell.source is not None and cell.source.value == cell.value
    text = text_of(main_of(client.get(numerator.parts[0].url)))
    assert agency.name in text and "Đã duyệt" in text


def test_every_number_of_the_table_leads_to_a_page(as_user, filled):
    client = as_user("secretariat")
    page = client.get(address(filled, "indicator")).context["page"]
    urls = [row["Kết quả"].url for row in cells(page)]
    assert [client.get(url).status_code for url in urls] == [200] * 4


# -- to take away ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_holds_exactly_what_the_page_shows(as_user, filled, form):
    client = as_user("secretariat")
    page = client.get(address(filled, "indicator")).context["page"]
    content = client.get(address(filled, "indicator_table", CASES, form)).content
    rows = rows_shown(content, form)
    [head] = [row for row in rows if row and row[0] == "Đơn vị"]
    body = [
        dict(zip(head, row, strict=True))
        for row in rows
        if row and row[0] in {r.name for r in (*page.rows, page.total)}
    ]
    for row, seen in zip(body, cells(page), strict=True):
        assert row["Thứ hạng"] in ("", None, seen["Thứ hạng"].text.partition("/")[0])
        if form == "xlsx":
            part, space, unit = row["Tử số"].partition("\N{NO-BREAK SPACE}")
            assert f"{part} / {row['Mẫu số']}" == seen["Tử số / mẫu số"].text and row["Mẫu số"].endswith(space + unit)
        apart = {"Thứ hạng", "Tử số / mẫu số"} if form == "xlsx" else {"Thứ hạng"}
        same = {head: cell.text for head, cell in seen.items() if not cell.drawing and head not in apart}
        assert {head: row[head] or "" for head in same} == same
    assert any(filled.season.version_code in cell for row in rows for cell in row if cell)


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_no_text_becomes_a_formula(cells):
    clean = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in cells]
    book = load_workbook(io.BytesIO(write_table("xlsx", "=T", [], ["A", "B"], clean)))
    read = [[cell.value or "" for cell in row] for row in book.active.iter_rows(min_row=4)]
    assert read == clean
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    for row in csv.reader(io.StringIO(write_table("csv", "=T", [], ["A", "B"], clean).decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "@")) for cell in row)


# -- what it costs -----------------------------------------------------------------------------------------------------
def test_queries_do_not_grow(as_user, filled):
    client = as_user("secretariat")
    urls = [
        address(filled, "indicator"),
        address(filled, "derivation"),
        address(filled, "indicator_table", CASES, "csv"),
    ]
    few = [ask(client, url)[1] for url in urls]
    grow(filled, 4)
    assert [ask(client, url)[1] for url in urls] == few
    assert max(few) <= BUDGET

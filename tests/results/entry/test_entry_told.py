"""What entry tells: on behalf of whom, both readings of a figure, units of money, what was saved."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from results.enums import State
from results.models import Result

HTMX = {"HX-Request": "true"}


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def cell_of(response, code: str) -> str:
    found = re.search(rf'<td class="[^"]*" id="td-{code}">.*?</td>', response.content.decode(), re.S)
    return html.unescape(found.group(0)).replace("\u00a0", " ")


@pytest.fixture
def agency(world):
    return world.enforcement[1]


@pytest.fixture
def address(world, agency):
    return reverse("results:entry", args=[agency.code, "THADS-2024-12m"])


@pytest.fixture
def draft(world, agency):
    return world.fill(agency, state=State.DRAFT)


def typed(draft, code, text, **more) -> dict:
    row = Result.objects.filter(submission=draft, indicator__code=code).first()
    return {f"v-{code}": text, f"ver-{code}": str(row.version if row else 0), **more}


def save(client, address, draft, code, text, **more):
    return client.post(f"{address}cell/?code={code}", typed(draft, code, text, **more), headers=HTMX)


# -- on behalf ---------------------------------------------------------------------------------------------------------
def board(world) -> str:
    return reverse("results:review", args=[world.cluster.slug, 2024])


def test_secretariat_finds_the_way_to_enter_for_a_member(as_user, world, agency, address):
    page = as_user("secretariat").get(board(world)).content.decode()
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(?:(?!</a>).)*Nhập thay', page, re.S)
    assert address in links
    own = reverse("results:entry", args=[world.head_agency.code, "STP-2024-year_first"])
    assert own not in links


def test_way_to_enter_for_a_member_is_open_while_a_draft_is(as_user, world, agency, address):
    submission = world.fill(agency, state=State.SUBMITTED)
    assert address not in as_user("secretariat").get(board(world)).content.decode()
    submission.state = State.DRAFT
    submission.save()
    assert address in as_user("secretariat").get(board(world)).content.decode()


@pytest.mark.parametrize("who", ["deputy", "ministry"])
def test_others_who_review_are_shown_no_way_to_enter(as_user, world, who):
    assert "Nhập thay" not in words(as_user(who).get(board(world)))


def test_cell_entered_on_behalf_is_marked_in_the_grid_and_on_the_version_page(as_user, world, draft, address):
    save(as_user("secretariat"), address, draft, "eligible_cases", "2.010")
    grid = as_user("officer").get(address)
    assert ["nhập thay" in cell_of(grid, code) for code in ("eligible_cases", "withdrawn_cases")] == [True, False]
    version = as_user("officer").get(reverse("results:submission", args=[draft.pk])).content.decode()
    row = re.search(r'<tr[^>]*id="r-eligible_cases">.*?</tr>', version, re.S).group(0)
    other = re.search(r'<tr[^>]*id="r-withdrawn_cases">.*?</tr>', version, re.S).group(0)
    assert ("nhập thay" in row, "nhập thay" in other) == (True, False)


def test_mark_goes_when_the_agency_types_the_cell_itself(as_user, draft, address):
    save(as_user("secretariat"), address, draft, "eligible_cases", "2.010")
    save(as_user("officer"), address, draft, "eligible_cases", "2.011")
    assert "nhập thay" not in cell_of(as_user("officer").get(address), "eligible_cases")


def test_note_of_the_agency_leaves_the_mark(as_user, draft, address):
    save(as_user("secretariat"), address, draft, "eligible_cases", "2.010")
    save(as_user("officer"), address, draft, "eligible_cases", "2.010", **{"note-eligible_cases": "Đã đối chiếu"})
    assert "nhập thay" in cell_of(as_user("officer").get(address), "eligible_cases")


def test_derivation_tells_that_the_value_was_entered_on_behalf_and_by_whom(as_user, world, draft, agency, address):
    save(as_user("secretariat"), address, draft, "eligible_cases", "2.010")
    save(as_user("officer"), address, draft, "eligible_cases", "2.010", **{"note-eligible_cases": "Đã đối chiếu"})
    draft.state = State.SUBMITTED
    draft.save()
    where = reverse("dashboards:derivation", args=[world.cluster.slug, 2024, "eligible_cases"])
    page = words(as_user("head").get(where, {"agency": agency.code}))
    who = world.users["secretariat"].display_name
    assert re.search(rf"{re.escape(who)}, [^·]*· nhập thay", page)


# -- two readings ------------------------------------------------------------------------------------------------------
def test_ambiguous_money_offers_both_readings_with_their_unit(as_user, draft, address):
    cell = cell_of(save(as_user("officer"), address, draft, "eligible_money", "1,234"), "eligible_money")
    buttons = re.findall(r"<button[^>]*pick-eligible_money[^>]*>(.*?)</button>", cell, re.S)
    assert buttons == ["1.234 nghìn đồng (= 1.234.000 đồng)", "1,234 nghìn đồng (= 1.234 đồng)"]


def test_ambiguous_count_tells_both_readings_with_their_unit(as_user, draft, address):
    cell = cell_of(save(as_user("officer"), address, draft, "eligible_cases", "1,234"), "eligible_cases")
    ways = cell[cell.index('class="cell__ways"') :]
    assert re.findall(r"<button[^>]*pick-eligible_cases[^>]*>(.*?)</button>", ways, re.S) == ["1.234 việc"]
    assert "1,234 việc (không phải số nguyên)" in ways


@pytest.mark.parametrize("text", ["1,234", "12,345", "7,500 tỷ", "999,999"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_reading_that_was_chosen_is_never_refused(as_user, world, draft, address, text, language):
    world.users["officer"].language = language
    world.users["officer"].save()
    text = text if language == "vi" else text.replace(",", ".").replace("tỷ", "billion")
    client = as_user("officer")
    cell = cell_of(save(client, address, draft, "eligible_money", text), "eligible_money")
    entries = re.findall(r'name="pick-eligible_money" value="([^"]+)"', cell)
    answers = [
        save(client, address, draft, "eligible_money", text, **{"pick-eligible_money": entry}) for entry in entries
    ]
    assert (len(entries), [answer.status_code for answer in answers]) == (2, [200, 200])


def test_target_over_a_hundred_percent_is_not_offered_as_a_reading(as_user, world):
    address = reverse("setup:targets", args=[world.cluster.slug, 2024])
    client = as_user("approver")
    page = client.get(address)
    slot = re.search(r'name="v-([0-9-]+)"', page.content.decode()).group(1)
    answer = client.post(address, {f"v-{slot}": "1.234", f"c-{slot}": "gte", "decision": "QĐ 1/QĐ-BTP"})
    body = html.unescape(answer.content.decode()).replace("\u00a0", " ")
    assert re.findall(rf'name="p-{slot}" value="([^"]+)"', body) == ["1,234"]
    assert "1.234 % (không dùng được ở ô này)" in body or "1.234% (không dùng được ở ô này)" in body


# -- money names its unit ----------------------------------------------------------------------------------------------
def test_history_of_money_names_its_unit(as_user, draft, address):
    client = as_user("officer")
    save(client, address, draft, "eligible_money", "2.000.001")
    told = "2.000.001 nghìn đồng"
    details = words(client.get(f"{address}cell/?code=eligible_money", headers=HTMX))
    version = words(client.get(reverse("results:submission", args=[draft.pk])))
    assert [f"{told} ← 2.000.000 nghìn đồng" in details, told in version] == [True, True]


def test_details_of_money_name_the_unit_of_other_periods(as_user, world, agency, draft, address):
    world.fill(agency, period=world.periods["THADS-2023-12m"], state=State.APPROVED)
    details = words(as_user("officer").get(f"{address}cell/?code=eligible_money", headers=HTMX))
    assert "Cùng kỳ năm trước 2.000.000 nghìn đồng" in details


def test_contested_money_names_its_unit(as_user, draft, address):
    response = as_user("officer").post(
        f"{address}cell/?code=eligible_money", {"v-eligible_money": "5", "ver-eligible_money": "7"}, headers=HTMX
    )
    assert response.status_code == 409
    assert "2.000.000 nghìn đồng" in cell_of(response, "eligible_money")


# -- saved -------------------------------------------------------------------------------------------------------------
def test_saving_cells_that_were_saved_already_says_so(as_user, draft, address):
    save(as_user("officer"), address, draft, "eligible_cases", "2.010")
    page = as_user("officer").post(address, typed(draft, "eligible_cases", "2.010"), follow=True)
    count = Result.objects.filter(submission=draft, value__isnull=False).count()
    assert f"Đã lưu: {count}/{count} ô có số liệu." in words(page)
    assert "thay đổi nào" not in words(page)


def test_saving_an_empty_sheet_says_that_nothing_is_there(as_user, address):
    assert "Chưa nhập số liệu nào." in words(as_user("officer").post(address, {}, follow=True))


# -- reports an agency can have ----------------------------------------------------------------------------------------
def test_period_before_the_agency_began_is_not_offered(as_user, world, agency, address):
    began = date(2024, 8, 15)
    agency.valid_from = began
    agency.save()
    agency.memberships.update(valid_from=began)
    page = as_user("officer").get(address).content.decode()
    before = reverse("results:entry", args=[agency.code, "THADS-2024-10m"])
    assert before not in page
    assert as_user("officer").get(before).status_code == 404


def test_period_after_the_agency_left_is_not_offered(as_user, world, agency):
    agency.memberships.update(valid_to=date(2024, 8, 15))
    world.fill(agency, period=world.periods["THADS-2024-10m"], state=State.APPROVED)
    page = as_user("officer").get(reverse("results:entry", args=[agency.code, "THADS-2024-10m"])).content.decode()
    codes = {code: reverse("results:entry", args=[agency.code, f"THADS-2024-{code}"]) for code in ("9m", "12m")}
    assert {code: where in page for code, where in codes.items()} == {"9m": True, "12m": False}

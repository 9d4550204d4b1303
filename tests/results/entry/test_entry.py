"""The entry page: what it shows, what it stores, and what becomes of input that cannot be stored."""

import html
import re
from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from clusters.models import Appointment
from emulation_portal.lib.numbers import Reason
from emulation_portal.ui.fields import message_for
from results.enums import ChangeHow, State
from results.models import Result, ResultChange, Submission
from results.services import CellEntry, save_cells, take_step

OWN = "officer"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def agency(world):
    return world.enforcement[1]


@pytest.fixture
def address(world, agency):
    return reverse("results:entry", args=[agency.code, world.period_of(agency).code])


@pytest.fixture
def draft(world, agency):
    return world.fill(agency, state=State.DRAFT)


def cell_address(address: str, code: str) -> str:
    return f"{address}cell/?code={code}"


def stored(code: str) -> int | None:
    return Result.objects.get(indicator__code=code).value


def words(response) -> str:
    """The text of a page, tags and doubled spaces left out."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def sent(draft, **typed) -> dict:
    """The fields of some cells as the page sends them, with the versions it showed."""
    versions = {r.indicator.code: r.version for r in draft.results.select_related("indicator")}
    fields = {}
    for code, text in typed.items():
        fields |= {f"v-{code}": text, f"ver-{code}": str(versions.get(code, 0))}
    return fields


def cell_of(response, code: str) -> str:
    """The markup of one cell."""
    found = re.search(rf'<td class="[^"]*" id="td-{code}">.*?</td>', response.content.decode(), re.S)
    return html.unescape(found.group(0)).replace("\u00a0", " ")


# -- who sees it, and how ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status", "editable"),
    [
        ("officer", 200, True),
        ("head", 200, True),
        ("secretariat", 200, True),
        ("deputy", 200, False),
        ("ministry", 200, False),
        ("approver", 200, False),
        ("officer_dept", 404, False),
        ("other_officer", 404, False),
        ("administrator", 404, False),
        ("nobody", 404, False),
    ],
)
def test_page_is_for_those_who_may_see_it(as_user, address, who, status, editable):
    response = as_user(who).get(address)
    assert (response.status_code, b"data-grid " in response.content) == (status, editable)


def test_page_asks_a_stranger_to_sign_in(client, world, address):
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(
    "path", ["/entry/KHONG-CO/THADS-2024-12m/", "/entry/{agency}/STP-2024-6m/", "/entry/{agency}/X/"]
)
def test_page_of_nothing_is_not_found(as_user, agency, path):
    assert as_user(OWN).get(path.format(agency=agency.code)).status_code == 404


def test_page_shows_values_sums_rates_targets_and_last_year(as_user, world, agency, draft, address):
    world.set_targets()
    world.fill(agency, period=world.periods["THADS-2023-12m"], state=State.APPROVED, values={"eligible_cases": 1600})
    world.fill(agency, period=world.periods["THADS-2024-10m"], state=State.SUBMITTED, values={"eligible_cases": 1900})
    response = as_user(OWN).get(address)
    page = response.context["page"]
    eligible, rate = page.grid.slots["eligible_cases"], page.grid.slots["completion_rate_cases"]
    assert (eligible.shown, eligible.previous, eligible.last, eligible.change) == ("2.000", "1.900", "1.600", 0.25)
    assert (rate.text, rate.last, rate.target) == ("84,00%", "105,00%", "> 79,25%")
    assert page.grid.slots["enforceable_cases"].text == "2.930"
    assert "= 2.000.000.000 đồng" in cell_of(response, "eligible_money")


def test_rows_pair_cases_with_money_by_the_row_of_the_form(as_user, draft, address):
    grid = as_user(OWN).get(address).context["page"].grid
    paired = {row.code: [s.code if s else None for s in row.slots] for row in grid.tables[0].groups[0].rows}
    assert paired["E08a"] == ["fully_enforced_cases", "collected_money"]
    assert paired["E08c"] == [None, "reduced_money"]
    assert [row.code for row in grid.tables[0].groups[0].rows if row.is_part] == ["E08a", "E08b", "E08c"]
    assert [group.title for group in grid.groups] == [
        "Thi hành án dân sự",
        "Theo dõi thi hành án hành chính",
        "Tiếp công dân, khiếu nại, tố cáo",
        "Kiểm tra, chuyển đổi số",
    ]


def test_page_of_a_department_has_a_unit_for_each_row(as_user, world):
    agency = world.departments[1]
    address = reverse("results:entry", args=[agency.code, world.period_of(agency).code])
    page = as_user("officer_dept").get(address).context["page"]
    assert [table.sides for table in page.grid.tables] == [()]
    assert page.grid.slots["notarial_fees"].unit == "nghìn đồng"
    assert page.grid.slots["lawyers"].unit == "người"


def test_reading_a_page_writes_nothing(as_user, address):
    as_user(OWN).get(address)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 10, 2), "Còn 2 ngày, hạn 04/10/2024"),
        (date(2024, 10, 4), "Hạn hôm nay, 04/10/2024"),
        (date(2024, 10, 9), "nếu gửi hôm nay sẽ ghi chậm 3 ngày làm việc"),
    ],
)
def test_page_says_what_is_left_of_the_time(as_user, clock, draft, address, day, said):
    clock(day)
    assert said in words(as_user(OWN).get(address))


def test_page_on_behalf_says_so(as_user, draft, agency, address):
    response = as_user("secretariat").get(address)
    assert f"Đang nhập thay {agency.name}." in words(response)
    assert b'value="hand_over"' not in response.content


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2024, 9, 20), "Mở nhập từ ngày 25/09/2024."), (date(2024, 12, 5), "Đã đóng nhập, đến hết ngày 30/11/2024.")],
)
def test_page_outside_the_phase_says_when_it_is_open(as_user, clock, address, day, said):
    clock(day)
    response = as_user(OWN).get(address)
    assert said in words(response)
    assert b"data-grid " not in response.content


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2024, 10, 4), None), (date(2024, 10, 6), None), (date(2024, 10, 7), 1), (date(2024, 10, 14), 6)],
)
def test_draft_over_its_day_says_how_late_it_will_be(as_user, clock, draft, address, day, late):
    clock(day)
    said = words(as_user(OWN).get(address))
    notice = (
        f"Đã quá hạn ngày 04/10/2024. Báo cáo vẫn được tiếp nhận; nếu gửi hôm nay sẽ ghi chậm {late} ngày làm việc."
    )
    assert (notice in said, "Đã quá hạn" in said) == (late is not None, late is not None)


@pytest.mark.parametrize("late", [0, 4])
def test_reopened_report_is_not_said_to_become_late(as_user, world, agency, clock, address, late):
    approved = world.fill(agency, state=State.APPROVED, late_days=late)
    clock(date(2024, 10, 28))
    take_step(submission=approved, action="reopen", actor=world.users["approver"], note="Sai số")
    said = words(as_user(OWN).get(address))
    assert ("Đã quá hạn" in said, "Chậm 4 ngày làm việc" in said, "Đã mở lại" in said) == (False, late == 4, True)


def test_locked_page_says_who_locked_it_and_when(as_user, world, clock, draft, address):
    clock(datetime(2024, 10, 3, 15, 30))
    take_step(submission=draft, action="hand_over", actor=world.users["officer"])
    response = as_user(OWN).get(address)
    said = f"Đã trình lãnh đạo: {world.users['officer'].display_name}, 15:30 ngày 03/10/2024."
    assert said in words(response)
    assert b"<input" not in re.search(rb"<table.*</table>", response.content, re.S).group(0)


def test_queries_of_the_page_are_few_and_constant(as_user, world, draft, address, django_assert_max_num_queries):
    client = as_user("secretariat")
    client.get(address)
    with django_assert_max_num_queries(21) as few:
        client.get(address)
    for agency in world.agencies:
        if agency != draft.agency:
            world.fill(agency, state=State.SUBMITTED)
    with django_assert_max_num_queries(21) as many:
        client.get(address)
    assert len(many) == len(few)


# -- one cell ---------------------------------------------------------------------------------------------------------
def test_cell_is_stored_and_everything_it_touches_comes_back(as_user, draft, address):
    response = as_user(OWN).post(
        cell_address(address, "eligible_cases"), sent(draft, eligible_cases="1.900"), headers=HTMX
    )
    body = response.content.decode()
    assert (response.status_code, stored("eligible_cases")) == (200, 1900)
    assert 'id="calc-completion_rate_cases" hx-swap-oob="true">88,42%' in body
    assert 'id="calc-other_status_cases" hx-swap-oob="true">130' in body
    assert "calc-accepted_cases" not in body
    assert 'id="checks"' in body
    assert 'name="ver-eligible_cases" value="2"' in cell_of(response, "eligible_cases")


def test_first_cell_begins_the_draft(as_user, agency, address):
    response = as_user(OWN).post(
        cell_address(address, "eligible_cases"), {"v-eligible_cases": "86.359", "ver-eligible_cases": "0"}, headers=HTMX
    )
    assert (response.status_code, stored("eligible_cases")) == (200, 86359)
    assert Submission.objects.get().state == State.DRAFT


def test_thousand_dong_are_stored_in_dong_and_said_so(as_user, draft, address):
    response = as_user(OWN).post(
        cell_address(address, "eligible_money"), sent(draft, eligible_money="86.359"), headers=HTMX
    )
    assert stored("eligible_money") == 86_359_000
    assert "= 86.359.000 đồng" in cell_of(response, "eligible_money")


@pytest.mark.parametrize("text", ["kps", "KPS", "không phát sinh", "Khong phat sinh", "nothing arose"])
def test_words_for_nothing_arose_are_no_number(as_user, draft, address, text):
    as_user(OWN).post(cell_address(address, "withdrawn_cases"), sent(draft, withdrawn_cases=text), headers=HTMX)
    row = Result.objects.get(indicator__code="withdrawn_cases")
    assert (row.value, row.nothing_arose) == (None, True)


BAD = [
    ("12 con gà", Reason.NOT_A_NUMBER),
    ("1.23.4", Reason.GROUPING),
    ("-5", Reason.NEGATIVE),
    ("1" * 30, Reason.TOO_LARGE),
    ("😀", Reason.NOT_A_NUMBER),
    ("<script>alert(1)</script>", Reason.NOT_A_NUMBER),
    ("12,5", Reason.NOT_WHOLE),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_unreadable_input_is_shown_again_with_its_reason_and_not_stored(as_user, draft, address, text, reason):
    response = as_user(OWN).post(
        cell_address(address, "eligible_cases"), sent(draft, eligible_cases=text), headers=HTMX
    )
    cell = cell_of(response, "eligible_cases")
    assert (response.status_code, stored("eligible_cases")) == (422, 2000)
    assert ResultChange.objects.count() == 0
    assert f'value="{text}"' in cell
    assert message_for(reason) in cell
    assert 'aria-invalid="true"' in cell
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_whole_form_stores_the_other_cells_and_keeps_what_was_typed(as_user, draft, address, text, reason):
    fields = sent(draft, eligible_cases=text, terminated_cases="81", eligible_money="2.000.001")
    response = as_user(OWN).post(address, fields)
    assert response.status_code == 422
    assert [stored(c) for c in ("eligible_cases", "terminated_cases", "eligible_money")] == [2000, 81, 2_000_001_000]
    assert f'value="{text}"' in cell_of(response, "eligible_cases")
    assert message_for(reason) in words(response)
    assert "1 ô chưa lưu được; các ô khác đã lưu." in words(response)


def test_english_reader_gets_the_reason_in_english(as_user, world, draft, address):
    world.users[OWN].language = "en"
    world.users[OWN].save()
    fields = sent(draft, eligible_cases="x")
    response = as_user(OWN).post(cell_address(address, "eligible_cases"), fields, headers=HTMX)
    with translation.override("en"):
        assert message_for(Reason.NOT_A_NUMBER) in cell_of(response, "eligible_cases")
    assert "This is not a number" in cell_of(response, "eligible_cases")


def test_ambiguous_figure_is_asked_about_with_its_readings(as_user, draft, address):
    client = as_user(OWN)
    response = client.post(cell_address(address, "eligible_cases"), sent(draft, eligible_cases="1,234"), headers=HTMX)
    cell = cell_of(response, "eligible_cases")
    assert (response.status_code, stored("eligible_cases")) == (422, 2000)
    assert "1.234 việc hoặc 1,234 việc (không phải số nguyên)" in cell
    assert 'name="pick-eligible_cases" value="1.234"' in cell
    fields = sent(draft, eligible_cases="1,234") | {"pick-eligible_cases": "1.234"}
    assert client.post(address, fields).status_code == 302
    assert stored("eligible_cases") == 1234


def test_ambiguous_money_offers_both_readings(as_user, draft, address):
    response = as_user(OWN).post(address, sent(draft, eligible_money="1,234"))
    buttons = re.findall(r'name="pick-eligible_money" value="([^"]+)"', cell_of(response, "eligible_money"))
    assert len(buttons) == 2
    values = []
    for entry in buttons:
        as_user(OWN).post(address, sent(draft, eligible_money="1,234") | {"pick-eligible_money": entry})
        values.append(stored("eligible_money"))
        draft.refresh_from_db()
    assert values == [1_234_000, 1_234]


def test_broken_relation_is_stored_and_told_beside_its_row(as_user, draft, address):
    response = as_user(OWN).post(
        cell_address(address, "eligible_cases"), sent(draft, eligible_cases="100"), headers=HTMX
    )
    body = response.content.decode()
    assert (response.status_code, stored("eligible_cases")) == (200, 100)
    assert "cell__mark--bad" in cell_of(response, "eligible_cases")
    said = "Thi hành xong về việc không được lớn hơn có điều kiện thi hành."
    assert said in re.search(r'<span id="m-completed_cases".*?</span></span>', body, re.S).group(0)
    assert 'id="k-fully_enforced_cases" hx-swap-oob="true"><i class="bi bi-x-octagon-fill"' in body


def test_zero_denominator_is_stored_and_its_rate_left_open(as_user, draft, address):
    fields = sent(draft, eligible_cases="0", fully_enforced_cases="0", terminated_cases="0")
    client = as_user(OWN)
    assert client.post(address, fields).status_code == 302
    response = client.get(address)
    page = response.context["page"]
    assert page.grid.slots["completion_rate_cases"].text == "không phát sinh"
    assert 'không phát sinh<small class="why-open">mẫu số bằng 0</small></td>' in response.content.decode()
    assert response.content.decode().count("why-open") == 1
    assert [o.rule.code for o in page.findings.questions] == ["X01"]


def test_cell_of_a_sum_cannot_be_typed(as_user, draft, address):
    assert as_user(OWN).post(cell_address(address, "completed_cases"), {"v-completed_cases": "1"}).status_code == 404


def test_cell_of_an_unknown_code_is_not_found(as_user, draft, address):
    assert as_user(OWN).get(cell_address(address, "khong_co"), headers=HTMX).status_code == 404


# -- somebody else was faster -----------------------------------------------------------------------------------------
def test_conflict_shows_the_typed_value_beside_the_stored_one(as_user, world, draft, address):
    fields = sent(draft, eligible_cases="2.100", terminated_cases="81")
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2050)}, actor=world.users["head"])
    response = as_user(OWN).post(address, fields)
    cell = cell_of(response, "eligible_cases")
    assert response.status_code == 409
    assert (stored("eligible_cases"), stored("terminated_cases")) == (2050, 81)
    assert 'value="2.100"' in cell
    assert "Số đang lưu: 2.050" in cell
    assert world.users["head"].display_name in cell
    assert ['value="mine"' in cell, 'value="stored"' in cell] == [True, True]


@pytest.mark.parametrize(("keep", "status", "value"), [("mine", 302, 2100), ("stored", 302, 2050), (None, 409, 2050)])
def test_conflict_waits_for_a_choice(as_user, world, draft, address, keep, status, value):
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2050)}, actor=world.users["head"])
    fields = sent(draft, eligible_cases="2.100") | {"conflict-eligible_cases": "1"}
    if keep:
        fields["keep-eligible_cases"] = keep
    response = as_user(OWN).post(address, fields)
    assert (response.status_code, stored("eligible_cases")) == (status, value)


def test_conflict_of_one_cell_answers_409_with_the_cell(as_user, world, draft, address):
    fields = sent(draft, eligible_cases="2.100")
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2050)}, actor=world.users["head"])
    response = as_user(OWN).post(cell_address(address, "eligible_cases"), fields, headers=HTMX)
    assert (response.status_code, 'value="2.100"' in cell_of(response, "eligible_cases")) == (409, True)


def test_report_moved_on_meanwhile_keeps_the_typing_and_writes_nothing(as_user, world, draft, address):
    fields = sent(draft, eligible_cases="2.100", terminated_cases="80")
    take_step(submission=draft, action="hand_over", actor=world.users["head"])
    response = as_user(OWN).post(address, fields)
    assert (response.status_code, stored("eligible_cases")) == (409, 2000)
    assert "Báo cáo đã được trình hoặc gửi nên không ghi thêm số nào. Đã trình lãnh đạo" in words(response)
    assert [row["typed"] for row in response.context["rows"]] == ["2.100"]
    assert "Có điều kiện thi hành - việc\t2.100" in html.unescape(response.content.decode())
    cell = as_user(OWN).post(cell_address(address, "eligible_cases"), fields, headers=HTMX)
    assert (cell.status_code, 'value="2.100"' in cell_of(cell, "eligible_cases")) == (409, True)


def test_right_that_ended_at_midnight_keeps_the_typing_and_says_who_may(as_user, world, clock, draft, address):
    clock(datetime(2024, 10, 2, 23, 59))
    Appointment.objects.filter(person__user=world.users["officer"]).update(valid_to=date(2024, 10, 3))
    other = Appointment.objects.get(person__user=world.users["head"]).person
    Appointment.objects.create(
        person=world.users["officer"].person, agency=world.deputy_agency, role="officer", valid_from=date(2024, 10, 3)
    )
    client = as_user(OWN)
    fields = sent(draft, eligible_cases="2.100")
    clock(datetime(2024, 10, 3, 0, 1))
    response = client.post(address, fields)
    assert (response.status_code, stored("eligible_cases")) == (403, 2000)
    assert "không còn, quyền nhập số liệu" in words(response)
    assert other.full_name in words(response)
    assert response.context["copy"] == "Có điều kiện thi hành - việc\t2.100"


@pytest.fixture
def let_go(world, clock):
    """The officer's only appointment ends while the page is open; 3 October is the first day without it."""
    clock(datetime(2024, 10, 2, 23, 59))
    Appointment.objects.filter(person__user=world.users["officer"]).update(valid_to=date(2024, 10, 3))


def test_last_right_that_ended_keeps_the_typing_and_shows_no_figure(as_user, let_go, clock, draft, address):
    client, fields = as_user(OWN), sent(draft, eligible_cases="2.100")
    clock(datetime(2024, 10, 3, 0, 1))
    response = client.post(address, fields)
    assert (response.status_code, stored("eligible_cases")) == (403, 2000)
    assert "không còn, quyền nhập số liệu" in words(response)
    assert response.context["copy"] == "Có điều kiện thi hành - việc\t2.100"
    assert "2.000" not in words(response) and f'href="{address}"' not in response.content.decode()
    cell = client.post(cell_address(address, "eligible_cases"), fields, headers=HTMX)
    assert (cell.status_code, stored("eligible_cases")) == (403, 2000)
    assert "không còn, quyền nhập số liệu" in words(cell)


def test_lost_sight_of_the_agency_is_not_found(as_user, let_go, clock, draft, address):
    client, fields = as_user(OWN), sent(draft, eligible_cases="1")
    clock(datetime(2024, 10, 3, 0, 1))
    assert client.get(address).status_code == 404
    assert client.get(cell_address(address, "eligible_cases"), headers=HTMX).status_code == 404
    clock(datetime(2024, 10, 10, 0, 1))
    client = as_user(OWN)
    assert client.post(address, fields).status_code == 404
    assert client.post(cell_address(address, "eligible_cases"), fields, headers=HTMX).status_code == 404
    assert stored("eligible_cases") == 2000


@pytest.mark.parametrize("who", ["ministry", "deputy"])
def test_those_who_only_read_are_refused_with_the_names_of_those_who_may(as_user, world, draft, address, who):
    response = as_user(who).post(address, sent(draft, eligible_cases="1"))
    assert (response.status_code, stored("eligible_cases")) == (403, 2000)
    assert world.users["officer"].person.full_name in words(response)


# -- the whole form, without a script ---------------------------------------------------------------------------------
def test_whole_form_is_stored_and_told(as_user, draft, address):
    response = as_user(OWN).post(address, sent(draft, eligible_cases="2.001", terminated_cases="80"), follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "Đã lưu 1 ô. Có điều kiện thi hành - việc = 2.001 việc" in words(response)
    assert ResultChange.objects.count() == 1


def test_whole_form_sent_twice_changes_once(as_user, draft, address):
    fields = sent(draft, eligible_cases="2.001")
    client = as_user(OWN)
    client.post(address, fields)
    assert client.post(address, fields).status_code == 302
    assert ResultChange.objects.count() == 1


def test_hand_over_saves_first_and_goes_to_the_question(as_user, draft, address):
    response = as_user(OWN).post(address, sent(draft, eligible_cases="2.001") | {"then": "hand_over"})
    assert response.headers["Location"] == reverse("results:hand_over", args=[draft.pk])
    assert stored("eligible_cases") == 2001


def test_hand_over_waits_while_a_cell_is_unreadable(as_user, draft, address):
    response = as_user(OWN).post(address, sent(draft, eligible_cases="x") | {"then": "hand_over"})
    assert (response.status_code, 'value="x"' in cell_of(response, "eligible_cases")) == (422, True)


def test_details_hold_definition_value_note_and_history(as_user, world, draft, address):
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2050, note="Đã rà")}, actor=world.users["head"])
    response = as_user(OWN).get(cell_address(address, "eligible_cases"), headers=HTMX)
    text = words(response)
    assert "Số việc đã xác minh, phân loại có điều kiện thi hành" in text
    assert f"2.050 ← 2.000, nhập tay, {world.users['head'].display_name}" in text
    assert 'name="note-eligible_cases"' in response.content.decode()
    assert as_user(OWN).get(f"{address}?o=eligible_cases").content.count(b'name="note-eligible_cases"') == 1


def test_row_is_opened_without_a_script_and_nothing_typed_is_lost(as_user, draft, address):
    response = as_user(OWN).post(address, sent(draft, eligible_cases="2.001") | {"open": "eligible_cases"})
    assert response.headers["Location"] == f"{address}?o=eligible_cases#chi-tiet"
    assert stored("eligible_cases") == 2001


@pytest.mark.parametrize(
    ("text", "box", "outcome"),
    [
        ("20", True, (None, True)),  # marked beside the stored number
        ("20", False, (20, False)),
        ("", True, (None, True)),
        ("21", False, (21, False)),
    ],
)
def test_box_for_nothing_arose_beside_a_stored_number(as_user, draft, address, text, box, outcome):
    fields = sent(draft, withdrawn_cases=text) | {"has-none-withdrawn_cases": "1"}
    as_user(OWN).post(address, fields | ({"none-withdrawn_cases": "on"} if box else {}))
    row = Result.objects.get(indicator__code="withdrawn_cases")
    assert (row.value, row.nothing_arose) == outcome


def test_box_and_another_number_contradict_each_other(as_user, draft, address):
    fields = sent(draft, withdrawn_cases="21") | {"has-none-withdrawn_cases": "1", "none-withdrawn_cases": "on"}
    response = as_user(OWN).post(address, fields)
    assert (response.status_code, stored("withdrawn_cases")) == (422, 20)
    assert "chỉ giữ một trong hai" in cell_of(response, "withdrawn_cases")


@pytest.mark.parametrize(("text", "outcome"), [("không phát sinh", (None, False)), ("7", (7, False))])
def test_box_is_cleared(as_user, world, agency, address, text, outcome):
    draft = world.fill(agency, state=State.DRAFT, nothing=["withdrawn_cases"])
    as_user(OWN).post(address, sent(draft, withdrawn_cases=text) | {"has-none-withdrawn_cases": "1"})
    row = Result.objects.get(indicator__code="withdrawn_cases")
    assert (row.value, row.nothing_arose) == outcome


def test_note_is_kept_where_it_is_not_sent(as_user, world, draft, address):
    save_cells(submission=draft, entries={"eligible_cases": CellEntry(2050, note="Đã rà")}, actor=world.users["head"])
    as_user(OWN).post(address, sent(draft, eligible_cases="2.060"))
    assert Result.objects.get(indicator__code="eligible_cases").note == "Đã rà"


def test_note_with_turned_writing_is_refused_with_its_reason_and_marks_of_direction_are_kept(as_user, draft, address):
    client = as_user(OWN)
    refused = client.post(address, sent(draft, eligible_cases="2.060") | {"note-eligible_cases": "Rà \u202elại"})
    assert (refused.status_code, stored("eligible_cases")) == (422, 2000)
    assert "U+202E" in cell_of(refused, "eligible_cases")
    client.post(address, sent(draft, eligible_cases="2.060") | {"note-eligible_cases": "Rà\u200f (lại)"})
    assert Result.objects.get(indicator__code="eligible_cases").note == "Rà\u200f (lại)"


def test_entry_on_behalf_is_recorded_as_such(as_user, draft, address):
    as_user("secretariat").post(address, sent(draft, eligible_cases="2.001"))
    assert ResultChange.objects.get().how == ChangeHow.ON_BEHALF


def test_start_begins_the_draft_by_post_alone(as_user, agency, address):
    client, start = as_user(OWN), f"{address}start/"
    assert client.get(start).status_code == 405
    assert client.post(start).headers["Location"] == address
    assert Submission.objects.get().agency == agency


def test_start_is_refused_to_readers(as_user, address):
    assert as_user("ministry").post(f"{address}start/").status_code == 403
    assert Submission.objects.count() == 0


def test_refused_cell_answers_with_a_message_and_leaves_the_page_alone(as_user, draft, address):
    response = as_user("ministry").post(
        cell_address(address, "eligible_cases"), sent(draft, eligible_cases="1"), headers=HTMX
    )
    assert (response.status_code, stored("eligible_cases")) == (403, 2000)
    assert "portal:toast" in response.headers["HX-Trigger"]

"""Checks against the period before, last year and print: the same findings wherever a report is read."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from results.enums import State
from results.models import Result
from tests.factories.clusters import AgencyFactory, SuccessionFactory
from tests.factories.results import PublishedFactory

COPIES = "certified_copies"
FELL = "Bản sao được chứng thực: số lũy kế thấp hơn kỳ trước"
TENTH = "Bản sao được chứng thực: dưới 1/10 hoặc trên 10 lần so với cùng kỳ năm trước"
NOTE = "Đính chính do trùng số liệu"


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


@pytest.fixture
def department(world):
    return world.departments[1]


@pytest.fixture
def enforcement(world):
    return world.enforcement[1]


def entry_of(agency, period="STP-2024-year_first") -> str:
    return reverse("results:entry", args=[agency.code, period])


def before(world, agency, code, value, period="STP-2024-6m"):
    return world.fill(agency, period=world.periods[period], state=State.APPROVED, values={code: value})


def says(text: str, question: str) -> bool:
    """In full, or under the row of the indicator, whose name is not said again."""
    _name, _colon, rest = question.partition(": ")
    return question in text or rest[:1].upper() + rest[1:] in text


def places(as_user, world, submission) -> dict[str, str]:
    """What each page says of one report on its way: entry, hand-over, the head's page, review."""
    found = {
        "entry": words(as_user("officer_dept").get(entry_of(submission.agency))),
        "hand-over": words(as_user("officer_dept").get(reverse("results:hand_over", args=[submission.pk]))),
    }
    submission.state = State.AWAITING_SIGNATURE
    submission.save()
    found["head"] = words(as_user("head_dept").get(reverse("results:submission", args=[submission.pk])))
    found["submit"] = words(as_user("head_dept").get(reverse("results:submit", args=[submission.pk])))
    submission.state = State.SUBMITTED
    submission.save()
    review = reverse("results:review", args=[world.cluster.slug, 2024])
    found["review"] = words(as_user("secretariat").get(review))
    return found


def doubts_in_queue(as_user, world) -> list[tuple[int, int]]:
    review = reverse("results:review", args=[world.cluster.slug, 2024])
    waiting = as_user("secretariat").get(review).context["queue"].waiting
    return [(item.errors, item.warnings) for item in waiting]


# -- what is asked about -----------------------------------------------------------------------------------------------
def test_cumulative_amount_below_the_period_before_is_asked_about_everywhere(as_user, world, department):
    before(world, department, COPIES, 36_400)
    now = world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    said = places(as_user, world, now)
    assert {place for place, text in said.items() if says(text, FELL)} == {
        "entry",
        "hand-over",
        "head",
        "submit",
        "review",
    }
    assert doubts_in_queue(as_user, world) == [(0, 1)]


def test_amount_far_under_last_year_is_asked_about_everywhere(as_user, world, department):
    before(world, department, COPIES, 36_000, "STP-2023-year_first")
    now = world.fill(department, state=State.DRAFT, values={COPIES: 500})
    said = places(as_user, world, now)
    assert {place for place, text in said.items() if says(text, TENTH)} == {
        "entry",
        "hand-over",
        "head",
        "submit",
        "review",
    }
    assert doubts_in_queue(as_user, world) == [(0, 1)]


@pytest.mark.parametrize(
    ("last", "now", "asked"),
    [(100, 9, True), (100, 10, False), (100, 1000, False), (100, 1001, True), (100, 0, True), (0, 50, False)],
)
def test_a_tenth_and_ten_times_are_the_edges(as_user, world, department, last, now, asked):
    before(world, department, COPIES, last, "STP-2023-year_first")
    world.fill(department, state=State.DRAFT, values={COPIES: now})
    assert (TENTH in words(as_user("officer_dept").get(entry_of(department)))) is asked


def test_figures_are_told_with_unit_and_period(as_user, world, department):
    before(world, department, COPIES, 36_400)
    world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    page = words(as_user("officer_dept").get(entry_of(department)))
    name = world.periods["STP-2024-6m"].name_vi
    assert f"Bản sao được chứng thực 36.000 bản; kỳ trước ({name}) 36.400 bản" in page


def test_stock_that_falls_is_not_asked_about(as_user, world, department):
    before(world, department, "lawyers", 300)
    world.fill(department, state=State.DRAFT, values={"lawyers": 20})
    assert "Luật sư: " not in words(as_user("officer_dept").get(entry_of(department)))


@pytest.mark.parametrize(
    ("period", "values", "changed", "said"),
    [
        ("THADS-2024-10m", {}, {"newly_accepted_cases": 1990}, "Số lũy kế về việc giảm so với kỳ trước"),
        ("THADS-2024-10m", {}, {"collected_money": 800_000_000}, "Số lũy kế về tiền giảm so với kỳ trước"),
        ("THADS-2023-12m", {}, {"carried_over_cases": 1400}, "Số cũ chuyển sang về việc lớn hơn số chuyển kỳ sau"),
        (
            "THADS-2023-12m",
            {"collected_money": 900_000, "reduced_money": 5_000, "terminated_money": 1_000_000},
            {},
            "Số tiền bình quân một việc lệch trên 100 lần so với năm trước",
        ),
    ],
)
def test_stored_relations_of_other_periods_block_the_hand_over(
    as_user, world, enforcement, period, values, changed, said
):
    world.fill(enforcement, period=world.periods[period], state=State.APPROVED, values=values)
    draft = world.fill(enforcement, state=State.DRAFT, values=changed)
    client, address = as_user("officer"), reverse("results:hand_over", args=[draft.pk])
    assert said in words(client.get(address))
    response = client.post(address)
    draft.refresh_from_db()
    assert (response.status_code, draft.state, said in words(response)) == (422, State.DRAFT, True)


def test_money_per_case_is_told_with_its_unit(as_user, world, enforcement):
    small = {"collected_money": 900_000, "reduced_money": 5_000, "terminated_money": 1_000_000}
    world.fill(enforcement, period=world.periods["THADS-2023-12m"], state=State.APPROVED, values=small)
    world.fill(enforcement, state=State.DRAFT)
    page = words(as_user("officer").get(entry_of(enforcement, "THADS-2024-12m")))
    name = world.periods["THADS-2023-12m"].name_vi
    # 985.000 nghìn đồng over 1.680 việc, and 1.905 nghìn đồng over as many.
    assert f"bình quân 586,3 nghìn đồng/việc; bình quân 1,1 nghìn đồng/việc (cuối năm trước ({name}))" in page


def test_fee_typed_in_the_wrong_unit_is_asked_about(as_user, world, department):
    before(world, department, "notarial_fees", 10_000, "STP-2023-year_first")
    world.fill(department, state=State.DRAFT, values={"notarial_fees": 10_000_000})
    page = words(as_user("officer_dept").get(entry_of(department)))
    assert "Phí bình quân một việc công chứng lệch trên 100 lần so với cùng kỳ năm trước" in page


@pytest.mark.parametrize(("printed", "asked"), [("84.00", False), ("84.01", False), ("84.02", True), ("82.10", True)])
def test_published_rate_is_compared(as_user, world, enforcement, printed, asked):
    PublishedFactory(
        scope_kind="province",
        scope_code=enforcement.province.code,
        scope_name=enforcement.province.name_vi,
        period_code="12m",
        indicator=world.indicators["completion_rate_cases"],
        value=Decimal(printed),
        unit="percent",
    )
    world.fill(enforcement, state=State.DRAFT)
    page = words(as_user("officer").get(entry_of(enforcement, "THADS-2024-12m")))
    assert ("Không có dấu hiệu: Tỷ lệ thi hành xong về việc đã công bố" in page) is not asked
    assert page.count("Tỷ lệ thi hành xong về việc đã công bố") == (2 if asked else 1)  # in the grid, in the checks


def test_rate_printed_of_another_province_with_the_same_code_is_left_aside(as_user, world, enforcement):
    PublishedFactory(
        scope_kind="province",
        scope_code=enforcement.province.code,
        scope_name="Nơi khác",
        period_code="12m",
        indicator=world.indicators["completion_rate_cases"],
        value=Decimal("12.34"),
        unit="percent",
    )
    world.fill(enforcement, state=State.DRAFT)
    page = words(as_user("officer").get(entry_of(enforcement, "THADS-2024-12m")))
    assert "12,34%" not in page
    assert "Chưa có số liệu đã công bố về kỳ này của đơn vị." in page


# -- the note ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("note", "passes"), [("Đính chính", True), ("Đã rà lại", False), ("   x      y  ", False)])
def test_note_of_ten_characters_explains(as_user, world, department, note, passes):
    before(world, department, COPIES, 36_400)
    draft = world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    client = as_user("officer_dept")
    version = Result.objects.get(submission=draft, indicator__code=COPIES).version
    typed = {f"v-{COPIES}": "36.000", f"ver-{COPIES}": version, f"note-{COPIES}": note}
    client.post(f"{entry_of(department)}cell/?code={COPIES}", typed, headers={"HX-Request": "true"})
    client.post(reverse("results:hand_over", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == (State.AWAITING_SIGNATURE if passes else State.DRAFT)


def test_note_travels_to_head_and_review(as_user, world, department):
    before(world, department, COPIES, 36_400)
    draft = world.fill(department, state=State.AWAITING_SIGNATURE, values={COPIES: 36_000})
    Result.objects.filter(submission=draft, indicator__code=COPIES).update(note=NOTE)
    head = words(as_user("head_dept").get(reverse("results:submission", args=[draft.pk])))
    assert as_user("head_dept").post(reverse("results:submit", args=[draft.pk])).status_code == 302
    review = words(as_user("secretariat").get(reverse("results:review", args=[world.cluster.slug, 2024])))
    question = f"{FELL}; chỉ chấp nhận khi đính chính"
    assert [says(text, question) and NOTE in text for text in (head, review)] == [True, True]


# -- predecessors, and what could not be checked -----------------------------------------------------------------------
def merged(world, kind_like, **old):
    """Two agencies that the given one succeeds; ``old`` are the copies each had in the period before."""
    agency = kind_like
    agency.valid_from = date(2024, 7, 15)
    agency.save()
    found = []
    for name, copies in old.items():
        part = AgencyFactory(block=agency.kind, province=agency.province, short_name=name, valid_to=date(2024, 7, 15))
        SuccessionFactory(predecessor=part, successor=agency, date=date(2024, 7, 15))
        if copies is not None:
            before(world, part, COPIES, copies)
        found.append(part)
    return found


def test_successor_is_compared_with_the_sum_of_its_predecessors(as_user, world, department):
    merged(world, department, Một=20_000, Hai=16_400)
    world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    page = words(as_user("officer_dept").get(entry_of(department)))
    assert FELL in page
    assert "36.400 bản" in page


def test_missing_predecessor_is_named(as_user, world, department):
    merged(world, department, Một=40_000, Hai=None)
    world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    page = words(as_user("officer_dept").get(entry_of(department)))
    assert FELL not in page
    assert f"Chưa có số liệu {world.periods['STP-2024-6m'].name_vi} của: Hai." in page


def test_divided_predecessor_is_named(as_user, world, department):
    (old,) = merged(world, department, Một=40_000)
    old.successor_edges.update(share=Decimal("0.5"))
    world.fill(department, state=State.DRAFT, values={COPIES: 36_000})
    page = words(as_user("officer_dept").get(entry_of(department)))
    assert FELL not in page
    assert "Một được chia về nhiều đơn vị" in page


def test_checks_that_were_not_made_are_named_with_the_reason(as_user, world, department):
    world.fill(department, state=State.DRAFT)
    page = words(as_user("officer_dept").get(entry_of(department)))
    name = department.short_name
    assert f"Chưa có số liệu {world.periods['STP-2024-6m'].name_vi} của: {name}." in page
    assert f"Chưa có số liệu {world.periods['STP-2023-year_first'].name_vi} của: {name}." in page
    assert "J13 · Tổng số xã thay đổi so với kỳ trước" in page


def test_first_period_of_a_year_has_none_before_it(as_user, world, enforcement):
    world.fill(enforcement, period=world.periods["THADS-2024-3m"], state=State.SUBMITTED)
    page = words(as_user("officer").get(entry_of(enforcement, "THADS-2024-3m")))
    assert "Đây là kỳ đầu tiên của năm, không có kỳ trước để đối chiếu." in page


def test_queries_of_the_queue_do_not_grow_with_what_stands_beside(as_user, world, django_assert_max_num_queries):
    address = reverse("results:review", args=[world.cluster.slug, 2024])
    world.fill(world.enforcement[1], state=State.SUBMITTED)
    client = as_user("secretariat")
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for agency in world.enforcement:
        world.fill(agency, period=world.periods["THADS-2023-12m"], state=State.APPROVED)
        world.fill(agency, period=world.periods["THADS-2024-10m"], state=State.APPROVED)
        if agency != world.enforcement[1]:
            world.fill(agency, state=State.SUBMITTED)
    with django_assert_max_num_queries(40) as many:
        client.get(address)
    assert len(many) == len(few)

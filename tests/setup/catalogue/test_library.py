"""The library of indicators: found without diacritics, open to everybody, with what uses an indicator."""

import pytest
from django.urls import reverse

from pledges.models import Indicator
from setup.catalogue import relations
from setup.catalogue.library import Validity, validity_of
from tests.factories.pledges import IndicatorFactory, PledgeFactory, PledgeItemFactory, RateFactory
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, ask

CASES = "completion_rate_cases"
LARGEST = 150_000


def said(response) -> str:
    return text_of(main_of(response))


def listed(client, **asked) -> list[str]:
    response = client.get(reverse("setup:catalogue"), asked)
    return [row["indicator"].code for row in response.context["rows"]]


def sheet(client, code: str = CASES):
    return client.get(reverse("setup:catalogue_indicator", args=[code]))


# -- plain values -----------------------------------------------------------------------------------------------------
def test_expression_is_spoken_with_names_signs_and_decimals_of_print():
    text = relations.spoken(
        "previous.new_cases <= new_cases * 1.05 and abs(new_cases - done) > 0",
        {"new_cases": "Thụ lý", "done": "Xong"}.get,
        {"previous": "kỳ trước"}.get,
        "và",
    )
    assert text == "Thụ lý (kỳ trước) ≤ Thụ lý × 1,05 và abs(Thụ lý − Xong) > 0"


def test_what_is_named_has_no_prefix_and_stands_once():
    assert relations.named("a + last_year.b >= a") == ("a", "b")
    assert relations.named("a +* b") == relations.named("") == ()
    assert relations.used_in({"rate": ("a", "b"), "sum": ("b", "b")}) == {"a": ["rate"], "b": ["rate", "sum"]}


@pytest.mark.parametrize(
    ("first", "last", "validity"),
    [
        (None, None, Validity.NOW),
        (2026, 2026, Validity.NOW),
        (2027, None, Validity.COMING),
        (None, 2025, Validity.ENDED),
    ],
)
def test_validity_counts_both_years(first, last, validity):
    assert validity_of(first, last, 2026) == validity


# -- the list ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ty le thi hanh xong viec", "TỶ LỆ thi hành XONG việc", CASES])
def test_found_by_name_without_diacritics_or_by_code(as_user, world, words):
    assert CASES in listed(as_user("officer"), q=words)


@pytest.mark.django_db
def test_filters_narrow_the_list_and_can_be_taken_away(as_user, world):
    Indicator.objects.filter(code=CASES).update(valid_to_year=2020)
    client = as_user("administrator")
    assert CASES in listed(client, state="ended") and CASES not in listed(client, state="now")
    group = world.indicators["completed_cases"].group_vi
    found = listed(client, block="civil_enforcement", group=group)
    assert found and {world.indicators[code].group_vi for code in found} == {group}
    page = client.get(reverse("setup:catalogue"), {"q": "zzz", "block": "lạ", "page": "x"})
    assert "Không tìm thấy chỉ tiêu thống kê" in said(page) and page.status_code == 200


@pytest.mark.django_db
def test_list_costs_the_same_however_many_there_are(as_user, world):
    client, address = as_user("officer"), reverse("setup:catalogue")
    page, queries = ask(client, address)
    IndicatorFactory.create_batch(200)
    more, again = ask(client, address)
    assert (again, page.status_code) == (queries, 200)
    assert queries <= BUDGET and len(more.content) <= LARGEST


# -- the sheet --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_sheet_tells_what_it_is_made_of_checked_by_and_used_in(as_user, full):
    full.set_targets()
    place = PledgeFactory(season=full.season)
    PledgeItemFactory(pledge=place, indicator=full.indicators[CASES])
    text = said(sheet(as_user("officer")))
    assert "Thi hành xong" in text and "Được tính từ" in text
    page = sheet(as_user("officer"))
    (use,) = page.context["uses"]
    assert (use.year, use.agency_targets, use.promises, use.results) == (2024, 3, 1, 0)
    parts = sheet(as_user("officer"), "completed_cases")
    assert CASES in [row.code for row in parts.context["used_in"]]


@pytest.mark.django_db
def test_typed_indicator_tells_its_years_of_figures_and_general_checks(as_user, full):
    page = sheet(as_user("officer"), "newly_accepted_cases")
    (use,) = page.context["uses"]
    assert (use.results, use.agencies) == (3, 3)
    assert {check.code for check in page.context["checks"]} == {"C01", "C07", "G02", "G03"}  # of G01 it is exempt
    assert "{indicator}" not in said(page)


@pytest.mark.django_db
def test_sheet_costs_the_same_however_many_there_are(as_user, full):
    client, address = as_user("officer"), reverse("setup:catalogue_indicator", args=["completed_cases"])
    page, queries = ask(client, address)
    for _ in range(20):
        RateFactory(numerator=full.indicators["completed_cases"], denominator=full.indicators["eligible_cases"])
    more, again = ask(client, address)
    assert again == queries <= BUDGET and len(more.content) <= LARGEST
    assert len(more.context["used_in"]) == len(page.context["used_in"]) + 20


@pytest.mark.django_db
def test_unknown_code_is_not_there(as_user, world):
    assert sheet(as_user("officer"), "khong_co").status_code == 404


@pytest.mark.django_db
def test_indicator_page_leads_to_its_sheet(as_user, full):
    address = reverse("dashboards:indicator", args=[full.cluster.slug, 2024, CASES])
    assert reverse("setup:catalogue_indicator", args=[CASES]) in as_user("secretariat").get(address).content.decode()

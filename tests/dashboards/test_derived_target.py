"""How a cluster's target comes about: one row an agency, and the measures against it, each under its own name."""

import pytest
from django.urls import reverse

from pledges.models import Target
from tests.factories.pledges import TargetFactory
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, ask, grow

CASES = "completion_rate_cases"


@pytest.fixture
def filled(world):
    world.set_targets()
    world.fill_all()
    return world


def text(printed: str) -> str:
    return printed.replace("\N{NO-BREAK SPACE}", " ")


def address(world, code=CASES, query=""):
    return reverse("dashboards:derived_target", args=[world.cluster.slug, world.season.year, code]) + query


def test_arithmetic_is_told_by_agency(as_user, filled):
    agency = filled.enforcement[0]
    Target.objects.filter(agency=agency, indicator__code=CASES).update(value="70.5", decision="12/QĐ-BTP")
    page = as_user("secretariat").get(address(filled))
    found = page.context["found"]
    assert len(found.rows) == len(filled.enforcement)
    row = next(row for row in found.rows if row.name == agency.short_name)
    assert (row.target, row.decision) == ("> 70,50%", "12/QĐ-BTP")
    said = text_of(main_of(page))
    assert f"{found.product} ÷ {found.weight} = {found.target.removeprefix('> ')}" in said
    assert "Không lấy trung bình cộng các tỷ lệ phần trăm." in said


def test_three_measures_have_names_of_their_own(as_user, filled):
    found = as_user("secretariat").get(address(filled)).context["found"]
    names = [row.name for row in found.measures]
    assert names[:3] == ["Kết quả", "Chênh lệch so với chỉ tiêu", "Tỷ lệ đạt chỉ tiêu"]
    gap, share = found.measures[1].value, found.measures[2].value
    assert text(gap).endswith("điểm %")
    assert share.endswith("%")
    assert "điểm" not in share
    assert len(set(names)) == len(names)


@pytest.fixture
def nine_months(world):
    """Figures of nine months, and a decision that gives everybody 60 % by then."""
    world.set_targets()
    for number, agency in enumerate(world.enforcement, start=1):
        world.fill(agency, period=world.periods["THADS-2024-9m"], state="approved", size=number)
        TargetFactory(agency=agency, indicator=world.indicators[CASES], year=2024, value=60, period_code="9m")
    return world


def test_part_of_the_year_is_measured_by_the_decided_target_and_says_so(as_user, nine_months):
    client = as_user("secretariat")
    page = client.get(address(nine_months, query="?period=9m"))
    said = {row.name: row for row in page.context["found"].measures}
    assert "60,00%, theo quyết định" in said["Chênh lệch so với chỉ tiêu của kỳ"].how
    assert "Chênh lệch so với chỉ tiêu tính theo số tháng" not in said
    assert page.context["found"].target == "> 79,25%"  # the year's stays what it is
    money = client.get(address(nine_months, "completion_rate_money", "?period=9m")).context["found"].measures
    assert "kết quả − chỉ tiêu × 9/12" in {row.how for row in money}


@pytest.mark.parametrize(
    ("name", "arguments", "role"),
    [
        ("overview", [], "secretariat"),
        ("indicator", [CASES], "secretariat"),
        ("agency", ["AGENCY"], "secretariat"),
        ("compare", [], "secretariat"),
    ],
)
def test_every_page_of_a_part_of_the_year_says_whose_target_it_is(as_user, nine_months, name, arguments, role):
    place = [nine_months.cluster.slug, 2024]
    agency, other = (nine_months.enforcement[number].code for number in (1, 2))
    url = reverse(f"dashboards:{name}", args=[*place, *(agency if each == "AGENCY" else each for each in arguments)])
    query = f"?period=9m&civil_enforcement=9m&block=civil_enforcement&first={agency}&second={other}"
    said = text_of(main_of(as_user(role).get(url + query)))
    assert "chỉ tiêu của kỳ" in said.lower()


def test_year_ends_against_the_target_of_the_year(as_user, filled):
    TargetFactory(agency=filled.enforcement[0], indicator=filled.indicators[CASES], value=60, period_code="9m")
    assert "của kỳ" not in text_of(main_of(as_user("secretariat").get(address(filled))))


def test_indicator_without_targets_says_why(as_user, filled):
    said = text_of(main_of(as_user("secretariat").get(address(filled, "eligible_cases"))))
    assert "Cụm chưa có chỉ tiêu" in said
    assert "Chưa đơn vị nào được giao chỉ tiêu." in said


def test_links_lead_there_from_overview_indicator_and_figure(as_user, filled):
    client, place = as_user("secretariat"), [filled.cluster.slug, filled.season.year]
    for name, arguments in (("overview", []), ("indicator", [CASES]), ("derivation", [CASES])):
        content = client.get(reverse(f"dashboards:{name}", args=[*place, *arguments])).content.decode()
        assert f'href="{address(filled)}?period=' in content, name


def test_page_is_of_those_who_see_everybody(as_user, filled):
    assert as_user("officer").get(address(filled)).status_code == 404
    assert as_user("secretariat").get(address(filled, "khong_co")).status_code == 404


def test_page_costs_the_same_whatever_it_lists(as_user, filled):
    client = as_user("secretariat")
    before = ask(client, address(filled))[1]
    grow(filled, 4)
    assert ask(client, address(filled))[1] == before <= BUDGET

"""Trying checks on made-up figures: which they need, which fail and why; nothing is stored."""

import pytest
from django.urls import reverse

from results.checks.catalogue import check_rules
from results.figures.refs import indicators_in_force
from results.models import Result
from setup.catalogue.trying import TriedFigure, lines_of, needed, rules_about
from tests.setup.catalogue.desk import said
from tests.support.pages import BUDGET, ask

BLOCK = "civil_enforcement"


def address(**asked: str) -> str:
    return reverse("setup:catalogue_checks") + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_pasted_lines_are_split_at_the_first_sign():
    assert lines_of("a = 1\n\nb\t2\nc;3\nd") == [(1, "a", "1"), (3, "b", "2"), (4, "c", "3"), (5, "d", "")]


@pytest.mark.django_db
def test_a_check_needs_the_typed_figures_behind_it_on_every_side(world):
    indicators = indicators_in_force(BLOCK, 2024)
    rules = check_rules(BLOCK, 2024)
    (c08,) = rules_about([rule for rule in rules if rule.code == "C07"], indicators)
    wanted = needed([c08], indicators)
    assert TriedFigure("newly_accepted_cases") in wanted
    assert TriedFigure("fully_enforced_cases", "previous") in wanted
    assert all(indicators[each.code].is_typed for each in wanted)
    general = [rule for rule in rules if rule.is_general]
    assert {rule.indicator for rule in rules_about(general, indicators, "eligible_cases")} == {"eligible_cases"}


@pytest.mark.django_db
def test_one_check_has_a_field_for_each_figure_and_says_why_it_fails(as_user, world):
    client, where = as_user("officer"), address(block=BLOCK, check="C07")
    page = client.get(where)
    labels = [field.label for field in page.context["form"].typed_fields]
    assert "Thụ lý mới - việc" in labels and "Thụ lý mới - việc (kỳ trước)" in labels
    figures = {
        "newly_accepted_cases": "5",
        "previous.newly_accepted_cases": "7",
        "fully_enforced_cases": "3",
        "terminated_cases": "1",
        "previous.fully_enforced_cases": "2",
        "previous.terminated_cases": "1",
    }
    page = client.post(where, {f"v-{name}": value for name, value in figures.items()})
    (row,) = page.context["rows"]
    assert (row["code"], row["holds"], row["is_hard"]) == ("C07", False, False)
    assert "5 việc" in row["operands"].replace("\N{NO-BREAK SPACE}", " ") and "kỳ trước" in row["operands"]
    assert "không đạt, cần giải trình" in said(page) and row["message"] in said(page)
    more = figures | {"newly_accepted_cases": "9"}
    held = client.post(where, {f"v-{name}": value for name, value in more.items()})
    assert held.context["rows"][0]["holds"] is True
    assert not Result.objects.exists()


@pytest.mark.django_db
def test_all_checks_of_a_block_are_tried_on_pasted_figures(as_user, world):
    lines = (
        "eligible_cases = 100",
        "Thi hành xong (không gồm đình chỉ) - việc\t120",
        "terminated_cases=kps",
        "la = 1",
        "completed_cases=3",
        "eligible_cases=chữ",
    )
    page = as_user("administrator").post(address(block=BLOCK), {"pasted": "\n".join(lines)})
    assert page.status_code == 200
    failing = {row["code"] for row in page.context["rows"] if row["holds"] is False}
    assert failing == {"C05"}
    assert [fault.partition(":")[0] for fault in page.context["form"].faults] == ["Dòng 4", "Dòng 5", "Dòng 6"]
    assert page.context["skipped"] and "Dòng 4: “la” không phải" in said(page)
    assert "chữ" in page.content.decode()  # what was typed stays


@pytest.mark.django_db
def test_what_cannot_be_read_is_told_at_its_field(as_user, world):
    page = as_user("officer").post(address(block=BLOCK, check="C07"), {"v-newly_accepted_cases": "chữ"})
    assert page.status_code == 422 and "chữ" in page.content.decode() and page.context["rows"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?block=la&check=X&about=y", "?check=G02&about=khong_co", ""])
def test_strange_choices_show_the_page(as_user, world, query):
    assert as_user("nobody").get(reverse("setup:catalogue_checks") + query).status_code == 200


@pytest.mark.django_db
def test_page_is_small_and_asks_little(as_user, world):
    page, queries = ask(as_user("officer"), address(block="department_of_justice"))
    assert queries <= BUDGET and len(page.content) <= 150_000

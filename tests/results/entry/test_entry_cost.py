"""What saving one cell costs the database, through the whole request."""

import pytest
from django.urls import reverse

from results.enums import State
from results.models import Result
from tests.support import world as worlds

BUDGET = 20
# The first entry of a day on an agency's behalf tells its people: who they are, and the notices.
TELLING = 2


@pytest.mark.parametrize(("who", "opened"), [("officer", ""), ("officer", "eligible_cases"), ("secretariat", "")])
def test_saving_a_cell_stays_within_its_queries(as_user, world, django_assert_max_num_queries, who, opened):
    agency = world.enforcement[1]
    for code in ("THADS-2023-12m", "THADS-2024-10m"):
        world.fill(agency, period=world.periods[code], state=State.APPROVED)
    draft = world.fill(agency, state=State.DRAFT)
    address = reverse("results:entry", args=[agency.code, "THADS-2024-12m"])
    client = as_user(who)
    client.get(address)
    for version, text in ((1, "2.001"), (2, "2.002")):
        typed = {"v-eligible_cases": text, "ver-eligible_cases": str(version), "opened": opened}
        budget = BUDGET + (TELLING if who == "secretariat" and version == 1 else 0)
        with django_assert_max_num_queries(budget):
            answer = client.post(f"{address}cell/?code=eligible_cases", typed, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    assert Result.objects.get(submission=draft, indicator__code="eligible_cases").value == 2002


@pytest.mark.django_db(transaction=True)
def test_saving_a_cell_in_its_own_transaction_takes_at_most_twenty_queries(
    client, clock, django_assert_max_num_queries
):

    clock(worlds.NOW)
    world = worlds.small_world()
    agency = world.enforcement[1]
    world.fill(agency, state=State.DRAFT)
    client.force_login(world.users["officer"], backend="accounts.backends.AccountBackend")
    address = reverse("results:entry", args=[agency.code, "THADS-2024-12m"])
    client.get(address)
    typed = {"v-eligible_cases": "2.001", "ver-eligible_cases": "1"}
    with django_assert_max_num_queries(BUDGET):
        answer = client.post(f"{address}cell/?code=eligible_cases", typed, headers={"HX-Request": "true"})
    assert (answer.status_code, "2.001" in answer.content.decode()) == (200, True)


def test_sums_after_a_save_are_those_of_what_is_stored(as_user, world):
    """Somebody else stored another cell meanwhile: the answer counts it."""
    agency = world.enforcement[1]
    draft = world.fill(agency, state=State.DRAFT)
    address = reverse("results:entry", args=[agency.code, "THADS-2024-12m"])
    client = as_user("officer")
    client.get(address)
    Result.objects.filter(submission=draft, indicator__code="terminated_cases").update(value=100, version=2)
    typed = {"v-fully_enforced_cases": "1.500", "ver-fully_enforced_cases": "1"}
    answer = client.post(f"{address}cell/?code=fully_enforced_cases", typed, headers={"HX-Request": "true"})
    body = answer.content.decode()
    calc = body[body.index('id="calc-completed_cases"') :]
    assert calc[: calc.index("</td>")].endswith(">1.600")

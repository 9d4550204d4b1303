"""Two people have the same page open: the second save is refused, with both values, the typing and the record."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, PhaseFactory
from tests.html import main_of

pytestmark = pytest.mark.django_db


def form_fields(response) -> dict:
    """What a browser would send of the page's form, hidden fields with it."""
    form = main_of(response).xpath(".//form[@method='post']")[-1]
    return {name: value or "" for name, value in form.fields.items() if name}


@pytest.fixture
def phase(world):
    world.season.phases.all().delete()
    return PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))


@pytest.fixture
def address(world):
    return reverse("clusters:phases", args=[world.cluster.slug, 2024])


def typed(page, phase, last_day: str) -> dict:
    """The page's form with another last day."""
    return form_fields(page) | {f"phase-{phase.pk}-last_day": last_day}


def test_phase_saved_by_somebody_else_is_not_overwritten(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    theirs = as_user("cluster_head").get(address)
    as_user("cluster_head").post(address, typed(theirs, phase, "20/02/2024"))
    answer = as_user("secretariat").post(address, typed(mine, phase, "10/03/2024"))
    phase.refresh_from_db()
    assert phase.closes == date(2024, 2, 21)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="10/03/2024"' in page
    assert "Người khác vừa lưu: 20/02/2024" in page


def test_refused_save_of_a_phase_is_in_the_record_with_both_values(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    as_user("secretariat").post(address, typed(mine, phase, "10/03/2024"))
    entry = AuditEntry.objects.filter(action="edit.refused").first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"last_day": "2024-02-20"}, {"last_day": "2024-03-10"})


def test_saving_once_more_puts_the_own_value_in_its_place(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    client = as_user("secretariat")
    refused = client.post(address, typed(mine, phase, "10/03/2024"))
    assert refused.status_code == 409
    assert client.post(address, form_fields(refused)).status_code == 302
    phase.refresh_from_db()
    assert phase.closes == date(2024, 3, 11)


def test_two_who_typed_the_same_do_not_meet(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    assert as_user("secretariat").post(address, typed(mine, phase, "20/02/2024")).status_code == 302


def test_end_of_an_appointment_set_by_somebody_else_is_not_overwritten(client, clock):
    clock(date(2026, 11, 2))
    appointment = AppointmentFactory(valid_from=date(2024, 1, 1), valid_to=None)
    address = reverse("clusters:end_appointment", args=[appointment.pk])
    client.force_login(UserFactory(is_administrator=True))
    first = form_fields(client.get(address))
    client.post(address, first | {"last_day": "30/06/2026"})
    client.force_login(UserFactory(is_administrator=True))
    answer = client.post(address, first | {"last_day": "31/03/2026"})
    appointment.refresh_from_db()
    assert appointment.valid_to == date(2026, 7, 1)
    assert answer.status_code == 409
    assert "Người khác vừa lưu: 30/06/2026" in answer.content.decode()

"""Nobody touches an appointment of their own, and an end only moves earlier."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from clusters.enums import AppointmentRole
from clusters.models import Appointment
from clusters.rights import rights_of
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AgencyFactory, AppointmentFactory, MinistryBodyFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture
def administrator(client, clock):
    """An administrator who once was an officer of the Ministry, until the end of 2025."""
    clock(DAY)
    user = UserFactory(is_administrator=True)
    AppointmentFactory(
        person=PersonFactory(user=user),
        agency=MinistryBodyFactory(),
        role=AppointmentRole.OFFICER,
        valid_from=date(2024, 1, 1),
        valid_to=date(2026, 1, 1),
    )
    client.force_login(user)
    return user


def end(client, appointment, day):
    return client.post(reverse("clusters:end_appointment", args=[appointment.pk]), {"last_day": day})


def test_administrator_does_not_prolong_the_own_ended_appointment(client, administrator):
    own = Appointment.objects.get(person__user=administrator)
    answer = end(client, own, "31/12/2030")
    own.refresh_from_db()
    assert own.valid_to == date(2026, 1, 1)
    assert answer.status_code == 403
    assert not rights_of(User.objects.get(pk=administrator.pk)).is_ministry
    assert client.get(reverse("dashboards:ministry")).status_code == 404


def test_own_appointment_is_not_ended_earlier_either(client, administrator):
    own = Appointment.objects.get(person__user=administrator)
    assert end(client, own, "30/06/2025").status_code == 403
    own.refresh_from_db()
    assert own.valid_to == date(2026, 1, 1)


def test_own_page_offers_neither_a_new_appointment_nor_an_end(client, administrator):
    person = administrator.person
    page = client.get(reverse("clusters:person", args=[person.pk])).content.decode()
    assert reverse("clusters:end_appointment", args=[person.appointments.get().pk]) not in page
    assert f'action="{reverse("clusters:appoint", args=[person.pk])}"' not in page


@pytest.mark.parametrize(("typed", "stored"), [("31/12/2030", date(2026, 1, 1)), ("30/06/2025", date(2025, 7, 1))])
def test_end_of_an_appointment_only_moves_earlier(client, administrator, typed, stored):
    other = AppointmentFactory(valid_from=date(2024, 1, 1), valid_to=date(2026, 1, 1))
    end(client, other, typed)
    other.refresh_from_db()
    assert other.valid_to == stored


def test_later_end_is_refused_in_words_with_the_typing_kept(client, administrator):
    other = AppointmentFactory(valid_from=date(2024, 1, 1), valid_to=date(2026, 1, 1))
    answer = end(client, other, "31/12/2030")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ngày kết thúc chỉ được chuyển sớm hơn" in page
    assert "31/12/2030" in page


def test_wrong_appointment_is_withdrawn_with_a_reason_and_kept_in_the_record(client, administrator):
    wrong = AppointmentFactory(agency=AgencyFactory(), valid_from=date(2026, 1, 1))
    page = client.get(reverse("clusters:person", args=[wrong.person_id])).content.decode()
    address = f"/people/appointment/{wrong.pk}/withdraw/"
    assert f'href="{address}"' in page
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Ghi nhầm đơn vị"}).status_code == 302
    entry = AuditEntry.objects.get(action="appointment.withdraw")
    assert not Appointment.objects.filter(pk=wrong.pk).exists()
    assert (entry.note, entry.before["agency"]) == ("Ghi nhầm đơn vị", wrong.agency.code)


def test_own_appointment_is_not_withdrawn(client, administrator):
    own = Appointment.objects.get(person__user=administrator)
    assert client.post(f"/people/appointment/{own.pk}/withdraw/", {"reason": "Ghi nhầm"}).status_code == 403
    assert Appointment.objects.filter(pk=own.pk).exists()

"""B45 B46: a day is taken as people type it, paste it, or can type it on a phone; in every form that asks for one."""

from datetime import date

import pytest
from django.urls import reverse

from clusters.models import Appointment
from pledges.models import Movement
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db

AS_TYPED = [
    "05022026",
    "05/02/2026\u200b",
    "\u200e05/02/2026",
    "05 / 02 / 2026",
    "ngày 05 tháng 02 năm 2026",
    "05\u201002\u20102026",
    "05–02–2026",
    "05/02/2026.",
    "2026/02/05",
    "05 02 2026",
    "05/02/2026 00:00:00",
]


@pytest.fixture
def administrator(client):
    user = UserFactory(is_administrator=True)
    client.force_login(user)
    return client


def appointed(client, typed):
    agency, person = AgencyFactory(), PersonFactory()
    words = {"agency": agency.pk, "role": "head", "title": "", "valid_from": typed, "last_day": ""}
    return client.post(reverse("clusters:appoint", args=[person.pk]), words)


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_day_as_typed_or_pasted_is_that_day(administrator, typed):
    appointed(administrator, typed)
    assert [a.valid_from for a in Appointment.objects.all()] == [date(2026, 2, 5)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("05/02", "Còn thiếu năm"), ("30/02/2026", "Không có ngày này"), ("hôm nay", "Đây không phải là ngày")],
)
def test_what_is_no_day_says_what_to_type_and_keeps_it(administrator, typed, words):
    answer = appointed(administrator, typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "ví dụ 05/02/2025" in text
    assert f'value="{typed}"' in text and not Appointment.objects.exists()


def test_a_phone_without_a_slash_dates_a_movement(as_user, world):
    client = as_user("secretariat")
    new = reverse("pledges:movement_new", args=[world.cluster.slug, world.season.year])
    client.post(new, {"name": "Phong trào", "kind": "thematic", "launched_on": "05022024", "ends": "31 12 2024"})
    assert [(m.launched_on, m.ends) for m in Movement.objects.all()] == [(date(2024, 2, 5), date(2024, 12, 31))]

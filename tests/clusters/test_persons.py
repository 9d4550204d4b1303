"""B17 B18 B19 B20: one name in several spellings is found as one; two persons of one name are told apart."""

import re
from datetime import date

import pytest
from django.urls import reverse

from clusters.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_administrator=True))
    return client


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("H'Hen Niê", "H’Hen"),
        ("H’Hen Niê", "hhen"),
        ("Đinh Văn Đạt", "\u00d0inh Văn \u00d0ạt"),
        ("\u00d0inh Văn Đạt", "đinh văn"),
        ("Trần Thị Hòa", "Hoà"),
    ],
)
def test_people_are_found_however_the_name_is_spelt(administrator, stored, typed):
    PersonFactory(full_name=stored)
    PersonFactory(full_name="Nguyễn Khác")
    text = administrator.get(reverse("clusters:people"), {"q": typed}).content.decode()
    assert "Niê" in text or "Văn" in text or "Hòa" in text
    assert "Nguyễn Khác" not in text


def test_a_person_is_entered_with_the_year_of_birth(administrator):
    new = reverse("clusters:person_new")
    words = {"full_name": "Lê Thúy Vy", "username": "", "email": "", "birth_year": "1985"}
    administrator.post(new, words)
    assert "sinh năm 1985" in administrator.get(reverse("clusters:people")).content.decode()
    bad = administrator.post(new, words | {"birth_year": "85"})
    assert bad.status_code == 422 and "bốn chữ số" in bad.content.decode() and 'value="85"' in bad.content.decode()
    assert Person.objects.filter(full_name="Lê Thúy Vy").count() == 1


def options(page) -> list[str]:
    """What stands in the list of persons, without the first, which is the agency itself."""
    chosen = re.search(r'<select name="person".*?</select>', page.content.decode(), re.DOTALL)[0]
    return re.findall(r"<option[^>]*>([^<]+)</option>", chosen)[1:]


def test_no_two_options_of_a_list_of_persons_are_equal(as_user, world):
    agency = world.enforcement[1]
    for title, begin in (("Chấp hành viên", 2020), ("Kế toán", 2020), ("Kế toán", 2021), ("", 2022)):
        AppointmentFactory(
            person=PersonFactory(full_name="Lê Thúy Vy"), agency=agency, title=title, valid_from=date(begin, 1, 1)
        )
    page = as_user("officer").get(reverse("awards:nominate", args=[world.cluster.slug, world.season.year]))
    named = [text for text in options(page) if text.startswith("Lê Thúy Vy")]
    assert len(named) == 4 and len(set(named)) == 4
    assert any("Chấp hành viên" in text for text in named) and any("01/01/2021" in text for text in named)

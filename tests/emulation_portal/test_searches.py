"""A search finds what was asked for, and nothing where nothing was asked that a name can hold (B63)."""

import html
import re
from datetime import date

import pytest

from clusters.models import Person
from tests.factories.awards import AwardRecordFactory


def told(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def people(world):
    return [Person.objects.create(full_name=name) for name in ("H’Hen Niê", "Trần Thị Mới")]


@pytest.mark.parametrize("term", ["???", "%", "_", "!!", "%%%", "…"])
def test_signs_alone_find_nobody(as_user, people, term):
    page = told(as_user("administrator").get("/people/", {"q": term}))
    assert "Trần Thị Mới" not in page
    assert "H’Hen Niê" not in page


@pytest.mark.parametrize("term", ["hhen", "H'Hen", "H’HEN", "H’hen niê"])
def test_name_with_an_apostrophe_is_found_by_its_letters(as_user, people, term):
    page = told(as_user("administrator").get("/people/", {"q": term}))
    assert "H’Hen Niê" in page
    assert "Trần Thị Mới" not in page


@pytest.mark.parametrize("term", ["???", "%", "_"])
def test_signs_alone_find_nothing_in_the_ledger(as_user, world, people, term):
    AwardRecordFactory(
        person=people[0],
        at_agency=world.enforcement[1],
        achievement_year=2023,
        decision_number="99/QĐ-BTP",
        decision_date=date(2024, 1, 5),
        issuer="Bộ trưởng Bộ Tư pháp",
    )
    client = as_user("ministry")
    assert "99/QĐ-BTP" in told(client.get("/awards/ledger/"))
    assert "99/QĐ-BTP" not in told(client.get("/awards/ledger/", {"q": term}))

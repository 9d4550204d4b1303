"""What rooms declare of themselves: one address, one place each, and only addresses that there are."""

from collections import Counter

import pytest
from django.utils import translation

from clusters.declarations import kept_pages, rail
from clusters.declarations.rail import RailEntry, RailPart
from tests.support.pages import named_addresses


def declared() -> list[RailEntry]:
    return [entry for part in RailPart for entry in rail.entries(part)]


def test_rooms_stand_in_their_order():
    for part in RailPart:
        orders = [entry.order for entry in rail.entries(part)]
        assert orders == sorted(orders)


@pytest.mark.parametrize(
    "entry",
    [
        RailEntry(name="awards:season", label="Awards again", icon="award", order=1),
        RailEntry(name="awards:elsewhere", label="At the place of the awards", icon="award", order=100),
    ],
)
def test_a_room_with_the_address_or_the_place_of_another_is_refused(entry):
    before = declared()
    with pytest.raises(ValueError, match="awards:season"):
        rail.register(entry)
    assert declared() == before


def test_rooms_lead_to_addresses_that_there_are_and_a_page_is_in_one_room():
    pages = [page for entry in declared() for page in (entry.name, *entry.pages)]
    assert set(pages) <= named_addresses()
    assert [page for page, count in Counter(pages).items() if count > 1] == []


def test_a_page_is_declared_to_be_kept_once():
    with pytest.raises(ValueError, match="dashboards:overview"):
        kept_pages.register("dashboards:overview", "Overview again")
    with translation.override("en"):
        assert kept_pages.name_of("dashboards:overview") == "Year overview"

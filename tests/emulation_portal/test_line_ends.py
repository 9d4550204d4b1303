"""An end of a line counts once, as the box counts it, in every form with a longest text (B33)."""

import pytest

from awards.models import Nomination
from pledges.models import MovementResponse
from tests.factories.awards import AwardFactory
from tests.factories.pledges import MovementFactory

LINES = 200
MOST = 10_000


def text_of_most() -> str:
    """Exactly as long as allowed, with the ends of lines as a browser sends them."""
    line = "x" * (MOST // LINES - 1)
    return "\r\n".join([line] * LINES) + "x"


@pytest.mark.parametrize("extra", [0, 1])
def test_merits_of_the_longest_length_are_taken(as_user, world, extra):
    fields = {"agency": world.enforcement[1].pk, "award": AwardFactory().pk, "person": "", "title": ""}
    address = f"/s/{world.cluster.slug}/2024/awards/new/"
    as_user("officer").post(address, fields | {"merits": text_of_most() + "x" * extra})
    assert [len(row.merits) for row in Nomination.objects.all()] == ([MOST] if not extra else [])


def test_what_was_done_of_the_longest_length_is_taken(as_user, world):
    movement = MovementFactory(season=world.season)
    address = f"/s/{world.cluster.slug}/2024/movements/{movement.pk}/join/"
    as_user("officer").post(address, {"agency": world.enforcement[1].pk, "note": text_of_most()})
    assert [len(row.note) for row in MovementResponse.objects.all()] == [MOST]

"""What is written again is what was made: the same rows, clock and handles; and it is made anew beside other rows."""

import pytest
from django.db.models import Max

from clusters.models import Cluster
from emulation_portal.lib import dates
from results.models import Submission
from tests.factories.clusters import ClusterFactory
from tests.support import kept as keeping
from tests.support import world as worlds
from tests.support.demonstration import RolledBack
from tests.support.kept import Kept
from tests.support.random_season import random_season

pytestmark = pytest.mark.django_db

SEED = 3  # agencies of the world are changed by it: they begin when others end


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(keeping, "PIECES", {})


@pytest.fixture
def make(clock):
    """``make()``: the small world, a drawn season on it, and every row; run inside ``RolledBack``."""

    def made():
        clock(worlds.NOW)
        kept = Kept(clock)
        world = kept("world", worlds.small_world)
        return kept("season", lambda: random_season(world, SEED)), keeping.everything()

    return made


def test_rows_written_again_are_those_that_were_made(make):
    with RolledBack():
        _drawn, first = make()
    _drawn, second = make()
    assert second == first
    assert len(first["results.Submission"]) > 20


def test_clock_is_past_the_last_row(make):
    with RolledBack():
        make()
    make()
    assert worlds.NOW < Submission.objects.aggregate(last=Max("updated_at"))["last"] <= dates.now()


def test_handles_belong_to_the_test_alone(make):
    found = []
    for _time in range(3):
        with RolledBack():
            found.append(make()[0])
    _first, one, other = found
    assert one.below == other.below
    assert one.below is not other.below
    assert one.agencies["civil_enforcement"][0] is one.world.enforcement[0]


def test_rows_that_are_there_already_are_met_by_rows_made_anew(make):
    with RolledBack():
        make()
    ClusterFactory(code="TRUOC", slug="truoc")
    drawn, _rows = make()
    assert set(Cluster.objects.values_list("code", flat=True)) == {"TRUOC", drawn.cluster.code, "CKH"}

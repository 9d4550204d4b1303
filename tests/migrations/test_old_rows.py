"""The demonstration of an older commit, put in as it was stored then, migrated, opened and compared page by page.

``record.py`` made what stands in ``data/``. The suite asks for some addresses of every page and account; all of them
are asked for by ``./run prove old-rows``.
"""

import pytest
import time_machine

from tests import prove
from tests.migrations import old_rows
from tests.migrations.explained import EXPLAINED, left_over
from tests.migrations.old_pages import chosen, visit
from tests.migrations.record import MOMENT, routes

ROWS, PAGES = old_rows.read("rows.json.xz"), old_rows.read("pages.json.xz")
ACCOUNTS = tuple(PAGES["addresses"])
pytestmark = pytest.mark.xdist_group("old-rows")  # one journey for all of them


@pytest.fixture(scope="module")
def before_the_rooms(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database that came from the recorded rows to today; yields what it held before models changed their app."""
    folder = tmp_path_factory.mktemp("old-rows")
    with django_db_blocker.unblock(), old_rows.own_database(folder):
        state = old_rows.go_to(old_rows.OF_THE_ROWS)
        old_rows.insert(ROWS, state.apps)
        old_rows.go_to(old_rows.BEFORE_THE_ROOMS)
        held = old_rows.stored()
        old_rows.go_to_today()
        yield held


@pytest.fixture(scope="module")
def visits(before_the_rooms):
    """What each account is answered, by account and address; every page that is explained is among them."""
    named = {(account, address) for each in EXPLAINED for account, address in each.seen_at}
    asked = named | {
        (account, address)
        for account, addresses in PAGES["addresses"].items()
        for address in chosen(addresses, prove.addresses())
    }
    with time_machine.travel(MOMENT, tick=False):
        return [visit(account, address, printed_then(account, address)) for account, address in sorted(asked)]


def printed_then(account: str, address: str) -> list[str]:
    return [PAGES["texts"][text] for text in PAGES["pages"][PAGES["addresses"][account][address]]]


# -- rows --------------------------------------------------------------------------------------------------------------
def test_the_recorded_rows_are_those_of_a_whole_demonstration():
    """An empty record would prove nothing: tables of every app, years of figures, and what people keep and wait for."""
    held = {label: len(next(iter(columns.values()))) for label, columns in ROWS.items()}
    assert {label.partition(".")[0] for label in held} >= set(old_rows.OF_THE_ROWS)
    assert held["clusters.Season"] >= 13
    assert held["results.Result"] > 20_000
    assert {"reports.Notice", "reports.SavedView", "reports.ReportRun", "awards.LedgerImport"} <= set(held)


def test_no_row_is_lost(before_the_rooms):
    """Tables keep their names and rows their numbers, from the state of the record to that of today."""
    now = {table: {dict(row).get("id") for row in rows} for table, rows in old_rows.stored().items()}
    lost = {
        label: missing
        for label, columns in ROWS.items()
        if (table := old_rows.table_of(label)) and (missing := set(columns["id"]) - now[table])
    }
    assert lost == {}


def test_migrations_of_the_rooms_run_back_and_forth(before_the_rooms):
    """Back to the state before them every table is as it was; forth again every row is there, as it was."""
    today = old_rows.stored()
    assert old_rows.migrations_since(old_rows.BEFORE_THE_ROOMS), "no migration is run back by this test"
    old_rows.go_to(old_rows.BEFORE_THE_ROOMS)
    back = old_rows.stored()
    old_rows.go_to_today()
    forth = old_rows.stored()
    assert difference(before_the_rooms, back) == {}
    assert difference(today, forth) == {}


def difference(one: dict[str, list], other: dict[str, list]) -> dict[str, str]:
    """By table, what is told apart: rows of the one alone, rows of the other alone."""
    return {
        table: f"{len(one.get(table, ()))} rows, then {len(other.get(table, ()))}"
        for table in sorted(one.keys() | other.keys())
        if one.get(table) != other.get(table)
    }


# -- pages -------------------------------------------------------------------------------------------------------------
def test_no_route_has_gone():
    """What a saved view stores is a path, and what people sent each other is one too: neither of the recorded commit
    nor of the one before models changed their app."""
    kept = (old_rows.DATA / "routes.txt").read_text().split()
    assert (set(kept) | set(PAGES["routes"])) - set(routes()) == set()
    assert len(kept) > len(PAGES["routes"]) > 80


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_address_still_answers(visits, account):
    own = [each for each in visits if each.account == account]
    assert len(own) > 40
    assert [(each.address, each.status) for each in own if each.status != 200] == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_figures_are_those_of_then_but_for_what_is_explained(visits, account):
    unexplained = [
        (each.address, *texts) for each in visits if each.account == account and any(texts := left_over(each))
    ]
    assert unexplained == []


def test_every_explanation_is_needed(visits):
    """One that no longer explains anything where it says so is taken out."""
    seen = {(each.account, each.address): each for each in visits}
    idle = [(each.reason, place) for each in EXPLAINED for place in each.seen_at if not each.is_needed(seen[place])]
    assert idle == []

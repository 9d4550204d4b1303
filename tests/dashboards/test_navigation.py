"""The rail: only rooms one may enter, and what waits."""

import pytest
from django.urls import reverse

from dashboards.workspace.navigation import initials
from results.models import Submission
from tests.factories.awards import NominationFactory
from tests.factories.clusters import SeasonFactory
from tests.support.html import parse
from tests.support.pages import address, ask, text


def nav(client, world, path=None):
    return client.get(path or "/").context["nav"]


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("officer", ["overview", "agency", "entry", "pledge", "movements", "season", "runs", "catalogue"]),
        ("head", ["overview", "agency", "entry", "pledge", "movements", "season", "runs", "catalogue"]),
        (
            "secretariat",
            ["overview", "agency", "entry", "review", "pledge", "movements", "season", "runs", "paper", "catalogue"],
        ),
        ("deputy", ["overview", "agency", "entry", "review", "pledge", "movements", "season", "runs", "catalogue"]),
        (
            "ministry",
            ["overview", "review", "pledge", "movements", "season", "runs", "paper", "catalogue"],
        ),
        ("nobody", []),
        ("administrator", []),
    ],
)
def test_rooms_by_role(as_user, world, name, rooms):
    assert [room["key"].partition(":")[2] for room in nav(as_user(name), world)["rooms"]] == rooms


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("ministry", ["ministry", "national", "ministry_runs"]),
        ("approver", ["ministry", "national", "ministry_runs"]),
        ("secretariat", []),
        ("administrator", []),
    ],
)
def test_nation_stands_apart_from_the_cluster_for_whom_it_is_open(as_user, world, name, rooms):
    response = as_user(name).get("/")
    assert [room["key"].partition(":")[2] for room in response.context["nav"]["nation"]] == rooms
    labels = [each.text_content() for each in parse(response).findall(".//div[@class='rail__label']")]
    assert (labels[:2] == ["Toàn quốc", "Cụm đang xem"]) == bool(rooms)


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("secretariat", ["clusters:phases"]),
        ("cluster_head", ["clusters:phases"]),
        ("officer", []),
        ("deputy", []),
        ("approver", ["clusters:phases", "setup:setup"]),
        ("ministry", ["setup:setup"]),
        ("administrator", ["clusters:people"]),
    ],
)
def test_management_by_role(as_user, world, name, rooms):
    assert [room["key"] for room in nav(as_user(name), world)["management"]] == rooms


@pytest.mark.parametrize("name", ["officer", "secretariat", "deputy", "ministry", "approver", "administrator"])
def test_every_room_opens(as_user, world, name):
    client = as_user(name)
    shown = nav(client, world)
    for room in [*shown["nation"], *shown["rooms"], *shown["management"], *shown["seasons"], *shown["tabs"]]:
        assert (room["url"], client.get(room["url"]).status_code) == (room["url"], 200)


def test_open_data_belongs_to_the_reports(as_user, world):
    shown = nav(as_user("officer"), world, address(world, "reports:open_data"))
    assert [room["key"] for room in shown["rooms"] if room["is_current"]] == ["reports:runs"]


def test_entry_room_leads_to_the_open_period(as_user, world):
    urls = {room["key"]: room["url"] for room in nav(as_user("officer_dept"), world)["rooms"]}
    assert urls["results:entry"] == f"/entry/{world.departments[1].code}/STP-2024-year_first/"


def test_counts_tell_what_waits(as_user, world):
    world.fill(world.enforcement[1])
    shown = nav(as_user("secretariat"), world)
    counts = {room["key"]: room["count"] for room in shown["rooms"]}
    assert (shown["todo_count"], counts["results:review"], counts["results:entry"]) == (2, 1, 1)


def test_current_room_is_marked(as_user, world):
    shown = nav(as_user("officer"), world, address(world, "dashboards:pledge", "civil_enforcement"))
    assert [room["key"] for room in shown["rooms"] if room["is_current"]] == ["dashboards:pledge"]


def test_seasons_to_switch_to(as_user, world):
    assert [s["label"] for s in nav(as_user("officer"), world)["seasons"]] == ["Cụm thử · 2024"]
    assert {s["label"] for s in nav(as_user("ministry"), world)["seasons"]} == {"Cụm thử · 2024", "Cụm khác · 2024"}


def test_person_is_called_by_what_they_are_in_the_season(as_user, world):
    shown = {name: nav(as_user(name), world)["person_title"] for name in ("secretariat", "officer")}
    assert shown == {
        "secretariat": f"Thường trực cụm · {world.head_agency.short_name}",
        "officer": f"Chuyên viên · {world.enforcement[1].short_name}",
    }


@pytest.mark.parametrize(("name", "letters"), [("Nguyễn Thị Lan", "LN"), ("Hòa", "H"), ("", "")])
def test_initials(name, letters):
    assert initials(name) == letters


def test_error_pages_have_the_rail_of_the_person(as_user, world):
    response = as_user("officer").get("/khong-co/")
    assert response.status_code == 404
    assert "Việc của tôi" in text(response)


def test_error_pages_of_strangers_have_none(client, db):
    response = client.get("/khong-co/")
    assert (response.status_code, "rail" in text(response)) == (404, False)


@pytest.mark.parametrize("name", ["secretariat", "officer", "ministry"])
def test_rail_alone_is_cheap(as_user, world, name):
    """The own account page reads nothing of its own beyond the rights."""
    _page, count = ask(as_user(name), "/me/")
    assert count <= 13


def test_my_agency_is_current_on_the_own_page_alone(as_user, world):
    def current(agency):
        shown = nav(as_user("officer"), world, address(world, "dashboards:agency", agency.code))
        return [room["key"] for room in shown["rooms"] if room["is_current"]]

    assert current(world.enforcement[1]) == ["dashboards:agency"]
    assert current(world.enforcement[2]) == []


def test_rail_shows_the_season_of_the_page_in_every_room(as_user, world):
    """Rooms below the reports know nothing of the rail: addresses of a season and pages of one row tell it."""
    client = as_user("ministry")
    earlier = SeasonFactory(cluster=world.cluster, year=2023)
    world.fill(world.enforcement[1], period=world.periods["THADS-2023-12m"], state="approved")
    old = NominationFactory(season=earlier, agency=world.enforcement[1], state="submitted")
    report = Submission.objects.get(period=world.periods["THADS-2023-12m"], agency=world.enforcement[1])
    for path, year in (
        (reverse("awards:season", args=[world.cluster.slug, 2023]), 2023),
        (address(world, "pledges:movements"), 2024),
        (reverse("awards:nomination", args=[old.pk]), 2023),
        (address(world, "dashboards:overview"), 2024),
        (reverse("results:submission", args=[report.pk]), 2023),
        ("/", 2023),  # remembered
    ):
        assert nav(client, world, path)["season_label"].endswith(f"· {year}"), path

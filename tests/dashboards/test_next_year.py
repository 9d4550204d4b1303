"""From 1 January home says that a year was not opened, and who does it by rights."""

from datetime import date

import pytest
from django.urls import reverse

from clusters.models import Cluster, Membership
from tests.factories.clusters import SeasonFactory
from tests.support.pages import BUDGET, ask, text

NEW_YEAR = date(2025, 1, 1)


@pytest.fixture
def late(world, clock):
    clock(NEW_YEAR)
    SeasonFactory(cluster=world.other_cluster, year=2025)
    return world


@pytest.mark.parametrize("role", ["secretariat", "cluster_head", "ministry", "administrator", "approver"])
def test_who_is_concerned_reads_that_the_year_was_not_opened_and_who_opens_it(as_user, late, role):
    response = as_user(role).get("/")
    told = response.context["unopened_year"]
    assert (told.year, told.clusters) == (2025, ("Cụm thử",))
    approver = late.users["approver"].person.full_name
    assert approver in told.who
    said = text(response)
    assert "Năm 2025 chưa được mở: Cụm thử." in said and approver in said
    link = reverse("setup:season_new", args=[late.cluster.slug])
    assert (told.url == link, f'href="{link}"' in said) == (role == "approver", role == "approver")


@pytest.mark.parametrize("role", ["officer", "head", "deputy", "other_officer", "nobody"])
def test_others_are_not_told(as_user, late, role):
    assert as_user(role).get("/").context["unopened_year"] is None


@pytest.mark.parametrize("role", ["secretariat", "ministry", "administrator"])
def test_nothing_is_said_once_the_year_is_open(as_user, late, role):
    SeasonFactory(cluster=late.cluster, year=2025)
    assert as_user(role).get("/").context["unopened_year"] is None


def test_a_cluster_that_has_ended_waits_for_no_year(as_user, late):
    Cluster.objects.filter(pk=late.cluster.pk).update(valid_to=NEW_YEAR)
    assert as_user("ministry").get("/").context["unopened_year"] is None


def test_a_cluster_whose_members_compete_elsewhere_waits_for_no_year(as_user, late):
    Membership.objects.filter(cluster=late.cluster).update(valid_to=NEW_YEAR)
    for role in ("secretariat", "ministry", "administrator"):
        assert as_user(role).get("/").context["unopened_year"] is None


def test_nothing_is_said_within_the_year(as_user, world):
    for role in ("secretariat", "ministry", "administrator"):
        assert as_user(role).get("/").context["unopened_year"] is None


@pytest.mark.parametrize("role", ["secretariat", "ministry", "administrator"])
def test_it_costs_no_more_than_a_page_may(as_user, late, role):
    _answer, queries = ask(as_user(role), "/")
    assert queries <= BUDGET

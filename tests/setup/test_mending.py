"""What was set up wrongly is mended by whoever may, with a reason and in the record; a year is opened once."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Cluster, Leadership, Membership, Season
from tests.factories.clusters import AgencyFactory, ClusterFactory, MembershipFactory
from tests.support.html import main_of

pytestmark = pytest.mark.django_db
WHY = "Nhập nhầm theo dự thảo"


def form_at(client, page: str, address: str) -> dict:
    """The fields of the form that a link of the page leads to."""
    assert f'href="{address}"' in client.get(page).content.decode()
    form = main_of(client.get(address)).xpath(".//form[@method='post']")[-1]
    return {name: value or "" for name, value in form.fields.items() if name}


def members_page(world) -> str:
    return reverse("setup:members", args=[world.cluster.slug, 2024])


# -- a cluster
def test_wrong_name_of_a_cluster_is_corrected(world, as_user):
    client, address = as_user("approver"), f"/entry/setup/cluster/{world.cluster.pk}/edit/"
    typed = form_at(client, reverse("setup:setup"), address) | {"name_vi": "Cụm thi đua số 7", "reason": WHY}
    version = world.season.data_version
    assert client.post(address, typed).status_code == 302
    world.cluster.refresh_from_db()
    world.season.refresh_from_db()
    entry = AuditEntry.objects.get(action="cluster.change")
    assert (world.cluster.name_vi, world.cluster.source) == ("Cụm thi đua số 7", "portal")
    assert (entry.note, entry.after["name_vi"]) == (WHY, "Cụm thi đua số 7")
    assert world.season.data_version > version


def test_cluster_edited_by_somebody_else_is_not_overwritten(world, as_user):
    client, address = as_user("approver"), f"/entry/setup/cluster/{world.cluster.pk}/edit/"
    seen = form_at(client, reverse("setup:setup"), address) | {"reason": WHY}
    client.post(address, seen | {"name_vi": "Cụm số 7"})
    answer = client.post(address, seen | {"name_vi": "Cụm số 8"})
    assert answer.status_code == 409
    assert "Người khác vừa lưu: Cụm số 7" in answer.content.decode()
    assert 'value="Cụm số 8"' in answer.content.decode()
    assert Cluster.objects.get(pk=world.cluster.pk).name_vi == "Cụm số 7"


def test_cluster_entered_twice_is_withdrawn_while_nothing_rests_on_it(world, as_user):
    twice = ClusterFactory(source="portal")
    client, address = as_user("approver"), f"/entry/setup/cluster/{twice.pk}/withdraw/"
    assert f'href="{address}"' in client.get(reverse("setup:setup")).content.decode()
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert not Cluster.objects.filter(pk=twice.pk).exists()
    refused = client.post(f"/entry/setup/cluster/{world.cluster.pk}/withdraw/", {"reason": WHY})
    assert refused.status_code == 422
    assert Cluster.objects.filter(pk=world.cluster.pk).exists()


# -- a membership
def test_wrong_first_day_of_a_membership_is_corrected(world, as_user):
    row = world.enforcement[2].memberships.get()
    client, address = as_user("ministry"), f"/entry/setup/membership/{row.pk}/edit/"
    typed = form_at(client, members_page(world), address) | {"valid_from": "01/01/2024", "reason": WHY}
    assert client.post(address, typed).status_code == 302
    row.refresh_from_db()
    entry = AuditEntry.objects.get(action="membership.change")
    assert row.valid_from == date(2024, 1, 1)
    assert (entry.before["valid_from"], entry.after["valid_from"], entry.note) == ("2020-01-01", "2024-01-01", WHY)


def test_correction_that_meets_another_membership_is_refused_with_its_name(world, as_user):
    row = world.enforcement[2].memberships.get()
    Membership.objects.filter(pk=row.pk).update(valid_from=date(2024, 1, 1))
    MembershipFactory(
        cluster=world.other_cluster, agency=row.agency, valid_from=date(2022, 1, 1), valid_to=date(2024, 1, 1)
    )
    client, address = as_user("ministry"), f"/entry/setup/membership/{row.pk}/edit/"
    typed = form_at(client, members_page(world), address) | {"valid_from": "01/06/2023", "reason": WHY}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert world.other_cluster.name_vi in answer.content.decode()


def test_agency_entered_by_mistake_is_withdrawn_before_it_reports(world, as_user):
    row = MembershipFactory(cluster=world.cluster, agency=AgencyFactory(), source="portal")
    client, address = as_user("ministry"), f"/entry/setup/membership/{row.pk}/withdraw/"
    assert f'href="{address}"' in client.get(members_page(world)).content.decode()
    world.fill(row.agency)
    assert client.post(address, {"reason": WHY}).status_code == 422
    row.agency.submissions.get().results.all().delete()
    row.agency.submissions.all().delete()
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert not Membership.objects.filter(pk=row.pk).exists()
    assert AuditEntry.objects.get(action="membership.withdraw").before["agency"] == row.agency.code


def test_end_of_a_membership_set_by_somebody_else_is_not_overwritten(world, as_user):
    row = world.enforcement[2].memberships.get()
    client, address = as_user("ministry"), reverse("setup:membership_end", args=[row.pk])
    seen = form_at(client, members_page(world), address) | {"decision": "12/QĐ-BTP"}
    client.post(address, seen | {"last_day": "31/12/2024"})
    answer = client.post(address, seen | {"last_day": "30/11/2024"})
    row.refresh_from_db()
    assert row.valid_to == date(2025, 1, 1)
    assert answer.status_code == 409


# -- an opened year
@pytest.fixture
def opened(world, as_user):
    """The year 2023 of the cluster, opened with the wrong head agency; nobody reports in it."""
    sent = {
        "year": "2023",
        "head": world.departments[2].pk,
        "valid_from": "01/01/2023",
        "last_day": "31/12/2023",
        "grace_days": "30",
        "decision": "12/QĐ-BTP",
    }
    as_user("approver").post(reverse("setup:season_new", args=[world.cluster.slug]), sent)
    return Season.objects.get(cluster=world.cluster, year=2023)


def test_wrong_head_agency_and_its_days_are_corrected(world, opened, as_user):
    row = opened.leaderships.get()
    client, address = as_user("approver"), f"/entry/setup/leadership/{row.pk}/edit/"
    page = f"/entry/setup/{world.cluster.slug}/2023/leaders/"
    assert f'href="{page}"' in client.get(reverse("setup:setup")).content.decode()
    change = {"agency": str(world.departments[1].pk), "last_day": "05/02/2024", "reason": WHY}
    assert client.post(address, form_at(client, page, address) | change).status_code == 302
    row.refresh_from_db()
    assert (row.agency, row.valid_to) == (world.departments[1], date(2024, 2, 6))
    entry = AuditEntry.objects.get(action="leadership.change")
    assert (entry.before["agency"], entry.after["agency"]) == (world.departments[2].code, world.departments[1].code)


def test_correction_to_an_agency_outside_the_cluster_is_refused(world, opened, as_user):
    row = opened.leaderships.get()
    typed = {"agency": world.other_agencies[0].pk, "valid_from": "01/01/2023", "last_day": "31/12/2023", "reason": WHY}
    assert as_user("approver").post(f"/entry/setup/leadership/{row.pk}/edit/", typed).status_code == 422
    assert Leadership.objects.get(pk=row.pk).agency == world.departments[2]


def test_year_opened_by_mistake_is_withdrawn_while_nothing_was_entered(world, opened, as_user):
    client = as_user("approver")
    address = f"/entry/setup/{world.cluster.slug}/2023/unopen/"
    page = client.get(f"/entry/setup/{world.cluster.slug}/2023/leaders/").content.decode()
    assert f'href="{address}"' in page
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert not Season.objects.filter(pk=opened.pk).exists()
    entry = AuditEntry.objects.get(action="season.unopen")
    assert (entry.note, entry.before["head"]) == (WHY, world.departments[2].code)
    assert Membership.objects.filter(cluster=world.cluster).count() == 6


def test_year_in_which_somebody_reported_stays_open(world, opened, as_user):
    world.fill(world.enforcement[2], period=world.periods["THADS-2023-12m"])
    answer = as_user("approver").post(f"/entry/setup/{world.cluster.slug}/2023/unopen/", {"reason": WHY})
    assert answer.status_code == 422
    assert "báo cáo của các thành viên" in answer.content.decode()
    assert Season.objects.filter(pk=opened.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_six_people_who_open_a_year_at_once_open_it_once(world):
    """One opens it, the others are told so; there is one season, one head agency, one entry in the record."""
    address = reverse("setup:season_new", args=[world.cluster.slug])
    heads = [*world.departments, *world.enforcement]
    statuses, together = [], threading.Barrier(6)

    def open_it(head):
        client = Client()
        client.force_login(world.users["approver"], backend="accounts.backends.AccountBackend")
        sent = {
            "year": "2023",
            "head": head.pk,
            "valid_from": "01/01/2023",
            "last_day": "31/12/2023",
            "grace_days": "30",
            "decision": "12/QĐ-BTP",
        }
        together.wait()
        answer = client.post(address, sent)
        statuses.append((answer.status_code, "Năm 2023 đã được mở" in answer.content.decode()))
        connection.close()

    threads = [threading.Thread(target=open_it, args=[head]) for head in heads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [(302, False), *[(409, True)] * 5]
    assert Leadership.objects.filter(season__year=2023).count() == 1
    assert AuditEntry.objects.filter(action="season.open").count() == 1

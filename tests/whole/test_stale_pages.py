"""Two people have the same page open: the second save is refused, with both values, the typing and the record."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, PersonFactory, PhaseFactory
from tests.factories.pledges import MovementFactory
from tests.factories.reports import SavedViewFactory
from tests.support.html import main_of

pytestmark = pytest.mark.django_db


def form_fields(response) -> dict:
    """What a browser would send of the page's form, hidden fields with it."""
    form = main_of(response).xpath(".//form[@method='post']")[-1]
    return {name: value or "" for name, value in form.fields.items() if name}


@pytest.fixture
def phase(world):
    world.season.phases.all().delete()
    return PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))


@pytest.fixture
def address(world):
    return reverse("clusters:phases", args=[world.cluster.slug, 2024])


def typed(page, phase, last_day: str) -> dict:
    """The page's form with another last day."""
    return form_fields(page) | {f"phase-{phase.pk}-last_day": last_day}


def test_phase_saved_by_somebody_else_is_not_overwritten(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    theirs = as_user("cluster_head").get(address)
    as_user("cluster_head").post(address, typed(theirs, phase, "20/02/2024"))
    answer = as_user("secretariat").post(address, typed(mine, phase, "10/03/2024"))
    phase.refresh_from_db()
    assert phase.closes == date(2024, 2, 21)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="10/03/2024"' in page
    assert "Người khác vừa lưu: 20/02/2024" in page


def test_refused_save_of_a_phase_is_in_the_record_with_both_values(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    as_user("secretariat").post(address, typed(mine, phase, "10/03/2024"))
    entry = AuditEntry.objects.filter(action="edit.refused").first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"last_day": "2024-02-20"}, {"last_day": "2024-03-10"})


def test_saving_once_more_puts_the_own_value_in_its_place(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    client = as_user("secretariat")
    refused = client.post(address, typed(mine, phase, "10/03/2024"))
    assert refused.status_code == 409
    assert client.post(address, form_fields(refused)).status_code == 302
    phase.refresh_from_db()
    assert phase.closes == date(2024, 3, 11)


def test_two_who_typed_the_same_do_not_meet(as_user, phase, address):
    mine = as_user("secretariat").get(address)
    as_user("cluster_head").post(address, typed(as_user("cluster_head").get(address), phase, "20/02/2024"))
    assert as_user("secretariat").post(address, typed(mine, phase, "20/02/2024")).status_code == 302


def test_end_of_an_appointment_set_by_somebody_else_is_not_overwritten(client, clock):
    clock(date(2026, 11, 2))
    appointment = AppointmentFactory(valid_from=date(2024, 1, 1), valid_to=None)
    address = reverse("clusters:end_appointment", args=[appointment.pk])
    client.force_login(UserFactory(is_administrator=True))
    first = form_fields(client.get(address))
    client.post(address, first | {"last_day": "30/06/2026"})
    client.force_login(UserFactory(is_administrator=True))
    answer = client.post(address, first | {"last_day": "31/03/2026"})
    appointment.refresh_from_db()
    assert appointment.valid_to == date(2026, 7, 1)
    assert answer.status_code == 409
    assert "Người khác vừa lưu: 30/06/2026" in answer.content.decode()


# -- everything else that several people edit
def over_another(as_user, address, first: tuple[str, dict], second: tuple[str, dict], form=form_fields):
    """Both open the page; the first saves, then the second: the answer to the second."""
    seen = {name: form(as_user(name).get(address)) for name in (first[0], second[0])}
    assert as_user(first[0]).post(address, seen[first[0]] | first[1]).status_code == 302
    return as_user(second[0]).post(address, seen[second[0]] | second[1])


def refused(answer, stored: str, typed: str) -> None:
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"Người khác vừa lưu: {stored}" in page
    assert typed in page
    entry = AuditEntry.objects.filter(action="edit.refused").first()
    assert entry is not None
    assert (stored in str(entry.before), typed in str(entry.after)) == (True, True)


def test_movement_saved_by_somebody_else_is_not_overwritten(world, as_user):
    movement = MovementFactory(season=world.season, name="Phong trào quý I")
    address = reverse("pledges:movement", args=[world.cluster.slug, 2024, movement.pk])
    answer = over_another(
        as_user,
        address,
        ("cluster_head", {"name": "Phong trào quý II"}),
        ("secretariat", {"name": "Phong trào quý III"}),
    )
    movement.refresh_from_db()
    assert movement.name == "Phong trào quý II"
    refused(answer, "Phong trào quý II", "Phong trào quý III")


def test_change_of_a_movement_is_in_the_record_with_both_values(world, as_user):
    movement = MovementFactory(season=world.season, name="Phong trào quý I")
    address = reverse("pledges:movement", args=[world.cluster.slug, 2024, movement.pk])
    client = as_user("secretariat")
    client.post(address, form_fields(client.get(address)) | {"name": "Phong trào quý II"})
    entry = AuditEntry.objects.get(action="movement.change")
    assert (entry.before.get("name"), entry.after.get("name")) == ("Phong trào quý I", "Phong trào quý II")


def test_what_a_colleague_told_of_a_movement_is_not_overwritten(world, as_user):
    movement = MovementFactory(season=world.season)
    address = reverse("pledges:respond", args=[world.cluster.slug, 2024, movement.pk])
    answer = over_another(as_user, address, ("officer", {"note": "Đã mở lớp"}), ("head", {"note": "Chưa làm gì"}))
    assert movement.responses.get().note == "Đã mở lớp"
    refused(answer, "Đã mở lớp", "Chưa làm gì")


def numbered(response) -> dict:
    """The form of number and day on the report's page, or alone after a refusal."""
    form = main_of(response).xpath(".//form[.//input[@name='number']]")[0]
    return {name: value or "" for name, value in form.fields.items() if name}


def test_number_of_the_report_given_by_somebody_else_is_not_overwritten(world, as_user):
    place = [world.cluster.slug, 2024]
    page, address = reverse("reports:paper", args=place), reverse("reports:paper_head", args=place)
    mine, theirs = (numbered(as_user(name).get(page)) for name in ("secretariat", "cluster_head"))
    as_user("cluster_head").post(address, theirs | {"number": "12", "dated": "05/02/2025"})
    answer = as_user("secretariat").post(address, mine | {"number": "34", "dated": "05/02/2025"})
    refused(answer, "12", "34")
    assert numbered(as_user("secretariat").get(page))["number"] == "12"


def test_first_words_in_a_place_do_not_overwrite_those_of_somebody_else(world, as_user):
    """Both wrote where nothing stood yet, so that neither form knew of a version."""
    for agency in world.agencies:
        world.fill(agency, state="approved")
    place = [world.cluster.slug, 2024]
    address = reverse("reports:paper_text", args=place)
    page = main_of(as_user("secretariat").get(reverse("reports:paper", args=place)))
    link = page.xpath(".//a[contains(@href, 'slot=')]/@href")[0]
    mine, theirs = (form_fields(as_user(name).get(link)) for name in ("secretariat", "cluster_head"))
    as_user("cluster_head").post(address, theirs | {"text": "Lời của Cụm trưởng.", "act": "save"})
    answer = as_user("secretariat").post(address, mine | {"text": "Lời của thư ký.", "act": "save"})
    shown = answer.content.decode()
    assert "Lời của Cụm trưởng." in shown and "Lời của thư ký." in shown
    assert "Lời của Cụm trưởng." in as_user("secretariat").get(reverse("reports:paper", args=place)).content.decode()


def test_person_corrected_by_another_administrator_is_not_overwritten(client):
    person = PersonFactory(full_name="Trần Thị Bính")
    page = f"/people/{person.pk}/"
    client.force_login(UserFactory(is_administrator=True))
    address = f"{page}edit/"
    assert f'href="{address}"' in client.get(page).content.decode()
    first = form_fields(client.get(address))
    client.post(address, first | {"full_name": "Trần Thị Bình"})
    client.force_login(UserFactory(is_administrator=True))
    refused(client.post(address, first | {"full_name": "Trần Thị Bỉnh"}), "Trần Thị Bình", "Trần Thị Bỉnh")


def test_own_account_saved_in_another_window_is_not_overwritten(as_user, world):
    client, address = as_user("officer"), reverse("accounts:me")
    seen = form_fields(client.get(address))
    client.post(address, seen | {"email": "mot@example.vn"})
    refused(client.post(address, seen | {"email": "hai@example.vn"}), "mot@example.vn", "hai@example.vn")


def test_view_renamed_in_another_window_keeps_that_name(as_user, world):
    view = SavedViewFactory(user=world.users["officer"], name="Một")
    client = as_user("officer")
    form = main_of(client.get(reverse("dashboards:views"))).xpath(".//form[contains(@action, 'rename')]")[0]
    seen = {name: value or "" for name, value in form.fields.items() if name}
    address = reverse("dashboards:view_rename", args=[view.pk])
    client.post(address, seen | {"name": "Hai"})
    answer = client.post(address, seen | {"name": "Ba"})
    view.refresh_from_db()
    assert view.name == "Hai"
    assert answer.status_code == 409
    assert 'value="Ba"' in answer.content.decode()

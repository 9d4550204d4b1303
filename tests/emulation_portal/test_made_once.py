"""What is sent twice is made once, and two who want the same are told so (B52, B53)."""

import html
import re
import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from awards.models import AwardRecord, Nomination
from clusters import services as clusters
from clusters.models import Appointment, Cluster, Membership, Person
from pledges.models import Movement
from reports.models import Paragraph
from tests.factories.awards import AwardFactory, NominationFactory
from tests.factories.clusters import AgencyFactory


def told(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def hidden_of(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that posts to ``action``, as a browser would send them."""
    forms = re.findall(r"<form\b.*?</form>", page, re.S)
    wanted = f'action="{action}"' if action else 'class="form-stack"'
    form = next(form for form in forms if wanted in form or (not action and "action=" not in form))
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def season(world) -> str:
    return f"/s/{world.cluster.slug}/2024"


def decision(world) -> dict:
    row = NominationFactory(season=world.season, agency=world.enforcement[1], state="submitted")
    return {"number": "12/QĐ-BTP", "date": "01/10/2024", "issuer": "Bộ trưởng", "nominations": [row.pk]}


CASES = {
    "movement": (
        "secretariat",
        lambda w: f"{season(w)}/movements/new/",
        "",
        lambda w: {"name": "Phong trào", "kind": "regular", "launched_on": "01/03/2024"},
        Movement,
    ),
    "person": (
        "administrator",
        lambda w: "/people/new/",
        "",
        lambda w: {"full_name": "Trần Thị Mới", "username": "", "email": ""},
        Person,
    ),
    "person with an account": (
        "administrator",
        lambda w: "/people/new/",
        "",
        lambda w: {"full_name": "Trần Thị Mới", "username": "moi", "email": ""},
        Person,
    ),
    "paragraph": (
        "secretariat",
        lambda w: f"{season(w)}/paper/text/?section=shortcomings",
        "/paper/text/",
        lambda w: {"text": "Toàn cụm giữ vững kỷ luật báo cáo.", "act": "save"},
        Paragraph,
    ),
    "nomination": (
        "officer",
        lambda w: f"{season(w)}/awards/new/",
        "",
        lambda w: {"agency": w.enforcement[1].pk, "award": AwardFactory().pk, "merits": "Hoàn thành nhiệm vụ"},
        Nomination,
    ),
    "decision": ("approver", lambda w: f"{season(w)}/awards/decide/", "", decision, AwardRecord),
    "cluster": (
        "approver",
        lambda w: "/entry/setup/cluster/",
        "",
        lambda w: {
            "name_vi": "Cụm thi đua mới",
            "short_name_vi": "Cụm mới",
            "code": "CM",
            "valid_from": "01/01/2024",
            "decision": "12/QĐ-BTP",
        },
        Cluster,
    ),
    "member": (
        "approver",
        lambda w: f"/entry/setup/{w.cluster.slug}/2024/members/",
        "",
        lambda w: {"agency": AgencyFactory().pk, "valid_from": "01/01/2024", "decision": "12/QĐ-BTP"},
        Membership,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_form_sent_twice_makes_one_thing_and_leads_to_it(as_user, world, name):
    role, address, action, typed, model = CASES[name]
    client, place = as_user(role), address(world)
    fields = typed(world)
    before = model.objects.count()
    action = f"{season(world)}{action}" if action else ""
    sent = hidden_of(client.get(place).content.decode(), action) | fields
    target = action or place
    first = client.post(target, sent)
    second = client.post(target, sent)
    assert first.status_code in (200, 302)
    assert model.objects.count() == before + 1
    assert second.status_code == 302
    assert "không ghi thêm lần nữa" in told(client.get(second.url, follow=True))


def test_refused_form_may_be_sent_again_with_the_same_key(as_user, world):
    client = as_user("secretariat")
    place = f"{season(world)}/movements/new/"
    sent = hidden_of(client.get(place).content.decode()) | {"name": "Phong trào", "kind": "regular"}
    assert client.post(place, sent | {"launched_on": "31/02/2024"}).status_code == 422
    assert client.post(place, sent | {"launched_on": "01/03/2024"}).status_code == 302
    assert [m.name for m in Movement.objects.all()] == ["Phong trào"]


def test_appointment_sent_twice_is_told_once(as_user, world):
    client, person = as_user("administrator"), world.users["officer"].person
    action = f"/people/{person.pk}/appoint/"
    fields = {"agency": world.enforcement[2].pk, "role": "head", "valid_from": "01/11/2024"}
    sent = hidden_of(client.get(f"/people/{person.pk}/").content.decode(), action) | fields
    client.post(action, sent)
    second = client.post(action, sent)
    assert Appointment.objects.filter(person=person, role="head").count() == 1
    assert "không ghi thêm lần nữa" in told(client.get(second.url))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sends_side_by_side_make_one_movement(world):
    client = Client()
    client.force_login(world.users["secretariat"], backend="accounts.backends.AccountBackend")
    place = f"{season(world)}/movements/new/"
    sent = hidden_of(client.get(place).content.decode())
    sent |= {"name": "Phong trào", "kind": "regular", "launched_on": "01/03/2024"}
    start, statuses = threading.Barrier(2), []

    def send() -> None:
        other = Client()
        other.cookies = client.cookies
        start.wait()
        statuses.append(other.post(place, sent).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302, 302]
    assert Movement.objects.count() == 1


# -- B52 ---------------------------------------------------------------------------------------------------------------
def test_user_name_that_somebody_else_just_took_is_told_in_the_form(as_user, world, monkeypatch):
    make = clusters.create_person

    def overtaken(**fields):
        User.objects.create_user("Moi")
        return make(**fields)

    monkeypatch.setattr("clusters.people.views.services.create_person", overtaken)
    client = as_user("administrator")
    client.raise_request_exception = False
    answer = client.post("/people/new/", {"full_name": "Trần Thị Mới", "username": "moi", "email": ""})
    assert answer.status_code == 422
    assert "đã có người dùng" in told(answer) or "Tên đăng nhập này" in told(answer)
    assert 'value="Trần Thị Mới"' in html.unescape(answer.content.decode())
    assert not Person.objects.filter(full_name="Trần Thị Mới").exists()


def test_code_that_another_cluster_just_took_is_no_fault_of_the_portal(as_user, world, monkeypatch):
    from setup import seasons

    make = seasons.create_cluster

    def overtaken(**fields):
        Cluster.objects.create(
            code=fields["code"],
            slug="cm-khac",
            name_vi="Cụm khác",
            short_name_vi="Khác",
            valid_from=fields["valid_from"],
        )
        return make(**fields)

    monkeypatch.setattr("setup.views.setup.create_cluster", overtaken, raising=False)
    monkeypatch.setattr("setup.seasons.create_cluster", overtaken)
    client = as_user("approver")
    client.raise_request_exception = False
    fields = CASES["cluster"][3](world)
    answer = client.post("/entry/setup/cluster/", fields)
    assert answer.status_code in (409, 422)
    assert not Cluster.objects.filter(name_vi="Cụm thi đua mới").exists()

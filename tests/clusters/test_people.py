"""The administrator's pages: persons, accounts, appointments; the dates of a season."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from clusters.models import Appointment, Person
from clusters.rights import rights_of
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AgencyFactory, AppointmentFactory, PersonFactory, PhaseFactory, SeasonFactory
from tests.support.html import parse, table_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_administrator=True)
    client.force_login(user)
    return user


def test_new_person_gets_account_with_password_shown_once(client, administrator):
    answer = client.post(
        reverse("clusters:person_new"),
        {"full_name": "Trần  Thị Bình", "username": "binh", "email": ""},
        follow=True,
    )
    user = User.objects.get(username="binh")
    password = answer.context["password"]
    assert user.check_password(password)
    assert user.person.full_name == "Trần Thị Bình"
    again = client.get(reverse("clusters:person", args=[user.person.pk]))
    assert password not in again.content.decode()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "account.create",
        "person.create",
    ]


def test_taken_user_name_is_refused_and_typing_kept(client, administrator):
    UserFactory(username="binh")
    answer = client.post(
        reverse("clusters:person_new"), {"full_name": "Trần Thị Bình", "username": "Binh", "email": ""}
    )
    assert "Tên đăng nhập này đã có" in answer.content.decode()
    assert 'value="Trần Thị Bình"' in answer.content.decode()
    assert Person.objects.filter(full_name="Trần Thị Bình").count() == 0


def test_appointment_runs_through_its_last_day(client, administrator, clock):
    person = PersonFactory(user=UserFactory())
    agency = AgencyFactory()
    client.post(
        reverse("clusters:appoint", args=[person.pk]),
        {"agency": agency.pk, "role": "officer", "title": "", "valid_from": "01/03/2026", "last_day": "31/03/2026"},
    )
    appointment = Appointment.objects.get(person=person)
    assert (appointment.valid_from, appointment.valid_to) == (date(2026, 3, 1), date(2026, 4, 1))
    clock(datetime(2026, 3, 31, 23, 59, 30))
    assert rights_of(User.objects.get(pk=person.user_id)).officer_ids == {agency.pk}
    clock(datetime(2026, 4, 1, 0, 0, 0))
    assert rights_of(User.objects.get(pk=person.user_id)).officer_ids == frozenset()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"valid_from": "31/02/2026"}, "Không có ngày này"),
        ({"last_day": "01/01/2020"}, "Ngày cuối sớm hơn ngày đầu"),
        ({"valid_from": "01/08/2025", "last_day": ""}, "không còn mang tên này"),
        ({"valid_from": "01/05/2025", "last_day": ""}, "Đơn vị kết thúc hoạt động hết ngày 30/06/2025"),
        ({"last_day": "31/12/9999"}, "Để trống ngày cuối nếu chưa định"),
        ({"agency": "999999"}, "không còn trong danh sách"),
    ],
)
def test_bad_appointment_says_why_and_writes_nothing(client, administrator, data, message):
    person = PersonFactory()
    agency = AgencyFactory(valid_to=date(2025, 7, 1))
    typed = {
        "agency": agency.pk,
        "role": "head",
        "title": "",
        "valid_from": "01/03/2025",
        "last_day": "30/06/2025",
    } | data
    answer = client.post(reverse("clusters:appoint", args=[person.pk]), typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Appointment.objects.count() == 0


def test_end_of_appointment_is_recorded(client, administrator):
    appointment = AppointmentFactory(valid_from=date(2024, 1, 1))
    client.post(reverse("clusters:end_appointment", args=[appointment.pk]), {"last_day": "30/06/2025"})
    appointment.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert appointment.valid_to == date(2025, 7, 1)
    assert (entry.action, entry.before["valid_to"], entry.after["valid_to"]) == ("appointment.end", None, "2025-07-01")


def test_nobody_closes_the_account_in_use(client, administrator):
    person = PersonFactory(user=administrator)
    client.post(reverse("clusters:set_active", args=[person.pk]), {"active": "0"})
    administrator.refresh_from_db()
    assert administrator.is_active is True


def test_people_list_finds_without_diacritics(client, administrator):
    PersonFactory(full_name="Đặng Thị Hòa")
    PersonFactory(full_name="Lê Văn Nam")
    answer = client.get(reverse("clusters:people"), {"q": "dang thi hoa"})
    assert [p.full_name for p in answer.context["page"].object_list] == ["Đặng Thị Hòa"]


@pytest.mark.parametrize("count", [3, 40])
def test_people_list_queries_do_not_grow(client, administrator, count, django_assert_max_num_queries):
    for _ in range(count):
        AppointmentFactory(person=PersonFactory(user=UserFactory()))
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("clusters:people"))
    assert answer.context["page"].paginator.count == count


def test_others_are_refused_with_the_reason(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("clusters:people"))
    assert answer.status_code == 403
    assert "do quản trị cổng cập nhật" in answer.content.decode()


def test_dates_of_a_season_save_what_is_valid(client, world):
    world.season.phases.all().delete()
    good = PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))
    bad = PhaseFactory(season=world.season, kind="review", block="", opens=date(2024, 2, 1), closes=date(2024, 3, 1))
    client.force_login(world.users["secretariat"])
    answer = client.post(
        reverse("clusters:phases", args=[world.cluster.slug, 2024]),
        {
            f"phase-{good.pk}-opens": "16/01/2024",
            f"phase-{good.pk}-last_day": "05/02/2024",
            f"phase-{bad.pk}-opens": "01/02/2024",
            f"phase-{bad.pk}-last_day": "31/01/2024",
        },
    )
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.opens, good.closes) == (date(2024, 1, 16), date(2024, 2, 6))
    assert (bad.opens, bad.closes) == (date(2024, 2, 1), date(2024, 3, 1))
    assert "Ngày cuối sớm hơn ngày đầu" in answer.content.decode()


def test_who_only_reads_the_dates_sees_the_first_and_the_last_day(client, world):
    world.season.phases.all().delete()
    PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))
    client.force_login(world.users["officer"])
    page = parse(client.get(reverse("clusters:phases", args=[world.cluster.slug, 2024])))
    assert table_in(page).rows["Phát động"][2:] == ["15/01/2024", "31/01/2024"]


def test_dates_of_a_foreign_season_do_not_exist(client, world):
    client.force_login(world.users["officer"])
    foreign = SeasonFactory(year=2024)
    assert client.get(reverse("clusters:phases", args=[foreign.cluster.slug, 2024])).status_code == 404


def test_nobody_enters_an_appointment_of_their_own(client, administrator):
    person = PersonFactory(user=administrator)
    agency = AgencyFactory()
    typed = {"agency": agency.pk, "role": "head", "title": "", "valid_from": "01/03/2025", "last_day": ""}
    answer = client.post(reverse("clusters:appoint", args=[person.pk]), typed)
    assert answer.status_code == 422
    assert "Không ai tự ghi, sửa hoặc kết thúc phân công công tác của chính mình" in answer.content.decode()
    assert Appointment.objects.count() == 0


def test_ministry_sets_dates_with_a_reason(client, world):
    world.season.phases.all().delete()
    phase = PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))
    client.force_login(world.users["approver"])
    url = reverse("clusters:phases", args=[world.cluster.slug, 2024])
    typed = {f"phase-{phase.pk}-opens": "16/01/2024", f"phase-{phase.pk}-last_day": "05/02/2024"}
    client.post(url, typed)
    phase.refresh_from_db()
    assert phase.opens == date(2024, 1, 15)
    client.post(url, typed | {"reason": "Theo công văn của Bộ"})
    phase.refresh_from_db()
    assert phase.opens == date(2024, 1, 16)
    assert AuditEntry.objects.get(action="phase.dates").note == "Theo công văn của Bộ"


def test_wrong_name_is_corrected_and_the_record_keeps_both(client, administrator):
    person = PersonFactory(full_name="Trần Thị Bính", user=UserFactory(username="binh"))
    page = reverse("clusters:person", args=[person.pk])
    assert f'href="{page}edit/"' in client.get(page).content.decode()
    typed = {"full_name": "Trần Thị Bình", "birth_year": "1985", "username": "binh", "email": "binh@example.vn"}
    assert client.post(f"{page}edit/", typed).status_code == 302
    person.refresh_from_db()
    entry = AuditEntry.objects.get(action="person.change")
    assert (person.full_name, person.user.email) == ("Trần Thị Bình", "binh@example.vn")
    assert (entry.before["full_name"], entry.after["full_name"]) == ("Trần Thị Bính", "Trần Thị Bình")


def test_user_name_of_somebody_else_is_not_taken_by_a_correction(client, administrator):
    UserFactory(username="lan")
    person = PersonFactory(user=UserFactory(username="binh"))
    typed = {"full_name": person.full_name, "birth_year": "", "username": "Lan", "email": ""}
    answer = client.post(f"/people/{person.pk}/edit/", typed)
    assert answer.status_code == 422
    assert "Tên đăng nhập này đã có" in answer.content.decode()


def test_person_entered_twice_is_withdrawn_with_a_reason(client, administrator):
    PersonFactory(full_name="Lê Văn Nam")
    twice = PersonFactory(full_name="Lê Văn Nam")
    address = f"/people/{twice.pk}/withdraw/"
    assert f'href="{address}"' in client.get(f"/people/{twice.pk}/").content.decode()
    assert client.post(address, {"reason": "Ghi hai lần"}).status_code == 302
    assert not Person.objects.filter(pk=twice.pk).exists()
    assert AuditEntry.objects.get(action="person.withdraw").before["full_name"] == "Lê Văn Nam"


def test_person_who_stands_somewhere_is_not_withdrawn(client, administrator):
    appointment = AppointmentFactory(person=PersonFactory())
    answer = client.post(f"/people/{appointment.person_id}/withdraw/", {"reason": "Ghi hai lần"})
    assert answer.status_code == 422
    assert "Không thu hồi được" in answer.content.decode()
    assert Person.objects.filter(pk=appointment.person_id).exists()

"""Movements: launching, joining, who may, what papers read."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from emulation_portal.lib.refusal import NotAllowed
from pledges.models import Movement, MovementResponse
from pledges.movements import services
from pledges.movements.reading import movements_of
from tests.factories.pledges import MovementFactory


def address(world, name, *more):
    return reverse(f"pledges:{name}", args=[world.cluster.slug, world.season.year, *more])


FORM = {
    "name": "Đợt thi đua <cao điểm>",
    "kind": "thematic",
    "plan": "=Kế hoạch",
    "launched_on": "01/07/2024",
    "ends": "30/09/2024",
    "result": "Đạt & vượt\n\n\n\nkế hoạch",
}


@pytest.mark.parametrize(("role", "scope"), [("secretariat", "cluster"), ("ministry", "national")])
def test_who_launches_decides_the_scope(world, as_user, role, scope):
    as_user(role).post(address(world, "movement_new"), FORM)
    row = Movement.objects.get()
    assert (row.scope, row.season_id is None, row.ends) == (scope, scope == "national", date(2024, 9, 30))
    assert (row.name, row.plan, row.result) == ("Đợt thi đua <cao điểm>", "=Kế hoạch", "Đạt & vượt\n\nkế hoạch")
    page = as_user("officer").get(address(world, "movements")).content.decode()
    assert "Đợt thi đua &lt;cao điểm&gt;" in page and "Hưởng ứng: 0/6 đơn vị thành viên" in page


def test_bad_input_keeps_the_typing(world, as_user):
    page = as_user("secretariat").post(address(world, "movement_new"), FORM | {"ends": "01/01/2024"})
    assert page.status_code == 422
    assert "Ngày cuối sớm hơn ngày đầu." in page.content.decode() and "=Kế hoạch" in page.content.decode()
    assert not Movement.objects.exists()


def test_a_member_joins_once_and_tells_more_later(world, as_user):
    movement = MovementFactory(season=world.season)
    version = world.season.data_version
    client, agency = as_user("officer"), world.enforcement[1]
    for note in ("Đã ban hành kế hoạch", "Đã tổng kết"):
        client.post(address(world, "respond", movement.pk), {"agency": agency.pk, "note": note})
    assert MovementResponse.objects.get().note == "Đã tổng kết"
    [row] = movements_of(world.season)
    assert (row.responded, row.of) == ((agency.short_name,), 6)
    world.season.refresh_from_db()
    assert world.season.data_version > version


def test_one_joins_for_the_own_agency_alone(world):
    movement = MovementFactory(season=world.season)
    for actor, agency, error in (
        ("officer", world.enforcement[0], NotAllowed),
        ("ministry", world.enforcement[0], NotAllowed),
        ("other_officer", world.other_agencies[0], services.NotAMember),
    ):
        with pytest.raises(error):
            services.respond(movement=movement, season=world.season, agency=agency, note="", actor=world.users[actor])
    assert not MovementResponse.objects.exists()


def test_the_movements_of_another_cluster_are_not_told(world, as_user):
    MovementFactory(season=world.other_season, name="Của cụm khác")
    MovementFactory(season=None, year=2024, scope="national", launched_on=date(2024, 1, 1), name="Toàn ngành")
    MovementFactory(season=None, year=2023, scope="national", launched_on=date(2023, 1, 1), name="Năm trước")
    assert [row.name for row in movements_of(world.season)] == ["Toàn ngành"]
    foreign = Movement.objects.get(name="Của cụm khác")
    assert as_user("secretariat").get(address(world, "movement", foreign.pk)).status_code == 404


def test_reading_costs_the_same_however_many(world, django_assert_num_queries):
    for number in (1, 5):
        for _n in range(number):
            movement = MovementFactory(season=world.season)
            for agency in world.agencies:
                services.respond(movement=movement, season=world.season, agency=agency, note="x", actor=None)
        with django_assert_num_queries(3):
            movements_of(world.season)


def test_movement_that_was_entered_twice_is_withdrawn_with_a_reason(world, as_user):
    """A second press on a slow line made two; what members told of the wrong one stays in the record."""
    MovementFactory(season=world.season, name="Phong trào quý I")
    twice = MovementFactory(season=world.season, name="Phong trào quý I")
    client = as_user("officer")
    client.post(address(world, "respond", twice.pk), {"agency": world.enforcement[1].pk, "note": "Đã mở lớp"})
    client, withdrawal = as_user("secretariat"), f"{address(world, 'movement', twice.pk)}withdraw/"
    assert f'href="{withdrawal}"' in client.get(address(world, "movements")).content.decode()
    assert client.post(withdrawal, {"reason": " "}).status_code == 422
    assert client.post(withdrawal, {"reason": "Bấm hai lần"}).status_code == 302
    entry = AuditEntry.objects.get(action="movement.withdraw")
    assert (
        Movement.objects.filter(name="Phong trào quý I").exclude(pk=twice.pk).count() == Movement.objects.count() == 1
    )
    assert (entry.note, entry.before["name"], entry.before["joined"]) == (
        "Bấm hai lần",
        "Phong trào quý I",
        {world.enforcement[1].code: "Đã mở lớp"},
    )


def test_member_does_not_withdraw_a_movement_of_the_cluster(world, as_user):
    row = MovementFactory(season=world.season)
    assert as_user("officer").post(f"{address(world, 'movement', row.pk)}withdraw/", {"reason": "x"}).status_code == 403
    assert Movement.objects.filter(pk=row.pk).exists()

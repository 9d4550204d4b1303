"""Movements: launching, joining, who may, what papers read."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from emulation_portal.lib.refusal import NotAllowed
from notices.kinds import told as notices_told
from notices.models import Notice
from pledges.models import Movement, MovementPlanFile, MovementResponse, MovementWave
from pledges.movements import services
from pledges.movements.reading import movements_of
from tests.factories.pledges import MovementFactory
from tests.support import signing


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
        with django_assert_num_queries(5):
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


# -- told of a launch --------------------------------------------------------------------------------------------------
@pytest.fixture
def this_year(world, clock):
    clock(date(2024, 7, 1))
    return world


def told(user) -> list[str]:
    return [words.title for words in notices_told(Notice.objects.filter(user=user), user).values()]


def test_members_are_told_of_a_launch_and_find_the_page_to_join(this_year, as_user):
    world = this_year
    as_user("secretariat").post(address(world, "movement_new"), FORM)
    for role in ("officer", "head", "deputy", "officer_dept"):
        assert told(world.users[role]) == ["Cụm phát động phong trào: Đợt thi đua <cao điểm>"]
    for role in ("secretariat", "other_officer", "ministry"):
        assert told(world.users[role]) == []
    row = Movement.objects.get()
    client = as_user("officer")
    assert address(world, "respond", row.pk) in client.get(reverse("notices:notices")).content.decode()
    client.get(address(world, "respond", row.pk))
    assert not Notice.objects.filter(user=world.users["officer"], seen_at=None).exists()


def test_the_ministry_launches_for_the_members_of_every_cluster(this_year, as_user):
    world = this_year
    as_user("ministry").post(address(world, "movement_new"), FORM)
    assert told(world.users["other_officer"]) == ["Bộ Tư pháp phát động phong trào: Đợt thi đua <cao điểm>"]


def test_nobody_is_told_of_what_is_over_or_was_withdrawn(this_year, as_user):
    world, client = this_year, as_user("secretariat")
    client.post(address(world, "movement_new"), FORM | {"launched_on": "01/01/2024", "ends": "31/03/2024"})
    assert not Notice.objects.exists()
    client.post(address(world, "movement_new"), FORM)
    row = Movement.objects.latest("pk")
    services.withdraw_movement(movement=row, reason="Nhầm", actor=world.users["secretariat"])
    assert not Notice.objects.unseen().exists()
    assert told(world.users["officer"]) == ["Phong trào đã thu hồi"]


# -- waves -------------------------------------------------------------------------------------------------------------
WAVE = {"name": "Đợt 1", "opens": "01/04/2024", "ends": "30/06/2024", "result": ""}


@pytest.fixture
def in_waves(world):
    return MovementFactory(season=world.season, kind="waves", ends=date(2024, 9, 30))


def test_waves_are_entered_changed_and_read_by_members(world, as_user, in_waves):
    client = as_user("secretariat")
    assert client.post(address(world, "wave_new", in_waves.pk), WAVE).status_code == 302
    row = MovementWave.objects.get()
    page = address(world, "wave", in_waves.pk, row.pk)
    seen = client.get(page).context["form"]["seen"].value()
    assert client.post(page, WAVE | {"result": "Vượt kế hoạch", "seen": seen}).status_code == 302
    assert client.post(page, WAVE | {"result": "Của người khác", "seen": seen}).status_code == 409
    told = as_user("officer").get(address(world, "movements")).content.decode()
    assert "Đợt 1" in told and "Vượt kế hoạch" in told
    assert AuditEntry.objects.filter(action="movement.wave").count() == 2
    withdrawal = address(world, "wave_withdraw", in_waves.pk, row.pk)
    assert as_user("secretariat").post(withdrawal, {"reason": "Ghi nhầm"}).status_code == 302
    assert not MovementWave.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"opens": "01/02/2024"}, "Đợt thi đua phải nằm trong thời gian của phong trào: từ 01/03/2024 đến 30/09/2024."),
        ({"ends": "01/10/2024"}, "Đợt thi đua phải nằm trong thời gian của phong trào"),
        ({"ends": "01/03/2024"}, "Ngày cuối sớm hơn ngày đầu."),
    ],
)
def test_wave_outside_of_its_movement_is_refused_and_kept_on_the_page(world, as_user, in_waves, changed, said):
    response = as_user("secretariat").post(address(world, "wave_new", in_waves.pk), WAVE | changed)
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page and "Đợt 1" in page
    assert not MovementWave.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"), [({"kind": "thematic"}, "Thu hồi các đợt trước"), ({"ends": "01/05/2024"}, "Sửa đợt trước")]
)
def test_movement_does_not_leave_its_waves_behind(world, as_user, in_waves, changed, said):
    client = as_user("secretariat")
    client.post(address(world, "wave_new", in_waves.pk), WAVE)
    whole = {"name": in_waves.name, "kind": "waves", "launched_on": "01/03/2024", "ends": "30/09/2024"}
    response = client.post(address(world, "movement", in_waves.pk), whole | changed)
    assert response.status_code == 422 and said in response.content.decode()


def test_only_movements_in_waves_have_them(world, as_user):
    row = MovementFactory(season=world.season)
    assert as_user("secretariat").get(address(world, "wave_new", row.pk)).status_code == 404


# -- the plan as a file ------------------------------------------------------------------------------------------------
@pytest.fixture
def folder(settings, tmp_path):
    settings.ORIGINALS_DIR = tmp_path / "originals"
    return settings.ORIGINALS_DIR


def send_plan(client, world, row, content: bytes, name: str = "ke-hoach.pdf"):
    return client.post(address(world, "movement_plan", row.pk), {"file": SimpleUploadedFile(name, content)})


def test_plan_is_kept_as_it_was_sent_and_handed_out_to_members(world, as_user, folder):
    row, sent = MovementFactory(season=world.season), signing.plain_pdf()
    assert send_plan(as_user("secretariat"), world, row, sent, "Kế hoạch số 5.pdf").status_code == 302
    assert send_plan(as_user("secretariat"), world, row, signing.picture(), "sửa.png").status_code == 302
    newer, first = row.plan_files.all()
    page = as_user("officer").get(address(world, "movements")).content.decode()
    assert page.index("sửa.png") < page.index("Kế hoạch số 5.pdf") and "đã có bản mới hơn" in page
    answer = as_user("officer").get(address(world, "movement_plan_file", row.pk, first.pk))
    assert b"".join(answer.streaming_content) == sent
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment") and newer.kind == "png"
    assert AuditEntry.objects.filter(action="movement.plan").count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Tệp không có nội dung"), (b"<html>", "PDF"), (signing.plain_pdf()[:200], "")],
    ids=["empty", "another kind", "cut off"],
)
def test_file_that_is_no_plan_is_refused_and_nothing_is_kept(world, as_user, folder, content, said):
    row = MovementFactory(season=world.season)
    response = send_plan(as_user("secretariat"), world, row, content)
    assert response.status_code == 422 and said in response.content.decode()
    assert not MovementPlanFile.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_same_file_twice_is_kept_once(world, as_user, folder):
    row, client = MovementFactory(season=world.season), as_user("secretariat")
    send_plan(client, world, row, signing.picture(), "a.png")
    response = send_plan(client, world, row, signing.picture(), "b.png")
    assert response.status_code == 422 and "Tệp này đã được lưu" in response.content.decode()
    assert row.plan_files.count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawn_movement_leaves_no_file_behind(world, folder):
    row, actor = MovementFactory(season=world.season), world.users["secretariat"]
    services.keep_plan(movement=row, chunks=[signing.picture()], file_name="a.png", actor=actor)
    services.withdraw_movement(movement=row, reason="Nhầm", actor=actor)
    assert [path for path in folder.rglob("*") if path.is_file()] == []

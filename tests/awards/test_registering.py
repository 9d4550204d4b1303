"""Registering titles: by whom and until when, what is refused, and what nominations find of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from awards.models import TitleRegistration
from awards.registering.reading import RegisteredFor, registered_for
from awards.registering.services import Registered, SheetChanged, save_sheet, sheet_of, sheet_stamp
from awards.wording import refusal
from clusters.enums import PhaseKind
from emulation_portal.lib.refusal import NotAllowed, Refusal
from tests.factories.awards import AwardFactory, NominationFactory
from tests.factories.clusters import PersonFactory, PhaseFactory
from tests.support.html import main_of, text_of
from tests.support.pages import BUDGET, ask, grow, text

OPENS, CLOSES = date(2024, 9, 1), date(2024, 10, 16)
LAST, AFTER = date(2024, 10, 15), date(2024, 10, 16)


@pytest.fixture
def fighter(world):
    """A title for people."""
    return AwardFactory(code="CSTD", name_vi="Chiến sĩ thi đua thử", form="title", recipient="individual")


@pytest.fixture
def collective(world):
    """A title for agencies."""
    return AwardFactory(code="TT", name_vi="Tập thể thử", form="title", recipient="collective")


@pytest.fixture
def term(world):
    return PhaseFactory(season=world.season, kind=PhaseKind.REGISTRATION, period_code="", opens=OPENS, closes=CLOSES)


def save(world, said, *, actor="officer", agency=None, **more):
    agency = agency or world.enforcement[1]
    return save_sheet(season=world.season, agency=agency, said=said, actor=world.users[actor], **more)


def refused(act) -> str:
    """The reason, after its words were made too."""
    with pytest.raises(Refusal) as caught:
        act()
    assert refusal(caught.value)[1]
    return caught.value.reason


def sheet(world, agency=None):
    return reverse("awards:registration", args=[world.cluster.slug, 2024, (agency or world.enforcement[1]).code])


def register(world):
    return reverse("awards:registrations", args=[world.cluster.slug, 2024])


# -- the service -------------------------------------------------------------------------------------------------------
def test_whole_sheet_is_put_in_the_place_of_the_last_and_recorded(world, term, fighter, collective):
    first = {fighter.pk: Registered(2, ("Nguyễn Văn A", "Trần Thị B")), collective.pk: Registered(1)}
    assert save(world, first) == 2
    version = type(world.season).objects.get(pk=world.season.pk).data_version
    assert save(world, {fighter.pk: Registered(3)}, actor="head") == 1
    assert sheet_of(world.season, world.enforcement[1]) == {fighter.pk: Registered(3)}
    assert type(world.season).objects.get(pk=world.season.pk).data_version == version + 1
    entry = AuditEntry.objects.filter(action="registration.save").latest("pk")
    assert entry.before["CSTD"] == {"count": 2, "names": ["Nguyễn Văn A", "Trần Thị B"]}
    assert entry.after == {"year": 2024, "CSTD": {"count": 3, "names": []}}


def test_the_same_sheet_again_changes_nothing(world, term, fighter):
    save(world, {fighter.pk: Registered(1)})
    entries = AuditEntry.objects.count()
    save(world, {fighter.pk: Registered(1)})
    assert AuditEntry.objects.count() == entries


def test_two_who_save_one_sheet_do_not_overwrite_each_other(world, term, fighter):
    seen = sheet_stamp({})
    save(world, {fighter.pk: Registered(1)}, seen=seen)
    with pytest.raises(SheetChanged) as changed:
        save(world, {fighter.pk: Registered(5)}, actor="head", seen=seen)
    assert changed.value.stored == {fighter.pk: Registered(1)}


@pytest.mark.parametrize("actor", ["other_officer", "deputy", "ministry", "officer_dept", "nobody"])
def test_others_register_nothing(world, term, fighter, actor):
    with pytest.raises(NotAllowed):
        save(world, {fighter.pk: Registered(1)}, actor=actor)


def test_last_day_is_open_and_the_day_after_is_not(world, term, fighter, clock):
    clock(LAST)
    save(world, {fighter.pk: Registered(1)})
    clock(AFTER)
    assert refused(lambda: save(world, {fighter.pk: Registered(2)})) == "registration_over"
    assert refused(lambda: save(world, {fighter.pk: Registered(2)}, actor="secretariat")) == "reason"
    save(world, {fighter.pk: Registered(2)}, actor="secretariat", reason="Công văn bổ sung số 12")
    row = TitleRegistration.objects.get()
    assert (row.count, row.late_reason) == (2, "Công văn bổ sung số 12")


def test_before_the_first_day_nobody_registers(world, term, fighter, clock):
    clock(date(2024, 8, 31))
    assert refused(lambda: save(world, {fighter.pk: Registered(1)})) == "not_begun"
    assert refused(lambda: save(world, {fighter.pk: Registered(1)}, actor="secretariat", reason="x")) == "not_begun"


def test_without_dates_it_is_open_all_year(world, fighter):
    assert save(world, {fighter.pk: Registered(1)}) == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Registered(0), "number"),
        (Registered(1000), "number"),
        (Registered(2, ("Nguyễn Văn A",)), "names"),
    ],
)
def test_impossible_numbers_are_refused(world, term, fighter, said, reason):
    assert refused(lambda: save(world, {fighter.pk: said})) == reason
    assert not TitleRegistration.objects.exists()


def test_only_titles_in_force_are_registered(world, term):
    form = AwardFactory(form="form", recipient="collective")
    past = AwardFactory(form="title", recipient="collective", valid_to=date(2020, 1, 1))
    for award in (form, past):
        assert refused(lambda award=award: save(world, {award.pk: Registered(1)})) == "no_title"


def test_only_members_register(world, term, fighter):
    stranger = world.other_agencies[0]
    assert refused(lambda: save(world, {fighter.pk: Registered(1)}, actor="secretariat", agency=stranger)) == (
        "not_a_member"
    )


# -- its pages ---------------------------------------------------------------------------------------------------------
def test_officer_fills_in_the_sheet_and_everybody_of_the_season_reads_it(world, as_user, term, fighter, collective):
    client = as_user("officer")
    assert "Đăng ký danh hiệu" in text(client.get(register(world)))
    typed = {f"names-{fighter.pk}": "Nguyễn Văn A\n\nTrần Thị B", f"count-{collective.pk}": "1"}
    assert client.post(sheet(world), typed).status_code == 302
    assert sheet_of(world.season, world.enforcement[1]) == {
        fighter.pk: Registered(2, ("Nguyễn Văn A", "Trần Thị B")),
        collective.pk: Registered(1),
    }
    page = text_of(main_of(as_user("head_dept").get(register(world))))
    assert "Chiến sĩ thi đua thử: 2" in page and "Nguyễn Văn A, Trần Thị B" in page
    assert "1 trên 6 đơn vị đã đăng ký" in page


@pytest.mark.parametrize(
    ("count", "names", "said"),
    [
        ("2", "Nguyễn Văn A", "Ghi số lượng 2 nhưng có 1 tên"),
        ("0", "Nguyễn Văn A", "số lượng là 0"),
        ("hai", "", "số"),
        ("-1", "", "Không được nhỏ hơn 0"),
        ("5000", "", "Tối đa 999"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(world, as_user, term, fighter, count, names, said):
    typed = {f"count-{fighter.pk}": count, f"names-{fighter.pk}": names}
    response = as_user("officer").post(sheet(world), typed)
    assert response.status_code == 422
    assert said in text(response)
    assert f'value="{count}"' in response.content.decode() and names in response.content.decode()
    assert not TitleRegistration.objects.exists()


def test_second_of_two_sees_what_the_first_stored(world, as_user, term, fighter):
    seen = sheet_stamp({})
    assert as_user("officer").post(sheet(world), {f"count-{fighter.pk}": "1", "seen": seen}).status_code == 302
    client = as_user("head")
    response = client.post(sheet(world), {f"count-{fighter.pk}": "4", "seen": seen})
    assert response.status_code == 409
    assert "Người khác vừa lưu: 1" in text(response) or "lưu" in text(response)
    fresh = response.context["form"]["seen"].value()
    assert client.post(sheet(world), {f"count-{fighter.pk}": "4", "seen": fresh}).status_code == 302
    assert TitleRegistration.objects.get().count == 4


def test_after_the_last_day_the_officer_reads_who_can(world, as_user, term, fighter, clock):
    clock(AFTER)
    page = as_user("officer").get(sheet(world))
    assert page.status_code == 403
    assert "15/10/2024" in text(page)
    late = {f"count-{fighter.pk}": "1", "reason": "Đơn vị gửi công văn bổ sung"}
    assert as_user("secretariat").post(sheet(world), {f"count-{fighter.pk}": "1"}).status_code == 422
    assert as_user("secretariat").post(sheet(world), late).status_code == 302
    assert "Đơn vị gửi công văn bổ sung" in text(as_user("officer").get(register(world)))


def test_task_waits_at_home_until_something_is_registered(world, as_user, term, fighter):
    client = as_user("officer")
    assert sheet(world) in client.get("/").content.decode()
    save(world, {fighter.pk: Registered(1)})
    assert sheet(world) not in client.get("/").content.decode()


def test_no_task_outside_of_the_term(world, as_user, term, fighter, clock):
    clock(AFTER)
    assert sheet(world) not in as_user("officer").get("/").content.decode()


def test_register_costs_the_same_for_any_number_of_members(world, as_user, term, fighter, collective):
    client = as_user("secretariat")
    _page, few = ask(client, register(world))
    grow(world, 4)
    save(world, {fighter.pk: Registered(2), collective.pk: Registered(1)})
    _page, many = ask(client, register(world))
    assert many <= few <= BUDGET


# -- beside nominations ------------------------------------------------------------------------------------------------
def test_nomination_finds_what_its_agency_registered(world, as_user, term, fighter, collective):
    named, other = PersonFactory(full_name="Nguyễn Văn A"), PersonFactory(full_name="Lê Văn C")
    save(world, {fighter.pk: Registered(1, ("nguyễn văn a",))})
    about = {"season": world.season, "agency": world.enforcement[1]}
    rows = [
        NominationFactory(award=fighter, person=named, **about),
        NominationFactory(award=fighter, person=other, **about),
        NominationFactory(award=collective, **about),
        NominationFactory(award=AwardFactory(form="form"), **about),
    ]
    with CaptureQueriesContext(connection) as queries:
        found = registered_for(rows)
    assert len(queries) == 1
    assert [found.get(row.pk) for row in rows] == [
        RegisteredFor(1, is_named=True),
        RegisteredFor(1, is_named=False),
        RegisteredFor(0),
        None,
    ]
    page = text(as_user("secretariat").get(reverse("awards:nomination", args=[rows[0].pk])))
    assert "có tên trong danh sách" in page
    everybody = text(as_user("secretariat").get(reverse("awards:season", args=[world.cluster.slug, 2024])))
    assert "chưa đăng ký danh hiệu này" in everybody


def test_where_nothing_was_registered_nothing_is_said(world, fighter):
    nomination = NominationFactory(award=fighter, season=world.season, agency=world.enforcement[1])
    assert registered_for([nomination]) == {}

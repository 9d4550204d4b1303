"""The life of a pledge: written, commented, opened, signed by whoever is in office, amended, closed, kept intact."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from clusters.models import Appointment, Membership
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep
from notices.models import Notice
from pledges.covenants import addenda, checking, services, signing
from pledges.covenants.reading import WholePledge, items_of
from pledges.covenants.services import Beside, Promised
from pledges.enums import AddendumState, ItemKind, PledgeState, SigningOrder
from pledges.models import Pledge, PledgeComment, PledgeItem, PledgeOutcome, PledgeSignature
from tests.factories import covenants
from tests.factories.covenants import BLOCK, lines, sign, sign_all

NOTHING_BESIDE = {}


@pytest.fixture
def heads(world):
    return covenants.heads_of(world)


@pytest.fixture
def draft(world):
    return covenants.drafted(world)


@pytest.fixture
def opened(world, draft):
    return signing.open_pledge(pledge=draft, beside=NOTHING_BESIDE, actor=world.users["secretariat"])


def refused(act, reason):
    with pytest.raises(Refusal) as error:
        act()
    assert error.value.reason == reason
    return error.value


# -- writing -----------------------------------------------------------------------------------------------------------
def test_only_the_secretariat_writes(world, draft):
    for name in ("officer", "head", "ministry", "other_officer", "administrator"):
        with pytest.raises(NotAllowed):
            services.save_item(pledge=draft, said=Promised(kind="task", text="x"), actor=world.users[name])


def test_one_pledge_for_a_block_and_season(world, draft):
    actor = world.users["secretariat"]
    refused(lambda: services.begin(season=world.season, block=BLOCK, title="Lần hai", actor=actor), "begun_already")


def test_last_years_pledge_is_a_start_with_its_years_moved_on():
    assert services.moved_on("Kế hoạch năm 2024 so với 2023, 20240 việc, số 12/2024/QĐ", 2024, 1) == (
        "Kế hoạch năm 2025 so với 2024, 20240 việc, số 12/2024/QĐ"
    )


def test_promises_keep_their_order_without_gaps(world, draft):
    actor = world.users["secretariat"]
    first, second, third = items_of(draft)
    assert services.move_item(pledge=draft, item=third, by=-1, actor=actor) == 2
    assert [item.pk for item in items_of(draft)] == [first.pk, third.pk, second.pk]
    assert services.move_item(pledge=draft, item=items_of(draft)[0], by=-1, actor=actor) == 1
    services.remove_item(pledge=draft, item=items_of(draft)[0], actor=actor)
    assert [(item.ordinal, item.pk) for item in items_of(draft)] == [(1, third.pk), (2, second.pk)]


@pytest.mark.parametrize(("value", "reason"), [("101", "too_much"), ("8450", "too_much")])
def test_share_over_a_hundred_is_refused(world, draft, value, reason):
    said = Promised(kind=ItemKind.SHARE, text="Đơn vị hoàn thành tốt", value=Decimal(value))
    refused(lambda: services.save_item(pledge=draft, said=said, actor=world.users["secretariat"]), reason)


def test_comment_and_answer_stay_when_the_promise_goes(world, draft):
    item = items_of(draft)[2]
    said = {"pledge": draft, "item": item, "agency": world.enforcement[1], "text": "Đề nghị ghi rõ"}
    remark = services.comment(**said, actor=world.users["officer"])
    services.answer(remark=remark, text="Đã ghi rõ", actor=world.users["secretariat"])
    refused(
        lambda: services.answer(remark=remark, text="Lần hai", actor=world.users["secretariat"]), "answered_already"
    )
    services.remove_item(pledge=draft, item=item, actor=world.users["secretariat"])
    kept = PledgeComment.objects.get()
    assert (kept.item_id, kept.item_text, kept.answer) == (None, item.text, "Đã ghi rõ")


def test_stranger_does_not_comment(world, draft):
    said = {"pledge": draft, "item": None, "agency": world.enforcement[1], "text": "x"}
    for name in ("other_officer", "ministry", "secretariat"):
        with pytest.raises(NotAllowed):
            services.comment(**said, actor=world.users[name])


# -- opening -----------------------------------------------------------------------------------------------------------
def test_promise_below_the_assigned_target_needs_a_reason(world, draft):
    item, actor = items_of(draft)[0], world.users["secretariat"]
    beside = {item.pk: Beside(assigned=Decimal("85.25"), last_value=Decimal("83"))}
    error = refused(lambda: signing.open_pledge(pledge=draft, beside=beside, actor=actor), "not_ready")
    assert [each.code for each in error.about] == ["reason"]
    assert Pledge.objects.get().state == PledgeState.DRAFT
    said = Promised(
        kind=item.kind, text=item.text, indicator=item.indicator, value=item.value, reason="Án khó thi hành tăng"
    )
    services.save_item(pledge=draft, said=said, item=item, actor=actor)
    opened = signing.open_pledge(pledge=draft, beside=beside, actor=actor)
    assert opened.state == PledgeState.OPEN
    assert PledgeItem.objects.get(pk=item.pk).assigned == Decimal("85.25")


def test_unanswered_comment_and_missing_value_keep_it_a_draft(world, draft):
    actor = world.users["secretariat"]
    services.comment(pledge=draft, item=None, agency=world.enforcement[1], text="?", actor=world.users["officer"])
    services.save_item(pledge=draft, said=Promised(kind=ItemKind.AWARD, text="Bằng khen"), actor=actor)
    error = refused(lambda: signing.open_pledge(pledge=draft, beside=NOTHING_BESIDE, actor=actor), "not_ready")
    assert [each.code for each in error.about] == ["no_value", "answer"]


def test_heads_of_the_members_are_asked_the_leading_agency_first(world, opened, heads):
    assert [row.agency for row in lines(opened)] == world.enforcement
    assert lines(opened)[0].agency == world.deputy_agency
    assert Notice.objects.filter(kind="pledges.opened", user=world.users["head"]).exists()
    refused(
        lambda: services.save_item(
            pledge=opened, said=Promised(kind="task", text="Muộn"), actor=world.users["secretariat"]
        ),
        "not_draft",
    )


# -- signing -----------------------------------------------------------------------------------------------------------
def test_with_the_last_signature_it_is_signed(opened, heads, clock):
    found = sign_all(opened, heads)
    assert (found.state, found.signed_on) == (PledgeState.SIGNED, dates.today())
    assert {row.signed_hash for row in lines(found)} == {found.text_hash}
    assert all(row.person and row.title for row in lines(found))


def test_leading_agency_signs_first_unless_any_order_is_set(world, draft, heads):
    pledge = signing.open_pledge(pledge=draft, beside=NOTHING_BESIDE, actor=world.users["secretariat"])
    error = refused(lambda: sign(lines(pledge)[1], heads), "after_leader")
    assert error.about.agency == world.deputy_agency
    signing.take_back(pledge=pledge, reason="Đổi thứ tự ký", actor=world.users["secretariat"])
    Pledge.objects.update(order=SigningOrder.ANY)
    pledge = Pledge.objects.get()
    signing.open_pledge(pledge=pledge, beside=NOTHING_BESIDE, actor=world.users["secretariat"])
    assert sign(lines(pledge)[1], heads).signed_at


def test_who_left_office_yesterday_does_not_sign(opened, heads):
    row = lines(opened)[0]
    Appointment.objects.filter(agency=row.agency, role="head").update(valid_to=dates.today())
    with pytest.raises(NotAllowed) as error:
        sign(row, heads)
    assert (error.value.reason, error.value.about) == ("ended", dates.today() - timedelta(days=1))


@pytest.mark.parametrize("name", ["officer", "secretariat", "cluster_head", "ministry", "administrator"])
def test_nobody_but_the_head_signs(world, opened, heads, name):
    row = lines(opened)[1]
    with pytest.raises(NotAllowed):
        signing.sign(signature=row, read_hash=opened.text_hash, actor=world.users[name])


def test_second_tab_does_not_sign_twice(opened, heads):
    row = lines(opened)[0]
    sign(row, heads)
    refused(lambda: sign(row, heads), "signed_already")
    assert AuditEntry.objects.filter(action="pledge.sign").count() == 1


def test_another_text_than_the_one_that_was_read_is_not_signed(opened, heads):
    refused(lambda: sign(lines(opened)[0], heads, text="0" * 64), "other_text")


def test_refusal_is_told_and_the_text_taken_back_and_signed_anew(world, opened, heads):
    rows, secretariat = lines(opened), world.users["secretariat"]
    sign(rows[0], heads)
    signing.refuse(signature=rows[1], reason="Chỉ tiêu 84,5% quá cao", actor=heads[rows[1].agency_id])
    assert Notice.objects.filter(kind="pledges.refused", user=secretariat).count() == 1
    signing.take_back(pledge=opened, reason="Sửa theo ý kiến", actor=secretariat)
    refused(lambda: sign(rows[2], heads), "void")
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.text_hash) == (PledgeState.DRAFT, "")
    signing.open_pledge(pledge=pledge, beside=NOTHING_BESIDE, actor=secretariat)
    assert [row.signed_at for row in lines(pledge)] == [None] * 3
    assert sign_all(pledge, heads).state == PledgeState.SIGNED
    assert PledgeSignature.objects.exclude(voided_at=None).count() == 3


def test_member_that_left_is_not_waited_for(world, opened, heads):
    for row in lines(opened)[:2]:
        sign(row, heads)
    last = lines(opened)[2]
    refused(lambda: signing.complete(pledge=opened, actor=world.users["secretariat"]), "still_waits")
    Membership.objects.filter(agency=last.agency).update(valid_to=dates.today())
    refused(lambda: sign(last, heads), "no_member")
    signing.complete(pledge=opened, actor=world.users["secretariat"])
    assert Pledge.objects.get().state == PledgeState.SIGNED


def test_step_from_another_state_is_illegal(world, draft):
    with pytest.raises(IllegalStep):
        signing.take_back(pledge=draft, reason="x", actor=world.users["secretariat"])


# -- addenda and closing -----------------------------------------------------------------------------------------------
def test_signed_addendum_takes_the_place_of_a_promise(world, opened, heads):
    pledge, actor = sign_all(opened, heads), world.users["secretariat"]
    first = items_of(pledge)[0]
    addendum = addenda.begin_addendum(pledge=pledge, day=dates.today(), text="Điều chỉnh theo chỉ tiêu", actor=actor)
    refused(lambda: addenda.begin_addendum(pledge=pledge, day=dates.today(), text="2", actor=actor), "addendum_open")
    said = Promised(kind="indicator", text="Thi hành xong", indicator=first.indicator, value=Decimal("85"))
    addenda.save_addendum_item(addendum=addendum, said=said, replaces=first, actor=actor)
    addenda.save_addendum_item(addendum=addendum, said=Promised(kind="task", text="Việc thêm"), actor=actor)
    assert items_of(pledge)[0].value == Decimal("84.5")
    addendum = signing.open_addendum(addendum=addendum, beside=NOTHING_BESIDE, actor=actor)
    sign_all(pledge, heads, addendum)
    assert [(item.ordinal, item.text) for item in items_of(pledge)] == [
        (1, "Thi hành xong"),
        (2, "Đơn vị đề nghị tặng Cờ thi đua ngành"),
        (3, "Gửi báo cáo đúng kỳ hạn"),
        (4, "Việc thêm"),
    ]
    whole = WholePledge.read(Pledge.objects.get())
    assert whole.check().is_intact
    assert all(whole.check(each).is_intact for each in whole.addenda)


def test_addendum_is_dated_between_signing_and_today(world, opened, heads):
    pledge, actor = sign_all(opened, heads), world.users["secretariat"]
    for day in (dates.today() - timedelta(days=1), dates.today() + timedelta(days=1)):
        refused(lambda day=day: addenda.begin_addendum(pledge=pledge, day=day, text="x", actor=actor), "day")


def test_closed_at_the_years_end_with_what_came_of_it(world, opened, heads, clock):
    pledge, actor = sign_all(opened, heads), world.users["secretariat"]
    items = items_of(pledge)
    outcomes = {item.pk: signing.PromiseOutcome(value=Decimal("84.75"), kept=True, note="đủ") for item in items}
    refused(lambda: signing.close(pledge=pledge, outcomes=outcomes, actor=actor), "year_runs")
    clock(datetime(2025, 1, 6, 9, tzinfo=dates.TIME_ZONE))
    actor = type(actor).objects.get(pk=actor.pk)
    refused(lambda: signing.close(pledge=pledge, outcomes={}, actor=actor), "outcome")
    signing.close(pledge=pledge, outcomes=outcomes, actor=actor)
    assert Pledge.objects.get().state == PledgeState.CLOSED
    assert list(PledgeOutcome.objects.values_list("kept", flat=True)) == [True] * 3
    refused(lambda: addenda.begin_addendum(pledge=pledge, day=dates.today(), text="x", actor=actor), "closed")


# -- intact or not -----------------------------------------------------------------------------------------------------
TAMPERINGS = {
    "value": lambda: PledgeItem.objects.filter(kind="indicator").update(value="83.5"),
    "text": lambda: PledgeItem.objects.filter(kind="task").update(text="Gửi báo cáo"),
    "title": lambda: Pledge.objects.update(title="Giao ước khác"),
    "aims": lambda: Pledge.objects.update(preamble="Thêm một câu"),
    "removed": lambda: PledgeItem.objects.filter(kind="task").delete(),
    "frozen": lambda: Pledge.objects.update(frozen="{}"),
    "hash": lambda: Pledge.objects.update(text_hash="0" * 64),
    "signature": lambda: PledgeSignature.objects.filter(ordinal=1).update(signed_hash="1" * 64),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_changed_byte_is_found_and_said_since_when(opened, heads, clock, name):
    sign_all(opened, heads)
    assert checking.verify() == []
    last_the_same = Pledge.objects.get().intact_at
    clock(datetime(2024, 10, 5, 9, tzinfo=dates.TIME_ZONE))
    TAMPERINGS[name]()
    (broken,) = checking.verify()
    assert (broken.since, broken.check.is_intact) == (last_the_same, False)
    found = Pledge.objects.get()
    assert (found.intact_at, found.broken_at.date()) == (last_the_same, date(2024, 10, 5))
    assert AuditEntry.objects.filter(action="pledge.tampered").count() == 1
    refused(lambda: sign_addendum_of(found, heads), "tampered")


def sign_addendum_of(pledge, heads):
    """Nothing is signed under a pledge that is not what was frozen."""
    addendum = pledge.addenda.create(number=1, date=dates.today(), text="x", state=AddendumState.DRAFT)
    actor = AuditEntry.objects.filter(action="pledge.open").get().actor
    signing.open_addendum(addendum=addendum, beside=NOTHING_BESIDE, actor=actor)


def test_command_names_what_differs(opened, heads, capsys):
    sign_all(opened, heads)
    call_command("verify_pledges")
    assert "Cả 1 giao ước đã khóa đều khớp" in capsys.readouterr().out
    PledgeItem.objects.filter(kind="indicator").update(value="83.5")
    with pytest.raises(CommandError) as error:
        call_command("verify_pledges")
    assert error.value.returncode == 3
    assert "items.1.value: bản đã ký “84.5”, nay “83.5”" in capsys.readouterr().out

"""Pages on which a pledge is written, commented, signed and closed: what people see, and the mistakes they make."""

from datetime import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Appointment
from emulation_portal.lib import dates
from pledges.enums import PledgeState
from pledges.models import Pledge, PledgeAddendum, PledgeItem, PledgeOutcome, PledgeSignature
from tests.factories import covenants
from tests.factories.accounts import PASSWORD
from tests.support.pages import BUDGET, ask, grow, text

BLOCK = covenants.BLOCK


def at(world, name, *more):
    return reverse(f"dashboards:{name}", args=[world.cluster.slug, world.season.year, BLOCK, *more])


def sign_page(world, pledge, agency):
    return at(world, "pledge_sign", covenants.line_of(pledge, agency).pk)


# -- writing -----------------------------------------------------------------------------------------------------------
def test_empty_season_leads_the_secretariat_to_write(as_user, world):
    assert "Soạn giao ước" in text(as_user("secretariat").get(at(world, "pledge")))
    assert "Soạn giao ước" not in text(as_user("officer").get(at(world, "pledge")))


def test_begun_from_an_empty_text_and_filled(as_user, world):
    client = as_user("secretariat")
    assert client.post(at(world, "pledge_begin"), {"source": ""}).status_code == 302
    said = {
        "text": "Thi hành xong về việc",
        "indicator": world.indicators["completion_rate_cases"].pk,
        "comparator": "gte",
        "value": "84,5",
    }
    assert client.post(at(world, "pledge_item_new", "indicator"), said).status_code == 302
    award = {"text": "Cờ thi đua ngành", "comparator": "gte", "value": "1"}
    assert client.post(at(world, "pledge_item_new", "award"), award).status_code == 302
    assert list(PledgeItem.objects.values_list("ordinal", "value")) == [(1, 84.5), (2, 1)]
    page = text(client.get(at(world, "pledge")))
    assert "≥ 84,50%" in page.replace("\u00a0", " ")
    assert "Mở ký" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("8325", "từ 0 đến 100%"), ("tám mươi", "số"), ("-5", "không"), ("84,123456789012", "thập phân")],
)
def test_wrong_value_keeps_what_was_typed(as_user, world, typed, said):
    covenants.drafted(world)
    values = {
        "text": "Thi hành xong về tiền",
        "indicator": world.indicators["completion_rate_money"].pk,
        "comparator": "gte",
        "value": typed,
    }
    response = as_user("secretariat").post(at(world, "pledge_item_new", "indicator"), values)
    assert response.status_code == 422
    assert typed in text(response)
    assert "Thi hành xong về tiền" in text(response)
    assert said in text(response)
    assert PledgeItem.objects.count() == 3


def test_two_who_change_one_promise_do_not_overwrite_each_other(as_user, world):
    pledge = covenants.drafted(world)
    item = pledge.items.get(kind="task")
    first, second = as_user("secretariat"), as_user("cluster_head")
    seen = second.get(at(world, "pledge_item", item.pk)).context["form"]["seen"].value()
    assert (
        first.post(at(world, "pledge_item", item.pk), {"text": "Của người thứ nhất", "seen": seen}).status_code == 302
    )
    response = second.post(at(world, "pledge_item", item.pk), {"text": "Của người thứ hai", "seen": seen})
    assert response.status_code == 409
    assert "Của người thứ hai" in text(response)
    assert PledgeItem.objects.get(pk=item.pk).text == "Của người thứ nhất"


def test_draft_names_what_keeps_it_from_being_opened(as_user, world):
    world.set_targets()
    pledge = covenants.drafted(world)
    PledgeItem.objects.filter(kind="indicator").update(value="70", text="Thi hành xong 84% số việc")
    client = as_user("secretariat")
    assert client.post(at(world, "pledge_step", "open")).status_code == 302
    page = text(client.get(at(world, "pledge")))
    assert "Nội dung 1 thấp hơn chỉ tiêu giao" in page
    assert "Lời văn của nội dung 1 ghi tỷ lệ khác mức cam kết" in page
    assert Pledge.objects.get(pk=pledge.pk).state == PledgeState.DRAFT


def test_member_agrees_and_comments_on_its_page(as_user, world):
    pledge = covenants.drafted(world)
    item = pledge.items.first()
    client = as_user("officer")
    client.post(at(world, "pledge_item_comment", item.pk), {"text": "Đề nghị ghi rõ"})
    client.post(at(world, "pledge_agree"))
    page = text(as_user("secretariat").get(at(world, "pledge")))
    assert "Đề nghị ghi rõ" in page
    assert "1 ý kiến chờ trả lời" in page


# -- signing -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(world):
    """An open pledge that the leading agency has signed; the next to sign is the head of the second agency."""
    pledge = covenants.opened(world)
    covenants.sign(covenants.lines(pledge)[0], covenants.heads_of(world))
    return pledge


def test_head_finds_the_pledge_at_home_and_signs_it(as_user, world, waiting):
    client, url = as_user("head"), sign_page(world, waiting, world.enforcement[1])
    assert url in client.get(reverse("dashboards:home")).content.decode()
    page = client.get(url)
    assert "Thi hành xong về việc" in text(page)
    assert waiting.text_hash in text(page)
    said = {"read_hash": page.context["form"]["read_hash"].value(), "password": PASSWORD}
    assert client.post(url, said).status_code == 302
    assert covenants.line_of(waiting, world.enforcement[1]).signed_at
    assert "đã ký" in text(client.get(url))
    assert url not in client.get(reverse("dashboards:home")).content.decode()


def test_wrong_password_signs_nothing(as_user, world, waiting):
    client, url = as_user("head"), sign_page(world, waiting, world.enforcement[1])
    response = client.post(url, {"read_hash": waiting.text_hash, "password": "sai"})
    assert response.status_code == 422
    assert "Mật khẩu không đúng" in text(response)
    assert covenants.line_of(waiting, world.enforcement[1]).signed_at is None


def test_text_that_changed_under_the_page_is_read_once_more(as_user, world, waiting):
    client, url = as_user("head"), sign_page(world, waiting, world.enforcement[1])
    response = client.post(url, {"read_hash": "0" * 64, "password": PASSWORD})
    assert response.status_code == 422
    assert "Văn bản đã thay đổi" in text(response)
    assert f'value="{waiting.text_hash}"' in response.content.decode()


def test_whose_appointment_ended_reads_since_when(as_user, world, waiting):
    Appointment.objects.filter(agency=world.enforcement[1], role="head").update(valid_to=dates.today())
    response = as_user("head").get(sign_page(world, waiting, world.enforcement[1]))
    assert response.status_code in (403, 404)


def test_refusal_with_too_short_a_reason_is_asked_again(as_user, world, waiting):
    client = as_user("head")
    url = at(world, "pledge_refuse", covenants.line_of(waiting, world.enforcement[1]).pk)
    assert client.post(url, {"reason": "không"}).status_code == 422
    assert client.post(url, {"reason": "Chỉ tiêu về tiền quá cao"}).status_code == 302
    page = text(as_user("secretariat").get(at(world, "pledge")))
    assert "Chỉ tiêu về tiền quá cao" in page


def test_tampering_stands_on_the_page_with_where_and_since_when(as_user, world):
    covenants.signed(world)
    PledgeItem.objects.filter(kind="indicator").update(value="83")
    page = text(as_user("officer").get(at(world, "pledge")))
    assert "Nội dung đang lưu khác bản đã khóa; lần cuối còn khớp:" in page
    assert "items.1.value: bản đã ký “84.5”, nay “83”" in page


# -- closing -----------------------------------------------------------------------------------------------------------


# -- addenda -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def addendum(as_user, world):
    """A draft with one added task."""
    covenants.signed(world)
    client = as_user("secretariat")
    said = {"date": dates.today().isoformat(), "text": "Điều chỉnh theo chỉ tiêu được giao"}
    assert client.post(at(world, "pledge_addendum_new"), said).status_code == 302
    assert client.post(at(world, "pledge_addendum_item_new", 1, "task"), {"text": "Việc thêm"}).status_code == 302
    return PledgeAddendum.objects.get(number=1)


def test_two_who_change_one_promise_of_an_addendum_do_not_overwrite_each_other(as_user, world, addendum):
    page = at(world, "pledge_addendum_item", 1, addendum.items.get().pk)
    first, second = as_user("secretariat"), as_user("cluster_head")
    seen = second.get(page).context["form"]["seen"].value()
    assert first.post(page, {"text": "Của người thứ nhất", "seen": seen}).status_code == 302
    response = second.post(page, {"text": "Của người thứ hai", "seen": seen})
    assert response.status_code == 409
    assert "Của người thứ hai" in text(response)
    assert addendum.items.get().text == "Của người thứ nhất"


def test_step_that_there_is_not_takes_nothing_away(as_user, world, addendum):
    client = as_user("secretariat")
    item = addendum.pledge.items.filter(addendum=None).first()
    for page in (at(world, "pledge_addendum_step", 1, "sign"), at(world, "pledge_item_move", item.pk, "aside")):
        assert client.post(page).status_code == 404
    assert PledgeAddendum.objects.filter(pk=addendum.pk).exists()
    assert client.post(at(world, "pledge_addendum_step", 1, "discard")).status_code == 302
    assert not PledgeAddendum.objects.filter(pk=addendum.pk).exists()


def test_closed_line_by_line(as_user, world, clock):
    world.fill_all()
    pledge = covenants.signed(world)
    clock(datetime(2025, 1, 6, 9, tzinfo=dates.TIME_ZONE))
    client = as_user("secretariat")
    assert client.post(at(world, "pledge_close"), {}).status_code == 422
    said = {f"item-{item.pk}-kept": "yes" for item in pledge.items.exclude(kind="indicator")}
    assert client.post(at(world, "pledge_close"), said).status_code == 302
    assert sorted(PledgeOutcome.objects.values_list("kept", flat=True), key=str) in ([True] * 3, [False, True, True])
    assert PledgeOutcome.objects.get(item__kind="indicator").value == 84
    assert "Đã đóng" in text(client.get(at(world, "pledge")))


# -- costs -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["secretariat", "officer"])
def test_draft_costs_the_same_for_any_number_of_members_and_comments(as_user, world, name):
    pledge = covenants.drafted(world)
    client = as_user(name)
    _page, few = ask(client, at(world, "pledge"))
    grow(world, 6)
    for item in pledge.items.all():
        client.post(at(world, "pledge_item_comment", item.pk), {"text": "Góp ý"})
    _page, many = ask(client, at(world, "pledge"))
    assert few == many <= BUDGET


def test_signing_page_costs_the_same_for_any_number_of_members(as_user, world, waiting):
    client, url = as_user("head"), sign_page(world, waiting, world.enforcement[1])
    _page, few = ask(client, url)
    assert few <= BUDGET
    assert AuditEntry.objects.filter(action="pledge.open").count() == 1
    assert PledgeSignature.objects.count() == 3

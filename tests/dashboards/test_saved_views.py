"""Views that a person keeps: what may be kept, under which names, and that nobody sees those of others."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from clusters.declarations.kept_pages import may_be_kept
from dashboards.models import SavedView
from dashboards.saved_views import services
from dashboards.saved_views.services import NotAPage, TooLong, ViewNameTaken, read_address
from reports.runs.selections import MOST
from tests.factories.reports import SavedViewFactory
from tests.support.html import main_of, parse, text_of
from tests.support.pages import BUDGET, ask

LIST = "/views/"
OVERVIEW = "/s/cum-thu-nghiem/2024/"
FAMILY = "👩\u200d👧"


def keep(client, name="Tổng quan", address=OVERVIEW):
    return client.post(LIST, {"name": name, "address": address})


# -- which addresses --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "page"),
    [
        (OVERVIEW, "dashboards:overview"),
        (f"{OVERVIEW}?civil_enforcement=9m", "dashboards:overview"),
        (f"{OVERVIEW}agency/THADS-T001/?period=9m", "dashboards:agency"),
        (f"{OVERVIEW}indicator/completion_rate_cases/", "dashboards:indicator"),
        (f"{OVERVIEW}compare/?what=years&first=CTN-2024", "dashboards:compare"),
        ("/ministry/?year=2024", "dashboards:ministry"),
        ("/ministry/national/?year=2024", "dashboards:national"),
    ],
)
def test_dashboards_may_be_kept(address, page):
    found = read_address(address)
    assert found.page == page
    assert (found.path, found.query) == (address.partition("?")[0], address.partition("?")[2])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "views/",
        "//evil.example/s/x/2024/",
        "https://evil.example/ministry/",
        "/\\evil.example/ministry/",
        "javascript:alert(1)",
        "/nowhere/",
        LIST,
        "/people/",
        "/me/",
        "/accounts/logout/",
        f"{OVERVIEW}reports/",
        f"{OVERVIEW}compare/table.csv",
        f"{OVERVIEW}figure/completion_rate_cases/",
        f"{OVERVIEW}#h-all",
        f"{OVERVIEW}?a=\r\nX: y",
        f"{OVERVIEW}?a=\u202e",
        "/s/cụm/2024/",
        "/s/%ff/2024/",
        f"/ministry/{chr(0)}",
        "/ministry/ ",
        "/ministry/../people/",
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(NotAPage):
        read_address(address)


def test_query_may_have_500_characters_and_no_more():
    assert len(read_address("/ministry/?" + "a" * 500).query) == 500
    with pytest.raises(TooLong):
        read_address("/ministry/?" + "a" * 501)
    with pytest.raises(TooLong):
        read_address(f"{OVERVIEW}agency/{'a' * 300}/")


@given(st.text(max_size=60))
def test_any_text_is_a_dashboard_of_this_portal_or_refused(text):
    try:
        found = read_address(text)
    except NotAPage:
        return
    assert may_be_kept(found.page) and found.path.startswith("/") and not found.path.startswith("//")


# -- keeping ----------------------------------------------------------------------------------------------------------
def test_view_is_kept_opened_renamed_and_removed(as_user, world):
    client = as_user("officer")
    address = f"{OVERVIEW}?civil_enforcement=9m"
    assert keep(client, "Chín tháng", address).url == address
    view = SavedView.objects.get()
    assert (view.name, view.path, view.query) == ("Chín tháng", OVERVIEW, "civil_enforcement=9m")
    page = main_of(client.get(LIST))
    assert page.xpath("//div[@class='filerow__name']/a/@href") == [address]
    assert "Tổng quan năm · Cụm thử · 2024" in text_of(page)
    assert client.get(address).status_code == 200
    assert client.post(reverse("dashboards:view_rename", args=[view.pk]), {"name": "9 tháng"}).url == LIST
    assert SavedView.objects.get().name == "9 tháng"
    assert client.post(reverse("dashboards:view_remove", args=[view.pk])).url == LIST
    assert not SavedView.objects.exists()
    acts = AuditEntry.objects.filter(action__startswith="view.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["view.saved", "view.renamed", "view.removed"]


def test_every_dashboard_offers_to_keep_its_address(as_user, world):
    world.fill_all()
    client = as_user("ministry")
    for address in (
        f"{OVERVIEW}?civil_enforcement=9m",
        f"{OVERVIEW}agency/{world.enforcement[0].code}/?period=12m",
        f"{OVERVIEW}indicator/completion_rate_cases/?period=12m",
        f"{OVERVIEW}compare/?what=years&block=civil_enforcement",
        "/ministry/?year=2024",
        "/ministry/national/?year=2024",
    ):
        [hidden] = parse(client.get(address)).xpath("//main//input[@name='address']/@value")
        assert hidden == address
        assert keep(client, address, hidden).url == address
    assert SavedView.objects.count() == 6


def test_home_shows_the_own_views(as_user, world):
    SavedViewFactory(user=world.users["officer"], name="Của tôi")
    SavedViewFactory(user=world.users["head"], name="Của người khác")
    text = text_of(main_of(as_user("officer").get("/")))
    assert "Của tôi" in text and "Của người khác" not in text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<b>Đậm</b> & “x”", "<b>Đậm</b> & “x”"),
        ("\u200fPhải sang trái\u200e", "\u200fPhải sang trái\u200e"),
        ("  Hòa   giải ", "Hòa giải"),
        ("Cu\u0323m", "Cụm"),
        ("x" * 80, "x" * 80),
        ("e\u0323" * 80, "ẹ" * 80),
    ],
)
def test_names_are_kept_inert(as_user, world, typed, kept):
    client = as_user("officer")
    assert keep(client, typed).status_code == 302
    assert SavedView.objects.get().name == kept
    page = client.get(LIST)
    assert [text_of(node) for node in main_of(page).xpath("//div[@class='filerow__name']/a")] == [kept]
    assert "<b>Đậm" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Đề nghị đặt tên cho cách xem."),
        (" \u200e\u200b ", "Đề nghị đặt tên cho cách xem."),
        (f"Gia đình {FAMILY}", "không in được"),
        ("Phải\u202esang trái", "ký tự ẩn làm đổi chiều chữ (U+202E)"),
        ("x" * 81, "Tên có 81 ký tự, tối đa 80 ký tự. Đề nghị rút ngắn."),
        ("Cụm" * 5000, "Tên có 15000 ký tự, tối đa 80 ký tự. Đề nghị rút ngắn."),
    ],
)
def test_bad_names_are_explained_and_the_typing_stays(as_user, world, typed, says):
    response = keep(as_user("officer"), typed)
    assert response.status_code == 422 and not SavedView.objects.exists()
    page = main_of(response)
    assert says in text_of(page)
    assert page.xpath("//input[@name='name']/@value") == [typed]
    assert page.xpath("//input[@name='address']/@value") == [OVERVIEW]
    assert page.xpath(f"//a[@href='{OVERVIEW}'][contains(., 'Quay lại')]")


@pytest.mark.parametrize("address", ["/people/", "//evil.example/ministry/", "", "x" * 10_000])
def test_bad_address_is_explained_and_leads_nowhere(as_user, world, address):
    response = keep(as_user("officer"), "Tên", address)
    assert response.status_code == 422 and not SavedView.objects.exists()
    text = text_of(main_of(response))
    assert "Không lưu được trang này." in text and "Quay lại trang" not in text


def test_long_filters_are_explained(as_user, world):
    text = text_of(main_of(keep(as_user("officer"), "Tên", "/ministry/?" + "a" * 501)))
    assert "Bộ lọc của trang dài quá 500 ký tự nên không lưu được." in text


def test_name_is_taken_once_for_each_person(as_user, world):
    SavedViewFactory(user=world.users["head"], name="Tổng quan")
    client = as_user("officer")
    assert keep(client).status_code == 302
    again = keep(client, address="/ministry/")
    assert again.status_code == 422 and "Đã có cách xem khác mang tên này." in text_of(main_of(again))
    assert SavedView.objects.get(user=world.users["officer"]).path == OVERVIEW


def test_two_tabs_that_take_one_name_at_once_keep_one(world, monkeypatch):
    user = world.users["officer"]
    SavedViewFactory(user=user, name="Tổng quan")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)
    with pytest.raises(ViewNameTaken):
        services.save_view(user=user, name="Tổng quan", address=read_address(OVERVIEW))
    assert SavedView.objects.filter(user=user).count() == 1


def test_rename_to_a_taken_name_is_explained_beside_it(as_user, world):
    first, second = (SavedViewFactory(user=world.users["officer"], name=name) for name in ("Một", "Hai"))
    client = as_user("officer")
    for typed in ("Một", "", "x" * 10_000):
        response = client.post(reverse("dashboards:view_rename", args=[second.pk]), {"name": typed})
        assert response.status_code == 422
        opened = main_of(response).xpath("//details[@open]//input[@name='name']")
        assert [node.get("value") for node in opened] == [typed]
    assert client.post(reverse("dashboards:view_rename", args=[first.pk]), {"name": "Một"}).status_code == 302
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Một", "Hai"}


def test_views_of_others_do_not_exist(as_user, world):
    view = SavedViewFactory(user=world.users["head"], name="Của người khác")
    client = as_user("officer")
    assert "Của người khác" not in client.get(LIST).content.decode()
    for name in ("view_rename", "view_remove"):
        assert client.post(reverse(f"dashboards:{name}", args=[view.pk]), {"name": "Tên"}).status_code == 404
    assert SavedView.objects.get().name == "Của người khác"


def test_more_than_the_portal_holds_are_refused(as_user, world):
    SavedViewFactory.create_batch(MOST, user=world.users["officer"])
    response = keep(as_user("officer"), "Thêm")
    assert response.status_code == 422 and SavedView.objects.count() == MOST
    assert "Đã lưu 50 cách xem, là số tối đa." in text_of(main_of(response))


def test_a_view_grants_nothing(as_user, world):
    """Kept while one might, opened when one may no longer: the page does not exist."""
    client = as_user("other_officer")
    assert keep(client).url == OVERVIEW
    assert client.get(OVERVIEW).status_code == 404
    page = text_of(main_of(client.get(LIST)))
    assert "Tổng quan năm" in page and "Cụm thử" not in page


def test_address_that_the_portal_no_longer_has_is_only_removed(as_user, world):
    SavedViewFactory(user=world.users["officer"], name="Cũ", path="/gone/")
    page = main_of(as_user("officer").get(LIST))
    assert "Cổng không còn trang này" in text_of(page) and not page.xpath("//div[@class='filerow__name']/a")
    assert "Cũ" not in text_of(main_of(as_user("officer").get("/")))


def test_queries_do_not_grow_with_views(as_user, world):
    client = as_user("officer")
    SavedViewFactory(user=world.users["officer"])
    few = [ask(client, address)[1] for address in (LIST, "/")]
    SavedViewFactory.create_batch(20, user=world.users["officer"])
    assert [ask(client, address)[1] for address in (LIST, "/")] == few
    assert max(few) <= BUDGET

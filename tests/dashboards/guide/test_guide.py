"""The guide as a page, and the help link that leads from every page to its place."""

import pytest
from django.urls import get_resolver

from dashboards.guide.page import anchor_of, sections
from dashboards.workspace.guide_places import PLACES, place_of
from tests.architecture.matrix import MATRIX
from tests.support.pages import address


def test_anchor_is_the_heading_without_number_and_marks():
    assert anchor_of("3. Nhập số liệu") == "nhap-so-lieu"
    assert anchor_of("Báo cáo tổng kết và bộ tài liệu") == "bao-cao-tong-ket-va-bo-tai-lieu"


def test_sections_have_text_and_no_pictures_and_no_anchor_twice():
    found = sections()
    anchors = [section.anchor for section in found]
    assert len(anchors) == len(set(anchors)) > 20
    assert not [section.title for section in found if "<img" in section.html or ".md" in section.html]
    assert not [section.title for section in found if section.title.startswith("Màn hình")]
    assert "<table>" in next(section.html for section in found if section.anchor == "vai-tro")


@pytest.mark.parametrize("beginning", sorted(PLACES))
def test_every_place_is_in_the_guide_and_of_some_page(beginning):
    assert PLACES[beginning] in {section.anchor for section in sections()}
    assert any(name.startswith(beginning) for name in MATRIX)


def test_no_room_is_without_a_place():
    rooms = {f"{room}:" for room in get_resolver().namespace_dict}
    assert {room for room in rooms if place_of(room) == PLACES[""]} - {"dashboards:"} == set()


@pytest.mark.parametrize(
    ("page", "place"),
    [("dashboards:overview", "tong-quan-nam"), ("results:review", "trinh-gui-tiep-nhan-duyet")],
)
def test_a_page_leads_to_its_place(as_user, world, page, place):
    assert f'href="/guide/#{place}"' in as_user("secretariat").get(address(world, page)).content.decode()


@pytest.mark.django_db
def test_a_visitor_who_has_not_signed_in_reads_the_guide_too(client):
    assert 'href="/guide/#dang-nhap"' in client.get("/accounts/login/").content.decode()
    page = client.get("/guide/").content.decode()
    assert 'id="nhap-so-lieu"' in page and 'href="#nhap-so-lieu"' in page

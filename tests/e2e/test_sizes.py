"""Boxes of 16 px, and words too long for any line (B59, B62)."""

import pytest

from clusters.models import Person
from pledges.models import Movement
from tests.factories.pledges import MovementFactory
from tests.support.browser.looking import NARROW, WIDTHS, faults_of, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Thiđua" * 50
SMALL = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter(box => !["hidden", "checkbox", "radio"].includes(box.type))
    .filter(box => box.checkVisibility() && parseFloat(getComputedStyle(box).fontSize) < 16)
    .map(box => `${location.pathname}: ${box.name || box.id} ${getComputedStyle(box).fontSize}`)"""


def places(world, role: str) -> list[str]:
    agency, season = world.enforcement[1], f"/s/{world.cluster.slug}/2024"
    return {
        "officer": [f"/entry/{agency.code}/{world.period_of(agency).code}/", "/me/", f"{season}/awards/new/"],
        "secretariat": [f"{season}/movements/new/", f"{season}/reports/", f"{season}/compare/", "/awards/ledger/"],
        "administrator": ["/people/", "/people/new/"],
        "approver": [f"/entry/setup/{world.cluster.slug}/2024/targets/", "/entry/setup/cluster/", "/ministry/reports/"],
    }[role]


@pytest.mark.parametrize("role", ["officer", "secretariat", "administrator", "approver"])
def test_boxes_to_type_into_have_16_px_at_both_widths(world, open_page, login, role):
    page, small = open_page(), []
    login(page, role)
    for address in places(world, role):
        page.goto(address)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            small += page.evaluate(SMALL)
    assert small == []


def test_long_word_makes_no_page_wider(world, open_page, login):
    MovementFactory(season=world.season, name=LONG)
    person = Person.objects.create(full_name=LONG[:120])
    wide, movements = [], f"/s/{world.cluster.slug}/2024/movements/"
    movement = f"{movements}{Movement.objects.get().pk}/"
    pages = {
        "secretariat": [movements, movement],
        "officer": [f"{movement}join/"],
        "administrator": ["/people/", f"/people/{person.pk}/"],
    }
    for role, addresses in pages.items():
        page = open_page()
        login(page, role)
        for address in addresses:
            page.goto(address)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                wide += [f"{address} at {width}: {found}" for found in overflow(page)]
    assert wide == []


def places_of_every_day(world, role: str) -> list[str]:
    agency, season = world.enforcement[1], f"/s/{world.cluster.slug}/2024"
    of_all = ["/", f"{season}/", f"{season}/agency/{agency.code}/", f"{season}/reports/", f"{season}/movements/"]
    return {
        "officer": [*of_all, f"/entry/{agency.code}/{world.period_of(agency).code}/"],
        "head": [*of_all, f"{season}/pledge/civil_enforcement/", f"{season}/awards/"],
        "secretariat": [*of_all, f"{season}/compare/", f"/entry/review/{world.cluster.slug}/2024/"],
        "ministry": ["/", "/ministry/", "/ministry/national/?year=2024", "/ministry/reports/"],
        "administrator": ["/", "/people/"],
    }[role]


@pytest.mark.parametrize("role", ["officer", "head", "secretariat", "ministry", "administrator"])
def test_no_page_scrolls_sideways_at_320_px_and_at_400_percent(world, open_page, login, role):
    world.fill_all()
    page, wide = open_page(), []
    login(page, role)
    for address in places_of_every_day(world, role):
        assert page.goto(address).status == 200, address
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            wide += [f"{address} at {width}: {found}" for found in overflow(page)]
    assert wide == []


LOOKED_AT = """<!doctype html><html lang="vi"><head><title>Trang</title><style>
    body { color: #000; background: #fff; }
    .bar { display: none; color: #bbb; }
    @media (max-width: 600px) { .bar { display: block; } .pale { color: #ccc; } }
</style></head><body><main><h1>Trang</h1><p class="same">Chữ</p>%s</main></body></html>"""


@pytest.mark.parametrize(
    ("markup", "faults"),
    [
        ('<p class="bar">Chỉ có trên điện thoại</p>', 1),
        ('<p class="pale">Nhạt đi trên điện thoại</p>', 1),
        ("<p>Như nhau ở hai cỡ</p>", 0),
    ],
)
def test_contrast_is_looked_at_where_the_narrow_page_is_another(open_page, picture, markup, faults):
    page = open_page()
    page.set_content(LOOKED_AT % markup)
    found = faults_of(page, "looking", picture)
    assert [line.split(":")[0] for line in found] == ["looking 390"] * faults
    assert all("color-contrast" in line for line in found)

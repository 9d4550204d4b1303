"""The release has one number, wherever it is told."""

import re

import pytest
from django.urls import reverse

from emulation_portal import __version__
from tests.support.project import ROOT


def test_newest_release_of_the_changelog_is_the_one_that_runs():
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", heads[1])


def test_health_address_tells_the_release(client):
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}


def told(response):
    """How often the page tells the release it was made by."""
    return response.content.decode().count(f"Phiên bản Cổng {__version__}<")


def test_page_to_sign_in_tells_the_release(client, db):
    assert told(client.get(reverse("account_login"))) == 1


@pytest.mark.parametrize("name", ["dashboards:home", "dashboards:views", "accounts:me"])
def test_foot_of_a_page_tells_the_release(as_user, name):
    assert told(as_user("officer").get(reverse(name))) == 1


def test_release_stands_beside_the_version_of_the_data(as_user, world):
    client = as_user("officer")
    page = client.get(reverse("dashboards:overview", args=[world.cluster.slug, world.season.year])).content.decode()
    foot = page.split('<footer class="foot">')[1].split("</footer>")[0]
    assert "Phiên bản dữ liệu" in foot
    assert f"Phiên bản Cổng {__version__}" in foot

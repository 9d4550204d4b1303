"""The release has one number, wherever it is told."""

import re

from emulation_portal import __version__
from tests.support.project import ROOT


def test_newest_release_of_the_changelog_is_the_one_that_runs():
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", heads[1])


def test_health_address_tells_the_release(client):
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}

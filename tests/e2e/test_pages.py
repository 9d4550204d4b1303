"""Every page, as each role that works on it: accessible, quiet in the console, no wider than its window."""

from collections.abc import Iterator

import pytest

from tests.support.browser.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.service]

# Per role: name of the page, then the way to it: an address, or the first link of the page before it that fits.
ENTRY = "main a[href^='/entry/']:not([href*='/submission/']):not([href*='/review/'])"
OVERVIEW = "nav a.room[href^='/s/']:has(.bi-flag)"
PLEDGE, RUNS, AGENCY = "a[href*='/pledge/']", "a[href*='/reports/']", "a[href*='/agency/']"
REVIEW, SUBMISSION = "a[href*='/entry/review/']", "a[href*='/entry/submission/']"
WAYS = {
    "canbo": {
        "home-officer": ["/"],
        "overview-officer": ["/", OVERVIEW],
        "agency": ["/", AGENCY],
        "entry": ["/", ENTRY],
        "pledge": ["/", PLEDGE],
        "runs-officer": ["/", RUNS],
        "open-data-live": ["/", RUNS, "main a[href$='/open-data/']"],
        "movements": ["/", "nav a[href$='/movements/']"],
        "awards": ["/", "nav a[href$='/awards/']"],
        "nominate": ["/", "nav a[href$='/awards/']", "a[href$='/awards/new/']"],
        "me": ["/me/"],
        "notices-none": ["/notices/"],
        "password": ["/accounts/password/change/"],
        "sign-out": ["/accounts/logout/"],
        "not-found": ["/nowhere/"],
        "open-data-2024": ["/s/bac-song-hau/2024/reports/", "main a[href$='/open-data/']"],
        "forbidden": ["/people/"],
    },
    "truong": {
        "home-head": ["/"],
        "agency-head": ["/", AGENCY],
        "submission-head": ["/", AGENCY, SUBMISSION],
        "indicator-head": ["/", AGENCY, "main table a[href*='/indicator/']"],
        "compare-head": ["/", AGENCY, "main a[href*='/compare/']"],
        "derivation-head": ["/s/bac-song-hau/2024/", "main table a[href*='/figure/']"],
    },
    "canbo.stp": {
        "home-department": ["/"],
        "entry-department": ["/", ENTRY],
        "pledge-department": ["/", PLEDGE],
        "agency-department": ["/", AGENCY],
    },
    "thuky": {
        "home": ["/"],
        "overview": ["/", OVERVIEW],
        "review": ["/", REVIEW],
        "submission": ["/", REVIEW, SUBMISSION],
        "runs": ["/", RUNS],
        "phases": ["/", "a[href*='/people/phases/']"],
    },
    "cumtruong": {
        "home-cluster-head": ["/"],
        "review-cluster-head": ["/", REVIEW],
        "phases-cluster-head": ["/", "a[href*='/people/phases/']"],
    },
    "cumpho": {"home-deputy": ["/"], "review-deputy": ["/", REVIEW]},
    "bo": {
        "home-ministry": ["/"],
        "ministry": ["/ministry/?year=2024"],
        "ministry-live": ["/ministry/"],
        "national": ["/ministry/", "main .page-head a[href^='/ministry/national/']"],
        "national-2024": ["/ministry/national/?year=2024"],
        "national-heat-2024": ["/ministry/national/?year=2024&view=heat"],
        "national-amount-2024": ["/ministry/national/?year=2024&indicator=eligible_money"],
        "national-department-2024": ["/ministry/national/?year=2024&indicator=appraisal_coverage_rate"],
        "overview-ministry": ["/s/bac-song-hau/2024/"],
        "agency-ministry": ["/s/bac-song-hau/2024/", "a[href*='/agency/THADS']"],
        "runs-ministry": ["/s/bac-song-hau/2024/reports/"],
        "pledge-2024": ["/s/bac-song-hau/2024/pledge/civil_enforcement/"],
        "indicator-2024": ["/s/bac-song-hau/2024/indicator/completion_rate_cases/"],
        "indicator-amount-2024": ["/s/bac-song-hau/2024/indicator/eligible_money/"],
        "derivation-2024": ["/s/bac-song-hau/2024/figure/completion_rate_cases/"],
        "derived-target-2024": ["/s/bac-song-hau/2024/figure/completion_rate_money/target/"],
        "derivation-cell-2024": ["/s/bac-song-hau/2024/figure/eligible_cases/", "main table a"],
        "compare-2024": ["/s/bac-song-hau/2024/compare/"],
        "compare-years-2024": ["/s/bac-song-hau/2024/compare/?what=years"],
        "compare-merged-2025": ["/s/bac-song-hau-minh-hoa/2025/compare/?what=years&second=BSH-2024&organised=now"],
        "movements-2024": ["/s/bac-song-hau/2024/movements/"],
        "awards-2024": ["/s/bac-song-hau/2024/awards/"],
        "nomination-2024": ["/s/bac-song-hau/2024/awards/", "main table a[href*='/nomination/']"],
        "ledger": ["/awards/ledger/"],
        "setup": ["/entry/setup/"],
        "setup-targets": ["/entry/setup/bac-song-hau/2024/targets/"],
        "setup-national-targets": ["/entry/setup/national-targets/2024/"],
        "setup-targets-floor": ["/entry/setup/bac-song-hau/2024/targets/floor/"],
        "setup-targets-upload": ["/entry/setup/bac-song-hau/2024/targets/upload/"],
        "setup-target": ["/entry/setup/national-targets/2024/completion_rate_money/"],
        "setup-members": ["/entry/setup/bac-song-hau/2024/members/"],
    },
    "bo.duyet": {
        "home-approver": ["/"],
        "review-approver": ["/entry/review/bac-song-hau/2024/"],
        "submission-approver": ["/entry/review/bac-song-hau/2024/", SUBMISSION],
        "phases-approver": ["/people/phases/bac-song-hau/2025/"],
    },
    "quantri": {
        "home-administrator": ["/"],
        "people": ["/people/"],
        "person-new": ["/people/new/"],
        "person": ["/people/", "main table a[href^='/people/']"],
        "end-appointment": ["/people/", "main table a[href^='/people/']", "a[href*='/end/']"],
    },
    "ngoaicum": {"home-outside": ["/"], "agency-outside": ["/", AGENCY]},
}


def walk(page, ways: dict[str, list[str]]) -> Iterator[str]:
    """Go to each page in turn; gives its name once it is open."""
    for name, (start, *links) in ways.items():
        page.goto(start)
        for link in links:
            page.goto(page.locator(link).first.get_attribute("href"))
        yield name


@pytest.mark.parametrize("username", sorted(WAYS))
def test_pages_of(username, window, picture):
    page = window(username)
    faults = [fault for name in walk(page, WAYS[username]) for fault in faults_of(page, name, picture)]
    assert not faults, "\n".join(faults)


def test_agency_page_on_paper(window, picture):
    """What is printed are the figures and where they lead; not what waits on the screen."""
    page = window("truong")
    [name] = walk(page, {"agency-head-print": ["/", AGENCY]})
    page.emulate_media(media="print")
    picture(page, name)
    assert page.locator(".outlook svg.course").first.is_visible() and page.locator(".dtable--course").first.is_visible()
    assert not page.locator("#h-decide, .topbar, main .btn").locator("visible=true").count()


def test_pages_before_signing_in(window, picture):
    page = window()
    page.goto("/accounts/login/")
    faults = faults_of(page, "sign-in", picture)
    page.fill("input[name=login]", "canbo")
    page.fill("input[name=password]", "wrong")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("[role=alert], .alert, .invalid-feedback")
    faults += faults_of(page, "sign-in-refused", picture)
    assert not faults, "\n".join(faults)

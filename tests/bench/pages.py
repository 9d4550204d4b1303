"""What the pages cost: queries, bytes and time, at a few agencies and at all of them."""

import re
import time
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.world import World

BACKEND = "accounts.backends.AccountBackend"
PAGES = ("home", "overview", "agency", "entry", "ministry", "national", "indicator", "derivation", "compare", "pledge")
KEPT = ("overview", "agency", "ministry", "national", "indicator", "derivation", "compare")
SCRIPT = re.compile(rb'<script[^>]* src="/static/([^"?]+)')
REPEATS = 9


class Visitor:
    """One signed-in browser per page, in one database."""

    def __init__(self, world: World):
        agency, season = world.enforcement[1], world.season
        place = [season.cluster.slug, season.year]
        self._addresses = {
            "home": (reverse("dashboards:home"), "secretariat"),
            "overview": (reverse("dashboards:overview", args=place), "secretariat"),
            "agency": (reverse("dashboards:agency", args=[*place, world.enforcement[2].code]), "secretariat"),
            "entry": (reverse("results:entry", args=[agency.code, "THADS-2024-12m"]), "officer"),
            "ministry": (reverse("dashboards:ministry"), "ministry"),
            "national": (reverse("dashboards:national") + f"?year={season.year}", "ministry"),
            "indicator": (reverse("dashboards:indicator", args=[*place, "completion_rate_cases"]), "secretariat"),
            "derivation": (reverse("dashboards:derivation", args=[*place, "completion_rate_cases"]), "secretariat"),
            "compare": (reverse("dashboards:compare", args=place) + "?block=civil_enforcement", "secretariat"),
            "pledge": (reverse("dashboards:pledge", args=[*place, "civil_enforcement"]), "secretariat"),
            "sign-in": (reverse("account_login"), ""),
        }
        self._clients = {}
        for page, (_address, role) in self._addresses.items():
            client = self._clients[page] = Client(SERVER_NAME="localhost")
            if role:
                client.force_login(world.users[role], backend=BACKEND)

    @property
    def pages(self) -> list[str]:
        return list(self._addresses)

    def get(self, page: str) -> bytes:
        answer = self._clients[page].get(self._addresses[page][0])
        if answer.status_code != 200:
            raise RuntimeError(f"{page}: status {answer.status_code}")
        return answer.content

    def queries(self, page: str) -> int:
        self.get(page)
        with CaptureQueriesContext(connection) as captured:
            self.get(page)
        return len(captured)

    def seconds(self, page: str) -> float:
        started = time.process_time()
        self.get(page)
        return time.process_time() - started


def scripts_of(page: bytes) -> set[str]:
    """The script files a page loads, as names in the static folders; a stored name carries a digest."""
    return {re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name.decode()) for name in SCRIPT.findall(page)}


def median_ratio(first: Callable[[], float], second: Callable[[], float], repeats: int = REPEATS) -> float:
    """The median of first ÷ second over measures that alternate, so that a slow moment hits both."""
    first(), second()
    return median(first() / second() for _number in range(repeats))

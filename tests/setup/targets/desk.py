"""What the Ministry sends from the pages of targets, in a few words."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from clusters.models import Agency
from pledges.models import Target
from tests.support.html import main_of, text_of
from tests.support.world import World

DECISION = {"decision": "12/QĐ-BTP", "decided_on": "01/02/2024"}
CASES, MONEY = "completion_rate_cases", "completion_rate_money"


@dataclass
class Desk:
    """Somebody of the Ministry at the targets of the small world's year."""

    world: World
    client: Client
    query: str = ""

    def url(self, name: str = "", query: str | None = None) -> str:
        at = reverse(f"setup:targets{name and '_' + name}", args=[self.world.cluster.slug, 2024])
        return at + (self.query if query is None else query)

    def cell(self, agency: Agency | None = None, code: str = CASES) -> str:
        return f"{(agency or self.world.enforcement[0]).pk}-{self.world.indicators[code].pk}"

    def type(self, value: str, *, seen: str = "gte ", code: str = CASES, agency: Agency | None = None, **more) -> Any:
        """One cell typed and saved; ``seen`` is what stood there when the page was opened."""
        cell = self.cell(agency, code)
        sent = {f"v-{cell}": value, "seen": json.dumps({cell: seen}), **DECISION}
        return self.client.post(self.url(), sent | {name.replace("CELL", cell): text for name, text in more.items()})

    def stored(self, code: str = CASES, agency: Agency | None = None, period: str = "") -> Any:
        rows = Target.objects.filter(agency=agency or self.world.enforcement[0], indicator__code=code, year=2024)
        return rows.filter(period_code=period)


def said(response) -> str:
    return text_of(main_of(response))

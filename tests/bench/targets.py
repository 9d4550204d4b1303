"""What the grid of targets costs at a nation of agencies in one cluster, ten indicators in each block."""

import json
import re
from html import unescape

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.enums import Block
from tests.support.world import World

SEEN = re.compile(r'name="seen" value="([^"]*)"')
BACKEND = "accounts.backends.AccountBackend"
PER_BLOCK = 10
DECISION = {"decision": "12/QĐ-BTP", "decided_on": "01/02/2024"}


def queries_of_the_grid(world: World) -> tuple[int, int]:
    """Queries of looking at the grid, and of saving it with every cell changed; what was saved is taken back."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.users["ministry"], backend=BACKEND)
    address = (
        f"{reverse('setup:targets', args=[world.cluster.slug, world.season.year])}?also={','.join(_chosen(world))}"
    )
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(address).content.decode()
    shown = json.loads(unescape(SEEN.search(page)[1]))
    if len(shown) != len(world.agencies) * PER_BLOCK:
        raise RuntimeError(f"the grid has {len(shown)} cells")
    typed = {f"v-{cell}": "2" for cell in shown}
    with transaction.atomic():
        with CaptureQueriesContext(connection) as saved:
            answer = client.post(address, typed | {"seen": json.dumps(shown), **DECISION})
        transaction.set_rollback(True)
    if answer.status_code != 302:
        raise RuntimeError(f"the targets were not saved: status {answer.status_code}")
    return len(seen), len(saved)


def _chosen(world: World) -> list[str]:
    """Those that stand in the grid anyway, and as many others as make ten a block."""
    found: list[str] = []
    for block in Block.values:
        rows = [i for i in world.indicators.values() if i.block == block and i.value_type != "boolean"]
        found += [i.code for i in sorted(rows, key=lambda i: (not i.is_headline, i.ordinal))[:PER_BLOCK]]
    return found

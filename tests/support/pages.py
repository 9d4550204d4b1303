"""Asking for pages and counting what they cost."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from clusters.enums import Block
from tests.factories.clusters import AgencyFactory, MembershipFactory, ProvinceFactory

from .world import World

BUDGET = 20  # the most of any page


def address(world: World, name: str, *more) -> str:
    return reverse(name, args=[world.cluster.slug, world.season.year, *more])


def named_addresses(module: str = "", resolver=None, space: str = "") -> set[str]:
    """The names of all addresses of the portal; with a ``module`` of those that its views answer."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= named_addresses(module, pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and module in ("", pattern.callback.__module__):
            found.add(f"{space}{pattern.name}")
    return found


def ask(client, url: str):
    """The page, asked for twice: the first visit may write which season is remembered."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return response, len(queries)


def grow(world: World, count: int) -> None:
    """More members with approved figures in both blocks."""
    for size in range(1, count + 1):
        province = ProvinceFactory()
        for block in Block.values:
            agency = AgencyFactory(block=block, province=province)
            MembershipFactory(cluster=world.cluster, agency=agency)
            world.fill(agency, state="approved", size=size)


def text(response) -> str:
    """The page's words with spaces made plain, as a test writes them."""
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())

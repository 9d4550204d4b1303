"""Addresses of comparisons and the rows of what they answer."""

from django.urls import reverse


def address(world, *more, name="compare", season=None, **query):
    season = season or world.season
    found = reverse(f"dashboards:{name}", args=[season.cluster.slug, season.year, *more])
    return found + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def rows_of(page) -> dict:
    return {row.code: row for group in page.groups for row in group.rows}

"""Telling persons apart: a label for each that no other person of a list has."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from clusters.models import Person
from emulation_portal.lib import dates
from emulation_portal.lib.text import name_key


def labels(people: Iterable[Person]) -> dict[int, str]:
    """The name of each person by key; where several of the list bear one name, with what tells them apart.

    Tried in this order, each with what went before: the year of birth, the position and agency, the day that position
    began, the number in the list. Two queries.
    """
    rows = list(people)
    prefetch_related_objects(rows, "appointments__agency")
    found = {row.pk: row.full_name for row in rows}
    namesakes = _several(rows, lambda row: name_key(row.full_name))
    for part in (_born, _position, _since, lambda row: f"#{row.pk}"):
        for row in namesakes:
            if said := part(row):
                found[row.pk] += f" · {said}"
        namesakes = _several(namesakes, lambda row: found[row.pk].lower())
    return found


def _several(rows: list[Person], key: Callable[[Person], str]) -> list[Person]:
    counts = Counter(map(key, rows))
    return [row for row in rows if counts[key(row)] > 1]


def _born(person: Person) -> str:
    return _("born %(year)s") % {"year": person.birth_year} if person.birth_year else ""


def _last(person: Person):
    return max(person.appointments.all(), key=lambda each: each.valid_from, default=None)


def _position(person: Person) -> str:
    last = _last(person)
    return f"{last.title or last.get_role_display()}, {last.agency.short_name}" if last else ""


def _since(person: Person) -> str:
    last = _last(person)
    return _("from %(day)s") % {"day": dates.format_date(last.valid_from)} if last else ""

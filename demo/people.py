"""Storing the people of the demonstration."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.models import User
from clusters.enums import AppointmentRole
from clusters.models import Agency, Appointment, Person
from emulation_portal.lib.tables import read_table

from .facts import DATA
from .years import cast

_TITLES = {AppointmentRole.OFFICER: "Chuyên viên"}


@dataclass(frozen=True)
class People:
    """Accounts by username and everybody else by name."""

    users: dict[str, User]
    persons: dict[str, Person]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody an article names, as it names them."""

    agency: str
    full_name: str
    title: str
    is_cluster_head: bool


def named_in_2024() -> list[Named]:
    rows = read_table(DATA / "leadership_2024.csv", ("agency_code", "role", "person_name", "title_vi"))
    found: dict[str, Named] = {}
    for row in rows:
        agency, is_head = row.text("agency_code"), row.text("role") == "cluster_head"
        if agency not in found or is_head:
            found[agency] = Named(agency, row.text("person_name"), row.text("title_vi"), is_head)
    return list(found.values())


def load_people(agencies: dict[str, Agency]) -> People:
    """Accounts with their appointments, made-up heads, and the persons named in 2024 without either."""
    password = make_password(cast.PASSWORD)
    users = User.objects.bulk_create(_user(player, password) for player in cast.PLAYERS)
    accounts = {user.username: user for user in users}
    made_up = [Person(full_name=p.full_name, user=accounts[p.username], is_illustrative=True) for p in cast.PLAYERS]
    made_up += [Person(full_name=name, is_illustrative=True) for name in cast.HEADS.values()]
    persons = {p.full_name: p for p in _stored([*made_up, *(Person(full_name=n.full_name) for n in named_in_2024())])}
    Appointment.objects.bulk_create(
        Appointment(
            person=persons[player.full_name],
            agency=agencies[post.agency],
            role=post.role,
            title=title_of(agencies[post.agency], post.role),
            valid_from=post.valid_from,
            valid_to=post.valid_to,
        )
        for player in cast.PLAYERS
        for post in player.posts
    )
    return People(accounts, persons)


def read_people() -> People:
    """What an earlier loading stored."""
    names = [p.full_name for p in cast.PLAYERS] + list(cast.HEADS.values()) + [n.full_name for n in named_in_2024()]
    users = User.objects.filter(username__in=[p.username for p in cast.PLAYERS])
    return People(
        {user.username: user for user in users},
        {person.full_name: person for person in Person.objects.filter(full_name__in=names).order_by("-pk")},
    )


def title_of(agency: Agency, role: str) -> str:
    return f"{_TITLES.get(role, agency.head_title)} {cast.MARK}"


def _user(player: cast.Player, password: str) -> User:
    # Vietnamese names are written family name first, so the whole name stands in one field.
    return User(
        username=player.username,
        last_name=player.full_name,
        email=f"{player.username}@example.com",
        is_administrator=player.is_administrator,
        password=password,
    )


def _stored(persons: list[Person]) -> list[Person]:
    for person in persons:
        person.set_keys()
    return Person.objects.bulk_create(persons)

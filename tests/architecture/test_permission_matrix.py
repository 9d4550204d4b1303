"""Every named address, for every role, read and acted upon; and which agencies each list, page and file shows."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from emulation_portal.lib.dates import TIME_ZONE
from results.enums import State
from tests.architecture.matrix import MATRIX, ROLES, SIGNED_IN, Scene
from tests.factories.clusters import LeadershipFactory
from tests.support.pages import named_addresses

BACKEND = "accounts.backends.AccountBackend"


def test_every_named_address_has_a_row_and_every_row_an_address():
    assert named_addresses() == set(MATRIX)


def test_every_address_has_a_name():
    def nameless(resolver):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from nameless(pattern)
            elif not pattern.name:
                yield str(pattern.pattern)

    assert list(nameless(get_resolver())) == []


@pytest.fixture
def scene(world, kept_rows, settings, tmp_path):
    """Makes the scene of a row: everybody else has submitted, the officer's agency is where the row needs it."""

    settings.RUNS_DIR = settings.ORIGINALS_DIR = tmp_path

    def fill():
        for agency in (*world.agencies, *world.other_agencies):
            if agency != world.enforcement[1]:
                world.fill(agency)

    def make(row) -> Scene:
        kept_rows("everybody else has submitted", fill)
        own = world.fill(world.enforcement[1], state=row.state) if row.state else None
        return Scene(world, own, extra={"phases": _phase_form(world.season)})

    return make


@pytest.fixture
def sessions(world, kept_rows):
    """Keys of the sessions of everybody who has signed in, by role: a status is not about signing in."""

    def sign_in(role):
        client = Client()
        client.force_login(world.users[role], backend=BACKEND)
        return client.session.session_key

    return kept_rows("sessions", lambda: {role: sign_in(role) for role in SIGNED_IN})


def _phase_form(season) -> dict:
    days = {
        f"phase-{phase.pk}-{name}": day.strftime("%d/%m/%Y")
        for phase in season.phases.all()
        for name, day in (("opens", phase.opens), ("last_day", phase.closes))
    }
    return days | {"reason": "Đơn vị đề nghị gia hạn"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_status_of_every_role(name, method, sessions, scene):
    row = MATRIX[name]
    made = scene(row)
    address = reverse(name, args=row.arguments(made)) + row.query
    found = {role: _status(sessions.get(role), method, address, row.data(made)) for role in ROLES}
    assert found == dict(getattr(row, method))


def _status(session: str | None, method: str, address: str, data: dict) -> int:
    """The answer's status; whatever it changed is undone."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer = getattr(client, method)(address, data if method == "post" else {})
        transaction.set_rollback(True)
    return answer.status_code


# -- the midnight of a rotation ---------------------------------------------------------------------------------------
BEFORE, AFTER = datetime(2025, 2, 4, 23, 59, 50, tzinfo=TIME_ZONE), datetime(2025, 2, 5, tzinfo=TIME_ZONE)


@pytest.fixture
def rotation(world):
    """At the midnight before 5 February 2025 department 2 takes the lead from department 1."""
    LeadershipFactory(
        season=world.season, agency=world.departments[1], valid_from=AFTER.date(), valid_to=date(2025, 12, 31)
    )
    return world


def steps_at(client, clock, moment, address):
    """Who may take the step at the moment: the status of its page by role."""
    clock(moment)
    roles = ("secretariat", "cluster_head", "officer_dept", "head_dept")
    found = {}
    for role in roles:
        client.force_login(client.world.users[role], backend=BACKEND)
        found[role] = client.get(address).status_code
    return found


@pytest.mark.parametrize(
    ("name", "state", "before", "after"),
    [
        ("results:receive", State.SUBMITTED, (200, 200, 404, 404), (403, 403, 200, 200)),
        ("results:approve", State.RECEIVED, (403, 200, 404, 404), (403, 403, 403, 200)),
        ("results:submission", State.RECEIVED, (200, 200, 404, 404), (200, 200, 200, 200)),
    ],
)
def test_rights_pass_at_the_midnight_of_a_rotation(rotation, client, clock, name, state, before, after):
    client.world = rotation
    submission = rotation.fill(rotation.enforcement[1], state=state)
    address = reverse(name, args=[submission.pk])
    assert tuple(steps_at(client, clock, BEFORE, address).values()) == before
    assert tuple(steps_at(client, clock, AFTER, address).values()) == after


def test_review_queue_stays_readable_for_the_outgoing_and_opens_for_the_incoming(rotation, client, clock):
    client.world = rotation
    address = reverse("results:review", args=[rotation.cluster.slug, 2024])
    assert tuple(steps_at(client, clock, BEFORE, address).values()) == (200, 200, 403, 403)
    assert tuple(steps_at(client, clock, AFTER, address).values()) == (200, 200, 200, 200)


def test_phases_are_kept_by_the_incoming_secretariat_from_midnight(rotation, client, clock):
    address = reverse("clusters:phases", args=[rotation.cluster.slug, 2024])
    answers = {}
    for moment in (BEFORE, AFTER):
        clock(moment)
        for role in ("secretariat", "officer_dept"):
            client.force_login(rotation.users[role], backend=BACKEND)
            answers[role, moment] = client.post(address, _phase_form(rotation.season)).status_code
    assert answers == {
        ("secretariat", BEFORE): 302,
        ("officer_dept", BEFORE): 403,
        ("secretariat", AFTER): 403,
        ("officer_dept", AFTER): 302,
    }


def test_file_is_refused_to_those_who_asked_once_their_right_has_ended(scene, client, clock):
    made = scene(MATRIX["reports:run_download"])
    address = reverse("reports:run_download", args=[made.run.pk])
    user = made.world.users["officer"]
    client.force_login(user, backend=BACKEND)
    assert client.get(address).status_code == 200
    user.person.appointments.update(valid_to=date(2024, 10, 3))
    clock(datetime(2024, 10, 3, tzinfo=TIME_ZONE))
    client.force_login(user, backend=BACKEND)
    assert client.get(address).status_code == 403


def test_scene_states_are_those_the_steps_start_from():
    from results.workflow import STEPS

    states = {action: MATRIX[f"results:{action}"].state for action in STEPS}
    assert all(State(state) in STEPS[action].sources for action, state in states.items())

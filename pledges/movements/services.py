"""Writes of movements: launching or changing one, and joining it."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.models import Agency, Season
from clusters.rights import rights_of
from clusters.versions import raise_all_versions, raise_data_version, raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.text import clean_text
from pledges.enums import MovementScope
from pledges.models import Movement, MovementResponse

from .reading import members_of_year

TEXTS = ("name", "plan")
MOVEMENT_FIELDS = ("name", "kind", "plan", "launched_on", "ends", "result")
RESPONSE_FIELDS = ("note",)


class NotAMember(Exception):
    """The agency is not a member of the cluster in this year."""


def may_keep(user: User, movement: Movement) -> bool:
    """The secretariat for the cluster's movements, the Ministry for those of the whole sector."""
    if movement.scope == MovementScope.NATIONAL:
        return user.has_perm("pledges.keep_national_movements")
    return user.has_perm("pledges.keep_movements", movement.season)


@transaction.atomic
def save_movement(*, movement: Movement, actor: User | None, seen: str = "") -> Movement:
    """Store a new or changed movement; papers of its season then tell it anew. NotAllowed, Stale, Gone."""
    if actor is not None and not may_keep(actor, movement):
        raise NotAllowed
    for name in TEXTS:
        setattr(movement, name, clean_text(getattr(movement, name)))
    movement.result = clean_text(movement.result, multiline=True)
    before = _state(_stored(movement, seen)) if movement.pk else None
    if before == _state(movement):
        return movement
    movement.save()
    audit.record(
        actor=actor,
        action="movement.change" if before else "movement.launch",
        target=movement,
        before=before,
        after=_state(movement),
    )
    _raise_version(movement)
    return movement


def _stored(movement: Movement, seen: str) -> Movement:
    """The movement as it is stored, locked; two who typed the same do not meet. Stale, Gone."""
    stored = locked(movement, "", ())
    return stored if _state(stored) == _state(movement) else locked(movement, seen, MOVEMENT_FIELDS)


def _state(movement: Movement) -> dict[str, object]:
    values = {name: getattr(movement, name) for name in MOVEMENT_FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@transaction.atomic
def withdraw_movement(*, movement: Movement, reason: str, actor: User) -> None:
    """Take back a movement that was entered wrongly or twice, with what members told of it. NotAllowed, Gone."""
    if not may_keep(actor, movement):
        raise NotAllowed
    stored = locked(movement, "", ())
    joined = {each.agency.code: each.note for each in stored.responses.select_related("agency")}
    audit.record(
        actor=actor, action="movement.withdraw", target=stored, before=_state(stored) | {"joined": joined}, note=reason
    )
    _raise_version(stored)
    stored.delete()


@transaction.atomic
def respond(
    *,
    movement: Movement,
    season: Season,
    agency: Agency,
    note: str,
    actor: User | None,
    day: date | None = None,
    is_illustrative: bool = False,
    seen: str = "",
) -> MovementResponse:
    """A member joins a movement, or tells more about what it did. NotAllowed, NotAMember, Stale."""
    if actor is not None and agency.pk not in rights_of(actor).own_agency_ids:
        raise NotAllowed
    if agency.pk not in members_of_year(season):
        raise NotAMember
    response, created = MovementResponse.objects.get_or_create(
        movement=movement,
        agency=agency,
        defaults={"responded_on": day or dates.today(), "is_illustrative": is_illustrative},
    )
    told = clean_text(note, multiline=True)
    response = locked(response, "", ())
    if response.note != told:
        response = locked(response, seen, RESPONSE_FIELDS)
    before = None if created else {"agency": agency.code, "note": response.note}
    response.note = told
    response.save(update_fields=["note"])
    action = "movement.join" if created else "movement.tell"
    audit.record(
        actor=actor, action=action, target=movement, before=before, after={"agency": agency.code, "note": told}
    )
    raise_data_version(agency_ids=[agency.pk], year=season.year)
    return response


def _raise_version(movement: Movement) -> None:
    if movement.season_id is None:
        raise_all_versions()
    else:
        raise_season(movement.season_id)

"""Writes of movements: launching or changing one, and joining it."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from clusters.models import Agency, Season
from clusters.rights import rights_of
from clusters.versions import raise_all_versions, raise_data_version, raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text

from .enums import MovementScope
from .models import Movement, MovementResponse
from .reading import members_of_year

TEXTS = ("name", "plan")


class NotAllowed(Exception):
    """The person may not write this."""


class NotAMember(Exception):
    """The agency is not a member of the cluster in this year."""


def may_keep(user: User, movement: Movement) -> bool:
    """The secretariat for the cluster's movements, the Ministry for those of the whole sector."""
    if movement.scope == MovementScope.NATIONAL:
        return user.has_perm("pledges.keep_national_movements")
    return user.has_perm("pledges.keep_movements", movement.season)


@transaction.atomic
def save_movement(*, movement: Movement, actor: User | None) -> Movement:
    """Store a new or changed movement; papers of its season then tell it anew. NotAllowed."""
    if actor is not None and not may_keep(actor, movement):
        raise NotAllowed
    for name in TEXTS:
        setattr(movement, name, clean_text(getattr(movement, name)))
    movement.result = clean_text(movement.result, multiline=True)
    is_new = movement.pk is None
    movement.save()
    audit.record(
        actor=actor,
        action="movement.launch" if is_new else "movement.change",
        target=movement,
        after={"launched_on": movement.launched_on.isoformat(), "scope": movement.scope, "kind": movement.kind},
    )
    _raise_version(movement)
    return movement


@transaction.atomic
def respond(
    *, movement: Movement, season: Season, agency: Agency, note: str, actor: User | None, day: date | None = None,
    is_illustrative: bool = False,
) -> MovementResponse:  # fmt: skip
    """A member joins a movement, or tells more about what it did. NotAllowed, NotAMember."""
    if actor is not None and agency.pk not in rights_of(actor).own_agency_ids:
        raise NotAllowed
    if agency.pk not in members_of_year(season):
        raise NotAMember
    response, created = MovementResponse.objects.get_or_create(
        movement=movement,
        agency=agency,
        defaults={"responded_on": day or dates.today(), "is_illustrative": is_illustrative},
    )
    response.note = clean_text(note, multiline=True)
    response.save(update_fields=["note"])
    action = "movement.join" if created else "movement.tell"
    audit.record(actor=actor, action=action, target=movement, after={"agency": agency.code})
    raise_data_version(agency_ids=[agency.pk], year=season.year)
    return response


def _raise_version(movement: Movement) -> None:
    if movement.season_id is None:
        raise_all_versions()
    else:
        raise_season(movement.season_id)

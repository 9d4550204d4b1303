"""Writes of movements: launching or changing one, and joining it."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.models import Agency, Season
from clusters.rights import rights_of
from clusters.versions import raise_all_versions, raise_data_version, raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.text import clean_text
from pledges.enums import MovementKind, MovementScope
from pledges.models import Movement, MovementPlanFile, MovementResponse, MovementWave
from pledges.originals.examining import examined
from pledges.originals.services import plain_name
from pledges.originals.storing import path_of_original, put_in_place, taken_in

from . import telling
from .reading import members_of_year

TEXTS = ("name", "plan")
MOVEMENT_FIELDS = ("name", "kind", "plan", "launched_on", "ends", "result")
WAVE_FIELDS = ("name", "opens", "ends", "result")
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
    """Store a new or changed movement; papers of its season then tell it anew, and members are told of a new one.

    NotAllowed, Stale, Gone; Refusal: ``has_waves`` (of another kind now), ``waves_outside`` its days.
    """
    if actor is not None and not may_keep(actor, movement):
        raise NotAllowed
    for name in TEXTS:
        setattr(movement, name, clean_text(getattr(movement, name)))
    movement.result = clean_text(movement.result, multiline=True)
    before = _state(_stored(movement, seen)) if movement.pk else None
    if before == _state(movement):
        return movement
    if before is not None:
        _check_waves(movement)
    movement.save()
    audit.record(
        actor=actor,
        action="movement.change" if before else "movement.launch",
        target=movement,
        before=before,
        after=_state(movement),
    )
    _raise_version(movement)
    if before is None and actor is not None:
        telling.launched(movement, actor)
    return movement


def _forget(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _check_waves(movement: Movement) -> None:
    waves = list(movement.waves.all())
    if waves and movement.kind != MovementKind.WAVES:
        raise Refusal("has_waves", waves[0])
    for wave in waves:
        if not _within(movement, wave):
            raise Refusal("waves_outside", wave)


def _within(movement: Movement, wave: MovementWave) -> bool:
    return movement.launched_on <= wave.opens and (movement.ends is None or wave.ends <= movement.ends)


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
    waves = [_wave_state(wave) for wave in stored.waves.all()]
    before = _state(stored) | {"joined": joined} | ({"waves": waves} if waves else {})
    audit.record(actor=actor, action="movement.withdraw", target=stored, before=before, note=reason)
    _raise_version(stored)
    telling.withdrawn(stored)
    paths = [path_of_original(file) for file in stored.plan_files.all()]
    transaction.on_commit(partial(_forget, paths))
    stored.delete()


# -- its plan as a file ------------------------------------------------------------------------------------------------
def keep_plan(*, movement: Movement, chunks: Iterable[bytes], file_name: str, actor: User) -> MovementPlanFile:
    """Keep a PDF or a scanned picture as the plan of a movement; one that was kept before stays.

    The file is looked into before any row is locked. NotAllowed, Gone; Refusal: ``empty``, ``too_large``,
    ``not_stored``, ``kind``, ``encrypted``, ``broken``, ``heavy``, ``same_plan``.
    """
    if not may_keep(actor, movement):
        raise NotAllowed
    with taken_in(chunks) as incoming:
        kind = examined(incoming.path).kind
        place = ""
        try:
            with transaction.atomic():
                stored = _held(movement, actor)
                if stored.plan_files.filter(sha256=incoming.sha256).exists():
                    raise Refusal("same_plan", stored)
                place = put_in_place(incoming, kind)
                made = stored.plan_files.create(
                    kind=kind,
                    file_name=plain_name(file_name),
                    file_path=place,
                    size=incoming.size,
                    sha256=incoming.sha256,
                    uploaded_at=dates.now(),
                    uploaded_by=actor,
                )
                after = {"file": made.file_name, "size": made.size, "sha256": made.sha256}
                audit.record(actor=actor, action="movement.plan", target=stored, after=after)
                _raise_version(stored)
                return made
        except BaseException:
            if place:
                (settings.ORIGINALS_DIR / place).unlink(missing_ok=True)
            raise


# -- waves -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def save_wave(*, wave: MovementWave, actor: User, seen: str = "") -> MovementWave:
    """Store a new or changed wave of a movement. NotAllowed, Stale, Gone; Refusal: ``no_waves``, ``wave_outside``."""
    movement = _held(wave.movement, actor)
    if movement.kind != MovementKind.WAVES:
        raise Refusal("no_waves", movement)
    if not _within(movement, wave):
        raise Refusal("wave_outside", movement)
    wave.name, wave.result = clean_text(wave.name), clean_text(wave.result, multiline=True)
    before = _wave_state(locked(wave, seen, WAVE_FIELDS)) if wave.pk else None
    if before == _wave_state(wave):
        return wave
    wave.save()
    after = _wave_state(wave)
    audit.record(actor=actor, action="movement.wave", target=movement, before=before, after=after)
    _raise_version(movement)
    return wave


@transaction.atomic
def withdraw_wave(*, wave: MovementWave, reason: str, actor: User) -> None:
    """Take back a wave that was entered wrongly. NotAllowed, Gone."""
    movement = _held(wave.movement, actor)
    stored = locked(wave, "", ())
    audit.record(actor=actor, action="movement.wave_withdraw", target=movement, before=_wave_state(stored), note=reason)
    _raise_version(movement)
    stored.delete()


def _held(movement: Movement, actor: User) -> Movement:
    """The movement as it is stored, locked, for who may keep it."""
    if not may_keep(actor, movement):
        raise NotAllowed
    return locked(movement, "", ())


def _wave_state(wave: MovementWave) -> dict[str, object]:
    values = {name: getattr(wave, name) for name in WAVE_FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


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

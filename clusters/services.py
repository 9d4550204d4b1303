"""Writes of clusters that are more than one plain save."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from accounts.services import NameTaken, create_account
from emulation_portal.lib import dates

from .models import Agency, Appointment, Person, SeasonPhase
from .versions import raise_agencies, raise_all_versions, raise_season

PERSON_FIELDS = ("full_name", "birth_year")
APPOINTMENT_FIELDS = ("valid_to",)
PHASE_FIELDS = ("opens", "closes")


class OwnAppointment(Exception):
    """Whoever keeps the appointments neither enters, changes, ends nor withdraws one of their own."""


class InUse(Exception):
    """The row stands somewhere else and cannot be withdrawn; ``where`` names what holds it."""

    def __init__(self, where: str):
        super().__init__(where)
        self.where = where


class LaterEnd(Exception):
    """An end only moves earlier: rights that have ended come back by a new appointment alone."""


@transaction.atomic
def create_person(
    *, full_name: str, username: str, email: str, actor: User, birth_year: int | None = None
) -> tuple[Person, str]:
    """A person, and the one-time password of the account where a user name is given (else an empty text)."""
    user, password = (
        create_account(username=username, email=email, full_name=full_name, actor=actor) if username else (None, "")
    )
    person = Person.objects.create(full_name=full_name, user=user, birth_year=birth_year)
    audit.record(actor=actor, action="person.create", target=person)
    return person, password


@transaction.atomic
def change_person(
    *, person: Person, full_name: str, birth_year: int | None, username: str, email: str, actor: User, seen: str = ""
) -> None:
    """Correct what was entered of a person and the account; papers print the name, so all of them rise.

    Stale, Gone, or NameTaken where another account has the user name.
    """
    stored = locked(person, seen, PERSON_FIELDS)
    before = _person(stored)
    stored.full_name, stored.birth_year = full_name, birth_year
    stored.save()
    if stored.user:
        stored.user.username, stored.user.email = username or stored.user.username, email
        stored.user.last_name = full_name[:150]
        _save_account(stored.user)
    if _person(stored) != before:
        raise_all_versions()
        audit.record(actor=actor, action="person.change", target=stored, before=before, after=_person(stored))


def _save_account(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=["username", "email", "last_name"])
    except IntegrityError as error:
        raise NameTaken(user.username) from error


@transaction.atomic
def withdraw_person(*, person: Person, reason: str, actor: User) -> None:
    """Remove a person who was entered wrongly and stands nowhere yet. InUse, Gone."""
    stored = locked(person, "", ())
    if stored.user_id:
        raise InUse(_("account"))
    audit.record(actor=actor, action="person.withdraw", target=stored, before=_person(stored), note=reason)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError as held:
        raise InUse(str(next(iter(held.protected_objects))._meta.verbose_name)) from held


def _person(person: Person) -> dict[str, object]:
    account: dict[str, object] = {"username": person.user.username, "email": person.user.email} if person.user else {}
    return {"full_name": person.full_name, "birth_year": person.birth_year} | account


@transaction.atomic
def appoint(
    *, person: Person, agency: Agency, role: str, title: str, valid_from: date, last_day: date | None, actor: User
) -> Appointment:
    """A person begins to work at an agency; the same appointment is not made twice. OwnAppointment."""
    _refuse_own(person, actor)
    appointment, created = Appointment.objects.get_or_create(
        person=person,
        agency=agency,
        role=role,
        valid_from=valid_from,
        defaults={"title": title, "valid_to": dates.first_day_after(last_day)},
    )
    if created:
        audit.record(actor=actor, action="appointment.begin", target=person, after=_appointment(appointment))
        raise_agencies([agency.pk])
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, last_day: date, actor: User, seen: str = "") -> None:
    """Set the last day of an appointment; its rights end at the following midnight.

    OwnAppointment, LaterEnd, or Stale where somebody else has set another end since it was seen.
    """
    _refuse_own(appointment.person, actor)
    stored = locked(appointment, seen, APPOINTMENT_FIELDS)
    before, valid_to = _appointment(stored), dates.first_day_after(last_day)
    if stored.valid_to == valid_to:
        return
    if stored.valid_to and valid_to > stored.valid_to:
        raise LaterEnd(stored.pk)
    stored.valid_to = valid_to
    stored.save(update_fields=["valid_to"])
    audit.record(actor=actor, action="appointment.end", target=stored.person, before=before, after=_appointment(stored))
    raise_agencies([stored.agency_id])


@transaction.atomic
def withdraw_appointment(*, appointment: Appointment, reason: str, actor: User) -> None:
    """Take back an appointment that was entered wrongly; the record keeps it whole. OwnAppointment, Gone."""
    _refuse_own(appointment.person, actor)
    stored = locked(appointment, "", ())
    person, before = stored.person, _appointment(stored) | {"title": stored.title}
    stored.delete()
    audit.record(actor=actor, action="appointment.withdraw", target=person, before=before, note=reason)
    raise_agencies([stored.agency_id])


def _refuse_own(person: Person, actor: User) -> None:
    if person.user_id is not None and person.user_id == actor.pk:
        raise OwnAppointment(person.pk)


def _appointment(appointment: Appointment) -> dict[str, object]:
    return {
        "agency": appointment.agency.code,
        "role": appointment.role,
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
    }


@transaction.atomic
def save_phase(*, phase: SeasonPhase, actor: User, reason: str = "", seen: str = "") -> None:
    """Store the changed dates of one step, with the reason where the ministry sets them. Stale, Gone."""
    opens, closes = phase.opens, phase.closes
    before = SeasonPhase.objects.filter(pk=phase.pk).values_list("opens", "closes").first()
    if before == (opens, closes):
        return
    stored = locked(phase, seen, PHASE_FIELDS)
    days = {"opens": stored.opens.isoformat(), "closes": stored.closes.isoformat()}
    stored.opens, stored.closes = opens, closes
    stored.save(update_fields=["opens", "closes"])
    audit.record(
        actor=actor,
        action="phase.dates",
        target=stored.season,
        before={"step": stored.kind, "period": stored.period_code} | days,
        after={
            "step": stored.kind,
            "period": stored.period_code,
            "opens": opens.isoformat(),
            "closes": closes.isoformat(),
        },
        note=reason,
    )
    raise_season(stored.season_id)

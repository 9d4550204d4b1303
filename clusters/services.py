"""Writes of clusters that are more than one plain save."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.services import create_account
from emulation_portal.lib import dates

from .members import SuccessionMap, overlapping_year
from .models import Agency, Appointment, Membership, Person, Season, SeasonPhase


class OwnAppointment(Exception):
    """Whoever keeps the appointments may not enter one of their own."""


def raise_data_version(*, agency_ids: Iterable[int], year: int) -> int:
    """Tell every season that shows figures of these agencies and this year that its data changed.

    The season of the year shows them as its own, the season after shows them (or their successors) as last year.
    Call it inside the transaction of the change. Returns how many seasons were raised.
    """
    ids = SuccessionMap.load().with_successors(agency_ids)
    raised = 0
    for shown_in in (year, year + 1):
        clusters = Membership.objects.filter(overlapping_year(shown_in), agency_id__in=ids).values("cluster_id")
        raised += Season.objects.filter(cluster_id__in=clusters, year=shown_in).update(
            data_version=F("data_version") + 1
        )
    return raised


def raise_all_versions() -> int:
    """For changes that may touch any season: names, the catalogue, national targets."""
    return Season.objects.update(data_version=F("data_version") + 1)


@transaction.atomic
def create_person(*, full_name: str, username: str, email: str, actor: User) -> tuple[Person, str]:
    """A person, and the one-time password of the account where a user name is given (else an empty text)."""
    user, password = (
        create_account(username=username, email=email, full_name=full_name, actor=actor) if username else (None, "")
    )
    person = Person.objects.create(full_name=full_name, user=user)
    audit.record(actor=actor, action="person.create", target=person)
    return person, password


@transaction.atomic
def appoint(
    *, person: Person, agency: Agency, role: str, title: str, valid_from: date, last_day: date | None, actor: User
) -> Appointment:
    """A person begins to work at an agency; the same appointment is not made twice. Nobody appoints themselves."""
    if person.user_id == actor.pk:
        raise OwnAppointment(person.pk)
    appointment, created = Appointment.objects.get_or_create(
        person=person,
        agency=agency,
        role=role,
        valid_from=valid_from,
        defaults={"title": title, "valid_to": dates.first_day_after(last_day)},
    )
    if created:
        audit.record(actor=actor, action="appointment.begin", target=person, after=_appointment(appointment))
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, last_day: date, actor: User) -> None:
    """Set the last day of an appointment; its rights end at the following midnight."""
    before = _appointment(appointment)
    appointment.valid_to = dates.first_day_after(last_day)
    appointment.save(update_fields=["valid_to"])
    audit.record(
        actor=actor, action="appointment.end", target=appointment.person, before=before, after=_appointment(appointment)
    )


def _appointment(appointment: Appointment) -> dict:
    return {
        "agency": appointment.agency.code,
        "role": appointment.role,
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
    }


@transaction.atomic
def save_phase(*, phase: SeasonPhase, actor: User, reason: str = "") -> None:
    """Store the changed dates of one step, with the reason where the ministry sets them."""
    before = SeasonPhase.objects.get(pk=phase.pk)
    if (before.opens, before.closes) == (phase.opens, phase.closes):
        return
    phase.save(update_fields=["opens", "closes"])
    audit.record(
        actor=actor,
        action="phase.dates",
        target=phase.season,
        before={"step": phase.kind, "opens": before.opens.isoformat(), "closes": before.closes.isoformat()},
        after={"step": phase.kind, "opens": phase.opens.isoformat(), "closes": phase.closes.isoformat()},
        note=reason,
    )

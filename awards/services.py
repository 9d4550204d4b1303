"""Writes of awards: proposing, the steps of a nomination, a decision that writes the ledger."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from clusters.members import overlapping_year
from clusters.models import Agency, Membership, Person, Season
from clusters.rights import rights_of
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep
from emulation_portal.lib.text import clean_text, search_key

from .enums import NominationAction, NominationState
from .models import Award, AwardRecord, Decision, Nomination
from .reading import decision_days
from .workflow import OPEN, STEPS


# -- proposing ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def propose(
    *,
    season: Season,
    award: Award,
    agency: Agency,
    person: Person | None,
    title: str,
    merits: str,
    actor: User | None,
    is_illustrative: bool = False,
) -> Nomination:
    """A nomination of a member agency, or of a person who works there in the season's year.

    NotAllowed; Refusal: ``not_a_member``, ``recipient``, ``award_unknown``, ``not_of_the_agency``,
    ``proposed_already``.
    """
    if actor is not None and agency.pk not in rights_of(actor).own_agency_ids:
        raise NotAllowed
    _check_nominee(season, award, agency, person)
    nomination = Nomination(
        season=season,
        award=award,
        agency=agency,
        person=person,
        title=clean_text(title),
        merits=clean_text(merits, multiline=True),
        proposed_by=actor,
        proposed_at=dates.now(),
        is_illustrative=is_illustrative,
    )
    try:
        with transaction.atomic():
            nomination.save()
    except IntegrityError:
        raise Refusal("proposed_already", nomination) from None
    audit.record(actor=actor, action="nomination.propose", target=nomination, after=nomination.state)
    raise_data_version(agency_ids=[agency.pk], year=season.year)
    return nomination


def _check_nominee(season: Season, award: Award, agency: Agency, person: Person | None) -> None:
    member = Membership.objects.filter(overlapping_year(season.year), cluster_id=season.cluster_id, agency=agency)
    if not member.exists():
        raise Refusal("not_a_member", agency)
    if not award.may_go_to(person=person is not None):
        raise Refusal("recipient", award)
    if not dates.covers(award.valid_from, award.valid_to, dates.today()):
        raise Refusal("award_unknown", award)
    if person is not None and person not in people_of(agency, season.year):
        raise Refusal("not_of_the_agency", person)


def people_of(agency: Agency, year: int) -> QuerySet[Person]:
    """Persons who work at the agency on some day of the year."""
    rows = Person.objects.filter(overlapping_year(year, "appointments__"), appointments__agency=agency)
    return rows.distinct()


# -- steps -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_step(*, nomination: Nomination, action: str, actor: User, note: str = "") -> None:
    """Submit, give back, decline or withdraw. Of two people who press at once one wins. NotAllowed, IllegalStep."""
    step = STEPS[action]
    if not actor.has_perm(step.permission, nomination):
        raise NotAllowed
    if step.by_decision:
        raise IllegalStep(action, nomination.state)
    before = nomination.state
    _move(nomination, action, note=clean_text(note, multiline=True))
    audit.record(
        actor=actor, action=f"nomination.{action}", target=nomination, before=before, after=nomination.state, note=note
    )
    if step.raises_version:
        raise_data_version(agency_ids=[nomination.agency_id], year=nomination.season.year)


def _move(nomination: Nomination, action: str, **fields: object) -> None:
    """One conditional update, with the moments that the step fills; IllegalStep where somebody else moved it first."""
    target = STEPS.next_state(nomination.state, action)
    fields |= dict.fromkeys(STEPS[action].stamps, dates.now())
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(state=target, **fields)
    if not moved:
        nomination.refresh_from_db()
        raise IllegalStep(action, nomination.state)
    nomination.state = target
    for name, value in fields.items():
        setattr(nomination, name, value)


# -- deciding ----------------------------------------------------------------------------------------------------------
def _check_choice(chosen: list[Nomination], day: date, actor: User | None) -> None:
    if not chosen:
        raise Refusal("nothing_chosen")
    if actor is not None and not all(actor.has_perm("awards.decide_nomination", each) for each in chosen):
        raise NotAllowed
    if day > dates.today():
        raise Refusal("in_the_future")
    for each in chosen:
        _check_decidable(each, day)
    if late := next((each.season.year for each in chosen if each.season.year > day.year), None):
        raise Refusal("before_the_year", late)


@transaction.atomic
def decide(
    *,
    nominations: Iterable[Nomination],
    number: str,
    issuer: str,
    day: date,
    actor: User | None,
    is_illustrative: bool = False,
) -> Decision:
    """Enter one decision that grants nominations, and write the ledger; all of it or nothing.

    NotAllowed; Refusal: ``nothing_chosen``, ``in_the_future``, ``before_the_year``, ``number_used`` (about the
    earlier decision), ``decided_already``, ``not_submitted``, ``award_unknown`` (each about the nomination).
    """
    chosen = list(nominations)
    _check_choice(chosen, day, actor)
    _check_number(number, issuer, day)
    decision = _new_decision(number, issuer, day, actor, is_illustrative)
    for each in chosen:
        try:
            _move(each, NominationAction.GRANT, decision=decision, note="")
        except IllegalStep:
            raise Refusal("decided_already", each) from None
    AwardRecord.objects.bulk_create(_record(each, decision) for each in chosen)
    audit.record(
        actor=actor,
        action="award.decide",
        target=decision,
        after={"issuer": decision.issuer, "date": day.isoformat(), "nominations": [each.pk for each in chosen]},
    )
    for season in {each.season for each in chosen}:
        raise_data_version(agency_ids=[e.agency_id for e in chosen if e.season_id == season.pk], year=season.year)
    return decision


def _check_decidable(nomination: Nomination, day: date) -> None:
    if nomination.state not in OPEN:
        raise Refusal("decided_already", nomination)
    if nomination.state != NominationState.SUBMITTED:
        raise Refusal("not_submitted", nomination)
    if not dates.covers(nomination.award.valid_from, nomination.award.valid_to, day):
        raise Refusal("award_unknown", nomination.award)


def _check_number(number: str, issuer: str, day: date) -> None:
    """A number that an imported line of the ledger quotes is used too."""
    used = decision_days(day.year).get((search_key(number), search_key(issuer), day.year))
    if used:
        raise Refusal("number_used", Decision(number=number, issuer=issuer, date=used, year=used.year))


def _new_decision(number: str, issuer: str, day: date, actor: User | None, is_illustrative: bool) -> Decision:
    decision = Decision(
        number=clean_text(number),
        issuer=clean_text(issuer),
        date=day,
        recorded_by=actor,
        recorded_at=dates.now(),
        is_illustrative=is_illustrative,
    )
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        earlier = Decision.objects.get(
            number_key=search_key(decision.number), issuer_key=search_key(decision.issuer), year=day.year
        )
        raise Refusal("number_used", earlier) from None
    return decision


def _record(nomination: Nomination, decision: Decision) -> AwardRecord:
    person = nomination.person
    return AwardRecord(
        award=nomination.award,
        agency=None if person else nomination.agency,
        person=person,
        at_agency=nomination.agency if person else None,
        achievement_year=nomination.season.year,
        decision_number=decision.number,
        decision_date=decision.date,
        issuer=decision.issuer,
        decision=decision,
        nomination=nomination,
        is_illustrative=nomination.is_illustrative,
    )

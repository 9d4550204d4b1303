"""Movements, nominations, one decision and classifications of the published cluster's year 2024.

All invented, and marked so; what was published of a classification is reference data and stays.
"""

from datetime import date, datetime, time

from accounts import audit
from awards import services as awards
from awards.classifying.services import Classified, classify
from awards.enums import ClassificationLevel, NominationState
from awards.models import AnnualClassification, Award, Decision, Nomination
from clusters.models import Season
from emulation_portal.lib import dates
from pledges.enums import MovementScope
from pledges.models import Movement
from pledges.movements import services as movements

from .stage import Stage
from .years import cast, texts

PROPOSED, SUBMITTED, DECIDED = date(2024, 11, 20), date(2024, 12, 10), date(2025, 1, 20)


def load_recognition(stage: Stage, season: Season) -> None:
    """What the year's papers tell beside figures, through the same services that people use."""
    with audit.dated(moment(DECIDED)):
        _load_movements(stage, season)
        _load_awards(stage, season)
        _load_classifications(stage, season)


def _load_awards(stage: Stage, season: Season) -> None:
    granted = [_nominated(stage, season, *row) for row in texts.GRANTED]
    waiting = [_nominated(stage, season, *row) for row in texts.WAITING]
    ids = [each.pk for each in [*granted, *waiting]]
    Nomination.objects.filter(pk__in=ids).update(
        state=NominationState.SUBMITTED, proposed_at=moment(PROPOSED), submitted_at=moment(SUBMITTED)
    )
    awards.decide(
        nominations=Nomination.objects.filter(pk__in=[each.pk for each in granted]).select_related("season"),
        number=texts.DECISION_NUMBER,
        issuer=texts.DECISION_ISSUER,
        day=DECIDED,
        actor=None,
        is_illustrative=True,
    )
    Nomination.objects.filter(pk__in=[each.pk for each in granted]).update(decided_at=moment(DECIDED))
    Decision.objects.filter(is_illustrative=True).update(recorded_at=moment(DECIDED))


def _load_classifications(stage: Stage, season: Season) -> None:
    """Nobody is shown to have done badly: the head agency excellently, every other member well."""
    published = AnnualClassification.objects.standing().filter(year=season.year)
    known = set(published.values_list("agency__code", flat=True))
    for member in stage.members_of(season.cluster.code, season.year):
        if member.code not in known:
            best = member.code == texts.CLASSIFIED_BEST
            level = ClassificationLevel.EXCELLENT if best else ClassificationLevel.GOOD
            said = Classified(level, texts.CLASSIFIED_BY, DECIDED, texts.DECISION_ISSUER)
            agency = stage.agencies[member.code]
            classify(agency=agency, year=season.year, said=said, actor=None, is_illustrative=True)


def moment(day: date) -> datetime:
    """Nine in the morning."""
    return datetime.combine(day, time(9), tzinfo=dates.TIME_ZONE)


def _load_movements(stage: Stage, season: Season) -> None:
    members = sorted(
        (m for m in stage.members_of(season.cluster.code, season.year)), key=lambda m: stage.agencies[m.code].sort_key
    )
    for number, row in enumerate(texts.MOVEMENTS):
        own = row["scope"] == MovementScope.CLUSTER
        movement = movements.save_movement(
            movement=Movement(**row, season=season if own else None, year=season.year, is_illustrative=True), actor=None
        )
        for member in members:
            movements.respond(
                movement=movement,
                season=season,
                agency=stage.agencies[member.code],
                actor=None,
                note=texts.RESPONSES[number][member.block],
                day=texts.JOINED[number],
                is_illustrative=True,
            )


def _nominated(stage: Stage, season: Season, award: str, agency: str, username: str, merits: str) -> Nomination:
    """``username`` names the person of the cast; empty where the agency itself is proposed."""
    player = next((p for p in cast.PLAYERS if p.username == username), None)
    person = stage.people.persons[player.full_name] if player else None
    return awards.propose(
        season=season,
        award=Award.objects.get(code=award),
        agency=stage.agencies[agency],
        person=person,
        title=person.appointments.order_by("valid_from").first().title if person else "",
        merits=merits,
        actor=None,
        is_illustrative=True,
    )

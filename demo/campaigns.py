"""Movements and nominations of the years since the mergers, as far as the day of loading has come; all invented.

Movements of a cluster are kept by its head's secretariat, so only the family has one of its own; the sector's movement
is everybody's. What a year has not reached yet is left to whoever tries the portal out.
"""

from datetime import date

from accounts import audit
from awards import services as awards
from awards.enums import NominationState
from awards.models import Award, Decision, Nomination
from clusters.models import Season
from pledges.enums import MovementScope
from pledges.models import Movement
from pledges.movements import services as movements

from .recognition import moment
from .stage import FAMILY, Stage
from .years import texts
from .years.calendar import joining_day, recognition_days
from .years.draw import Draw
from .years.plan import DRAFT
from .years.story import StoryMember

_JOINED_OF_TEN = 9  # agencies that have joined a movement by now


def load_campaigns(stage: Stage, year: int) -> None:
    """The movements of a year since the mergers with those who joined, and what its clusters propose for awards."""
    seasons = [season for (_cluster, at), season in stage.seasons.items() if at == year]
    seasons = [season for season in seasons if season.cluster.valid_to is None or season.cluster.valid_to.year > year]
    for number, row in enumerate(texts.movements_of(year)):
        if row["launched_on"] <= stage.plan.day:
            _load_movement(stage, seasons, number, row)
    _load_nominations(stage, seasons, year)


def _load_movement(stage: Stage, seasons: list[Season], number: int, row: dict) -> None:
    own = row["scope"] == MovementScope.CLUSTER
    joining = [season for season in seasons if not own or season.cluster.code in FAMILY]
    movement = Movement(
        **row, season=joining[0] if own else None, year=joining[0].year, is_illustrative=True, result=""
    )
    with audit.dated(stage.not_later(moment(row["launched_on"]))):
        movements.save_movement(movement=movement, actor=None)
    for season in joining:
        for member in stage.members_of(season.cluster.code, season.year):
            first = max(row["launched_on"], season.cluster.valid_from, stage.agencies[member.code].valid_from)
            day = joining_day(first, f"{movement.name}|{member.code}")
            if day <= stage.plan.day and _joins(stage, season, member):
                _respond(stage, movement, season, member, number, day)


def _joins(stage: Stage, season: Season, member: StoryMember) -> bool:
    """In the live year those who try the portal join by themselves, and a few others have not yet."""
    if season.year != stage.plan.live_year:
        return True
    tried = any(stage.plan.states(period).get(member.province) == DRAFT for period in stage.plan.live.values())
    return not tried and Draw(season.year, member.code, "joins").whole(1, 10) <= _JOINED_OF_TEN


def _respond(stage: Stage, movement: Movement, season: Season, member: StoryMember, number: int, day: date) -> None:
    with audit.dated(stage.not_later(moment(day))):
        movements.respond(
            movement=movement,
            season=season,
            agency=stage.agencies[member.code],
            actor=None,
            note=texts.RESPONSES[number][member.block],
            day=day,
            is_illustrative=True,
        )


# -- nominations -------------------------------------------------------------------------------------------------------
def _load_nominations(stage: Stage, seasons: list[Season], year: int) -> None:
    """One agency of each block of a cluster for the sector's flag, from the autumn on; decided in January."""
    proposed, submitted, decided = recognition_days(year)
    if stage.plan.day < proposed:
        return
    flag = Award.objects.get(code=texts.FLAG)
    found = [_propose(stage, season, flag, code, proposed) for season in seasons for code in _chosen(stage, season)]
    ids = [nomination.pk for nomination in found]
    rows = Nomination.objects.filter(pk__in=ids)
    rows.update(proposed_at=stage.not_later(moment(proposed)))
    if stage.plan.day < submitted:
        return
    rows.update(state=NominationState.SUBMITTED, submitted_at=stage.not_later(moment(submitted)))
    if stage.plan.day >= decided:
        _decide(stage, ids, decided)


def _chosen(stage: Stage, season: Season) -> list[str]:
    members = stage.members_of(season.cluster.code, season.year)
    known = texts.NOMINEES.get((season.cluster.code, season.year), ())
    return list(known) or [
        Draw(season.year, season.cluster.code, block, "flag").one_of([m.code for m in members if m.block == block])
        for block in texts.BLOCK_NAMES
    ]


def _propose(stage: Stage, season: Season, award: Award, code: str, day: date) -> Nomination:
    with audit.dated(stage.not_later(moment(day))):
        return awards.propose(
            season=season,
            award=award,
            agency=stage.agencies[code],
            person=None,
            title="",
            merits=texts.FLAG_MERITS,
            actor=None,
            is_illustrative=True,
        )


def _decide(stage: Stage, ids: list[int], day: date) -> None:
    at = stage.not_later(moment(day))
    with audit.dated(at):
        decision = awards.decide(
            nominations=Nomination.objects.filter(pk__in=ids).select_related("season", "award"),
            number=texts.DECISION_NUMBER,
            issuer=texts.DECISION_ISSUER,
            day=day,
            actor=None,
            is_illustrative=True,
        )
    Nomination.objects.filter(pk__in=ids).update(decided_at=at)
    Decision.objects.filter(pk=decision.pk).update(recorded_at=at)

"""Titles that members of the followed cluster register in spring, as far as the day of loading has come; invented."""

from datetime import date, timedelta

from accounts import audit
from awards.models import Award
from awards.registering.reading import RegistrationTerm, term_of
from awards.registering.services import Registered, save_sheet
from clusters.models import Season

from .recognition import moment
from .stage import FAMILY, Stage
from .years import texts
from .years.draw import Draw
from .years.story import StoryMember

_SILENT_OF_TWENTY = 1  # agencies that let the last day go by


def load_registrations(stage: Stage, season: Season) -> None:
    """The sheets of a season's members, each on a day of its own within the term."""
    if season.cluster.code not in FAMILY:
        return
    titles = {award.code: award.pk for award in Award.objects.filter(code__in=texts.REGISTERED)}
    for member in stage.members_of(season.cluster.code, season.year):
        term = term_of(season, member.block)
        if term is None:
            continue
        draw = Draw(season.year, member.code, "registers")
        day = _day(term, draw)
        if day <= stage.plan.day and draw.whole(1, 20) > _SILENT_OF_TWENTY:
            _register(stage, season, member, titles, day, draw)


def _day(term: RegistrationTerm, draw: Draw) -> date:
    return term.opens + timedelta(days=draw.whole(2, (term.last_day - term.opens).days))


def _register(stage: Stage, season: Season, member: StoryMember, titles: dict[str, int], day: date, draw: Draw) -> None:
    numbers = {code: draw.whole(low, high) for code, (low, high) in texts.REGISTERED.items()}
    said = {titles[code]: Registered(number) for code, number in numbers.items() if number}
    with audit.dated(stage.not_later(moment(day))):
        save_sheet(season=season, agency=stage.agencies[member.code], said=said, actor=None, is_illustrative=True)

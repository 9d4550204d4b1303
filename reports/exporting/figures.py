"""The figures that a file is made of: those of a season in the scope that was asked for, or of several clusters."""

from results.figures import FigureSet
from results.figures.merging import National
from results.figures.read import read_figures

from .nation import nation_scope, read_nation
from .scopes import InvalidScope, narrowed, scope_of
from .sources import Source, SubjectReading


def _of_season(reading: SubjectReading) -> FigureSet:
    """The figures that the scope may hold, and no others. InvalidScope where members or periods changed since.

    InvalidScope, too, where the file is of no season.
    """
    season, parameters = reading.subject.season, reading.subject.parameters
    if season is None:
        raise InvalidScope("season")
    whole = read_figures(season, period_codes=parameters.get("periods"), settled=True)
    return narrowed(whole, scope_of(season, parameters, whole))


def _of_the_nation(reading: SubjectReading) -> National:
    return read_nation(nation_scope(reading.subject.parameters))


FIGURES = Source("figures", _of_season)
NATIONAL_FIGURES = Source("national figures", _of_the_nation)


__all__ = ["FIGURES", "NATIONAL_FIGURES"]

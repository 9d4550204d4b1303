"""What a run is made of: its scope, the figures as they are now with their version, and what the file quotes beside."""

from dataclasses import dataclass, replace

from clusters.models import Season
from results.figures import FigureSet
from results.merging import National
from results.reading import read_figures, read_states

from .exporters.extras import Extras, read_extras
from .models import ReportRun
from .nation import NationScope, nation_scope, read_nation
from .scopes import Scope, narrowed, scope_of


@dataclass(frozen=True, slots=True)
class Material:
    """``figures``: of one season, or of several for a report of the nation."""

    scope: Scope | NationScope
    figures: FigureSet | National
    version_code: str

    def extras(self, language: str) -> Extras:
        if isinstance(self.figures, National):
            latest = self.figures.latest
            return read_extras(latest, season_ids=[s.season_id for s in self.figures.sets[0]])
        only = _only_member(self.figures, language) if self.scope.agency else ""
        return replace(read_extras(self.figures), only_agency=only)


def _only_member(figures: FigureSet, language: str) -> str:
    return next((a.name(language) for block in figures.blocks.values() for a in block.agencies), "")


def scope_of_run(run: ReportRun) -> Scope | NationScope:
    """The scope of a run with what is released today. InvalidScope where members or clusters changed since."""
    if run.season_id is None:
        return nation_scope(run.parameters)
    figures = read_states(run.season, period_codes=run.parameters.get("periods"))
    return scope_of(run.season, run.parameters, figures)


def read_material(run: ReportRun) -> Material:
    """Figures read at one data version: read again if it rose while they were read."""
    if run.season_id is None:
        scope = nation_scope(run.parameters)
        figures = read_nation(scope)
        return Material(scope, figures, figures.version_code)
    for _attempt in range(3):
        figures = read_figures(run.season, period_codes=run.parameters.get("periods"))
        if Season.objects.values_list("data_version", flat=True).get(pk=run.season_id) == figures.data_version:
            break
    scope = scope_of(run.season, run.parameters, figures)
    return Material(scope, narrowed(figures, scope), figures.version_code)


__all__ = ["Material", "read_material", "scope_of_run"]

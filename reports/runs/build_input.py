"""What a run is made of: its scope, the figures and what the file quotes beside, all read at one data version."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from clusters.models import Season
from reports.exporting.background import Extras, read_extras
from reports.exporting.nation import NationScope, nation_scope, read_nation
from reports.exporting.registry import exporter_of
from reports.exporting.scopes import Scope, narrowed, scope_of
from reports.exporting.snapshot import snapshot
from reports.exporting.sources import version_rows
from reports.models import ReportRun
from results.figures import FigureSet
from results.figures.merging import National
from results.figures.read import Unsettled, read_figures, read_states

# Seconds between readings where figures change meanwhile and the database shows no snapshot of one moment.
PAUSES = (0.1, 0.3, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Material:
    """``figures``: of one season, or of several for a report of the nation. ``versions``: digest of the data versions
    of the other seasons that are printed. ``read``: what the exporter's sources gave, by their names."""

    scope: Scope | NationScope
    figures: FigureSet | National
    version_code: str
    versions: str = ""
    read: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def extras(self, language: str) -> Extras:
        if isinstance(self.figures, National):
            latest = self.figures.latest
            return read_extras(latest, season_ids=[s.season_id for s in self.figures.sets[0]])
        only = _only_member(self.figures, language) if self.scope.agency else ""
        return replace(read_extras(self.figures), only_agency=only, read=self.read)


def _only_member(figures: FigureSet, language: str) -> str:
    return next((a.name(language) for block in figures.blocks.values() for a in block.agencies), "")


def scope_of_run(run: ReportRun) -> Scope | NationScope:
    """The scope of a run with what is released today. InvalidScope where members or clusters changed since."""
    if run.season_id is None:
        return nation_scope(run.parameters)
    figures = read_states(run.season, period_codes=run.parameters.get("periods"))
    return scope_of(run.season, run.parameters, figures)


def read_material(run: ReportRun) -> tuple[Material, Extras]:
    """Everything the file is made of, true at one moment. Unsettled where figures never stood still while read.

    A snapshot of the database shows one moment, whoever writes meanwhile; where there is none (inside a transaction),
    the versions are compared before and after.
    """
    for pause in (*PAUSES, None):
        with snapshot():
            before = _versions(run)
            material = _of_nation(run) if run.season_id is None else _of_season(run, before)
            extras = material.extras(run.language)
            if _versions(run) == before:
                return material, extras
        if pause is not None:
            time.sleep(pause)
    raise Unsettled(run.pk)


def _versions(run: ReportRun) -> dict[str, list]:
    if run.season_id is not None:
        return version_rows(run.season, exporter_of(run.kind).sources, run.language)
    seasons = Season.objects.filter(year__in=run.parameters.get("years", []))
    return {"figures": list(seasons.order_by("pk").values_list("pk", "data_version"))}


def _of_nation(run: ReportRun) -> Material:
    scope = nation_scope(run.parameters)
    figures = read_nation(scope)
    return Material(scope, figures, figures.version_code)


def _of_season(run: ReportRun, versions: dict[str, list]) -> Material:
    whole = read_figures(run.season, period_codes=run.parameters.get("periods"))
    scope = scope_of(run.season, run.parameters, whole)
    figures = narrowed(whole, scope)
    exporter = exporter_of(run.kind)
    read = {source.name: source.read(run.season, figures, run.language) for source in exporter.sources}
    return Material(scope, figures, figures.version_code, exporter.versions(run.season, run.language, versions), read)


__all__ = ["Material", "read_material", "scope_of_run"]

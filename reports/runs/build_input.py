"""What a run is made of, read at one moment of the data, and what of it says whether a file is still of today."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.exporting.nation import NationScope, nation_scope
from reports.exporting.registry import Exporter
from reports.exporting.scopes import Scope, scope_of
from reports.exporting.snapshot import snapshot
from reports.exporting.sources import Input, version_rows
from reports.exporting.subject import Subject
from reports.models import ReportRun
from results.figures.read import Unsettled, read_states

# Seconds between readings where figures change meanwhile and the database shows no snapshot of one moment.
PAUSES = (0.1, 0.3, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Material:
    """What one exporter has read. ``version_code``: the data version that the file quotes. ``versions``: digest of the
    versions of what else is printed."""

    exporter: Exporter[Any]
    subject: Subject
    made_of: Input
    version_code: str
    versions: str

    @property
    def file_name(self) -> str:
        return self.exporter.file_name(self.subject, self.version_code)


def subject_of(run: ReportRun) -> Subject:
    return Subject(run.season, run.parameters, run.language)


def scope_of_run(run: ReportRun) -> Scope | NationScope:
    """The scope of a run with what is released today. InvalidScope where members or clusters changed since."""
    if run.season_id is None:
        return nation_scope(run.parameters)
    figures = read_states(run.season, period_codes=run.parameters.get("periods"))
    return scope_of(run.season, run.parameters, figures)


def read_materials(exporters: Sequence[Exporter[Any]], subject: Subject) -> list[Material]:
    """What files of one subject are made of, true at one moment. Unsettled where figures never stood still while read.

    A snapshot of the database shows one moment, whoever writes meanwhile; where there is none (inside a transaction),
    the versions are compared before and after.
    """
    for pause in (*PAUSES, None):
        with snapshot():
            rows = [version_rows(subject, exporter.sources) for exporter in exporters]
            version_code, shared = subject.version_code(), {}
            found = [
                Material(each, subject, each.read(subject, shared), version_code, each.versions(subject, before))
                for each, before in zip(exporters, rows, strict=True)
            ]
            if [version_rows(subject, exporter.sources) for exporter in exporters] == rows:
                return found
        if pause is not None:
            time.sleep(pause)
    raise Unsettled(version_code)


__all__ = ["Material", "read_materials", "scope_of_run", "subject_of"]

"""Which runs somebody may still have, for any number of them at once."""

from collections.abc import Collection, Mapping

from accounts.models import User
from clusters.rights import rights_of
from reports.exporting.nation import NationScope
from reports.exporting.scopes import Scope
from reports.models import ReportRun
from results.models import Release


def still_open(
    user: User, runs: Collection[ReportRun], releases: Mapping[int, Collection[tuple[str, str]]] | None = None
) -> frozenset[int]:
    """Those whose every figure may be shown to the person today, by id; one query at most.

    The parameters were looked up when the run was asked for; here only what has changed since is read: releases
    (``releases`` of each season where the caller has them), and the person's rights. A download looks everything up
    again.
    """
    if releases is None:
        releases = _releases({run.season_id for run in runs if run.season_id})
    own = {membership.agency_code: membership.agency_id for membership in rights_of(user).memberships}
    return frozenset(
        run.pk
        for run in runs
        if user.has_perm("reports.download_run", _scope(run, releases.get(run.season_id, ()), own))
    )


def _releases(seasons: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    if seasons:
        rows = Release.objects.filter(season__in=seasons)
        for season_id, *shown in rows.values_list("season_id", "period__block", "period__period_code"):
            found.setdefault(season_id, set()).add(tuple(shown))
    return found


def _scope(run: ReportRun, released: Collection[tuple[str, str]], own: dict[str, int]) -> Scope | NationScope:
    """``own``: the agencies the person acts for, by code; a report of one agency is judged by these or by its block."""
    chosen = run.parameters
    blocks, periods = tuple(chosen.get("blocks", ())), tuple(chosen.get("periods", {}).items())
    if run.season_id is None:
        return NationScope(tuple(chosen.get("years", ())), blocks, periods)
    shown = frozenset(block for block, code in periods if (block, code) in released)
    code = chosen.get("agency", "")
    return Scope(run.season_id, blocks, periods, code, own.get(code), shown)


__all__ = ["still_open"]

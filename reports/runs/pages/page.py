"""What the report pages show: scopes on offer, runs in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import Block
from clusters.models import Season
from clusters.rights import Rights
from emulation_portal.lib import dates
from emulation_portal.lib.dates import format_moment
from emulation_portal.lib.numbers import format_size
from emulation_portal.ui.language import lang
from reports.enums import RunFault, RunState
from reports.exporting.nation import version_of
from reports.exporting.registry import Exporter, UnknownKind, exporter_of
from reports.exporting.scopes import InvalidScope, Scope, choices_of_periods, scope_of, usual_period
from reports.models import ReportRun
from reports.papers.frame import PaperFile
from reports.runs import files
from results import words
from results.figures import BlockFigures, FigureSet

from .estimates import Estimates, took
from .forms import LATEST, WHOLE, YEAR_END

UNTAKEN = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class RunOffer:
    """One scope the person may ask for."""

    value: str
    label: str
    scope: Scope


# -- scopes ------------------------------------------------------------------------------------------------------------
def parameters_for(figures: FigureSet, value: str, reading: str) -> dict:
    """The parameters of a scope as the form names it; InvalidScope for a block or agency the season does not have."""
    name, _colon, which = value.partition(":")
    if name == "agency":
        try:
            blocks = [figures.agency(which)[0].block]
        except KeyError:
            raise InvalidScope("agency") from None
    else:
        blocks = [which] if name == "block" else [b for b, held in figures.blocks.items() if held.periods]
    if not blocks or set(blocks) - set(figures.blocks):
        raise InvalidScope("blocks")
    of = which if name == "agency" else ""
    found = {"blocks": blocks, "periods": {block: period_for(figures, block, reading, of) for block in blocks}}
    return {**found, "agency": which} if name == "agency" else found


def period_for(figures: FigureSet, block: str, reading: str, agency: str = "") -> str | None:
    """The period that a reading of the year means for a block, or for one agency of it."""
    held = figures.blocks[block]
    year_end, latest = choices_of_periods(held, agency)
    chosen = {YEAR_END: year_end, LATEST: latest or year_end}.get(reading, usual_period(held, agency))
    return chosen or next((p.period_code for p in held.periods), None)


def has_two_readings(figures: FigureSet, offered: Collection[RunOffer]) -> bool:
    """Whether the year-end period and the latest one with figures differ for anything that is offered."""
    pairs = (choices_of_periods(block, agency) for block, agency in _offered(figures, offered))
    return any(latest is not None and year_end != latest for year_end, latest in pairs)


def _offered(figures: FigureSet, offered: Collection[RunOffer]) -> list[tuple[BlockFigures, str]]:
    """The blocks whose figures may be asked for, with the agency where only its own may be."""
    alone = [offer.scope for offer in offered if offer.scope.agency]
    if len(alone) < len(offered) or not offered:
        return [(block, "") for block in figures.blocks.values()]
    return [(figures.blocks[block], scope.agency) for scope in alone for block in scope.blocks]


def usual_reading(figures: FigureSet, offered: Collection[RunOffer]) -> str:
    """The reading that the offers stand for: year-end figures, or the latest where something has none of them yet."""
    held = [(usual_period(*each), choices_of_periods(*each)[0]) for each in _offered(figures, offered)]
    return YEAR_END if all(usual == year_end for usual, year_end in held) else LATEST


def offers(user, rights: Rights, season: Season, figures: FigureSet, releases: Collection) -> list[RunOffer]:
    """What the person may ask for, the widest first; ``releases``: see ``releases_of``."""
    wanted = [(WHOLE, _("Whole cluster, all blocks"))]
    held = [block for block, figures_of in figures.blocks.items() if figures_of.agencies]
    if len(held) > 1:
        wanted += [(f"block:{block}", words.block_name(block)) for block in held]
    for block in figures.blocks.values():
        own = [a for a in block.agencies if a.id in rights.own_agency_ids]
        wanted += [(f"agency:{a.code}", a.name(lang())) for a in own]
    found = []
    for value, label in wanted:
        try:
            scope = scope_of(season, parameters_for(figures, value, ""), figures, releases)
        except InvalidScope:
            continue
        if user.has_perm("reports.request_run", scope):
            found.append(RunOffer(value, label, scope))
    return found


def is_for(
    user, exporter: Exporter, season: Season, figures: FigureSet, offered: Collection[RunOffer], releases: Collection
) -> bool:
    """Whether a kind of report can be had of anything the person is offered; of one about a part of the year the right
    follows from that part. ``figures``, ``releases``: as for ``offers``."""
    whole = next((offer.scope for offer in offered if offer.scope.is_whole), None)
    if not exporter.is_whole or whole is None or not exporter.months:
        return not exporter.is_whole or whole is not None
    scope = scope_of(season, exporter.fitted(whole.parameters, figures), figures, releases)
    return bool(user.has_perm("reports.request_run", scope))


def paper_address(exporter: Exporter, place: list) -> str:
    """Where a paper is read as a page; empty for other files, and for a paper whose own page stands in the rail."""
    if not isinstance(exporter, PaperFile) or exporter.paper.has_own_page:
        return ""
    return reverse("reports:paper_shown", args=[*place, exporter.paper.kind])


# -- runs --------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RunCard:
    """A run as the pages show it."""

    run: ReportRun
    title: str
    ext: str
    scope: str
    state: str
    percent: int
    percent_text: str
    label: str
    is_moving: bool
    waits: str
    fault: str
    file: dict | None
    file_is_gone: bool
    is_outdated: bool
    requested: str
    may_retry: bool
    took: str = ""
    asked_by: str = ""
    expected: str = ""
    is_closed: bool = False
    parts: tuple["PartCard", ...] = ()
    newer: int | None = None
    kept_from: str = ""


@dataclass(frozen=True, slots=True)
class PartCard:
    """One report of a pack: how far it is, or why there is none."""

    title: str
    ext: str
    state: str
    percent: int
    percent_text: str
    fault: str
    name: str


def current_version(run: ReportRun, known: dict | None = None) -> str:
    """The version of the data the run would be built of now. ``known`` keeps those of the nation by their years."""
    if run.season is not None:
        return run.season.version_code
    years, known = tuple(run.parameters.get("years", ())), {} if known is None else known
    if years not in known:
        known[years] = version_of(years) if years else run.data_version
    return known[years]


def card(
    run: ReportRun,
    known: dict | None = None,
    *,
    estimates: Estimates | None = None,
    is_closed: bool = False,
    newer: int | None = None,
) -> RunCard:
    """A run in words; ``known``: see ``current_version``. ``is_closed``: the person may no longer have the file.
    ``newer``: the run that took its place."""
    state, fault = RunState(run.state), run.error_code
    gone = state == RunState.DONE and not files.has_file(run)
    outdated = current_version(run, known) != run.data_version
    parts = [part.run for part in run.parts.all()]
    percent = percent_of(run, parts)
    is_moving = state in (RunState.QUEUED, RunState.RUNNING)
    return RunCard(
        run=run,
        title=title_of(run),
        ext=_extension_of(run),
        scope=scope_words(run),
        state=state.value,
        percent=percent,
        percent_text=f"{percent}%",
        label=run.step_label,
        is_moving=is_moving,
        waits=_waiting_words(run, parts) if state == RunState.QUEUED else "",
        fault=fault_words(run),
        file=_file(run, outdated, is_closed) if state == RunState.DONE and not gone else None,
        file_is_gone=gone,
        is_outdated=outdated and state == RunState.DONE,
        requested=format_moment(run.queued_at or run.requested_at, lang()),
        may_retry=not is_closed and (state == RunState.FAILED or fault == RunFault.STOPPED or gone),
        took=took(run) if state == RunState.DONE and not gone else "",
        asked_by=", ".join(_name(request.user) for request in run.requests.all()),
        expected=estimates.of_run(run) if estimates and is_moving else "",
        is_closed=is_closed,
        parts=tuple(_part(part) for part in parts),
        newer=newer if state == RunState.DONE else None,
        kept_from=run.file_version if run.file_version != run.data_version else "",
    )


def _name(user) -> str:
    person = getattr(user, "person", None)
    return person.full_name if person else user.display_name


def percent_of(run: ReportRun, parts: list[ReportRun]) -> int:
    """How far a run is, 0 to 100: a pack has a share for each part and one for putting them together."""
    if run.state == RunState.DONE:
        return 100
    own = Fraction(run.steps_done, run.steps_total) if run.steps_total else Fraction(0)
    shares = [Fraction(percent_of(part, []), 100) for part in parts]
    return int((sum(shares) + own) * 100 / (len(shares) + 1))


def _part(run: ReportRun) -> PartCard:
    percent = percent_of(run, [])
    return PartCard(
        title_of(run), _extension_of(run), run.state, percent, f"{percent}%", fault_words(run), run.file_name
    )


def fault_words(run: ReportRun) -> str:
    """Why a run failed and what to do, with the paragraph where one was the reason."""
    said = str(RunFault(run.error_code).label) if run.error_code in RunFault.values else ""
    if run.error_code == RunFault.PARAGRAPH and run.error_message:
        said = f"{said} {_('It begins: “{words}”').format(words=run.error_message)}"
    return said


def title_of(run: ReportRun) -> str:
    try:
        return str(exporter_of(run.kind).title)
    except UnknownKind:
        return run.kind


def _extension_of(run: ReportRun) -> str:
    try:
        return exporter_of(run.kind).extension
    except UnknownKind:
        return ""


def scope_words(run: ReportRun) -> str:
    """What the report is about, and its language where the reader has another."""
    scope = _scope_words(run)
    if run.language == lang():
        return scope
    language = _("in English") if run.language == "en" else _("in Vietnamese")
    return " · ".join(filter(None, [scope, language]))


def _scope_words(run: ReportRun) -> str:
    if run.season_id is None:
        return _nation_words(run.parameters)
    agency, blocks = run.parameters.get("agency"), run.parameters.get("blocks", [])
    if agency:
        return _("Agency {code}").format(code=agency)
    if len(blocks) > 1:
        return _("Whole cluster, all blocks")
    return " · ".join(words.block_name(block) for block in blocks if block in Block.values)


def place_words(run: ReportRun) -> str:
    """Which cluster and year, for those who read it away from its room."""
    if run.season is None:
        return _("All clusters")
    return f"{run.season.cluster.short_name} · {run.season.year}"


def _nation_words(parameters: Mapping) -> str:
    years = ", ".join(str(year) for year in sorted(parameters.get("years", [])))
    blocks = ", ".join(words.block_name(block) for block in parameters.get("blocks", []) if block in Block.values)
    clusters, indicators = parameters.get("clusters", []), parameters.get("indicators", [])
    said = [
        _("Year {years}").format(years=years),
        ngettext("{count} cluster", "{count} clusters", len(clusters)).format(count=len(clusters))
        if clusters
        else _("all clusters"),
        blocks,
    ]
    if indicators:
        count = len(indicators)
        said.append(ngettext("{count} indicator", "{count} indicators", count).format(count=count))
    return " · ".join(said)


def _waiting_words(run: ReportRun, parts: list[ReportRun]) -> str:
    """Why nothing happens yet, in plain words; empty while the wait is an ordinary one."""
    if any(part.state == RunState.RUNNING for part in parts):
        return ""
    run = next((part for part in parts if part.state == RunState.QUEUED), run)
    if dates.now() - (run.queued_at or run.requested_at) < UNTAKEN:
        return ""
    if run.enqueued_at is None:
        return _("The queue does not take orders at the moment. The report is kept and starts by itself once it does.")
    return _("No worker has taken the report yet. It is kept and starts by itself as soon as one is free.")


def _file(run: ReportRun, outdated: bool, is_closed: bool) -> dict:
    language = lang()
    built = format_moment(run.finished_at, language)
    lines = [[f"{title_of(run)} · {scope_words(run)}", format_size(run.file_size, language), built]]
    chip = ("warn", "arrow-repeat", _("Newer data exist")) if outdated else ("", "", "")
    if is_closed:
        chip = ("plain", "lock", _("Not open to you today"))
    return {
        "name": run.file_name,
        "ext": run.file_name.rpartition(".")[2],
        "lines": lines,
        "digest": run.sha256,
        "data_version": run.file_version or run.data_version,
        "download_url": "" if is_closed else reverse("reports:run_download", args=[run.pk]),
        "chip_kind": chip[0],
        "chip_icon": chip[1],
        "chip_text": chip[2],
    }


__all__ = [
    "PartCard",
    "RunCard",
    "RunOffer",
    "card",
    "current_version",
    "fault_words",
    "has_two_readings",
    "offers",
    "parameters_for",
    "percent_of",
    "place_words",
    "scope_words",
    "title_of",
    "usual_reading",
]

"""What must be said beside a comparison, in plain words: what is missing, unlike or organised differently."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from results import words
from results.figures import IndicatorRef
from results.figures.alike import in_like_periods
from results.figures.lines import Why

from .basis import Basis
from .sides import AgencyBefore, AgencySide, ClusterBefore, ClusterSide, ComparedSide


def why_not(side: ComparedSide) -> str:
    """Why a side cannot be compared, as a sentence; empty where it can."""
    said = {"name": side.label}
    if side.is_absent:
        text = _("Not to be compared: %(name)s has no member of the block in this period.")
        if isinstance(side, AgencySide):
            said = {"name": side.label, "agency": side.agency.short_name}
            text = _("Not to be compared: %(agency)s is no member of the block in this period (%(name)s).")
            if side.label == side.agency.short_name:
                text = _("Not to be compared: %(name)s is no member of the block in this period.")
        return text % said
    if side.is_hidden:
        return _("Not to be compared yet: the figures of %(name)s are not released.") % said
    if not side.has_figures:
        return _("Not to be compared yet: %(name)s has no figures for this period.") % said
    return ""


def nobody(basis: Basis) -> str:
    """Said where no member can be compared with itself."""
    if basis.like and not basis.members:
        return _("Not to be compared: no member has figures on both sides.")
    return ""


def among(basis: Basis) -> str:
    """Over how many members the sides are compared, where some are left out."""
    if not basis.left_out:
        return ""
    said = {"count": len(basis.members), "among": len(basis.members) + len(basis.left_out)}
    return _("Compared over %(count)s of %(among)s members.") % said


def over_text(basis: Basis, code: str) -> str:
    """How many members an indicator is compared over where some are left out: 2 of 4."""
    compared = basis.compared(code)
    if not compared or not compared.is_partial:
        return ""
    said = {"count": len(compared.members), "among": compared.among}
    text = _("over %(count)s of %(among)s members") % said
    also = ", ".join(agency.short_name for agency in basis.also_left_out(code))
    return _("%(over)s, here without %(names)s") % {"over": text, "names": also} if also else text


def notes(
    first: ComparedSide, second: ComparedSide, indicators: Mapping[str, IndicatorRef], basis: Basis
) -> Iterator[str]:
    """``indicators``: those of either side."""
    pair = (first, second)
    yield from _periods(*pair)
    yield from _compared(pair, basis)
    yield from _as_then(*pair)
    for side, other in (pair, pair[::-1]):
        yield from _organised(side, other, basis)
        yield from _state(side)
    yield from _unmeasured(pair, indicators)
    if not any(why_not(side) for side in pair):
        yield from _targets(pair, indicators)
        yield from _size(*pair, basis)
    yield from _part_of_the_year(pair, indicators)


def _compared(pair: tuple[ComparedSide, ComparedSide], basis: Basis) -> Iterator[str]:
    """Over whom the differences are made, and who is left out why."""
    if not basis.members or not basis.left_out:
        return
    early = pair[1 - basis.late]
    sides = {Why.NO_FIGURE: pair[basis.late], Why.NO_LAST_YEAR: early, Why.OTHER_MEANING: early}
    out = [
        _("%(agency)s (figures on the side of %(side)s are missing or not all there)")
        % {"agency": agency.short_name, "side": sides[why].label}
        for agency, why in basis.left_out
    ]
    yield _("Differences are made over %(count)s of %(among)s members: %(names)s. Left out: %(out)s.") % {
        "count": len(basis.members),
        "among": len(basis.members) + len(out),
        "names": ", ".join(agency.short_name for agency in basis.members),
        "out": "; ".join(out),
    }


def _periods(first: ComparedSide, second: ComparedSide) -> Iterator[str]:
    one, other = first.period, second.period
    if one and other and not in_like_periods(one, other):
        yield _(
            "The two stand in different periods (%(first)s; %(second)s): their figures are not alike and not compared."
        ) % {"first": words.period_text(one), "second": words.period_text(other)}


# -- who the figures are of --------------------------------------------------------------------------------------------
def _organised(side: ComparedSide, other: ComparedSide, basis: Basis) -> Iterator[str]:
    if isinstance(side, AgencyBefore):
        yield from _agency_before(side)
    elif isinstance(side, ClusterBefore):
        yield from _cluster_before(side, basis)
    elif isinstance(side, AgencySide) and side.is_absent and not isinstance(other, AgencyBefore):
        yield _(
            "An agency that merged is compared as organised now when its successor is chosen: the figures of those it "
            "succeeded are then added."
        )


def _agency_before(side: AgencyBefore) -> Iterator[str]:
    if side.is_absent or side.is_hidden or (side.has_figures and not side.made_of):
        return
    said = {"year": side.label, "agency": side.agency.short_name, "names": ", ".join(side.made_of)}
    if side.made_of:
        yield (
            _(
                "As organised now: the figures of %(year)s are the sum of the agencies that %(agency)s succeeded "
                "(%(names)s). Their targets were assigned to each of them, so none stands here."
            )
            % said
        )
    else:
        yield (
            _(
                "As organised now %(agency)s has no figures of %(year)s: not all of those it succeeded "
                "have reported, or one of them was divided."
            )
            % said
        )


def _cluster_before(side: ClusterBefore, basis: Basis) -> Iterator[str]:
    if side.is_hidden or not side.has_figures:
        return
    now = {agency.code for agency in basis.members}
    then = {code for agency in now for code in side.block.stood_for.get(agency, ())}
    if then != now:
        yield _(
            "As organised now: the figures of %(year)s are those of the agencies that today's members were or "
            "succeeded (%(then)s agencies for %(now)s members); targets of that year are not added up."
        ) % {"year": side.label, "then": len(then), "now": len(now)}


def _as_then(first: ComparedSide, second: ComparedSide) -> Iterator[str]:
    """Two years of one cluster or of its successor, whose members are not the same."""
    if type(first) is not ClusterSide or type(second) is not ClusterSide:
        return
    mine, theirs = set(first.block.codes), set(second.block.codes)
    heirs = [{code for then in side.block.stood_for.values() for code in then} for side in (first, second)]
    if mine != theirs and (mine & theirs or heirs[0] & theirs or heirs[1] & mine):
        yield _(
            "As organised then: each year with the members it had (%(first)s: %(one)s agencies; %(second)s: %(two)s)."
        ) % {"first": first.label, "one": len(mine), "second": second.label, "two": len(theirs)}


# -- what is there of them ---------------------------------------------------------------------------------------------
def _state(side: ComparedSide) -> Iterator[str]:
    if side.is_absent or side.is_hidden or isinstance(side, AgencyBefore | ClusterBefore):
        return
    if isinstance(side, ClusterSide):
        missing = [a.short_name for a in side.block.missing()]
        if missing:
            yield _("Missing in the total of %(name)s: %(names)s.") % {"name": side.label, "names": ", ".join(missing)}
        if side.block.is_provisional:
            yield _("Provisional: not all reports of %(name)s are approved.") % {"name": side.label}
        return
    ref = side.block.status.get(side.code)
    if ref and ref.counts and not ref.is_final:
        yield _("Provisional: the report of %(name)s is not approved yet.") % {"name": side.label}


def _unmeasured(pair: tuple[ComparedSide, ComparedSide], indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    for side in pair:
        lacking = [i.name(words.lang()) for code, i in indicators.items() if code not in side.block.indicators]
        if lacking:
            yield _("Not measured on the side of %(name)s: %(list)s.") % {
                "name": side.label,
                "list": "; ".join(lacking),
            }


def _targets(pair: tuple[ComparedSide, ComparedSide], indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    """A target that one side has and the other lacks."""
    for side, other in (pair, pair[::-1]):
        if isinstance(side, AgencyBefore | ClusterBefore):
            continue
        lacking = [
            i.name(words.lang())
            for code, i in indicators.items()
            if _has_target(other, code) and not _has_target(side, code)
        ]
        if lacking:
            yield _("No target of its own on the side of %(name)s: %(list)s.") % {
                "name": side.label,
                "list": "; ".join(lacking),
            }


def _has_target(side: ComparedSide, code: str) -> bool:
    line = side.line(code)
    return bool(line and line.target)


def _size(first: ComparedSide, second: ComparedSide, basis: Basis) -> Iterator[str]:
    if isinstance(first, AgencySide) and isinstance(second, AgencySide) and first.code != second.code:
        yield _("Agencies differ in size: rates are compared, counts and amounts stand beside each other for reading.")
        if first.links != second.links and first.block is not second.block:
            yield _("The two are of different clusters: each place is that within its own cluster.")
    if basis.rates_only:
        yield _(
            "The two have different members: rates are compared, counts and amounts stand beside each other without "
            "a difference."
        )


def _part_of_the_year(pair: tuple[ComparedSide, ComparedSide], indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    lines = [line for side in pair for code in indicators if (line := side.line(code)) and line.target]
    if any(line.is_part_year for line in lines):
        yield _(
            "Targets are those of the whole year; before its end nothing is called reached or missed. The part for "
            "these months is the target times months over twelve, or the target of the period where a decision gives "
            "one."
        )


__all__ = ["among", "nobody", "notes", "over_text", "why_not"]

"""What must be said beside a comparison, in plain words: what is missing, unlike or organised differently."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from results.figures import IndicatorRef

from . import words
from .compare_sides import AgencyBefore, AgencySide, ClusterBefore, ClusterSide, Side


def why_not(side: Side) -> str:
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


def notes(first: Side, second: Side, indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    """``indicators``: those of either side."""
    pair = (first, second)
    yield from _periods(*pair)
    yield from _as_then(*pair)
    for side, other in (pair, pair[::-1]):
        yield from _organised(side, other)
        yield from _state(side)
    yield from _unmeasured(pair, indicators)
    if not any(why_not(side) for side in pair):
        yield from _targets(pair, indicators)
        yield from _size(*pair)


def _periods(first: Side, second: Side) -> Iterator[str]:
    one, other = first.period, second.period
    if one and other and (one.period_code, one.months) != (other.period_code, other.months):
        yield _(
            "The two stand in different periods (%(first)s; %(second)s): their counts and amounts are not alike."
        ) % {"first": words.period_text(one), "second": words.period_text(other)}


# -- who the figures are of --------------------------------------------------------------------------------------------
def _organised(side: Side, other: Side) -> Iterator[str]:
    if isinstance(side, AgencyBefore):
        yield from _agency_before(side)
    elif isinstance(side, ClusterBefore):
        yield from _cluster_before(side)
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


def _cluster_before(side: ClusterBefore) -> Iterator[str]:
    if side.is_hidden or not side.has_figures:
        return
    whole = {code for codes in side.block.stood_for.values() for code in codes}
    without = [a.short_name for a in side.block.agencies if a.code not in side.block.stood_for]
    if whole != set(side.block.codes):
        yield _(
            "As organised now: the figures of %(year)s are those of the agencies that today's members were or "
            "succeeded (%(then)s agencies for %(now)s members); targets of that year are not added up."
        ) % {"year": side.label, "then": len(whole), "now": len(side.block.agencies)}
    if without:
        yield _("Without figures of %(year)s: %(names)s.") % {"year": side.label, "names": ", ".join(without)}


def _as_then(first: Side, second: Side) -> Iterator[str]:
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
def _state(side: Side) -> Iterator[str]:
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


def _unmeasured(pair: tuple[Side, Side], indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    for side in pair:
        lacking = [i.name(words.lang()) for code, i in indicators.items() if code not in side.block.indicators]
        if lacking:
            yield _("Not measured on the side of %(name)s: %(list)s.") % {
                "name": side.label,
                "list": "; ".join(lacking),
            }


def _targets(pair: tuple[Side, Side], indicators: Mapping[str, IndicatorRef]) -> Iterator[str]:
    """A target that one side has and the other lacks."""
    for side, other in (pair, pair[::-1]):
        if isinstance(side, AgencyBefore | ClusterBefore):
            continue
        lacking = [
            i.name(words.lang()) for code, i in indicators.items() if other.target(code) and not side.target(code)
        ]
        if lacking:
            yield _("No target of its own on the side of %(name)s: %(list)s.") % {
                "name": side.label, "list": "; ".join(lacking),
            }  # fmt: skip


def _size(first: Side, second: Side) -> Iterator[str]:
    if isinstance(first, AgencySide) and isinstance(second, AgencySide) and first.code != second.code:
        yield _("Agencies differ in size: rates are compared, counts and amounts stand beside each other for reading.")
        if first.links != second.links and first.block is not second.block:
            yield _("The two are of different clusters: each place is that within its own cluster.")


__all__ = ["notes", "why_not"]

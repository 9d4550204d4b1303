"""What a line is compared with, in words: last year over how many members, who is left out, and whose target it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from results import words
from results.figures import BlockFigures, IndicatorRef, PeriodRef
from results.figures.lines import Compared, Line, Why


@dataclass(frozen=True, slots=True)
class Note:
    """Said beside a comparison that does not hold everybody; ``left_out`` names the others, one reason a line."""

    text: str
    left_out: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All of it in one line, as files and readers of screens take it."""
        return " ".join((self.text, *(f"{reason}." for reason in self.left_out)))


def note(compared: Compared, year: int) -> Note | None:
    """``year``: last year. None where everybody is compared, and where there is nothing yet that could be."""
    left_out = compared.left_out
    if not left_out or (not compared.members and all(out.why is Why.NO_FIGURE for out in left_out)):
        return None
    if not compared.members:
        if all(out.why is Why.NO_LAST_YEAR for out in left_out):
            return Note(_("The same period of %(year)s has no figures to compare with.") % {"year": year})
        if all(out.why in (Why.OTHER_MEANING, Why.NO_FIGURE) for out in left_out):
            return Note(other_meaning(year))
        said = _("Not compared with the same period of %(year)s: no agency has figures of both years.")
        return Note(said % {"year": year}, tuple(_reasons(compared, year)))
    said = _(
        "Compared with the same period of %(year)s over %(count)s of %(among)s agencies: those with figures of both."
    ) % {"year": year, "count": len(compared.members), "among": compared.among}
    return Note(said, tuple(_reasons(compared, year)))


def other_meaning(year: int) -> str:
    """Why nothing is set beside the year before, for an indicator that meant something else then."""
    said = _("Not compared with %(year)s: the unit, the formula or the parts of the indicator have changed since.")
    return said % {"year": year}


def _reasons(compared: Compared, year: int) -> Iterable[str]:
    heads = {
        Why.NO_FIGURE: _("No figure yet this year: %(names)s"),
        Why.OTHER_MEANING: _("The indicator has changed its meaning since %(year)s: %(names)s"),
        Why.NO_LAST_YEAR: _("No figure of the same period of %(year)s: %(names)s"),
    }
    for why, said in heads.items():
        names = [out.agency.short_name for out in compared.left_out if out.why is why]
        if names:
            yield said % {"year": year, "names": ", ".join(names)}


def note_of_agency(figures: BlockFigures, agency: str) -> str:
    """Whose figures stand for last year on the page of one agency, where they are not simply its own."""
    if figures.period is None or not figures.sees(agency) or agency not in figures.cells:
        return ""
    year, then = figures.period.year - 1, figures.stood_for.get(agency, ())
    if not then:
        return _("The same period of %(year)s has no figures of this agency to compare with.") % {"year": year}
    if len(then) > 1:
        return _("The figures of %(year)s are the sum of the %(count)s agencies that merged into this one.") % {
            "year": year,
            "count": len(then),
        }
    return ""


def counted(compared: Compared) -> str:
    """2/6 agencies, beside a figure of last year that does not hold everybody; else nothing."""
    if not compared.is_partial:
        return ""
    return _("%(count)s/%(among)s agencies") % {"count": len(compared.members), "among": compared.among}


def last_head(period: PeriodRef) -> str:
    """Last year beside this period: what it had at the same time, which in a part of the year is not the year's."""
    if period.is_part_year:
        return _("Same period %(year)s") % {"year": period.year - 1}
    return _("Year %(year)s") % {"year": period.year - 1}


# -- targets ----------------------------------------------------------------------------------------------------------
def target_head(period: PeriodRef | None) -> str:
    """The head of a column of targets: in a part of the year it says that they are the whole year's."""
    if period is None or not period.is_part_year:
        return _("Assigned target")
    return _("Target of the whole year %(year)s") % {"year": period.year}


def months(period: PeriodRef) -> str:
    """9/12: how much of the year has passed."""
    return f"{period.months}/12"


def pace_head(period: PeriodRef, *, decided: bool = False) -> str:
    """``decided``: a decision gives some of the rows a target of the period."""
    if decided:
        return _("Against the target of the period, points")
    return _("Against %(months)s of the target, points") % {"months": months(period)}


def pace(line: Line) -> str:
    """Where a part of the year stands against the same part of the target, or its own; empty where neither is there."""
    if not line.is_part_year or line.prorata_gap is None:
        return ""
    gap = words.gap_text(line.prorata_gap, line.indicator)
    if is_decided(line):
        return _("%(gap)s against the target of the period") % {"gap": gap}
    return _("%(gap)s against %(months)s of it") % {"gap": gap, "months": months(line.period)}


def is_decided(line: Line) -> bool:
    """Whether what the period asks for is said by a decision, and not by months over twelve."""
    return line.portion is not None and line.portion.decided is not None


def look(line: Line) -> str:
    """Class of a gap to the year's target: up and down once it is reached or missed, flat while that is open."""
    return "flat" if line.met is None else "up" if line.met else "down"


def without_target(figures: BlockFigures, indicator: IndicatorRef) -> str:
    """Why all members together have no target, which is worked out from theirs."""
    held = [agency for agency in figures.codes if figures.target(agency, indicator.code)]
    if not held:
        return _("No target assigned")
    if len(held) < len(figures.codes):
        return _("No target of the cluster: %(held)s of %(among)s agencies were assigned one") % {
            "held": len(held),
            "among": len(figures.codes),
        }
    return _("The cluster's target cannot be worked out yet")


__all__ = [
    "Note",
    "counted",
    "is_decided",
    "last_head",
    "look",
    "months",
    "note",
    "note_of_agency",
    "pace",
    "pace_head",
    "target_head",
    "without_target",
]

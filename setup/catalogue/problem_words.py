"""What is wrong with a line of a catalogue that somebody sends, in words that say what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from .book import CellProblem
from .columns import SHEETS, column_of
from .deciding import Flaw, SentProblem, SheetKind

WORDS = {
    Flaw.TWICE: _(
        "The code %(code)s stands in row %(row)s too. Keep one of the two rows, or give one a code of its own."
    ),
    Flaw.CASE_TWIN: _(
        "The code %(code)s differs from %(other)s in small and capital letters alone. Write it as %(other)s, or choose "
        "another code."
    ),
    Flaw.BAD_CODE: _(
        "%(code)s cannot be a code. A code begins with a small letter and holds small letters without marks, digits "
        "and underscores, such as completed_cases."
    ),
    Flaw.OTHER_BLOCK: _(
        "This block is supervised by another body of the Ministry. Leave its rows as they are, or take them out of the "
        "file."
    ),
    Flaw.UNKNOWN_UNIT: _(
        "The catalogue knows no unit of measure “%(unit)s”. Known are: %(known)s. A new unit is ticked as new on the "
        "page where an indicator is added or changed from a year on."
    ),
    Flaw.UNIT_OF_KIND: _("A rate is measured in %%, and nothing else is. Change the unit or the kind of value."),
    Flaw.UNKNOWN_CALENDAR: _("The block has no calendar of reporting “%(calendar)s”. Known are: %(known)s."),
    Flaw.PARTS_MISSING: _("A rate needs the codes of its numerator and its denominator."),
    Flaw.PARTS_OF_NO_RATE: _("Only a rate has a numerator and a denominator. Empty this cell, or make it a rate."),
    Flaw.UNREADABLE: _(
        "“%(said)s” cannot be read. A formula adds, subtracts or multiplies codes and whole numbers; a check compares "
        "with <, <=, >, >=, == or !=, and joins relations with “and”."
    ),
    Flaw.UNKNOWN_CODE: _("These codes are not in the catalogue of the block: %(codes)s. Mend the code or add the row."),
    Flaw.CYCLE: _("These indicators are worked out from one another in a ring: %(path)s. Take one out of the formula."),
    Flaw.BELOW: _(
        "The formula uses what stands below it in the catalogue: %(codes)s. Give this indicator a higher number in the "
        "column of places."
    ),
    Flaw.OTHER_SCOPE: _(
        "The relation compares with something else than this column says. Figures of the period before begin with "
        "previous., of the same period of last year with same_period., of the end of last year with last_year., "
        "published ones with published."
    ),
    Flaw.YEARS_TURNED: _("The last year lies before the first."),
    Flaw.REMOVED_IN_USE: _(
        "The indicator %(code)s has figures, targets or promises of %(years)s and cannot be taken out. Put its row "
        "back and write its last year in force."
    ),
    Flaw.REMOVED_REFERENCE: _(
        "%(code)s comes from the reference data, which would bring it back. Put its row back and write its last year "
        "in force."
    ),
    Flaw.ENDS_IN_USE: _(
        "The indicator has figures, targets or promises of %(years)s; they must stay within its years in force. The "
        "nearest year that can stand here is %(last)s."
    ),
    Flaw.CHANGED_IN_USE: _(
        "The indicator has figures, targets or promises of %(years)s, which print this. Put back what stood "
        "here; name, unit, formula, parts and definition can be changed from a later year on, on its own page."
    ),
    Flaw.NEW_IN_THE_PAST: _(
        "Write the first year in force, %(year)s or later: a new indicator must not come into the books of "
        "earlier years."
    ),
}


def in_words(problem: SentProblem, sheets: Mapping[SheetKind, str] | None = None) -> CellProblem:
    """A problem with the names of its sheet and column."""
    sheet = (sheets or {}).get(problem.sheet) or str(SHEETS[problem.sheet])
    column = str(column_of(problem.sheet, problem.column).head)
    return CellProblem(sheet, problem.row, column, str(WORDS[problem.flaw]) % problem.told)


__all__ = ["WORDS", "in_words"]

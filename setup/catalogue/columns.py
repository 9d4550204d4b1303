"""The columns of the catalogue as a workbook: how they are headed, what they hold, how wide they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import Model, TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from emulation_portal.lib.text import search_key
from emulation_portal.ui.sheets import HeadColumn
from pledges.enums import Aggregation, CasesOrMoney, CheckScope, Direction, Severity, ValueType
from pledges.models import Indicator, IndicatorCheck

from .deciding import SheetKind, Value


class Holds(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class CatalogueColumn:
    """One column; ``is_told``: it is written and not read. A blank cell is refused unless ``is_blank`` allows it."""

    name: str
    head: str
    holds: Holds = Holds.TEXT
    choices: type[TextChoices] | None = None
    is_blank: bool = False
    is_told: bool = False
    width: int = 16

    def heads(self) -> tuple[str, ...]:
        """The head in every language."""
        found = []
        for language in dict(settings.LANGUAGES):
            with translation.override(language):
                found.append(str(self.head))
        return tuple(dict.fromkeys(found))

    def head_column(self) -> HeadColumn:
        return HeadColumn(self.name, self.heads(), is_required=not self.is_told)

    def chosen(self) -> Mapping[str, str]:
        """What may stand in a cell, folded, to the choice it means: its labels in every language and its value."""
        found: dict[str, str] = {}
        for value, label in self.choices.choices if self.choices else ():
            for language in dict(settings.LANGUAGES):
                with translation.override(language):
                    found[search_key(str(label))] = value
            found[search_key(value)] = value
        return found

    def limit(self, model: type[Model]) -> int | None:
        return getattr(model._meta.get_field(self.name), "max_length", None)


INDICATOR_COLUMNS = (
    CatalogueColumn("code", _("Code"), width=32),
    CatalogueColumn("block", _("Block"), Holds.CHOICE, Block, width=24),
    CatalogueColumn("ordinal", _("Place in the catalogue"), Holds.WHOLE, width=10),
    CatalogueColumn("group_vi", _("Group"), width=34),
    CatalogueColumn("group_en", _("Group in English"), is_blank=True, width=30),
    CatalogueColumn("name_vi", _("Name of the indicator"), width=48),
    CatalogueColumn("name_en", _("Name in English"), is_blank=True, width=44),
    CatalogueColumn("legacy_code", _("Form code"), is_blank=True, width=10),
    CatalogueColumn("side", _("About cases or money"), Holds.CHOICE, CasesOrMoney, is_blank=True, width=12),
    CatalogueColumn("unit_vi", _("Unit of measure"), width=14),
    CatalogueColumn("unit_en", _("Unit in English"), is_blank=True, width=14),
    CatalogueColumn("value_type", _("Kind of value"), Holds.CHOICE, ValueType, width=14),
    CatalogueColumn("aggregation", _("Over several agencies"), Holds.CHOICE, Aggregation, width=22),
    CatalogueColumn("direction", _("Direction"), Holds.CHOICE, Direction, width=18),
    CatalogueColumn("numerator", _("Code of the numerator"), is_blank=True, width=28),
    CatalogueColumn("denominator", _("Code of the denominator"), is_blank=True, width=28),
    CatalogueColumn("formula", _("Formula"), is_blank=True, width=44),
    CatalogueColumn("calendar", _("Calendar of reporting"), width=24),
    CatalogueColumn("cumulative", _("Counted from the beginning of the year"), Holds.FLAG, width=12),
    CatalogueColumn("required", _("Must be filled in"), Holds.FLAG, width=10),
    CatalogueColumn("entry_scale", _("Typed in units of"), Holds.WHOLE, width=10),
    CatalogueColumn("is_headline", _("Main indicator"), Holds.FLAG, width=10),
    CatalogueColumn("valid_from_year", _("First year in force"), Holds.WHOLE, is_blank=True, width=10),
    CatalogueColumn("valid_to_year", _("Last year in force"), Holds.WHOLE, is_blank=True, width=10),
    CatalogueColumn("definition_vi", _("Definition"), is_blank=True, width=60),
    CatalogueColumn("definition_en", _("Definition in English"), is_blank=True, width=60),
    CatalogueColumn("is_official", _("Official"), Holds.FLAG, width=10),
    CatalogueColumn("source", _("Source"), is_blank=True, is_told=True, width=16),
)
CHECK_COLUMNS = (
    CatalogueColumn("block", _("Block"), Holds.CHOICE, Block, width=24),
    CatalogueColumn("code", _("Code"), width=10),
    CatalogueColumn("scope", _("Compared with"), Holds.CHOICE, CheckScope, width=22),
    CatalogueColumn("expression", _("Relation that must hold"), width=70),
    CatalogueColumn("severity", _("Effect"), Holds.CHOICE, Severity, width=16),
    CatalogueColumn("message_vi", _("Message"), width=70),
    CatalogueColumn("message_en", _("Message in English"), is_blank=True, width=70),
    CatalogueColumn("exempt", _("Not asked of (codes)"), is_blank=True, width=30),
    CatalogueColumn("note_length", _("Least length of a note"), Holds.WHOLE, width=10),
    CatalogueColumn("valid_from_year", _("First year in force"), Holds.WHOLE, is_blank=True, width=10),
    CatalogueColumn("valid_to_year", _("Last year in force"), Holds.WHOLE, is_blank=True, width=10),
    CatalogueColumn("is_official", _("Official"), Holds.FLAG, width=10),
    CatalogueColumn("source", _("Source"), is_blank=True, is_told=True, width=16),
)
COLUMNS = {SheetKind.INDICATORS: INDICATOR_COLUMNS, SheetKind.CHECKS: CHECK_COLUMNS}
MODELS: dict[SheetKind, type[Model]] = {SheetKind.INDICATORS: Indicator, SheetKind.CHECKS: IndicatorCheck}
SHEETS = {SheetKind.INDICATORS: _("Indicators"), SheetKind.CHECKS: _("Checks of figures")}


def column_of(sheet: SheetKind, name: str) -> CatalogueColumn:
    return next(each for each in COLUMNS[sheet] if each.name == name)


def sheet_names(sheet: SheetKind) -> tuple[str, ...]:
    """How a sheet may be called, folded."""
    found = []
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            found.append(search_key(str(SHEETS[sheet])))
    return tuple(found)


def shown(column: CatalogueColumn, value: Value) -> str:
    """A value as a page shows it and a cell holds it where it is no number."""
    if value is None or value == "":
        return ""
    if column.holds is Holds.FLAG:
        return str(_("Yes") if value else _("No"))
    if column.holds is Holds.CHOICE and column.choices:
        return str(column.choices(value).label)
    return str(value)


__all__ = [
    "CHECK_COLUMNS",
    "COLUMNS",
    "INDICATOR_COLUMNS",
    "MODELS",
    "SHEETS",
    "CatalogueColumn",
    "Holds",
    "column_of",
    "sheet_names",
    "shown",
]

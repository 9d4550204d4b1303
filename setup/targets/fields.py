"""How a target is typed and printed: a percentage, a count, an amount in the unit of its column; and what is wrong."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib.numbers import MAX_DONG, MAX_WHOLE, Kind, Reason, format_decimal
from emulation_portal.ui.fields import Choice, QuantityField, message_for
from emulation_portal.ui.language import lang
from pledges.enums import SIGNS, ValueType
from pledges.models import Indicator

from .board import Assigned
from .saving import Trouble

PLACES = 4  # of a stored target
HUNDRED, FOUR_DIGITS = Decimal(100), 1000
KINDS = {
    ValueType.RATE: Kind.DECIMAL,
    ValueType.MONEY: Kind.MONEY_THOUSAND,
    ValueType.BOOLEAN: Kind.BOOLEAN,
    ValueType.COUNT: Kind.COUNT,
}
TROUBLES = {
    Trouble.REFERENCE: gettext_lazy("A target of the reference data is replaced, not removed."),
    Trouble.NO_YEAR: gettext_lazy("Assign the target of the year first; that of a period stands beside it."),
    Trouble.HAS_PERIODS: gettext_lazy("Targets of its periods are assigned. Remove those first."),
}


class TargetField(QuantityField):
    """What an indicator's target may be: a percentage with at most four decimals, a count, an amount in its unit."""

    def __init__(self, indicator: Indicator, **kwargs):
        self.indicator = indicator
        self.is_rate = indicator.value_type == ValueType.RATE
        kind = KINDS[ValueType(indicator.value_type)]
        scale = indicator.entry_scale if kind is Kind.MONEY_THOUSAND else None
        super().__init__(kind, scale=scale, unit_label=unit_of(indicator), **kwargs)

    def holds(self, value) -> bool:
        return not self.is_rate or (0 <= value <= HUNDRED and value == round(value, PLACES))

    def to_python(self, value):
        number = super().to_python(value)
        if number is None:
            return None
        number = Decimal(number)
        self.run_checks(number)
        return number

    def run_checks(self, number: Decimal) -> None:
        """ValidationError where a number, in the stored unit, is no target of this indicator."""
        if self.is_rate:
            if not 0 <= number <= HUNDRED:
                raise _too_much(number)
            if number != round(number, PLACES):
                raise ValidationError(_("There are too many decimals."), code="too_precise")
        elif not 0 <= number <= (MAX_DONG if self.kind is Kind.MONEY_THOUSAND else MAX_WHOLE):
            raise ValidationError(message_for(Reason.NEGATIVE if number < 0 else Reason.TOO_LARGE, kind=self.kind))
        elif number != int(number):
            raise ValidationError(message_for(Reason.NOT_WHOLE, kind=self.kind), code="not_whole")
        elif self.kind is Kind.BOOLEAN and number not in (0, 1):
            raise ValidationError(message_for(Reason.NOT_YES_NO), code="not_yes_no")

    def prepare_value(self, value):
        if isinstance(value, Decimal) and not self.is_rate:
            value = int(value)
        return super().prepare_value(value)


def _too_much(number: Decimal) -> ValidationError:
    """8325 may be 83,25 typed without its comma: asked, never guessed."""
    said = _("A percentage lies between 0 and 100.")
    meant = number / HUNDRED
    if not FOUR_DIGITS <= number <= HUNDRED * HUNDRED or number != int(number):
        return ValidationError(said, code="not_a_percentage")
    entry = format_decimal(meant, 2, lang())
    question = _("Is %(percent)s%% meant?") % {"percent": entry}
    choices = (Choice(f"{entry}%", entry, True),)
    params = {"said": f"{said} {question}", "choices": choices}
    return ValidationError("%(said)s", code="not_a_percentage", params=params)


def unit_of(indicator: Indicator) -> str:
    """The unit in which a column is typed: money in nghìn đồng."""
    if indicator.value_type == ValueType.MONEY and indicator.entry_scale == 1000:
        return _("thousand dong")
    return "" if indicator.value_type == ValueType.BOOLEAN else indicator.unit


def entry(indicator: Indicator, assigned: Assigned) -> str:
    """The value as it is typed; nothing where there is no target."""
    return "" if assigned.value is None else str(TargetField(indicator).prepare_value(assigned.value))


def shown(indicator: Indicator, assigned: Assigned) -> str:
    """≥ 83,25%, or in the unit of the column: > 1.250 nghìn đồng."""
    if assigned.value is None:
        return _("no target")
    unit = unit_of(indicator)
    unit = unit if unit in ("%", "") else f"\N{NO-BREAK SPACE}{unit}"
    return f"{SIGNS[assigned.comparator]} {entry(indicator, assigned)}{unit}"


def token(assigned: Assigned) -> str:
    """The stored target as the page carries it, the same in either language."""
    return f"{assigned.comparator} {'' if assigned.value is None else format(assigned.value.normalize(), 'f')}"


__all__ = ["TROUBLES", "TargetField", "entry", "shown", "token", "unit_of"]

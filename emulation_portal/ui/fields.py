"""The form fields for quantities and for days, and the words in which a page says what is wrong with what was typed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib import dates
from emulation_portal.lib.characters import Stray, length_of, strays
from emulation_portal.lib.days import DayReason, UnreadableDay, read_day
from emulation_portal.lib.legacy import Legacy, legacy
from emulation_portal.lib.numbers import (
    NBSP,
    Ambiguous,
    Empty,
    Kind,
    Reason,
    Value,
    cells_of,
    format_count,
    format_decimal,
    format_entry,
    format_money,
    in_one_line,
    parse_quantity,
)
from emulation_portal.lib.text import bare_text, clean_text, turning_characters
from emulation_portal.ui.language import lang

_MESSAGES = {
    Reason.NOT_A_NUMBER: gettext_lazy("This is not a number. Write it like %(example)s."),
    Reason.GROUPING: gettext_lazy("The digits are not in groups of three. Write it like %(example)s."),
    Reason.NOT_WHOLE: gettext_lazy("This must be a whole number, such as %(example)s."),
    Reason.NEGATIVE: gettext_lazy("This cannot be below zero."),
    Reason.TOO_LARGE: gettext_lazy("This number is too large. Check the digits and the unit."),
    Reason.TOO_PRECISE: gettext_lazy("There are too many decimals."),
    Reason.NOT_YES_NO: gettext_lazy("Answer yes or no."),
    Reason.SEVERAL_CELLS: gettext_lazy(
        "Cells pasted into this one: %(count)s. None was stored; paste them one by one."
    ),
}
_TOO_PRECISE_FOR_MONEY = gettext_lazy("There are too many decimals: one đồng is the smallest amount.")


def refuse_turning(value) -> None:
    """Refuse a text with characters that turn the direction of what follows: it would not read as it is stored."""
    found = turning_characters(value) if isinstance(value, str) else []
    if found:
        text = _(
            "The text holds invisible characters that turn the direction of writing (%(codes)s). Delete them, or type "
            "the words anew."
        )
        raise ValidationError(text % {"codes": ", ".join(found)}, code="turning")


PLACES_NAMED = 5


def refuse_strays(value) -> None:
    """Refuse characters that not every file can hold, each with the place it stands at."""
    found = strays(value) if isinstance(value, str) else []
    if found:
        places = "; ".join(_place(stray, "\n" in value) for stray in found[:PLACES_NAMED])
        more = len(found) - PLACES_NAMED
        if more > 0:
            places += "; " + _("and %(count)s more") % {"count": more}
        text = _("Some characters cannot be printed in papers and workbooks. Delete them or write words: %(places)s.")
        raise ValidationError(text % {"places": places}, code="strays")


def _place(stray: Stray, several_lines: bool) -> str:
    said = _("“%(character)s” (%(code)s) at line %(line)s, position %(position)s")
    if not several_lines:
        said = _("“%(character)s” (%(code)s) at position %(position)s")
    return said % {
        "character": stray.character,
        "code": stray.code,
        "line": stray.line,
        "position": stray.position,
    }


def legacy_words(found: Legacy) -> str:
    """That a text looks like one of an old font, and what it would say."""
    text = _("These words look as if written for an old font (%(font)s). They may be meant as: “%(text)s”.")
    return text % {"font": found.font.value, "text": found.text}


def refuse_legacy(value) -> None:
    """Refuse words of an old font, showing how they read in Unicode."""
    found = legacy(value) if isinstance(value, str) else None
    if found:
        said = f"{legacy_words(found)} {_('Copy those words into the box, or type them anew.')}"
        raise ValidationError(said, code="legacy")


class LengthValidator(MaxLengthValidator):
    """A longest text as the box counts it: an end of a line is one character."""

    def clean(self, value):
        return length_of(value)


_DAY_MESSAGES = {
    DayReason.NOT_A_DAY: gettext_lazy("This is not a day. Type day/month/year, such as 05/02/2025 or 05022025."),
    DayReason.NO_YEAR: gettext_lazy("The year is missing. Type day/month/year, such as 05/02/2025 or 05022025."),
    DayReason.NO_SUCH_DAY: gettext_lazy(
        "There is no such day. Type the day first, then the month and the year, such as 05/02/2025."
    ),
}


def day_message(reason: DayReason) -> str:
    """Why a text is no day and what to type, in the active language."""
    return str(_DAY_MESSAGES[reason])


class DayField(forms.DateField):
    """A day as people type or paste it (``lib.days``), in a year somebody can mean; a keypad without "/" will do."""

    def __init__(self, **kwargs):
        kwargs["validators"] = [
            MinValueValidator(date(dates.FIRST_YEAR, 1, 1), gettext_lazy("This year lies too far back.")),
            MaxValueValidator(
                date(2999, 12, 31), gettext_lazy("This year lies too far ahead. Leave the end empty if it is open.")
            ),
        ]
        kwargs.setdefault("widget", forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        kwargs.setdefault("help_text", gettext_lazy("Day/month/year, such as 05/02/2025 or 05022025."))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value or None
        if not bare_text(value):
            return None
        try:
            return read_day(value)
        except UnreadableDay as error:
            raise ValidationError(day_message(error.reason), code="invalid") from None


class PlainText:
    """Mixed into every form in which words are typed: each text is cleaned first, and only then required and measured.

    What is refused stays on the page, and nothing that can be seen is left out.
    """

    text_checks = (refuse_turning, refuse_strays, refuse_legacy)

    def _clean_fields(self):
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                checks = [check for check in self.text_checks if check not in field.validators]
                field.validators = [*map(_counting_lines_once, field.validators), *checks]
                if field.strip:
                    field.to_python = _reading_clean(field, self.text_checks)
        super()._clean_fields()


def _reading_clean(field: forms.CharField, checks):
    """The field's reading, without characters that nobody sees; what the checks refuse stays as typed."""
    read = type(field).to_python

    def to_python(value):
        text = read(field, value)
        try:
            for check in checks:
                check(text)
        except ValidationError:
            return text
        return clean_text(text, multiline=isinstance(field.widget, forms.Textarea)) or field.empty_value

    return to_python


def _counting_lines_once(validator):
    """A browser sends two characters for an end of a line and counts one."""
    return LengthValidator(validator.limit_value) if type(validator) is MaxLengthValidator else validator


def _example(kind):
    if kind is Kind.DECIMAL:
        return format_decimal(Decimal("12.25"), 2, lang())
    return format_count(12345, lang())


def message_for(reason: Reason, *, kind: Kind | str = Kind.COUNT, cells: int = 2) -> str:
    """What is wrong with a typed figure and how to write it, in the active language. `cells`: how many were pasted."""
    kind = Kind(kind)
    if reason is Reason.TOO_PRECISE and kind is Kind.MONEY_THOUSAND:
        return str(_TOO_PRECISE_FOR_MONEY)
    return str(_MESSAGES[reason]) % {"example": _example(kind), "count": cells}


def question_for(ambiguous: Ambiguous, unit: str = "") -> str:
    """The question a page asks about a figure with two readings, naming both and the unit of the column."""
    first, second = (_described(reading, ambiguous, unit) for reading in ambiguous.readings)
    return _("“%(typed)s” can be read in two ways: %(first)s, or %(second)s. Choose one.") % {
        "typed": ambiguous.typed,
        "first": first,
        "second": second,
    }


def _described(reading, ambiguous, unit):
    figure = reading.text if ambiguous.names_unit or not unit else f"{reading.text}{NBSP}{unit}"
    if reading.problem is Reason.NOT_WHOLE:
        return _("%(figure)s (not a whole number)") % {"figure": figure}
    if reading.problem is not None:
        return _("%(figure)s (not possible here)") % {"figure": figure}
    if ambiguous.kind is Kind.MONEY_THOUSAND:
        return f"{figure} (={NBSP}{format_money(reading.value, 'dong', lang())})"
    if ambiguous.kind is Kind.DECIMAL and reading.value == int(reading.value):
        return _("%(figure)s (without decimals)") % {"figure": figure}
    return figure


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read an ambiguous figure as a page offers it: told with its unit; ``entry`` is what is then typed."""

    label: str
    entry: str
    selectable: bool


def choices_for(ambiguous: Ambiguous, unit: str = "") -> tuple[Choice, ...]:
    """Both readings in the words of the question; one that the field cannot hold says why and cannot be chosen."""
    readings = ambiguous.readings
    return tuple(Choice(_described(each, ambiguous, unit), each.entry, each.selectable) for each in readings)


class QuantityField(forms.Field):
    """A figure as officials type it: an int (a count, đồng, 0 or 1), a Decimal for the decimal kind, None when empty.

    `scale`: stored units in one typed unit, 1000 for nghìn đồng. A figure with two readings is refused with the code
    "ambiguous" and `params["choices"]`, from which a page draws its buttons; other codes are the values of `Reason`.
    """

    widget = forms.TextInput

    def __init__(self, kind, scale=None, unit_label="", required=False, **kwargs):
        self.kind = Kind(kind)
        self.scale = scale
        self.unit_label = unit_label
        super().__init__(required=required, **kwargs)

    def widget_attrs(self, widget):
        keyboard = "text" if self.kind is Kind.BOOLEAN else "decimal"
        return {"inputmode": keyboard, "autocomplete": "off", "class": "cell__in"}

    def parse(self, text):
        """What the text means in this field, in the active language."""
        return parse_quantity("" if text is None else str(text), kind=self.kind, scale=self.scale, lang=lang())

    def to_python(self, value):
        if value is None or self._is_stored(value):
            return value
        parsed = self.parse(value)
        if isinstance(parsed, Value):
            return parsed.value
        if isinstance(parsed, Empty):
            return None
        if isinstance(parsed, Ambiguous):
            raise self._ambiguous(parsed)
        message = message_for(parsed.reason, kind=self.kind, cells=len(cells_of(str(value))))
        raise ValidationError(message, code=parsed.reason.value)

    def holds(self, value) -> bool:
        """Whether the field can keep the value: a reading that it would refuse afterwards is not offered."""
        return True

    def _ambiguous(self, parsed):
        parsed = replace(parsed, readings=tuple(map(self._possible, parsed.readings)))
        question = question_for(parsed, str(self.unit_label))
        choices = choices_for(parsed, str(self.unit_label))
        params = {"question": question, "readings": parsed.readings, "choices": choices, "unit": str(self.unit_label)}
        return ValidationError("%(question)s", code="ambiguous", params=params)

    def _possible(self, reading):
        if reading.problem is not None or self.holds(reading.value):
            return reading
        return replace(reading, value=None, entry="", problem=Reason.TOO_LARGE)

    def prepare_value(self, value):
        """The stored figure as typed; what a person typed stays as it is, in one line."""
        if value is None:
            return value
        if not self._is_stored(value):
            return in_one_line(value)
        return format_entry(value, kind=self.kind, scale=self.scale, lang=lang())

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        parsed = self.parse(data)
        if isinstance(parsed, Value):
            return parsed.value != initial
        return not (isinstance(parsed, Empty) and initial is None)

    @staticmethod
    def _is_stored(value):
        return not isinstance(value, str)

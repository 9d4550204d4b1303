"""What the Ministry types of a new indicator, and of an edition of one."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from emulation_portal.lib.text import clean_text
from pledges.enums import Aggregation, Direction, ValueType
from pledges.models import Indicator
from setup.catalogue import problem_words
from setup.catalogue.deciding import EDITED, SentProblem, StoredCatalogue, Value

from .setup import FIRST_YEAR
from .targets import DecisionDayForm

LAST_YEAR = 2100
SCALE = {ValueType.MONEY: 1000}


class MeaningForm(DecisionDayForm):
    """What an edition may say otherwise, and the decision behind it."""

    unnamed = _("Name the decision or the text by which the catalogue is changed.")
    name_vi = forms.CharField(label=_("Name of the indicator"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    unit_vi = forms.CharField(label=_("Unit of measure"), max_length=30)
    unit_en = forms.CharField(label=_("Unit in English"), max_length=30, required=False)
    new_unit = forms.BooleanField(
        label=_("This unit is new to the catalogue"),
        required=False,
        help_text=_("To be ticked only where no unit of the catalogue means the same."),
    )
    numerator = forms.CharField(
        label=_("Code of the numerator"), max_length=60, required=False, help_text=_("Of a rate alone.")
    )
    denominator = forms.CharField(label=_("Code of the denominator"), max_length=60, required=False)
    formula = forms.CharField(
        label=_("Formula"),
        max_length=300,
        required=False,
        help_text=_("Codes and whole numbers with + - *; empty where it is typed, or a rate."),
    )
    calendar = forms.ChoiceField(label=_("Calendar of reporting"))
    required = forms.BooleanField(label=_("Must be filled in"), required=False)
    definition_vi = forms.CharField(label=_("Definition"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    definition_en = forms.CharField(
        label=_("Definition in English"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args, stored: StoredCatalogue, **kwargs):
        super().__init__(*args, **kwargs)
        blocks = self.blocks(stored)
        named = {code: name for (block, code), name in stored.calendars.items() if block in blocks}
        self.fields["calendar"].choices = sorted(named.items())

    def blocks(self, stored: StoredCatalogue) -> frozenset[str]:
        return stored.blocks

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = clean_text(value, multiline=False)
        self.require_decision()
        return cleaned

    @property
    def meaning(self) -> dict[str, Value]:
        return {name: self.cleaned_data[name] for name in EDITED}

    def tell(self, problems: Sequence[SentProblem]) -> None:
        """Each problem at its field, or above the form."""
        for each in problems:
            name = each.column if each.column in self.fields else None
            self.add_error(name, problem_words.in_words(each).message)


class EditionForm(MeaningForm):
    """An edition of an indicator from a year on."""

    from_year = forms.IntegerField(label=_("From the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    field_order = ("from_year", *EDITED[:4], "new_unit", *EDITED[4:], "decision", "decided_on")

    def __init__(self, *args, indicator: Indicator, **kwargs):
        self.indicator = indicator
        super().__init__(*args, **kwargs)

    def blocks(self, stored: StoredCatalogue) -> frozenset[str]:
        return frozenset({self.indicator.block})


class NewIndicatorForm(MeaningForm):
    """A new indicator; its place is the last of its block."""

    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Small letters without marks, digits and _, such as new_cases.")
    )
    block = forms.ChoiceField(label=_("Block"))
    group_vi = forms.CharField(label=_("Group"), max_length=120)
    group_en = forms.CharField(label=_("Group in English"), max_length=120, required=False)
    legacy_code = forms.CharField(label=_("Form code"), max_length=20, required=False)
    value_type = forms.ChoiceField(label=_("Kind of value"), choices=ValueType)
    aggregation = forms.ChoiceField(label=_("Over several agencies"), choices=Aggregation)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    cumulative = forms.BooleanField(label=_("Counted from the beginning of the year"), required=False, initial=True)
    valid_from_year = forms.IntegerField(label=_("First year in force"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    field_order = (
        *("code", "block", "group_vi", "group_en", "name_vi", "name_en", "legacy_code", "value_type", "unit_vi"),
        *("unit_en", "new_unit", "aggregation", "direction", "numerator", "denominator", "formula", "calendar"),
        *("cumulative", "required", "definition_vi", "definition_en", "valid_from_year", "decision", "decided_on"),
    )

    def __init__(self, *args, stored: StoredCatalogue, **kwargs):
        super().__init__(*args, stored=stored, **kwargs)
        self.fields["block"].choices = [each for each in Block.choices if each[0] in stored.blocks]

    def values(self, lines: Mapping[tuple[str, ...], Mapping[str, Value]]) -> dict[str, Value]:
        """A whole line of the catalogue, after those of its block."""
        told = self.cleaned_data
        places = [int(line["ordinal"] or 0) for line in lines.values() if line["block"] == told["block"]]
        typed = ("code", "block", "group_vi", "group_en", "legacy_code", "value_type", "aggregation", "direction")
        return {
            **self.meaning,
            **{name: told[name] for name in (*typed, "cumulative", "valid_from_year")},
            "ordinal": max(places, default=0) + 1,
            "side": "",
            "entry_scale": SCALE.get(ValueType(told["value_type"]), 1),
            "is_headline": False,
            "valid_to_year": None,
            "is_official": True,
        }


__all__ = ["EditionForm", "NewIndicatorForm"]

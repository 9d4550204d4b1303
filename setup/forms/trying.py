"""What somebody types to try the checks of a block."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib.text import search_key
from results.entry.forms import result_field
from results.figures import Cell, IndicatorRef
from setup.catalogue.trying import TriedFigure, lines_of
from setup.catalogue.wording import side_in_words

LONGEST = 40_000


class TryForm(forms.Form):
    """A field for each figure of ``wanted``, and a box to paste others into.

    ``figures``: what could be read. ``faults``: pasted lines that could not, in words.
    """

    pasted = forms.CharField(
        label=gettext_lazy("Paste figures, one a line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Name or code of the indicator, then = or a tab, then the figure. A code of the period before begins with "
            "previous., of the same period of last year with same_period., of the end of last year with last_year."
        ),
    )

    def __init__(self, data=None, *, wanted: Sequence[TriedFigure], indicators: Mapping[str, IndicatorRef]):
        super().__init__(data)
        self.wanted, self.indicators = wanted, indicators
        self.figures: dict[TriedFigure, Cell] = {}
        self.faults: list[str] = []
        for figure in wanted:
            field = result_field(indicators[figure.code])
            field.label = label_of(figure, indicators)
            field.help_text = field.unit_label
            self.fields[slot(figure)] = field

    @property
    def typed_fields(self):
        return [self[slot(figure)] for figure in self.wanted]

    def clean(self):
        cleaned = super().clean()
        self._read_pasted(cleaned.get("pasted", ""))
        for figure in self.wanted:
            typed = cleaned.get(slot(figure))
            if typed is not None and (typed.nothing or typed.value is not None):
                self.figures[figure] = Cell(typed.value, typed.nothing)
        return cleaned

    def _read_pasted(self, text: str) -> None:
        by_name = {search_key(ref.name_vi): code for code, ref in self.indicators.items()}
        for number, name, value in lines_of(text):
            side, _dot, code = name.rpartition(".")
            code = by_name.get(search_key(name), code)
            side = "" if search_key(name) in by_name else side
            ref = self.indicators.get(code)
            if ref is None or not ref.is_typed or side not in ("", "previous", "same_period", "last_year", "published"):
                said = _("Line %(number)s: “%(name)s” is no typed indicator of the block.")
                self.faults.append(said % {"number": number, "name": name[:60]})
                continue
            try:
                typed = result_field(ref).clean(value)
            except forms.ValidationError as error:
                self.faults.append(
                    _("Line %(number)s: %(said)s") % {"number": number, "said": " ".join(error.messages)}
                )
                continue
            if typed.nothing or typed.value is not None:
                self.figures[TriedFigure(code, side)] = Cell(typed.value, typed.nothing)


def slot(figure: TriedFigure) -> str:
    return f"v-{figure.name}"


def label_of(figure: TriedFigure, indicators: Mapping[str, IndicatorRef]) -> str:
    name = indicators[figure.code].name_vi
    return f"{name} ({side_in_words(figure.side)})" if figure.side else name


__all__ = ["TryForm"]

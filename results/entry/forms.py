"""What is typed into the entry page and beside a step."""

from collections.abc import Mapping
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import in_one_line
from emulation_portal.lib.text import search_key
from emulation_portal.ui.fields import PlainText, QuantityField
from results.figures import Cell, IndicatorRef
from results.services import NOTE_LENGTH, CellEntry
from results.sheets.grid import Entered
from results.sheets.sheet import Sheet
from results.words import columns

VALUE, VERSION, NOTE, NOTHING, HAS_NOTHING, PICK, KEEP, CONFLICT = (
    "v-",
    "ver-",
    "note-",
    "none-",
    "has-none-",
    "pick-",
    "keep-",
    "conflict-",
)
_NOTHING_WORDS = frozenset(search_key(word) for word in ("không phát sinh", "kps", "nothing arose"))


@dataclass(frozen=True)
class Typed:
    """A value as typed: a whole number, nothing arose, or empty."""

    value: int | None = None
    nothing: bool = False


class ResultField(QuantityField):
    """A quantity, or the words for "nothing arose"; cleans to ``Typed``."""

    def to_python(self, value):
        if isinstance(value, str) and search_key(value) in _NOTHING_WORDS:
            return Typed(nothing=True)
        return Typed(super().to_python(value))


def result_field(indicator: IndicatorRef) -> ResultField:
    return ResultField(
        columns.kind_of(indicator), scale=columns.scale_of(indicator), unit_label=columns.unit(indicator)
    )


class SheetForm(PlainText, forms.Form):
    """The cells of a sheet that were sent, whichever they are: the whole page, or the one cell just left.

    ``entries`` are those to store and ``refused`` those to show again. A cell is sent as ``v-<code>`` beside the
    version the person saw; ``pick-<code>`` answers a question about two readings, ``keep-<code>`` (mine or stored) the
    question whose value stands.
    """

    def __init__(self, data, *, sheet: Sheet, only: str = ""):
        super().__init__(data)
        self.sheet = sheet
        wanted = [only] if only else [i.code for i in sheet.indicators.values() if i.is_typed]
        self.codes = [code for code in wanted if f"{VALUE}{code}" in data]
        for code in self.codes:
            self.fields[f"{VALUE}{code}"] = result_field(sheet.indicators[code])
            self.fields[f"{VERSION}{code}"] = forms.IntegerField(required=False, min_value=0)
            self.fields[f"{NOTE}{code}"] = forms.CharField(required=False, max_length=NOTE_LENGTH)

    def typed_text(self, code: str) -> str:
        """What stood in the cell, or the reading that was chosen for it."""
        return in_one_line(str(self.data.get(f"{PICK}{code}") or self.data.get(f"{VALUE}{code}") or ""))

    def _clean_fields(self):
        picked = {f"{VALUE}{code}": self.typed_text(code) for code in self.codes if f"{PICK}{code}" in self.data}
        if picked:
            self.data = {**self.data.dict(), **picked}
        super()._clean_fields()

    def clean(self):
        cleaned = super().clean()
        for code in self.codes:
            typed = cleaned.get(f"{VALUE}{code}")
            if typed is not None and self._contradicts(code, typed):
                self.add_error(f"{VALUE}{code}", _("There is a number, and nothing arose is marked: keep one of them."))
        return cleaned

    # -- "nothing arose" may be typed as words or marked in its box ------------------------------------------------
    def _box(self, code: str) -> bool | None:
        """What the box says where it was shown and changed, else None."""
        if f"{HAS_NOTHING}{code}" not in self.data:
            return None
        marked = f"{NOTHING}{code}" in self.data
        return None if marked == self._stored(code).nothing else marked

    def _contradicts(self, code: str, typed: Typed) -> bool:
        stored = self._stored(code)
        return bool(self._box(code)) and typed.value is not None and typed.value != stored.value

    def _settled(self, code: str, typed: Typed) -> Typed:
        box = self._box(code)
        if box:
            return Typed(nothing=True)
        return Typed() if box is False and typed.nothing else typed

    def _stored(self, code: str) -> Cell:
        return self.sheet.cells.get(code, Cell())

    # -- outcome ---------------------------------------------------------------------------------------------------
    def _waits_for_choice(self, code: str) -> bool:
        return f"{CONFLICT}{code}" in self.data and f"{KEEP}{code}" not in self.data

    def _keeps_stored(self, code: str) -> bool:
        return self.data.get(f"{KEEP}{code}") == "stored"

    def entries(self) -> dict[str, CellEntry]:
        """The cells to store; call after ``is_valid``."""
        return {
            code: self._entry(code)
            for code in self.codes
            if not self._is_wrong(code) and not self._waits_for_choice(code) and not self._keeps_stored(code)
        }

    def _entry(self, code: str) -> CellEntry:
        typed = self._settled(code, self.cleaned_data[f"{VALUE}{code}"])
        given = f"{NOTE}{code}" in self.data
        note = self.cleaned_data[f"{NOTE}{code}"] if given else self._stored(code).note
        version = self.cleaned_data.get(f"{VERSION}{code}")
        return CellEntry(typed.value, typed.nothing, note, version if version is not None else 0)

    def _is_wrong(self, code: str) -> bool:
        return any(f"{name}{code}" in self.errors for name in (VALUE, VERSION, NOTE))

    def refused(self) -> dict[str, Entered]:
        """The cells that could not be read, with the reason and, for an ambiguous one, its choices."""
        found = {}
        for code in self.codes:
            errors = self.errors.as_data()
            wrong = errors.get(f"{VALUE}{code}") or errors.get(f"{NOTE}{code}") or errors.get(f"{VERSION}{code}")
            if wrong and not self._keeps_stored(code):
                choices = (wrong[0].params or {}).get("choices", ()) if wrong[0].code == "ambiguous" else ()
                found[code] = Entered(self.typed_text(code), wrong[0].messages[0], tuple(choices))
        return found

    def undecided(self) -> list[str]:
        """Cells still waiting for somebody to say whose value stands."""
        return [code for code in self.codes if self._waits_for_choice(code) and not self._is_wrong(code)]

    def changed_texts(self) -> dict[str, str]:
        """What was typed and differs from what is stored: kept on the page where nothing may be written."""
        found = {}
        for code in self.codes:
            indicator, typed = self.sheet.indicators[code], self.typed_text(code)
            if typed != columns.entry(indicator, self._stored(code)):
                found[code] = typed
        return found


class CellNoteForm(PlainText, forms.Form):
    """The note of one cell and whether nothing arose, in the details beside the grid; ``sending``: htmx attributes."""

    def __init__(
        self, indicator: IndicatorRef, cell: Cell, *, data: Mapping | None = None, sending: Mapping | None = None
    ):
        note, nothing = f"{NOTE}{indicator.code}", f"{NOTHING}{indicator.code}"
        super().__init__(data, auto_id="i-%s", initial={note: cell.note, nothing: cell.nothing})
        attributes = dict(sending or {})
        if indicator.value_type != "boolean":
            box = forms.CheckboxInput(attrs=attributes)
            self.fields[nothing] = forms.BooleanField(label=_("Nothing arose"), required=False, widget=box)
        self.fields[note] = forms.CharField(
            label=_("Note, which goes with the figure into the reports"),
            required=False,
            max_length=NOTE_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3, **attributes}),
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

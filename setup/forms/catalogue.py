"""What somebody looks for in the catalogue of indicators, and a workbook of it with the changes it makes."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from setup.catalogue.columns import COLUMNS
from setup.catalogue.deciding import SentLine, SheetKind
from setup.catalogue.library import Library, LibraryFilter, Validity

from .targets import DecisionDayForm

SALT = "setup.catalogue"


class LibraryForm(forms.Form):
    """Search and filters of the library; what cannot be meant counts as not asked for."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    block = forms.ChoiceField(label=_("Block"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data, *, library: Library):
        super().__init__(data)
        self.fields["block"].choices = [("", _("both blocks")), *Block.choices]
        self.fields["group"].choices = [("", _("every group")), *library.groups]
        self.fields["state"].choices = [("", _("every state")), *Validity.choices]

    @property
    def wanted(self) -> LibraryFilter:
        self.is_valid()
        told = self.cleaned_data
        return LibraryFilter(told.get("q", ""), told.get("block", ""), told.get("group", ""), told.get("state", ""))


class CatalogueUploadForm(forms.Form):
    """A workbook of the whole catalogue."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=_("The catalogue as it was downloaded, changed; at most 2 MB."),
    )


class CatalogueChangesForm(DecisionDayForm):
    """The lines of a file that were shown before, with the stamp of what they were compared with."""

    unnamed = _("Name the decision or the text by which the catalogue is changed.")
    proposal = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines: dict[SheetKind, list[SentLine]] = {kind: [] for kind in SheetKind}
        self.catalogue_seen = ""

    def clean_proposal(self):
        text = self.cleaned_data["proposal"]
        try:
            told = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            raise forms.ValidationError(gettext("The list of changes cannot be read any more. Begin again.")) from None
        self.catalogue_seen = told["seen"]
        for kind in SheetKind:
            self.lines[kind] = [
                SentLine(row, dict(zip(told["names"][kind], values, strict=True))) for row, *values in told[kind]
            ]
        return text

    def clean(self):
        cleaned = super().clean()
        self.require_decision()
        return cleaned


def signed_lines(lines: Mapping[SheetKind, Sequence[SentLine]], seen: str) -> str:
    """Complete lines as a page carries them to the act: packed, and signed so that nothing else comes back."""
    names = {kind: [column.name for column in COLUMNS[kind] if not column.is_told] for kind in SheetKind}
    told = {
        kind: [[line.row, *(line.values[name] for name in names[kind])] for line in lines[kind]] for kind in SheetKind
    }
    return signing.dumps({"seen": seen, "names": names, **told}, salt=SALT, compress=True)

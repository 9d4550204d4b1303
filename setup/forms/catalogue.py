"""What somebody looks for in the catalogue of indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from setup.catalogue.library import Library, LibraryFilter, Validity


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

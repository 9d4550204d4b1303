"""What a person chooses for a report over several clusters."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import PlainText
from reports.exporting.nation import MOST_YEARS

from .forms import LATEST, YEAR_END


class NationForm(PlainText, forms.Form):
    """Choices come as value and label pairs. No cluster or no indicator ticked stands for all of them."""

    years = forms.TypedMultipleChoiceField(label=gettext_lazy("Years"), coerce=int)
    blocks = forms.MultipleChoiceField(label=gettext_lazy("Blocks"))
    clusters = forms.MultipleChoiceField(label=gettext_lazy("Clusters"), required=False)
    indicators = forms.MultipleChoiceField(label=gettext_lazy("Indicators"), required=False)
    periods = forms.ChoiceField(label=gettext_lazy("Figures of"), required=False)
    name = forms.CharField(label=gettext_lazy("Keep this choice as"), required=False, max_length=80)

    def __init__(self, *args, years, blocks, clusters, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = [(year, str(year)) for year in years]
        self.fields["blocks"].choices = blocks
        self.fields["clusters"].choices = clusters
        self.fields["indicators"].choices = indicators
        self.fields["periods"].choices = [
            ("", ""),
            (YEAR_END, _("Year-end period")),
            (LATEST, _("Latest period with figures")),
        ]
        for name, words in (
            ("years", _("Choose at least one year.")),
            ("blocks", _("Choose at least one block.")),
        ):
            self.fields[name].error_messages["required"] = words
        for name in ("years", "blocks", "clusters", "indicators"):
            self.fields[name].error_messages["invalid_choice"] = _("%(value)s is not in the list. Choose again.")

    def clean_years(self):
        years = self.cleaned_data["years"]
        if len(years) > MOST_YEARS:
            raise forms.ValidationError(_("Choose at most %(count)s years."), params={"count": MOST_YEARS})
        return years

    def clean_name(self):
        return clean_text(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        if self.data.get("act") == "save" and not self.errors and not cleaned.get("name"):
            self.add_error("name", _("Give the choice a name to keep it under."))
        return cleaned

    @property
    def choice(self) -> dict:
        """What is kept and handed on: the fields of the report, without the name."""
        names = ("years", "blocks", "clusters", "indicators", "periods")
        return {name: self.cleaned_data[name] for name in names}


__all__ = ["NationForm"]

"""Forms of a season's dates. Ends are shown and typed as the last day open ("đến hết")."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from clusters.forms import CrispyForm
from clusters.models import SeasonPhase
from clusters.services import PHASE_FIELDS
from emulation_portal.lib import dates
from emulation_portal.ui.fields import DayField


class PhaseForm(EditForm, CrispyForm, forms.ModelForm):
    """When one step opens and the last day it is open."""

    stamped = PHASE_FIELDS
    opens = DayField(label=_("Opens on"), help_text="")
    last_day = DayField(label=_("Open until the end of"), help_text="")

    class Meta:
        model = SeasonPhase
        fields = ["opens"]

    def values_of(self, row: SeasonPhase) -> dict:
        return {"opens": row.opens, "last_day": dates.last_day(row.closes)}

    def clean(self):
        cleaned = super().clean()
        opens, last = cleaned.get("opens"), cleaned.get("last_day")
        if opens and last and last < opens:
            self.add_error("last_day", _("The last day lies before the first day."))
        elif last:
            self.instance.closes = dates.first_day_after(last)
        return cleaned

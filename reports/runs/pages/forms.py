"""What a person chooses when asking for a report."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YEAR_END, LATEST = "year_end", "latest"
WHOLE = "cluster"


class RequestForm(forms.Form):
    """``scopes`` and ``kinds``: value and label pairs. ``split`` offers the choice between two readings of the year.

    A scope is ``cluster``, ``block:<block>`` or ``agency:<code>``. Any scope of that shape is read; whether the person
    may have it is decided where it is asked for.
    """

    kind = forms.ChoiceField(label=gettext_lazy("Kind of report"), widget=forms.RadioSelect)
    scope = forms.RegexField(r"^(cluster|block:[a-z_]{1,40}|agency:[A-Za-z0-9-]{1,30})$", label=gettext_lazy("Scope"))
    periods = forms.ChoiceField(label=gettext_lazy("Figures of"), required=False)

    def __init__(self, *args, kinds, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["periods"].choices = [
            ("", ""),
            (YEAR_END, _("Year-end period")),
            (LATEST, _("Latest period with figures")),
        ]
        self.fields["scope"].error_messages["invalid"] = _("Choose one of the scopes in the list.")
        self.scopes = scopes


__all__ = ["LATEST", "WHOLE", "YEAR_END", "RequestForm"]

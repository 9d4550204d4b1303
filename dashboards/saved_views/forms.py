"""The name under which a view is kept, and the address it keeps."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.models import NAME_LENGTH, QUERY_LENGTH
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import PlainText

from .services import NotAPage, TooLong, read_address


class NameForm(PlainText, forms.Form):
    """The length is that of the name as it is kept, not of what was typed around it."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), required=False)

    def clean_name(self):
        name = clean_text(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the view a name to keep it under."))
        if len(name) > NAME_LENGTH:
            text = _("The name has %(length)s characters; at most %(most)s are kept. Shorten it.")
            raise forms.ValidationError(text % {"length": len(name), "most": NAME_LENGTH})
        return name


class ViewForm(NameForm):
    address = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_address(self):
        try:
            return read_address(self.cleaned_data["address"])
        except TooLong:
            text = _("The filters of this page are longer than %(most)s characters and cannot be kept.")
            raise forms.ValidationError(text % {"most": QUERY_LENGTH}) from None
        except NotAPage:
            text = _(
                "This page cannot be kept. Open an overview, an agency, an indicator or a comparison and keep it there."
            )
            raise forms.ValidationError(text) from None


__all__ = ["NameForm", "ViewForm"]

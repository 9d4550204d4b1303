"""Forms of the year-end report's page."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.editing import EditForm, stale_words
from accounts.models import User
from clusters.forms import CrispyForm
from emulation_portal.lib.characters import one_line_ends
from emulation_portal.lib.legacy import Legacy, legacy
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import DayField, refuse_strays, refuse_turning
from reports.models import PaperHead, Paragraph

from .services import HEAD_FIELDS, LONGEST


class ParagraphForm(CrispyForm, forms.Form):
    """One paragraph; an empty line parts it in two.

    Words of an old font are asked about: ``legacy`` holds how they read. The act "convert" takes that reading, "keep"
    the words as they were typed.
    """

    legacy: Legacy | None = None

    text = forms.CharField(
        label=_("Words"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
        help_text=_("Figures in double brackets stay up to date: they are printed as they are on the day of building."),
    )
    stored: str | None = None  # the words that somebody else stored meanwhile
    version = forms.IntegerField(required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def meet(self, stored: Paragraph | None, actor: User) -> None:
        """Show the words that somebody else has stored beside the typed ones, and record both."""
        typed, words = self.cleaned_data.get("text") or "", stored.text if stored else ""
        if stored:
            audit.record(
                actor=actor, action="edit.refused", target=stored, before={"text": words}, after={"text": typed}
            )
        self.stored = words
        self.add_error(None, stale_words())
        self.data = self.data.copy()
        self.data["version"] = stored.version if stored else 0

    @property
    def act(self) -> str:
        return self.data.get("act", "save")

    @property
    def writes(self) -> bool:
        """Whether the words in the box are to be kept; those that are taken out or left out need not be printable."""
        return self.act in ("save", "convert", "keep")

    @property
    def text_checks(self):
        return (refuse_turning, refuse_strays) if self.writes else ()

    def clean_text(self):
        typed = self.cleaned_data["text"]
        found = legacy(one_line_ends(typed)) if self.act in ("save", "convert") else None
        if found and self.act == "save":
            self.legacy = found
            raise forms.ValidationError(
                _("Choose how these words are saved: as they read, or as typed."), code="legacy"
            )
        return clean_text(found.text if found else typed, multiline=True)

    def clean(self):
        cleaned = super().clean()
        if self.writes and not self.errors and not cleaned.get("text"):
            self.add_error("text", _("Write something, or leave the paragraph out."))
        return cleaned


class HeadForm(EditForm, CrispyForm, forms.Form):
    """Number and day out of the head agency's registry."""

    stamped = HEAD_FIELDS
    stamps_new = True

    number = forms.IntegerField(
        label=_("Number"), required=False, validators=[MinValueValidator(1), MaxValueValidator(99_999)]
    )
    dated = DayField(label=_("Date"), required=False)

    def __init__(self, data=None, *, season, row=None):
        """``row``: what is typed already; else it is read."""
        row = row or PaperHead.objects.filter(season=season).first() or PaperHead(season=season)
        super().__init__(data, row=row)


__all__ = ["HeadForm", "ParagraphForm"]

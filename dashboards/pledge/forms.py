"""What is typed of a pledge: its sections, promises, comments, signatures and outcomes."""

from decimal import Decimal

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.editing import EditForm
from clusters.forms import CrispyForm
from emulation_portal.lib import dates
from emulation_portal.lib.quantities import Kind
from emulation_portal.lib.refusal import Refusal
from emulation_portal.ui.fields import DayField, QuantityField
from pledges.covenants.reading import MEASURED
from pledges.covenants.services import SECTION_FIELDS, STAMPED_ITEM, Promised
from pledges.enums import Comparator, ItemKind, SigningOrder, ValueType
from pledges.models import Indicator, PledgeItem
from pledges.originals.wording import refusal

LONG = 20_000
PROMISE = 500


def long_text(label, help_text: str = "", rows: int = 5, *, required: bool = False, length: int = LONG):
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BeginForm(CrispyForm, forms.Form):
    """From which year's pledge a new one is begun."""

    source = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [*sources, ("", _("an empty text"))]
        self.fields["source"].required = False
        self.fields["source"].initial = sources[0][0] if sources else ""


class SectionsForm(EditForm, CrispyForm, forms.Form):
    """The pledge's text beside its promises, the order of signing, and the terms."""

    stamped = SECTION_FIELDS

    title = forms.CharField(label=_("Title of the pledge"), max_length=300)
    bases = long_text(_("Legal grounds"), _("One ground a line, such as a plan or a decision with number and day."), 4)
    preamble = long_text(_("Aims"))
    measures = long_text(_("Measures"))
    commitment = long_text(_("Common vow"))
    order = forms.ChoiceField(label=_("Order of signing"), choices=SigningOrder, widget=forms.RadioSelect)
    comments_until = DayField(
        label=_("Comments until the end of"),
        required=False,
        help_text=_("Members comment on the draft until then; without a day they are not asked."),
    )
    sign_until = DayField(label=_("To be signed until the end of"), required=False)

    def clean(self):
        cleaned = super().clean()
        comments, signing = cleaned.get("comments_until"), cleaned.get("sign_until")
        if comments and signing and signing < comments:
            self.add_error("sign_until", _("The last day of signing lies before the last day of comments."))
        return cleaned


class ItemForm(EditForm, CrispyForm, forms.Form):
    """One promise of a kind; where it is measured, by which indicator and to which value."""

    stamped = STAMPED_ITEM

    text = forms.CharField(
        label=_("Promise"), max_length=PROMISE, widget=forms.Textarea(attrs={"rows": 3, "maxlength": PROMISE})
    )
    indicator = forms.ModelChoiceField(label=_("Measured by"), queryset=Indicator.objects.none())
    comparator = forms.ChoiceField(label=_("The result is to be"), choices=Comparator)
    value = forms.CharField(label=_("Promised value"), required=False, max_length=60)
    reason = forms.CharField(
        label=_("Reason where less than the assigned target is promised"),
        required=False,
        max_length=PROMISE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, kind: str, indicators, row: PledgeItem | None = None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.kind = ItemKind(kind)
        if self.kind == ItemKind.INDICATOR:
            self.fields["indicator"].queryset = indicators
        else:
            del self.fields["indicator"]
        if self.kind not in MEASURED:
            for name in ("comparator", "value", "reason"):
                del self.fields[name]
        else:
            self.fields["value"].help_text = self._unit_help()
            self.fields["comparator"].initial = self.fields["comparator"].initial or Comparator.GTE
        if self.kind in (ItemKind.SHARE, ItemKind.AWARD):
            del self.fields["reason"]

    def _unit_help(self):
        if self.kind == ItemKind.SHARE:
            return _("In percent of the agencies of the block, such as 100.")
        if self.kind == ItemKind.AWARD:
            return _("How many agencies, such as 1.")
        return _("Rates in percent, such as 84,5; money in thousand dong; else in the unit of the indicator.")

    def values_of(self, row: PledgeItem) -> dict:
        values = super().values_of(row)
        if row.value is not None:
            values["value"] = value_field(row.kind, row.indicator).prepare_value(_typed(row))
        return values

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("value", "")
        if not typed or "value" in self.errors or (self.kind == ItemKind.INDICATOR and not cleaned.get("indicator")):
            return cleaned | {"value": None}
        try:
            cleaned["value"] = value_field(self.kind, cleaned.get("indicator")).clean(typed)
        except ValidationError as error:
            self.add_error("value", error)
        return cleaned

    @property
    def said(self) -> Promised:
        given = self.cleaned_data
        return Promised(
            kind=self.kind,
            text=given["text"],
            indicator=given.get("indicator"),
            comparator=given.get("comparator") or "",
            value=None if given.get("value") is None else Decimal(given["value"]),
            reason=given.get("reason") or "",
        )


def value_field(kind: str, indicator: Indicator | None) -> QuantityField:
    """How the promised value of a promise is typed: percent, thousand dong, or a whole number."""
    if kind == ItemKind.SHARE or (indicator is not None and indicator.value_type == ValueType.RATE):
        return QuantityField(Kind.DECIMAL, unit_label="%")
    if indicator is not None and indicator.value_type == ValueType.MONEY:
        return QuantityField(Kind.MONEY_THOUSAND, scale=1000, unit_label=_("thousand dong"))
    return QuantityField(Kind.COUNT, unit_label=indicator.unit if indicator else "")


def _typed(row: PledgeItem):
    """A stored value in the type of its field."""
    field = value_field(row.kind, row.indicator)
    return row.value.normalize() if field.kind is Kind.DECIMAL else int(row.value)


class CommentForm(CrispyForm, forms.Form):
    """What a member says of one promise, or of the whole."""

    text = long_text(_("Comment"), rows=3, required=True, length=2000)


class AnswerForm(CrispyForm, forms.Form):
    text = long_text(_("Answer"), rows=3, required=True, length=2000)


class SigningForm(CrispyForm, forms.Form):
    """The password of whoever signs, and the hash of the text that was read."""

    read_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=_("Typed once more, so that nobody else signs at a computer left open."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(_("The password is not right. Nothing was signed; type it once more."))
        return password


class RefusalForm(CrispyForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The secretariat and the members read it."),
        error_messages={"min_length": _("Give the reason in a sentence, so that the secretariat can act on it.")},
    )


class AddendumForm(CrispyForm, forms.Form):
    """An addendum in words; its promises are added on its page."""

    date = DayField(label=_("Day of the addendum"), initial=dates.today)
    text = long_text(_("What is changed, and why"), rows=4, required=True)


class OriginalForm(CrispyForm, forms.Form):
    """The file of a signed original, and why it takes the place of one that is there (``replaces``, by its number)."""

    file = forms.FileField(label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
    reason = forms.CharField(
        label=_("Why the original is replaced"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who may see the pledge reads it."),
        error_messages={"required": _("Say why the original is replaced.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, replaces: int, **kwargs):
        super().__init__(*args, initial={"seen": replaces}, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, digitally signed or scanned, or a picture (JPEG, PNG); at most %(limit)s MB."
        ) % {"limit": settings.ORIGINAL_MAX_MB}
        self.replaces = replaces
        if not replaces:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != self.replaces:
            self.refuse(refusal(Refusal("other_original"))[1], None, self.replaces)
        return cleaned

    def refuse(self, words: str, field: str | None, number: int) -> None:
        """Say why the file is not kept; sending the form once more is then a decision over the original ``number``."""
        self.data = self.data.copy()
        self.data["seen"] = number
        self.add_error(field if field in self.fields else None, words)


class OutcomeForm(CrispyForm, forms.Form):
    """Whether a promise that no indicator measures was kept."""

    kept = forms.ChoiceField(
        label=_("Kept"),
        choices=[("yes", _("kept")), ("no", _("not kept"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether this promise was kept.")},
    )
    note = forms.CharField(label=_("What was done"), required=False, max_length=PROMISE)


__all__ = [
    "AddendumForm",
    "AnswerForm",
    "BeginForm",
    "CommentForm",
    "ItemForm",
    "OriginalForm",
    "OutcomeForm",
    "RefusalForm",
    "SectionsForm",
    "SigningForm",
    "value_field",
]

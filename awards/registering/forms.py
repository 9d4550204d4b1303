"""The sheet on which an agency registers titles: for each title how many, and for whom."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.editing import STAMP_LENGTH, stale_words
from awards.models import Award
from clusters.forms import CrispyForm
from emulation_portal.lib.numbers import Kind
from emulation_portal.lib.text import clean_text
from emulation_portal.ui.fields import QuantityField

from .services import MOST, Registered, Sheet, sheet_stamp

NAMES_LENGTH = 10_000


class RegistrationForm(CrispyForm, forms.Form):
    """``titles`` in the order in which they are shown; ``stored`` is what the agency has registered so far."""

    seen = forms.CharField(required=False, max_length=STAMP_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args, titles: Iterable[Award], stored: Sheet, asks_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.titles = list(titles)
        for award in self.titles:
            held = stored.get(award.pk)
            self.fields[_count(award)] = self._count_field(award, held)
            self.fields[_names(award)] = self._names_field(award, held)
        if asks_reason:
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("Reason"),
                max_length=1000,
                widget=forms.TextInput(attrs={"class": "form-control"}),
                help_text=gettext_lazy("Why the secretariat enters it; kept in the record with the registration."),
            )
        self.fields["seen"].initial = sheet_stamp(stored)

    @staticmethod
    def _count_field(award: Award, held: Registered | None) -> QuantityField:
        field = QuantityField(Kind.COUNT, label=_("Number: %(title)s") % {"title": award.name})
        field.initial = held.count if held else None
        field.widget.attrs["class"] = "form-control"
        return field

    @staticmethod
    def _names_field(award: Award, held: Registered | None) -> forms.CharField:
        lines = held.names if held else ()
        return forms.CharField(
            label=_("Names: %(title)s") % {"title": award.name},
            required=False,
            max_length=NAMES_LENGTH,
            initial="\n".join(lines),
            widget=forms.Textarea(attrs={"rows": max(2, min(len(lines), 8)), "class": "form-control"}),
        )

    @property
    def rows(self) -> list[tuple[Award, bool, forms.BoundField, forms.BoundField]]:
        """Title, whether it goes to people, its number and its names, as the page shows them."""
        return [(each, each.may_go_to(person=True), self[_count(each)], self[_names(each)]) for each in self.titles]

    def clean(self):
        cleaned = super().clean()
        self.said = {}
        for award in self.titles:
            count, typed = cleaned.get(_count(award)), cleaned.get(_names(award))
            if {_count(award), _names(award)} & set(self.errors):
                continue
            names = tuple(filter(None, (clean_text(line) for line in (typed or "").splitlines())))
            if count is None and names:
                count = len(names)
            if count:
                self._check(award, count, names)
                self.said[award.pk] = Registered(count, names)
            elif names:
                self.add_error(_count(award), _("Names stand beside the number 0: raise it, or take the names out."))
        return cleaned

    def _check(self, award: Award, count: int, names: tuple[str, ...]) -> None:
        if count > MOST:
            self.add_error(_count(award), _("At most %(most)s of one title; check the number.") % {"most": MOST})
        elif names and len(names) != count:
            text = _("The number is %(number)s, but there are %(names)s names (one a line). Make them agree.")
            self.add_error(_names(award), text % {"number": count, "names": len(names)})

    def meet(self, stored: Sheet) -> None:
        """Somebody else saved first: keep the typing, show beside it what is stored, and carry its stamp."""
        for award in self.titles:
            held = stored.get(award.pk)
            if self.said.get(award.pk) != held:
                text = _("Stored meanwhile by somebody else: %(value)s")
                self.add_error(_count(award), text % {"value": _shown(held)})
        self.add_error(NON_FIELD_ERRORS, stale_words())
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = sheet_stamp(stored)


def _shown(held: Registered | None) -> str:
    if held is None:
        return _("(empty)")
    return "; ".join([str(held.count), *held.names])


def _count(award: Award) -> str:
    return f"count-{award.pk}"


def _names(award: Award) -> str:
    return f"names-{award.pk}"

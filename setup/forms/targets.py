"""The form of the grid of targets, of a list of changes to be confirmed, and of an uploaded workbook."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation_portal.lib import dates
from emulation_portal.lib.numbers import in_one_line
from emulation_portal.ui.fields import DayField
from pledges.enums import Comparator
from pledges.models import Indicator
from results.sheets.grid import Entered
from setup.targets.board import Assigned, Key, TargetBoard
from setup.targets.fields import TROUBLES, TargetField, shown, token
from setup.targets.saving import trouble_of

from .setup import DecidedForm


def slot(key: Key) -> str:
    return f"{key[0]}-{key[1]}"


def tokens(board: TargetBoard) -> str:
    """What the person sees in every cell, in one field."""
    return json.dumps({slot(key): token(board.stored(key)) for key in board.cells()}, separators=(",", ":"))


class DecisionDayForm(DecidedForm):
    """The decision with its day, both needed as soon as something is changed."""

    decision = forms.CharField(
        label=gettext_lazy("Decision"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Number and issuer, such as 1234/QĐ-BTP."),
    )
    decided_on = DayField(label=gettext_lazy("Day of the decision"), required=False)

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day and day > dates.today():
            raise ValidationError(_("This day has not come yet."))
        return day

    unnamed = gettext_lazy("Name the decision by which the targets are assigned.")

    def require_decision(self) -> None:
        if not self.cleaned_data.get("decision") and "decision" not in self.errors:
            self.add_error("decision", str(self.unnamed))
        if not self.cleaned_data.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Name the day of the decision."))

    @property
    def decided(self) -> dict[str, str | date | None]:
        return {name: self.cleaned_data.get(name) for name in ("decision", "decided_on")}


class TargetsForm(DecisionDayForm):
    """The cells that were sent: ``v-`` value, ``p-`` the chosen reading, ``c-`` comparison of a column; ``seen``: what
    the person saw in every cell.

    ``changes`` are those to store, ``refused`` those to show again; a cell nobody touched is neither.
    """

    def __init__(self, data=None, *, board: TargetBoard):
        super().__init__(data)
        self.board = board
        self.sent = [key for key in board.cells() if data is not None and f"v-{slot(key)}" in data]
        self.seen = _read_tokens(data.get("seen", "")) if data is not None else {}
        self.changes: dict[Key, Assigned] = {}
        self.refused: dict[Key, Entered] = {}

    def typed(self, key: Key) -> str:
        """What stood in the cell, or the reading that was chosen for it."""
        return in_one_line(self._sent(key))

    def _sent(self, key: Key) -> str:
        return str(self.data.get(f"p-{slot(key)}") or self.data.get(f"v-{slot(key)}") or "")

    def comparator(self, key: Key) -> str:
        """That of the column; without one each target keeps its own."""
        wanted = self.data.get(f"c-{key[1]}") if self.is_bound else None
        return wanted if wanted in Comparator.values else self.board.stored(key).comparator

    def clean(self):
        cleaned = super().clean()
        for key in self.sent:
            self._read(key)
        if self.changes:
            self.require_decision()
        return cleaned

    def _read(self, key: Key) -> None:
        typed, stored, indicator = self.typed(key), self.board.stored(key), self.board.indicators[key[1]]
        try:
            wanted = Assigned(TargetField(indicator).clean(self._sent(key)), self.comparator(key))
        except ValidationError as error:
            found = error.error_list[0]
            self.refused[key] = Entered(typed, found.messages[0], tuple((found.params or {}).get("choices", ())))
            return
        seen = self.seen.get(slot(key), token(stored))
        if token(wanted) == seen or wanted == stored or (wanted.value is None and stored.value is None):
            return
        if seen != token(stored):
            self.refused[key] = Entered(typed, changed_meanwhile(indicator, stored), stale=True)
        elif trouble := trouble_of(self.board, key, wanted):
            self.refused[key] = Entered(typed, str(TROUBLES[trouble]))
        else:
            self.changes[key] = wanted


def changed_meanwhile(indicator: Indicator, stored: Assigned) -> str:
    text = _("Somebody else has changed this target meanwhile; it is %(value)s now. Type it again to replace it.")
    return text % {"value": shown(indicator, stored)}


def _read_tokens(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


# -- a list of changes to be confirmed --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Proposed:
    """One change as it was shown: ``seen`` stood there, ``wanted`` is to stand there."""

    key: Key
    seen: str
    wanted: Assigned


class ProposalForm(DecisionDayForm):
    """Changes that were shown before, all applied or none; ``stale`` are those whose target is another one by now."""

    proposal = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, *args, board: TargetBoard, **kwargs):
        super().__init__(*args, **kwargs)
        self.board = board
        self.proposed: list[Proposed] = []
        self.stale: set[Key] = set()

    def clean_proposal(self):
        text = self.cleaned_data["proposal"]
        try:
            cells = set(self.board.cells())
            self.proposed = [_proposed(row, self.board, cells) for row in json.loads(text)]
        except (ValueError, TypeError, LookupError, InvalidOperation, ValidationError):
            raise ValidationError(_("The list of changes cannot be read any more. Begin again.")) from None
        return text

    def clean(self):
        cleaned = super().clean()
        self.require_decision()
        self.stale = {each.key for each in self.proposed if each.seen != token(self.board.stored(each.key))}
        return cleaned

    @property
    def changes(self) -> dict[Key, Assigned]:
        return {each.key: each.wanted for each in self.proposed}


def proposal_text(board: TargetBoard, changes: Iterable[tuple[Key, Assigned]]) -> str:
    """The changes as the page carries them, each beside what stands there now."""
    rows = [[slot(key), token(board.stored(key)), token(wanted)] for key, wanted in changes]
    return json.dumps(rows, separators=(",", ":"))


def _proposed(row: list[str], board: TargetBoard, cells: Collection[Key]) -> Proposed:
    """ValueError, LookupError, InvalidOperation: no cell of the grid, or nothing its field could hold."""
    where, seen, wanted = row
    holder, indicator = map(int, where.split("-"))
    key = (holder, indicator)
    if key not in cells:
        raise LookupError(where)
    comparator, _space, number = wanted.partition(" ")
    value = Decimal(number) if number else None
    if value is not None:
        TargetField(board.indicators[indicator]).run_checks(value)
    return Proposed(key, seen, Assigned(value.normalize() if value is not None else None, Comparator(comparator).value))


class UploadForm(forms.Form):
    """A workbook of targets."""

    file = forms.FileField(
        label=gettext_lazy("Workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("The template of this page, filled in; at most 1 MB."),
    )

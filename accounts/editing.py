"""Editing a row that others may edit too: what the person saw travels with the form and is compared under a lock.

A form carries a stamp of the stored values it shows. The service locks the row and compares; where somebody else has
saved meanwhile it raises ``Stale`` and writes nothing. The page then shows both values, keeps what was typed, records
the refusal, and carries the new stamp, so that saving once more is a decision taken with open eyes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext as _

from emulation_portal.lib import dates

from . import audit
from .models import User

STAMP_LENGTH = 16

EditedRow = TypeVar("EditedRow", bound=models.Model)


class Stale(Exception):
    """Somebody else saved the row first; ``row`` is it as it is stored now."""

    def __init__(self, row: models.Model):
        super().__init__(f"{row._meta.label} {row.pk}")
        self.row = row


class Gone(Exception):
    """Somebody else has withdrawn the row meanwhile."""


def stamp_of(values: Mapping[str, object]) -> str:
    """A short digest of values: equal for equal values, whatever their order."""
    written = json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:STAMP_LENGTH]


def stamp(row: models.Model, fields: Iterable[str]) -> str:
    """The stamp of a stored row over the named fields."""
    return stamp_of({name: row._meta.get_field(name).value_from_object(row) for name in fields})


def locked(row: EditedRow, seen: str, fields: Iterable[str]) -> EditedRow:
    """The row as it is stored, locked until the transaction ends; an empty ``seen`` is not compared. Stale, Gone."""
    stored = row.__class__._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if stored is None:
        raise Gone(row.pk)
    if seen and seen != stamp(stored, fields):
        raise Stale(stored)
    return stored


class EditForm:
    """Mixed into a form over one stored row: its values come from ``values_of`` and its stamp from ``stamped``.

    A row without a key is a new one and carries no stamp, but where ``stamps_new`` says that it may come to be.
    """

    stamped: tuple[str, ...] = ()
    stamps_new = False

    def __init__(self, *args, row: models.Model | None = None, **kwargs):
        self.row = row if row is not None else kwargs.get("instance")
        stored = self.row is not None and (self.stamps_new or self.row.pk is not None)
        if stored:
            kwargs["initial"] = self.values_of(self.row) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if stored:
            self.fields["seen"] = forms.CharField(
                required=False, max_length=STAMP_LENGTH, widget=forms.HiddenInput, initial=stamp(self.row, self.stamped)
            )

    @property
    def seen(self) -> str:
        """The stamp that was sent; empty where none was."""
        return self.cleaned_data.get("seen") or ""

    def values_of(self, row: models.Model) -> dict:
        """What the fields show of a stored row, by the name of the field."""
        return {name: row._meta.get_field(name).value_from_object(row) for name in self.stamped}

    def meet(self, stale: Stale, actor: User) -> None:
        """Show the stored value beside every field where it differs, keep the typing, and record both."""
        stored = self.values_of(stale.row)
        typed = {name: self.cleaned_data.get(name) for name in stored if name in self.fields}
        differing = [name for name, value in typed.items() if _plain(value) != _plain(stored[name])]
        audit.record(
            actor=actor,
            action="edit.refused",
            target=stale.row,
            before={name: _plain(stored[name]) for name in differing},
            after={name: _plain(typed[name]) for name in differing},
        )
        for name in differing:
            text = _("Stored meanwhile by somebody else: %(value)s")
            self.add_error(name, text % {"value": shown(self.fields[name], stored[name])})
        self.add_error(NON_FIELD_ERRORS, stale_words())
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = stamp(stale.row, self.stamped)


def stale_words() -> str:
    return _(
        "Somebody else has saved this meanwhile, so nothing was overwritten. What you typed is kept below, with the "
        "stored value beside it. Save again to put yours in its place, or cancel to leave the stored one."
    )


def gone_words() -> str:
    """For an edit whose row somebody else has withdrawn."""
    return _("Somebody else has withdrawn this meanwhile. Nothing was changed.")


def shown(field: forms.Field, value) -> str:
    """A stored value in the words of its field."""
    if value in (None, ""):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return dates.format_date(value)
    if isinstance(field, forms.ModelChoiceField):
        found = value if isinstance(value, models.Model) else field.queryset.model.objects.filter(pk=value).first()
        return str(found or value)
    return str(dict(getattr(field, "choices", None) or ()).get(value, value))


def _plain(value) -> str | None:
    """A value as the record keeps it, alike whether it was typed or stored."""
    if value in (None, ""):
        return None
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """States of a submission, in order."""

    DRAFT = "draft", _("Being entered")
    AWAITING_SIGNATURE = "awaiting_signature", _("Awaiting the head's submission")
    SUBMITTED = "submitted", _("Submitted")
    RECEIVED = "received", _("Received")
    APPROVED = "approved", _("Approved")
    SEALED = "sealed", _("Sealed")


class Action(StrEnum):
    """Steps with a submission; what each is, ``workflow.py`` tells."""

    HAND_OVER = "hand_over"
    SEND_BACK = "send_back"
    SUBMIT = "submit"
    RECEIVE = "receive"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    SEAL = "seal"
    RECALL = "recall"


class ChangeHow(TextChoices):
    FORM = "form", _("typed")
    PASTE = "paste", _("pasted")
    IMPORT = "import", _("imported")
    CORRECTION = "correction", _("corrected")
    ON_BEHALF = "on_behalf", _("entered on behalf")


class FigureKind(TextChoices):
    ACTUAL = "actual", _("actual figures")
    PART_ESTIMATE = "part_estimate", _("partly estimated")


class PublishedStatus(TextChoices):
    PRELIMINARY = "preliminary", _("preliminary")
    FINAL = "final", _("final")
    UNKNOWN = "unknown", _("status not stated")


class DayKind(TextChoices):
    """How a day differs from the usual week of Monday to Friday."""

    OFF = "off", _("Day off")
    MADE_UP = "made_up", _("Make-up working day")


class ReportEvent(StrEnum):
    """What notices of this room tell of."""

    RETURNED = "results.returned"
    RECEIVED = "results.received"
    APPROVED = "results.approved"
    REOPENED = "results.reopened"
    SEALED = "results.sealed"
    ON_BEHALF = "results.on_behalf"
    RELEASED = "results.released"
    DUE_SOON = "results.due_soon"
    NUDGED = "results.nudged"

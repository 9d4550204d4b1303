from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AwardForm(TextChoices):
    TITLE = "title", _("Emulation title")
    FORM = "form", _("Form of commendation")


class AwardLevel(TextChoices):
    UNIT = "unit", _("Agency")
    MINISTRY = "ministry", _("Ministry")
    GOVERNMENT = "government", _("Government")
    STATE = "state", _("The State")


class Recipient(TextChoices):
    INDIVIDUAL = "individual", _("individual")
    COLLECTIVE = "collective", _("collective")
    HOUSEHOLD = "household", _("household")


class NominationState(TextChoices):
    """The life of a nomination; eligibility and the ballot will stand between proposed and submitted."""

    PROPOSED = "proposed", _("Proposed")
    SUBMITTED = "submitted", _("Submitted to the Ministry")
    GRANTED = "granted", _("Decided: granted")
    DECLINED = "declined", _("Decided: not granted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NominationAction(StrEnum):
    """Steps with a nomination; what each is, ``workflow.py`` tells."""

    SUBMIT = "submit"
    RETURN = "return"
    GRANT = "grant"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class ClassificationLevel(TextChoices):
    """How a year's tasks were completed, best first (HTXSNV, HTTNV, HTNV, KHTNV)."""

    EXCELLENT = "excellent", _("Tasks completed excellently")
    GOOD = "good", _("Tasks completed well")
    COMPLETED = "completed", _("Tasks completed")
    NOT_COMPLETED = "not_completed", _("Tasks not completed")


class ImportState(TextChoices):
    READING = "reading", _("Being read")
    UNREADABLE = "unreadable", _("Could not be read")
    PREVIEW = "preview", _("To be checked")
    APPLIED = "applied", _("Entered in the ledger")


class HiddenLines(TextChoices):
    """What becomes of lines that the workbook hides."""

    ENTER = "enter", _("Enter the hidden lines too")
    LEAVE = "leave", _("Leave the hidden lines out")

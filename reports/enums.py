from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class RunFault(TextChoices):
    """Why a run failed, as its requester reads it."""

    DISK_FULL = "disk_full", _("The disk of the portal is full. Once there is room again, build it again.")
    STORAGE = (
        "storage",
        _("The file could not be written to the portal's disk. Tell the operator, then build again."),
    )
    NO_FIGURES = (
        "no_figures",
        _("The chosen scope has no member, no reporting period, or nothing this report tells of: no file is made."),
    )
    UNSETTLED = (
        "unsettled",
        _("Figures kept changing while they were read, so no file was made. Build it again in a quieter moment."),
    )
    GAVE_UP = "gave_up", _("The building was interrupted several times and was given up. Build it again.")
    PARAGRAPH = (
        "paragraph",
        _("A paragraph of the report could not be printed. Change it or take it out, then build again."),
    )
    FAULT = (
        "fault",
        _("A fault of the portal stopped the building. Build it again; if that fails too, tell the operator."),
    )
    PART_FAILED = (
        "part_failed",
        _("A part could not be built; the pack's page says which and why. Build it again: parts done are kept."),
    )
    STOPPED = "stopped", _("The building was stopped on request. It can be asked for again at any time.")
    EXPIRED = (
        "expired",
        _("The file was kept for the time set on this portal and has been removed. Build it again if it is needed."),
    )
    SUPERSEDED = "superseded", _("The data changed before the building began; the newer report takes its place.")

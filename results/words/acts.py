"""What was done with a report, and why something may not be done."""

from django.utils.translation import gettext as _

from results.workflow import STEPS

from .days import moment


def refusal(reason: str) -> str:
    """Why something may not be done, from the short code of the services."""
    return {
        "own_change": _(
            "Nobody approves figures that they changed themselves. This account was the last to change a value of this "
            "version, so somebody else must approve it, even if the report was returned since."
        ),
        "entry_closed": _("Entry for this period is not open, and the report has not been returned or reopened."),
        "right_ended": _("The right to enter figures for this agency is not, or no longer, yours today."),
        "not_a_member": _("The agency belongs to no cluster in this period."),
        "nothing_reported": _("No agency has submitted figures of this period yet, so there is nothing to release."),
        "not_recallable": _(
            "A step is recalled by whoever took it, as long as nobody else has acted on the report since."
        ),
        "no_right": _("Your present appointment carries no right to this step."),
    }[reason]


def done(step: str) -> str:
    """What happened, for the name of a step or of the opening."""
    if step == "open":
        return _("Entry begun")
    return str(STEPS[step].words.done) if step in STEPS else step


def returned(step: str, who: str, at, reason: str) -> str:
    """Why a report came back, with who and when where the record tells."""
    words = STEPS[step].words
    return (words.gave_back if who else words.given_back) % {"who": who, "moment": moment(at), "reason": reason}


def on_behalf() -> str:
    return _("entered on behalf")


def saved() -> str:
    return _("saved")


def not_saved() -> str:
    return _("not saved")

"""What is said of the steps of a pledge."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation_portal.lib.steps import StepWords

from .enums import PledgeAction


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStepWords(StepWords):
    """``title`` heads the page that asks, ``text`` says what follows, ``done`` that it has happened."""

    title: str | Promise
    text: str | Promise
    done: str | Promise


STEP_WORDS: dict[str, PledgeStepWords] = {
    PledgeAction.OPEN: PledgeStepWords(
        verb=_("Open it for signing"),
        title=_("Open the pledge for signing?"),
        text=_(
            "The text is frozen and gets its hash; the heads of all members of the block are told that it waits for "
            "their signature. Nothing in it can be changed unless it is taken back, and then everybody signs anew."
        ),
        done=_("The pledge is open for signing; the heads of the members have been told."),
    ),
    PledgeAction.TAKE_BACK: PledgeStepWords(
        verb=_("Take back to the draft"),
        title=_("Take the pledge back to the draft?"),
        text=_("Signatures given so far become void and stay in the record. After the change everybody signs anew."),
        done=_("The pledge is a draft again; signatures given so far are void."),
    ),
    PledgeAction.COMPLETE: PledgeStepWords(
        verb=_("Confirm as signed"),
        title=_("Confirm that the pledge is signed?"),
        text=_("All who are still members have signed; who is a member no longer is named as such."),
        done=_("The pledge is signed."),
    ),
    PledgeAction.CLOSE: PledgeStepWords(
        verb=_("Close the pledge"),
        title=_("Close the pledge of the year?"),
        text=_("What came of each promise is kept as it stands below. A closed pledge takes no addendum."),
        done=_("The pledge is closed, each promise with what came of it."),
    ),
}

"""What is said of the steps of a nomination. Labels as those of an enumeration: translated when printed."""

from django.utils.translation import gettext_lazy as _

from emulation_portal.lib.steps import StepWords

from .enums import NominationAction as Action

STEP_WORDS: dict[str, StepWords] = {
    Action.SUBMIT: StepWords(verb=_("Submit to the Ministry")),
    Action.RETURN: StepWords(verb=_("Give back to the agency")),
    Action.GRANT: StepWords(verb=_("Enter the decision")),
    Action.DECLINE: StepWords(verb=_("Do not grant")),
    Action.WITHDRAW: StepWords(verb=_("Withdraw")),
}

"""What the pages of several reports say of each step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.rights import Rights
from results.enums import Action
from results.workflow import STEPS

from .together import TOGETHER, may_take_together


@dataclass(frozen=True, slots=True)
class TogetherTexts:
    """``since`` heads the column of the day since which a report waits."""

    title: str
    since: str
    empty: str
    verb: str
    ask: str
    effect: str


def texts(action: str) -> TogetherTexts:
    step = STEPS[action].words
    title, since, empty, ask = {
        Action.RECEIVE: (
            _("Receive several reports"),
            _("Submitted"),
            _("No report waits to be received by you."),
            _("Receive these reports?"),
        ),
        Action.APPROVE: (
            _("Approve several reports"),
            _("Received"),
            _("No report waits to be approved by you."),
            _("Approve these reports?"),
        ),
        Action.SEAL: (
            _("Seal several reports"),
            _("Approved"),
            _("No year-end report waits to be sealed."),
            _("Seal these reports?"),
        ),
    }[Action(action)]
    return TogetherTexts(title, since, empty, str(step.verb), ask, str(step.ask.text))


@dataclass(frozen=True, slots=True)
class TogetherLink:
    title: str
    url: str


def together_links(rights: Rights) -> list[TogetherLink]:
    """The pages of several reports that the person may enter."""
    return [
        TogetherLink(texts(action).title, reverse(f"results:{action}_together"))
        for action in TOGETHER
        if may_take_together(rights, action)
    ]


__all__ = ["TogetherLink", "TogetherTexts", "texts", "together_links"]

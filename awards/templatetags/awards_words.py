"""How a nomination's state looks: ``{% load awards_words %}``."""

from django import template

from awards.enums import NominationState as State
from emulation_portal.templatetags.components import chip

register = template.Library()

LOOKS = {
    State.PROPOSED: ("info", "pencil"),
    State.SUBMITTED: ("info", "send"),
    State.GRANTED: ("seal", "award"),
    State.DECLINED: ("plain", "x-lg"),
    State.WITHDRAWN: ("plain", "slash-circle"),
}


@register.simple_tag
def nomination_chip(nomination):
    """The state in a pill."""
    kind, icon = LOOKS[nomination.state]
    return chip(kind, icon, nomination.get_state_display())

"""How a nomination's state looks: ``{% load awards_words %}``."""

from django import template

from awards.workflow import STATES
from emulation_portal.templatetags.components import chip

register = template.Library()


@register.simple_tag
def nomination_chip(nomination):
    """The state in a pill."""
    row = STATES[nomination.state]
    return chip(row.tone, row.icon, nomination.get_state_display())

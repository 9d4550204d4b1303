"""How a nomination's state looks, and what was registered for it: ``{% load awards_words %}``."""

from django import template
from django.utils.translation import gettext as _

from awards.registering.reading import RegisteredFor
from awards.workflow import STATES
from emulation_portal.templatetags.components import chip

register = template.Library()


@register.simple_tag
def nomination_chip(nomination):
    """The state in a pill."""
    row = STATES[nomination.state]
    return chip(row.tone, row.icon, nomination.get_state_display())


@register.simple_tag
def registered_words(registered: RegisteredFor) -> str:
    """What the agency registered for the title at the beginning of the year, as a line."""
    if not registered.count:
        return _("not registered for this title")
    said = _("registered: %(number)s") % {"number": registered.count}
    if registered.is_named is not None:
        said += _("; named") if registered.is_named else _("; not among the names")
    return said + (_("; entered late") if registered.is_late else "")

"""The small parts of the entry grid, drawn many times on a page: ``{% load results_cells %}``.

Written here and not as templates of their own, since an included template costs as much as what it draws. ``oob`` marks
a part that is swapped into a page that is already there.
"""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from emulation_portal.templatetags.components import delta
from emulation_portal.ui.markup import markup
from results import words

register = template.Library()

SWAPPED = mark_safe(' hx-swap-oob="true"')
ICONS = {"bad": "x-octagon-fill", "warn": "exclamation-triangle-fill"}


def _swap(oob: bool) -> str:
    return SWAPPED if oob else ""


@register.simple_tag
def check_mark(slot, oob=False):
    """What the checks say of one cell; it can be swapped without touching what is typed."""
    if not slot.mark:
        return markup('<span class="cell__mark" id="k-{}"{}></span>', slot.code, _swap(oob))
    text = _("fails a check") if slot.mark == "bad" else _("needs a note")
    return markup(
        '<span class="cell__mark cell__mark--{}" id="k-{}"{}><i class="bi bi-{}" aria-hidden="true"></i>'
        '<span class="visually-hidden">{}</span></span>',
        slot.mark,
        slot.code,
        _swap(oob),
        ICONS[slot.mark],
        text,
    )


@register.simple_tag
def computed_cell(slot, oob=False):
    """A sum or a rate."""
    look = "calc grp-edge" if slot.is_edge else "calc"
    return markup('<td class="{}" id="calc-{}"{}>{}</td>', look, slot.code, _swap(oob), figure_text(slot))


@register.simple_tag
def figure_text(slot):
    """A sum or a rate as text, with the reason where a rate has none."""
    why = markup('<small class="why-open">{}</small>', slot.why_open) if slot.why_open else ""
    return markup("{}{}", slot.text, why)


@register.simple_tag
def change_cell(slot, oob=False):
    """The difference to the same period of last year: points for a rate, percent otherwise."""
    if slot.change_unit != "points":
        text = delta(slot.change, "percent", "none", 1)
        return markup('<td class="ref" id="d-{}"{}>{}</td>', slot.code, _swap(oob), text)
    text = delta(slot.change, "", slot.better)
    unit = "" if slot.change is None else markup("<small>{}</small>", _("percentage points"))
    return markup('<td class="ref tiny" id="d-{}"{}>{}{}</td>', slot.code, _swap(oob), text, unit)


@register.simple_tag
def row_messages(row, oob=False):
    """What failing checks say of a row."""
    told = format_html_join(
        "",
        '<span class="rowmsg rowmsg--{}"><i class="bi bi-{}" aria-hidden="true"></i> {}</span>',
        ((kind, ICONS[kind], text) for kind, text in row.messages),
    )
    return markup('<span id="m-{}"{}>{}</span>', row.key, _swap(oob), told)


@register.simple_tag
def behalf_mark(slot):
    """That the secretariat typed the value for the agency: the sign with its words beside it, or as its title."""
    if not slot.on_behalf:
        return ""
    text = words.on_behalf()
    return markup(
        '<span class="behalf" title="{}"><i class="bi bi-person-lines-fill" aria-hidden="true"></i>'
        '<span class="visually-hidden">{}</span></span>',
        text,
        text,
    )

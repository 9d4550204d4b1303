"""The pieces pages are built from: ``{% load components %}``.

Ratios are parts of one (0.8125 is 81,25 %), as int, Decimal or Fraction; None means that there is no figure. Words come
out in the active language, attributes never localised. Charts carry their geometry in attributes and their colours by
class, so they need neither script nor style attributes, print, and work under the strict content policy.
"""

import secrets
from fractions import Fraction
from math import ceil

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from emulation_portal.lib import shapes
from emulation_portal.lib.numbers import MINUS, NO_VALUE, format_percent, format_points, format_signed_percent
from emulation_portal.ui.language import lang
from emulation_portal.ui.markup import markup

register = template.Library()

SIGNS = ("+", MINUS)  # a figure that rounds to zero has none
ALERT_ICONS = {
    "info": "info-circle",
    "ok": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "exclamation-octagon",
}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "ok", "warning": "warn", "error": "bad"}

# One look and one word for a state wherever it is shown: page, board, list. Rooms add those of their own tables.
STATES = {
    "editing": ("info", "pencil", gettext_lazy("Being entered")),
    "returned": ("bad", "reply", gettext_lazy("Returned")),
    "published": ("seal", "lock-fill", gettext_lazy("Published")),
    "met": ("ok", "check-lg", gettext_lazy("Target met")),
    "not_met": ("bad", "x-lg", gettext_lazy("Target not met")),
    "signed": ("ok", "check-lg", gettext_lazy("Signed")),
    "late": ("warn", "clock", gettext_lazy("Late")),
    "due_soon": ("warn", "clock", gettext_lazy("Due soon")),
    "provisional": ("warn", "hourglass-split", gettext_lazy("Provisional")),
    "needs_proof": ("warn", "paperclip", gettext_lazy("Needs proof")),
    "warning": ("warn", "exclamation-triangle", pgettext_lazy("state", "Warning")),
    "error": ("bad", "x-octagon-fill", pgettext_lazy("state", "Error")),
    "missing": ("bad", "x-lg", gettext_lazy("Missing")),
    "not_open": ("plain", "hourglass", gettext_lazy("Not open yet")),
    "locked": ("plain", "lock-fill", gettext_lazy("Locked")),
    "queued": ("info", "hourglass", gettext_lazy("Queued")),
    "running": ("info", "arrow-repeat", gettext_lazy("Being built")),
    "done": ("ok", "check-lg", gettext_lazy("Done")),
    "failed": ("bad", "x-lg", gettext_lazy("Not built")),
    "cancelled": ("plain", "slash-circle", gettext_lazy("Cancelled")),
}


def _percent(ratio) -> str:
    return format_percent(ratio, lang=lang())


def _icon(name: str):
    return markup('<i class="bi bi-{}" aria-hidden="true"></i>', name) if name else ""


# ---------- words and states ----------
@register.simple_tag
def crumbs(*pairs):
    """``{% crumbs text1 url1 text2 url2 … %}``: the way down to this page; an empty address gives plain text."""
    items = [
        markup('<a href="{}">{}</a>', url, text) if url else markup("<span>{}</span>", text)
        for text, url in zip(pairs[::2], [*pairs[1::2], ""], strict=False)
        if text
    ]
    separator = mark_safe('<i class="bi bi-chevron-right" aria-hidden="true"></i>')
    way = format_html_join(separator, "{}", ((item,) for item in items))
    return markup('<nav class="crumbs" aria-label="{}">{}</nav>', _("Position"), way)


@register.simple_tag
def once_key():
    """``{% once_key %}`` beside the token of a form that makes something: sent twice, it is done once."""
    return markup('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def chip(kind, icon, text, title=""):
    """A state in a pill. ``kind``: ok, warn, bad, info, seal, plain or empty; ``icon``: name without ``bi-``."""
    look = f"chip chip--{kind}" if kind else "chip"
    hint = markup(' title="{}"', title) if title else ""
    return markup('<span class="{}"{}>{}{}</span>', look, hint, _icon(icon), text)


@register.simple_tag
def state_chip(state, text="", title=""):
    """The chip of a named state (see STATES); ``text`` replaces its word. KeyError for an unknown state."""
    kind, icon, word = STATES[str(state)]
    return chip(kind, icon, text or word, title)


@register.simple_tag
def message_look(message):
    """How a Django message is shown: ``kind``, ``icon``, and whether it ``fades`` by itself."""
    kind = MESSAGE_KINDS.get(message.level_tag, "info")
    sticky = "sticky" in (message.extra_tags or "").split()
    return {"kind": kind, "icon": ALERT_ICONS[kind], "fades": kind in ("ok", "info") and not sticky}


@register.simple_tag
def lockout_minutes(wait):
    """Whole minutes of a waiting time (timedelta), rounded up; None when none is given."""
    return ceil(wait.total_seconds() / 60) if wait else None


@register.simple_tag
def delta(value, unit="points", better="up", digits=2, zero=""):
    """A signed change with its mark: ▲ +1,25 điểm %.

    ``value``: difference as a ratio (0.0129). ``unit``: ``points`` (difference of two rates), ``percent`` (relative
    change) or empty (bare figure of points, for a column that names the unit). ``better``: up, down or none, which
    decides the colour. ``zero``: words for no difference. None prints a dash.
    """
    if value is None:
        return mark_safe('<span class="flat">–</span>')
    if unit == "percent":
        figure = format_signed_percent(value, digits, lang())
    else:
        figure = format_points(Fraction(value) * 100, lang(), digits, unit=unit == "points")
    if figure[0] not in SIGNS:
        return markup('<span class="flat"><span aria-hidden="true">●</span> {}</span>', zero or figure)
    rising = figure[0] == "+"
    look = "flat" if better == "none" else "up" if rising == (better == "up") else "down"
    return markup('<span class="{}"><span aria-hidden="true">{}</span> {}</span>', look, "▲" if rising else "▼", figure)


# ---------- boxes ----------
@register.simple_block_tag
def panel(content, heading="", sub="", flush=False, anchor="", link_url="", link_text="", foot="", extra_class=""):
    """``{% panel heading=… %}…{% endpanel %}``: a white box with a head; ``flush`` when it holds a table or a list."""
    anchor = anchor or f"h-{slugify(heading)}"
    side = markup('<a class="small2" href="{}">{}</a>', link_url, link_text) if link_url else ""
    if sub:
        side = markup('<div class="row-line"><span class="sub">{}</span>{}</div>', sub, side)
    head = markup('<div class="panel__head"><h2 id="{}">{}</h2>{}</div>', anchor, heading, side) if heading else ""
    named = markup(' aria-labelledby="{}"', anchor) if heading else ""
    look = " ".join(filter(None, ["panel", "panel--flush" if flush else "", extra_class]))
    tail = markup('<div class="panel__foot">{}</div>', foot) if foot else ""
    return markup(
        '<section class="{}"{}>{}<div class="panel__body">{}</div>{}</section>', look, named, head, content, tail
    )


@register.simple_block_tag
def alert(content, kind="info", icon="", role="", anchor=""):
    """``{% alert "warn" %}<p>…</p>{% endalert %}``: a line that wants reading; kinds info, ok, warn, bad."""
    attributes = format_html_join("", ' {}="{}"', [(k, v) for k, v in (("role", role), ("id", anchor)) if v])
    return markup(
        '<div class="alert-line alert-line--{}"{}>{}<div>{}</div></div>',
        kind,
        attributes,
        _icon(icon or ALERT_ICONS[kind]),
        content,
    )


@register.inclusion_tag("components/empty.html")
def empty(icon, heading, text, url="", action=""):
    """What will be here, when, and the one thing that can be done."""
    return {"icon": icon, "heading": heading, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/todo_row.html")
def todo_row(
    kind, icon, title, url, meta="", chip_kind="", chip_icon="", chip_text="", action="", action_url="", primary=False
):
    """A task as a list item. ``kind``: empty, warn or bad; ``action`` is the word on the one button (a link)."""
    return {
        "kind": kind,
        "icon": icon,
        "title": title,
        "url": url,
        "meta": meta,
        "chip": (chip_kind, chip_icon, chip_text) if chip_text else None,
        "action": action,
        "action_url": action_url or url,
        "primary": primary,
    }


@register.inclusion_tag("components/progress_line.html")
def progress_line(anchor, label, value, highest=100, text="", left="", right=""):
    """A labelled progress bar; ``text`` stands at its right end (62%), ``left`` and ``right`` below."""
    return {"id": anchor, "label": label, "value": value, "max": highest, "text": text, "left": left, "right": right}


# ---------- charts ----------
@register.simple_tag
def bullet(value, target=None, last=None, label="", height=22):
    """Result (bar), target (tick) and last year (dashed) on an axis from 0 to 100 %; the label says them in words."""
    parts = []
    if value is not None:
        parts.append(markup('<rect class="bullet__value" y="7" width="{}" height="8" rx="1"/>', shapes.percent(value)))
    if last is not None:
        parts.append(_tick("bullet__last", last, 3, 19))
    if target is not None:
        parts.append(_tick("bullet__target", target, 1, 21))
    return markup(
        '<svg class="bullet" height="{}" role="img" aria-label="{}">'
        '<rect class="bullet__track" y="3" width="100%" height="16" rx="3"/>{}</svg>',
        int(height),
        label or _bullet_label(value, target, last),
        mark_safe("".join(parts)),  # noqa: S308 - built by markup
    )


def _tick(look, ratio, top, bottom):
    place = shapes.percent(ratio)
    return markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', look, place, place, top, bottom)


def _bullet_label(value, target, last) -> str:
    said = [_("no figure yet") if value is None else _("result {figure}").format(figure=_percent(value))]
    if target is not None:
        said.append(_("target {figure}").format(figure=_percent(target)))
    if last is not None:
        said.append(_("last year {figure}").format(figure=_percent(last)))
    label = ", ".join(said)
    return label[:1].upper() + label[1:]


@register.inclusion_tag("components/bullet_scale.html")
def bullet_scale():
    """The line 0%, 50%, 100% under a bullet."""
    return {}


@register.inclusion_tag("components/bullet_legend.html")
def bullet_legend():
    """What the three marks of a bullet mean."""
    return {}


@register.inclusion_tag("components/tile.html")
def tile(
    label,
    value=None,
    target=None,
    last=None,
    gap=None,
    better="up",
    value_text="",
    small="",
    source_text="",
    source_url="",
    left_text="",
    right_text="",
    chip_kind="",
    chip_icon="",
    chip_text="",
    pace="",
):
    """A headline figure with its gap, its bullet and its parts; ``pace`` says where a part of the year stands.

    ``value``, ``target``, ``last``, ``gap``: ratios; ``gap`` None and both value and target known = their difference.
    ``value_text`` replaces the printed rate (a count, an amount); without ``value`` there is then no bullet.
    """
    if gap is None and value is not None and target is not None:
        gap = Fraction(value) - Fraction(target)
    return {
        "label": label,
        "value": value,
        "target": target,
        "last": last,
        "gap": gap,
        "better": better,
        "value_text": value_text or (NO_VALUE if value is None else _percent(value)),
        "small": small,
        "source_text": source_text,
        "source_url": source_url,
        "left_text": left_text,
        "right_text": right_text,
        "chip": (chip_kind, chip_icon, chip_text) if chip_text else None,
        "pace": pace,
        "has_bullet": value is not None or not value_text,
        "equal": _("equals the target"),
    }


@register.simple_tag
def gap_axis(values):
    """The axis all gap bars of one table share: ``low``, ``high`` (ratios) and ``text`` for the column head."""
    found = shapes.axis(values)
    ends = sorted({round(found.low * 100), 0, round(found.high * 100)})
    text = " · ".join(format_points(end, lang(), 0, unit=False) for end in ends)
    return {"low": found.low, "high": found.high, "text": text}


@register.simple_tag
def gapbar(value, low, high, label=""):
    """A gap as a bar from zero, on the axis ``low`` … ``high`` shared by the rows of a table (ratios)."""
    if value is None:
        return ""
    bar = shapes.gap_bar(value, low, high)
    look = "gapbar__neg" if bar.negative else "gapbar__pos"
    return markup(
        '<svg class="bullet" height="16" role="img" aria-label="{}">'
        '<rect class="{}" x="{}" y="3" width="{}" height="10" rx="1"/>'
        '<line class="gapbar__zero" x1="{}" x2="{}" y1="0" y2="16"/></svg>',
        label or format_points(Fraction(value) * 100, lang()),
        look,
        bar.x,
        bar.width,
        bar.zero,
        bar.zero,
    )


@register.inclusion_tag("components/spark.html")
def spark(values, target=None, prev=None, label="", width=116, height=36):
    """A series of ratios as a line (None = gap), last year's series pale, the target dashed; the label lists values."""
    values = list(values)
    said = ", ".join(_("none") if value is None else _percent(value) for value in values)
    return {
        "shape": shapes.spark(values, prev or (), target, int(width), int(height)),
        "label": label or _("Course through the periods: {values}").format(values=said),
        "width": int(width),
        "height": int(height),
    }


@register.inclusion_tag("components/course.html")
def course(values, previous, labels, label, target=None, estimate=None):
    """A year's periods beside last year's (ratios, None = gap), the target dashed, the estimate of its end hollow.

    ``labels`` stand under the periods; ``label`` says the whole picture in words.
    """
    shape = shapes.course(values, previous, target, estimate)
    ticks = list(zip(shape.ticks, labels, strict=True))
    return {
        "shape": shape,
        "ticks": ticks,
        "label": label,
        "width": shapes.COURSE_WIDTH,
        "height": shapes.COURSE_HEIGHT,
    }


@register.inclusion_tag("components/dots.html")
def dots(others, own, target=None, label=""):
    """Where the own value lies among the others (ratios), the target as a tick."""
    others = [value for value in others if value is not None]
    return {
        "shape": shapes.dots(others, own, target),
        "label": label or _("Place among {count} agencies").format(count=len(others) + (own is not None)),
    }


@register.simple_tag
def pair(first, second, low, high, label):
    """Two ratios on an axis ``low`` … ``high`` that other rows share: the first a full dot, the second a ring."""
    span = shapes.Axis(float(low), float(high))
    places = [None if value is None else shapes.percent(span.place(value)) for value in (first, second)]
    marks = [markup('<line class="pair__axis" x1="0" x2="100%" y1="{}" y2="{}"/>', 12, 12)]
    if None not in places:
        marks.append(markup('<line class="pair__apart" x1="{}" x2="{}" y1="12" y2="12"/>', *places))
    for look, radius, place in (("pair__second", 6.5, places[1]), ("pair__first", 4.5, places[0])):
        if place is not None:
            marks.append(markup('<circle class="{}" cx="{}" cy="12" r="{}"/>', look, place, str(radius)))
    drawn = format_html_join("", "{}", ((mark,) for mark in marks))
    return markup('<svg class="pair" height="24" role="img" aria-label="{}">{}</svg>', label, drawn)

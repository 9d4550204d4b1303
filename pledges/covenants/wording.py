"""Why something about a pledge cannot be done, and what has to be done first, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.dates import format_date
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep

from .reading import Obstacle


def refusal(error: Refusal) -> tuple[str | None, str]:
    """The field of the form it belongs to, and the words."""
    about = error.about
    if error.reason == "not_ready":
        return None, " ".join(obstacle(each) for each in about)
    if error.reason == "after_leader":
        words = _("%(agency)s signs first, as the leading agency of the block. You can sign afterwards.")
        return None, words % {"agency": about.agency.name}
    if error.reason in ("comments_closed", "day"):
        about = format_date(about) if about else ""
    field, text = _words()[error.reason]
    return field, text % {"about": about}


def _words() -> dict[str, tuple[str | None, str]]:
    return {
        "begun_already": (None, _("The pledge of the block %(about)s exists already; open it instead.")),
        "not_draft": (None, _("The text is no draft any more, so nothing was changed. Look at it as it stands now.")),
        "opened_before": (
            None,
            _("The draft has been open for signing before and stays, with its signatures in the record. Change it."),
        ),
        "item_gone": (None, _("This promise has been taken out or replaced meanwhile. Nothing was changed.")),
        "other_block": ("indicator", _("“%(about)s” is an indicator of the other block. Choose one of this block.")),
        "too_much": ("value", _("A share lies between 0 and 100 %%. Type it in percent, such as 84,5.")),
        "whole_number": ("value", _("This is counted in whole numbers. Type it without decimals.")),
        "comments_closed": (None, _("Comments were taken until %(about)s. Tell the secretariat directly.")),
        "answered_already": (None, _("Somebody else has answered this comment meanwhile. Nothing was changed.")),
        "not_open": (None, _("The text is not open for signing now. Nothing was signed.")),
        "void": (
            None,
            _("The text was taken back meanwhile, so nothing was signed. You will be asked again when it is open."),
        ),
        "signed_already": (None, _("This agency has signed already; nothing was done a second time.")),
        "no_member": (None, _("%(about)s is no member of the cluster today, so nobody signs for it.")),
        "other_text": (
            None,
            _("The text has changed since you opened the page. Nothing was signed; read it once more below."),
        ),
        "tampered": (
            None,
            _("The stored text is not the one that was frozen. Nothing was done; tell the administrator."),
        ),
        "still_waits": (None, _("%(about)s has not signed yet.")),
        "year_runs": (None, _("The year %(about)s is not over: what came of the promises shows at its end.")),
        "addendum_open": (
            None,
            _("An addendum is being written or signed. Finish it first, or take its draft away."),
        ),
        "outcome": (None, _("Say of “%(about)s” whether it was kept.")),
        "closed": (None, _("The pledge is closed and takes no addendum.")),
        "not_signed": (None, _("An addendum is made to a signed pledge only.")),
        "day": ("date", _("The day lies between the signing (%(about)s) and today.")),
    }


def not_allowed(error: NotAllowed) -> tuple[str, str]:
    """Why, and who may."""
    if error.reason == "ended":
        why = _("Your appointment as head of this agency ended on %(day)s.") % {"day": format_date(error.about)}
        return why, _("the head of the agency who is in office today")
    if error.reason == "no_head":
        return (
            _("Only the head of %(agency)s signs for it.") % {"agency": error.about},
            _("the head of the agency who is in office today"),
        )
    return _("Pledges are written by the secretariat of the cluster."), _("officers and head of the head agency")


def obstacle(each: Obstacle) -> str:
    """What has to be done before the text can be opened for signing."""
    number = each.item.ordinal if each.item else 0
    if each.code == "answer":
        words = ngettext("%(n)s comment is unanswered.", "%(n)s comments are unanswered.", each.count)
        return words % {"n": each.count}
    return {
        "no_members": _("The block has no member today."),
        "no_items": _("The pledge holds no promise yet."),
        "term": _("The last day of signing lies in the past."),
        "other_figure": _("The words of promise %(number)s name another percentage than the promised one."),
        "no_value": _("Promise %(number)s has no promised value."),
        "reason": _("Promise %(number)s is below the assigned target: give the reason, or promise the target."),
    }[each.code] % {"number": number}


def obstacles(found: Iterable[Obstacle]) -> list[str]:
    return [obstacle(each) for each in found]


def illegal(error: IllegalStep) -> str:
    return _("Somebody else has moved the pledge on meanwhile; nothing was changed. Look at it as it stands now.")


__all__ = ["illegal", "not_allowed", "obstacle", "obstacles", "refusal"]

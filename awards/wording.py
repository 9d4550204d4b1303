"""Why something about awards cannot be entered, in words that say what to do."""

from django.utils.translation import gettext as _

from emulation_portal.lib import dates
from emulation_portal.lib.refusal import Refusal
from emulation_portal.lib.steps import IllegalStep

from .workflow import DECIDED


def refusal(error: Refusal) -> tuple[str | None, str]:
    """The field of the form it belongs to, and the words."""
    about = error.about
    if error.reason == "number_used":
        words = _(
            "%(issuer)s has used the number %(number)s in %(year)s already, on %(day)s. Check the number; a decision "
            "is entered once with everybody it names."
        )
        names = {
            "issuer": about.issuer,
            "number": about.number,
            "year": about.year,
            "day": dates.format_date(about.date),
        }
        return "number", words % names
    if error.reason == "award_unknown":
        words = _("“%(award)s” is not in force on this day: it is known from %(start)s%(end)s. Check the day.")
        last = dates.last_day(about.valid_to)
        end = _(" to the end of %(day)s") % {"day": dates.format_date(last)} if last else ""
        return "date", words % {"award": about, "start": dates.format_date(about.valid_from), "end": end}
    if error.reason in REGISTERING:
        return None, _registering(error)
    words = {
        "withdrawn_row": (None, _("Somebody else has withdrawn this row meanwhile. Nothing was changed.")),
        "in_the_ledger": (None, _("The ledger holds this award in another row already. Nothing was changed.")),
        "classified_already": (
            None,
            _("Somebody else has entered the classification of %(about)s meanwhile. Nothing was changed; look again."),
        ),
        "before_the_year": ("date", _("The day of the decision lies before the year %(about)s of the achievement.")),
        "nothing_chosen": ("nominations", _("Choose the nominations that the decision grants.")),
        "in_the_future": ("date", _("The day of the decision lies in the future.")),
        "decided_already": (
            "nominations",
            _("“%(about)s” has been decided already. Nothing was entered; choose again."),
        ),
        "not_submitted": ("nominations", _("“%(about)s” has not been submitted to the Ministry yet.")),
        "not_a_member": ("agency", _("%(about)s is not a member of the cluster in this year.")),
        "recipient": ("award", _("“%(about)s” does not go to this kind of recipient. Choose another award.")),
        "not_of_the_agency": ("person", _("%(about)s did not work at the agency in this year.")),
        "proposed_already": (None, _("“%(about)s” is proposed already in this year.")),
    }
    field, text = words[error.reason]
    return field, text % {"about": about}


REGISTERING = frozenset({"not_begun", "registration_over", "reason", "no_title", "number", "names"})


def _registering(error: Refusal) -> str:
    about = error.about
    if error.reason == "not_begun":
        return _("Registration begins on %(day)s.") % {"day": dates.format_date(about.opens)}
    if error.reason == "registration_over":
        text = _("Registration ended on %(day)s. The secretariat of the cluster can still enter one, with the reason.")
        return text % {"day": dates.format_date(about.last_day)}
    if error.reason == "names":
        award, number, names = about
        text = _("%(award)s: the number is %(number)s, but there are %(names)s names (one a line). Make them agree.")
        return text % {"award": award, "number": number, "names": names}
    words = {
        "reason": _("Give the reason why the secretariat enters it."),
        "no_title": _("A title of the form is no longer in force. Open the page again; nothing was changed."),
        "number": _("%(about)s: the number lies outside of what can be registered."),
    }
    return words[error.reason] % {"about": about}


def illegal(error: IllegalStep) -> str:
    if error.state in DECIDED:
        return _("The nomination has been decided already; nothing was changed.")
    return _("Somebody else has moved the nomination meanwhile; nothing was changed. Look at it again.")

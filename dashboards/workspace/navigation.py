"""What the rail, the top bar and the tab bar need: of all rooms that were declared those the person may enter."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clusters.declarations.rail import RailEntry, RailPart, entries
from clusters.enums import AppointmentRole
from emulation_portal.lib import dates

from .current import Surroundings, surroundings_of
from .guide_places import place_of


def navigation(request) -> dict:
    """``nav`` for the base page; absent for anonymous visitors and before anybody is known (early errors).

    ``help_url`` leads everybody to the place of the guide that tells of the page.
    """
    helped = {"help_url": f"{reverse('dashboards:guide')}#{place_of(_name_of(request))}"}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return helped
    return helped | {"nav": SimpleLazyObject(lambda: _nav(request, surroundings_of(request)))}


def _name_of(request) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


def _nav(request, around: Surroundings) -> dict:
    here = _Here(request)
    season = around.season
    nation, rooms = (here.rooms(part, around) if season else [] for part in (RailPart.NATION, RailPart.YEAR))
    home = {"url": reverse("dashboards:home"), "is_current": here.name == "dashboards:home"}
    return {
        "home_url": home["url"],
        "home_is_current": home["is_current"],
        "todo_count": len(around.tasks),
        "notices_url": reverse("notices:notices"),
        "unseen_notices": around.unseen_notices,
        "seasons": [_season_link(each, season) for each in around.seasons],
        "season_label": f"{season.cluster.short_name} · {season.year}" if season else "",
        "nation": nation,
        "rooms": rooms,
        "management": here.rooms(RailPart.MANAGEMENT, around),
        "tabs": _tabs([*nation, *rooms], home),
        "made_at": dates.now(),
        **_person(around),
    }


class _Here:
    """The page that is shown, among the rooms of the rail."""

    def __init__(self, request):
        match = getattr(request, "resolver_match", None)
        self.name = _name_of(request)
        self.arguments = match.kwargs if match else {}

    def rooms(self, part: RailPart, around: Surroundings) -> list[dict]:
        """The rooms of a part that the person may enter."""
        return [self._room(entry, around) for entry in entries(part) if entry.shown(around)]

    def _room(self, entry: RailEntry, around: Surroundings) -> dict:
        arguments = entry.arguments(around)
        return {
            "label": str(entry.label),
            "icon": entry.icon,
            "url": reverse(entry.name, kwargs=arguments),
            "count": sum(task.kind in entry.counts for task in around.tasks),
            "is_current": entry.holds(self.name, self.arguments, arguments),
            "key": entry.name,
            "tab": str(entry.tab),
        }


def _season_link(each, current) -> dict:
    return {
        "label": f"{each.cluster.short_name} · {each.year}",
        "url": reverse("dashboards:overview", args=[each.cluster.slug, each.year]),
        "is_current": current is not None and each.pk == current.pk,
    }


def _tabs(rooms: list[dict], home: dict) -> list[dict]:
    """Four places for a thumb; the rest is behind More."""
    first = {**home, "label": pgettext("tab", "Tasks"), "icon": "inbox"}
    return [first, *({**room, "label": room["tab"]} for room in rooms if room["tab"])][:4]


# -- the person -------------------------------------------------------------------------------------------------------
def _person(around: Surroundings) -> dict:
    appointments = around.rights.appointments
    if not appointments:
        name = around.user.get_full_name()
        return {"person_name": name, "person_title": _own_title(around), "initials": initials(name)}
    first = appointments[0]
    name = first.person.full_name
    return {
        "person_name": name,
        "person_title": f"{role_name(around, first)} · {first.agency.short_name}",
        "initials": initials(name),
    }


def _own_title(around: Surroundings) -> str:
    return _("Administrator") if around.user.is_administrator else ""


def role_name(around: Surroundings, appointment) -> str:
    """What the person is in the season one looks at: secretariat, or the title of the appointment."""
    season = around.season
    is_officer = appointment.role == AppointmentRole.OFFICER
    if is_officer and season and around.rights.is_secretariat(season.pk):
        return _("Secretariat of the cluster")
    return appointment.title or appointment.get_role_display()


def initials(name: str) -> str:
    """Given name first, then the family name: Nguyễn Thị Lan is LN."""
    words = name.split()
    return "".join(word[0] for word in (words[-1:] + words[:1] if len(words) > 1 else words)).upper()


__all__ = ["initials", "navigation", "role_name"]

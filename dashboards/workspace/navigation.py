"""What the rail, the top bar and the tab bar need: only rooms the person may enter."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clusters.enums import AppointmentRole
from emulation_portal.lib import dates

from .current import Surroundings, surroundings_of
from .tasks import belongs

REVIEW_KINDS = frozenset({"receive", "approve"})


def navigation(request) -> dict:
    """``nav`` for the base page; absent for anonymous visitors and before anybody is known (early errors)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return {}
    return {"nav": SimpleLazyObject(lambda: _nav(request, surroundings_of(request)))}


def _nav(request, around: Surroundings) -> dict:
    here = _Here(request)
    season = around.season
    rooms = _rooms(around, here) if season else []
    return {
        "home_url": reverse("dashboards:home"),
        "home_is_current": here.name == "dashboards:home",
        "todo_count": len(around.tasks),
        "notices_url": reverse("notices:notices"),
        "unseen_notices": around.unseen_notices,
        "seasons": [_season_link(each, season) for each in around.seasons],
        "season_label": f"{season.cluster.short_name} · {season.year}" if season else "",
        "rooms": rooms,
        "management": _management(around, here),
        "tabs": _tabs(rooms, here),
        "made_at": dates.now(),
        **_person(around),
    }


class _Here:
    """Which room the page belongs to."""

    def __init__(self, request):
        match = getattr(request, "resolver_match", None)
        self.name = match.view_name if match else ""
        self.code = match.kwargs.get("code", "") if match else ""

    def room(self, label: str, icon: str, url: str, *names: str, count: int = 0, key: str = "") -> dict:
        return {
            "label": label,
            "icon": icon,
            "url": url,
            "count": count,
            "is_current": self.name in names,
            "key": key or names[0],
        }


def _season_link(each, current) -> dict:
    return {
        "label": f"{each.cluster.short_name} · {each.year}",
        "url": reverse("dashboards:overview", args=[each.cluster.slug, each.year]),
        "is_current": current is not None and each.pk == current.pk,
    }


def _rooms(around: Surroundings, here: _Here) -> list[dict]:
    season = around.season
    place = [season.cluster.slug, season.year]
    rooms = []
    if around.rights.is_ministry:
        rooms.append(
            here.room(_("All clusters"), "globe-asia-australia", reverse("dashboards:ministry"), "dashboards:ministry")
        )
        url = reverse("dashboards:national")
        rooms.append(here.room(pgettext("room", "National page"), "map", url, "dashboards:national"))
        url = reverse("reports:ministry_runs")
        rooms.append(here.room(_("Reports of all clusters"), "file-earmark-spreadsheet", url, "reports:ministry_runs"))
    url, names = (
        reverse("dashboards:overview", args=place),
        ("dashboards:overview", "dashboards:indicator", "dashboards:derivation", "dashboards:compare"),
    )
    rooms.append(here.room(_("Year overview"), "flag", url, *names))
    rooms += _own_rooms(around, here, place)
    if around.rights.is_ministry or around.rights.leads(season.pk):
        waiting = sum(task.kind in REVIEW_KINDS for task in around.tasks)
        url = reverse("results:review", args=place)
        rooms.append(
            here.room(_("Review"), "check2-square", url, "results:review", "results:submission", count=waiting)
        )
    blocks = around.blocks(season)
    own = [m.block for m in around.own_agencies(season)]
    if blocks:
        url = reverse("dashboards:pledge", args=[*place, (own or blocks)[0]])
        rooms.append(here.room(_("Pledge"), "pen", url, "dashboards:pledge"))
    names = (f"pledges:{name}" for name in ("movements", "movement_new", "movement", "respond"))
    rooms.append(here.room(_("Movements"), "megaphone", reverse("pledges:movements", args=place), *names))
    names = ("season", "nominate", "nomination", "decide", "submit", "return", "decline", "withdraw")
    names += ("ledger", "upload", "import", "reading", "record", "record_correct", "record_withdraw")
    url = reverse("awards:season", args=place)
    rooms.append(here.room(_("Awards"), "award", url, *(f"awards:{name}" for name in names)))
    url = reverse("reports:runs", args=place)
    rooms.append(here.room(_("Reports"), "file-earmark-text", url, "reports:runs", "reports:run", "reports:open_data"))
    if around.user.has_perm("reports.read_paper", season):
        url = reverse("reports:paper", args=place)
        rooms.append(here.room(_("Year-end report"), "journal-text", url, "reports:paper", "reports:paper_text"))
    return rooms


def _own_rooms(around: Surroundings, here: _Here, place: list) -> list[dict]:
    own = around.own_agencies(around.season)
    if not own:
        return []
    rooms = [here.room(_("My agency"), "building", agency_url(place, own[0].agency_code), "dashboards:agency")]
    rooms[0]["is_current"] &= here.code == own[0].agency_code  # another member's page is not this room
    windows = ((member, entry_window(around, member)) for member in own)
    member, window = next(((member, window) for member, window in windows if window), (None, None))
    if window:
        url = reverse("results:entry", args=[member.agency_code, window.code])
        count = sum(task.kind in ("start", "enter", "correct", "reopened") for task in around.tasks)
        rooms.append(here.room(_("Enter results"), "grid-3x3", url, "results:entry", count=count))
    return rooms


def agency_url(place: list, code: str) -> str:
    return reverse("dashboards:agency", args=[*place, code])


def entry_window(around: Surroundings, member):
    """The period the entry room leads to, of those the agency is a member in: one that is open (the nearest due day
    first), else the latest begun."""
    windows = [w for w in around.windows if belongs(member, w)]
    open_now = sorted((w for w in windows if w.is_open(around.today)), key=lambda w: (w.due < around.today, w.due))
    begun = sorted((w for w in windows if w.opens <= around.today), key=lambda w: w.opens)
    return next(iter(open_now or begun[-1:] or windows[:1]), None)


def _management(around: Surroundings, here: _Here) -> list[dict]:
    season, rights = around.season, around.rights
    rooms = []
    if season and (rights.is_secretariat(season.pk) or rights.approver_blocks):
        url = reverse("clusters:phases", args=[season.cluster.slug, season.year])
        rooms.append(here.room(_("Dates of the year"), "sliders", url, "clusters:phases"))
    if rights.is_ministry:
        names = ("setup", "cluster_new", "season_new", "targets", "members", "membership_end")
        url = reverse("setup:setup")
        rooms.append(here.room(_("Set-up"), "building-gear", url, *(f"setup:{name}" for name in names)))
    if around.user.is_administrator:
        url = reverse("clusters:people")
        rooms.append(here.room(_("People and accounts"), "people", url, "clusters:people", "clusters:person"))
    return rooms


def _tabs(rooms: list[dict], here: _Here) -> list[dict]:
    """Four places for a thumb; the rest is behind More."""
    short = {
        "dashboards:ministry": pgettext("tab", "Clusters"),
        "dashboards:overview": pgettext("tab", "Overview"),
        "dashboards:agency": pgettext("tab", "Agency"),
        "results:review": pgettext("tab", "Review"),
        "dashboards:pledge": pgettext("tab", "Pledge"),
        "reports:runs": pgettext("tab", "Reports"),
    }
    home = here.room(pgettext("tab", "Tasks"), "inbox", reverse("dashboards:home"), "dashboards:home")
    return [home, *({**room, "label": short[room["key"]]} for room in rooms if room["key"] in short)][:4]


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


__all__ = ["agency_url", "entry_window", "initials", "navigation", "role_name"]

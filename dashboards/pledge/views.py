"""The covenant of one block: what was promised, what came of it, who signed; of a draft what is still to be done."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.workspace.board_reader import own_codes
from dashboards.workspace.current import surroundings_of
from emulation_portal.lib import dates
from pledges.covenants import wording
from pledges.covenants.checking import broken_of
from pledges.covenants.reading import WholePledge, members_of, obstacles, still_members
from pledges.covenants.services import own_members
from pledges.enums import AddendumState, ItemKind, PledgeState
from pledges.models import Pledge, PledgeSignature
from pledges.workflow import STATES, STEPS
from results import words
from results.figures import AgencyRef
from results.figures.read import read_figures
from results.workspace.page_cache import kept

from . import page
from .originals import shown_originals
from .place import PledgePlace, place_or_404


@login_required
@require_safe
@kept
def pledge(request, slug, year, block):
    """A draft with what is said of it, or promise beside result; an empty state without a pledge of this block."""
    place = place_or_404(request, slug, year, block)
    around = surroundings_of(request)
    context = place.context() | {
        "tabs": [(each, words.block_short(each)) for each in around.blocks(place.season)],
        "may_write": request.user.has_perm("pledges.write_pledge", place.season),
        "last_year": place.season.year - 1,
    }
    if place.pledge is None:
        return render(request, "dashboards/pledge/none.html", context)
    context |= _state(place.pledge)
    if place.pledge.state == PledgeState.DRAFT:
        return render(request, "dashboards/pledge/draft.html", context | _draft(request, place))
    whole = WholePledge.read(place.pledge)
    promises = _promises(around, place, whole)
    members = () if place.pledge.frozen else promises["figures"].blocks[block].agencies
    context |= promises | _signatures(request, place.pledge, whole, members)
    return render(request, "dashboards/pledge/pledge.html", context)


def _state(found: Pledge) -> dict:
    look = STATES[found.state]
    steps = [(action, STEPS[action].words.verb, STEPS[action].look) for action in STEPS.starting_from(found.state)]
    return {"look": look, "state_label": found.get_state_display(), "steps": steps}


# -- a draft -----------------------------------------------------------------------------------------------------------
def _draft(request, place: PledgePlace) -> dict:
    """Promises with their comments, the opinion of each member, and what keeps the draft from being opened."""
    found = place.found
    items = list(found.items.filter(addendum=None).select_related("indicator", "replaces"))
    comments = list(found.comments.select_related("agency", "author", "answered_by"))
    members = members_of(found)
    hindering = obstacles(found, items, comments, members)
    own = own_members(request.user, found)
    by_item: dict[int | None, list] = {}
    for each in comments:
        by_item.setdefault(each.item_id, []).append(each)
    return {
        "rows": [(page.promise_row(item), by_item.get(item.pk, [])) for item in items],
        "on_the_whole": by_item.get(None, []),
        "sections": page.sections(found),
        "hindering": wording.obstacles(hindering),
        "opinions": page.opinions(members, comments, found),
        "kinds": ItemKind.choices,
        "may_comment": bool(own) and not (found.comments_until and dates.today() > found.comments_until),
        "may_agree": bool(own),
        "last_ordinal": len(items),
    }


# -- a pledge that is frozen -------------------------------------------------------------------------------------------
def _promises(around, place: PledgePlace, whole: WholePledge) -> dict:
    codes = tuple(dict.fromkeys(item.indicator.code for item in whole.in_force if item.indicator))
    figures = read_figures(place.season, rights=around.rights, with_published=False, only=codes)
    shown = figures.blocks[place.block]
    own = own_codes(around, place.season)
    agency = next((a for a in shown.agencies if a.code in own), None)
    items = page.items(whole.in_force, shown, agency)
    return {
        "figures": figures,
        "items": items,
        "notes": page.notes(items),
        "is_part_year": bool(shown.period and shown.period.is_part_year),
        "kept": sum(item.kept is True for item in items),
        "judged": sum(item.kept is not None for item in items),
        "period": words.period_text(shown.period),
        "is_provisional": shown.is_provisional,
        "totals_visible": shown.totals_visible,
        "agency_name": "" if shown.totals_visible or agency is None else agency.short_name,
        "sections": page.sections(place.found),
    }


def _all_signed(found: Pledge, lines: Iterable[PledgeSignature]) -> bool:
    """Whether nobody is waited for any more: who has not signed is a member no longer."""
    members = still_members(found)
    return all(row.signed_at for row in lines if row.agency_id in members)


def _signatures(request, found: Pledge, whole: WholePledge, members: Iterable[AgencyRef]) -> dict:
    lines = sorted(whole.signatures_of(), key=lambda row: (row.ordinal, row.pk))
    open_addendum = next((each for each in whole.addenda if each.state == AddendumState.OPEN), None)
    asked = whole.signatures_of(open_addendum) if open_addendum else lines
    is_asked = open_addendum is not None or found.state == PledgeState.OPEN
    broken = broken_of(whole)
    takes_original = found.state in (PledgeState.SIGNED, PledgeState.CLOSED)
    return {
        "originals": shown_originals(found) if takes_original else None,
        "signatures": page.signatures(lines, members),
        "signed": sum(row.signed_on is not None for row in lines),
        "addenda": [row for row in whole.addenda if row.state == AddendumState.SIGNED],
        "addenda_begun": [row for row in whole.addenda if row.state != AddendumState.SIGNED],
        "own_line": page.own_line(request.user, asked) if is_asked else None,
        "broken": broken,
        "differences": [line for each in broken for line in page.differing(each.check)],
        "is_open": found.state == PledgeState.OPEN,
        "may_complete": found.state == PledgeState.OPEN and _all_signed(found, lines),
        "takes_addenda": found.state == PledgeState.SIGNED,
        "is_checked": bool(found.frozen),
    }

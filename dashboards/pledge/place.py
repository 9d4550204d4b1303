"""What the pages of a pledge share: finding it, who may write it, and refusals in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.editing import Gone, gone_words
from clusters.access import Refused, place_of
from clusters.edit_pages import NotLikeThis
from clusters.models import Season
from dashboards.workspace.current import surroundings_of
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep
from pledges.covenants import wording
from pledges.models import Pledge, PledgeAddendum
from results import words

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class PledgePlace:
    """A season and block, as the address names them, and its pledge where there is one."""

    season: Season
    block: str
    pledge: Pledge | None

    @property
    def arguments(self) -> list:
        return [*place_of(self.season), self.block]

    @property
    def url(self) -> str:
        return reverse("dashboards:pledge", args=self.arguments)

    @property
    def found(self) -> Pledge:
        if self.pledge is None:
            raise Http404
        return self.pledge

    def to(self, name: str, *more) -> str:
        return reverse(f"dashboards:{name}", args=[*self.arguments, *more])

    def context(self) -> dict:
        return {
            "season": self.season,
            "place": place_of(self.season),
            "block_code": self.block,
            "block_name": words.block_short(self.block),
            "pledge": self.pledge,
            "pledge_url": self.url,
        }


def place_or_404(request, slug: str, year: int, block: str) -> PledgePlace:
    """The place of an address, if the person may know of it."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    if block not in around.blocks(season):
        raise Http404
    pledge = Pledge.objects.filter(season=season, block=block).first()
    if pledge is not None:
        pledge.season = season
    return PledgePlace(season, block, pledge)


def writers_place(request, slug: str, year: int, block: str) -> PledgePlace:
    """The same, for whoever writes the pledges of the season; others are refused with who does."""
    place = place_or_404(request, slug, year, block)
    if not request.user.has_perm("pledges.write_pledge", place.season):
        raise Refused(*wording.not_allowed(NotAllowed()))
    return place


def addendum_or_404(place: PledgePlace, number: int) -> PledgeAddendum:
    found = PledgeAddendum.objects.filter(pledge=place.found, number=number).first()
    if found is None:
        raise Http404
    found.pledge = place.found
    return found


def in_words(act: Callable[[], object]) -> Callable[[], object]:
    """The act, refused in words that belong to a field."""

    def saved() -> object:
        try:
            return act()
        except NotAllowed as error:
            raise Refused(*wording.not_allowed(error)) from None
        except Refusal as error:
            field, text = wording.refusal(error)
            raise NotLikeThis(text, field) from None
        except IllegalStep as error:
            raise NotLikeThis(wording.illegal(error)) from None

    return saved


def ask_first(request, place: PledgePlace, url: str, *, title: str, text: str, verb: str, back: str = ""):
    """The question before an act that is sent to ``url``; ``back`` is the pledge's page unless another is named."""
    asked = {"title": title, "text": text, "verb": verb, "url": url, "back": back}
    return render(request, "dashboards/pledge/ask.html", place.context() | asked)


def done_at_once(request, act: Callable[[], object], back: str, said: str = ""):
    """Take a step that needs no form, and go back with a message of what happened."""
    try:
        in_words(act)()
    except NotLikeThis as refused:
        messages.error(request, refused.words)
    except Gone:
        messages.error(request, gone_words())
    else:
        if said:
            messages.success(request, said)
    return redirect(back)


__all__ = [
    "FORM",
    "PledgePlace",
    "addendum_or_404",
    "ask_first",
    "done_at_once",
    "in_words",
    "place_or_404",
    "writers_place",
]

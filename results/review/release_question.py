"""What is asked before the figures of a block and period are shown to the members, or hidden from them again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Season
from results import words
from results.figures import PeriodRef
from results.models import ReportingPeriod


@dataclass(frozen=True)
class ReleaseQuestion:
    """The question of a dialog or a page; ``warning`` names who is not approved, empty where everybody is."""

    dialog: str
    url: str
    title: str
    text: str
    warning: str
    verb: str
    kind: str  # primary or return


def release_question(
    season: Season,
    period: ReportingPeriod | PeriodRef,
    name: str,
    *,
    is_released: bool,
    among: int,
    not_final: Sequence[str],
) -> ReleaseQuestion:
    """``name``: the period in the reader's language; ``not_final``: the names of those without approved figures."""
    place = [season.cluster.slug, season.year, period.id]
    said = _counted(period, name, among, len(not_final))
    warning = _("Not approved yet: %(agencies)s.") % {"agencies": "; ".join(not_final)} if not_final else ""
    if is_released:
        effect = _("Each member then sees its own figures alone, and of the others only the state of their reports.")
        return ReleaseQuestion(
            f"ask-withdraw-{place[2]}",
            reverse("results:withdraw_release", args=place),
            _("Withdraw the release?"),
            f"{said} {effect}",
            warning,
            _("Withdraw the release"),
            "return",
        )
    effect = _("All members of the cluster then see each other's figures of this period.")
    if warning:
        warning = " ".join([warning, _("Totals stay provisional until everybody is approved.")])
    return ReleaseQuestion(
        f"ask-release-{place[2]}",
        reverse("results:release", args=place),
        _("Release the figures to the members?"),
        f"{said} {effect}",
        warning,
        _("Release the figures"),
        "primary",
    )


def _counted(period: ReportingPeriod | PeriodRef, name: str, among: int, not_final: int) -> str:
    """How many of the members' figures are approved."""
    counted = ngettext(
        "%(block)s, %(period)s: %(final)s of %(among)s agency approved.",
        "%(block)s, %(period)s: %(final)s of %(among)s agencies approved.",
        among,
    )
    block = words.block_name(period.block)
    return counted % {"block": block, "period": name, "final": among - not_final, "among": among}

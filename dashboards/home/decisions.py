"""What waits for the head of one agency: reports to sign, the pledge, nominations given back, movements to join."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.reading import proposed_of
from clusters.enums import LeadershipRole, PhaseKind
from dashboards.workspace.tasks import Task
from emulation_portal.lib import dates
from pledges.reading import Unanswered, unanswered
from results.enums import State
from results.figures import AgencyRef, BlockFigures
from results.words import lang


class HeadDesk:
    """The head's desk at one agency in one season; officers of the agency look at it, too. Two queries."""

    def __init__(self, around, season, figures: BlockFigures, agency: AgencyRef):
        self.around, self.season, self.figures, self.agency = around, season, figures, agency
        self.is_head = agency.id in around.rights.head_ids
        self._place = [season.cluster.slug, season.year]

    def tasks(self) -> list[Task]:
        """Those with the nearest due day first."""
        found = [*self._reports(), *self._nominations(), *(self._answers() if self._is_member() else ())]
        return sorted(found, key=lambda task: (task.due or date.max, task.title))

    def _is_member(self) -> bool:
        """Whether the agency itself is a member today, so that it may still sign and join."""
        own = self.around.own_agencies(self.season)
        return any(m.agency_id == self.agency.id and m.covers(self.around.today) for m in own)

    def _task(self, kind: str, title: str, url: str, action: str, **more) -> Task:
        return Task(
            kind=kind,
            title=title,
            url=url,
            action=action,
            season_label=f"{self.agency.short_name} · {self.season.year}",
            agency_id=self.agency.id,
            agency_code=self.agency.code,
            **more,
        )

    def _reports(self) -> Iterable[Task]:
        """For the head the tasks of home; for officers the same reports, to look at."""
        if self.is_head:
            return [t for t in self.around.tasks if t.kind == "sign" and t.agency_code == self.agency.code]
        held = ((p, self.figures.board.get((self.agency.code, p.period_code))) for p in self.figures.periods)
        return [
            self._task(
                "sign",
                _("The report for %(period)s waits for the head's signature") % {"period": period.name(lang())},
                reverse("results:submission", args=[ref.submission_id]),
                _("View the report"),
                due=period.due_date,
            )
            for period, ref in held
            if ref and ref.state == State.AWAITING_SIGNATURE
        ]

    def _answers(self) -> Iterable[Task]:
        rows = unanswered(self.season, self.figures.block, self.agency.id, self.around.today)
        return [self._pledge(row) if row.kind == "pledge" else self._movement(row) for row in rows]

    def _pledge(self, row: Unanswered) -> Task:
        url = reverse("dashboards:pledge", args=[*self._place, self.figures.block])
        title = _("Sign the pledge: %(title)s") % {"title": row.name}
        return self._task("pledge", title, url, _("View the pledge"), due=self._signing_ends())

    def _signing_ends(self) -> date | None:
        """The last day of the phase in which this block signs."""
        ends = [
            dates.last_day(phase.closes)
            for phase in self.around.phases(self.season)
            if phase.kind == PhaseKind.PLEDGE and phase.block in ("", self.figures.block)
        ]
        return max(ends, default=None)

    def _movement(self, row: Unanswered) -> Task:
        url = reverse("pledges:respond", args=[*self._place, row.pk])
        return self._task(
            "movement", _("Join the movement: %(name)s") % {"name": row.name}, url, _("Join"), due=row.ends
        )

    def _nominations(self) -> Iterable[Task]:
        """Own nominations given back; for the head of the cluster also how many wait to be submitted."""
        chairs = self.around.rights.leads(self.season.pk, role=LeadershipRole.HEAD)
        leads = any(scope.as_head and scope.agency_id == self.agency.id for scope in chairs)
        rows = proposed_of(self.season.pk, self.agency.id, everybody=leads)
        found = [
            self._task(
                "nomination",
                _("Answer the nomination given back: %(nominee)s, %(award)s")
                % {"nominee": row.nominee, "award": row.award},
                reverse("awards:nomination", args=[row.pk]),
                _("View the nomination"),
                note=row.note,
            )
            for row in rows
            if row.is_own and row.note
        ]
        if leads and rows:
            title = ngettext(
                "Submit %(n)s nomination of the cluster to the Ministry",
                "Submit %(n)s nominations of the cluster to the Ministry",
                len(rows),
            ) % {"n": len(rows)}
            url = reverse("awards:season", args=self._place)
            found.append(self._task("nomination", title, url, _("View the nominations")))
        return found

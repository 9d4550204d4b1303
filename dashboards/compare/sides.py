"""The two things a comparison sets side by side: an agency, a cluster, or one of them a year before."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from dashboards.workspace.links import Links
from results import words
from results.figures import EMPTY, AgencyRef, BlockFigures, Figure, PeriodRef
from results.figures.lines import Line


@dataclass(frozen=True)
class ComparedSide(ABC):
    """What a page asks of either side. ``label`` is its name in a sentence, ``url`` its own page.

    ``block`` are the figures it is made of: for the year before those of the year after, which hold them.
    """

    label: str
    block: BlockFigures
    links: Links
    url: str = ""

    @cached_property
    def head(self) -> str:
        """Its name over a column."""
        return words.first_upper(self.label)

    @property
    def period(self) -> PeriodRef | None:
        return self.block.period

    @property
    def is_hidden(self) -> bool:
        return False

    @property
    def is_absent(self) -> bool:
        """Whether it does not belong to the block in this period, so that it cannot have figures."""
        return self.period is None

    @property
    def has_figures(self) -> bool:
        return any(not self.value(code).is_empty for code in self.block.indicators)

    def figure(self, code: str) -> Figure:
        """The figure of an indicator; empty for one that is not measured in the year."""
        return self.value(code) if code in self.block.indicators and not self.is_absent else EMPTY

    @abstractmethod
    def value(self, code: str) -> Figure:
        """The figure of an indicator that its block measures."""

    def line(self, code: str) -> Line | None:
        """The figure with its target; None where no target is held against it."""
        return None

    def source(self, code: str) -> str:
        """Where the figure comes from; empty where that cannot be followed."""
        return ""


@dataclass(frozen=True)
class AgencySide(ComparedSide):
    agency: AgencyRef | None = None

    @property
    def code(self) -> str:
        return self.agency.code

    @property
    def is_hidden(self) -> bool:
        return not self.block.sees(self.code)

    @cached_property
    def is_absent(self) -> bool:
        return self.code not in self.block.codes

    def value(self, code: str) -> Figure:
        return self.block.value(self.code, code)

    def line(self, code: str) -> Line | None:
        if self.is_hidden or self.is_absent or code not in self.block.indicators:
            return None
        return self.block.line(code, self.code)

    def source(self, code: str) -> str:
        return self.links.derivation(code, self.code, self.period.period_code)


@dataclass(frozen=True)
class ClusterSide(ComparedSide):
    """All members of the block together."""

    @property
    def is_hidden(self) -> bool:
        return not self.block.totals_visible

    @property
    def is_absent(self) -> bool:
        return not self.block.agencies

    def value(self, code: str) -> Figure:
        return self.block.line(code).value

    def line(self, code: str) -> Line | None:
        if self.is_hidden or self.is_absent or code not in self.block.indicators:
            return None
        return self.block.line(code)

    def source(self, code: str) -> str:
        return self.links.derivation(code, "", self.period.period_code)


@dataclass(frozen=True)
class AgencyBefore(AgencySide):
    """An agency one year earlier, as organised now: the figures of those it succeeded, added.

    ``made_of`` names them; it is empty where the agency itself has reported.
    """

    made_of: tuple[str, ...] = ()

    @property
    def period(self) -> PeriodRef | None:
        return self.block.last_period

    def value(self, code: str) -> Figure:
        return self.block.last_value(self.code, code)

    def line(self, code: str) -> Line | None:
        return None

    def source(self, code: str) -> str:
        return ""


@dataclass(frozen=True)
class ClusterBefore(ClusterSide):
    """The members of a year one year earlier, as organised now."""

    @property
    def period(self) -> PeriodRef | None:
        return self.block.last_period

    def value(self, code: str) -> Figure:
        return self.block.line(code).last

    def line(self, code: str) -> Line | None:
        return None

    def source(self, code: str) -> str:
        return ""


__all__ = ["AgencyBefore", "AgencySide", "ClusterBefore", "ClusterSide", "ComparedSide"]

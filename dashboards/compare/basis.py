"""Over whom two sides are compared: the figures that a difference is made of, and whom it leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from results.figures import EMPTY, AgencyRef, BlockFigures, Figure, IndicatorRef
from results.figures.lines import Compared

from .sides import ComparedSide


@dataclass(frozen=True)
class Basis:
    """``like``: the later year's block, whose last year is the earlier side, so that members are compared with
    themselves; ``late`` says which side the later one is. Without it each side is compared as it stands.

    ``rates_only``: the sides are of different members, whose counts are no measure of each other. ``why_not``: the
    reason why nothing at all is compared.
    """

    like: BlockFigures | None = None
    late: int = 0
    rates_only: bool = False
    why_not: str = ""

    def figures(self, sides: tuple[ComparedSide, ComparedSide], indicator: IndicatorRef) -> tuple[Figure, Figure]:
        """What is compared of either side; empty where nothing is."""
        compared = self.compared(indicator.code)
        if compared is not None:
            pair = compared.value, compared.last
            return pair[::-1] if self.late else pair
        if self.why_not or self.like or (self.rates_only and not indicator.is_rate):
            return EMPTY, EMPTY
        return tuple(side.figure(indicator.code) for side in sides)

    def compared(self, code: str) -> Compared | None:
        """Who is compared of an indicator; None where the sides stand for themselves."""
        if self.like is None or self.why_not or code not in self.like.indicators:
            return None
        return self.like.line(code).compared

    @cached_property
    def all_compared(self) -> tuple[Compared, ...]:
        codes = self.like.indicators if self.like else ()
        return tuple(found for code in codes if (found := self.compared(code)))

    @cached_property
    def members(self) -> tuple[AgencyRef, ...]:
        """Who is compared in any indicator, in official order."""
        found = {agency.code for compared in self.all_compared for agency in compared.members}
        return tuple(agency for agency in self._agencies if agency.code in found)

    @cached_property
    def left_out(self) -> tuple[tuple[AgencyRef, str], ...]:
        """Who is compared in no indicator, with the reason that holds for most of them."""
        found = {agency.code for agency in self.members}
        return tuple((agency, self._why(agency)) for agency in self._agencies if agency.code not in found)

    def also_left_out(self, code: str) -> tuple[AgencyRef, ...]:
        """Who is compared in other indicators and not in this one."""
        compared = self.compared(code)
        if not compared:
            return ()
        found = {agency.code for agency in self.members}
        return tuple(out.agency for out in compared.left_out if out.agency.code in found)

    @property
    def _agencies(self) -> Iterable[AgencyRef]:
        return self.like.agencies if self.like and self.all_compared else ()

    def _why(self, agency: AgencyRef) -> str:
        reasons = Counter(o.why for c in self.all_compared for o in c.left_out if o.agency.code == agency.code)
        return max(reasons, key=lambda why: reasons[why])


__all__ = ["Basis"]

"""What the checks find in a report: one function for entry, hand-over, the head of agency, review and queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from results.figures.values import Cell, IndicatorRef

from .relations import CheckOutcome, CheckRule, Sides, Skip, missing_required, outcomes


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """Relations that were not worked out for one reason; ``missing`` joins what is missing for them."""

    skip: Skip
    outcomes: tuple[CheckOutcome, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All relations worked out, the required inputs that hold nothing, and the figures beside the report."""

    outcomes: tuple[CheckOutcome, ...]
    missing: tuple[IndicatorRef, ...]
    sides: Sides = field(default_factory=dict)

    @property
    def errors(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds is False and o.rule.is_hard)

    @property
    def questions(self) -> tuple[CheckOutcome, ...]:
        """Soft relations that fail and are not explained yet."""
        return tuple(o for o in self.outcomes if o.asks)

    @property
    def explained(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds is False and o.explained and not o.rule.is_hard)

    @property
    def doubts(self) -> tuple[CheckOutcome, ...]:
        """Soft relations that fail, explained or not."""
        return self.questions + self.explained

    @property
    def passed(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds)

    @property
    def skipped(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds is None)

    @property
    def skipped_groups(self) -> tuple[SkippedGroup, ...]:
        """What was not worked out, together by reason; inputs and figures that are missing are listed as one."""
        found: dict[Skip, list[tuple[Skip, CheckOutcome]]] = {}
        for outcome in self.outcomes:
            skip = outcome.skip
            if skip is not None:
                alike = replace(skip, missing=()) if skip.reason in ("empty", "no_figure") else skip
                found.setdefault(alike, []).append((skip, outcome))
        return tuple(SkippedGroup(_joined(group), tuple(o for _, o in group)) for group in found.values())


def _joined(group: list[tuple[Skip, CheckOutcome]]) -> Skip:
    missing = dict.fromkeys(name for skip, _ in group for name in skip.missing)
    return replace(group[0][0], missing=tuple(missing))


def findings(
    rules: Iterable[CheckRule],
    cells: Mapping[str, Cell],
    indicators: Mapping[str, IndicatorRef],
    sides: Sides | None = None,
) -> Findings:
    """Everything the rules say of a report's cells beside the figures of ``sides``."""
    return Findings(tuple(outcomes(rules, cells, indicators, sides)), missing_required(cells, indicators), sides or {})


def blocking(found: Findings) -> Findings | None:
    """The findings where they keep the report from being handed over, else None."""
    return found if found.errors or found.questions or found.missing else None

"""The read model: every page, workbook, paper and interface reads figures through ``FigureSet``.

The values, lines and arithmetic are pure; ``stored_rows``, ``season_reader``, ``read`` and ``refs`` build them from
rows.
"""

from .block import (
    COUNTING_STATES,
    EMPTY,
    FINAL_STATES,
    HIDDEN,
    AgencyRef,
    AmountTable,
    BlockFigures,
    Cell,
    Cells,
    Figure,
    FigureSet,
    IndicatorRef,
    PeriodRef,
    PublishedRef,
    Rank,
    SubmissionRef,
    TargetRef,
)

__all__ = [
    "COUNTING_STATES",
    "EMPTY",
    "FINAL_STATES",
    "HIDDEN",
    "AgencyRef",
    "AmountTable",
    "BlockFigures",
    "Cell",
    "Cells",
    "Figure",
    "FigureSet",
    "IndicatorRef",
    "PeriodRef",
    "PublishedRef",
    "Rank",
    "SubmissionRef",
    "TargetRef",
]

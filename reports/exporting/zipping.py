"""Files in a file whose bytes follow from the data alone: every entry carries the same moment and the same rights."""

import zipfile
from datetime import date, datetime, time

from results.figures import FigureSet

READABLE = 0o644 << 16


def moment(figures: FigureSet) -> datetime:
    """The end of the last period: a second packing gives the same bytes."""
    ends = [block.period.end for block in figures.blocks.values() if block.period]
    return datetime.combine(max([*ends] or [date(figures.year, 1, 1)]), time(0))


def entry(name: str, when: datetime, size: int = 0, *, packed: bool = False) -> zipfile.ZipInfo:
    """``size`` in bytes where it is known; ``packed`` for text, which is not compressed by itself."""
    made = zipfile.ZipInfo(name, when.timetuple()[:6])
    made.external_attr, made.file_size = READABLE, size
    made.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return made


__all__ = ["entry", "moment"]

"""``python -m tests.bench.memory WHAT``: the highest memory of building one output, above the idle process, in bytes.

A process of its own for each, as a worker would build it: what the measurement needs is read before it begins.
"""

import gc
import os
import resource
import sys
import tempfile
from pathlib import Path

from tests.support.programs import said as said_by

PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def main(what: str) -> None:
    import django

    django.setup()
    import time_machine

    from tests.support.world import NOW

    with time_machine.travel(NOW, tick=True), tempfile.TemporaryDirectory(prefix="bench-") as folder:
        act = {"ministry-workbook": ministry_workbook, "table": table, "report": report}[what](Path(folder))
        gc.collect()
        idle = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE
        extra = act()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(peak - idle, extra or 0)


def ministry_workbook(folder: Path):
    from reports.exporting.registry import exporter_of
    from reports.workbooks import ministry as _registered  # noqa: F401 - an idle worker has it loaded
    from tests.bench.outputs import nation_input

    def act():
        exporter_of("ministry-workbook").write(nation_input(), folder / "book.xlsx")

    return act


def table(folder: Path):
    from tests.bench.outputs import long_table

    return lambda: len(long_table()) and 0


def report(folder: Path):
    """The year-end report of 126 agencies as PDF, with all that people may write into it; how many pages it has."""

    from reports.exporting.registry import exporter_of
    from tests.bench.outputs import report_input, whole_season

    exporter = exporter_of("cluster-report-pdf")
    write_much(whole_season().pk)

    def act():
        path = folder / "report.pdf"
        exporter.write(report_input(whole_season()), path)
        told = said_by("pdfinfo", path)
        return int(told.partition("Pages:")[2].split()[0])

    return act


def write_much(season_id: int) -> None:
    """Free paragraphs for some thirty pages, as a wordy secretariat would add them."""
    from emulation_portal.lib import dates
    from reports.models import Paragraph

    words = (
        "Các đơn vị bám sát chỉ tiêu, nhiệm vụ được giao, phân công rõ người, rõ việc, rõ thời hạn hoàn thành. " * 25
    )
    Paragraph.objects.bulk_create(
        Paragraph(season_id=season_id, language="vi", section="shortcomings", text=words, written_at=dates.now())
        for _number in range(60)
    )


if __name__ == "__main__":
    main(sys.argv[1])

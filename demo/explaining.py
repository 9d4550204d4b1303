"""Notes beside doubtful figures: what a person would write before the portal lets a report be handed over."""

from collections import defaultdict
from collections.abc import Iterable

from results.checks import Findings, findings
from results.checks.catalogue import check_rules
from results.checks.compared import Comparisons, Place
from results.checks.relations import in_force
from results.enums import State
from results.figures import Cell, IndicatorRef
from results.figures.refs import indicators_in_force
from results.models import Result, Submission

from .stage import Stage, UnsoundDemo

# What is said of each relation; of the others, that the figures are made up.
NOTES = {
    "C09": "Số minh họa được phân bổ từ số liệu toàn quốc, khác tỷ lệ đã công bố của địa phương.",
    "M09": "Số minh họa được phân bổ từ số liệu toàn quốc, khác tỷ lệ đã công bố của địa phương.",
    "J13": "Số xã thay đổi do sắp xếp đơn vị hành chính cấp xã từ 01/7/2025.",
}
MADE_UP = "Số minh họa; chênh lệch do cách phân bổ số liệu, không phải do nhập sai."


def notes_for(stage: Stage, submissions: Iterable[Submission]) -> dict[tuple[int, str], str]:
    """A note for every doubtful figure of what was handed over, by submission and indicator; the results are stored.

    UnsoundDemo where a report breaks a relation that no note explains.
    """
    rows = [row for row in submissions if row.state != State.DRAFT]
    notes: dict[tuple[int, str], str] = {}
    for row, found in _findings(stage, rows):
        if found.errors or found.missing:
            raise UnsoundDemo(f"{row}: {', '.join(o.rule.code for o in found.errors)}")
        for outcome in found.questions:
            notes.setdefault((row.pk, outcome.cells[0]), NOTES.get(outcome.rule.code, MADE_UP))
    return notes


def _findings(stage: Stage, rows: list[Submission]) -> Iterable[tuple[Submission, Findings]]:
    agencies = {agency.pk: agency for agency in stage.agencies.values()}
    periods = {period.pk: period for period in stage.rows.values()}
    calendar = sorted(periods.values(), key=lambda p: (p.year, p.sequence))
    places = []
    for row in rows:
        row.agency, row.period = agencies[row.agency_id], periods[row.period_id]
        years = (row.period.year - 1, row.period.year)
        beside = tuple(p for p in calendar if p.block == row.period.block and p.year in years)
        places.append(Place(row.agency, row.period, beside))
    comparisons = Comparisons(places, stage.succession)
    cells = _cells({row.pk for row in rows} | comparisons.submission_ids())
    known: dict[tuple[str, int], tuple[dict[str, IndicatorRef], list]] = {}
    for row, place in zip(rows, places, strict=True):
        key = (row.period.block, row.period.year)
        if key not in known:
            named = indicators_in_force(*key)
            known[key] = named, list(in_force(check_rules(*key), named))
        indicators, rules = known[key]
        sides = comparisons.sides(place, cells[row.pk], cells, indicators)
        yield row, findings(rules, cells[row.pk], indicators, sides)


def _cells(submission_ids: set[int]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    rows = Result.objects.filter(submission__in=submission_ids)
    for pk, code, value, nothing, note in rows.values_list(
        "submission_id", "indicator__code", "value", "nothing_arose", "note"
    ):
        found[pk][code] = Cell(value, nothing, note)
    return found

"""Figures of a block written by hand, without a database: one derived sum, one rate, typed counts and money."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from results.figures import AgencyRef, BlockFigures, Cell, IndicatorRef, PeriodRef, SubmissionRef, TargetRef

PERIOD = PeriodRef(
    id=1,
    code="THADS-2024-12m",
    period_code="12m",
    block="civil_enforcement",
    year=2024,
    sequence=5,
    months=12,
    name_vi="12 tháng",
    name_en="12 months",
    start=date(2023, 10, 1),
    end=date(2024, 9, 30),
    data_cutoff=date(2024, 9, 30),
    due_date=date(2024, 10, 4),
    figures="actual",
    is_year_end=True,
)


def indicator(code: str, **changes) -> IndicatorRef:
    given = {
        "id": sum(map(ord, code)),
        "code": code,
        "legacy_code": "",
        "ordinal": 1,
        "block": "civil_enforcement",
        "group_vi": "Nhóm",
        "group_en": "Group",
        "name_vi": code,
        "name_en": "",
        "unit_vi": "việc",
        "unit_en": "cases",
        "value_type": "count",
        "aggregation": "sum",
        "direction": "higher",
        "numerator": "",
        "denominator": "",
        "formula": "",
        "cumulative": True,
        "required": True,
        "entry_scale": 1,
        "is_headline": False,
    }
    return IndicatorRef(**(given | changes))


def rate(code: str, numerator: str, denominator: str, **changes) -> IndicatorRef:
    parts = {"numerator": numerator, "denominator": denominator, "value_type": "rate", "aggregation": "ratio_of_sums"}
    return indicator(code, **(parts | changes))


INDICATORS = {
    i.code: i
    for i in (
        indicator("enforced"),
        indicator("stopped", direction="neutral"),
        indicator("eligible"),
        indicator("backlog", direction="lower"),
        indicator("remark", aggregation="none"),
        indicator("completed", formula="enforced + stopped"),
        indicator("open", formula="eligible - completed", direction="lower"),
        rate("completion", "completed", "eligible", is_headline=True),
    )
}


def agency(code: str) -> AgencyRef:
    return AgencyRef(
        id=sum(map(ord, code)),
        code=code,
        block="civil_enforcement",
        name_vi=f"Cơ quan {code}",
        name_en="",
        short_name=code,
        province_code="82",
        sort_key=code,
    )


def cells(values: Mapping[str, int | None]) -> dict[str, Cell]:
    return {code: Cell(value) for code, value in values.items()}


def submission(code: str, state: str = "approved") -> SubmissionRef:
    counts = state not in ("draft", "awaiting_signature")
    return SubmissionRef(
        agency_code=code,
        period_code="12m",
        state=state,
        version=1,
        submission_id=1,
        counting_id=1 if counts else None,
        counting_state=state if counts else "",
    )


def block(
    values: Mapping[str, Mapping[str, int | None]],
    *,
    last: Mapping[str, Mapping[str, int | None]] | None = None,
    targets: Mapping[str, object] | None = None,
    **changes,
) -> BlockFigures:
    """Figures by agency and code; ``targets`` are percents of the rate by agency."""
    return BlockFigures(
        block="civil_enforcement",
        period=PERIOD,
        agencies=tuple(agency(code) for code in values),
        indicators=INDICATORS,
        cells={code: cells(row) for code, row in values.items()},
        last_period=None,
        last_cells={code: cells(row) for code, row in (last or {}).items()},
        targets={(a, "completion"): TargetRef(Fraction(t), "gt") for a, t in (targets or {}).items()},
        national_targets={},
        **({"status": {code: submission(code) for code in values}} | changes),
    )

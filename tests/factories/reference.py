"""Reference rows of the project's own CSV files, written in bulk: the whole catalogue and the worked-out periods."""

import csv
from functools import cache

from clusters.enums import Block
from emulation_portal.lib.text import search_key
from pledges.models import Indicator, IndicatorCheck
from results.models import ReportingPeriod
from tests.support.project import ROOT


@cache
def rows(path: str) -> tuple[dict[str, str], ...]:
    with (ROOT / path).open(encoding="utf-8", newline="") as source:
        return tuple(csv.DictReader(source))


def _is_true(text: str) -> bool:
    return text == "true"


def load_catalogue() -> dict[str, Indicator]:
    """Every indicator and check of the catalogue; indicators by code."""
    found: dict[str, Indicator] = {}
    listed = rows("setup/reference/data/indicators.csv")
    waves = ([r for r in listed if not r["numerator"]], [r for r in listed if r["numerator"]])
    ordinals = {row["code"]: number for number, row in enumerate(listed, start=1)}
    for wave in waves:
        made = Indicator.objects.bulk_create(_indicator(row, ordinals[row["code"]], found) for row in wave)
        found.update((indicator.code, indicator) for indicator in made)
    IndicatorCheck.objects.bulk_create(_check(row) for row in rows("setup/reference/data/checks.csv"))
    return found


def _indicator(row: dict[str, str], ordinal: int, known: dict[str, Indicator]) -> Indicator:
    plain = (
        "code",
        "legacy_code",
        "side",
        "block",
        "group_vi",
        "group_en",
        "name_vi",
        "name_en",
        "unit_vi",
        "unit_en",
        "value_type",
        "aggregation",
        "direction",
        "formula",
        "calendar",
        "definition_vi",
        "definition_en",
        "source",
    )
    return Indicator(
        ordinal=ordinal,
        search_key=search_key(row["name_vi"]),
        numerator=known.get(row["numerator"]),
        denominator=known.get(row["denominator"]),
        cumulative=_is_true(row["cumulative"]),
        required=_is_true(row["required"]),
        is_headline=_is_true(row["headline"]),
        entry_scale=int(row["entry_scale"]),
        valid_from_year=int(row["valid_from_year"]) if row["valid_from_year"] else None,
        valid_to_year=int(row["valid_to_year"]) if row["valid_to_year"] else None,
        is_official=_is_true(row["official"]),
        **{name: row[name] for name in plain},
    )


def _check(row: dict[str, str]) -> IndicatorCheck:
    names = ("code", "block", "scope", "expression", "severity", "message_vi", "message_en", "exempt", "source")
    return IndicatorCheck(
        is_official=_is_true(row["official"]),
        note_length=int(row["note_length"]),
        **{name: row[name] for name in names},
    )


def load_periods(*years: int) -> dict[str, ReportingPeriod]:
    """The periods of both calendars in these years, by code such as ``THADS-2024-12m``."""
    wanted = [r for r in rows("tests/results/figures/data/reporting_periods.csv") if int(r["year"]) in years]
    made = ReportingPeriod.objects.bulk_create(_period(row) for row in wanted)
    return {period.code: period for period in ReportingPeriod.objects.filter(code__in=[p.code for p in made])}


def _period(row: dict[str, str]) -> ReportingPeriod:
    plain = ("code", "calendar", "block", "period_code", "name_vi", "data_cutoff", "due_date", "figures", "legal_basis")
    return ReportingPeriod(
        year=int(row["year"]),
        sequence=int(row["sequence"]),
        months=int(row["months"]),
        name_en=f"{row['period_code']} {row['year']}",
        start=row["start_date"],
        end=row["end_date"],
        cumulative=_is_true(row["cumulative"]),
        is_year_end=_is_true(row["is_year_end"]),
        **{name: row[name] for name in plain},
    )


def consistent_values(block: str, size: int = 1) -> dict[str, int]:
    """A value for every typed indicator of a block that breaks no hard check and asks for no explanation."""
    if block == Block.CIVIL_ENFORCEMENT:
        return _enforcement_values(size)
    typed = (r for r in rows("setup/reference/data/indicators.csv") if r["block"] == block and not r["formula"])
    counted = {r["code"]: 1 if r["value_type"] == "boolean" else 10 * size for r in typed if r["value_type"] != "rate"}
    doubled = ("drafts_requiring_appraisal", "drafts_appraised_on_time", "mediation_received")
    return counted | dict.fromkeys(doubled, 20 * size)


def _enforcement_values(size: int) -> dict[str, int]:
    shares = {
        "carried_over": 1000,
        "newly_accepted": 2000,
        "entrusted_out": 50,
        "withdrawn": 20,
        "eligible": 2000,
        "terminated": 80,
        "not_yet_eligible": 900,
        "separate_register": 40,
    }
    cases = {f"{code}_cases": size * value for code, value in shares.items()}
    money = {f"{code}_money": size * value * 1_000_000 for code, value in shares.items()}
    done = {
        "fully_enforced_cases": size * 1600,
        "collected_money": size * 900_000_000,
        "reduced_money": size * 5_000_000,
        "admin_judgments_enforceable": size * 10,
        "admin_judgments_completed": size * 7,
        "case_files_digitised": size * 1500,
    }
    duties = (
        r["code"]
        for r in rows("setup/reference/data/indicators.csv")
        if r["code"].startswith("enforcement_") and r["value_type"] != "rate"
    )
    return cases | money | done | dict.fromkeys(duties, size * 10)

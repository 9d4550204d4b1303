"""The pure half of the demonstration: chance, made-up figures, the plan of the live season, moments."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest

from demo.years import calendar, cast, departments, enforcement
from demo.years.draw import Draw, apportion
from demo.years.enforcement import CASES, MEASURES, MONEY, RATE, UNIT, Load, Totals
from demo.years.live_state import LiveState, live_state
from demo.years.partition import REGIONS
from demo.years.plan import DRAFT, SEALED, PlanPeriod, plan_for
from demo.years.timeline import Moments, moments_of
from emulation_portal.lib.dates import TIME_ZONE
from tests.factories.reference import consistent_values, rows

STATES = ("draft", "awaiting_signature", "submitted", "received", "approved", "sealed")
NEW_YEARS_DAYS = frozenset({date(2026, 1, 1), date(2027, 1, 1)})
DAYS = [date(year, *day) for year in (2026, 2027) for day in ((1, 1), (3, 31), (6, 30), (10, 1), (12, 31))]
THADS, STP = "civil_enforcement", "department_of_justice"
# By day: live year, the live period of each block, and whether the departments' one was opened early.
EXPECTED = {
    (1, 1): ("3m", "6m", True),
    (3, 31): ("3m", "6m", True),
    (6, 30): ("6m", "6m", False),
    (10, 1): ("12m", "6m", False),
    (12, 31): ("12m", "year_first", False),
}


@cache
def periods() -> tuple[PlanPeriod, ...]:
    """The worked-out periods of the reference table up to 2026, and the same days of later years."""
    known = [_period(row) for row in rows("tests/results/figures/data/reporting_periods.csv")]
    later = [_moved(p, years) for p in known if p.year == 2026 for years in (1, 2)]
    return tuple(known + later)


def _period(row) -> PlanPeriod:
    days = {"start": "start_date", "end": "end_date", "data_cutoff": "data_cutoff", "due_date": "due_date"}
    return PlanPeriod(
        code=row["code"],
        block=row["block"],
        year=int(row["year"]),
        period_code=row["period_code"],
        sequence=int(row["sequence"]),
        months=int(row["months"]),
        is_year_end=row["is_year_end"] == "true",
        **{name: date.fromisoformat(row[column]) for name, column in days.items()},
    )


def _moved(period: PlanPeriod, years: int) -> PlanPeriod:
    days = {name: getattr(period, name) for name in ("start", "end", "data_cutoff", "due_date")}
    moved = {name: day.replace(year=day.year + years) for name, day in days.items()}
    kept = {name: getattr(period, name) for name in ("block", "period_code", "sequence", "months", "is_year_end")}
    return PlanPeriod(code=period.code.replace("2026", str(2026 + years)), year=2026 + years, **kept, **moved)


# -- chance ------------------------------------------------------------------------------------------------------------
def test_draw_is_the_same_on_every_machine():
    assert [Draw("2024", "THADS").whole(0, 10**6), Draw("2024", "THADS").whole(0, 10**6)] == [866921, 866921]
    assert Draw("2024", "STP").whole(0, 10**6) == 92637


def test_apportion_loses_nothing():
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    weights = {str(n): n + 0.37 for n in range(57)}
    assert sum(apportion(108_574_920_695_333, weights).values()) == 108_574_920_695_333


@pytest.mark.parametrize(("total", "weights"), [(-1, {"a": 1}), (1, {}), (1, {"a": 0})])
def test_apportion_refuses_what_cannot_be_split(total, weights):
    with pytest.raises(ValueError):
        apportion(total, weights)


# -- enforcement -------------------------------------------------------------------------------------------------------
def _split(measure: str) -> tuple[Totals, dict, dict]:
    totals = {CASES: Totals(100_000, 84_000, 135_000), MONEY: Totals(9_000_000_001, 4_700_000_003)}[measure]
    target = Decimal("83.25") if measure == CASES else Decimal("46.45")
    loads = {str(n): Load(weight=1 + n % 7, target=target, carried_forward=None) for n in range(12)}
    return totals, loads, enforcement.split_year(measure, totals, loads, "seed")


@pytest.mark.parametrize("measure", MEASURES)
def test_split_year_keeps_totals_and_targets(measure):
    totals, loads, found = _split(measure)
    assert sum(v[f"eligible_{measure}"] for v in found.values()) == totals.eligible * UNIT[measure]
    assert sum(enforcement.completed(v, measure) for v in found.values()) == totals.completed * UNIT[measure]
    rates = {code: enforcement.completed(v, measure) / v[f"eligible_{measure}"] * 100 for code, v in found.items()}
    assert [code for code, rate in rates.items() if rate <= loads[code].target] == []


def test_split_year_keeps_what_was_to_be_enforced():
    totals, _, found = _split(CASES)
    assert sum(enforcement.enforceable(v, CASES) for v in found.values()) == totals.enforceable


def test_split_year_takes_fixed_figures_as_they_are():
    totals, loads, _ = _split(CASES)
    loads["3"] = Load(weight=1, target=Decimal("83.25"), fixed=(3918, 3569))
    found = enforcement.split_year(CASES, totals, loads, "seed")
    assert (found["3"]["eligible_cases"], enforcement.completed(found["3"], CASES)) == (3918, 3569)
    assert sum(v["eligible_cases"] for v in found.values()) == totals.eligible


def test_split_year_refuses_totals_below_the_targets():
    _, loads, _ = _split(CASES)
    with pytest.raises(ValueError):
        enforcement.split_year(CASES, Totals(100_000, 80_000), loads, "seed")


@pytest.mark.parametrize("measure", MEASURES)
def test_next_year_brings_back_what_was_carried_forward(measure):
    before = consistent_values(THADS, 20)
    targets = {RATE[CASES]: Decimal("84.00"), RATE[MONEY]: Decimal("52.00")}
    after = enforcement.next_year(before, targets, "2027|A")
    assert after[f"carried_over_{measure}"] <= enforcement.carried_forward(before, measure)
    assert enforcement.completed(after, measure) / after[f"eligible_{measure}"] * 100 > targets[RATE[measure]]


@pytest.mark.parametrize("measure", MEASURES)
def test_at_month_grows_and_runs_ahead_of_the_months(measure):
    targets = {RATE[CASES]: Decimal("84.00"), RATE[MONEY]: Decimal("52.00")}
    end = enforcement.next_year(consistent_values(THADS, 50), targets, "2027|A")
    year = [enforcement.at_month(end, months, "2027|A") for months in (3, 6, 9, 10, 12)]
    done = [enforcement.completed(values, measure) for values in year]
    new = [values[f"newly_accepted_{measure}"] for values in year]
    assert (done, new) == (sorted(done), sorted(new))
    pace = [
        Decimal(enforcement.completed(v, measure) * 100) / v[f"eligible_{measure}"] - targets[RATE[measure]] * m / 12
        for v, m in zip(year, (3, 6, 9, 10, 12), strict=True)
    ]
    assert [gap for gap in pace if gap < 0] == []


# -- departments -------------------------------------------------------------------------------------------------------
PROFILE = {
    code: (1 if code in departments.YES_NO else 40 * 10**9 if code in departments.MONEY else 4000 - 150 * place)
    for place, code in enumerate(sorted(consistent_values(STP)))
} | {"dissemination_attendees": 90_000, "dissemination_sessions": 2000, "mediation_received": 3000}
PROFILE = departments.grown(PROFILE, 1.0, "profile")
AREAS = {code: code.split("_")[0] for code in PROFILE} | {
    code: area
    for area, codes in {
        "drafts": ("legal_documents_issued",),
        "documents": ("unlawful_documents_found", "unlawful_documents_handled"),
    }.items()
    for code in codes
}


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.2])
def test_grown_keeps_parts_within_their_wholes(scale):
    values = departments.grown(PROFILE, scale, "2024|A")
    larger = {"dissemination_attendees", "auction_sale_price", "legal_documents_issued"}
    parts = [(part, whole) for part, whole in departments.PARTS if part not in larger]
    assert [(part, whole) for part, whole in parts if values[part] > values[whole]] == []
    assert sum(values[code] for code in departments.DRAFTS) == values["drafts_requiring_appraisal"]
    assert set(values) == set(PROFILE)


def test_grown_takes_given_values_as_they_are():
    given = {"drafts_appraised_council": 7, "legal_documents_issued": 999, "documents_checked": 5}
    values = departments.grown(PROFILE, 1.0, "2024|A", given)
    assert {code: values[code] for code in given} == given
    assert values["unlawful_documents_found"] <= 5
    assert list(departments.unexplained(departments.grown(PROFILE, 1.0, "a", {"legal_documents_issued": 10**6}))) == [
        "legal_documents_issued"
    ]


def test_part_year_keeps_relations_and_areas_that_are_whole():
    half = departments.part_year(PROFILE, AREAS, 0.45, 0.55, "2026|A", frozenset({"births"}))
    assert half["births_registered"] == PROFILE["births_registered"]
    assert 0.44 < half["documents_checked"] / PROFILE["documents_checked"] < 0.56
    assert half["drafts_requiring_appraisal"] == sum(half[code] for code in departments.DRAFTS)
    assert half["communes_total"] == PROFILE["communes_total"]
    assert half["mediation_successful"] + half["mediation_unsuccessful"] <= half["mediation_received"]


def test_merged_adds_up_but_communes_are_those_of_today():
    merged = departments.merged([PROFILE, PROFILE], 96)
    assert merged["births_registered"] == 2 * PROFILE["births_registered"]
    assert merged["communes_total"] == 96
    assert [merged[code] for code in departments.YES_NO] == [1, 1]


# -- the plan ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_plan_of_the_day(day):
    plan = plan_for(day, periods())
    enforcement_period, department_period, early = EXPECTED[day.month, day.day]
    assert plan.live_year == day.year
    assert {block: p.code for block, p in plan.live.items()} == {
        THADS: f"THADS-{day.year}-{enforcement_period}",
        STP: f"STP-{day.year}-{department_period}",
    }
    assert plan.is_early(plan.live[STP]) is early
    assert list(plan.complete_years) == list(range(2026, day.year))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_plan_leaves_drafts_to_those_who_try_the_portal(day):
    plan = plan_for(day, periods())
    states = {block: plan.states(period) for block, period in plan.live.items()}
    assert [states[THADS]["80"], states[STP]["80"], states[STP]["86"]] == [DRAFT] * 3


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_entry_of_the_live_periods_is_open_on_the_day(day):
    plan = plan_for(day, periods())
    phases = [calendar.entry_phase(period, plan) for period in plan.live.values()]
    assert [phase.opens <= day < phase.closes for phase in phases] == [True, True]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_live_states_fit_the_day(day):
    plan = plan_for(day, periods())
    for block, period in plan.live.items():
        found = [live_state(plan, period, f"{number:03}") for number in range(300)]
        states = {each.state for each in found if each}
        assert states <= ({DRAFT} if plan.is_early(period) else set(STATES))
        assert (None in found) is (plan.day - period.due_date < timedelta(days=21))
        assert (SEALED in states) is (plan.day - period.due_date >= timedelta(days=21) and period.is_year_end)
        overdue = plan.day - period.due_date >= timedelta(days=21)
        sent_back = plan.day >= period.due_date and not (overdue and block == STP)
        assert any(each and each.is_returned for each in found) is sent_back
        assert {each.state for each in found if each and each.is_returned} <= {DRAFT}
        assert any(each and each.is_overdue for each in found) is overdue


def test_the_live_state_of_the_family_is_that_of_the_plan():
    plan = plan_for(date(2026, 10, 1), periods())
    found = {p: live_state(plan, plan.live[STP], p) for p in ("80", "82", "86", "91")}
    assert found == {"80": LiveState(DRAFT), "82": None, "86": LiveState(DRAFT), "91": LiveState("submitted")}


def test_everything_before_the_live_period_is_complete():
    plan = plan_for(date(2027, 10, 1), periods())
    incomplete = {p.code for p in periods() if p.year <= 2027 and not plan.is_complete(p)}
    assert incomplete == {"THADS-2027-12m", "STP-2027-6m", "STP-2027-year_first", "STP-2027-year_official"}


def test_plan_before_the_first_live_year_opens_its_first_periods():
    plan = plan_for(date(2025, 11, 22), periods())
    assert {p.code for p in plan.live.values()} == {"THADS-2026-3m", "STP-2026-6m"}


# -- who competes with whom --------------------------------------------------------------------------------------------
def test_every_province_is_in_one_region():
    provinces = [province for region in REGIONS for province in region.provinces]
    now = {row["code"] for row in rows("setup/reference/data/provinces.csv") if not row["valid_to"]}
    assert (len(provinces), set(provinces)) == (34, now)
    assert [region.code for region in REGIONS if "(minh họa)" not in region.name_vi] == []
    assert len({region.slug for region in REGIONS}) == len(REGIONS)


# -- moments -----------------------------------------------------------------------------------------------------------
def _order(moments: Moments) -> list[datetime]:
    return [getattr(moments, name) for name in Moments.__slots__]


@pytest.mark.parametrize("code", ["THADS-2024-12m", "THADS-2026-3m", "STP-2024-year_official", "STP-2026-year_first"])
def test_moments_follow_each_other_after_the_data_are_there(code):
    period = next(p for p in periods() if p.code == code)
    for agency in range(40):
        order = _order(moments_of(period, str(agency), NEW_YEARS_DAYS))
        assert order == sorted(order)
        assert order[0].date() > period.data_cutoff


def test_what_is_overdue_moves_on_a_later_day_in_the_same_order():
    period = next(p for p in periods() if p.code == "THADS-2026-12m")
    usual = moments_of(period, "A", NEW_YEARS_DAYS)
    put_off = usual.ending(date(2026, 11, 27), 4)
    assert (put_off.submitted.date(), put_off.submitted.time()) == (date(2026, 11, 27), usual.submitted.time())
    assert _order(put_off) == sorted(_order(put_off))
    assert usual.ending(date(2026, 9, 1), 4) == usual


def test_a_few_submissions_are_late_unless_they_may_not_be():
    period = next(p for p in periods() if p.code == "THADS-2024-6m")
    days = [moments_of(period, str(n), frozenset()).submitted.date() for n in range(200)]
    late = [day for day in days if day > period.due_date]
    assert 4 < len(late) < 30
    punctual = [moments_of(period, str(n), frozenset(), may_be_late=False).submitted.date() for n in range(200)]
    assert max(punctual) <= period.due_date


def test_squeezed_moments_keep_order_and_end_before_the_moment_of_loading():
    period = next(p for p in periods() if p.code == "THADS-2026-3m")
    first, last = datetime(2026, 1, 1, tzinfo=TIME_ZONE), datetime(2026, 1, 1, 9, tzinfo=TIME_ZONE)
    order = _order(moments_of(period, "A", frozenset()).squeezed(first, last, 6))
    assert order == sorted(order)
    assert (order[0] > first, order[-1] < last) == (True, True)
    long_after = last + timedelta(days=200)
    assert _order(moments_of(period, "A", frozenset()).squeezed(first, long_after, 7))[-1] < long_after


def test_nothing_is_done_at_night_or_on_a_weekend_where_a_day_lies_between():
    period = next(p for p in periods() if p.code == "THADS-2026-3m")
    first = datetime(2026, 1, 1, tzinfo=TIME_ZONE)
    for last in (first.replace(day=2, hour=3), first.replace(day=5, hour=2), first.replace(day=9, hour=23)):
        order = _order(moments_of(period, "A", frozenset()).squeezed(first, last, 7))
        assert order == sorted(order) and len(set(order)) == len(order)
        assert all(8 <= moment.hour < 17 and moment.weekday() < 5 for moment in order)


# -- the cast ----------------------------------------------------------------------------------------------------------
def test_posts_of_merged_agencies_end_and_begin_on_one_day():
    posts = {p.username: p.posts for p in cast.PLAYERS if len(p.posts) == 2}
    assert sorted(posts) == ["canbo", "canbo.stp", "cumpho", "cumtruong", "ngoaicum", "thuky", "truong"]
    assert {(old.valid_to, new.valid_from) for old, new in posts.values()} == {(date(2025, 7, 1), date(2025, 7, 1))}


def test_nobody_reviews_the_own_agency():
    assert cast.reviewers("STP-86-2025", cast.DEPARTMENT, is_led=True) == ("bo", "bo.duyet")
    assert cast.reviewers("THADS-86-2025", cast.ENFORCEMENT, is_led=True) == ("thuky", "cumtruong")
    assert cast.reviewers("STP-01-2008", cast.DEPARTMENT, is_led=False) == ("bo", "bo.duyet")

"""Made-up figures of enforcement agencies that satisfy every relation of the form. Plain values only.

Amounts of money are worked out in thousands of đồng, as the official form has them, and given back in đồng.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .draw import Draw, apportion, part

Values = dict[str, int]

CASES, MONEY = "cases", "money"
MEASURES = (CASES, MONEY)
UNIT = {CASES: 1, MONEY: 1000}
RATE = {CASES: "completion_rate_cases", MONEY: "completion_rate_money"}
_DONE = {CASES: ("fully_enforced", "terminated"), MONEY: ("collected", "terminated", "reduced")}

# What is not yet eligible, against what is, where the nation's total to be enforced is not known.
_WAITING = {CASES: 0.33, MONEY: 1.02}

# By months elapsed: the part of the year's new work that has come in, the part of the year's eligible work that is
# eligible by then, and the part of it that is done, against the year-end rate. The last runs ahead of months/12.
_ARRIVED = {3: 0.26, 6: 0.52, 9: 0.78, 10: 0.865}
_ELIGIBLE = {3: 0.40, 6: 0.62, 9: 0.83, 10: 0.905}
_PACE = {CASES: {3: 0.32, 6: 0.60, 9: 0.80, 10: 0.885}, MONEY: {3: 0.29, 6: 0.55, 9: 0.785, 10: 0.875}}


@dataclass(frozen=True)
class Totals:
    """What the agencies of one year must add up to, in the unit of the measure; ``enforceable`` where it is known."""

    eligible: int
    completed: int
    enforceable: int | None = None


@dataclass(frozen=True)
class Load:
    """How an agency compares with the others, and what it must reach in percent."""

    weight: float
    target: Decimal
    fixed: tuple[int, int] | None = None  # eligible and completed where they are known
    carried_forward: int | None = None  # at the end of the year before


def completed(values: Mapping[str, int], measure: str) -> int:
    return sum(values[f"{name}_{measure}"] for name in _DONE[measure])


def carried_forward(values: Mapping[str, int], measure: str) -> int:
    """What passes to the next year: to be enforced less completed."""
    return enforceable(values, measure) - completed(values, measure)


def enforceable(values: Mapping[str, int], measure: str) -> int:
    accepted = values[f"carried_over_{measure}"] + values[f"newly_accepted_{measure}"]
    return accepted - values[f"entrusted_out_{measure}"] - values[f"withdrawn_{measure}"]


def least_meeting(target: Decimal, eligible: int) -> int:
    """The smallest completed number whose rate lies above the target."""
    return int(target * eligible / 100) + 1


# -- a year of many agencies -------------------------------------------------------------------------------------------
def split_year(measure: str, totals: Totals, loads: Mapping[str, Load], seed: str) -> dict[str, Values]:
    """Figures of one measure for each agency; eligible and completed add up to the totals, every target is met.

    ``totals`` and ``fixed`` are in the measure's unit (thousands of đồng for money). ValueError where the totals leave
    no room for the targets.
    """
    draws = {key: Draw(seed, key, measure) for key in loads}
    eligible = _split_eligible(totals, loads, draws)
    done = _split_completed(totals, loads, eligible, draws)
    waiting = _split_waiting(measure, totals, eligible, draws)
    return {
        key: _year(measure, eligible[key], done[key], *waiting[key], loads[key].carried_forward, draws[key])
        for key in loads
    }


def _split_eligible(totals: Totals, loads: Mapping[str, Load], draws: Mapping[str, Draw]) -> dict[str, int]:
    fixed = {key: load.fixed[0] for key, load in loads.items() if load.fixed}
    weights = {key: load.weight * draws[key].between(0.97, 1.03) for key, load in loads.items() if key not in fixed}
    return fixed | apportion(totals.eligible - sum(fixed.values()), weights)


def _split_completed(
    totals: Totals, loads: Mapping[str, Load], eligible: Mapping[str, int], draws: Mapping[str, Draw]
) -> dict[str, int]:
    fixed = {key: load.fixed[1] for key, load in loads.items() if load.fixed}
    needed = {key: least_meeting(load.target, eligible[key]) for key, load in loads.items() if key not in fixed}
    above = totals.completed - sum(fixed.values()) - sum(needed.values())
    shares = apportion(above, {key: eligible[key] * draws[key].between(0.3, 1.7) for key in needed})
    return fixed | {key: needed[key] + shares[key] for key in needed}


def _split_waiting(
    measure: str, totals: Totals, eligible: Mapping[str, int], draws: Mapping[str, Draw]
) -> dict[str, tuple[int, int]]:
    """Not yet eligible, and otherwise suspended."""
    other = {key: max(1, part(eligible[key], draws[key].between(0.006, 0.012))) for key in eligible}
    weights = {key: eligible[key] * draws[key].between(0.9, 1.1) for key in eligible}
    if totals.enforceable is None:
        waiting = {key: part(weight, _WAITING[measure]) for key, weight in weights.items()}
    else:
        waiting = apportion(totals.enforceable - sum(eligible.values()) - sum(other.values()), weights)
    return {key: (waiting[key], other[key]) for key in eligible}


def _year(measure: str, eligible: int, done: int, waiting: int, other: int, brought: int | None, draw: Draw) -> Values:
    """All typed figures of one measure from its eligible, completed and waiting parts."""
    to_enforce = eligible + waiting + other
    entrusted = part(to_enforce, draw.between(0.008, 0.016))
    withdrawn = part(to_enforce, draw.between(0.0004, 0.0012))
    accepted = to_enforce + entrusted + withdrawn
    usual = draw.between(0.32, 0.36) if measure == CASES else draw.between(0.63, 0.69)
    carried_over = part(accepted, usual) if brought is None else part(brought, draw.between(0.955, 0.99))
    carried_over = min(carried_over, part(accepted, 0.85))
    return _typed(
        measure,
        carried_over=carried_over,
        newly_accepted=accepted - carried_over,
        entrusted_out=entrusted,
        withdrawn=withdrawn,
        eligible=eligible,
        not_yet_eligible=waiting,
        separate_register=part(accepted, draw.between(0.19, 0.23) if measure == CASES else draw.between(0.26, 0.31)),
        **_kinds_of_completion(measure, done, draw),
    )


def _kinds_of_completion(measure: str, done: int, draw: Draw) -> dict[str, int]:
    if measure == CASES:
        terminated = part(done, draw.between(0.035, 0.055))
        return {"fully_enforced": done - terminated, "terminated": terminated}
    terminated, reduced = part(done, draw.between(0.12, 0.17)), part(done, draw.between(0.0008, 0.002))
    return {"collected": done - terminated - reduced, "terminated": terminated, "reduced": reduced}


def _typed(measure: str, **amounts: int) -> Values:
    return {f"{name}_{measure}": amount * UNIT[measure] for name, amount in amounts.items()}


def split_administrative(received: int, done: int, loads: Mapping[str, float], seed: str) -> dict[str, Values]:
    """Administrative judgments to be enforced and enforced, adding up to the totals."""
    draws = {key: Draw(seed, key, "administrative") for key in loads}
    to_enforce = apportion(received, {key: weight * draws[key].between(0.9, 1.1) for key, weight in loads.items()})
    enforced = apportion(done, {key: max(count, 0.01) for key, count in to_enforce.items()})
    return {
        key: {"admin_judgments_enforceable": to_enforce[key], "admin_judgments_completed": enforced[key]}
        for key in loads
    }


# -- the next year of one agency ---------------------------------------------------------------------------------------
def next_year(before: Values, targets: Mapping[str, Decimal], seed: str) -> Values:
    """The year-end figures after a year-end: what was carried forward comes back, the targets of the year are met."""
    values: Values = {}
    for measure in MEASURES:
        values |= _next_measure(before, measure, targets[RATE[measure]], Draw(seed, measure))
    draw = Draw(seed, "administrative")
    received = max(4, part(before["admin_judgments_enforceable"], draw.between(0.95, 1.08)))
    done = min(received, max(1, part(received, draw.between(0.44, 0.6))))
    return values | {"admin_judgments_enforceable": received, "admin_judgments_completed": done}


def _next_measure(before: Values, measure: str, target: Decimal, draw: Draw) -> Values:
    unit = UNIT[measure]
    brought = part(carried_forward(before, measure) // unit, draw.between(0.96, 0.985))
    accepted = brought + part(before[f"newly_accepted_{measure}"] // unit, draw.between(0.99, 1.05))
    entrusted, withdrawn = part(accepted, draw.between(0.008, 0.016)), part(accepted, draw.between(0.0004, 0.0012))
    to_enforce = accepted - entrusted - withdrawn
    share = before[f"eligible_{measure}"] / enforceable(before, measure) * draw.between(0.985, 1.012)
    eligible = part(to_enforce, min(max(share, 0.3), 0.9))
    other = part(eligible, draw.between(0.006, 0.012))
    margin = draw.between(0.3, 1.3) if measure == CASES else draw.between(1.2, 3.6)
    done = max(least_meeting(target, eligible), part(eligible, (float(target) + margin) / 100))
    return _typed(
        measure,
        carried_over=brought,
        newly_accepted=accepted - brought,
        entrusted_out=entrusted,
        withdrawn=withdrawn,
        eligible=eligible,
        not_yet_eligible=to_enforce - eligible - other,
        separate_register=part(before[f"separate_register_{measure}"] // unit, draw.between(0.99, 1.04)),
        **_kinds_of_completion(measure, done, draw),
    )


# -- the year's earlier periods ----------------------------------------------------------------------------------------
def at_month(year_end: Values, months: int, seed: str) -> Values:
    """The cumulative figures after some months of a year that ends like this; the year-end itself after twelve.

    The pace runs ahead of months/12 of the target wherever the year-end meets it.
    """
    if months >= 12:
        return dict(year_end)
    values: Values = {}
    for measure in MEASURES:
        values |= _measure_at(year_end, measure, months, Draw(seed, measure))
    received = part(year_end["admin_judgments_enforceable"], 0.45 + 0.045 * months)
    done = min(received, part(year_end["admin_judgments_completed"], months / 12))
    return values | {"admin_judgments_enforceable": received, "admin_judgments_completed": done}


def _measure_at(year_end: Values, measure: str, months: int, draw: Draw) -> Values:
    unit = UNIT[measure]
    final = {
        name.removesuffix(f"_{measure}"): amount // unit for name, amount in year_end.items() if name.endswith(measure)
    }
    # One agency is a little early or late all year long, so figures never fall from period to period.
    arrived = _ARRIVED[months] * draw.between(0.98, 1.02)
    ready = _ELIGIBLE[months] * draw.between(0.98, 1.01)
    pace = ready * _PACE[measure][months] * draw.between(0.995, 1.02)
    now = {name: part(final[name], arrived) for name in ("newly_accepted", "entrusted_out", "withdrawn")}
    now["carried_over"] = final["carried_over"]
    to_enforce = now["carried_over"] + now["newly_accepted"] - now["entrusted_out"] - now["withdrawn"]
    now["eligible"] = part(final["eligible"], ready)
    other = enforceable(year_end, measure) // unit - final["eligible"] - final["not_yet_eligible"]
    now["not_yet_eligible"] = to_enforce - now["eligible"] - part(other, 0.9)
    now["separate_register"] = part(final["separate_register"], 0.95 + months / 240)
    now |= {name: part(final[name], pace) for name in _DONE[measure]}
    return _typed(measure, **now)

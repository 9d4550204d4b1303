"""Made-up figures of duties that every agency has beside its field: reception, complaints, inspection, digital work.

They are worked out for one agency, year and period at a time, out of how large the agency is: nothing is published
about them, and nothing else follows from them. Plain values only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .draw import Draw, part

Values = dict[str, int]

_FIRST_YEAR = 2023  # from which the indicators are in force


@dataclass(frozen=True, slots=True)
class Duties:
    """What a block calls its duties: the beginning of their codes, the files it digitises and of how many.

    ``whole`` names the amounts that add up to all files, ``begun`` and ``yearly`` are the share of them that is digital
    in the first year and what every year adds to it.
    """

    prefix: str
    digital: str
    whole: tuple[str, ...]
    begun: float
    yearly: float
    received: int  # citizens in a year, at an agency of the usual size
    complaints: int
    inspections: int


BLOCKS = {
    "civil_enforcement": Duties(
        prefix="enforcement_",
        digital="case_files_digitised",
        whole=("carried_over_cases", "newly_accepted_cases"),
        begun=0.34,
        yearly=0.16,
        received=420,
        complaints=88,
        inspections=14,
    ),
    "department_of_justice": Duties(
        prefix="",
        digital="procedures_online",
        whole=("procedures_received",),
        begun=0.42,
        yearly=0.13,
        received=150,
        complaints=24,
        inspections=11,
    ),
}
CODES = frozenset(
    code
    for duties in BLOCKS.values()
    for code in (
        duties.digital,
        *(
            f"{duties.prefix}{name}"
            for name in (
                "citizens_received",
                "complaints_received",
                "complaints_due",
                "complaints_settled",
                "complaints_on_time",
                "inspections_planned",
                "inspections_done",
                "findings_handled",
            )
        ),
    )
)


def at(block: str, year: int, agency: str, size: float, share: float, values: Mapping[str, int]) -> Values:
    """The typed duties of a period in which ``share`` of the year has passed; none before they were asked for.

    ``size`` compares the agency with the usual one, ``values`` are its other figures of the period.
    """
    if year < _FIRST_YEAR:
        return {}
    duties = BLOCKS[block]
    found = {f"{duties.prefix}{name}": amount for name, amount in _year(duties, year, agency, size, share).items()}
    return found | {duties.digital: _digital(duties, year, agency, values)}


def _year(duties: Duties, year: int, agency: str, size: float, share: float) -> Values:
    """One share of the year for every amount, so that a part never outgrows its whole; the plan stands all year."""
    draw = Draw(year, agency, "duties")
    received = round(duties.received * size * draw.between(0.88, 1.12))
    complaints = max(4, round(duties.complaints * size * draw.between(0.85, 1.15)))
    due = part(complaints, draw.between(0.5, 0.7))
    settled = due - draw.whole(0, due // 12)
    on_time = settled - draw.whole(0, settled // 20)
    planned = max(3, round(duties.inspections * size**0.5 * draw.between(0.9, 1.1)))
    done = planned - (draw.between(0, 1) < 0.12)
    handled = done * draw.whole(2, 5) + draw.whole(0, 6)
    passed = {
        "citizens_received": received,
        "complaints_received": complaints,
        "complaints_due": due,
        "complaints_settled": settled,
        "complaints_on_time": on_time,
        "inspections_done": done,
        "findings_handled": handled,
    }
    return {name: part(amount, share) for name, amount in passed.items()} | {"inspections_planned": planned}


def _digital(duties: Duties, year: int, agency: str, values: Mapping[str, int]) -> int:
    share = duties.begun + duties.yearly * (year - _FIRST_YEAR) + Draw(year, agency, "digital").between(-0.07, 0.07)
    return part(sum(values[code] for code in duties.whole), min(share, 0.97))


__all__ = ["BLOCKS", "CODES", "Duties", "at"]

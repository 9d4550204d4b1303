"""Which clauses tell of duties beside the field: reception of citizens, complaints, inspections. Plain values only."""

from collections.abc import Iterator

from results.figures import BlockFigures

from .phrases import ASIDE, DUTIES, DUTY_PREFIX

Clauses = list[tuple[str, str]]  # the key of a phrase, and the indicator in it if there is one


def duty_clauses(block: BlockFigures) -> Iterator[tuple[str, Clauses]]:
    """Of every duty with something to tell, what the sentence is about and its clauses.

    An amount is told where something arose and every member that has reported gave it: the members are its subject.
    """
    prefix, silent = DUTY_PREFIX[block.block], {agency.code for agency in block.missing()}
    reporting = [agency.code for agency in block.agencies if agency.code not in silent]
    for duty, names in DUTIES.items():
        known = [name for name in names if _is_told(block, f"{prefix}{name}", reporting)]
        told = [name for name in known if ASIDE.get(name, name) in known]
        clauses: Clauses = []
        whole = [name for name in told if name not in ASIDE]
        for name in told:
            if name in whole:
                joint = "lead" if name == whole[0] else "last" if name == whole[-1] else "next"
                clauses.append((f"duty.{joint}", ""))
            clauses.append((f"duty.{name}", f"{prefix}{name}"))
        if clauses:
            yield f"duty.{duty}", clauses


def _is_told(block: BlockFigures, code: str, reporting: list[str]) -> bool:
    known = code in block.indicators and all(not block.value(agency, code).is_empty for agency in reporting)
    return known and bool(block.line(code).value.amount)


__all__ = ["duty_clauses"]

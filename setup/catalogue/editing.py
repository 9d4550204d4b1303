"""Changing the catalogue one indicator at a time: a new one, and an edition of one from a year on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from clusters.rights import rights_of
from clusters.versions import raise_from_year
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.tables import OWN_SOURCE
from emulation_portal.lib.text import search_key
from pledges.models import Indicator, IndicatorEdition
from setup.targets.saving import decision_text

from .deciding import EDITED, SentCatalogue, SentLine, SentProblem, SheetKind, StoredCatalogue, Value, differing
from .saving import CatalogueRefused
from .stored import as_in, read_stored, values_of

ROW = 1  # the line that is typed, among the stored ones
LATEST = 5  # years ahead
_PARTS = ("numerator", "denominator")


def first_year_of_edition(indicator: Indicator, stored: StoredCatalogue) -> int:
    """The first year from which an edition changes nothing that was printed: after every year of use, and after the
    editions there are.
    """
    begun = IndicatorEdition.objects.filter(indicator=indicator).values_list("from_year", flat=True)
    return max([stored.year, *(year + 1 for year in (*stored.used.get(indicator.code, ()), *begun))])


@transaction.atomic
def add_indicator(
    *, values: Mapping[str, Value], new_unit: bool, decision: str, decided_on: date | None, actor: User
) -> Indicator:
    """Add an indicator to the catalogue of one of the actor's blocks; record it, raise the versions of its years.

    NotAllowed for another's block, Refusal ``taken`` for a code that there is, CatalogueRefused for problems.
    """
    stored = _held(actor, str(values["block"]))
    if (values["code"],) in stored.indicators:
        raise Refusal("taken")
    problems = problems_of(stored, values, new_unit=new_unit)
    if problems:
        raise CatalogueRefused(problems)
    keys = dict(Indicator.objects.filter(code__in=[values[name] for name in _PARTS]).values_list("code", "pk"))
    parts = {f"{name}_id": keys.get(str(values[name])) for name in _PARTS}
    told = {name: value for name, value in values.items() if name not in _PARTS}
    row = Indicator.objects.create(**told, **parts, search_key=search_key(str(values["name_vi"])), source=OWN_SOURCE)
    raise_from_year(int(values["valid_from_year"] or 0))
    note = decision_text(decision, decided_on)
    audit.record(actor=actor, action="indicator.add", target=row, after=dict(values), note=note)
    return row


@transaction.atomic
def add_edition(
    *,
    indicator: Indicator,
    from_year: int,
    values: Mapping[str, Value],
    new_unit: bool,
    decision: str,
    decided_on: date | None,
    actor: User,
) -> IndicatorEdition:
    """From ``from_year`` on the indicator is what ``values`` (``EDITED``) say; the years before stay as they are.

    Recorded with what it was; raises the versions of the seasons from that year on. NotAllowed for another's block,
    Refusal ``in_use`` (about: the first year that can be), ``same`` where nothing is changed, CatalogueRefused.
    """
    stored = _held(actor, indicator.block)
    first = first_year_of_edition(indicator, stored)
    if not first <= from_year <= max(first, stored.year + LATEST):
        raise Refusal("in_use", first)
    then = as_in(stored, from_year)
    old = {name: then.indicators[indicator.code,][name] for name in EDITED}
    changed = differing(old, values)
    if not changed:
        raise Refusal("same")
    whole = {**then.indicators[indicator.code,], **values}
    if problems := problems_of(replace(then, used={}), whole, new_unit=new_unit):
        raise CatalogueRefused(problems)
    keys = dict(Indicator.objects.filter(code__in=[values[name] for name in _PARTS]).values_list("code", "pk"))
    parts = {f"{name}_id": keys.get(str(values[name])) for name in _PARTS}
    told = {name: values[name] for name in EDITED if name not in _PARTS}
    edition = IndicatorEdition.objects.create(
        indicator=indicator, from_year=from_year, **told, **parts, decision=decision, decided_on=decided_on
    )
    raise_from_year(from_year)
    audit.record(
        actor=actor,
        action="indicator.edition",
        target=indicator,
        before={name: old[name] for name in changed},
        after={"from_year": from_year, **{name: values[name] for name in changed}},
        note=decision_text(decision, decided_on),
    )
    return edition


def problems_of(stored: StoredCatalogue, values: Mapping[str, Value], *, new_unit: bool) -> list[SentProblem]:
    """What is wrong with one line among all that are stored; ``new_unit``: its unit is meant to be a new one."""
    units = stored.units | ({str(values["unit_vi"])} if new_unit else frozenset())
    typed = SentLine(ROW, values)
    others = [SentLine(0, line) for key, line in stored.indicators.items() if key != (values["code"],)]
    checks = [SentLine(0, line) for line in stored.checks.values()]
    known = replace(stored, units=frozenset(units))
    found = SentCatalogue([typed, *others], checks, known).problems()
    ring = [each for each in found if "path" in each.told and str(values["code"]) in each.told["path"].split(" → ")]
    own = [each for each in found if each.sheet is SheetKind.INDICATORS and each.row == ROW]
    return own or [replace(each, row=ROW) for each in ring]


def _held(actor: User, block: str) -> StoredCatalogue:
    blocks = rights_of(actor).supervised_blocks
    if block not in blocks:
        raise NotAllowed("not_your_block")
    list(Indicator.objects.select_for_update().filter(block=block).values_list("pk"))
    return read_stored(blocks)


__all__ = ["add_edition", "add_indicator", "first_year_of_edition", "problems_of", "values_of"]

"""The tables and charts of the year-end report: all indicators, headline indicators by agency, pledges, awards."""

from fractions import Fraction

from emulation_portal.lib.dates import format_date
from results.figures import AgencyRef, BlockFigures, IndicatorRef
from results.rates import meets

from .cells import DASH, Cells
from .facts import Movement, PledgeFacts, Promise, Record
from .lookup import Lookup
from .model import Bar, Chart, Column, FactRun, Row, Runs, Table, TextRun
from .numbers import count_words
from .phrases import BLOCKS
from .sentences import in_prose, lower_first
from .wording import word


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def block_name(block: str, lang: str) -> str:
    return BLOCKS[block][lang == "en"]


def band(text: str, columns: int) -> Row:
    return Row(((FactRun(text, bold=True),), *(() for _ in range(columns - 1))), "band")


def headed(key: str, lang: str, unit: str) -> str:
    """A column's name with the unit its figures are in."""
    return f"{word(key, lang)} ({word(unit, lang)})"


def number(position: int) -> Runs:
    return (FactRun(str(position)),)


def fact(text: str, *, bold: bool = False) -> Runs:
    return (FactRun(text, bold),)


def summary_table(block: BlockFigures, lang: str) -> Table:
    """Every indicator of the block: assigned, done, attainment, gap, last year, change."""
    cells, year = Cells(block, lang), str(block.period.year - 1)
    columns = (
        Column(word("no", lang), 0.05, "center"), Column(word("indicator", lang), 0.28),
        Column(word("unit", lang), 0.1, "center"), Column(word("assigned", lang), 0.08, "right"),
        Column(word("done", lang), 0.13, "right"), Column(word("reached", lang), 0.08, "right"),
        Column(headed("gap", lang, "points"), 0.09, "right"),
        Column(word("last", lang).format(year=year), 0.13, "right"),
        Column(headed("change", lang, "change_unit"), 0.09, "right"), Column(word("remark", lang), 0.08),
    )  # fmt: skip
    rows: list[Row] = []
    position = 0
    for name, indicators in block.groups(lang):
        rows.append(band(name, len(columns)))
        for indicator in indicators:
            position += 1
            code = indicator.code
            rows.append(
                Row((
                    number(position), fact(indicator.name(lang), bold=indicator.is_headline), cells.unit(code),
                    cells.target(code), cells.value(code, bold=indicator.is_headline), cells.attainment(code),
                    cells.gap(code), cells.value(code, last=True), cells.change(code),
                    fact(word("derived", lang)) if block.total_target(code) else (),
                ))
            )  # fmt: skip
    caption = f"{upper_first(block_name(block.block, lang))} - {block.period.name(lang)}"
    return Table(columns, tuple(rows), caption, number_row=True)


def members_table(block: BlockFigures, indicator: IndicatorRef, lookup: Lookup) -> Table:
    """One headline rate by agency, the whole cluster last."""
    lang, code, cells = lookup.language, indicator.code, Cells(block, lookup.language)
    parts = [block.indicators[c] for c in (indicator.numerator, indicator.denominator) if c]
    nation = any((a.code, code) in lookup.nation for a in block.agencies)
    year = str(block.period.year - 1)
    columns = [Column(word("no", lang), 0.05, "center"), Column(word("agency", lang), 0.25)]
    columns += [
        Column(f"{upper_first(in_prose(p.name(lang), lang))} ({cells.unit(p.code)[0].text})", 0.13, "right")
        for p in parts
    ]
    columns += [
        Column(word("rate", lang), 0.08, "right"), Column(word("goal", lang), 0.08, "right"),
        Column(headed("gap", lang, "points"), 0.09, "right"),
        Column(word("last", lang).format(year=year), 0.09, "right"),
        Column(headed("change", lang, "points"), 0.09, "right"),
        Column(word("place", lang), 0.08, "center"),
    ]  # fmt: skip
    if nation:
        columns.append(Column(word("nation_place", lang), 0.08, "center"))
    rows = []
    for position, agency in enumerate(block.agencies, start=1):
        at = agency.code
        row = [number(position), fact(agency.name(lang))]
        row += [cells.value(p.code, at) for p in parts]
        row += [
            cells.value(code, at), cells.target(code, at), cells.gap(code, at), cells.value(code, at, last=True),
            cells.change(code, at), cells.place(code, at),
        ]  # fmt: skip
        if nation:
            found = lookup.nation.get((at, code))
            row.append(fact(f"{found.place}/{found.among}" if found else DASH))
        rows.append(Row(tuple(row)))
    total = [(), fact(word("total", lang), bold=True), *(cells.value(p.code, bold=True) for p in parts)]
    total += [
        cells.value(code, bold=True), cells.target(code), cells.gap(code), cells.value(code, last=True),
        cells.change(code), (),
    ]  # fmt: skip
    rows.append(Row((*total, ()) if nation else tuple(total), "total"))
    caption = f"{indicator.name(lang)} - {block.period.name(lang)}"
    return Table(tuple(columns), tuple(rows), caption)


def rate_chart(block: BlockFigures, indicator: IndicatorRef, lang: str) -> Chart:
    """A bar for every member, its figure beside it; the axis runs from 0 to 100 % or the largest value above it."""
    cells, code = Cells(block, lang), indicator.code
    measured = {a.code: block.value(a.code, code).measured for a in block.agencies}
    goals = {a.code: t.value for a in block.agencies if (t := block.target(a.code, code))}
    top = max([Fraction(100), *(v for v in measured.values() if v is not None), *goals.values()])
    bars = tuple(
        Bar(
            fact(a.name(lang)),
            cells.value(code, a.code),
            None if measured[a.code] is None else float(measured[a.code] / top),
            float(goals[a.code] / top) if a.code in goals else None,
        )
        for a in block.agencies
    )
    title = word("chart", lang).format(name=indicator.name(lang), period=block.period.name(lang))
    heads = (word("agency", lang), "", word("rate", lang))
    return Chart(title, heads, bars, word("chart_note", lang) if goals else "")


# -- pledges -----------------------------------------------------------------------------------------------------------
def verdict(block: BlockFigures, promise: Promise, agency: str) -> bool | None:
    """Whether a member kept a promise; None where nothing measures it or nothing was reported."""
    if promise.code not in block.indicators or promise.value is None or not promise.comparator:
        return None
    return meets(block.value(agency, promise.code).measured, promise.comparator, promise.value)


def pledge_table(block: BlockFigures, pledge: PledgeFacts, lang: str) -> Table:
    """Promise beside the result of every member, promise by promise; those that no figures measure in the note."""
    columns = (
        Column(word("no", lang), 0.07, "center"), Column(word("agency", lang), 0.41),
        Column(word("promised", lang), 0.12, "right"), Column(word("done", lang), 0.14, "right"),
        Column(headed("against_promise", lang, "points"), 0.14, "right"),
        Column(word("verdict", lang), 0.12, "center"),
    )  # fmt: skip
    rows: list[Row] = []
    others: list[str] = []
    for promise in pledge.promises:
        said = f"{promise.ordinal}. {promise.text}"
        if promise.code not in block.indicators or promise.value is None:
            others.append(said)
            continue
        rows.append(band(said, len(columns)))
        rows += [_promise_row(block, promise, a, n, lang) for n, a in enumerate(block.agencies, start=1)]
    note = word("unmeasured", lang).format(promises=" ".join(others)) if others else ""
    return Table(columns, tuple(rows), pledge.title.replace(" · ", " - "), note)


def _promise_row(block: BlockFigures, promise: Promise, member: AgencyRef, position: int, lang: str) -> Row:
    first, agency = (number(position), fact(member.name(lang))), member.code
    cells, code = Cells(block, lang), promise.code
    measured = block.value(agency, code).measured
    goal = cells.printed_goal(promise.value, code)
    gap = cells.points(None if measured is None else measured - promise.value, code)
    kept = verdict(block, promise, agency)
    said = word("no_verdict" if kept is None else "kept" if kept else "not_kept", lang)
    return Row((*first, fact(goal), cells.value(code, agency), fact(gap or DASH), fact(said)))


# -- awards and movements ----------------------------------------------------------------------------------------------
def awards_table(records: tuple[Record, ...], lang: str) -> Table:
    columns = (
        Column(word("no", lang), 0.06, "center"), Column(word("recipient", lang), 0.24),
        Column(word("agency", lang), 0.21), Column(word("award", lang), 0.17), Column(word("decision", lang), 0.11),
        Column(word("day", lang), 0.1, "center"), Column(word("by", lang), 0.11),
    )  # fmt: skip
    rows = tuple(
        Row((
            number(position), fact(r.recipient), fact(r.agency if r.is_person else DASH), fact(r.award),
            fact(r.decision), fact(format_date(r.date) if r.date else DASH), fact(r.issuer),
        ))
        for position, r in enumerate(records, start=1)
    )  # fmt: skip
    return Table(columns, rows)


def movement_runs(movement: Movement, lang: str) -> Runs:
    """One movement in a sentence, its result in a few words after it."""

    def said(key: str, **values: str) -> list:
        return filled(word(key, lang), **values)

    scope = lower_first(movement.scope) if lang == "en" else movement.scope  # Bộ and Cụm keep their capitals
    runs = said("movement", name=movement.name, kind=lower_first(movement.kind), scope=scope)
    if movement.launched_on:
        runs += said("movement_launched", day=format_date(movement.launched_on))
    else:
        runs += said("movement_undated")
    if movement.ends_on:
        runs += said("movement_ends", day=format_date(movement.ends_on))
    if movement.plan:
        runs += said("movement_plan", plan=movement.plan)
    counts = {"count": count_words(len(movement.responded), lang), "of": count_words(movement.of, lang)}
    runs += said("movement_responded", **counts) if movement.of else [TextRun(".")]
    if movement.result:
        runs += [TextRun(" "), TextRun(movement.result)]  # people's words, whose numbers are looked at
    return tuple(runs)


def filled(pattern: str, **values: str | Runs) -> list:
    """A fixed wording with stored facts in its braces; only the pattern's own words are ``TextRun``."""
    runs: list = []
    rest = pattern
    while "{" in rest:
        before, _brace, after = rest.partition("{")
        name, _brace, rest = after.partition("}")
        if before:
            runs.append(TextRun(before))
        value = values[name]
        runs += value if isinstance(value, tuple) else [FactRun(value)]
    return [*runs, TextRun(rest)] if rest else runs


__all__ = [
    "awards_table", "band", "block_name", "fact", "filled", "headed", "members_table", "movement_runs", "pledge_table",
    "rate_chart", "summary_table", "upper_first", "verdict",
]  # fmt: skip

"""The tables and charts of the year-end report: all indicators, headline indicators by agency, pledges, awards."""

from fractions import Fraction
from itertools import count

from emulation_portal.lib.dates import format_date
from emulation_portal.lib.numbers import NO_VALUE
from results.figures import AgencyRef, BlockFigures, IndicatorRef, TargetRef
from results.figures.lines import Compared, met

from .background import MovementFacts, PledgeFacts, Promise, Record
from .cells import Cells
from .filling import filled, upper_first
from .model import Bar, Chart, FactRun, PaperColumn, PaperRow, PaperTable, Run, Runs, TextRun
from .numbers import count_words
from .phrases import BLOCKS
from .placeholders import Lookup
from .sentences import in_prose, lower_first
from .wording import word


def block_name(block: str, lang: str) -> str:
    return BLOCKS[block][lang == "en"]


def band(text: str, columns: int) -> PaperRow:
    return PaperRow(((FactRun(text, bold=True),), *(() for _ in range(columns - 1))), "band")


def headed(key: str, lang: str, unit: str) -> str:
    """A column's name with the unit its figures are in."""
    return f"{word(key, lang)} ({word(unit, lang)})"


def number(position: int) -> Runs:
    return (FactRun(str(position)),)


def fact(text: str, *, bold: bool = False) -> Runs:
    return (FactRun(text, bold),)


def target_heads(block: BlockFigures, lang: str) -> dict[str, str]:
    """Heads of what is said about targets; before the end of the year they say that the target is the year's."""
    months = {"months": str(block.known_period.months)}
    keys = ("assigned", "reached", "gap", "goal", "pace")
    part = "_year" if block.known_period.is_part_year else ""
    heads = {key: word(f"{key}{part}" if key != "pace" else key, lang).format(**months) for key in keys}
    if any(block.has_decided_part(code) for code in block.indicators):
        heads["pace"] = word("pace_decided", lang)
    return heads


def in_points(head: str, lang: str) -> str:
    return f"{head} ({word('points', lang)})"


def summary_table(block: BlockFigures, lang: str) -> PaperTable:
    """Every indicator of the block: assigned, done, attainment, gap, last year, change."""
    cells, columns = Cells(block, lang), _summary_columns(block, lang)
    rows: list[PaperRow] = []
    positions = count(1)
    for name, indicators in block.groups(lang):
        rows.append(band(name, len(columns)))
        rows += [_summary_row(next(positions), indicator, block, cells, lang) for indicator in indicators]
    caption = f"{upper_first(block_name(block.block, lang))} - {block.known_period.name(lang)}"
    return PaperTable(columns, tuple(rows), caption, left_out_note(block, lang), number_row=True)


def _summary_columns(block: BlockFigures, lang: str) -> tuple[PaperColumn, ...]:
    year, heads, is_part = str(block.known_period.year - 1), target_heads(block, lang), block.known_period.is_part_year
    pace = [PaperColumn(in_points(heads["pace"], lang), 0.09, "right")] if is_part else []
    return (
        PaperColumn(word("no", lang), 0.05, "center"),
        PaperColumn(word("indicator", lang), 0.21 if is_part else 0.26),
        PaperColumn(word("unit", lang), 0.1, "center"),
        PaperColumn(heads["assigned"], 0.08, "right"),
        PaperColumn(word("done", lang), 0.13, "right"),
        PaperColumn(heads["reached"], 0.08, "right"),
        PaperColumn(in_points(heads["gap"], lang), 0.09, "right"),
        *pace,
        PaperColumn(word("last", lang).format(year=year), 0.13, "right"),
        PaperColumn(headed("change", lang, "change_unit"), 0.09, "right"),
        PaperColumn(word("remark", lang), 0.1),
    )


def _summary_row(position: int, indicator: IndicatorRef, block: BlockFigures, cells: Cells, lang: str) -> PaperRow:
    code = indicator.code
    remarks = [word("derived", lang)] if block.line(code).target else []
    remarks += [cells.compared(code)] if cells.compared(code) else []
    return PaperRow(
        (
            number(position),
            fact(indicator.name(lang), bold=indicator.is_headline),
            cells.unit(code),
            cells.target(code),
            cells.value(code, bold=indicator.is_headline),
            cells.attainment(code),
            cells.gap(code),
            *([cells.pace(code)] if block.known_period.is_part_year else []),
            cells.last(code),
            cells.change(code),
            fact("; ".join(remarks)) if remarks else (),
        )
    )


def left_out_note(block: BlockFigures, lang: str) -> str:
    """Who is not in the comparison with last year, by the numbers of the indicators; empty where everybody is."""
    compared = {n: block.line(code).compared for n, code in enumerate(_in_groups(block, lang), start=1)}
    partial = {n: each for n, each in compared.items() if each.is_partial}
    if not partial:
        return ""
    out: dict[AgencyRef, list[int]] = {}
    for position, each in partial.items():
        for left in each.left_out:
            out.setdefault(left.agency, []).append(position)
    said = [_left_out_words(agency, numbers, len(partial), lang) for agency, numbers in out.items()]
    return word("left_out", lang).format(names="; ".join(said))


def _in_groups(block: BlockFigures, lang: str) -> list[str]:
    return [indicator.code for _name, indicators in block.groups(lang) for indicator in indicators]


def _left_out_words(agency: AgencyRef, numbers: list[int], of: int, lang: str) -> str:
    if len(numbers) == of:
        return word("left_out_all", lang).format(name=agency.name(lang))
    return word("left_out_some", lang).format(name=agency.name(lang), numbers=", ".join(map(str, numbers)))


def compared_note(compared: Compared, lang: str) -> str:
    """Over how many members the total is compared with last year, and without whom; empty where it is over all."""
    if not compared.is_partial:
        return ""
    names = "; ".join(out.agency.name(lang) for out in compared.left_out)
    counts = {"count": count_words(len(compared.members), lang), "of": count_words(compared.among, lang)}
    return word("compared_note", lang).format(names=names, **counts)


def members_table(block: BlockFigures, indicator: IndicatorRef, lookup: Lookup) -> PaperTable:
    """One headline rate by agency, the whole cluster last."""
    lang, code, cells = lookup.language, indicator.code, Cells(block, lookup.language)
    nation = any((a.code, code) in lookup.nation for a in block.agencies)
    rows: list[PaperRow] = []
    for position, agency in enumerate(block.agencies, start=1):
        row = [number(position), fact(agency.name(lang)), *_measured(cells, indicator, agency.code)]
        row.append(cells.place(code, agency.code))
        if nation:
            found = lookup.nation.get((agency.code, code))
            row.append(fact(f"{found.place}/{found.among}" if found else NO_VALUE))
        rows.append(PaperRow(tuple(row)))
    total = ((), fact(word("total", lang), bold=True), *_measured(cells, indicator, "", bold=True), ())
    rows.append(PaperRow((*total, ()) if nation else total, "total"))
    caption = f"{indicator.name(lang)} - {block.known_period.name(lang)}"
    columns = _member_columns(block, indicator, lang, nation=nation)
    return PaperTable(columns, tuple(rows), caption, compared_note(block.line(code).compared, lang))


def _member_columns(
    block: BlockFigures, indicator: IndicatorRef, lang: str, *, nation: bool
) -> tuple[PaperColumn, ...]:
    cells, heads, year = Cells(block, lang), target_heads(block, lang), str(block.known_period.year - 1)
    parts = [block.indicators[c] for c in (indicator.numerator, indicator.denominator) if c]
    pace = [PaperColumn(in_points(heads["pace"], lang), 0.09, "right")] if block.known_period.is_part_year else []
    return (
        PaperColumn(word("no", lang), 0.05, "center"),
        PaperColumn(word("agency", lang), 0.2 if pace else 0.25),
        *(
            PaperColumn(f"{upper_first(in_prose(p.name(lang), lang))} ({cells.unit(p.code)[0].text})", 0.13, "right")
            for p in parts
        ),
        PaperColumn(word("rate", lang), 0.08, "right"),
        PaperColumn(heads["goal"], 0.08, "right"),
        PaperColumn(in_points(heads["gap"], lang), 0.09, "right"),
        *pace,
        PaperColumn(word("last", lang).format(year=year), 0.09, "right"),
        PaperColumn(headed("change", lang, "points"), 0.09, "right"),
        PaperColumn(word("place", lang), 0.08, "center"),
        *([PaperColumn(word("nation_place", lang), 0.08, "center")] if nation else []),
    )


def _measured(cells: Cells, indicator: IndicatorRef, agency: str, *, bold: bool = False) -> list[Runs]:
    """Parts, rate, target, gap, in a part of the year the pace, last year and change."""
    code = indicator.code
    found = [cells.value(part, agency, bold=bold) for part in (indicator.numerator, indicator.denominator) if part]
    found += [cells.value(code, agency, bold=bold), cells.target(code, agency), cells.gap(code, agency)]
    found += [cells.pace(code, agency)] if cells.block.known_period.is_part_year else []
    return [*found, cells.last(code, agency), cells.change(code, agency)]


def rate_chart(block: BlockFigures, indicator: IndicatorRef, lang: str) -> Chart:
    """A bar for every member, its figure beside it; the axis runs from 0 to 100 % or the largest value above it."""
    cells, code = Cells(block, lang), indicator.code
    measured = {a.code: block.line(code, a.code).value.measured for a in block.agencies}
    goals = {a.code: t.value for a in block.agencies if (t := block.target(a.code, code))}
    top = max([Fraction(100), *(v for v in measured.values() if v is not None), *goals.values()])
    shares = {code: float(value / top) for code, value in measured.items() if value is not None}
    bars = tuple(
        Bar(
            fact(a.name(lang)),
            cells.value(code, a.code),
            shares.get(a.code),
            float(goals[a.code] / top) if a.code in goals else None,
        )
        for a in block.agencies
    )
    title = word("chart", lang).format(name=indicator.name(lang), period=block.known_period.name(lang))
    heads = (word("agency", lang), "", word("rate", lang))
    note = word("chart_note_year" if block.known_period.is_part_year else "chart_note", lang)
    return Chart(title, heads, bars, note if goals else "")


# -- pledges -----------------------------------------------------------------------------------------------------------
def verdict(block: BlockFigures, promise: Promise, agency: str) -> bool | None:
    """Whether a member kept a promise; None where nothing measures it, nothing was reported, or the year goes on."""
    if promise.code not in block.indicators or promise.value is None or not promise.comparator:
        return None
    line = block.line(promise.code, agency)
    return met(line.value.measured, TargetRef(promise.value, promise.comparator), line.indicator, line.period)


def pledge_table(block: BlockFigures, pledge: PledgeFacts, lang: str) -> PaperTable:
    """Promise beside the result of every member, promise by promise; those that no figures measure in the note."""
    columns = (
        PaperColumn(word("no", lang), 0.07, "center"),
        PaperColumn(word("agency", lang), 0.41),
        PaperColumn(word("promised", lang), 0.12, "right"),
        PaperColumn(word("done", lang), 0.14, "right"),
        PaperColumn(headed("against_promise", lang, "points"), 0.14, "right"),
        PaperColumn(word("verdict", lang), 0.12, "center"),
    )
    cells = Cells(block, lang)
    rows: list[PaperRow] = []
    others: list[str] = []
    for promise in pledge.promises:
        said = f"{promise.ordinal}. {promise.text}"
        goal = promise.value
        if promise.code not in block.indicators or goal is None:
            others.append(said)
            continue
        rows.append(band(said, len(columns)))
        rows += [_promise_row(cells, promise, goal, a, n) for n, a in enumerate(block.agencies, start=1)]
    note = word("unmeasured", lang).format(promises=" ".join(others)) if others else ""
    return PaperTable(columns, tuple(rows), pledge.title.replace(" · ", " - "), note)


def _promise_row(cells: Cells, promise: Promise, goal: Fraction, member: AgencyRef, position: int) -> PaperRow:
    block, lang, code, agency = cells.block, cells.lang, promise.code, member.code
    first = (number(position), fact(member.name(lang)))
    measured = block.line(code, agency).value.measured
    gap = cells.points(None if measured is None else measured - goal, code)
    kept = verdict(block, promise, agency)
    open_key = "open_verdict" if measured is not None and block.known_period.is_part_year else "no_verdict"
    said = word(open_key if kept is None else "kept" if kept else "not_kept", lang)
    return PaperRow(
        (*first, fact(cells.printed_goal(goal, code)), cells.value(code, agency), fact(gap or NO_VALUE), fact(said))
    )


# -- awards and movements ----------------------------------------------------------------------------------------------
def awards_table(records: tuple[Record, ...], lang: str) -> PaperTable:
    columns = (
        PaperColumn(word("no", lang), 0.06, "center"),
        PaperColumn(word("recipient", lang), 0.24),
        PaperColumn(word("agency", lang), 0.21),
        PaperColumn(word("award", lang), 0.17),
        PaperColumn(word("decision", lang), 0.11),
        PaperColumn(word("day", lang), 0.1, "center"),
        PaperColumn(word("by", lang), 0.11),
    )
    rows = tuple(
        PaperRow(
            (
                number(position),
                fact(r.recipient),
                fact(r.agency if r.is_person else NO_VALUE),
                fact(r.award),
                fact(r.decision),
                fact(format_date(r.date) if r.date else NO_VALUE),
                fact(r.issuer),
            )
        )
        for position, r in enumerate(records, start=1)
    )
    return PaperTable(columns, rows)


def movement_runs(movement: MovementFacts, lang: str) -> Runs:
    """One movement in a sentence, its result in a few words after it. Of a movement that nobody is known to have joined
    nothing is said about who did."""

    def said(key: str, **values: str) -> list[Run]:
        return filled(word(key, lang), **values)

    runs = said("movement", name=movement.name)
    kind = lower_first(movement.kind)
    scope = lower_first(movement.scope) if lang == "en" else movement.scope  # Bộ and Cụm keep their capitals
    known = [said("movement_kind", kind=kind)] if kind else []
    if scope:
        key = "movement_launched" if movement.launched_on else "movement_undated"
        known.append(said(key, scope=scope, day=format_date(movement.launched_on) if movement.launched_on else ""))
    if movement.ends_on:
        known.append(said("movement_ends", day=format_date(movement.ends_on)))
    if movement.plan:
        known.append(said("movement_plan", plan=movement.plan))
    for number, each in enumerate(known):
        runs += [TextRun(", " if number else ": "), *each]
    if movement.responded:
        counts = {"count": count_words(len(movement.responded), lang), "of": count_words(movement.of, lang)}
        everybody = len(movement.responded) == movement.of
        runs += said("movement_everybody" if everybody else "movement_responded", **counts)
    runs.append(TextRun("."))
    if movement.result:
        runs += [TextRun(" "), TextRun(movement.result)]  # people's words, whose numbers are looked at
    return tuple(runs)


__all__ = [
    "awards_table",
    "band",
    "block_name",
    "fact",
    "headed",
    "left_out_note",
    "members_table",
    "movement_runs",
    "pledge_table",
    "rate_chart",
    "summary_table",
    "verdict",
]

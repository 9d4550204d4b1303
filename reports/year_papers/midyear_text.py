"""The text of the cluster's mid-year report: results of six months beside what six months ask for, and what is left.

The sentences and tables are those of the year-end report over the figures of a part of the year, in which nothing is
called missed. Three measures stand apart, each under its own name: the gap to what the months ask for and the gap to
the year's target, both in points, and the share of the year's target that is reached.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_date
from emulation_portal.lib.numbers import NO_VALUE
from pledges.enums import SIGNS
from reports.papers.content.background import MovementFacts
from reports.papers.content.cells import Cells
from reports.papers.content.decree import ROMAN, Frame, Framed, Origin
from reports.papers.content.filling import listed, upper_first
from reports.papers.content.model import (
    Annex,
    Document,
    FactRun,
    PaperColumn,
    PaperParagraph,
    PaperRow,
    PaperTable,
    Runs,
    Style,
    TextRun,
)
from reports.papers.content.model import Block as PaperBlock
from reports.papers.content.placeholders import Lookup, lacking_of
from reports.papers.content.sentences import BlockSentences, Sentence, lower_first
from reports.papers.content.tables import (
    fact,
    in_points,
    members_table,
    movement_runs,
    number,
    summary_table,
)
from reports.papers.content.wording import word
from results.figures import AgencyRef, BlockFigures, FigureSet, IndicatorRef
from results.figures.lines import FLOORS

from .text import YearText, in_chapters

MONTHS = 6
ORDER = ("department_of_justice", "civil_enforcement")


@dataclass(frozen=True, slots=True)
class HalfYearMatter:
    """What the report tells beside the figures: movements launched by the end of the half-year, with those who had
    joined by then, and by block on which day its pledge was signed."""

    movements: tuple[MovementFacts, ...] = ()
    signed: tuple[tuple[str, date], ...] = ()


def told_blocks(figures: FigureSet) -> list[BlockFigures]:
    """The blocks of which six months are told: they have such a period, and members in it."""
    held = [figures.blocks[name] for name in ORDER if name in figures.blocks]
    return [block for block in held if block.agencies and block.period and block.period.months == MONTHS]


def has_reports(figures: FigureSet) -> bool:
    """Whether anybody has reported six months."""
    return any(len(block.missing()) < len(block.agencies) for block in told_blocks(figures))


def last_day_of(figures: FigureSet) -> date | None:
    """The last day of the half-years told; None where none is."""
    return max((block.known_period.end for block in told_blocks(figures)), default=None)


def composed_midyear(frame: Frame, figures: FigureSet, matter: HalfYearMatter, language: str) -> Document:
    """The report in the active language, which is ``language``."""
    return _MidyearText(frame, figures, matter, language).document()


class _MidyearText(YearText):
    def __init__(self, frame: Frame, figures: FigureSet, matter: HalfYearMatter, language: str):
        self.figures, self.matter, self.lang = figures, matter, language
        self.blocks, self.lookup = told_blocks(figures), Lookup(figures, language)
        self.said = {block.block: BlockSentences(block, self.lookup) for block in self.blocks}
        self.year = str(figures.year)
        origin = Origin(figures.cluster_name(language), figures.cluster_code, figures.year, figures.version_code)
        illustrative = figures.is_illustrative or frame.is_illustrative
        self.frame = replace(frame, origin=origin, is_illustrative=illustrative)
        self.framed = Framed(
            self.frame,
            language,
            word("kind", language),
            "BC",
            is_draft=any(block.is_provisional for block in self.blocks),
            undated_year=figures.year,
        )

    def document(self) -> Document:
        about = _("Review of emulation work in the six months of {year}\nof the {cluster}")
        return self.framed.document(
            about.format(year=self.year, cluster=self.frame.origin.cluster),
            tuple(self._body()),
            annexes=self._annexes(),
            end=last_day_of(self.figures),
        )

    def _body(self) -> Iterator[PaperBlock]:
        yield PaperParagraph((TextRun(word("to", self.lang)),), Style.ADDRESSEE)
        yield self._opening()
        chapters = (
            (_("SITUATION"), self._situation()),
            (_("RESULTS OF SIX MONTHS"), self._results()),
            (_("EMULATION MOVEMENTS AND PLEDGES"), self._movements()),
            (_("TASKS OF THE REMAINING MONTHS"), self._tasks()),
        )
        yield from in_chapters(chapters)

    def _names(self, agencies: Iterable[AgencyRef]) -> Runs:
        return listed((agency.name(self.lang) for agency in agencies), self.lang)

    def _opening(self) -> PaperParagraph:
        if self.frame.issuer.name:
            pattern = _(
                "{issuer}, the head agency, reports on the emulation work of the cluster in the six months of {year}:"
            )
            return self._say(pattern, issuer=self.frame.issuer.name, year=self.year)
        return self._say(_("The emulation work of the cluster in the six months of {year}:"), year=self.year)

    # -- I --------------------------------------------------------------------------------------------------------
    def _situation(self) -> Iterator[PaperBlock]:
        for block in self.blocks:
            period = block.known_period
            yield self._say(
                word("of_block", self.lang),
                block=upper_first(self._block(block.block)),
                count=self._count(len(block.agencies)),
                period=lower_first(period.name(self.lang)),
                start=format_date(period.start),
                end=format_date(period.end),
            )
        yield from self._left_out()
        for block in self.blocks:
            yield self._who_reported(block)
        yield from self._paragraphs(self.said[block.block].state() for block in self.blocks)
        yield self._say(word("rounding", self.lang))
        yield self._say(
            _(
                "The months ask for 6/12 of the year's target, or for the target that a decision gives the six months. "
                "Nothing is called met or missed before the year's end."
            )
        )

    def _left_out(self) -> Iterator[PaperParagraph]:
        """Blocks that the report does not tell of, and why."""
        told = {block.block for block in self.blocks}
        for name in ORDER:
            block = self.figures.blocks.get(name)
            if name in told:
                continue
            has_period = block is not None and any(period.months == MONTHS for period in block.periods)
            pattern = (
                _("{block} had no member at the end of its six months, so this report does not tell of it.")
                if has_period
                else _("{block} has no report of six months, so this report does not tell of it.")
            )
            yield self._say(pattern, block=self._block(name))

    def _who_reported(self, block: BlockFigures) -> PaperParagraph:
        gone, of = block.missing(), len(block.agencies)
        if not gone:
            return self._say(
                _("All {of} [agency|agencies] of {block} sent the figures of the six months."),
                of=self._count(of),
                block=self._block(block.block),
            )
        return self._say(
            _("{count} of {of} [agency|agencies] of {block} sent the figures of the six months; not sent by: {names}."),
            count=self._count(of - len(gone)) if len(gone) < of else "0",
            of=self._count(of),
            block=self._block(block.block),
            names=self._names(gone),
        )

    def _paragraphs(self, sentences: Iterable[Sentence | None]) -> Iterator[PaperParagraph]:
        for sentence in filter(None, sentences):
            yield PaperParagraph(sentence.runs)

    # -- II -------------------------------------------------------------------------------------------------------
    def _results(self) -> Iterator[PaperBlock]:
        for place, block in enumerate(self.blocks, start=1):
            yield PaperParagraph((TextRun(f"{place}. {upper_first(self._block(block.block))}"),), Style.SECTION)
            yield from self._results_of(block)

    def _results_of(self, block: BlockFigures) -> Iterator[PaperBlock]:
        said = self.said[block.block]
        if len(block.missing()) == len(block.agencies):
            yield from self._paragraphs([said.dated(said.nobody())])
            return
        sentences: list[Sentence] = []
        for indicator in block.headline:
            if (result := said.result(indicator.code)) is not None:
                sentences += [result, *said.gaps(indicator.code)]
        if without := said.without_figures(indicator.code for indicator in block.headline):
            sentences.append(without)
        yield from self._paragraphs([said.dated(each) for each in sentences[:1]])
        yield from self._paragraphs([*sentences[1:], said.compared()])
        if block.headline:
            yield self._progress(block)

    def _progress(self, block: BlockFigures) -> PaperTable:
        """The headline indicators of the whole cluster beside what the months ask for."""
        cells, last = Cells(block, self.lang), str(block.known_period.year - 1)
        columns = (
            PaperColumn(_("No."), 0.07, "center"),
            PaperColumn(word("indicator", self.lang), 0.23),
            PaperColumn(word("done", self.lang), 0.12, "right"),
            PaperColumn(word("goal_year", self.lang), 0.13, "right"),
            PaperColumn(_("Asked for by the months"), 0.16, "right"),
            PaperColumn(in_points(_("Against what the months ask for"), self.lang), 0.16, "right"),
            PaperColumn(word("last", self.lang).format(year=last), 0.13, "right"),
        )
        rows = tuple(
            PaperRow(
                (
                    number(place),
                    fact(indicator.name(self.lang)),
                    cells.value(indicator.code),
                    cells.target(indicator.code),
                    fact(self._asked(block, indicator, cells)),
                    cells.pace(indicator.code),
                    cells.last(indicator.code),
                )
            )
            for place, indicator in enumerate(block.headline, start=1)
        )
        return PaperTable(columns, rows, note=self._notes(block))

    def _asked(self, block: BlockFigures, indicator: IndicatorRef, cells: Cells) -> str:
        portion = block.line(indicator.code).portion
        if portion is None:
            return NO_VALUE
        level = cells.printed_goal(portion.value, indicator.code)
        kind = _("by decision") if portion.decided else f"{MONTHS}/12"
        return f"{level} ({kind})"

    def _notes(self, block: BlockFigures) -> str:
        said = []
        if any(block.line(indicator.code).target for indicator in block.headline):
            said.append(word("common_target", self.lang))
        if any((line := block.line(indicator.code)).target and line.portion is None for indicator in block.headline):
            said.append(
                _("A dash: what is done of such work does not grow month by month, so only the year's target holds.")
            )
        return " ".join(said)

    # -- III ------------------------------------------------------------------------------------------------------
    def _movements(self) -> Iterator[PaperBlock]:
        end = last_day_of(self.figures)
        if not self.matter.movements:
            yield self._say(_("No emulation movement launched by the end of the six months has been entered."))
        elif end is not None:
            yield self._say(_("Movements launched, and members that had joined them, by {day}:"), day=format_date(end))
        for movement in self.matter.movements:
            yield PaperParagraph((TextRun("- "), *movement_runs(movement, self.lang)), Style.ITEM)
        signed = dict(self.matter.signed)
        for block in self.blocks:
            name = {"block": self._block(block.block), "year": self.year}
            if block.block in signed:
                day = format_date(signed[block.block])
                yield self._say(_("The pledge of {block} for {year} was signed on {day}."), **name, day=day)
            else:
                day = format_date(block.known_period.end if end is None else end)
                yield self._say(_("By {day} the pledge of {block} for {year} had not been signed."), **name, day=day)

    # -- IV -------------------------------------------------------------------------------------------------------
    def _tasks(self) -> Iterator[PaperBlock]:
        for block in self.blocks:
            goals = [i for i in block.headline if any(block.target(code, i.code) for code in block.codes)]
            if goals:
                yield self._left_table(block, goals)
            else:
                pattern = _("No agency of {block} has been assigned a target of {year} for the headline indicators.")
                yield self._say(pattern, block=self._block(block.block), year=self.year)
        yield self._say(
            _("The members go on with the tasks of the year and send their reports in time./."),
        )

    def _left_table(self, block: BlockFigures, goals: list[IndicatorRef]) -> PaperTable:
        """What is still to be done by each agency until its target of the year is reached."""
        share = 0.68 / (2 * len(goals))
        columns = [PaperColumn(_("No."), 0.08, "center"), PaperColumn(_("Agency"), 0.24)]
        for indicator in goals:
            name = indicator.name(self.lang)
            columns += [
                PaperColumn(_("{name}: result / target of the year").format(name=name), share, "center"),
                PaperColumn(_("Still to be done ({unit})").format(unit=self._unit(block, indicator)), share, "right"),
            ]
        rows = []
        for place, agency in enumerate(block.agencies, start=1):
            cells = [cell for indicator in goals for cell in self._left(block, indicator, agency)]
            rows.append(PaperRow((number(place), fact(agency.name(self.lang)), *cells)))
        note = _(
            "Still to be done: the least that must be added to the result until the target of the year is reached, "
            "as long as what is to be done stays as it was at the end of the six months."
        )
        return PaperTable(tuple(columns), tuple(rows), upper_first(self._block(block.block)), note)

    def _unit(self, block: BlockFigures, indicator: IndicatorRef) -> str:
        part = block.indicators[indicator.numerator] if indicator.is_rate else indicator
        return word("thousand_dong", self.lang) if part.is_money else part.unit(self.lang)

    def _left(self, block: BlockFigures, indicator: IndicatorRef, agency: AgencyRef) -> tuple[Runs, Runs]:
        code, cells, target = indicator.code, Cells(block, self.lang), block.target(agency.code, indicator.code)
        value = cells.value(code, agency.code)
        goal = f"{SIGNS[target.comparator]}\u00a0{cells.printed_goal(target.value, code)}" if target else ""
        beside = (*value, FactRun(f" / {goal or _('not assigned')}"))
        return beside, self._amount_left(block, indicator, agency, cells)

    def _amount_left(self, block: BlockFigures, indicator: IndicatorRef, agency: AgencyRef, cells: Cells) -> Runs:
        line, code = block.line(indicator.code, agency.code), indicator.code
        if line.target is None or line.value.measured is None or line.target.comparator not in FLOORS:
            return fact(NO_VALUE)
        if lacking_of(block, code, agency.code) is not None:
            return cells.lacking(code, agency.code)
        reached = line.gap is not None and (line.gap > 0 or (line.gap == 0 and line.target.comparator == "gte"))
        return (FactRun(_("nothing lacking now") if reached else NO_VALUE, italic=True),)

    # -- annexes --------------------------------------------------------------------------------------------------
    def _annexes(self) -> tuple[Annex, ...]:
        """All indicators by group, then the headline rates by agency; of blocks of which nobody reported nothing."""
        reported = [block for block in self.blocks if len(block.missing()) < len(block.agencies)]
        held: list[tuple[str, tuple[PaperBlock, ...]]] = []
        if reported:
            notes = tuple(
                PaperParagraph((TextRun(word(key, self.lang)),), Style.NOTE) for key in ("annex_note", "annex_open")
            )
            tables = tuple(summary_table(block, self.lang) for block in reported)
            held.append(
                (_("RESULTS OF ALL INDICATORS, SIX MONTHS OF {year}").format(year=self.year), (*tables, *notes))
            )
        for block in reported:
            tables = tuple(members_table(block, i, self.lookup) for i in block.headline if i.is_rate)
            if tables:
                title = _("HEADLINE INDICATORS BY AGENCY OF {block}, SIX MONTHS OF {year}")
                held.append((title.format(block=self._block(block.block).upper(), year=self.year), tables))
        return tuple(
            Annex(word("annex", self.lang).format(number=ROMAN[place]), title, self._enclosed(), blocks, wide=True)
            for place, (title, blocks) in enumerate(held)
        )

    def _enclosed(self) -> str:
        reference = word("dated", self.lang).format(number=self.framed.number, date=self.framed.day)
        key = "enclosed" if self.frame.issuer.name else "enclosed_plain"
        return word(key, self.lang).format(reference=reference, issuer=self.frame.issuer.name)


__all__ = ["MONTHS", "HalfYearMatter", "composed_midyear", "has_reports", "last_day_of", "told_blocks"]

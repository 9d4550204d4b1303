"""The year-end report of a cluster: which sentences, tables and annexes it has, in the order of an official report.

``compose`` makes the document from a ``FigureSet`` and the ``Matter`` beside it. Every automatic paragraph has a slot;
people's words replace it, hide it or follow it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from emulation_portal.lib.dates import format_date
from results.figures import AgencyRef, BlockFigures, FigureSet, IndicatorRef

from .background import Matter, PledgeFacts, Record, Section, Written
from .decree import ROMAN, Frame, Framed, Origin
from .filling import AND, capitalised, filled, listed, upper_first
from .model import (
    Annex,
    Block,
    Document,
    FactRun,
    PaperParagraph,
    PaperTable,
    Run,
    Runs,
    Style,
    TextRun,
)
from .numbers import count_words
from .placeholders import BadPlaceholder, Lookup
from .sentences import BlockSentences, Sentence, in_prose, is_sealed, lower_first, period_in_prose
from .tables import (
    awards_table,
    block_name,
    members_table,
    movement_runs,
    pledge_table,
    rate_chart,
    summary_table,
    verdict,
)
from .wording import heading, word

DEPARTMENTS, ENFORCEMENT = "department_of_justice", "civil_enforcement"
SECTION_OF = {DEPARTMENTS: Section.DEPARTMENTS, ENFORCEMENT: Section.ENFORCEMENT}
NAMED_AT_MOST = 6
Missed = tuple[BlockFigures, str, list[AgencyRef]]  # an indicator and the members that missed its target


def compose(figures: FigureSet, matter: Matter, language: str = "vi") -> Document:
    """The whole report. The same figures, matter and language give the same document."""
    return _Report(figures, matter, language).document()


class _Report:
    def __init__(self, figures: FigureSet, matter: Matter, language: str):
        self.figures, self.matter, self.lang = figures, matter, language
        self.lookup = Lookup(figures, language, matter.nation)
        held = [figures.blocks[b] for b in (DEPARTMENTS, ENFORCEMENT) if b in figures.blocks]
        self.blocks = [block for block in held if block.period and block.agencies]
        self.said = {block.block: BlockSentences(block, self.lookup) for block in self.blocks}
        self.years = {"year": str(figures.year), "next": str(figures.year + 1), "last_year": str(figures.year - 1)}
        self.problems: list[str] = []
        self.issuer = matter.frame.issuer
        self.framed = Framed(self._frame(), language, self.word("kind"), "BC", is_draft=self.is_draft)

    def _frame(self) -> Frame:
        """As read, about the cluster, year and data version of the figures."""
        figures, frame = self.figures, self.matter.frame
        origin = Origin(self._cluster(), figures.cluster_code, figures.year, figures.version_code)
        return replace(frame, origin=origin, is_illustrative=figures.is_illustrative or frame.is_illustrative)

    @property
    def is_draft(self) -> bool:
        return not all(is_sealed(block) for block in self.blocks)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.lang).format(**self.years, **values)

    def document(self) -> Document:
        blocks = tuple(self._body())
        annexes = self._annexes()
        ends = [block.known_period.end for block in self.blocks]
        return self.framed.document(
            self.word("about", cluster=self._cluster()),
            blocks,
            annexes=annexes,
            problems=tuple(self.problems),
            end=max(ends, default=None),
        )

    def _cluster(self) -> str:
        return self.figures.cluster_name(self.lang)

    # -- body -----------------------------------------------------------------------------------------------------
    def _body(self) -> Iterator[Block]:
        yield PaperParagraph((TextRun(self.word("to")),), Style.ADDRESSEE)
        for number, basis in enumerate(self.matter.bases, start=1):
            end = "." if number == len(self.matter.bases) else ";"
            yield PaperParagraph((FactRun(basis + end, italic=True),), Style.BASIS)
        yield PaperParagraph(tuple(self._opening()))
        yield self._heading("one")
        yield from self._section(Section.SITUATION, self._situation(), heading=False)
        yield self._heading("two")
        yield from self._section(Section.MOVEMENTS, self._movements())
        yield self._heading("tasks", Style.SECTION)
        for block in self.blocks:
            yield from self._section(SECTION_OF[block.block], self._results(block), style=Style.SUBSECTION)
        yield from self._section(Section.PLEDGES, self._pledges())
        yield from self._section(Section.AWARDS, self._awards())
        yield from self._section(Section.COMPARISON, self._comparison())
        yield from self._section(Section.SHORTCOMINGS, self._shortcomings(), style=Style.CHAPTER)
        last = [*self._section(Section.DIRECTIONS, self._directions(), style=Style.CHAPTER)]
        for section in (Section.PROPOSALS, Section.MINISTRY):
            if self._has_words(section):  # the portal has none of its own, nor says that there are none
                yield from last
                last = [*self._section(section, (), style=Style.CHAPTER)]
        yield from self._closing(last)

    def _has_words(self, section: Section) -> bool:
        return any(w.section == section and not w.is_hidden and w.text.strip() for w in self.matter.written)

    def _opening(self) -> list[Run]:
        if self.issuer.name:
            return filled(word("opening", self.lang), issuer=self.issuer.name, **self.years)
        return filled(word("opening_plain", self.lang), **self.years)

    def _closing(self, held: list[Block]) -> Iterator[Block]:
        """A report ends with ./."""
        yield from held[:-1]
        last = held[-1]
        text = last.runs[-1].text if isinstance(last, PaperParagraph) and last.runs else ""
        if not isinstance(last, PaperParagraph) or last.style in (Style.CHAPTER, Style.SECTION):
            yield last
            yield PaperParagraph((TextRun("./."),))
        else:
            mark = "/." if text.endswith(".") else "./."
            yield PaperParagraph((*last.runs, TextRun(mark)), last.style, last.slot, last.section, last.written)

    def _heading(self, key: str, style: Style = Style.CHAPTER) -> PaperParagraph:
        return PaperParagraph((FactRun(heading(key, self.lang).format(**self.years)),), style, section=str(key))

    def _section(
        self, section: Section, automatic: Iterable[Block], *, style: Style = Style.SECTION, heading: bool = True
    ) -> Iterator[Block]:
        """The heading, what the portal writes with people's words in its place, and what people add."""
        if heading:
            yield self._heading(section, style)
        own = [w for w in self.matter.written if w.section == section]
        instead = {w.slot: w for w in own if w.slot}
        met = set()
        for block in automatic:
            if isinstance(block, PaperParagraph) and block.slot in instead:
                met.add(block.slot)
                yield from self._written(instead[block.slot], section)
            elif isinstance(block, PaperParagraph):
                yield PaperParagraph(block.runs, block.style, block.slot, section)
            else:
                yield block
        for each in own:
            # Words in place of a paragraph that the figures no longer bring up are kept all the same.
            if each.slot not in met:
                yield from self._written(each, section)

    def _written(self, words: Written, section: Section) -> Iterator[PaperParagraph]:
        """People's paragraphs; a placeholder that is no longer good stays as typed and is told among the problems."""
        if words.is_hidden:
            return
        for line in filter(None, (line.strip() for line in words.text.split("\n"))):
            try:
                runs = self.lookup.filled(line)
            except BadPlaceholder as bad:
                self.problems.append(bad.placeholder)
                runs = (TextRun(line),)
            yield PaperParagraph(runs, Style.BODY, words.slot, section, written=True)

    def _say(self, slot: str, key: str, style: Style = Style.BODY, /, **values: str | Runs) -> PaperParagraph:
        return PaperParagraph(capitalised(filled(word(key, self.lang), **{**self.years, **values})), style, slot)

    def _count(self, number: int) -> str:
        return count_words(number, self.lang)

    # -- I --------------------------------------------------------------------------------------------------------
    def _situation(self) -> Iterator[Block]:
        members = self._count(sum(len(block.agencies) for block in self.blocks))
        common = {"cluster": self._cluster(), "count": members}
        if self.matter.provinces:
            names = ", ".join(self.matter.provinces)
            provinces = self._count(len(self.matter.provinces))
            key = "members_cities" if self.matter.has_cities else "members"
            yield self._say("situation.members", key, provinces=provinces, names=names, **common)
        else:
            yield self._say("situation.members", "members_plain", **common)
        for block in self.blocks:
            yield self._say(
                f"situation.{block.block}",
                "of_block",
                block=upper_first(block_name(block.block, self.lang)),
                count=self._count(len(block.agencies)),
                period=lower_first(block.known_period.name(self.lang)),
                start=format_date(block.known_period.start),
                end=format_date(block.known_period.end),
            )
        for kind in (DEPARTMENTS, ENFORCEMENT):
            if kind not in self.said:
                name = upper_first(block_name(kind, self.lang))
                yield self._say(f"situation.{kind}", "no_members", block=name)
        if self.issuer.name:
            key = "leaders" if self.matter.deputy else "leader"
            yield self._say("situation.leaders", key, head=self.issuer.name, deputy=self.matter.deputy)
        yield from self._about_figures()

    def _about_figures(self) -> Iterator[Block]:
        """How final the figures are, and what every result in the report rests on."""
        said = [self.said[block.block] for block in self.blocks]
        yield from self._paragraphs(sentence for each in said for sentence in (each.missing(), each.state()))
        if any(each.has_figures for each in said):
            yield self._say("situation.rounding", "rounding")
        if any(each.has_common_target for each in said):
            yield self._say("situation.derived", "common_target")

    def _period(self, block: BlockFigures) -> str:
        return period_in_prose(block.known_period.name(self.lang), self.lang)

    def _paragraphs(self, sentences: Iterable[Sentence | None]) -> Iterator[PaperParagraph]:
        for sentence in filter(None, sentences):
            yield PaperParagraph(sentence.runs, Style.BODY, sentence.slot)

    def _told(self, block: BlockFigures, sentences: Iterable[Sentence | None]) -> Iterator[PaperParagraph]:
        """Sentences of one block in a section: the first of them names the period, for all."""
        found = [each for each in sentences if each is not None]
        first = [self.said[block.block].dated(each) for each in found[:1]]
        yield from self._paragraphs([*first, *found[1:]])

    # -- II -------------------------------------------------------------------------------------------------------
    def _movements(self) -> Iterator[Block]:
        if not self.matter.movements:
            yield self._say("movements.none", "movements_none")
        for number, movement in enumerate(self.matter.movements, start=1):
            runs = (TextRun("- "), *movement_runs(movement, self.lang))
            yield PaperParagraph(runs, Style.ITEM, f"movements.{number}")

    def _results(self, block: BlockFigures) -> Iterator[Block]:
        said = self.said[block.block]
        if len(block.missing()) == len(block.agencies):
            yield from self._told(block, [said.nobody()])
            return
        sentences: list[Sentence | None] = []
        for indicator in block.headline:
            code = indicator.code
            if said.result(code) is not None:
                one = [said.result(code), said.members(code), said.extremes(code), said.nation(code)]
                sentences += [*one, *said.gaps(code)]
        sentences.append(said.without_figures(i.code for i in block.headline))
        others = [i for i in block.indicators.values() if i.is_rate and not i.is_headline]
        sentences += [said.result(i.code) for i in others if block.line(i.code).value.measured is not None]
        yield from self._told(block, [*sentences, *said.duties(), *said.printed_places(), said.compared()])

    def _pledges(self) -> Iterator[Block]:
        for block in self.blocks:
            pledge, name = self._pledge_of(block), block_name(block.block, self.lang)
            if pledge is None:
                yield self._say(f"pledges.{block.block}", "pledge_none", block=name)
                continue
            measured = [p for p in pledge.promises if p.code in block.indicators and p.value is not None]
            yield self._pledge(block.block, pledge, len(measured))
            if measured and block.known_period.is_part_year:
                period = self._period(block)
                yield self._say(f"pledges.{block.block}.open", "pledge_open", block=name, period=period)
            elif measured:
                yield from self._kept(block, pledge)

    def _pledge(self, block: str, pledge: PledgeFacts, measured: int) -> PaperParagraph:
        """What the pledge is: when it was signed, how much it promises, how much of that figures measure."""
        whole, day = len(pledge.promises), format_date(pledge.signed_on) if pledge.signed_on else ""
        share = "empty" if not whole else "no" if not measured else "every" if measured == whole else "some"
        values = {
            **self.years,
            "block": block_name(block, self.lang),
            "day": day,
            "count": self._count(whole),
            "measured": self._count(measured),
        }
        keys = "pledge_signed" if day else "pledge_unsigned", f"pledge_{share}"
        runs = [run for key in keys for run in filled(word(key, self.lang), **values)]
        return PaperParagraph(capitalised(runs), Style.BODY, f"pledges.{block}")

    def _pledge_of(self, block: BlockFigures) -> PledgeFacts | None:
        return next((p for p in self.matter.pledges if p.block == block.block), None)

    def _kept(self, block: BlockFigures, pledge: PledgeFacts) -> Iterator[PaperParagraph]:
        """Every member: those that kept the same promises, all of them, in one sentence, those without figures in
        another; each other one in its own."""
        asked = [p.code for p in pledge.promises if p.code in block.indicators and p.value is not None]
        verdicts = {a: [verdict(block, p, a.code) for p in pledge.promises if p.code in asked] for a in block.agencies}
        whole = [a for a, found in verdicts.items() if all(found)]
        unknown = [a for a, found in verdicts.items() if all(kept is None for kept in found)]
        together = whole if len(whole) > 1 else []
        name = block_name(block.block, self.lang)
        if together:
            yield self._say(
                f"pledges.{block.block}.kept",
                "pledge_kept_together" if len(whole) == len(verdicts) else "pledge_kept_by",
                number=self._count(len(whole)),
                block=name,
                count=self._count(len(asked)),
                names=self._names(whole),
            )
        alone = [a for a in block.agencies if a not in together and a not in unknown]
        yield from (self._kept_by(block, pledge, agency) for agency in alone)
        if unknown:
            of = (FactRun(name),) if len(unknown) == len(verdicts) else self._names(unknown)
            yield self._say(f"pledges.{block.block}.unmeasured", "pledge_unmeasured", names=of)

    def _names(self, agencies: Iterable[AgencyRef]) -> Runs:
        return listed((agency.name(self.lang) for agency in agencies), self.lang)

    def _kept_by(self, block: BlockFigures, pledge: PledgeFacts, agency: AgencyRef) -> PaperParagraph:
        verdicts = [(p, verdict(block, p, agency.code)) for p in pledge.promises]
        judged = [(p, kept) for p, kept in verdicts if kept is not None]
        missed = [p for p, kept in judged if not kept]
        none = "kept_none" if len(judged) > 1 else "kept_none_one"
        key = "kept_all" if not missed else none if len(missed) == len(judged) else "kept_some"
        names = "; ".join(in_prose(block.indicators[p.code].name(self.lang), self.lang) for p in missed)
        return self._say(
            f"pledges.{agency.code}",
            f"pledge_{key}",
            Style.BODY,
            agency=agency.name(self.lang),
            count=self._count(len(judged)),
            kept=self._count(len(judged) - len(missed)),
            names=names,
        )

    def _awards(self) -> Iterator[Block]:
        records = self.matter.records
        if not records:
            yield self._say("awards.total", "awards_none")
        else:
            kinds = self._award_kinds(records, "awards_times", named=False)
            yield self._say("awards.total", "awards_total", kinds=kinds)
            for number, award in enumerate(dict.fromkeys(r.award for r in records), start=1):
                kinds = self._award_kinds([r for r in records if r.award == award], "awards")
                yield self._say(f"awards.{number}", "awards_line", Style.ITEM, award=award, kinds=kinds)
        yield from self._classified()
        if self.matter.nominated:
            yield self._say("awards.nominated", "awards_nominated", count=self._count(self.matter.nominated))

    def _classified(self) -> Iterator[Block]:
        """The Ministry's classification of the members, the best first; what is made up is told apart."""
        rows = self.matter.classified
        for number, kind in enumerate(dict.fromkeys((c.level, c.is_illustrative) for c in rows), start=1):
            found = [c for c in rows if (c.level, c.is_illustrative) == kind]
            key = "classified_illustrative" if kind[1] else "classified"
            names = listed([c.agency for c in found], self.lang)
            level, count = lower_first(kind[0]), self._count(len(found))
            yield self._say(f"awards.classified.{number}", key, level=level, count=count, names=names)

    def _award_kinds(self, records: Sequence[Record], keys: str, *, named: bool = True) -> Runs:
        """How many collectives and how many persons, by name where they are few. ``keys`` begin the wordings."""
        runs: list[Run] = []
        for kind, is_person in (("agencies", False), ("persons", True)):
            names = [r.recipient for r in records if r.is_person is is_person]
            if names:
                runs += [TextRun(AND[self.lang == "en"])] if runs else []
                runs += filled(word(f"{keys}_{kind}", self.lang), count=self._count(len(names)))
                if named and len(names) <= NAMED_AT_MOST:
                    runs += filled(word("awards_names", self.lang), names=listed(names, self.lang))
        return tuple(runs)

    def _comparison(self) -> Iterator[Block]:
        for block in self.blocks:
            said = self.said[block.block]
            codes = dict.fromkeys(i.numerator or i.code for i in block.headline)
            sentences = [each for each in map(said.comparison, codes) if each is not None]
            if sentences:
                yield from self._told(block, sentences)
            else:
                yield from self._paragraphs([said.not_compared()])

    # -- III to V -------------------------------------------------------------------------------------------------
    def _missed(self) -> list[Missed]:
        return [
            (block, indicator.code, self.said[block.block].judged(indicator.code)[1])
            for block in self.blocks
            for indicator in block.headline
        ]

    def _shortcomings(self) -> Iterator[Block]:
        missed = self._missed()
        yield from self._nothing_missed(missed)
        for block in self.blocks:
            short = [(code, agency) for of, code, agencies in missed if of is block for agency in agencies]
            yield from self._told(block, [self.said[block.block].shortfall(agency, code) for code, agency in short])

    def _nothing_missed(self, missed: list[Missed]) -> Iterator[PaperParagraph]:
        """Why no shortfall is told: everybody met, nothing can be judged, or the year goes on."""
        going_on = [block for block in self.blocks if block.known_period.is_part_year]
        judged = [b.block for b in self.blocks if any(any(self.said[b.block].judged(i.code)) for i in b.headline)]
        told = any(agencies for _, _, agencies in missed)
        if not told and not going_on:
            yield self._say("shortcomings.none", "short_none" if judged else "short_unknown")
        for kind in () if told or not going_on else judged:
            yield self._say(f"shortcomings.none.{kind}", "short_none_of", block=block_name(kind, self.lang))
        if going_on and len(going_on) == len(self.blocks):
            yield self._say("shortcomings.open", "short_open_all")
        for block in going_on if len(going_on) < len(self.blocks) else ():
            name = block_name(block.block, self.lang)
            yield self._say(f"shortcomings.open.{block.block}", "short_open", block=name)

    def _directions(self) -> Iterator[Block]:
        for block, day in self.matter.next_signed:
            name = block_name(block, self.lang)
            yield self._say(f"directions.signed.{block}", "next_signed", block=name, day=format_date(day))
        if self.matter.next_head and self.matter.handed_on:
            handed_on = format_date(self.matter.handed_on)
            yield self._say("directions.head", "next_head", head=self.matter.next_head, day=handed_on)
        if not self.matter.next_signed:
            yield self._say("directions.default", "directions_unsigned")
        if any(agencies for _, _, agencies in self._missed()):
            yield self._say("directions.short", "directions_short")

    # -- annexes --------------------------------------------------------------------------------------------------
    def _annexes(self) -> tuple[Annex, ...]:
        found: list[tuple[str, tuple[Block, ...], bool]] = []
        summaries = tuple(summary_table(block, self.lang) for block in self.blocks)
        if summaries:
            keys = ["annex_note", *(["annex_open"] if any(b.known_period.is_part_year for b in self.blocks) else [])]
            notes = tuple(PaperParagraph((TextRun(self.word(key)),), Style.NOTE) for key in keys)
            found.append((self.word("annex_summary"), (*summaries, *notes), True))
        for block in self.blocks:
            rates = [i for i in block.headline if i.is_rate]
            if rates:
                name = block_name(block.block, self.lang)
                shown = tuple(each for i in rates for each in self._by_member(block, i))
                found.append((self.word("annex_members", block=name.upper()), shown, True))
        pledges = tuple(
            pledge_table(block, pledge, self.lang) for block in self.blocks if (pledge := self._pledge_of(block))
        )
        if pledges:
            found.append((self.word("annex_pledges"), pledges, False))
        if self.matter.records:
            found.append((self.word("annex_awards"), (awards_table(self.matter.records, self.lang),), True))
        return tuple(
            Annex(self.word("annex", number=ROMAN[place]), title, self._enclosed(), blocks, wide)
            for place, (title, blocks, wide) in enumerate(found)
        )

    def _by_member(self, block: BlockFigures, indicator: IndicatorRef) -> Iterator[Block]:
        yield members_table(block, indicator, self.lookup)
        if len(block.agencies) > 1:
            yield rate_chart(block, indicator, self.lang)

    def _enclosed(self) -> str:
        reference = self.word("dated", number=self.framed.number, date=self.framed.day)
        key = "enclosed" if self.issuer.name else "enclosed_plain"
        return self.word(key, reference=reference, issuer=self.issuer.name)


def tables_of(document: Document) -> list[PaperTable]:
    return [block for block in document.every_block() if isinstance(block, PaperTable)]


__all__ = ["compose", "tables_of"]

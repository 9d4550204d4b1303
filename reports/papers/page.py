"""The year-end report as a page: the same document as the files, with what people wrote and what must be looked at."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import Block
from clusters.members import SuccessionMap
from clusters.models import Season
from emulation_portal.lib.numbers import NO_VALUE
from emulation_portal.ui.language import lang
from reports.models import Paragraph
from results import words
from results.figures import FigureSet
from results.figures.read import read_figures

from .content.background import Section
from .content.cluster_report import compose
from .content.model import HEADINGS, Chart, Document, FigureRun, PaperTable, Runs
from .content.model import PaperParagraph as Content
from .content.placeholders import NO_FIGURE, BadPlaceholder, Lookup, Measure, Ref, parse_ref
from .content.sentences import in_prose
from .content.stray_numbers import Stranger, strangers
from .content.wording import heading
from .read import TypedIn, kept_matter

# The figures a person is most likely to want in words; a rate offers more than an amount.
RATE_MEASURES = (
    Measure.VALUE,
    Measure.TARGET,
    Measure.GAP,
    Measure.PACE,
    Measure.SHORT,
    Measure.LIKE,
    Measure.LAST,
    Measure.CHANGE,
    Measure.NATIONAL,
)
AMOUNT_MEASURES = (Measure.VALUE, Measure.LIKE, Measure.LAST, Measure.CHANGE)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure in somebody's words that has changed since they were written; ``what`` names it."""

    what: str
    then: str
    now: str


@dataclass
class Paper:
    """The composed report and what stands beside it."""

    document: Document
    figures: FigureSet
    lookup: Lookup
    strangers: tuple[Stranger, ...] = ()


def read_paper(
    season: Season, language: str, typed: TypedIn | None = None, succession: SuccessionMap | None = None
) -> Paper:
    """``typed``: what people have typed into it, where it was read before, as the lines of succession."""
    typed = typed or TypedIn.of(season, language)
    figures = read_figures(season, with_published=False, succession=succession)
    matter = kept_matter(season, figures, language, typed)
    document = compose(figures, matter, language)
    return Paper(document, figures, Lookup(figures, language, matter.nation), strangers(document, figures))


# -- the page ----------------------------------------------------------------------------------------------------------
def blocks(document: Document, *, place: list, writes: Container[str]) -> list[dict]:
    """The document's blocks for the template, those in the sections ``writes`` with where their words are changed."""
    address = reverse("reports:paper_text", args=place)
    shown: list[dict] = []
    section = ""
    for block in document.blocks:
        if isinstance(block, Content):
            if block.section != section and section in writes:
                shown.append(_adding(address, section))
            section = block.section or section
            shown.append(_paragraph(block, address if section in writes else ""))
        else:
            shown.append(_drawn(block))
    if section in writes:
        shown.append(_adding(address, section))
    there = {block.section for block in document.paragraphs()}
    for each in (Section.PROPOSALS, Section.MINISTRY):
        if each in writes and each not in there:
            shown += [_missing_heading(each), _adding(address, each)]
    return shown


def plain_blocks(held: Iterable[Content | PaperTable | Chart]) -> list[dict]:
    """Blocks that nobody writes into, for the template."""
    return [_paragraph(block, "") if isinstance(block, Content) else _drawn(block) for block in held]


def _missing_heading(section: Section) -> dict:
    """The heading of a part that files leave out while nobody has written it."""
    return {"kind": "heading", "level": 2, "text": heading(section, lang())}


def _adding(address: str, section: str) -> dict:
    return {"kind": "add", "url": f"{address}?section={section}", "name": section_name(section)}


def _paragraph(block: Content, address: str) -> dict:
    level = HEADINGS.get(block.style)
    url = f"{address}?section={block.section}&slot={block.slot}" if address and block.slot else ""
    return {
        "kind": "heading" if level else "text",
        "level": (level or 0) + 1,
        "style": block.style.value,
        "runs": runs(block.runs),
        "url": url,
        "written": block.written,
        "text": block.text,
    }


def runs(held: Runs) -> list[dict]:
    return [
        {"text": r.text, "bold": r.bold, "italic": r.italic, "ref": r.ref if isinstance(r, FigureRun) else ""}
        for r in held
    ]


def _drawn(block: PaperTable | Chart) -> dict:
    if isinstance(block, Chart):
        bars = [
            {
                "label": runs(bar.label),
                "value": runs(bar.value),
                "share": None if bar.share is None else f"{bar.share * 100:.2f}%",
                "mark": None if bar.mark is None else f"{bar.mark * 100:.2f}%",
            }
            for bar in block.bars
        ]
        return {"kind": "chart", "title": block.title, "heads": block.heads, "bars": bars, "note": block.note}
    rows = [
        {
            "role": row.role,
            "band": runs(row.cells[0]) if row.role == "band" else None,
            "width": len(block.columns),
            "cells": [{"runs": runs(c), "align": k.align} for c, k in zip(row.cells, block.columns, strict=True)],
        }
        for row in block.rows
    ]
    return {
        "kind": "table",
        "caption": block.caption,
        "heads": block.heads(),
        "aligns": [c.align for c in block.columns],
        "rows": rows,
        "note": block.note,
    }


def annexes(document: Document) -> list[dict]:
    return [
        {
            "number": annex.number,
            "title": annex.title,
            "enclosed": annex.enclosed,
            "wide": annex.wide,
            "blocks": plain_blocks(annex.blocks),
        }
        for annex in document.annexes
    ]


# -- people's words ----------------------------------------------------------------------------------------------------
def written(rows: Iterable[Paragraph], lookup: Lookup, place: list, *, writes: Container[str]) -> list[dict]:
    """People's paragraphs with what moved in them, hidden ones too, for the list beside the report.

    The address is empty for those of sections that the reader does not write in.
    """
    address = reverse("reports:paper_text", args=place)
    return [
        {
            "row": row,
            "section": section_name(row.section),
            "text": as_read(row.text, lookup),
            "moved": moved(row, lookup),
            "url": _words_url(address, row) if row.section in writes else "",
            "by": row.written_by.display_name if row.written_by else "",
        }
        for row in sorted(rows, key=lambda row: row.section)
    ]


def _words_url(address: str, row: Paragraph) -> str:
    return f"{address}?section={row.section}&slot={row.slot}" if row.slot else f"{address}?words={row.pk}"


def moved(row: Paragraph, lookup: Lookup) -> list[Moved]:
    """Figures in the words that say something else now than when they were written."""
    try:
        now = lookup.figures_in(row.text)
    except BadPlaceholder:
        now = {}
    lost = NO_FIGURE[lookup.language]
    changed = ((ref, then) for ref, then in row.figures.items() if now.get(ref, lost) != then)
    return [Moved(figure_name(lookup, ref), then, now.get(ref, lost)) for ref, then in changed]


def as_read(text: str, lookup: Lookup) -> str:
    """People's words with their figures put in, as the report prints them."""
    try:
        return "".join(run.text for run in lookup.filled(text))
    except BadPlaceholder:
        return text


def figure_name(lookup: Lookup, text: str) -> str:
    """What a placeholder stands for, in words; one that names nothing the season has stays as it is."""
    try:
        ref = parse_ref(text)
        block = lookup.block_of(ref.code)
    except BadPlaceholder:
        return text
    agencies = [agency.short_name for agency in block.agencies if agency.code == ref.agency]
    return ", ".join((block.indicators[ref.code].name(lookup.language), *agencies, measure_name(ref.measure)))


def section_name(section: str) -> str:
    if section == Section.SITUATION:
        return _("I. Situation")
    words = heading(Section(section), lang())
    return words.replace(" {next}", "").replace(" NĂM", "").strip()


def automatic(document: Document, slot: str) -> str:
    """An automatic paragraph as words with placeholders, to be rewritten; empty where there is none."""
    for paragraph in document.paragraphs():
        if paragraph.slot == slot and not paragraph.written:
            return "".join(f"[[{r.ref}]]" if isinstance(r, FigureRun) else r.text for r in paragraph.runs)
    return ""


# -- figures on offer --------------------------------------------------------------------------------------------------
def offers(lookup: Lookup, section: str) -> list[dict]:
    """Figures that can be put into words: of the section's block, else of both; headline indicators first."""
    wanted = {Section.DEPARTMENTS: Block.DEPARTMENT_OF_JUSTICE, Section.ENFORCEMENT: Block.CIVIL_ENFORCEMENT}.get(
        section
    )
    found = []
    for name, block in lookup.figures.blocks.items():
        if block.period is None or (wanted and name != wanted):
            continue
        parts = {c for i in block.headline for c in (i.numerator, i.denominator) if c}
        chosen = [i for i in block.indicators.values() if i.is_headline or i.code in parts or i.is_rate]
        for indicator in sorted(chosen, key=lambda i: (not i.is_headline, not i.is_rate, i.ordinal)):
            measures = RATE_MEASURES if indicator.is_rate else AMOUNT_MEASURES
            figures = [
                {"ref": str(ref), "measure": measure_name(measure), "text": text}
                for measure in measures
                if (text := lookup.text(ref := Ref(indicator.code, "", measure))) is not None
            ]
            if figures:
                agencies = (
                    [
                        {"ref": str(ref), "measure": agency.short_name, "text": lookup.text(ref) or NO_VALUE}
                        for agency in block.agencies
                        if (ref := Ref(indicator.code, agency.code))
                    ]
                    if indicator.is_headline
                    else []
                )
                found.append(
                    {
                        "name": in_prose(indicator.name(lookup.language), lookup.language),
                        "block": words.block_name(name),
                        "figures": figures,
                        "agencies": agencies,
                    }
                )
    return found


def measure_name(measure: Measure) -> str:
    return {
        Measure.VALUE: _("result"),
        Measure.LAST: _("same period last year"),
        Measure.TARGET: _("assigned target"),
        Measure.NATIONAL: _("national target"),
        Measure.GAP: _("distance from the target"),
        Measure.SHORT: _("lacking to the target"),
        Measure.CHANGE: _("distance from last year"),
        Measure.LIKE: _("result of the members compared with last year"),
        Measure.PACE: _("distance from the part of the target for these months"),
        Measure.PART: _("numerator"),
        Measure.WHOLE: _("denominator"),
        Measure.PLACE: _("place in the cluster"),
        Measure.NATION_PLACE: _("place in the nation"),
        Measure.NATION_AMONG: _("number of agencies compared in the nation"),
    }[measure]


__all__ = [
    "Moved",
    "Paper",
    "annexes",
    "automatic",
    "blocks",
    "moved",
    "offers",
    "plain_blocks",
    "read_paper",
    "section_name",
    "written",
]

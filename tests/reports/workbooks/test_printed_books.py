"""The cluster's book on paper, and in LibreOffice with the settings of two countries."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from awards.reading import RecordRow
from reports.workbooks.background import BookBackground
from results.enums import State
from results.figures.read import read_figures
from tests.support.files.office import opened
from tests.support.files.papers import as_pdf, pdf_pages
from tests.support.files.report_books import built, differences

MEMBERS, MOST_PAGES = 6, 16  # of a block, as in the clusters of 2024, and the pages of its book
FEWEST_LINES = 12  # of a page that is no remainder


@pytest.fixture
def figures(world):
    """Blocks of as many members as the clusters of 2024 had, all with figures of both years."""
    world.set_targets()
    world.fill_all()
    for agencies, code in ((world.enforcement, "THADS-2023-12m"), (world.departments, "STP-2023-year_first")):
        for agency in agencies:
            world.fill(agency, period=world.periods[code], state=State.APPROVED)
    found = read_figures(world.season)
    return replace(found, blocks={name: enlarged(block) for name, block in found.blocks.items()})


def enlarged(block):
    """Further members with the figures of the first."""
    first = block.agencies[0]
    more = [replace(first, code=f"X{n}", name_vi=f"Cơ quan Thi hành án dân sự tỉnh {n}") for n in range(MEMBERS)]
    more = more[: MEMBERS - len(block.agencies)]
    held = {
        name: {**getattr(block, name), **{agency.code: getattr(block, name)[first.code] for agency in more}}
        for name in ("cells", "last_cells", "status")
    }
    targets = {(agency.code, code): block.targets[of, code] for of, code in block.targets for agency in more}
    return replace(block, agencies=(*block.agencies, *more), targets={**block.targets, **targets}, **held)


def award_on(day):
    return RecordRow("Sở Tư pháp A", False, "Sở Tư pháp A", "Cờ thi đua", "Danh hiệu", "12/QĐ", day, "Bộ")


@pytest.mark.office
@pytest.mark.service
def test_the_book_prints_on_few_pages_that_are_full(figures, tmp_path):
    book = built(figures, tmp_path, background=BookBackground(records=(award_on(date(2024, 12, 31)),) * FEWEST_LINES))
    pages = pdf_pages(as_pdf(book.path, tmp_path))
    assert len(pages) <= MOST_PAGES
    short = [page for page in pages[1:] if len([line for line in page.splitlines() if line.strip()]) < FEWEST_LINES]
    assert short == []


@pytest.mark.office
@pytest.mark.service
@pytest.mark.parametrize("locale", ["vi-VN", "en-US"])
def test_the_book_is_the_same_with_the_settings_of_two_countries(figures, tmp_path, locale):
    day = figures.blocks["civil_enforcement"].period.end
    book = built(figures, tmp_path, background=BookBackground(records=(award_on(day),)))
    [again] = opened([book.path], tmp_path, locale)
    formulas, found = differences(book.path, again)
    assert (formulas > 500, found) == (True, [])
    cell = load_workbook(again)["Khen thưởng"]["F6"]
    assert cell.is_date and cell.value.date() == day

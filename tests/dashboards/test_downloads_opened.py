"""Tables of pages in LibreOffice with Vietnamese and English settings: numbers add up, sort and can be drawn."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from emulation_portal.lib.printed import read_printed
from tests.support.files.office import opened

RATE, COUNT = "completion_rate_cases", "completed_cases"
LOCALES = {"vi": "vi-VN", "en": "en-US"}
SEPARATORS = {"vi": 59, "en": 44}  # the codes of ; and , as the filter wants them


def tables(world):
    """The address of every table of a page that can be taken away, by a name for its file."""
    place = [world.cluster.slug, world.season.year]
    sides = {
        "first": world.enforcement[0].code,
        "second": world.enforcement[1].code,
        "what": "agencies",
        "block": "civil_enforcement",
    }
    return {
        "rate": ("secretariat", lambda form: reverse("dashboards:indicator_table", args=[*place, RATE, form]), {}),
        "count": ("secretariat", lambda form: reverse("dashboards:indicator_table", args=[*place, COUNT, form]), {}),
        "compared": ("secretariat", lambda form: reverse("dashboards:compare_table", args=[*place, form]), sides),
        "league": ("ministry", lambda form: reverse("dashboards:national_table", args=[form]), {"indicator": RATE}),
        "heat": ("ministry", lambda form: reverse("dashboards:national_table", args=[form]), {"view": "heat"}),
    }


@pytest.fixture(params=LOCALES)
def language(request, world):
    world.set_targets()
    world.fill_all()
    for who in ("secretariat", "ministry"):
        world.users[who].language = request.param
        world.users[who].save()
    return request.param


def taken(world, as_user, form, folder):
    for name, (who, address, query) in tables(world).items():
        path = folder / f"{name}.{form.rpartition('.')[2]}"
        path.write_bytes(as_user(who).get(address(form), query).content)
        yield path


def start_of(rows) -> int:
    """The row after the heads, the first row after an empty one."""
    return next(at for at, row in enumerate(rows) if not any(row)) + 2


@pytest.mark.office
@pytest.mark.service
def test_workbooks_add_up_and_sort(world, as_user, language, tmp_path):
    paths = list(taken(world, as_user, "xlsx", tmp_path))
    expected = {}
    for path in paths:
        book = load_workbook(path)
        sheet = book.active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        first, last = start_of(rows) + 1, sheet.max_row
        expected[path.stem] = [row[:] for row in rows[first - 1 : last]]
        for col in range(1, sheet.max_column + 1):
            span = f"{get_column_letter(col)}{first}:{get_column_letter(col)}{last}"
            sheet.cell(last + 2, col).value = f"=SUM({span})"
            sheet.cell(last + 3, col).value = f'=IF(COUNT({span})=0,"",LARGE({span},1))'
        book.save(path)
    for path in opened(paths, tmp_path, LOCALES[language]):
        sheet, body = load_workbook(path, data_only=True).active, expected[path.stem]
        assert not any(cell.is_date for row in sheet.iter_rows() for cell in row)
        numeric = 0
        for col, held in enumerate(zip(*body, strict=True), start=1):
            numbers = [value for value in held if isinstance(value, int | float)]
            numeric += bool(numbers)
            assert sheet.cell(sheet.max_row - 1, col).value == pytest.approx(sum(numbers))
            if numbers:
                assert sheet.cell(sheet.max_row, col).value == pytest.approx(max(numbers))
        assert numeric > 2, path.stem


@pytest.mark.office
@pytest.mark.service
def test_text_for_spreadsheets_is_read_as_numbers(world, as_user, language, tmp_path):
    paths = list(taken(world, as_user, "sheet.csv", tmp_path))
    separator = chr(SEPARATORS[language])
    written = {
        path.stem: list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=separator))
        for path in paths
    }
    # As the program opens them by itself: the figures of its settings, without any hint what a column holds.
    for path in opened(paths, tmp_path, LOCALES[language], f"CSV:{SEPARATORS[language]},34,76,1"):
        sheet, texts = load_workbook(path, data_only=True).active, written[path.stem]
        numeric = 0
        for row, line in enumerate(texts[start_of(texts) :], start=start_of(texts) + 1):
            for col, text in enumerate(line, start=1):
                cell, bare = sheet.cell(row, col), text.removeprefix("-")
                figure = None if text.startswith("'") else read_bare(bare, language)
                assert not cell.is_date, (path.stem, text)
                if figure is None:
                    assert (cell.value or "") == text
                else:
                    numeric += 1
                    assert cell.value == pytest.approx(float(-figure if text != bare else figure)), (path.stem, text)
        assert numeric > 5, path.stem


def read_bare(text: str, language: str) -> Decimal | None:
    """A number without groups, as the language writes decimals."""
    whole, point, part = text.partition("," if language == "vi" else ".")
    grouped = f"{int(whole):,}" if whole.isdecimal() else whole
    found = read_printed((grouped.replace(",", ".") if language == "vi" else grouped) + point + part, language)
    return found.number if found and not found.is_percent and not found.suffix else None

"""Table files as a spreadsheet shows them: numbers printed in the format of their cell, the Vietnamese way."""

import csv
import io
import re

from openpyxl import load_workbook


def shown(cell) -> str:
    """What a Vietnamese spreadsheet shows in a cell."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str) or cell.number_format == "General":
        return str(cell.value)
    sections = cell.number_format.replace("[$-42A]", "").split(";")
    section = sections[0] if cell.value > 0 else sections[1] if cell.value < 0 else sections[2]
    code, suffix = re.fullmatch(r'([^"]*)(?:"([^"]*)")?', section).groups(default="")
    decimals = len(code.split(".")[1].rstrip("%")) if "." in code else 0
    size = abs(cell.value) * (100 if code.endswith("%") else 1)
    digits = f"{size:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    sign = next((mark for mark in "+\N{MINUS SIGN}" if code.startswith(mark)), "")
    return f"{sign}{digits}{'%' if code.endswith('%') else ''}{suffix}"


def rows_shown(content: bytes, form: str) -> list[list[str]]:
    """Every row of a table file as it is seen when the file is opened."""
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [[shown(cell) for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]

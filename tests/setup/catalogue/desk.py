"""What the Ministry sends from the pages of the catalogue, in a few words."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.support.html import main_of, text_of
from tests.support.world import World

DECISION = {"decision": "12/QĐ-BTP", "decided_on": "01/02/2024"}
INDICATORS, CHECKS = "Chỉ tiêu thống kê", "Phép kiểm tra"


@dataclass
class CatalogueDesk:
    """Somebody of the Ministry at the catalogue of the small world."""

    world: World
    client: Client

    def downloaded(self) -> Workbook:
        response = self.client.get(reverse("setup:catalogue_workbook"))
        return load_workbook(io.BytesIO(response.content))

    def sent(self, book: Workbook | bytes) -> Any:
        out = io.BytesIO(book if isinstance(book, bytes) else b"")
        if isinstance(book, Workbook):
            book.save(out)
        file = SimpleUploadedFile("danh-muc.xlsx", out.getvalue())
        return self.client.post(reverse("setup:catalogue_upload"), {"file": file})

    def applied(self, preview: Any, **changed: str) -> Any:
        proposal = preview.context["form"]["proposal"].value()
        return self.client.post(reverse("setup:catalogue_upload"), {"proposal": proposal, **DECISION, **changed})


@dataclass
class Sheet:
    """A sheet of a downloaded workbook by heads and codes."""

    book: Workbook
    name: str = INDICATORS

    @property
    def sheet(self) -> Any:
        return self.book[self.name]

    @property
    def heads(self) -> list[str]:
        return [cell.value for cell in self.sheet[1]]

    def row_of(self, code: str) -> int:
        column = self.heads.index("Mã") + 1
        return next(row for row in range(2, self.sheet.max_row + 1) if self.sheet.cell(row, column).value == code)

    def cell(self, code: str, head: str) -> Any:
        return self.sheet.cell(self.row_of(code), self.heads.index(head) + 1)

    def take_out(self, code: str) -> None:
        self.sheet.delete_rows(self.row_of(code))

    def add(self, like: str, **changed: Any) -> int:
        """One more row like another, with other values by head (blanks as underscores)."""
        row, source = self.sheet.max_row + 1, self.row_of(like)
        for at, head in enumerate(self.heads, start=1):
            self.sheet.cell(row, at).value = changed.get(head.replace(" ", "_"), self.sheet.cell(source, at).value)
        return row


def problems(response: Any) -> list[tuple[str, int, str, str]]:
    return [(each.sheet, each.row, each.column, each.message) for each in response.context["page"].problems]


def said(response: Any) -> str:
    return text_of(main_of(response))

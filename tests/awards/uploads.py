"""Workbooks as people and programs make them, built in a few lines, and the way they take through the pages."""

import io
import re
import zipfile
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from awards.models import LedgerImport
from emulation_portal.celery import app

HEADS = (
    "Danh hiệu (mã)",
    "Đơn vị (mã)",
    "Cá nhân (họ tên)",
    "Năm đạt",
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan ban hành",
)
ISSUER = "Bộ trưởng Bộ Tư pháp"


def book(*rows, heads=HEADS, change=None) -> bytes:
    """A workbook of these lines under these heads; ``change`` is given the openpyxl workbook before it is saved."""
    made = Workbook()
    made.active.title = "Sổ"
    for row in (heads, *rows) if heads else rows:
        made.active.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def edited(content: bytes, part: str, change) -> bytes:
    """The same workbook with the text of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            held = source.read(name)
            target.writestr(name, change(held.decode()).encode() if name == part else held)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def bordered(content: bytes, last: int, columns="ABCDEFG") -> bytes:
    """The workbook with empty cells that have a border down to row ``last``."""
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="0"/>' for c in columns) + "</row>" for n in range(100, last + 1)
    )
    return edited(content, SHEET, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def send(client, content: bytes, name="so.xlsx"):
    """What the page answers to an upload, after a worker has read what was left to it."""
    answer = client.post(reverse("awards:upload"), {"file": SimpleUploadedFile(name, content)}, follow=True)
    waiting = LedgerImport.objects.filter(state="reading").values_list("pk", flat=True)
    app.loader.import_default_modules()
    for pk in list(waiting):
        app.tasks["awards.read_import"](pk)
        answer = client.get(answer.request["PATH_INFO"])
    return answer


def said(answer) -> str:
    """The words of a page, without its tags."""
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def enter(client, answer, **words):
    """Press the button under a preview."""
    return client.post(answer.request["PATH_INFO"], words, follow=True)

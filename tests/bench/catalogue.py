"""What the import of a whole catalogue costs: a workbook of five hundred indicators more than there are."""

import io
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.support.world import World

BACKEND = "accounts.backends.AccountBackend"
NUMBER = 500
PROPOSAL = re.compile(r'name="proposal" value="([^"]*)"')
DECISION = {"decision": "12/QĐ-BTP", "decided_on": "01/02/2024"}


def queries_of_the_import(world: World) -> tuple[int, int]:
    """Queries of showing what the workbook would change, and of storing it; what was stored is taken back."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.users["ministry"], backend=BACKEND)
    address = reverse("setup:catalogue_upload")
    content = _with_more(client.get(reverse("setup:catalogue_workbook")).content)
    with CaptureQueriesContext(connection) as read:
        page = client.post(address, {"file": SimpleUploadedFile("danh-muc.xlsx", content)})
    if page.status_code != 200:
        raise RuntimeError(f"the workbook has problems: status {page.status_code}")
    proposal = unescape(PROPOSAL.search(page.content.decode())[1])
    with transaction.atomic():
        with CaptureQueriesContext(connection) as stored:
            answer = client.post(address, {"proposal": proposal, **DECISION})
        transaction.set_rollback(True)
    if answer.status_code != 302:
        raise RuntimeError(f"the catalogue was not stored: status {answer.status_code}")
    return len(read), len(stored)


def _with_more(content: bytes) -> bytes:
    """The workbook with more rows like its second, each with a code and a place of its own."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    like = [cell.value for cell in sheet[3]]
    for number in range(NUMBER):
        sheet.append([f"added_{number}", like[1], 1000 + number, *like[3:]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

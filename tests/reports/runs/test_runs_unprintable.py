"""A report that cannot be printed says which paragraph is at fault."""

import pytest
from django.urls import reverse

from reports.enums import RunState
from reports.models import Paragraph
from reports.papers.printing import docx, pages
from tests.support.html import main_of, text_of
from tests.support.running import built

pytestmark = pytest.mark.usefixtures("folder")
WORDS = "Đoạn này máy in không hiểu được."


@pytest.mark.parametrize(("kind", "printer"), [("cluster-report-docx", docx), ("cluster-report-pdf", pages)])
def test_paragraph_that_cannot_be_printed_is_named_on_the_page(full, as_user, monkeypatch, kind, printer):
    client = as_user("secretariat")
    address = reverse("reports:paper_text", args=[full.cluster.slug, 2024])
    client.post(address, {"section": "proposals", "text": WORDS, "version": "0"})
    assert Paragraph.objects.get().text == WORDS

    def refusing(text: str) -> str:
        if WORDS in text:
            raise ValueError("no such glyph")
        return text

    monkeypatch.setattr(printer, "storable", refusing)
    run = built(full, kind=kind)
    assert run.state == RunState.FAILED
    page = text_of(main_of(client.get(reverse("reports:runs", args=[full.cluster.slug, 2024]))))
    assert WORDS in page and "không in được" in page

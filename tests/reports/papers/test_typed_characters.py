"""What people type into the report is what its files print: signs, bullets, odd characters, old fonts, long texts."""

import pytest
from django.conf import settings
from django.urls import reverse

from reports.models import Paragraph
from reports.papers.content.cluster_report import compose
from reports.papers.printing import docx, pdf
from reports.papers.read import read_matter
from reports.typefaces import fonts
from results.figures.read import read_figures
from tests.support.files.papers import bare, docx_text, pdf_pages
from tests.support.html import main_of, text_of

SIGNS = "Tỷ lệ ≥ 84,5%; sai số ≤ 5%; → tăng; ■ đạt □ chưa đạt; ≈ 50%; ☑ đã ký ☐ chưa ký; ✓ ≠ ↔"
BULLETS = "Hạn chế:\r\n\uf0b7\tChậm gửi báo cáo\r\n\uf0d8\tThiếu biên chế\r\n\uf0a7 Công tác phối hợp"
LEGACY = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
MEANT = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"


@pytest.fixture
def full(world):
    world.set_targets()
    world.fill_all()
    return world


def send(client, world, text, **data):
    address = reverse("reports:paper_text", args=[world.cluster.slug, 2024])
    return client.post(address, {"section": "shortcomings", "text": text, "version": "0", **data})


def papers(world, folder):
    """The texts of the Word and the PDF report without white space."""
    figures = read_figures(world.season, with_published=False)
    report = compose(figures, read_matter(world.season, figures))
    docx.write(report, folder / "r.docx")
    pdf.write(report, folder / "r.pdf", fonts.serif(settings.DATA_DIR / "fonts"))
    return docx_text(folder / "r.docx"), bare("".join(pdf_pages(folder / "r.pdf")))


def said(response) -> str:
    return text_of(main_of(response))


def test_signs_are_printed_in_word_and_pdf(full, as_user, tmp_path):
    assert send(as_user("secretariat"), full, SIGNS).status_code == 302
    for text in papers(full, tmp_path):
        assert bare(SIGNS) in text and "[U+" not in text


def test_bullets_of_word_are_bullets_in_every_file(full, as_user, tmp_path):
    assert send(as_user("secretariat"), full, BULLETS).status_code == 302
    assert Paragraph.objects.get().text == "Hạn chế:\n• Chậm gửi báo cáo\n• Thiếu biên chế\n• Công tác phối hợp"
    for text in papers(full, tmp_path):
        assert "Hạnchế:•Chậmgửibáocáo•Thiếubiênchế•Côngtácphốihợp" in text


def test_noncharacters_are_cleaned_on_entry_and_the_report_is_built(full, as_user, tmp_path):
    send(as_user("secretariat"), full, "Ký tự lạ \uffff ở giữa và \ufffe cuối.")
    assert Paragraph.objects.get().text == "Ký tự lạ ở giữa và cuối."
    assert all("Kýtựlạởgiữavàcuối." in text for text in papers(full, tmp_path))


def test_noncharacters_stored_before_leave_the_report_whole(full, as_user, tmp_path):
    send(as_user("secretariat"), full, "Trước đây.")
    Paragraph.objects.update(text="Lưu \uffff từ trước")
    try:
        texts = papers(full, tmp_path)
    except ValueError:
        texts = ()
    assert ["Lưutừtrước" in text for text in texts] == [True, True]


def test_what_no_file_prints_is_refused_with_line_and_position_and_stays_in_the_box(full, as_user):
    response = send(as_user("secretariat"), full, "Dòng đầu\r\ntốt \U0001f642 lắm")
    assert response.status_code == 422 and not Paragraph.objects.exists()
    page = said(response)
    assert "(U+1F642) tại dòng 2, vị trí 5" in page
    assert "tốt \U0001f642 lắm" in page


def test_old_font_is_asked_about_and_its_reading_can_be_taken(full, as_user):
    client = as_user("secretariat")
    response = send(client, full, LEGACY)
    assert response.status_code == 422 and not Paragraph.objects.exists()
    assert "TCVN3" in said(response) and MEANT in said(response)
    (taken,) = main_of(response).xpath("//button[@name='act'][@value='convert']")
    assert text_of(taken) and send(client, full, LEGACY, act="convert").status_code == 302
    assert Paragraph.objects.get().text == MEANT


def test_words_that_only_look_like_an_old_font_can_be_kept(full, as_user):
    assert send(as_user("secretariat"), full, LEGACY, act="keep").status_code == 302
    assert Paragraph.objects.get().text == LEGACY


def test_a_text_as_long_as_the_box_takes_is_taken(full, as_user):
    text = "\r\n".join(["x" * 99] * 200)[:-1] + "x"
    assert len(text.replace("\r\n", "\n")) == 19_999
    assert send(as_user("secretariat"), full, text + "x").status_code == 302
    assert len(Paragraph.objects.get().text) == 20_000
    assert send(as_user("secretariat"), full, text + "xx").status_code == 422


def test_words_that_cannot_be_printed_can_still_be_taken_out(full, as_user):
    client = as_user("secretariat")
    send(client, full, "Trước đây.")
    Paragraph.objects.update(text="cười \U0001f642")
    row = Paragraph.objects.get()
    assert send(client, full, row.text, words=str(row.pk), act="remove").status_code == 302
    assert not Paragraph.objects.exists()

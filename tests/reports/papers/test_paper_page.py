"""The year-end report as a page: read by those who see everything, written by those who lead, never losing words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from accounts.models import AuditEntry
from clusters.models import Membership, Season
from clusters.versions import raise_all_versions
from reports.models import PaperHead, Paragraph
from reports.papers.content.background import Section
from reports.papers.content.cluster_report import compose
from reports.papers.page import read_paper
from reports.papers.printing.docx import write
from reports.papers.read import read_matter
from reports.papers.services import LONGEST, NotAllowed, save_paragraph
from results.enums import State
from results.figures.read import read_figures
from tests.factories.awards import AnnualClassificationFactory
from tests.support.files.papers import bare, docx_blocks
from tests.support.html import main_of, text_of
from tests.support.pages import address

RATE, COUNT = "completion_rate_cases", "fully_enforced_cases"
LIVE = f"Cụm đạt [[{RATE}@:value]], vượt chỉ tiêu."


@pytest.fixture
def season(full):
    return full.season


@pytest.fixture
def full(world):
    world.set_targets()
    world.fill_all()
    return world


def at(world, name):
    return reverse(f"reports:{name}", args=[world.cluster.slug, 2024])


def read(client, world):
    response = client.get(at(world, "paper"))
    assert response.status_code == 200
    return text_of(main_of(response))


def write_words(client, world, text=LIVE, section=Section.SHORTCOMINGS, **data):
    return client.post(at(world, "paper_text"), {"section": section.value, "text": text, "version": "0", **data})


def slot_of(world):
    """An automatic paragraph that can be rewritten."""
    figures = read_figures(world.season, with_published=False)
    document = compose(figures, read_matter(world.season, figures))
    return next(p for p in document.paragraphs() if p.slot and p.section == Section.ENFORCEMENT)


# -- reading -----------------------------------------------------------------------------------------------------------
def test_page_says_what_the_word_file_says(full, as_user, tmp_path):
    page = read(as_user("secretariat"), full)
    figures = read_figures(full.season, with_published=False)
    write(compose(figures, read_matter(full.season, figures)), tmp_path / "r.docx")
    sentences = [bare(line) for line in docx_blocks(tmp_path / "r.docx") if len(line) > 80]
    assert len(sentences) > 5
    assert [line for line in sentences if line not in bare(page)] == []


def test_ministry_reads_and_does_not_write(full, as_user):
    client = as_user("ministry")
    page = main_of(client.get(at(full, "paper")))
    links = [each.get("href") for each in page.xpath("//a[contains(@href, 'paper/text/')]")]
    assert links == [f"{at(full, 'paper_text')}?section=ministry"]  # its own remark alone
    response = write_words(client, full)
    assert response.status_code == 403 and not Paragraph.objects.exists()


# -- the Ministry's remark ---------------------------------------------------------------------------------------------
REMARK, REMARK_HEAD = "Cụm đã hoàn thành tốt các nội dung giao ước.", "NHẬN XÉT CỦA BỘ TƯ PHÁP"


@pytest.mark.parametrize("user", ["ministry", "approver"])
def test_ministry_writes_its_remark_under_its_own_heading(full, as_user, user, tmp_path):
    assert REMARK_HEAD not in read(as_user("secretariat"), full)
    client = as_user(user)
    assert write_words(client, full, REMARK, Section.MINISTRY).status_code == 302
    page = read(client, full)
    assert page.index("IV. PHƯƠNG HƯỚNG") < page.index(REMARK_HEAD) < page.index(REMARK)
    figures = read_figures(full.season, with_published=False)
    write(compose(figures, read_matter(full.season, figures)), tmp_path / "r.docx")
    lines = [bare(line) for line in docx_blocks(tmp_path / "r.docx")]
    told = lines.index(bare(REMARK_HEAD))
    assert lines[told + 1] == bare(REMARK + "/.")  # the report ends with it
    assert AuditEntry.objects.get(action="paragraph.written").after["text"] == REMARK


def test_cluster_reads_the_remark_and_does_not_touch_it(full, as_user):
    write_words(as_user("approver"), full, REMARK, Section.MINISTRY)
    row = Paragraph.objects.get()
    client = as_user("secretariat")
    page = client.get(at(full, "paper"))
    assert REMARK in text_of(main_of(page)) and "section=ministry" not in page.content.decode()
    assert f"words={row.pk}" not in page.content.decode()
    kept = {"words": str(row.pk), "version": str(row.version), "text": "Khác."}
    for data in ({}, kept, kept | {"act": "remove"}):
        response = client.post(at(full, "paper_text"), {"section": "ministry", "text": "Khác.", "version": "0"} | data)
        assert response.status_code == 403
    assert list(Paragraph.objects.values_list("text", flat=True)) == [REMARK]


def test_a_body_of_one_block_alone_does_not_write_the_remark(full, as_user):
    assert write_words(as_user("bureau"), full, REMARK, Section.MINISTRY).status_code == 403
    assert not Paragraph.objects.exists()


def test_the_service_refuses_a_remark_of_the_cluster(full):
    lookup = page_of(full).lookup
    with pytest.raises(NotAllowed):
        save_paragraph(
            season=full.season,
            language="vi",
            section=Section.MINISTRY,
            slot="",
            text=REMARK,
            lookup=lookup,
            actor=full.users["cluster_head"],
        )


def test_report_tells_how_the_ministry_classified_the_members(full, as_user):
    assert "xếp loại" not in read(as_user("secretariat"), full)
    first, second, third = full.enforcement
    for agency, level in ((first, "good"), (second, "excellent"), (third, "good")):
        AnnualClassificationFactory(agency=agency, level=level)
    AnnualClassificationFactory(agency=full.departments[0], level="good", is_illustrative=True)
    raise_all_versions()
    page = read(as_user("secretariat"), full)
    best = f"có 01 đơn vị được Bộ Tư pháp xếp loại hoàn thành xuất sắc nhiệm vụ: {second.name}."
    good = f"có 02 đơn vị được Bộ Tư pháp xếp loại hoàn thành tốt nhiệm vụ: {first.name} và {third.name}."
    assert 0 < page.index(best) < page.index(good)
    assert f"xếp loại hoàn thành tốt nhiệm vụ (số liệu minh họa): {full.departments[0].name}." in page


def page_of(world):
    return read_paper(world.season, "vi")


def test_secretariat_finds_the_way_to_every_part(full, as_user):
    found = as_user("secretariat").get(at(full, "paper")).content.decode()
    for section in (Section.SHORTCOMINGS, Section.DIRECTIONS, Section.PROPOSALS):
        assert f"section={section.value}" in found


def test_part_that_nobody_has_written_is_offered_to_whoever_may_write_it_alone(full, as_user):
    def headings(user):
        page = main_of(as_user(user).get(at(full, "paper")))
        return [text_of(each) for each in page.xpath("//h2")].count("V. ĐỀ XUẤT, KIẾN NGHỊ")

    assert (headings("secretariat"), headings("ministry")) == (1, 0)
    write_words(as_user("secretariat"), full, "Đề nghị Bộ hướng dẫn.", Section.PROPOSALS)
    assert (headings("secretariat"), headings("ministry")) == (1, 1)


def test_page_speaks_english(full, as_user):
    client = as_user("secretariat")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert "REPORT" in read(client, full)


def test_season_without_figures_has_a_page(world, as_user):
    assert "BÁO CÁO" in read(as_user("secretariat"), world)


def test_queries_do_not_grow_with_what_people_wrote(full, as_user):
    client, counted = as_user("secretariat"), []
    for number in range(3):
        write_words(client, full, f"Đoạn thứ {number}.")
        read(client, full)
        with CaptureQueriesContext(connection) as queries:
            read(client, full)
        counted.append(len(queries))
    assert len(set(counted)) == 1


# -- writing -----------------------------------------------------------------------------------------------------------
def test_words_are_kept_and_their_figures_stay_live(full, as_user):
    client = as_user("secretariat")
    assert write_words(client, full).status_code == 302
    page = read(client, full)
    then = Paragraph.objects.get().figures[f"{RATE}@:value"]
    assert f"Cụm đạt {then}, vượt chỉ tiêu." in page
    assert AuditEntry.objects.filter(action="paragraph.written").exists()


def test_words_whose_figures_moved_are_flagged(full, as_user):
    client = as_user("secretariat")
    live = f"Thi hành xong [[{COUNT}@:value]]."
    write_words(client, full, live)
    then = Paragraph.objects.get().figures[f"{COUNT}@:value"]
    assert "Số liệu đã thay đổi" not in read(client, full)
    agency = full.enforcement[1]
    full.fill(agency, state=State.APPROVED, version=2, size=7)
    Season.objects.filter(pk=full.season.pk).update(data_version=40)
    page = read(client, full)
    assert f"{full.indicators[COUNT].name_vi}, kết quả: {then} → " in page and f"{COUNT}@:value" not in page
    assert Paragraph.objects.get().text == live  # a rebuild keeps people's words


def test_codes_of_figures_stand_where_no_script_puts_them_in_alone(full, as_user):
    page = as_user("secretariat").get(at(full, "paper_text"), {"section": "shortcomings"}).content.decode()
    codes = re.findall(r"<code[^>]*>\[\[", page)
    assert codes and set(codes) == {'<code class="without-js">[['}


def test_part_four_says_only_what_is_recorded(full, as_user):
    page = read(as_user("secretariat"), full)
    part = page[page.index("IV. PHƯƠNG HƯỚNG") :]
    assert "Chưa ghi nhận giao ước thi đua năm 2025 được ký kết" in part
    assert "gắn phong trào thi đua" not in page


def test_automatic_paragraph_is_rewritten_left_out_and_brought_back(full, as_user):
    client, slot = as_user("secretariat"), slot_of(full)
    said = " ".join(slot.text.split())
    assert said in read(client, full)
    form = client.get(at(full, "paper_text"), {"section": slot.section, "slot": slot.slot})
    assert "[[" in form.content.decode()  # the portal's own words, with figures that stay live
    write_words(client, full, "Thay bằng lời của Ban thư ký.", Section(slot.section), slot=slot.slot)
    page = read(client, full)
    assert "Thay bằng lời của Ban thư ký." in page and said not in page
    again = {"slot": slot.slot, "version": "1"}
    write_words(client, full, "", Section(slot.section), act="hide", **again)
    page = read(client, full)
    assert "Ban thư ký." not in page and said not in page
    write_words(client, full, "", Section(slot.section), act="remove", **again)
    assert said in read(client, full)
    assert not Paragraph.objects.exists()


def test_words_stay_when_the_figures_no_longer_bring_up_the_paragraph_they_replaced(full, as_user):
    """A member that met its target after all: what was written about its shortfall is kept, at the end of the part."""
    client = as_user("secretariat")
    write_words(client, full, "Đã làm rõ nguyên nhân.", slot=f"short.{RATE}.GONE")
    assert "Đã làm rõ nguyên nhân." in read(client, full)


def test_number_that_is_no_figure_is_listed(full, as_user):
    client = as_user("secretariat")
    write_words(client, full, "Toàn cụm có 91.234.567 việc.")
    page = read(client, full)
    assert "91.234.567" in page.partition("Con số trong lời văn")[2]


@pytest.mark.parametrize(
    "placeholder",
    ["[[khong_co]]", "[[completion_rate_cases@XX]]", "[[completion_rate_cases@:bogus]]", "[[Tỷ lệ]]", "[[]]"],
)
def test_bad_placeholder_is_explained_and_the_typing_kept(full, as_user, placeholder):
    response = write_words(as_user("secretariat"), full, f"Trước {placeholder} sau & <b>")
    assert response.status_code == 422
    assert escape(f"Trước {placeholder} sau & <b>") in response.content.decode()
    assert not Paragraph.objects.exists()


def test_empty_words_are_refused_with_what_to_do(full, as_user):
    response = write_words(as_user("secretariat"), full, " \n ")
    assert response.status_code == 422 and not Paragraph.objects.exists()


def test_paragraph_that_somebody_changed_meanwhile_is_not_overwritten(full, as_user):
    client = as_user("secretariat")
    write_words(client, full, "Lời đầu.")
    row = Paragraph.objects.get()
    assert write_words(client, full, "Lời thứ hai.", words=row.pk, version="1").status_code == 302
    response = write_words(client, full, "Lời của người đến sau.", words=row.pk, version="1")
    assert response.status_code == 422
    assert "Lời của người đến sau." in response.content.decode()
    row.refresh_from_db()
    assert (row.text, row.version) == ("Lời thứ hai.", 2)


@pytest.mark.parametrize(
    "text",
    ["=1+1 <script>alert(1)</script> & ]]>", "\u200fđảo\u200e", "Tiê\u0301ng Việt ☑", "x" * LONGEST],
)
def test_hostile_words_are_shown_as_words(full, as_user, text):
    client = as_user("secretariat")
    assert write_words(client, full, text).status_code == 302
    body = client.get(at(full, "paper")).content.decode()
    assert "<script>alert" not in body
    assert Paragraph.objects.get().text


def test_words_that_turn_the_writing_are_refused_and_kept_on_the_page(full, as_user):
    response = write_words(as_user("secretariat"), full, "Lời \u202eđảo\u202c")
    assert (response.status_code, Paragraph.objects.exists()) == (422, False)
    page = response.content.decode()
    assert "U+202C, U+202E" in page and "Lời \u202eđảo\u202c" in page


def test_words_that_are_too_long_are_kept_on_the_page(full, as_user):
    response = write_words(as_user("secretariat"), full, "x" * (LONGEST + 1))
    assert response.status_code == 422 and "x" * (LONGEST + 1) in response.content.decode()


@pytest.mark.parametrize("query", ["", "?section=nope", "?words=999", "?words=abc", "?section="])
def test_part_that_does_not_exist_is_not_found(full, as_user, query):
    assert as_user("secretariat").get(at(full, "paper_text") + query).status_code == 404


# -- number and day ----------------------------------------------------------------------------------------------------
def test_number_and_day_stand_in_the_head(full, as_user):
    client = as_user("secretariat")
    assert client.post(at(full, "paper_head"), {"number": "7", "dated": "05/02/2025"}).status_code == 302
    assert PaperHead.objects.get().number == 7
    page = read(client, full)
    assert re.search(r"Số: 0?7/BC-", page) and "ngày 05 tháng 02 năm 2025" in page


@pytest.mark.parametrize("data", [{"number": "0"}, {"number": "abc"}, {"dated": "31/02/2025"}, {"number": "100000"}])
def test_bad_number_or_day_is_explained_and_kept(full, as_user, data):
    response = as_user("secretariat").post(at(full, "paper_head"), data)
    assert response.status_code == 422 and next(iter(data.values())) in response.content.decode()
    assert not PaperHead.objects.exists()


# -- the page that every registered paper has --------------------------------------------------------------------------
def test_a_registered_paper_is_read_as_a_page_by_those_who_may_have_its_files(full, as_user):
    shown = address(full, "reports:paper_shown", "cluster-report")
    client = as_user("secretariat")
    page = text_of(main_of(client.get(shown)))
    writing = address(full, "reports:paper_text")
    assert writing in client.get(at(full, "paper")).content.decode()
    assert writing not in client.get(shown).content.decode()
    assert "Độc lập - Tự do - Hạnh phúc" in page and "PHƯƠNG HƯỚNG, NHIỆM VỤ" in page
    for who, status in (("ministry", 200), ("head", 403), ("officer", 403), ("other_head", 404)):
        assert as_user(who).get(shown).status_code == status, who
    for period in full.periods.values():
        full.release(period)
    assert as_user("head").get(shown).status_code == 200


def test_what_is_no_paper_has_no_page(full, as_user):
    for kind in ("cluster-workbook", "nothing"):
        assert as_user("secretariat").get(address(full, "reports:paper_shown", kind)).status_code == 404


def test_a_paper_of_a_year_without_members_says_that_there_is_nothing(full, as_user):
    Membership.objects.filter(cluster=full.cluster).delete()
    page = as_user("ministry").get(address(full, "reports:paper_shown", "cluster-report"))
    assert "Chưa có nội dung để in" in text_of(main_of(page))

"""The frame of every paper: letterhead, number and day, notices, foot, signature, whoever issues it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.enums import Block
from clusters.models import Agency, Leadership, Representative
from reports.exporting.registry import exporter_of
from reports.exporting.sources import SubjectReading
from reports.exporting.subject import Subject
from reports.papers.content.decree import Frame, Framed, Issuer, Origin, Signer
from reports.papers.frame import FRAME, LEADERS, frame_of, joined_title
from tests.factories.clusters import MinistryBodyFactory, PersonFactory
from tests.support.running import WHOLE

ORIGIN = Origin("Cụm thử", "CTN", 2024, "CTN-2024-v7")
ISSUER = Issuer("Sở Tư pháp tỉnh thử", "SỞ TƯ PHÁP", "UBND TỈNH THỬ", "Tỉnh thử", "STP", 5, date(2025, 2, 5))
SIGNER = Signer(("CỤM TRƯỞNG", "GIÁM ĐỐC"), "Trần Thị Thử")
FRAME_OF_A_PAPER = Frame(ORIGIN, ISSUER, SIGNER, ("Bộ Tư pháp;", "Lưu: VT."))


def document_of(frame: Frame, language: str = "vi", **options):
    return Framed(frame, language, "THÔNG BÁO", "TB", **options).document("Về việc thử", ())


def test_letterhead_title_and_signature_follow_from_the_frame():
    document = document_of(FRAME_OF_A_PAPER)
    head = document.letterhead
    assert (head.superior, head.issuer, head.number) == ("UBND TỈNH THỬ", "SỞ TƯ PHÁP", "Số: 05/TB-STP")
    assert head.place_and_date == "Tỉnh thử, ngày 05 tháng 02 năm 2025"
    assert (document.kind, document.about) == ("THÔNG BÁO", "Về việc thử")
    assert (document.signature.capacity, document.signature.name) == (SIGNER.capacity, SIGNER.name)
    assert document.recipients.lines == ("Bộ Tư pháp;", "Lưu: VT.")
    assert document.foot == "Dữ liệu CTN-2024-v7"
    assert document.properties.title == "THÔNG BÁO · Cụm thử · 2024"
    assert document.properties.created == (2025, 2, 5)


def test_number_and_day_that_are_not_known_are_left_to_the_pen():
    head = document_of(Frame(ORIGIN)).letterhead
    assert head.number == "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/TB"
    assert head.place_and_date.startswith("(Địa danh), ngày\u00a0") and head.place_and_date.endswith("năm 2025")
    assert document_of(Frame(ORIGIN)).properties.created == (2024, 12, 31)


def test_letterhead_of_nobody_is_a_form_to_fill_in():
    head = document_of(Frame(ORIGIN)).letterhead
    assert (head.superior, head.issuer) == ("(CƠ QUAN CHỦ QUẢN)", "(ĐƠN VỊ CỤM TRƯỞNG)")
    assert document_of(Frame(ORIGIN), "en").letterhead.issuer == "(HEAD AGENCY)"


def test_a_season_without_a_head_agency_is_signed_by_whoever_will_head_it(full):
    full.season.leaderships.all().delete()
    frame = SubjectReading(Subject(full.season, WHOLE), [FRAME]).of(FRAME)
    assert (frame.signer.capacity, frame.signer.name) == (("CỤM TRƯỞNG",), "")


@pytest.mark.parametrize(
    ("title", "agency", "whole"),
    [
        ("Giám đốc Sở", "Sở Tư pháp tỉnh An Giang", "Giám đốc Sở Tư pháp tỉnh An Giang"),
        ("Giám đốc", "Sở Tư pháp tỉnh An Giang", "Giám đốc Sở Tư pháp tỉnh An Giang"),
        ("Cục trưởng", "Cục Thi hành án dân sự tỉnh X", "Cục trưởng Cục Thi hành án dân sự tỉnh X"),
        ("Trưởng THADS tỉnh", "Thi hành án dân sự tỉnh X", "Trưởng Thi hành án dân sự tỉnh X"),
    ],
)
def test_title_and_agency_say_once_what_both_say(title, agency, whole):
    assert joined_title(title, agency) == whole


@pytest.mark.parametrize("typed", ["Giám đốc Sở (minh họa)", "Giám đốc Sở, Cụm trưởng", ""])
def test_signature_names_the_agency_also_where_the_title_does_not(full, typed):
    head = full.head_agency
    person = PersonFactory()
    Representative.objects.create(season=full.season, agency=head, person=person, title=typed, is_cluster_head=True)
    signer = SubjectReading(Subject(full.season, WHOLE), [FRAME]).of(FRAME).signer
    said = " ".join(signer.capacity[1].split())
    assert said == joined_title(head.head_title, head.name_vi).upper() or said.endswith(head.name_vi.upper())
    assert " - " not in said and "(" not in said and signer.name == person.full_name


@pytest.mark.parametrize(("language", "draft"), [("vi", "DỰ THẢO"), ("en", "DRAFT")])
def test_a_draft_with_invented_figures_says_so_above_and_below(language, draft):
    document = document_of(Frame(ORIGIN, is_illustrative=True), language, is_draft=True)
    assert len(document.notices) == 2 and document.notices[0].startswith(draft)
    assert document.foot.count(" · ") == 2
    assert document_of(Frame(ORIGIN), language).notices == ()


def test_the_frame_is_read_of_who_leads_the_season_and_needs_no_figures(full):
    with CaptureQueriesContext(connection) as queries:
        frame = SubjectReading(Subject(full.season, WHOLE), [FRAME]).of(FRAME)
    assert not [query for query in queries if "results_" in query["sql"]]
    assert frame.origin == Origin(full.cluster.name, full.cluster.code, 2024, full.season.version_code)
    assert (frame.issuer.name, frame.issuer.number, frame.issuer.dated) == (full.head_agency.name, None, None)
    assert frame.signer.capacity[0] == "CỤM TRƯỞNG" and frame.recipients[-1] == "Lưu: VT."


def test_the_report_stands_on_the_same_frame(full):
    matter = exporter_of("cluster-report-docx").read(Subject(full.season, WHOLE)).matter
    frame = SubjectReading(Subject(full.season, WHOLE), [FRAME]).of(FRAME)
    assert (matter.frame.signer, matter.frame.recipients) == (frame.signer, frame.recipients)


@pytest.mark.parametrize(
    ("day", "begun", "ended", "superior", "number"),
    [
        (date(2024, 12, 31), date(2009, 7, 1), date(2025, 7, 1), "TỔNG CỤC THI HÀNH ÁN DÂN SỰ", "Số: 07/TB-CTHADS"),
        (date(2025, 3, 1), date(2009, 7, 1), date(2025, 7, 1), "CỤC QUẢN LÝ THI HÀNH ÁN DÂN SỰ", "Số: 07/TB-CTHADS"),
        (date(2025, 12, 31), date(2009, 7, 1), date(2025, 3, 1), "TỔNG CỤC THI HÀNH ÁN DÂN SỰ", "Số: 07/TB-CTHADS"),
        (date(2026, 1, 5), date(2025, 7, 1), None, "CỤC QUẢN LÝ THI HÀNH ÁN DÂN SỰ", "Số: 07/TB-THADS"),
    ],
    ids=["before-march-2025", "after", "an-agency-that-ended-before", "merged"],
)
def test_an_enforcement_agency_stands_under_the_body_of_the_ministry_of_that_day(
    full, day, begun, ended, superior, number
):
    bodies = (("TT", None, None), ("TỔNG CỤC", None, date(2025, 3, 1)), ("CỤC QUẢN LÝ", date(2025, 3, 1), None))
    for code, first, end in bodies:
        own = [Block.CIVIL_ENFORCEMENT] if code != "TT" else list(Block.values)
        MinistryBodyFactory(
            code=code,
            name_vi=f"{code.capitalize()} Thi hành án dân sự" if code != "TT" else "Bộ Tư pháp",
            valid_from=first or date(2000, 1, 1),
            valid_to=end,
            supervised_blocks=own,
        )
    agency = full.enforcement[0]
    symbol = "THADS" if ended is None else "CTHADS"
    Agency.objects.filter(pk=agency.pk).update(valid_from=begun, valid_to=ended, symbol=symbol)
    Leadership.objects.filter(season=full.season, role="head").update(agency=agency)
    head = document_of(frame_of(SubjectReading(Subject(full.season, WHOLE), [LEADERS]), 7, day)).letterhead
    assert (head.superior, head.number) == (superior, number)
    assert head.issuer == agency.name_vi.upper()


def test_a_department_stands_under_the_committee_that_names_the_place(full):
    department = full.departments[0]
    Agency.objects.filter(pk=department.pk).update(name_vi=f"Sở Tư pháp {department.province.full_name_vi}")
    Leadership.objects.filter(season=full.season, role="head").update(agency=department)
    head = document_of(frame_of(SubjectReading(Subject(full.season, WHOLE), [LEADERS]), 7, date(2025, 2, 5))).letterhead
    assert (head.superior, head.issuer) == (f"UBND {department.province.full_name_vi.upper()}", "SỞ TƯ PHÁP")

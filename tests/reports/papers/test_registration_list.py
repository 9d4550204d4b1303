"""The list of registered titles as a paper: what is printed, in Word and PDF and in both languages."""

import pytest

from awards.registering.services import Registered, save_sheet
from clusters.enums import PhaseKind
from emulation_portal.lib import dates
from reports.exporting.registry import NoFigures, exporter_of
from reports.exporting.subject import Subject
from tests.factories.awards import AwardFactory
from tests.factories.clusters import PhaseFactory
from tests.support.files.papers import bare, docx_text, pdf_pages
from tests.support.running import WHOLE

WORD, PDF = "registration-list-docx", "registration-list-pdf"


def printed(world, tmp_path, kind=WORD, language="vi") -> str:
    exporter, path = exporter_of(kind), tmp_path / f"paper.{kind.rpartition('-')[2]}"
    exporter.write(exporter.read(Subject(world.season, WHOLE, language)), path)
    return docx_text(path) if kind == WORD else bare("".join(pdf_pages(path)))


@pytest.fixture
def registered(world, clock):
    """Two members of one block with a title for people, one of them late, and one for collectives."""
    fighter = AwardFactory(code="CSTD", name_vi="Chiến sĩ thi đua thử", recipient="individual")
    flag = AwardFactory(code="CO", name_vi="Cờ thử", recipient="collective")
    first = {fighter.pk: Registered(2, ("Nguyễn Văn A", "Trần Thị B")), flag.pk: Registered(1)}
    save_sheet(season=world.season, agency=world.enforcement[1], said=first, actor=world.users["officer"])
    closes = dates.today()
    PhaseFactory(
        season=world.season, kind=PhaseKind.REGISTRATION, period_code="", opens=closes.replace(day=1), closes=closes
    )
    late = {"actor": world.users["secretariat"], "reason": "Công văn bổ sung"}
    save_sheet(season=world.season, agency=world.enforcement[2], said={fighter.pk: Registered(3)}, **late)
    return world


def test_nothing_registered_is_no_paper(world, tmp_path):
    with pytest.raises(NoFigures):
        printed(world, tmp_path)


@pytest.mark.parametrize("kind", [WORD, PDF])
def test_list_names_everybody_with_sums_and_says_who_registered_nothing(registered, tmp_path, kind):
    text = printed(registered, tmp_path, kind)
    wanted = (
        "DANH SÁCH",
        "Đăng ký danh hiệu thi đua năm 2024",
        "2/6 đơn vị đã đăng ký danh hiệu thi đua.",
        "Nguyễn Văn A; Trần Thị B",
        f"Chưa đăng ký: {registered.departments[0].name}",
        registered.enforcement[1].name,
        "thường trực cụm nhập ngày 02/10/2024, lý do: Công văn bổ sung",
    )
    assert [each for each in wanted if bare(each) not in bare(text)] == []
    assert bare("Chiến sĩ thi đua thử25") in bare(text)  # two agencies, five people


def test_list_in_english(registered, tmp_path):
    text = printed(registered, tmp_path, language="en")
    assert bare("2 of 6 agencies have registered emulation titles.") in bare(text)

"""The pledge as a paper: what is printed in each state, in Word and PDF, and that nothing of it is made up."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from emulation_portal.lib import dates
from pledges.covenants import addenda, services, signing
from pledges.covenants.reading import items_of
from pledges.covenants.services import Promised
from pledges.models import Pledge
from reports.exporting.registry import NoFigures, exporter_of
from reports.exporting.subject import Subject
from tests.factories import covenants
from tests.support.files.papers import bare, docx_text, pdf_pages
from tests.support.running import WHOLE

RESULTS = "CAM KẾT VÀ KẾT QUẢ THỰC HIỆN"
WORD, PDF = "pledge-enforcement-docx", "pledge-enforcement-pdf"


def printed(world, tmp_path, kind=WORD) -> str:
    exporter, path = exporter_of(kind), tmp_path / f"paper.{kind.rpartition('-')[2]}"
    exporter.write(exporter.read(Subject(world.season, WHOLE)), path)
    return docx_text(path) if kind == WORD else bare("".join(pdf_pages(path)))


def lacks(text: str, *said: str) -> list[str]:
    """What of the words the paper lacks; spaces do not count."""
    return [each for each in said if bare(each) not in text]


def test_block_without_a_pledge_has_no_paper(world, tmp_path):
    with pytest.raises(NoFigures):
        printed(world, tmp_path)


def test_draft_says_that_it_is_one(world, tmp_path):
    covenants.drafted(world)
    assert lacks(printed(world, tmp_path), "Bản thảo, chưa mở ký.") == []


@pytest.mark.parametrize("kind", [WORD, PDF])
def test_signed_pledge_holds_grounds_promises_and_the_grid_of_signatures(world, tmp_path, kind):
    pledge, actor = covenants.drafted(world), world.users["secretariat"]
    sections = {
        "title": "Giao ước thi đua năm 2024",
        "bases": "Căn cứ Luật Thi đua, khen thưởng năm 2022\nCăn cứ Kế hoạch số 12/KH-BTP;",
        "preamble": "Hoàn thành toàn diện nhiệm vụ.",
        "measures": "Giao chỉ tiêu ngay từ đầu năm.",
        "commitment": "Các đơn vị quyết tâm thực hiện.",
    }
    services.save_sections(pledge=pledge, values=sections, seen="", actor=actor)
    signing.open_pledge(pledge=pledge, beside={}, actor=actor)
    pledge = covenants.sign_all(pledge, covenants.heads_of(world))
    text = printed(world, tmp_path, kind)
    wanted = (
        "GIAO ƯỚC THI ĐUA",
        "Căn cứ Luật Thi đua, khen thưởng năm 2022;",
        "Căn cứ Kế hoạch số 12/KH-BTP.",
        "I. MỤC TIÊU",
        "II. NỘI DUNG GIAO ƯỚC",
        "≥ 84,50%",
        "III. BIỆN PHÁP THỰC HIỆN",
        "V. CHỮ KÝ CỦA CÁC ĐƠN VỊ",
        "ngày 02 tháng 10 năm 2024",
        pledge.text_hash,
    )
    assert lacks(text, *wanted) == []
    assert text.count(bare("Đã ký trên cổng")) == 3


def test_addendum_is_an_annex_and_the_closed_pledge_tells_its_results(world, tmp_path, clock):
    pledge, actor = covenants.signed(world), world.users["secretariat"]
    first, heads = items_of(pledge)[0], covenants.heads_of(world)
    made = addenda.begin_addendum(pledge=pledge, day=date(2024, 10, 2), text="Điều chỉnh chỉ tiêu", actor=actor)
    said = Promised(kind=first.kind, text="Thi hành xong", indicator=first.indicator, value=Decimal("85"))
    addenda.save_addendum_item(addendum=made, said=said, replaces=first, actor=actor)
    made = signing.open_addendum(addendum=made, beside={}, actor=actor)
    covenants.sign_all(pledge, heads, made)
    text = printed(world, tmp_path)
    assert lacks(text, "PHỤ LỤC GIAO ƯỚC SỐ 01, NGÀY 02/10/2024", RESULTS) == [RESULTS]
    clock(datetime(2025, 1, 6, 9, tzinfo=dates.TIME_ZONE))
    actor = type(actor).objects.get(pk=actor.pk)
    outcomes = {
        item.pk: signing.PromiseOutcome(
            value=Decimal("84.75") if item.indicator else None, kept=not item.indicator, note=""
        )
        for item in items_of(pledge)
    }
    signing.close(pledge=Pledge.objects.get(), outcomes=outcomes, actor=actor)
    text = printed(world, tmp_path)
    results = text[text.index(bare(RESULTS)) :]
    assert lacks(results, "≥ 85,00%", "84,75%", "≥ 84,50%") == ["≥ 84,50%"]
    assert (results.count(bare("chưa thực hiện")), results.count(bare("đã thực hiện"))) == (1, 2)

"""Wordings that no season of the catalogue brings up, each with an example of its own, in both languages."""

import string
from dataclasses import replace
from fractions import Fraction

import pytest

from reports.papers.content.background import Matter, MovementFacts
from reports.papers.content.cluster_report import compose
from reports.papers.content.model import PaperTable, text_of
from reports.papers.content.phrases import PHRASES
from reports.papers.content.placeholders import Lookup, NationPlace
from reports.papers.content.sentences import BlockSentences
from reports.papers.content.stray_numbers import strangers
from reports.papers.content.wording import HEADINGS, WORDS
from results.figures import Cell, TargetRef
from results.figures.read import read_figures
from results.models import Result, Submission

RATE, COUNT = "completion_rate_cases", "completed_cases"


@pytest.fixture
def block(world):
    world.fill_all()
    return read_figures(world.season, with_published=False).blocks["civil_enforcement"]


def said(world, block, lang="vi", nation=None):
    figures = replace(read_figures(world.season, with_published=False), blocks={block.block: block})
    return BlockSentences(block, Lookup(figures, lang, nation))


def test_amount_that_is_a_headline_indicator_names_its_unit(world, block):
    sentence = said(world, block).result(COUNT)
    total = f"{sum(block.value(a, COUNT).amount for a in block.codes):,}".replace(",", ".")
    assert sentence.keys[0] == "result.amount"
    assert f" là {total} việc" in sentence.text


def test_amount_that_has_reached_the_target_of_the_year_says_so_before_its_end(world, block):
    period = replace(block.period, months=9)
    targets = {(a, COUNT): TargetRef(Fraction(1), "gte") for a in block.codes}
    sentence = said(world, replace(block, period=period, targets=targets)).result(COUNT)
    assert "target.reached" in sentence.keys
    assert ", đã đạt chỉ tiêu chung cả năm (từ 3 trở lên)" in sentence.text


def test_nothing_that_arose_now_is_compared_with_what_was_there(world, block):
    last = {
        a: {"eligible_cases": Cell(9), "fully_enforced_cases": Cell(3), "terminated_cases": Cell(0)}
        for a in block.codes
    }
    zero = {"eligible_cases": Cell(0), "fully_enforced_cases": Cell(0), "terminated_cases": Cell(0)}
    first, *others = block.codes
    cells = {first: block.cells[first]} | {a: dict(block.cells[a]) | zero for a in others}
    held = replace(block, cells=cells, last_cells={a: last[a] for a in others}, last_period=block.period)
    sentence = said(world, held).result(RATE)
    assert "change.not_now" in sentence.keys
    assert "; 02/03 đơn vị có số liệu cả hai năm không phát sinh trong kỳ này nên không so sánh" in sentence.text


def test_best_placed_member_is_named_with_its_place_in_the_nation(world, block):
    first, second = block.agencies[:2]
    nation = {(first.code, RATE): NationPlace(12, 63), (second.code, RATE): NationPlace(4, 63)}
    sentence = said(world, block, nation=nation).nation(RATE)
    assert sentence.keys == ("nation.one",)
    assert f"{second.name('vi')} xếp thứ 04 trong số 63 cơ quan thi hành án dân sự trên cả nước" in sentence.text


def placed(world, block, count, tied_with, lang="vi"):
    """The sentence where so many members hold the first of 63 places together with so many others."""
    nation = {(a.code, RATE): NationPlace(1, 63, tied_with=tied_with) for a in block.agencies[:count]}
    return said(world, block, lang, nation).nation(RATE)


def test_shared_place_in_the_nation_is_said_to_be_shared(world, block):
    first, second = block.agencies[:2]
    one, two, three = (placed(world, block, count, 3) for count in (1, 2, 3))
    assert (one.keys, two.keys, three.keys) == (("nation.tied",), ("nation.together",), ("nation.everybody",))
    assert one.text.startswith(f"{first.name('vi')} xếp thứ 01 (đồng hạng) trong số 63 ")
    assert two.text.startswith(f"{first.name('vi')} và {second.name('vi')} cùng xếp thứ 01 trong số 63 ")
    assert three.text.startswith("Cả 03 đơn vị cùng xếp thứ 01 trong số 63 ")


def test_place_that_most_of_the_nation_share_is_not_spoken_of(world, block):
    assert placed(world, block, 1, 30) is not None
    assert placed(world, block, 1, 31) is None


@pytest.mark.parametrize(("count", "verb"), [(1, "ranks number 1, a shared place,"), (2, "share place number 1")])
def test_english_says_a_shared_place_rightly_of_one_and_of_several(world, block, count, verb):
    names = " and ".join(a.name("en") for a in block.agencies[:count])
    text = placed(world, block, count, 3, "en").text
    assert text.startswith(f"{names} {verb} among the 63 civil judgment enforcement agencies of the nation")


@pytest.mark.parametrize(("count", "noun"), [(1, "agency"), (2, "agencies")])
def test_english_says_rightly_that_one_or_several_sent_nothing(world, block, count, noun):
    gone = [world.enforcement[number] for number in range(count)]
    Submission.objects.filter(agency__in=gone, period__code="THADS-2024-12m").update(state="draft")
    held = read_figures(world.season, with_published=False).blocks["civil_enforcement"]
    text = said(world, held, "en").missing().text
    assert f"In the civil judgment enforcement block, {count} {noun} sent no figures: " in text


def test_figures_that_nobody_has_approved_are_said_to_be_neither_approved_nor_final(world, block):
    status = {a: replace(ref, state="submitted", counting_state="submitted") for a, ref in block.status.items()}
    sentence = said(world, replace(block, status=status)).state()
    assert sentence.keys == ("state.nobody",)
    assert sentence.text == "Số liệu của khối Thi hành án dân sự chưa được phê duyệt, chưa chốt."


def test_amount_of_nothing_is_compared_in_words_of_its_own(world, block):
    nothing = {a: {**block.cells[a], "drafts": Cell(None, True)} for a in block.codes}
    indicator = replace(block.indicators["withdrawn_cases"], code="drafts")
    held = replace(block, indicators={**block.indicators, "drafts": indicator}, cells=nothing)
    last = {a: {"drafts": Cell(4)} for a in block.codes}
    held = replace(held, last_cells=last, last_period=block.period)
    sentence = said(world, held).comparison("drafts")
    assert sentence.keys[0] == "comparison.zero"
    assert sentence.text.startswith("Khối Thi hành án dân sự không phát sinh “")
    assert said(world, held).result("drafts").keys[0] == "result.nothing"
    some = replace(held, cells={a: {**block.cells[a], "drafts": Cell(7)} for a in block.codes})
    assert said(world, some).comparison("drafts").keys[0] == "comparison.amount"


@pytest.mark.parametrize(
    ("made_up", "among", "own"),
    [
        (False, 0, "."),
        (False, 63, "; theo số liệu trên Cổng xếp thứ 06 trong số 63 cơ quan thi hành án dân sự đã công bố số liệu."),
        (True, 63, "; theo số liệu minh họa trên Cổng xếp thứ 06 trong số 63 cơ quan thi hành án dân sự."),
    ],
)
def test_published_place_stands_beside_the_own_one(world, block, made_up, among, own):
    agency = block.agencies[1]
    nation = {(agency.code, "accepted_cases"): NationPlace(6 if among else 0, among, printed=4)}
    figures = replace(
        read_figures(world.season, with_published=False), blocks={block.block: block}, is_illustrative=made_up
    )
    sentences = BlockSentences(block, Lookup(figures, "vi", nation))
    (sentence,) = sentences.printed_places()
    said = f"Theo số liệu đã công bố, tổng số thụ lý về việc của {agency.name()} đứng thứ 04 trên toàn quốc"
    assert sentence.text == said + own
    assert sentences.nation("accepted_cases") is None or among  # a published place is no place of the portal's


def test_without_places_nothing_is_said_about_the_nation(world, block):
    assert said(world, block).nation(RATE) is None


@pytest.mark.parametrize("table", [PHRASES, WORDS, HEADINGS], ids=["phrases", "words", "headings"])
def test_both_languages_of_a_wording_are_filled_in_with_the_same_things(table):
    def names(text):
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    # English makes do without the number of a tie's own, never with something that Vietnamese has not.
    assert {key: names(vi) ^ names(en) for key, (vi, en) in table.items() if names(vi) != names(en)} == {}


def test_numbers_typed_into_the_result_of_a_movement_are_looked_at_too(world):
    world.fill_all()
    figures = read_figures(world.season, with_published=False)
    said = "Đến ngày 05/02/2025, 87.654.321 lượt theo Kế hoạch 15/KH-BTP."
    report = compose(figures, Matter(movements=(MovementFacts("Phong trào", "", "", None, None, "", said),)))
    assert [each.number for each in strangers(report, figures)] == ["87.654.321"]


def cells_of(figures, table_title: str) -> dict[str, list[str]]:
    """The row of every member in a table of the second annex on, by its name."""
    report = compose(figures, Matter())
    (table,) = (b for b in report.every_block() if isinstance(b, PaperTable) and b.caption.startswith(table_title))
    return {text_of(row.cells[1]): [text_of(cell) for cell in row.cells[2:]] for row in table.rows}


def test_tables_say_in_words_why_no_figure_stands(world):
    """One member has nothing, one an empty input, one a denominator of zero; targets and last year are missing."""
    one, two, three = world.enforcement
    for agency in (two, three):
        world.fill(agency)
    values = Result.objects.filter(submission__agency=two)
    values.filter(indicator__code="terminated_cases").update(value=None, nothing_arose=False)
    Result.objects.filter(submission__agency=three).update(value=0)
    rows = cells_of(read_figures(world.season, with_published=False), "Tỷ lệ thi hành xong về việc")
    assert rows[one.name_vi][:4] == ["chưa gửi", "chưa gửi", "chưa gửi", "chưa giao"]
    assert (rows[two.name_vi][0], rows[two.name_vi][2], rows[two.name_vi][5]) == ("để trống", "để trống", "không có")
    assert rows[three.name_vi][:3] == ["0", "0", "không phát sinh"]

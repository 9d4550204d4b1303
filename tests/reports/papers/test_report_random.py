"""Drawn seasons as whole reports: pledges, movements, awards, shortcomings, by an independent calculation.

``test_sentences_random`` looks at the sentences about one indicator; here stands what the report says around them.
"""

import operator
import random
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from reports.papers.content import cluster_report, tables
from reports.papers.content.background import Matter, MovementFacts, PledgeFacts, Promise, Record, Written
from reports.papers.content.decree import Frame, Issuer
from reports.papers.content.model import FactRun, PaperParagraph, Style
from reports.papers.content.wording import WORDS
from reports.papers.content.wording import word as real_word
from results.figures.read import read_figures
from tests.prove import OF_WORDINGS, SUITE, wordings
from tests.support.demonstration import RolledBack
from tests.support.independent import calculate
from tests.support.random_season import TARGETED, random_season
from tests.support.world import YEAR

from .said import Expected, count
from .test_sentences_random import counting, disturb, period_words

SEEDS = wordings()
HOLDS = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
NAMES = {"civil_enforcement": "khối Thi hành án dân sự", "department_of_justice": "khối Sở Tư pháp"}
DAY = date(2024, 2, 5)
BEGUN = ("members", "of_block", "leader", "movement", "pledge_", "awards_", "short_", "next_", "no_mem", "opening")
SENTENCES = {key for key in WORDS if key.startswith((*BEGUN, "directions_")) or key in ("rounding", "common_target")}


def drawn_pledge(block: str, draw: random.Random) -> PledgeFacts:
    """A promise for each targeted rate, one for an indicator that is not there, and one in words."""
    measured = [
        Promise(n, f"Lời hứa {n}", code, draw.choice(list(HOLDS)), Fraction(draw.choice([0, 20, 50, 70, 100])))
        for n, code in enumerate(TARGETED[block], start=1)
    ]
    others = (Promise(8, "Không còn đo", "gone_indicator", "gte", Fraction(1)), Promise(9, "Bằng lời"))
    return PledgeFacts(block, f"Giao ước · {block}", draw.choice([DAY, None]), (*measured, *others))


def drawn_matter(draw: random.Random) -> Matter:
    issuer = Issuer("Sở Tư pháp tỉnh thử") if draw.random() < 0.8 else Issuer()
    movements = tuple(
        MovementFacts(
            f"Phong trào {n}",
            "Thường xuyên",
            "Cụm phát động",
            draw.choice([DAY, None]),
            draw.choice([DAY, None]),
            draw.choice(["", "Kế hoạch"]),
            "",
            tuple("abc"[: draw.randrange(4)]),
            draw.choice([3, 12]),
        )
        for n in range(draw.randrange(3))
    )
    records = tuple(
        Record(f"Người {n}", draw.random() < 0.5, "Đơn vị", draw.choice(["Cờ", "Bằng khen"]), "", "1", DAY, "Bộ")
        for n in range(draw.choice([0, 1, 5, 30]))
    )
    pledges = tuple(drawn_pledge(block, draw) for block in TARGETED if draw.random() < 0.9)
    return Matter(
        frame=Frame(issuer=issuer),
        deputy=draw.choice(["", "Đơn vị phó"]),
        movements=movements,
        records=records,
        pledges=pledges,
        nominated=draw.choice([0, 3]),
        provinces=draw.choice([(), ("Một", "Hai")]),
        has_cities=draw.random() < 0.5,
        next_head=draw.choice(["", "Sở Tư pháp tỉnh sau"]),
        handed_on=DAY,
        next_signed=draw.choice([(), (("civil_enforcement", DAY),)]),
    )


class Season:
    """One drawn season, its report and the second calculation of it."""

    def __init__(self, world, seed: int):
        draw = random.Random(seed)
        self.drawn = random_season(world, seed)
        disturb(self.drawn, draw)
        chosen = {block: period.period_code for block, period in self.drawn.periods.items()}
        self.figures = read_figures(self.drawn.season, period_codes=chosen, with_published=False)
        self.matter = drawn_matter(draw)
        self.report = cluster_report.compose(self.figures, self.matter)
        self.facts: dict[str, list[str]] = {}
        for paragraph in self.report.paragraphs():
            if paragraph.slot:
                self.facts[paragraph.slot] = [r.text for r in paragraph.runs if isinstance(r, FactRun)]

    def expected(self):
        members = {b: [a.code for a in listed] for b, listed in self.drawn.agencies.items()}
        periods, last = ({b: p.code for b, p in held.items()} for held in (self.drawn.periods, self.drawn.last_periods))
        for block, found in calculate(members, periods, last, YEAR).items():
            order = self.figures.blocks[block].codes
            found.members = members[block]
            names = {a.code: a.name_vi for a in sorted(self.drawn.agencies[block], key=lambda a: order.index(a.code))}
            period = period_words(self.drawn.periods[block])
            states = {c: r.state for c, r in counting(list(names), self.drawn.periods[block]).items()}
            yield block, Expected(found, names, period, YEAR, states)


def pledge_facts(block: str, expected: Expected, pledge: PledgeFacts | None) -> dict[str, list[str]]:
    """What the paragraphs about one block's pledge must name, in any order, by slot."""
    name = NAMES[block]
    if pledge is None:
        return {f"pledges.{block}": [name[0].upper() + name[1:]]}
    asked = [p for p in pledge.promises if p.code in expected.block.catalogue]
    signed = ["05/02/2024"] if pledge.signed_on else []
    said = {f"pledges.{block}": [name, count(len(pledge.promises)), count(len(asked)), *signed]}
    if expected.block.months < 12:
        return said | {f"pledges.{block}.open": [name, expected.period]}
    kept: dict[str, list] = {}
    for agency in expected.names:
        percents = [(p, expected.block.percent(agency, p.code)) for p in asked]
        kept[agency] = [(p, None if v is None else HOLDS[p.comparator](v, p.value)) for p, v in percents]
    whole = [a for a, found in kept.items() if all(v for _, v in found)]
    unknown = [a for a, found in kept.items() if all(v is None for _, v in found)]
    if len(whole) > 1:
        listed = [] if len(whole) == len(kept) else expected.listed(whole)
        measured = [count(len(asked))] * 2
        said[f"pledges.{block}.kept"] = [count(len(whole)), name, *measured, *listed]
    if unknown:
        of = [name] if len(unknown) == len(kept) else expected.listed(unknown)
        said[f"pledges.{block}.unmeasured"] = of
    together = whole if len(whole) > 1 else []
    judged = {
        agency: [(p, v) for p, v in found if v is not None]
        for agency, found in kept.items()
        if agency not in together and agency not in unknown
    }
    alone = {a: [expected.names[a], *judged_facts(expected, found)] for a, found in judged.items()}
    return said | {f"pledges.{agency}": facts for agency, facts in alone.items()}


def judged_facts(expected: Expected, judged: list) -> list[str]:
    """How many promises of one agency were judged and held, and which were not."""
    missed = [p for p, held in judged if not held]
    alone = len(judged) == len(missed) == 1
    facts = [] if alone else [count(len(judged))]
    facts += [count(len(judged) - len(missed))] if len(missed) < len(judged) else []
    named = 0 < len(missed) < len(judged) or alone
    return facts + (["; ".join(expected.name(p.code) for p in missed)] if named else [])


def check_pledges(season: Season) -> int:
    wanted: dict[str, list[str]] = {}
    for block, expected in season.expected():
        pledge = next((p for p in season.matter.pledges if p.block == block), None)
        wanted |= pledge_facts(block, expected, pledge)
    found = {slot: facts for slot, facts in season.facts.items() if slot.startswith("pledges.")}
    # The number of the year stands in some wordings as a plain word.
    assert {s: sorted(f for f in facts if f != str(YEAR)) for s, facts in found.items()} == {
        s: sorted(facts) for s, facts in wanted.items()
    }
    return len(wanted)


def check_shortcomings(season: Season) -> None:
    judged, missed = 0, set()
    for block, expected in season.expected():
        for code in TARGETED[block]:
            verdicts = expected.verdicts(code)
            judged += len(verdicts)
            missed |= {f"{block}.short.{code}.{agency}" for agency, met in verdicts.items() if not met}
    assert {slot for slot in season.facts if ".short." in slot} == missed
    texts = {p.slot: p.text for p in season.report.paragraphs() if p.slot.startswith("shortcomings.")}
    going_on = [block for block, expected in season.expected() if expected.block.months < 12]
    blocks = len(list(season.expected()))
    wanted = {f"shortcomings.open.{block}": "chưa đủ cả năm nên chưa đánh giá" for block in going_on}
    if going_on and len(going_on) == blocks:
        wanted = {"shortcomings.open": "Chưa hết năm nên chưa đánh giá"}
    if not missed and not going_on:
        known = "Các đơn vị có số liệu đều đạt các chỉ tiêu chủ yếu được giao năm 2024."
        unknown = "Chưa có số liệu hoặc chưa giao chỉ tiêu để đánh giá việc thực hiện các chỉ tiêu chủ yếu năm 2024."
        wanted["shortcomings.none"] = known if judged else unknown
    if not missed and going_on and judged:
        wanted["shortcomings.none.department_of_justice"] = "Các đơn vị có số liệu của khối Sở Tư pháp đều đạt"
    assert texts.keys() == wanted.keys()
    assert all(wanted[slot] in text for slot, text in texts.items())
    assert ("directions.short" in season.facts) == bool(missed)


def in_words(names: list[str]) -> str:
    return " và ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def check_awards(season: Season) -> None:
    records = season.matter.records
    texts = {p.slot: p.text for p in season.report.paragraphs() if p.slot.startswith("awards.")}
    if not records:
        assert texts["awards.total"] == "Chưa có quyết định khen thưởng nào của năm 2024 được cập nhật."
    else:
        people = [r.recipient for r in records if r.is_person]
        numbers = (("tập thể", len(records) - len(people)), ("cá nhân", len(people)))
        total = " và ".join(f"{count(number)} lượt {word}" for word, number in numbers if number)
        assert f" có {total} được khen thưởng, gồm:" in texts["awards.total"]
    for number, award in enumerate(dict.fromkeys(r.award for r in records), start=1):
        kinds = []
        for word, is_person in (("tập thể", False), ("cá nhân", True)):
            names = [r.recipient for r in records if r.award == award and r.is_person == is_person]
            if names:
                kinds.append(f"{count(len(names))} {word}" + (f" ({in_words(names)})" if len(names) <= 6 else ""))
        assert texts[f"awards.{number}"] == f"- {award}: {' và '.join(kinds)}."
    assert ("awards.nominated" in texts) == bool(season.matter.nominated)


def check_draft(season: Season) -> bool:
    """Marked as not final until every member of both blocks is sealed."""
    states = [expected.states.get(a) for _block, expected in season.expected() for a in expected.names]
    is_draft = set(states) != {"sealed"}
    assert ("DỰ THẢO - SỐ LIỆU CHƯA CHỐT" in season.report.notices) == is_draft
    assert season.report.foot.endswith("số liệu chưa chốt") == is_draft
    return is_draft


def check_movements(season: Season) -> None:
    texts = {p.slot: p.text for p in season.report.paragraphs() if p.slot.startswith("movements.")}
    for number, movement in enumerate(season.matter.movements, start=1):
        text, joined = texts[f"movements.{number}"], len(movement.responded)
        if not joined:  # nobody is known to have joined: nothing is said about it, no 0/12
            assert "hưởng ứng" not in text
        elif joined == movement.of:
            assert text.endswith(f"; cả {count(movement.of)} đơn vị thành viên hưởng ứng.")
        else:
            assert text.endswith(f"; có {count(joined)}/{count(movement.of)} đơn vị thành viên hưởng ứng.")
        assert ("ngày 05/02/2024" in text) == bool(movement.launched_on or movement.ends_on)
    assert ("movements.none" in texts) != bool(season.matter.movements)


HEADED = (Style.CHAPTER, Style.SECTION, Style.SUBSECTION)


def sections(report) -> list[list[str]]:
    """The portal's own paragraphs under each heading, as text."""
    found: list[list[str]] = [[]]
    for paragraph in (b for b in report.blocks if isinstance(b, PaperParagraph)):
        if paragraph.style in HEADED:
            found.append([])
        elif paragraph.slot:
            found[-1].append(paragraph.text)
    return found


def check_repetitions(season: Season) -> None:
    """A section says once when it was, and once what there is nothing to compare with; it names no period twice."""
    for texts in sections(season.report):
        for block, period in {b: period_words(p) for b, p in season.drawn.periods.items()}.items():
            dated = [text for text in texts if text.startswith(f"Trong {period}, ")]
            about = {b for b, p in season.drawn.periods.items() if period_words(p) == period}
            assert len(dated) <= len(about), (block, dated)
        assert sum("không có số liệu cùng kỳ" in text for text in texts) <= len(season.drawn.periods)
        assert len(texts) == len(set(texts)) or len(season.drawn.periods) > 1


def check_silence(season: Season) -> None:
    """Nothing is said that nobody has written, and nobody is named where most share a place."""
    text = "\n".join(p.text for p in season.report.paragraphs())
    assert "đề xuất" not in text.lower() and "V. ĐỀ XUẤT" not in text and "/12 đơn vị hưởng ứng" not in text
    assert text.count("./.") == 1
    assert not re.search(r"\b0/\d+ đơn vị|\b0 (đơn vị|lượt|nội dung)", text)
    for _block, expected in season.expected():
        for code in expected.headline:
            values = list(expected.percents(code).values())
            said = next((p for p in season.report.paragraphs() if p.slot.endswith(f"extremes.{code}")), None)
            for edge in (max(values, default=None), min(values, default=None)):
                held = [expected.names[a] for a, v in expected.percents(code).items() if v == edge]
                if said and len(held) > 1 and 2 * len(held) > len(values):
                    assert not any(name in said.text for name in held)


@pytest.mark.django_db(transaction=True)
def test_what_drawn_reports_say_is_true_and_no_wording_is_unused(world, monkeypatch):
    used: set[str] = set()

    def recorded(key, lang):
        used.add(key)
        return real_word(key, lang)

    monkeypatch.setattr(cluster_report, "word", recorded)
    monkeypatch.setattr(tables, "word", recorded)
    checked, drafts = 0, set()
    for seed in SEEDS:
        with RolledBack(), translation.override("vi"):
            season = Season(world, seed)
            checked += check_pledges(season)
            check_shortcomings(season)
            check_awards(season)
            check_movements(season)
            check_repetitions(season)
            check_silence(season)
            drafts.add(check_draft(season))
            assert season.report.problems == ()
    # Every drawn season has both blocks: an example of its own below.
    if len(SEEDS) >= OF_WORDINGS:
        assert SENTENCES - used == {"no_members", "pledge_every", "pledge_no", "pledge_empty"}
    assert checked > 5 * len(SEEDS)
    assert drafts == ({True, False} if len(SEEDS) >= 4 * SUITE else {True})


def test_block_without_members_says_so_and_one_where_all_keep_everything_too(world):
    world.fill_all()
    figures = read_figures(world.season, with_published=False)
    one = {"civil_enforcement": figures.blocks["civil_enforcement"]}
    easy = PledgeFacts("civil_enforcement", "", DAY, (Promise(1, "", "completion_rate_cases", "gte", Fraction(0)),))
    report = cluster_report.compose(replace(figures, blocks=one), Matter(pledges=(easy,)))
    said = {paragraph.slot: paragraph.text for paragraph in report.paragraphs()}
    assert said["situation.department_of_justice"] == (
        "Khối Sở Tư pháp chưa có đơn vị thành viên hoặc chưa có kỳ số liệu."
    )
    assert said["pledges.civil_enforcement.kept"].endswith(
        "Cả 03 đơn vị của khối Thi hành án dân sự đều thực hiện đạt 01/01 nội dung đo được bằng số liệu."
    )
    assert [slot for slot in said if slot.startswith("pledges.")] == [
        "pledges.civil_enforcement",
        "pledges.civil_enforcement.kept",
    ]


@pytest.mark.parametrize(
    ("promises", "end"),
    [
        ((), "khối Thi hành án dân sự."),
        ((Promise(1, "Bằng lời"),), "gồm 01 nội dung, không có nội dung nào đo được bằng số liệu."),
        ((Promise(1, "", "completion_rate_cases", "gte", Fraction(0)),), "gồm 01 nội dung, đều đo được bằng số liệu."),
    ],
    ids=["empty", "words", "measured"],
)
def test_pledge_says_how_much_of_it_figures_measure(world, promises, end):
    world.fill_all()
    figures = read_figures(world.season, with_published=False)
    report = cluster_report.compose(figures, Matter(pledges=(PledgeFacts("civil_enforcement", "", None, promises),)))
    said = {paragraph.slot: paragraph.text for paragraph in report.paragraphs()}
    assert said["pledges.civil_enforcement"].endswith(end)


def test_section_of_proposals_is_there_once_somebody_has_written_it(world):
    world.fill_all()
    figures = read_figures(world.season, with_published=False)

    def text(*written):
        return [p.text for p in cluster_report.compose(figures, Matter(written=written)).paragraphs()]

    assert not any("ĐỀ XUẤT" in line for line in text())
    assert not any("ĐỀ XUẤT" in line for line in text(Written("proposals", "Bỏ.", is_hidden=True)))
    said = text(Written("proposals", "Đề nghị Bộ hướng dẫn."))
    at = said.index("V. ĐỀ XUẤT, KIẾN NGHỊ")
    assert said[at + 1] == "Đề nghị Bộ hướng dẫn./." and sum("./." in line for line in said) == 1


def test_block_that_has_reported_nothing_takes_one_line_a_section(world):
    for agency in world.departments:
        world.fill(agency)
    report = cluster_report.compose(read_figures(world.season, with_published=False), Matter())
    said = [p for p in report.paragraphs() if p.slot.startswith("civil_enforcement.")]
    assert [p.slot.partition(".")[2] for p in said] == ["missing", "result.nobody", "change.none"]

"""Drawn seasons as whole reports: pledges, movements, awards, shortcomings, by an independent calculation.

``test_sentences_random`` looks at the sentences about one indicator; here stands what the report says around them.
"""

import operator
import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from reports.papers.content import cluster_report, tables
from reports.papers.content.background import Matter, MovementFacts, PledgeFacts, Promise, Record
from reports.papers.content.decree import Frame, Issuer
from reports.papers.content.model import FactRun
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
SENTENCES = {
    key
    for key in WORDS
    if key.startswith(("members", "of_block", "leader", "movement", "pledge_", "awards_", "short_", "next_", "no_mem"))
    or key
    in ("opening", "opening_plain", "directions_default", "directions_signed", "directions_short", "proposals_default")
}


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
            draw.choice([0, 12]),
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
        return {f"pledges.{block}": [name]}
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
    if len(whole) > 1:
        every = len(whole) == len(kept)
        listed = [] if every else ["; ".join(expected.names[a] for a in whole)]
        said[f"pledges.{block}.kept"] = [
            expected.period,
            count(len(whole)),
            name,
            count(len(asked)),
            count(len(asked)),
            *listed,
        ]
    alone = {agency: found for agency, found in kept.items() if agency not in whole or len(whole) < 2}
    judged = {agency: [(p, v) for p, v in found if v is not None] for agency, found in alone.items()}
    return said | {
        f"pledges.{agency}": [expected.period, expected.names[agency], name, *judged_facts(expected, found)]
        for agency, found in judged.items()
    }


def judged_facts(expected: Expected, judged: list) -> list[str]:
    """How many promises of one agency were judged and held, and which were not."""
    missed = [p for p, held in judged if not held]
    facts = [count(len(judged))] if judged else []
    facts += [count(len(judged) - len(missed))] if len(missed) < len(judged) else []
    return facts + (["; ".join(expected.name(p.code) for p in missed)] if 0 < len(missed) < len(judged) else [])


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
    wanted = {f"shortcomings.open.{block}": "chưa hết năm nên chưa đánh giá" for block in going_on}
    if not missed and not going_on:
        known = "các đơn vị có số liệu đều đạt các chỉ tiêu chủ yếu được giao."
        unknown = "chưa có số liệu hoặc chưa giao chỉ tiêu để đánh giá việc thực hiện các chỉ tiêu chủ yếu."
        wanted["shortcomings.none"] = known if judged else unknown
    if not missed and going_on and judged:
        wanted["shortcomings.none.department_of_justice"] = "các đơn vị có số liệu của khối Sở Tư pháp đều đạt"
    assert texts.keys() == wanted.keys()
    assert all(wanted[slot] in text for slot, text in texts.items())
    assert ("directions.short" in season.facts) == bool(missed)


def check_awards(season: Season) -> None:
    records = season.matter.records
    texts = {p.slot: p.text for p in season.report.paragraphs() if p.slot.startswith("awards.")}
    if not records:
        assert "chưa ghi quyết định khen thưởng" in texts["awards.total"]
    else:
        people = [r.recipient for r in records if r.is_person]
        total = f"{count(len(records) - len(people))} lượt tập thể và {count(len(people))} lượt cá nhân"
        assert total in texts["awards.total"]
    for number, award in enumerate(dict.fromkeys(r.award for r in records), start=1):
        kinds = []
        for word, is_person in (("tập thể", False), ("cá nhân", True)):
            names = [r.recipient for r in records if r.award == award and r.is_person == is_person]
            if names:
                kinds.append(f"{count(len(names))} {word}" + (f" ({', '.join(names)})" if len(names) <= 6 else ""))
        assert texts[f"awards.{number}"] == f"- {award}: {'; '.join(kinds)}."
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
        counts = f"; có {count(len(movement.responded))}/{movement.of} đơn vị thành viên hưởng ứng."
        assert texts[f"movements.{number}"].endswith(counts) == bool(movement.of)
        assert texts[f"movements.{number}"].count("(") == texts[f"movements.{number}"].count(")") == 1
    assert ("movements.none" in texts) != bool(season.matter.movements)


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
            drafts.add(check_draft(season))
            assert season.report.problems == ()
    # Every drawn season has both blocks: an example of its own below.
    if len(SEEDS) >= OF_WORDINGS:
        assert SENTENCES - used == {"no_members"}
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
        "cả 03 đơn vị của khối Thi hành án dân sự đều thực hiện đạt 01/01 nội dung giao ước đo được bằng số liệu."
    )
    assert [slot for slot in said if slot.startswith("pledges.")] == [
        "pledges.civil_enforcement",
        "pledges.civil_enforcement.kept",
    ]

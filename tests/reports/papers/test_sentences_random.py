"""On random seasons, two hundred in the proof, every sentence says what a second calculation over raw rows gives.

Each season has an awkwardness of its own on top: all targets of one kind, nobody reported, one member alone, everybody
equal, targets met exactly, nothing arose, last year the same or zero.
"""

import random
from fractions import Fraction

import pytest
from django.utils import translation

from pledges.models import Target
from reports.papers.content.model import FactRun, FigureRun
from reports.papers.content.phrases import PHRASES
from reports.papers.content.placeholders import Lookup
from reports.papers.content.sentences import BlockSentences
from results.figures.read import read_figures
from results.models import Result, Submission
from tests.prove import OF_WORDINGS, wordings
from tests.support.demonstration import RolledBack
from tests.support.independent import calculate
from tests.support.random_season import TARGETED, random_season
from tests.support.world import YEAR

from .said import Expected

SEEDS = wordings()
PARTS = {
    "completion_rate_cases": (("fully_enforced_cases", "terminated_cases"), "eligible_cases"),
    "completion_rate_money": (("collected_money", "terminated_money", "reduced_money"), "eligible_money"),
    "appraisal_coverage_rate": (
        ("drafts_appraised_council", "drafts_appraised_committee"),
        "drafts_requiring_appraisal",
    ),
}
# Wordings no season of the catalogue brings up: examples of their own in test_sentences.py.
ELSEWHERE = {"result.amount", "nation.one", "nation.tied", "target.reached"}


def counting(codes, period):
    """The counting submission of each agency: the last approved version, else the newest if handed in."""
    found = {}
    for row in Submission.objects.filter(agency__code__in=codes, period=period).order_by("version"):
        held = found.setdefault(row.agency_id, [])
        held.append(row)
    chosen = {}
    for rows in found.values():
        final = [r for r in rows if r.state in ("approved", "sealed")]
        row = final[-1] if final else rows[-1] if rows[-1].state in ("submitted", "received") else None
        if row:
            chosen[row.agency.code] = row
    return chosen


def set_parts(rows, code, part, whole):
    """Numerator and denominator of a rate in all these submissions; None leaves them as they are."""
    parts, denominator = PARTS[code]
    values = {name: part if number == 0 else 0 for number, name in enumerate(parts)} | {denominator: whole}
    for name, value in values.items():
        held = Result.objects.filter(submission__in=rows, indicator__code=name)
        held.update(value=value, nothing_arose=False)


def disturb(drawn, draw):
    """One awkwardness by seed."""
    kind = drawn.seed // 2 % 17
    for block, codes in TARGETED.items():
        members = [a.code for a in drawn.agencies[block]]
        period, last = drawn.periods[block], drawn.last_periods[block]
        now = counting(members, period)
        targets = Target.objects.filter(agency__code__in=members, indicator__code__in=codes, year=YEAR)
        if kind < 4:
            targets.update(comparator=("gt", "lt", "lte", "eq")[kind])
        elif kind == 4:
            for number, row in enumerate(targets):
                Target.objects.filter(pk=row.pk).update(comparator=("gt", "gte")[number % 2])
        elif kind == 5:
            Submission.objects.filter(agency__code__in=members, period=period).update(state="draft")
        elif kind == 6:
            alone = next(iter(now.values()))
            rows = Submission.objects.filter(agency__code__in=members, period=period)
            rows.exclude(agency=alone.agency_id).update(state="draft")
            for code in codes:
                set_parts([alone], code, 50, 100)
            goal = (40, 60)[drawn.seed // 34 % 2]
            targets.filter(agency=alone.agency_id).update(value=goal)
        elif kind in (7, 8):
            for code in codes:
                set_parts(now.values(), code, 1, 2)
            targets.update(value=50 + (kind == 8) * (drawn.seed // 34 % 2), comparator=("gte", "gt")[kind - 7])
        elif kind == 9:
            for code in codes:
                set_parts(now.values(), code, 0, 0)
        elif kind == 10:
            before = counting(members, last)
            for code in codes:
                set_parts([*now.values(), *before.values()], code, 3, 7)
        elif kind == 11:
            for code in codes:
                set_parts(counting(members, last).values(), code, 0, 9)
        elif kind in (12, 13):
            Submission.objects.filter(pk__in=[r.pk for r in now.values()]).update(
                state=("approved", "sealed")[kind - 12]
            )
            gone = [a for a in drawn.agencies[block] if a.code not in now]
            for agency in gone:
                Result.objects.filter(submission__agency=agency, submission__period=period).delete()
                Submission.objects.filter(agency=agency, period=period).delete()
                drawn.world.fill(agency, period=period, state=("approved", "sealed")[kind - 12])
        elif kind == 14:
            for code in codes:  # close to a whole, and close to nothing
                set_parts(now.values(), code, draw.choice([99_999, 1]), 100_000)
            targets.update(value="99.9980")
        elif kind == 15:
            targets.delete()
        else:
            targets.update(value=1)
            for code in codes:
                set_parts(now.values(), code, draw.randrange(50, 80), 100)


def check(sentence, said, lang="vi"):
    """Wording, figures in their order, names and counts in any."""
    if said is None or sentence is None:
        assert sentence is None and said is None, (sentence, said)
        return
    assert sentence.keys == said.keys
    assert [run.text for run in sentence.runs if isinstance(run, FigureRun)] == said.figures, sentence.text
    assert sorted(run.text for run in sentence.runs if isinstance(run, FactRun)) == sorted(said.facts), sentence.text
    assert sentence.text.endswith(".") and "{" not in sentence.text


def period_words(period) -> str:
    name = period.name_vi.replace("(chính thức)", "(số liệu chính thức)")
    return name[0].lower() + name[1:]


def check_block(drawn, figures, block_code, expected_block, seen):
    block = figures.blocks[block_code]
    said = BlockSentences(block, Lookup(figures, "vi"))
    names = {a.code: a.name_vi for a in sorted(drawn.agencies[block_code], key=lambda a: block.codes.index(a.code))}
    states = {code: row.state for code, row in counting(list(names), drawn.periods[block_code]).items()}
    expected = Expected(expected_block, names, period_words(drawn.periods[block_code]), YEAR, states)
    verdicts = {code: expected.verdicts(code) for code in TARGETED[block_code]}
    pairs = [(said.missing(), expected.missing())]
    pairs.append((said.state(), expected.state(drawn.periods[block_code].figures == "part_estimate")))
    for indicator in (i for i in block.indicators.values() if i.is_rate):
        code, headline = indicator.code, indicator.code in TARGETED[block_code]
        pairs.append((said.result(code), expected.result(code, headline=headline)))
        pairs.append((said.extremes(code), expected.extremes(code)))
        found, wanted = said.gaps(code), expected.gaps(code)
        assert len(found) == len(wanted)
        pairs += zip(found, wanted, strict=True)
        if headline:
            pairs.append((said.members(code), expected.members(code)))
            pairs.append((said.comparison(indicator.numerator), expected.comparison(indicator.numerator)))
            missed = [a for a, met in verdicts[code].items() if not met]
            assert [a.code for a in said.judged(code)[1]] == missed
            by_code = {a.code: a for a in block.agencies}
            pairs += [(said.shortfall(by_code[a], code), expected.shortfall(a, code)) for a in missed]
    for sentence, wanted in pairs:
        check(sentence, wanted)
        if sentence is not None:
            assert period_words(drawn.periods[block_code]) in sentence.text
            seen |= set(sentence.keys)
    return pairs


# In a transaction around all of it, a PostgreSQL table keeps what every season has left behind and grows slow.
@pytest.mark.django_db(transaction=True)
def test_every_sentence_of_drawn_seasons_is_true_and_every_wording_is_used(world):
    seen, checked = set(), 0
    for seed in SEEDS:
        with RolledBack(), translation.override("vi"):
            drawn = random_season(world, seed)
            disturb(drawn, random.Random(seed))
            # The periods are named: where nobody has reported none would count.
            chosen = {block: period.period_code for block, period in drawn.periods.items()}
            figures = read_figures(drawn.season, period_codes=chosen, with_published=False)
            members = {b: [a.code for a in listed] for b, listed in drawn.agencies.items()}
            periods = {b: p.code for b, p in drawn.periods.items()}
            last = {b: p.code for b, p in drawn.last_periods.items()}
            for block, expected in calculate(members, periods, last, YEAR).items():
                expected.members = members[block]
                checked += len(check_block(drawn, figures, block, expected, seen))
    assert checked > 30 * len(SEEDS)
    if len(SEEDS) >= OF_WORDINGS:
        goals = {key for key in PHRASES if key.startswith("goal.")}
        assert set(PHRASES) - seen - goals == ELSEWHERE


def test_fractions_of_the_second_calculation_are_exact():
    from .said import money, points, rate

    assert rate(Fraction(9_999_999, 100_000)) == "gần\u00a0100%"
    assert money(10**9) == "1\u00a0tỷ\u00a0đồng".replace("tỷ\u00a0đồng", "tỷ đồng")
    assert points(Fraction(1, 1000)) == "chưa đến\u00a00,01\u00a0điểm\u00a0%"

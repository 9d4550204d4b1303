"""On random seasons, two hundred in the proof, every sentence says what a second calculation over raw rows gives.

Each season has an awkwardness of its own on top: all targets of one kind, nobody reported, one member alone, everybody
equal, targets met exactly, nothing arose, last year the same or zero.
"""

import random
from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.utils import translation

from pledges.models import Target
from reports.papers.content.model import FactRun, FigureRun, text_of
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
ELSEWHERE = {
    "result.amount",
    "result.nothing",
    "comparison.amount",
    "comparison.zero",
    "nation.one",
    "nation.tied",
    "nation.together",
    "nation.everybody",
    "nation.printed",
    "nation.own",
    "nation.made_up",
    "target.reached",
    "state.nobody",
}


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


@dataclass(frozen=True)
class Block:
    """One block of a drawn season, as an awkwardness needs it."""

    drawn: object
    draw: object
    kind: int
    agencies: list
    codes: tuple
    period: object
    last: object

    @property
    def members(self) -> list[str]:
        return [agency.code for agency in self.agencies]

    @property
    def now(self) -> dict:
        return counting(self.members, self.period)

    @property
    def targets(self):
        return Target.objects.filter(agency__code__in=self.members, indicator__code__in=self.codes, year=YEAR)

    @property
    def often(self) -> int:
        return self.drawn.seed // 34 % 2


def other_comparator(block: Block) -> None:
    block.targets.update(comparator=("gt", "lt", "lte", "eq")[block.kind])


def mixed_comparators(block: Block) -> None:
    for number, row in enumerate(block.targets):
        Target.objects.filter(pk=row.pk).update(comparator=("gt", "gte")[number % 2])


def nobody_reported(block: Block) -> None:
    Submission.objects.filter(agency__code__in=block.members, period=block.period).update(state="draft")


def one_alone(block: Block) -> None:
    alone = next(iter(block.now.values()))
    rows = Submission.objects.filter(agency__code__in=block.members, period=block.period)
    rows.exclude(agency=alone.agency_id).update(state="draft")
    for code in block.codes:
        set_parts([alone], code, 50, 100)
    block.targets.filter(agency=alone.agency_id).update(value=(40, 60)[block.often])


def at_the_target(block: Block) -> None:
    for code in block.codes:
        set_parts(block.now.values(), code, 1, 2)
    block.targets.update(value=50 + (block.kind == 8) * block.often, comparator=("gte", "gt")[block.kind - 7])


def nothing_arose(block: Block) -> None:
    for code in block.codes:
        set_parts(block.now.values(), code, 0, 0)


def the_same_both_years(block: Block) -> None:
    before = counting(block.members, block.last)
    for code in block.codes:
        set_parts([*block.now.values(), *before.values()], code, 3, 7)


def from_nothing(block: Block) -> None:
    for code in block.codes:
        set_parts(counting(block.members, block.last).values(), code, 0, 9)


def all_of_one_state(block: Block) -> None:
    state, now = ("approved", "sealed")[block.kind - 12], block.now
    Submission.objects.filter(pk__in=[row.pk for row in now.values()]).update(state=state)
    for agency in [agency for agency in block.agencies if agency.code not in now]:
        Result.objects.filter(submission__agency=agency, submission__period=block.period).delete()
        Submission.objects.filter(agency=agency, period=block.period).delete()
        block.drawn.world.fill(agency, period=block.period, state=state)


def close_to_the_ends(block: Block) -> None:
    for code in block.codes:  # close to a whole, and close to nothing
        set_parts(block.now.values(), code, block.draw.choice([99_999, 1]), 100_000)
    block.targets.update(value="99.9980")


def no_targets(block: Block) -> None:
    block.targets.delete()


def far_above(block: Block) -> None:
    block.targets.update(value=1)
    for code in block.codes:
        set_parts(block.now.values(), code, block.draw.randrange(50, 80), 100)


AWKWARD = (
    *[other_comparator] * 4,
    mixed_comparators,
    nobody_reported,
    one_alone,
    *[at_the_target] * 2,
    nothing_arose,
    the_same_both_years,
    from_nothing,
    *[all_of_one_state] * 2,
    close_to_the_ends,
    no_targets,
    far_above,
)


def disturb(drawn, draw):
    """One awkwardness by seed."""
    kind = drawn.seed // 2 % len(AWKWARD)
    for block, codes in TARGETED.items():
        periods = drawn.periods[block], drawn.last_periods[block]
        AWKWARD[kind](Block(drawn, draw, kind, drawn.agencies[block], codes, *periods))


def check(sentence, said, lang="vi"):
    """Wording, figures in their order, names and counts in any."""
    if said is None or sentence is None:
        assert sentence is None and said is None, (sentence, said)
        return
    assert sentence.keys == said.keys
    assert [run.text for run in sentence.runs if isinstance(run, FigureRun)] == said.figures, sentence.text
    assert sorted(run.text for run in sentence.inner if isinstance(run, FactRun)) == sorted(said.facts), sentence.text
    assert sentence.text.endswith(".") and "{" not in sentence.text


def period_words(period) -> str:
    """When, without which report the figures are of."""
    name = period.name_vi.split(" (")[0]
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
    pairs.append((said.compared(), expected.compared()))
    pairs += [(said.not_compared(), expected.not_compared())] if expected.not_compared() else []
    pairs += [(said.nobody(), expected.nobody())] if expected.nobody() else []
    pairs += zip(said.duties(), expected.duties(), strict=True)
    pairs.append((said.without_figures(TARGETED[block_code]), expected.without_figures()))
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
            dated = said.result(code)
            if dated is not None:
                lead = f"Trong {period_words(drawn.periods[block_code])}, "
                assert said.dated(dated).text == lead + text_of(dated.inner)
                seen |= {*said.dated(dated).keys}
            missed = [a for a, met in verdicts[code].items() if not met]
            assert [a.code for a in said.judged(code)[1]] == missed
            by_code = {a.code: a for a in block.agencies}
            pairs += [(said.shortfall(by_code[a], code), expected.shortfall(a, code)) for a in missed]
    for sentence, wanted in pairs:
        check(sentence, wanted)
        if sentence is not None:
            assert period_words(drawn.periods[block_code]) not in sentence.text  # said once for all of a section
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

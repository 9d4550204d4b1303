"""Proofs that take longer than a minute, each with a short form for every run of the suite's checks.

A proof is a set of tests over drawn seasons, or over addresses; how many are taken is all that tells its long form from
its short one and from what the suite itself runs. ``./run prove`` lists them, ``./run prove NAME`` runs the long form.
"""

import os
from dataclasses import dataclass

SUITE = 8  # seasons in the suite: one of every kind (see tests.support.random_season)
OF_WORDINGS = 200  # seasons after which every wording of a paper has been used
EVERY = 10_000  # more addresses than any page has


@dataclass(frozen=True, slots=True)
class Proof:
    """``tests`` are paths, ``draws`` the variable that holds how many ``units`` to take, long and short."""

    says: str
    draws: str
    long: int
    short: int
    tests: tuple[str, ...]
    units: str = "drawn seasons"


PROOFS = {
    "seasons": Proof(
        "every figure and comparison of pages, books, report and open data equals an independent calculation",
        "PROVE_SEASONS",
        200,
        1,
        (
            "tests/whole/test_random_season.py",
            "tests/whole/test_random_season_pages.py",
            "tests/whole/test_random_season_papers.py",
            "tests/whole/test_random_season_workbook.py",
            "tests/dashboards/compare/test_compare_random.py",
            "tests/dashboards/ministry/test_ministry_random.py",
            "tests/reports/workbooks/test_ministry_workbook_random.py",
            "tests/dashboards/national/test_national.py::test_every_row_is_that_of_a_second_calculation",
            "tests/dashboards/national/test_national.py::test_the_total_is_compared_over_those_who_have_both_years",
            "tests/dashboards/national/test_national.py::test_the_finding_is_that_of_a_second_calculation",
            "tests/dashboards/national/test_national.py::test_agencies_without_a_figure_stand_last_and_are_named",
            "tests/reports/opendata/test_open_data_random.py",
            "tests/reports/workbooks/test_workbook_random.py",
        ),
    ),
    "sentences": Proof(
        "every sentence of the report is true, and every wording is used by some season",
        "PROVE_SENTENCES",
        OF_WORDINGS,
        16,
        ("tests/reports/papers/test_sentences_random.py", "tests/reports/papers/test_report_random.py"),
    ),
    "old-rows": Proof(
        "every address that an older commit's demonstration answered answers today, with the same figures",
        "PROVE_ADDRESSES",
        EVERY,
        1,
        ("tests/migrations/test_old_rows.py",),
        units="addresses of each page",
    ),
}


def seasons() -> range:
    """The seeds of the seasons to draw: one of each kind in the suite, as many as a proof asks for."""
    return range(1, 1 + int(os.environ.get("PROVE_SEASONS", SUITE)))


def wordings() -> range:
    """The seeds over which sentences are proved."""
    return range(int(os.environ.get("PROVE_SENTENCES", 4 * SUITE)))


def addresses() -> int:
    """How many addresses of each page, season and account are asked for on an older commit's rows."""
    return int(os.environ.get("PROVE_ADDRESSES", 2))


__all__ = ["OF_WORDINGS", "PROOFS", "SUITE", "Proof", "addresses", "seasons", "wordings"]

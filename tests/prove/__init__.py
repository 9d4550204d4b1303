"""Proofs that take longer than a minute, each with a short form for every run of the suite's checks.

A proof is a set of tests over drawn seasons; how many are drawn is all that tells its long form from its short one and
from what the suite itself runs. ``./run prove`` lists them, ``./run prove NAME`` runs the long form of one.
"""

import os
from dataclasses import dataclass

SUITE = 8  # seasons in the suite: one of every kind (see tests.support.random_season)
OF_WORDINGS = 200  # seasons after which every wording of a paper has been used


@dataclass(frozen=True, slots=True)
class Proof:
    """``tests`` are paths, ``draws`` the variable that holds how many seasons to draw, with its long and short form."""

    says: str
    draws: str
    long: int
    short: int
    tests: tuple[str, ...]


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
}


def seasons() -> range:
    """The seeds of the seasons to draw: one of each kind in the suite, as many as a proof asks for."""
    return range(1, 1 + int(os.environ.get("PROVE_SEASONS", SUITE)))


def wordings() -> range:
    """The seeds over which sentences are proved."""
    return range(int(os.environ.get("PROVE_SENTENCES", 4 * SUITE)))


__all__ = ["OF_WORDINGS", "PROOFS", "SUITE", "Proof", "seasons", "wordings"]

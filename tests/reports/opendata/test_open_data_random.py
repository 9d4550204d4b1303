"""Released figures of random seasons equal a second calculation over the raw rows, figure by figure."""

import json

import pytest

from reports.opendata import files
from results.figures.read import read_released
from tests.prove import seasons
from tests.support.files.opendata import by_key, rows_of_csv, rows_of_json
from tests.support.files.structure import faults
from tests.support.independent import rounded
from tests.support.random_season import TARGETED


@pytest.fixture(params=seasons(), ids="seed{}".format)
def drawn(world, draw_season, request):
    made = draw_season(request.param)
    for period in made.periods.values():
        world.release(period)
    return made


def content(drawn, file) -> bytes:
    data = files.open_data(read_released(drawn.season))
    return b"".join(files.chunks(file, data, files.notice(data.head)))


def value_of(row):
    return (row["numerator"], row["denominator"]) if row["value_kind"] == "rate" else row["value"]


def decimal(value):
    return None if value is None else f"{rounded(value):f}"


def target_text(value):
    return None if value is None else f"{rounded(value, 4):f}".rstrip("0").rstrip(".")


def expected_rows(drawn) -> dict[tuple, tuple]:
    """By block, period, agency and indicator: value or parts, percent, nothing arose, target."""
    found = {}
    for block, expected in drawn.expected().items():
        period = drawn.periods[block].period_code
        for code in expected.catalogue:
            is_rate = code in expected.rates()
            for agency in (*expected.members, None):
                total = agency is None
                if is_rate:
                    value = (expected.total_parts(code) if total else expected.parts(agency, code)) or (None, None)
                    percent = expected.total_percent(code) if total else expected.percent(agency, code)
                    nothing = value[1] == 0
                else:
                    value = expected.total(code) if total else expected.now[agency][code]
                    percent = None
                    known = [a for a in expected.members if expected.now[a][code] is not None]
                    holders = known if total else [agency]
                    nothing = bool(holders) and all((a, code) in expected.nothing for a in holders)
                target = None if total else expected.targets.get((agency, code))
                if total and code in TARGETED[block]:
                    target = expected.total_target(code)
                found[block, period, agency, code] = value, decimal(percent), nothing, target_text(target)
    return found


@pytest.mark.parametrize(("file", "read"), [(files.CSV, rows_of_csv), (files.JSON, rows_of_json)])
def test_every_figure_equals_the_second_calculation(drawn, file, read):
    found = by_key(read(content(drawn, file)))
    shown = ("percent", "nothing_arose", "target")
    seen = {key: (value_of(row), *(row[name] for name in shown)) for key, row in found.items()}
    assert seen == expected_rows(drawn)


def test_states_of_counting_reports(drawn):
    rows = by_key(rows_of_csv(content(drawn, files.CSV))).values()
    for expected in drawn.expected().values():
        states = {r["agency_code"]: r["counting_state"] for r in rows if r["agency_code"] in expected.members}
        assert {agency for agency, state in states.items() if state != "missing"} == expected.reported
    provisional = {r["agency_code"] for r in rows if r["provisional"]}
    assert {drawn.missing.code, None} <= provisional
    assert drawn.below.code not in provisional  # approved, with a reopened draft beside it


def test_adding_the_rows_gives_the_total_rows(drawn):
    """What a reader does: sum the agencies of the file; rates by their parts."""
    found = by_key(rows_of_csv(content(drawn, files.PLAIN_CSV)))
    for (block, period, agency, code), total in found.items():
        if agency is not None:
            continue
        members = [r for (b, p, a, c), r in found.items() if (b, p, c) == (block, period, code) and a is not None]
        for name in ("value", "numerator", "denominator"):
            known = [row[name] for row in members if row[name] is not None]
            assert total[name] == (sum(known) if known else None)


def test_document_fits_the_schema(drawn):
    schema = json.loads(content(drawn, files.SCHEMA))
    assert faults(json.loads(content(drawn, files.JSON)), schema) == []

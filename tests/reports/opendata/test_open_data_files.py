"""The files themselves: whatever stands in names comes back, nothing begins a formula, the schema holds."""

import csv
import io
import json
import re
from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.opendata import files
from reports.opendata.columns import COLUMNS, NAMES
from reports.opendata.document import OpenNotice, json_chunks
from reports.opendata.rows import OpenData, OpenRow, percent_text, target_text
from reports.opendata.schema import schema, schema_text
from reports.opendata.table import csv_chunks, inert, sheet_chunks
from results.figures import FigureSet
from results.figures.read import read_figures, read_released
from tests.support.files.opendata import body, rows_of_csv, rows_of_json
from tests.support.files.structure import faults
from tests.support.pages import address
from tests.support.project import ROOT

CHECKED_IN = ROOT / "reports" / "opendata" / "open-data.schema.json"
NOTICE = OpenNotice("Số liệu", "Nguồn", "Điều kiện")
NASTY = (
    "=1+1",
    "+84 292",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=1",
    "''",
    "＝1",
    "＠x",
    '"quoted", "twice"',
    "hai\r\ndòng\nba\rbốn",
    ";,|\t",
    "\u202eđảo chiều\u200f",
    "\ufeffdấu đầu",
    "Tie\u0302\u0301n (NFD)",
    "\U0001f642 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "\u2028\u2029",
    "\x00\x0b\x1f",
    "null",
    "true",
    "0123",
    " đầu và cuối ",
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def figures(world) -> FigureSet:
    world.set_targets()
    world.fill_all()
    for agency in world.agencies:
        if not world.season.releases.filter(period=world.period_of(agency)).exists():
            world.release(world.period_of(agency))
    (found,) = read_released(world.season).sets
    return found


def renamed(figures: FigureSet, name: str) -> OpenData:
    """Every agency has the name, and every unit."""
    blocks = {
        key: replace(
            block,
            agencies=tuple(replace(a, name_vi=name, name_en="") for a in block.agencies),
            indicators={c: replace(i, unit_vi=name, unit_en="") for c, i in block.indicators.items()},
        )
        for key, block in figures.blocks.items()
    }
    return OpenData([replace(figures, blocks=blocks, cluster_name_vi=name)])


def written(chunks) -> bytes:
    return "".join(chunks).encode()


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_whatever_stands_in_names_comes_back(figures, name):
    data = renamed(figures, name)
    expected = [dict(zip(NAMES, row.values(), strict=True)) for row in data.rows]
    assert {row["agency_name"] for row in expected} == {name, None}
    for bom in (True, False):
        assert rows_of_csv(written(csv_chunks(data, bom=bom))) == expected
    document = written(json_chunks(data, NOTICE))
    assert rows_of_json(document) == expected
    assert faults(json.loads(document), schema()) == []


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_text_begins_a_formula(figures, name):
    lines = list(csv.reader(io.StringIO(written(csv_chunks(renamed(figures, name), bom=False)).decode(), newline="")))
    words = [number for number, column in enumerate(COLUMNS) if column.is_words]
    assert not any(line[number].startswith(STARTS) for line in lines[1:] for number in words)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_one_apostrophe_off_gives_any_text_back(text):
    shown = inert(text)
    assert shown.removeprefix("'") == text
    assert not shown.startswith(STARTS)


@pytest.mark.parametrize(("lang", "separator", "point"), [("vi", ";", ","), ("en", ",", ".")])
def test_the_table_for_spreadsheets_holds_the_same_in_the_settings_of_the_reader(figures, lang, separator, point):
    data = OpenData([figures], lang)
    text = "".join(sheet_chunks(data)).removeprefix("\ufeff")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    programs = list(csv.reader(io.StringIO("".join(csv_chunks(data, bom=False)), newline="")))
    assert (lines[0], len(lines)) == (programs[0], len(programs))
    kinds = {column.name: column.kind for column in COLUMNS}
    for mine, other in zip(lines[1:], programs[1:], strict=True):
        for name, shown, plain in zip(NAMES, mine, other, strict=True):
            said = plain.replace(".", point) if kinds[name] == "decimal" else plain
            assert shown.removeprefix("'") == said
            assert not (shown.startswith("'") and kinds[name] in ("integer", "decimal", "boolean"))
    percents = {line[NAMES.index("percent")] for line in lines[1:]} - {""}
    assert percents and all(re.fullmatch(rf"\d+{re.escape(point)}\d\d", each) for each in percents)


def test_negative_numbers_stay_numbers(figures):
    data = OpenData([figures])
    row = replace(data.rows[0], value=-5)
    vars(data)["rows"] = (row,)
    lines = list(csv.DictReader(io.StringIO("".join(csv_chunks(data, bom=False)), newline="")))
    assert [line["value"] for line in lines] == ["-5"]


def test_rounding_is_half_up_and_never_hides_digits():
    assert [percent_text(Fraction(n, 100_000)) for n in (84_005, 84_004, 0, -5, 100_000)] == [
        "84.01",
        "84.00",
        "0.00",
        "-0.01",
        "100.00",
    ]
    assert [target_text(Fraction(n, 10_000)) for n in (792_500, 10_000, 1, 0)] == ["79.25", "1", "0.0001", "0"]
    assert target_text(Fraction(200, 3)) == "66.6667"


def test_columns_are_the_fields_of_a_row_in_order():
    assert tuple(field.name for field in fields(OpenRow)) == NAMES
    assert list(schema()["properties"]["rows"]["items"]["properties"]) == list(NAMES)


def test_figures_that_are_not_released_are_left_out_whoever_reads_them(figures):
    """The rows look at the block itself, not at how the set was read."""
    hidden = {key: replace(block, released=False) for key, block in figures.blocks.items()}
    assert OpenData([replace(figures, blocks=hidden)]).rows == ()


def test_restricted_block_gives_its_own_agencies_and_no_total(world, figures):
    own = world.enforcement[1].code
    block = figures.blocks["civil_enforcement"].restricted(frozenset({own}))
    rows = OpenData([replace(figures, blocks={"civil_enforcement": block})]).rows
    assert {row.agency_code for row in rows} == {own}
    assert {row.scope for row in rows} == {"agency"}


def test_live_reading_without_a_release_gives_nothing(world):
    world.fill_all()
    assert OpenData([read_figures(world.season)]).rows == ()


# -- the schema --------------------------------------------------------------------------------------------------------
def test_schema_that_is_checked_in_is_the_one_that_is_served(as_user, world):
    """After a change of the columns: copy schema.json out of an export over it."""
    served = body(as_user("officer").get(address(world, "reports:open_data_schema")))
    assert served.decode() == schema_text() == CHECKED_IN.read_text(encoding="utf-8")


def test_schema_refuses_what_is_not_so(figures):
    good = json.loads(written(json_chunks(OpenData([figures]), NOTICE)))
    assert faults(good, schema()) == []
    for name, wrong in (
        ("value", 1.5),
        ("value", "1"),
        ("percent", 84.0),
        ("percent", "84,00"),
        ("scope", "nation"),
        ("year", None),
        ("nothing_arose", 0),
        ("counting_state", "draft"),
        ("cluster_code", "=x"),
        ("target_comparator", "="),
    ):
        bad = {**good, "rows": [{**good["rows"][0], name: wrong}]}
        assert len(faults(bad, schema())) == 1
    assert faults({**good, "more": 1}, schema()) == ["$.more is unknown"]
    assert faults({**good, "rows": [{}]}, schema()) == [f"$.rows[0].{name} is missing" for name in NAMES]


def test_document_without_any_figure_fits_the_schema(world):
    released = read_released(world.season)
    data = files.open_data(released)
    document = written(json_chunks(data, files.notice(data.head)))
    assert faults(json.loads(document), schema()) == []
    assert written(csv_chunks(data, bom=False)) == (",".join(NAMES) + "\r\n").encode()


def test_long_tables_are_given_out_in_pieces(figures):
    data = renamed(figures, "tên")
    vars(data)["rows"] = data.rows * 10
    assert len(list(csv_chunks(data))) > 5
    assert len(list(json_chunks(data, NOTICE))) > 8

"""The ministry's workbook: every total equals that of the cluster books, whatever is chosen; who may have it."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib.refusal import NotAllowed
from reports.enums import RunState
from reports.exporting.nation import nation_scope, periods_of
from reports.exporting.scopes import InvalidScope
from reports.models import ReportRun, SavedSelection
from reports.runs import files, requests
from reports.runs.selections import MOST
from reports.tasks import build_report
from results.enums import State
from results.figures.read import read_figures
from tests.factories.clusters import SeasonFactory
from tests.factories.reports import SelectionFactory
from tests.support.files.office import recalculated
from tests.support.files.report_books import BLOCKS, Workbook, built, differences, write_ministry_book
from tests.support.html import main_of, text_of
from tests.support.independent import calculate

PERIODS = {"civil_enforcement": "12m", "department_of_justice": "year_first"}
ALL = {"years": [2024], "blocks": list(PERIODS), "periods": PERIODS}
CLUSTERS = "Các cụm"
ADDRESS = "/ministry/reports/"


def book_of(folder, parameters=ALL, language="vi", name="ministry.xlsx"):
    write_ministry_book(parameters, folder / name, language=language)
    return Workbook(folder / name)


@pytest.fixture(params=(1, 2), ids="seed{}".format)
def nation(world, draw_season, request):
    """Two clusters: one of random figures with every awkward case, and its neighbour."""
    drawn = draw_season(request.param)
    for number, agency in enumerate(world.other_agencies, start=4):
        world.fill(agency, state=State.APPROVED, size=number)
    return drawn


# -- figures -----------------------------------------------------------------------------------------------------------
@pytest.fixture(params=(True, False), ids=("indicators are rows", "agencies are rows"))
def lying(request, monkeypatch):
    """The sheets of blocks lie across, as with few agencies, or as with many."""
    monkeypatch.setattr("reports.workbooks.sheets.nation.lies_across", lambda block: request.param)
    return request.param


def test_totals_of_clusters_and_nation_equal_the_cluster_books(nation, tmp_path):
    world, book = nation.world, book_of(tmp_path)
    sheet = book.values[CLUSTERS]
    for season in (world.season, world.other_season):
        own = built(read_figures(season, period_codes=PERIODS), tmp_path, name=f"{season.pk}.xlsx")
        for block, title in BLOCKS.items():
            for code, indicator in own_headlines(season, block).items():
                row = cluster_row(sheet, indicator, season.cluster.short_name_vi)
                for col, of in ((5, indicator.numerator), (6, indicator.denominator), (7, code)):
                    expected = own.value(title, None, world.indicators[of])
                    assert cell(sheet, row, col) == (None if expected is None else pytest.approx(expected, rel=1e-13))


def own_headlines(season, block):
    figures = read_figures(season, period_codes=PERIODS)
    return {i.code: i for i in figures.blocks[block].headline if i.is_rate}


def cluster_row(sheet, indicator, name) -> int:
    (band,) = (
        r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 1).value or "").endswith(f"· {indicator.name_vi}")
    )
    return next(r for r in range(band + 1, band + 20) if sheet.cell(r, 2).value == name)


def cell(sheet, row, col):
    found = sheet.cell(row, col).value
    return None if found == "" else found


def test_nation_equals_the_second_calculation_over_the_raw_rows(nation, tmp_path, lying):
    world, book = nation.world, book_of(tmp_path)
    everybody = {block: [a.code for a in agencies] for block, agencies in nation.agencies.items()}
    for agency in world.other_agencies:
        everybody[agency.kind].append(agency.code)
    codes = ({b: p.code for b, p in held.items()} for held in (nation.periods, nation.last_periods))
    for block, expected in calculate(everybody, *codes, 2024).items():
        for code in expected.rates():
            total = expected.total_percent(code)
            shown = book.value(BLOCKS[block], None, world.indicators[code])
            assert shown == (None if total is None else pytest.approx(float(total / 100), rel=1e-13))
        for code in expected.amounts():
            total, indicator = expected.total(code), world.indicators[code]
            by = 1000 if indicator.value_type == "money_dong" else 1
            shown = book.value(BLOCKS[block], None, indicator)
            assert shown == (None if total is None else pytest.approx(total / by, rel=1e-14))


@pytest.mark.office
@pytest.mark.service
def test_recalculated_cells_equal_the_cached_ones(nation, tmp_path, lying):
    book = book_of(tmp_path)
    formulas, found = differences(book.path, recalculated(book.path, tmp_path))
    assert (formulas > 500, found) == (True, [])


def test_same_figures_give_the_same_bytes(nation, tmp_path):
    first, second = (book_of(tmp_path, name=f"{n}.xlsx").path.read_bytes() for n in "ab")
    assert first == second


def test_sheets_have_filters_frozen_panes_and_charts(nation, tmp_path, lying):
    book = book_of(tmp_path)
    for title in BLOCKS.values():
        sheet = book.formulas[title]
        assert sheet.auto_filter.ref and sheet.freeze_panes == ("D8" if lying else "E9")
    assert len(book.formulas[CLUSTERS]._charts) == 3
    assert book.formulas["Tình hình báo cáo"].auto_filter.ref


def test_places_are_those_of_the_whole_nation(nation, tmp_path):
    world, book = nation.world, book_of(tmp_path)
    title = next(t for t in book.values.sheetnames if t.startswith("Thi hành án dân sự - về việc"))
    sheet = book.values[title]
    heads = {sheet.cell(5, c).value: c for c in range(1, sheet.max_column + 1)}
    rate = heads[world.indicators["completion_rate_cases"].name_vi]
    rows = [r for r in range(8, sheet.max_row + 1) if isinstance(sheet.cell(r, 1).value, int)]
    values = {r: sheet.cell(r, rate).value for r in rows if isinstance(sheet.cell(r, rate).value, int | float)}
    for row, value in values.items():
        assert sheet.cell(row, heads["Thứ hạng toàn quốc"]).value == 1 + sum(v > value for v in values.values())
    assert sorted(set(rows) - set(values)), "an agency without a rate has no place"


# -- choices -----------------------------------------------------------------------------------------------------------
def test_one_block_one_cluster_and_few_indicators(nation, tmp_path):
    chosen = {
        "years": [2024],
        "blocks": ["civil_enforcement"],
        "periods": PERIODS,
        "clusters": ["CKH"],
        "indicators": ["completion_rate_cases"],
    }
    book = book_of(tmp_path, chosen)
    assert BLOCKS["department_of_justice"] not in book.values.sheetnames
    texts = book.texts()
    assert "Cụm khác" in texts and "Cụm thử" not in texts
    names = {i.code: i.name_vi for i in nation.world.indicators.values()}
    labels = [row[1].value for row in book.values[BLOCKS["civil_enforcement"]]]
    assert names["completion_rate_cases"] in labels and names["completion_rate_money"] not in labels


def test_several_years_stand_side_by_side(nation, tmp_path):
    Season.objects.create(cluster=nation.cluster, year=2023)
    book = book_of(tmp_path, {**ALL, "years": [2023, 2024]})
    assert [c.value for c in book.values["Các năm"][5]][:4] == ["STT", "Chỉ tiêu chủ yếu", "2023", "2024"]
    assert f"{BLOCKS['civil_enforcement']} 2023" in book.values.sheetnames


@pytest.mark.parametrize(
    "change",
    [
        {"years": []},
        {"years": [1990]},
        {"years": ["2024"]},
        {"years": 2024},
        {"years": [2024] * 6},
        {"blocks": []},
        {"blocks": ["ministry_body"]},
        {"clusters": ["NOPE"]},
        {"clusters": "CTN"},
        {"indicators": ["nope"]},
        {"periods": {}},
        {"periods": {"civil_enforcement": "13m", "department_of_justice": "year_first"}},
        {"periods": None},
    ],
)
def test_what_the_portal_does_not_hold_is_refused(world, change):
    with pytest.raises(InvalidScope):
        nation_scope({**ALL, **change})


def test_cluster_in_another_period_is_named_and_left_out(nation, tmp_path):
    for agency in nation.world.other_agencies:
        agency.memberships.update(valid_to="2024-07-01")
    book = book_of(tmp_path)
    assert "Cụm khác báo cáo theo kỳ khác nên không cộng vào số tổng" in book.texts()


def test_nasty_names_stay_text(nation, tmp_path):
    agency = nation.agencies["civil_enforcement"][0]
    type(agency).objects.filter(pk=agency.pk).update(name_vi="=1+1 & <b> \u202e" + "x" * 200)
    type(nation.cluster).objects.filter(pk=nation.cluster.pk).update(short_name_vi="=HYPERLINK(1)")
    book = book_of(tmp_path)
    found = [
        c
        for sheet in openpyxl.load_workbook(book.path)
        for row in sheet.iter_rows()
        for c in row
        if isinstance(c.value, str) and c.value.startswith(("=1+1", "=HYPERLINK"))
    ]
    assert found and all(c.data_type == "s" or c.quotePrefix for c in found)


def test_command_builds_the_book(nation, tmp_path):
    path = tmp_path / "out.xlsx"
    call_command("build_report", "ministry-workbook", year=2024, output=path)
    assert "Cụm khác" in Workbook(path).texts()
    call_command("build_report", "ministry-workbook", year=2024, cluster="CTN", output=path)
    assert "Cụm khác" not in Workbook(path).texts()
    with pytest.raises(CommandError):
        call_command("build_report", "ministry-workbook", year=1999, output=path)


# -- runs --------------------------------------------------------------------------------------------------------------
def ask(world, who="ministry", parameters=ALL):
    return requests.request_run(
        kind="ministry-workbook", season=None, parameters=parameters, actor=world.users[who], language="vi"
    )


@pytest.mark.parametrize("who", ["officer", "head", "secretariat", "cluster_head", "deputy", "administrator", "nobody"])
def test_only_the_ministry_may_have_it(full, who):
    with pytest.raises(NotAllowed):
        ask(full, who)


def test_ministry_body_of_one_block_has_that_block_only(full):
    full.ministry.supervises = ["civil_enforcement"]
    assert set(PERIODS) == set(periods_of(2024, PERIODS, year_end=False))
    one = {**ALL, "blocks": ["civil_enforcement"]}
    assert ask(full, parameters=one).parameters["blocks"] == ["civil_enforcement"]


def test_run_is_built_downloaded_and_flagged_when_any_season_changes(full, folder, as_user):
    run = ask(full)
    assert ask(full, "approver").pk == run.pk
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.season, run.file_name) == (
        RunState.DONE,
        None,
        f"So-tong-hop-cac-cum_{run.data_version}.xlsx",
    )
    client = as_user("ministry")
    page = text_of(main_of(client.get(reverse("reports:run", args=[run.pk]))))
    assert "Năm 2024 · tất cả các cụm" in page and "Dữ liệu đã thay đổi" not in page
    download = client.get(reverse("reports:run_download", args=[run.pk]))
    assert b"".join(download.streaming_content) == files.path_of(run).read_bytes()
    Season.objects.filter(pk=full.other_season.pk).update(data_version=9)
    page = client.get(reverse("reports:run", args=[run.pk]))
    assert 'name="years" value="2024"' in page.content.decode()
    newer = ask(full)
    assert newer.pk != run.pk


def test_book_with_a_year_opened_by_mistake_is_not_handed_out_again_once_that_was_withdrawn(full, folder, as_user):
    """What the withdrawn year's version stood at is not lost, or changes made since would reach the old sum again."""
    mistaken = SeasonFactory(year=2024, data_version=9)
    run = ask(full)
    build_report(run.pk)
    page = f"/entry/setup/{mistaken.cluster.slug}/2024/unopen/"
    assert as_user("approver").post(page, {"reason": "Mở nhầm"}).status_code == 302
    for _change in range(12):
        assert ask(full).pk != run.pk
        Season.objects.filter(pk=full.other_season.pk).raise_version()


def test_run_that_waited_while_data_changed_is_built_of_the_new(full, folder):
    run = ask(full)
    Season.objects.filter(pk=full.other_season.pk).update(data_version=9)
    build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.data_version) == (RunState.DONE, nation_scope(ALL).version())


# -- the page ----------------------------------------------------------------------------------------------------------
DATA = {"years": ["2024"], "blocks": list(PERIODS), "periods": "latest"}


def test_page_builds_what_is_ticked(full, folder, as_user):
    response = as_user("ministry").post(ADDRESS, {**DATA, "clusters": ["CTN"], "act": "build"})
    run = ReportRun.objects.get()
    assert response.url == reverse("reports:run", args=[run.pk])
    assert run.parameters == {**ALL, "clusters": ["CTN"]}


@pytest.mark.parametrize(
    "change",
    [
        {"years": []},
        {"years": ["1990"]},
        {"blocks": ["x"]},
        {"clusters": ["<b>"]},
        {"indicators": ["x"]},
        {"periods": "never"},
        {"act": "save", "name": "  "},
        {"act": "save", "name": "x" * 81},
    ],
)
def test_bad_choice_is_explained_and_ticks_are_kept(full, as_user, change):
    response = as_user("ministry").post(ADDRESS, {**DATA, "clusters": ["CTN"], "act": "build", **change})
    assert response.status_code == 422
    if "clusters" not in change:
        assert 'value="CTN" checked' in response.content.decode()
    assert not ReportRun.objects.exists() and not SavedSelection.objects.exists()


def test_choice_is_kept_used_written_over_and_removed(full, as_user):
    client = as_user("ministry")
    name = "=Cụm <b>thử</b>"
    client.post(ADDRESS, {**DATA, "clusters": ["CTN"], "act": "save", "name": name})
    client.post(ADDRESS, {**DATA, "clusters": ["CKH"], "act": "save", "name": name})
    kept = SavedSelection.objects.get()
    page = client.get(ADDRESS, {"selection": kept.pk}).content.decode()
    assert 'value="CKH" checked' in page and 'value="CTN" checked' not in page
    assert "<b>thử" not in page
    assert client.post(reverse("reports:selection_remove", args=[kept.pk])).status_code == 302
    assert not SavedSelection.objects.exists()
    assert AuditEntry.objects.filter(action__startswith="selection.").count() == 3


def test_choices_of_others_do_not_exist(full, as_user):
    other = SelectionFactory(user=full.users["approver"], name="Của người khác")
    client = as_user("ministry")
    assert "Của người khác" not in client.get(ADDRESS, {"selection": other.pk}).content.decode()
    assert client.post(reverse("reports:selection_remove", args=[other.pk])).status_code == 404


def test_more_choices_than_the_portal_holds_are_refused(full, as_user):
    for _number in range(MOST):
        SelectionFactory(user=full.users["ministry"])
    response = as_user("ministry").post(ADDRESS, {**DATA, "act": "save", "name": "Thêm"})
    assert response.status_code == 422 and SavedSelection.objects.count() == MOST


def test_kept_choice_whose_cluster_is_gone_is_asked_about_again(full, as_user):
    kept = SelectionFactory(user=full.users["ministry"], choice={"years": [1990], "blocks": ["x"], "clusters": ["NO"]})
    assert as_user("ministry").get(ADDRESS, {"selection": kept.pk}).status_code == 200


def test_queries_of_the_page_do_not_grow_with_runs(full, folder, as_user, django_assert_max_num_queries):
    for number in range(4):
        Season.objects.filter(pk=full.season.pk).update(data_version=20 + number)
        ask(full)
    client = as_user("ministry")
    client.get(ADDRESS)
    with django_assert_max_num_queries(20):
        client.get(ADDRESS)


# -- the latest period of what is asked for ----------------------------------------------------------------------------
def nine_of_most(world):
    """All members have nine months, and only the neighbour has twelve."""
    for agency in (*world.enforcement, world.other_agencies[1]):
        world.fill(agency, period=world.periods["THADS-2024-9m"], state=State.APPROVED)
    world.fill(world.other_agencies[1], state=State.APPROVED)


@pytest.mark.parametrize(("clusters", "period"), [(["CTN"], "9m"), (["CKH"], "12m")])
def test_latest_figures_are_those_of_the_clusters_that_are_ticked(world, folder, as_user, clusters, period):
    nine_of_most(world)
    data = {**DATA, "blocks": ["civil_enforcement"], "clusters": clusters, "act": "build"}
    as_user("ministry").post(ADDRESS, data)
    assert ReportRun.objects.get().parameters["periods"] == {"civil_enforcement": period}

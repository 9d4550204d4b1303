"""Which agencies every list, page, fragment and file shows to whom: by name, and by figures that only they have."""

import random
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from clusters.enums import Block
from reports.runs import build, queue, requests
from results.enums import State
from tests.architecture.matrix import BOTH_BLOCKS, MEMBERS, MINISTRY, SECRETARIAT, SIGNED_IN
from tests.support.html import main_of, text_of
from tests.support.independent import amount_text, calculate, grouped, percent_text
from tests.support.random_season import drawn_values

ENFORCEMENT, DEPARTMENTS = Block.CIVIL_ENFORCEMENT, Block.DEPARTMENT_OF_JUSTICE
LAST = {"THADS-2024-12m": "THADS-2023-12m", "STP-2024-year_first": "STP-2023-year_first"}


class Shown:
    """A season in which every agency has figures nobody else has, this year and last."""

    def __init__(self, world):
        self.world = world
        draw = random.Random(2024)
        self.agencies = {a.code: a for a in (*world.agencies, *world.other_agencies)}
        for agency in self.agencies.values():
            period = world.period_of(agency)
            for each in (period, world.periods[LAST[period.code]]):
                world.fill(agency, period=each, state=State.RECEIVED, values=drawn_values(agency.kind, draw))
        self.marks = self._marks()

    def _marks(self) -> dict[str, set[str]]:
        """Texts by agency that no other agency and no total has: long numbers and rates, as pages print them."""
        texts, totals = {}, set()
        for codes in ([a.code for a in self.world.agencies], [a.code for a in self.world.other_agencies]):
            blocks = {b: [c for c in codes if self.agencies[c].kind == b] for b in Block.values}
            periods = {b: c for c, b in zip(LAST, (ENFORCEMENT, DEPARTMENTS), strict=True)}
            for block in calculate(blocks, periods, {b: LAST[p] for b, p in periods.items()}, 2024).values():
                for agency in block.members:
                    texts[agency] = self._texts(block, agency)
                if len(block.members) > 1:
                    totals |= {text for last in (False, True) for text in self._totals(block, last)}
        taken = {code: set().union(totals, *(t for c, t in texts.items() if c != code)) for code in texts}
        return {code: found - taken[code] for code, found in texts.items()}

    def _texts(self, block, agency) -> set[str]:
        found = set()
        for last in (False, True):
            amounts = (block.last if last else block.now)[agency]
            types = {code: row["value_type"] for code, row in block.catalogue.items()}
            found |= {amount_text(v, types[c]) for c, v in amounts.items() if v is not None and abs(v) >= 1000}
            percents = [block.percent(agency, code, last=last) for code in block.rates()]
            found |= {percent_text(p) for p in percents if p is not None and p.denominator > 1}
        return found

    def _totals(self, block, last):
        for code in block.amounts():
            if (total := block.total(code, last=last)) is not None:
                yield amount_text(total, block.catalogue[code]["value_type"])
                yield grouped(total)
        yield from (percent_text(p) for c in block.rates() if (p := block.total_percent(c, last=last)) is not None)

    def figures_in(self, text: str) -> set[str]:
        """The agencies that have a figure of their own in the text."""
        words = set(re.findall(r"[\d.,]*\d%?", text))
        return {self.agencies[code].code for code, marks in self.marks.items() if marks & words}

    def names_in(self, text: str) -> set[str]:
        return {
            a.code
            for a in self.agencies.values()
            if any(re.search(rf"{re.escape(name)}(?!\w)", text) for name in (a.code, a.short_name, a.name_vi))
        }

    def codes(self, *agencies) -> set[str]:
        return {agency.code for agency in agencies}


@pytest.fixture
def shown(world, kept_rows):
    made = kept_rows("shown", lambda: Shown(world))
    made.world = world
    return made


@pytest.fixture
def page(shown, as_user):
    """``page("officer", "dashboards:overview", …)``: the names and the figures of agencies in the main part."""

    def read(role: str, name: str, *arguments, query: str = "", **headers):
        response = as_user(role).get(reverse(name, args=arguments) + query, headers=headers)
        assert response.status_code == 200
        text = response.content.decode() if headers else text_of(main_of(response))
        return shown.names_in(text), shown.figures_in(text)

    return read


def readers(shown) -> dict[str, set[str]]:
    """Whose figures each role of the season reads before anything is released."""
    world = shown.world
    blocks = {
        ENFORCEMENT: shown.codes(*world.enforcement),
        DEPARTMENTS: shown.codes(*world.departments),
    }
    everybody = blocks[ENFORCEMENT] | blocks[DEPARTMENTS]
    own = shown.codes(world.enforcement[1])
    return (
        dict.fromkeys((*SECRETARIAT, *BOTH_BLOCKS), everybody)
        | dict.fromkeys(("deputy", "bureau"), blocks[ENFORCEMENT])
        | dict.fromkeys(("officer", "head"), own)
    )


def test_every_agency_has_figures_of_its_own_to_be_found_by(shown):
    assert min(len(marks) for marks in shown.marks.values()) > 20


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
def test_overview_names_all_members_and_shows_figures_of_those_one_reads(shown, page, role):
    names, figures = page(role, "dashboards:overview", shown.world.cluster.slug, 2024)
    # The bureau knows of its own block alone, and of the head agency, which is named above.
    of_bureau = shown.codes(*shown.world.enforcement, shown.world.head_agency)
    assert names == (of_bureau if role == "bureau" else shown.codes(*shown.world.agencies))
    assert figures == readers(shown)[role]


@pytest.mark.parametrize("role", ["officer", "head", "officer_dept", "deputy"])
def test_overview_shows_a_released_block_to_every_member(shown, page, role):
    world = shown.world
    world.release(world.periods["THADS-2024-12m"])
    own = {"officer_dept": world.departments[1]}.get(role)
    names, figures = page(role, "dashboards:overview", world.cluster.slug, 2024)
    assert names == shown.codes(*world.agencies)
    assert figures == shown.codes(*world.enforcement, *([own] if own else []))


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
@pytest.mark.parametrize("number", [0, 1])
def test_agency_page_shows_that_agency_alone_and_only_to_those_who_read_it(shown, page, role, number):
    agency = shown.world.enforcement[number]
    _names, figures = page(role, "dashboards:agency", shown.world.cluster.slug, 2024, agency.code)
    assert figures == readers(shown)[role] & {agency.code}


def compared(agencies) -> str:
    return f"?block={ENFORCEMENT}&first={agencies[0].code}&second={agencies[1].code}"


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2)])
def test_comparison_shows_figures_of_the_two_as_far_as_one_reads_them(shown, page, role, pair):
    two = [shown.world.enforcement[number] for number in pair]
    _names, figures = page(role, "dashboards:compare", shown.world.cluster.slug, 2024, query=compared(two))
    assert figures == readers(shown)[role] & shown.codes(*two)


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
def test_comparison_offers_members_and_to_the_ministry_all_of_the_year(shown, page, role):
    world = shown.world
    two = world.enforcement[:2]
    names, _figures = page(role, "dashboards:compare", world.cluster.slug, 2024, query=compared(two))
    outside = [a for a in world.other_agencies if a.kind == ENFORCEMENT] if role in MINISTRY else []
    assert names == shown.codes(*world.enforcement, *outside)


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
def test_file_of_a_comparison_shows_the_two_as_far_as_one_reads_them(shown, as_user, role):
    two = shown.world.enforcement[:2]
    address = reverse("dashboards:compare_table", args=[shown.world.cluster.slug, 2024, "csv"]) + compared(two)
    text = as_user(role).get(address).content.decode("utf-8-sig").replace('"', " ")
    assert shown.names_in(text) == shown.codes(*two)
    assert shown.figures_in(" ".join(text.split(";"))) == readers(shown)[role] & shown.codes(*two)


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
def test_years_of_an_agency_show_it_alone_and_only_to_those_who_read_it(shown, page, role):
    agency = shown.world.enforcement[0]
    query = f"?what=years&block={ENFORCEMENT}&agency={agency.code}"
    _names, figures = page(role, "dashboards:compare", shown.world.cluster.slug, 2024, query=query)
    assert figures == readers(shown)[role] & {agency.code}


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY, "other_officer"])
def test_home_shows_nobody_elses_figures(shown, page, role):
    _names, figures = page(role, "dashboards:home")
    others = shown.codes(*shown.world.other_agencies)  # this officer's agency leads the other cluster
    if role == "other_officer":
        assert figures <= others
    elif role in MINISTRY:  # all clusters as totals, that of the neighbour being one agency's figures in each block
        neighbour = {a.code for a in shown.world.other_agencies if role != "bureau" or a.kind == ENFORCEMENT}
        assert figures <= readers(shown)[role] | neighbour
    else:
        assert figures <= readers(shown)[role]


@pytest.mark.parametrize("role", ["nobody", "administrator"])
def test_home_without_an_appointment_shows_no_agency(page, role):
    assert page(role, "dashboards:home") == (set(), set())


@pytest.mark.parametrize("role", [*SECRETARIAT, "deputy", *MINISTRY])
def test_review_queue_lists_the_members_one_reviews(shown, page, role):
    names, figures = page(role, "results:review", shown.world.cluster.slug, 2024)
    # The deputy reviews its own block; the head agency's report goes to the Ministry, having none in its block.
    own = shown.codes(*shown.world.enforcement)
    of_role = {"deputy": own, "bureau": own}
    expected = of_role.get(role, shown.codes(*shown.world.agencies))
    assert names == expected
    assert figures <= expected


@pytest.mark.parametrize("role", ["ministry", "bureau"])
def test_ministry_page_shows_clusters_and_no_single_agency(shown, page, role):
    names, figures = page(role, "dashboards:ministry")
    assert names == set()
    # The neighbouring cluster has one agency in each block, so its totals are that agency's figures.
    others = [a for a in shown.world.other_agencies if role != "bureau" or a.kind == ENFORCEMENT]
    assert figures <= shown.codes(*others)


@pytest.mark.parametrize("block", [ENFORCEMENT, DEPARTMENTS])
@pytest.mark.parametrize("view", ["", "&view=heat"])
@pytest.mark.parametrize("name", ["dashboards:national", "dashboards:national_table"])
def test_national_page_and_file_show_all_agencies_of_the_block(shown, as_user, block, view, name):
    code = {ENFORCEMENT: "completion_rate_cases", DEPARTMENTS: "appraisal_coverage_rate"}[block]
    address = reverse(name, args=["csv"] if name.endswith("table") else [])
    response = as_user("ministry").get(f"{address}?indicator={code}{view}")
    text = response.content.decode() if name.endswith("table") else text_of(main_of(response))
    expected = {a.code for a in shown.agencies.values() if a.kind == block}
    assert shown.names_in(text) == expected
    assert shown.figures_in(text) == expected


@pytest.mark.parametrize("name", ["dashboards:national", "dashboards:national_table"])
def test_national_page_and_file_show_the_bureau_its_own_block(shown, as_user, name):
    address = reverse(name, args=["csv"] if name.endswith("table") else [])
    expected = {a.code for a in shown.agencies.values() if a.kind == ENFORCEMENT}
    for code in ("completion_rate_cases", "appraisal_coverage_rate"):
        response = as_user("bureau").get(f"{address}?indicator={code}")
        text = response.content.decode() if name.endswith("table") else text_of(main_of(response))
        assert (shown.names_in(text), shown.figures_in(text)) == (expected, expected)


@pytest.mark.parametrize("role", [*MEMBERS, "other_officer", "nobody", "administrator"])
def test_national_page_does_not_exist_for_others(shown, as_user, role):
    assert as_user(role).get(reverse("dashboards:national")).status_code == 404


@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
def test_entry_page_shows_that_agency_alone(shown, page, role):
    agency = shown.world.enforcement[1]
    _names, figures = page(role, "results:entry", agency.code, "THADS-2024-12m")
    assert figures == {agency.code}


@pytest.mark.parametrize("role", ["officer", "secretariat", "ministry", "bureau"])
def test_details_fragment_shows_that_agency_alone(shown, page, role):
    agency = shown.world.enforcement[1]
    _names, figures = page(
        role,
        "results:cell",
        agency.code,
        "THADS-2024-12m",
        query="?code=fully_enforced_cases",
        **{"HX-Request": "true"},
    )
    assert figures <= {agency.code}


@pytest.mark.parametrize("role", ["officer", "secretariat", "deputy", "ministry", "bureau"])
def test_version_page_shows_that_agency_alone(shown, page, role):
    agency = shown.world.enforcement[1]
    submission = agency.submissions.get(period__code="THADS-2024-12m")
    _names, figures = page(role, "results:submission", submission.pk)
    assert figures == {agency.code}


DEPARTMENT_PAGES = {
    "dashboards:agency": "",
    "dashboards:pledge": "",
    "dashboards:indicator": "",
    "dashboards:indicator_table": "",
    "dashboards:derivation": "",
    "dashboards:derived_target": "",
    "dashboards:compare": "?block={block}&first={first}&second={second}",
    "dashboards:compare_table": "?block={block}&first={first}&second={second}",
    "results:entry": "",
    "results:cell": "?code={code}",
    "results:submission": "",
}


@pytest.mark.parametrize("name", DEPARTMENT_PAGES)
def test_departments_do_not_exist_for_the_bureau_of_enforcement(shown, as_user, name):
    world, agency = shown.world, shown.world.departments[1]
    place, rate, sheet = [world.cluster.slug, 2024], "appraisal_coverage_rate", [agency.code, "STP-2024-year_first"]
    arguments = {
        "dashboards:agency": [*place, agency.code],
        "dashboards:pledge": [*place, DEPARTMENTS],
        "dashboards:indicator": [*place, rate],
        "dashboards:indicator_table": [*place, rate, "csv"],
        "dashboards:derivation": [*place, rate],
        "dashboards:derived_target": [*place, rate],
        "dashboards:compare": place,
        "dashboards:compare_table": [*place, "csv"],
        "results:entry": sheet,
        "results:cell": sheet,
        "results:submission": [agency.submissions.get(period__code="STP-2024-year_first").pk],
    }[name]
    code = next(
        code for code, row in world.indicators.items() if row.block == DEPARTMENTS and row.value_type == "count"
    )
    query = DEPARTMENT_PAGES[name].format(
        block=DEPARTMENTS, first=world.departments[0].code, second=agency.code, code=code
    )
    found = {
        role: as_user(role).get(reverse(name, args=arguments) + query, headers={"HX-Request": "true"}).status_code
        for role in ("ministry", "bureau")
    }
    assert found == {"ministry": 200, "bureau": 404}


def test_people_are_listed_for_the_administrator_without_figures(shown, page):
    _names, figures = page("administrator", "clusters:people")
    assert figures == set()


# -- open data ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [*MEMBERS, *MINISTRY])
@pytest.mark.parametrize("name", ["open_data", "open_data_csv", "open_data_json"])
def test_open_data_shows_the_released_block_and_nothing_else_to_anybody(shown, as_user, role, name):
    world, address = shown.world, reverse(f"reports:{name}", args=[shown.world.cluster.slug, 2024])
    client = as_user(role)
    assert shown.names_in(_open(client, address)) == set()
    world.release(world.periods["THADS-2024-12m"])
    text = _open(client, address)
    expected = set() if name == "open_data" else shown.codes(*world.enforcement)
    assert shown.names_in(text) == expected
    assert shown.figures_in(_grouped(text)) == expected


def _open(client, address: str) -> str:
    """The main part of the page, or the whole file."""
    response = client.get(address)
    return b"".join(response.streaming_content).decode() if response.streaming else text_of(main_of(response))


def _grouped(text: str) -> str:
    """Whole numbers as pages print them, each a word of its own; the number in an invented agency's name is none."""
    apart = text.replace(",", " ")
    return re.sub(r"(?<![\d.\w])(?<!thử )\d{4,}(?![\d.])", lambda found: grouped(int(found[0])), apart)


# -- reports ----------------------------------------------------------------------------------------------------------
SCOPES = {
    "secretariat": "cluster",
    "ministry": "cluster",
    "deputy": f"block:{ENFORCEMENT}",
    "bureau": f"block:{ENFORCEMENT}",
    "officer": "agency:own",
}


@pytest.mark.parametrize("role", sorted(SCOPES))
def test_downloaded_workbook_holds_the_agencies_of_its_scope_alone(shown, as_user, settings, tmp_path, role):
    settings.RUNS_DIR = tmp_path
    own = shown.world.enforcement[1]
    client = as_user(role)
    asked = {
        "kind": "cluster-workbook",
        "scope": SCOPES[role].replace("own", own.code),
        "periods": "latest",
    }
    answer = client.post(reverse("reports:runs", args=[shown.world.cluster.slug, 2024]), asked)
    run = shown.world.users[role].report_requests.get().run
    build.build(queue.claim(run.pk))
    assert answer.url == reverse("reports:run", args=[run.pk])
    path = tmp_path / "downloaded.xlsx"
    path.write_bytes(b"".join(client.get(reverse("reports:run_download", args=[run.pk])).streaming_content))
    expected = {own.code} if role == "officer" else readers(shown)[role]
    text = "\n".join(_texts_of(path))
    assert shown.names_in(text) == expected
    assert _figures_of(shown, path) == expected


@pytest.mark.parametrize("scope", ["cluster", f"block:{DEPARTMENTS}"])
def test_report_with_departments_is_refused_to_the_bureau(shown, as_user, scope):
    asked = {"kind": "cluster-workbook", "scope": scope, "periods": "latest"}
    answer = as_user("bureau").post(reverse("reports:runs", args=[shown.world.cluster.slug, 2024]), asked)
    assert answer.status_code == 403
    assert not shown.world.users["bureau"].report_requests.exists()


def _texts_of(path):
    for sheet in load_workbook(path, data_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str))


def _figures_of(shown, path) -> set[str]:
    """Agencies whose own typed counts stand in the book as numbers."""
    numbers = {
        grouped(cell)
        for sheet in load_workbook(path, data_only=True)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int) and abs(cell) >= 1000
    }
    return {code for code, marks in shown.marks.items() if marks & numbers}


@pytest.mark.parametrize("role", SIGNED_IN)
def test_only_those_who_asked_see_a_run_in_the_list(shown, as_user, settings, tmp_path, role):
    settings.RUNS_DIR = tmp_path
    world, own = shown.world, shown.world.enforcement[1]
    parameters = {"blocks": [ENFORCEMENT], "periods": {ENFORCEMENT: "12m"}, "agency": own.code}
    made = requests.request_run(
        kind="cluster-workbook", season=world.season, parameters=parameters, actor=world.users["officer"], language="vi"
    )
    response = as_user(role).get(reverse("reports:runs", args=[world.cluster.slug, 2024]))
    listed = f"/reports/{made.pk}/" in response.content.decode()
    assert (response.status_code == 200, listed) == (role in (*MEMBERS, *MINISTRY), role == "officer")

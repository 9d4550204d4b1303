"""An approved report is opened again: the old figure counts until the new one is approved, and nothing is lost."""

import hashlib
from datetime import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from emulation_portal.lib.numbers import format_count
from reports.runs import files
from results.models import ResultChange, Submission
from tests.support.files.report_books import BLOCKS, Workbook
from tests.support.html import main_of, text_of
from tests.support.running import built

pytestmark = pytest.mark.usefixtures("folder")

CODE, REASON = "fully_enforced_cases", "Bỏ sót 7 việc xong ngày cuối kỳ"
REOPENED, CHANGED = datetime(2024, 10, 8, 9, 30), datetime(2024, 10, 8, 14, 5)


@pytest.fixture
def agency(full):
    return full.enforcement[1]


def value_of(submission) -> int:
    return submission.results.get(indicator__code=CODE).value


def act(client, submission, step: str, **fields) -> None:
    response = client.post(reverse(f"results:{step}", args=[submission.pk]), fields)
    assert response.status_code == 302, response.content.decode()


def change_figure(client, draft, value: int) -> None:
    """The officer corrects one cell of the page and leaves it."""
    version = draft.results.get(indicator__code=CODE).version
    address = reverse("results:cell", args=[draft.agency.code, draft.period.code])
    fields = {"cell": CODE, f"v-{CODE}": str(value), f"ver-{CODE}": str(version)}
    client.post(f"{address}?code={CODE}", fields, headers={"HX-Request": "true"})
    assert value_of(draft) == value


def shown_on_page(client, world, agency) -> str:
    """The words of the agency's page."""
    address = reverse("dashboards:agency", args=[world.cluster.slug, world.season.year, agency.code])
    return text_of(main_of(client.get(address)))


def in_workbook(run, agency, indicator):
    return Workbook(files.path_of(run)).value(BLOCKS["civil_enforcement"], agency, indicator)


def digest(run) -> str:
    return hashlib.sha256(files.path_of(run).read_bytes()).hexdigest()


def test_reopened_figure_follows_everywhere_and_the_earlier_run_stays(full, agency, as_user, clock):
    world, indicator = full, full.indicators[CODE]
    approved = Submission.objects.get(agency=agency, state="approved")
    before = value_of(approved)
    after = before + 7
    first = built(world)
    kept = (first.sha256, first.file_path, first.data_version, digest(first))
    assert in_workbook(first, agency, indicator) == before

    clock(REOPENED)
    act(as_user("cluster_head"), approved, "reopen", note=REASON)
    draft = Submission.objects.get(agency=agency, version=2)
    assert (draft.state, draft.return_reason, value_of(draft)) == ("draft", REASON, before)

    clock(CHANGED)
    change_figure(as_user("officer"), draft, after)
    assert format_count(before) in shown_on_page(as_user("head"), world, agency)
    assert format_count(after) not in shown_on_page(as_user("head"), world, agency)
    for who, step in (
        ("officer", "hand_over"),
        ("head", "submit"),
        ("secretariat", "receive"),
        ("cluster_head", "approve"),
    ):
        act(as_user(who), draft, step)
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert format_count(after) in shown_on_page(as_user("head"), world, agency)
    assert format_count(before) not in shown_on_page(as_user("head"), world, agency)

    second = built(world)
    assert in_workbook(second, agency, indicator) == after
    first.refresh_from_db()
    assert (first.sha256, first.file_path, first.data_version, digest(first)) == kept
    assert second.data_version != first.data_version
    assert second.sha256 != first.sha256


def test_change_after_reopening_says_who_when_and_why(full, agency, as_user, clock):
    world = full
    approved = Submission.objects.get(agency=agency, state="approved")
    before = value_of(approved)
    clock(REOPENED)
    act(as_user("cluster_head"), approved, "reopen", note=REASON)
    draft = Submission.objects.get(agency=agency, version=2)
    clock(CHANGED)
    change_figure(as_user("officer"), draft, before + 7)
    change = ResultChange.objects.get(submission=draft)
    assert (change.old_value, change.new_value, change.actor) == (before, before + 7, world.users["officer"])
    entry = AuditEntry.objects.get(action="submission.reopen")
    assert (entry.actor, entry.note) == (world.users["cluster_head"], REASON)
    said = text_of(main_of(as_user("head").get(reverse("results:submission", args=[draft.pk]))))
    assert REASON in said
    for words in (change.actor_name, "14:05 ngày 08/10/2024", format_count(before), format_count(before + 7)):
        assert words in said, words


def test_reopening_needs_a_reason_and_an_approver(full, agency, as_user):
    approved = Submission.objects.get(agency=agency, state="approved")
    address = reverse("results:reopen", args=[approved.pk])
    assert as_user("cluster_head").post(address, {"note": " "}).status_code == 422
    assert as_user("officer").post(address, {"note": REASON}).status_code == 403
    assert Submission.objects.filter(agency=agency).count() == 1

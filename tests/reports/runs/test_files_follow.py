"""No file is handed out again once something it prints has changed; one that would be the same is not made twice."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from clusters.models import Season
from pledges.models import PledgeItem
from reports.models import ReportRun
from reports.runs import files
from reports.tasks import build_report
from results.models import Submission
from tests.factories.clusters import PersonFactory, PhaseFactory, SeasonFactory
from tests.factories.pledges import PledgeFactory, PledgeItemFactory
from tests.support.files.report_books import Workbook
from tests.support.html import main_of, text_of
from tests.support.world import NOW

pytestmark = pytest.mark.usefixtures("folder")


def place(world) -> list:
    return [world.cluster.slug, world.season.year]


def asked(client, world, kind="cluster-workbook") -> ReportRun:
    """Asks for the report on its page and lets a worker build it."""
    response = client.post(reverse("reports:runs", args=place(world)), {"kind": kind, "scope": "cluster"})
    assert response.status_code == 302, response.content.decode()
    run = ReportRun.objects.get(pk=int(re.findall(r"\d+", response.url)[-1]))
    build_report(run.pk)
    run.refresh_from_db()
    assert run.state == "done", (run.error_code, run.error_message)
    return run


def press(client, submission, step: str, note: str = "") -> None:
    response = client.post(reverse(f"results:{step}", args=[submission.pk]), {"note": note} if note else {})
    assert response.status_code == 302, response.content.decode()


def seal_all(as_user) -> None:
    for submission in Submission.objects.filter(state="approved"):
        press(as_user("approver"), submission, "seal")


def states_in(response) -> set[str]:
    rows = json.loads(b"".join(response.streaming_content))["rows"]
    return {row["counting_state"] for row in rows if row["counting_state"]}


def said_of_the_state(run) -> str:
    return Workbook(files.path_of(run)).values.properties.description


def test_a_book_built_before_sealing_is_not_handed_out_again(full, as_user):
    first = asked(as_user("secretariat"), full)
    assert "ĐÃ DUYỆT, CHƯA CHỐT" in said_of_the_state(first)
    seal_all(as_user)
    second = asked(as_user("secretariat"), full)
    assert second.pk != first.pk
    assert "CHƯA CHỐT" not in said_of_the_state(second)


def test_open_data_are_sent_again_once_their_reports_were_sealed(full, as_user):
    full.release(full.period_of(full.enforcement[0]))
    address = reverse("reports:open_data_json", args=place(full))
    before = as_user("officer").get(address)
    states = {
        row["counting_state"] for row in json.loads(b"".join(before.streaming_content))["rows"] if row["counting_state"]
    }
    assert states == {"approved"}
    seal_all(as_user)
    after = as_user("officer").get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert states_in(after) == {"sealed"}


# -- everything that is printed ----------------------------------------------------------------------------------------
def received(world, as_user):
    world.fill(world.enforcement[1], period=world.periods["THADS-2024-10m"], state="submitted")
    yield
    press(as_user("secretariat"), Submission.objects.get(state="submitted"), "receive")
    yield


def appointed(world, as_user):
    person, agency = PersonFactory(user=world.users["nobody"]), world.head_agency
    yield
    fields = {"agency": agency.pk, "role": "head", "title": "Giám đốc", "valid_from": "01/10/2024"}
    response = as_user("administrator").post(reverse("clusters:appoint", args=[person.pk]), fields)
    assert response.status_code == 302, response.content.decode()
    yield


def promised(world, as_user):
    item = PledgeItemFactory(pledge=PledgeFactory(season=world.season), ordinal=1, text="Thi hành xong 83% số việc")
    yield
    changed = PledgeItem.objects.get(pk=item.pk)
    changed.text = "Thi hành xong 84% số việc"
    changed.save()
    yield


def written(world, as_user):
    yield
    address = reverse("reports:paper_text", args=place(world))
    response = as_user("secretariat").post(
        address, {"section": "shortcomings", "text": "Còn chậm gửi báo cáo.", "version": "0"}
    )
    assert response.status_code == 302, response.content.decode()
    yield


def dated(world, as_user):
    phase = PhaseFactory(season=world.season, kind="launch", block="", opens=date(2024, 1, 15), closes=date(2024, 2, 1))
    yield
    days = {f"phase-{phase.pk}-opens": "16/01/2024", f"phase-{phase.pk}-last_day": "05/02/2024"}
    address = reverse("clusters:phases", args=place(world))
    as_user("approver").post(address, days | {"reason": "Theo công văn của Bộ"})
    phase.refresh_from_db()
    assert phase.opens == date(2024, 1, 16)
    yield


def numbered(world, as_user):
    yield
    address = reverse("reports:paper_head", args=place(world))
    assert as_user("secretariat").post(address, {"number": "12", "dated": "20/12/2024"}).status_code == 302
    yield


@pytest.mark.parametrize(
    "change", [received, appointed, promised, written, dated, numbered], ids=lambda made: made.__name__
)
def test_the_version_rises_with_what_is_printed_this_year_and_the_next(full, as_user, change):
    following = SeasonFactory(cluster=full.cluster, year=2025)
    acts = change(full, as_user)
    next(acts)
    shown = Season.objects.filter(pk__in=[full.season.pk, following.pk])
    before = dict(shown.values_list("year", "data_version"))
    next(acts)
    after = dict(shown.values_list("year", "data_version"))
    assert {year: after[year] > before[year] for year in (2024, 2025)} == {2024: True, 2025: True}


def test_a_promise_that_was_changed_makes_another_report(full, as_user):
    acts = promised(full, as_user)
    next(acts)
    first = asked(as_user("secretariat"), full, "cluster-report-docx")
    next(acts)
    second = asked(as_user("secretariat"), full, "cluster-report-docx")
    assert (second.pk != first.pk, second.sha256 != first.sha256) == (True, True)


# -- nothing changed, newer files --------------------------------------------------------------------------------------
def test_a_file_whose_print_did_not_change_is_kept_and_says_so(full, as_user):
    first = asked(as_user("secretariat"), full)
    acts = written(full, as_user)  # words of the report: the workbook holds none of them
    next(acts)
    next(acts)
    second = asked(as_user("secretariat"), full)
    assert second.pk != first.pk and second.data_version != first.data_version
    assert (second.sha256, files.has_file(second)) == (first.sha256, True)
    page = text_of(main_of(as_user("secretariat").get(reverse("reports:run", args=[second.pk]))))
    assert f"Nội dung không thay đổi kể từ {first.data_version}" in page


def test_a_file_of_before_says_what_superseded_it(full, as_user):
    agency, client = full.enforcement[1], as_user("secretariat")
    first = asked(client, full)
    approved = Submission.objects.get(agency=agency, state="approved")
    press(as_user("cluster_head"), approved, "reopen", "Bỏ sót 7 việc")
    draft = Submission.objects.get(agency=agency, version=2)
    address = reverse("results:cell", args=[agency.code, draft.period.code])
    fields = {"v-fully_enforced_cases": "1.507", "ver-fully_enforced_cases": "1"}
    assert as_user("officer").post(f"{address}?code=fully_enforced_cases", fields).status_code in (200, 302)
    for step, who in (("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat")):
        press(as_user(who), draft, step)
    press(as_user("cluster_head"), draft, "approve")
    second = asked(as_user("secretariat"), full)
    old = as_user("secretariat").get(reverse("reports:run", args=[first.pk]))
    assert f'href="{reverse("reports:run", args=[second.pk])}"' in old.content.decode()
    assert "Bản 2, duyệt lúc" in text_of(main_of(old)) and agency.short_name in text_of(main_of(old))
    listed = as_user("secretariat").get(reverse("reports:runs", args=place(full))).content.decode()
    assert f'href="{reverse("reports:run", args=[second.pk])}">Xem tệp mới hơn của báo cáo này' in listed


def test_a_file_is_not_said_to_be_superseded_by_a_report_of_another_period(full, as_user, clock):
    agency, client = full.enforcement[1], as_user("secretariat")
    first = asked(client, full)
    clock(NOW + timedelta(minutes=5))
    full.fill(agency, version=1, state="approved", period=full.periods["THADS-2024-10m"])
    full.fill(agency, version=2, state="approved", period=full.periods["THADS-2024-10m"])
    Season.objects.filter(pk=full.season.pk).raise_version()
    address = reverse("reports:run", args=[first.pk])
    assert "Bản 2, duyệt lúc" not in text_of(main_of(client.get(address)))
    full.fill(agency, version=2, state="approved")
    assert "Bản 2, duyệt lúc" in text_of(main_of(client.get(address)))

"""Pages of awards and of the ledger."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from awards import services
from awards.enums import NominationState
from awards.models import AwardRecord, Nomination
from tests.awards.test_importing import workbook
from tests.awards.test_nominations import decide, propose, submitted
from tests.factories.awards import AwardFactory, NominationFactory


def address(world, name):
    return reverse(f"awards:{name}", args=[world.cluster.slug, world.season.year])


def test_a_refused_proposal_keeps_what_was_typed(world, as_user, merit):
    propose(world, merit)
    page = as_user("officer").post(
        address(world, "nominate"),
        {"agency": world.enforcement[1].pk, "award": merit.pk, "title": "Trưởng", "merits": "Giữ lại <b>"},
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "đã được đề nghị trong năm này" in text and "Giữ lại &lt;b&gt;" in text


def test_a_decision_by_form(world, as_user, merit):
    found = submitted(world, merit)
    words = {"number": "12/QĐ-BTP", "date": "01/10/2024", "issuer": "Bộ trưởng", "nominations": [found.pk]}
    client = as_user("approver")
    assert client.post(address(world, "decide"), words).status_code == 302
    again = client.post(address(world, "decide"), words | {"number": "13/QĐ-BTP"})
    assert again.status_code == 422
    assert "đã có quyết định" in again.content.decode()
    other = submitted(world, AwardFactory())
    used = client.post(address(world, "decide"), words | {"nominations": [other.pk]})
    assert "đã dùng số 12/QĐ-BTP" in used.content.decode() and f'value="{other.pk}"' in used.content.decode()
    early = client.post(
        address(world, "decide"), words | {"number": "1", "date": "01/01/1990", "nominations": [other.pk]}
    )
    assert "không có hiệu lực vào ngày này" in early.content.decode()
    assert AwardRecord.objects.count() == 1


@pytest.mark.parametrize("chosen", [["x"], ["9" * 40], ["-1"], ["0"], []])
def test_a_decision_about_nothing_is_refused(world, as_user, merit, chosen):
    submitted(world, merit)
    words = {"number": "1", "date": "01/10/2024", "issuer": "Bộ trưởng", "nominations": chosen}
    page = as_user("approver").post(address(world, "decide"), words)
    assert page.status_code == 422 and "Cần chọn các đề nghị" in page.content.decode()


def test_a_step_without_its_reason_is_asked_again(world, as_user, merit):
    found = propose(world, merit)
    page = as_user("officer").post(reverse("awards:withdraw", args=[found.pk]), {"note": " "})
    assert page.status_code == 422
    assert Nomination.objects.get().state == NominationState.PROPOSED


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("?q=tran", 1),
        ("?q=TRẦN", 1),
        ("?award=BK", 2),
        ("?award=XX", 0),
        ("?year=2024", 2),
        ("?year=1999", 0),
        ("?year=abc", 0),
        ("?page=zzz", 2),
        ("?q=" + "x" * 500, 0),
        ("", 2),
    ],
)
def test_the_ledger_is_searched(world, as_user, merit, query, hits):
    person = world.users["officer"].person
    person.full_name = "Trần Văn Thử"
    person.save()
    decide(world, submitted(world, merit), submitted(world, merit, person=person))
    page = as_user("other_officer").get(reverse("awards:ledger") + query)
    assert page.status_code == 200
    assert len(page.context["page"].object_list) == hits


def test_queries_do_not_grow(world, as_user, django_assert_max_num_queries):
    client = as_user("secretariat")

    def asked(url):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    NominationFactory(season=world.season, agency=world.enforcement[0])
    urls = [address(world, "season"), reverse("awards:ledger")]
    client.get(urls[0])  # the season one enters is remembered once
    few = [asked(url) for url in urls]
    for agency in world.agencies * 5:
        NominationFactory(season=world.season, agency=agency, award=AwardFactory())
    assert [asked(url) for url in urls] == few
    assert max(few) <= 20


def test_a_workbook_is_looked_at_then_entered(world, as_user, merit):
    client = as_user("ministry")
    cells = [merit.code, world.enforcement[1].code, "", "2023", "7/QĐ", "05/02/2024", "Bộ trưởng"]
    answer = client.post(reverse("awards:upload"), {"file": workbook(cells)})
    assert answer.status_code == 302 and AwardRecord.objects.count() == 0
    assert "Không có dòng nào lỗi" in client.get(answer.url).content.decode()
    client.post(answer.url)
    client.post(answer.url)
    assert AwardRecord.objects.get().decision_number == "7/QĐ"
    bad = client.post(reverse("awards:upload"), {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert bad.status_code == 422 and "Không mở được tệp" in bad.content.decode()
    template = client.get(reverse("awards:template"))
    assert load_workbook(io.BytesIO(template.content)).sheetnames == ["Sổ khen thưởng", "Bảng mã"]


def test_the_outgoing_secretariat_closes_what_it_kept_open(world, clock, merit):
    found = propose(world, merit)
    clock(world.season.leaderships.get(role="head").valid_to)
    user = world.users["secretariat"]
    services.take_step(nomination=found, action="submit", actor=type(user).objects.get(pk=user.pk))
    assert found.state == NominationState.SUBMITTED

"""A row of the ledger that was entered wrongly: corrected or withdrawn with a reason, nothing overwritten."""

import re
from datetime import date

import pytest

from accounts.models import AuditEntry
from awards.enums import NominationState
from awards.models import AwardRecord, Decision, Nomination
from tests.awards.test_nominations import decide, submitted
from tests.awards.uploads import ISSUER, book, enter, said, send
from tests.factories.awards import AwardFactory, AwardRecordFactory
from tests.factories.clusters import AppointmentFactory, PersonFactory


@pytest.fixture
def row(world, merit):
    return AwardRecordFactory(
        award=merit,
        agency=world.enforcement[1],
        achievement_year=2023,
        decision_number="7/QĐ-BTP",
        decision_date=date(2024, 2, 5),
        issuer=ISSUER,
    )


def words_of(row, **more):
    """What the form of a row holds; words by name replace its fields."""
    held = {
        "award": row.award_id,
        "agency": row.agency_id or row.at_agency_id,
        "person": row.person_id or "",
        "year": row.achievement_year,
        "number": row.decision_number,
        "date": f"{row.decision_date:%d/%m/%Y}",
        "issuer": row.issuer,
        "reason": "Gõ nhầm",
    }
    return held | more


def address(row, what=""):
    return f"/awards/ledger/{row.pk}/" + (f"{what}/" if what else "")


def test_a_row_is_corrected_with_a_reason_and_shown_as_corrected(world, as_user, row):
    client = as_user("ministry")
    page = client.get(address(row, "correct"))
    assert page.status_code == 200 and 'value="7/QĐ-BTP"' in page.content.decode()
    client.post(address(row, "correct"), words_of(row, number="8/QĐ-BTP", date="06022024"))
    row.refresh_from_db()
    assert (row.decision_number, row.decision_date) == ("8/QĐ-BTP", date(2024, 2, 6))
    text = said(as_user("officer").get(address(row)))
    assert "đã sửa" in text and "Gõ nhầm" in text and "Số quyết định: 7/QĐ-BTP → 8/QĐ-BTP" in text
    assert "đã sửa" in said(as_user("officer").get("/awards/ledger/"))
    entry = AuditEntry.objects.get(action="ledger.correct")
    assert entry.before == {"number": "7/QĐ-BTP", "date": "2024-02-05"} and entry.note == "Gõ nhầm"


def test_whom_an_award_went_to_is_corrected_too(world, as_user, row):
    person = PersonFactory(full_name="Lê Thúy Vy")
    AppointmentFactory(person=person, agency=world.enforcement[2])
    client = as_user("ministry")
    words = words_of(row, agency=world.enforcement[2].pk, person=person.pk)
    assert client.post(address(row, "correct"), words).status_code == 302
    row.refresh_from_db()
    assert (row.agency, row.person, row.at_agency) == (None, person, world.enforcement[2])
    wrong = client.post(address(row, "correct"), words_of(row, agency=world.enforcement[0].pk))
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"reason": ""}, "invalid"),
        ({"date": "31/12/2022"}, "Năm đạt 2023 sau ngày quyết định"),
        ({"date": "01/01/1990", "year": "1989"}, "không có hiệu lực"),
        ({"number": "9/QĐ", "date": "06/02/2024"}, "đã dùng số quyết định này"),
        ({"number": ""}, "invalid"),
    ],
)
def test_a_correction_that_does_not_agree_is_refused_and_kept(world, as_user, row, merit, more, message):
    AwardRecordFactory(
        award=merit,
        agency=world.enforcement[2],
        achievement_year=2023,
        decision_number="9/QĐ",
        decision_date=date(2024, 3, 1),
        issuer=ISSUER,
    )
    page = as_user("ministry").post(address(row, "correct"), words_of(row, **{"reason": "Giữ lại"} | more))
    assert page.status_code == 422 and message in page.content.decode()
    assert "Giữ lại" in page.content.decode() or not more.get("reason", "x")
    row.refresh_from_db()
    assert (row.decision_number, row.achievement_year) == ("7/QĐ-BTP", 2023)


def test_rows_that_quote_one_decision_are_corrected_together_where_asked(world, as_user, row, merit):
    other = AwardRecordFactory(
        award=merit,
        agency=world.enforcement[2],
        achievement_year=2023,
        decision_number="7/qđ-btp",
        decision_date=date(2024, 2, 5),
        issuer=ISSUER,
    )
    client = as_user("ministry")
    alone = client.post(address(row, "correct"), words_of(row, date="06/02/2024"))
    assert alone.status_code == 422 and "đã dùng số quyết định này" in said(alone)
    client.post(address(row, "correct"), words_of(row, date="06/02/2024", everywhere="on"))
    other.refresh_from_db()
    assert other.decision_date == date(2024, 2, 6) and "Sửa kèm 1 dòng khác" in said(client.get(address(row)))


def test_a_stale_correction_shows_both_and_overwrites_nothing(world, as_user, row):
    client = as_user("ministry")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(address(row, "correct")).content.decode())
    assert seen
    AwardRecord.objects.filter(pk=row.pk).update(issuer="Thủ tướng")
    page = client.post(address(row, "correct"), words_of(row, number="8/QĐ", seen=seen[1]))
    row.refresh_from_db()
    assert page.status_code == 409 and row.decision_number == "7/QĐ-BTP"
    assert "Thủ tướng" in said(page) and 'value="8/QĐ"' in page.content.decode()


def test_a_withdrawn_row_counts_nowhere_and_may_be_entered_again(world, as_user, row, merit):
    client = as_user("ministry")
    assert client.post(address(row, "withdraw"), {"reason": ""}).status_code == 422
    client.post(address(row, "withdraw"), {"reason": "Nhập hai lần"})
    assert "đã thu hồi" in said(client.get(address(row))) and "Nhập hai lần" in said(client.get(address(row)))
    officer = as_user("officer")
    assert officer.get(address(row)).status_code == 404 and row.recipient not in said(officer.get("/awards/ledger/"))
    line = (merit.code, world.enforcement[1].code, None, "2023", "7/QĐ-BTP", "05/02/2024", ISSUER)
    client = as_user("ministry")
    enter(client, send(client, book(line)))
    assert AwardRecord.objects.filter(withdrawn_at=None).count() == 1


def test_withdrawing_the_row_of_a_decision_gives_the_nomination_back(world, as_user, merit):
    found = submitted(world, merit)
    decide(world, found, number="12/QĐ-BTP")
    row = AwardRecord.objects.get()
    assert as_user("ministry").post(address(row, "withdraw"), {"reason": "x"}).status_code == 403
    as_user("approver").post(address(row, "withdraw"), {"reason": "Sai người"})
    found.refresh_from_db()
    assert (found.state, found.decision) == (NominationState.SUBMITTED, None) and not Decision.objects.exists()
    decide(world, Nomination.objects.get(), number="12/QĐ-BTP")
    assert AwardRecord.objects.filter(withdrawn_at=None).count() == 1


def test_the_words_of_a_decision_change_in_all_of_its_rows(world, as_user, merit):
    person = world.users["officer"].person
    decide(world, submitted(world, merit), submitted(world, merit, person=person))
    row = AwardRecord.objects.order_by("pk").first()
    as_user("approver").post(
        address(row, "correct"), {"number": "13/QĐ-BTP", "date": "02/10/2024", "issuer": ISSUER, "reason": "Nhầm số"}
    )
    rows = AwardRecord.objects.values_list("decision_number", "decision_date")
    assert len(rows) == 2 and set(rows) == {("13/QĐ-BTP", date(2024, 10, 2))}
    assert Decision.objects.get().number == "13/QĐ-BTP"


def test_a_row_beside_those_of_a_decision_of_the_portal_is_corrected_alone(world, as_user, merit):
    """Whoever keeps the ledger enters no decisions, and a decision says one thing in all of its rows."""
    decide(world, submitted(world, merit), number="7/QĐ-BTP")
    decided = AwardRecord.objects.get()
    row = AwardRecordFactory(
        award=merit,
        agency=world.enforcement[2],
        achievement_year=2023,
        decision_number="7/QĐ-BTP",
        decision_date=decided.decision_date,
        issuer=decided.issuer,
    )
    client = as_user("ministry")
    assert "everywhere" not in client.get(address(row, "correct")).content.decode()
    client.post(address(row, "correct"), words_of(row, number="8/QĐ-BTP", everywhere="on"))
    row.refresh_from_db()
    decided.refresh_from_db()
    assert (row.decision_number, decided.decision_number) == ("8/QĐ-BTP", "7/QĐ-BTP")
    assert Decision.objects.get().number == "7/QĐ-BTP"


def test_b21_a_decision_before_the_year_of_the_achievement_is_refused(world, as_user, merit):
    found = submitted(world, merit)
    words = {"number": "1", "date": "31/12/2023", "issuer": ISSUER, "nominations": [found.pk]}
    page = as_user("approver").post(f"/s/{world.cluster.slug}/{world.season.year}/awards/decide/", words)
    assert page.status_code == 422 and "sớm hơn năm đạt 2024" in said(page)
    assert not AwardRecord.objects.exists()


def test_a_correction_costs_the_same(world, as_user, row, django_assert_max_num_queries):
    for _ in range(20):
        AwardRecordFactory(
            award=AwardFactory(),
            agency=world.enforcement[1],
            achievement_year=2023,
            decision_number="7/QĐ-BTP",
            decision_date=date(2024, 2, 5),
            issuer=ISSUER,
        )
    client = as_user("ministry")
    for each in (address(row), address(row, "correct"), address(row, "withdraw")):
        with django_assert_max_num_queries(20):
            assert client.get(each).status_code == 200

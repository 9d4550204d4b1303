"""The Ministry's yearly classification: who enters it, what is refused, where it is shown, what the record keeps."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from awards.classifying import services
from awards.classifying.services import Classified
from awards.enums import ClassificationLevel
from awards.models import AnnualClassification
from awards.reading import classifications_of
from emulation_portal.lib.refusal import NotAllowed, Refusal
from tests.support.html import main_of, text_of

DAY = date(2024, 10, 1)
EXCELLENT, GOOD = ClassificationLevel.EXCELLENT, ClassificationLevel.GOOD


def said(level=GOOD, number="15/QĐ-BTP", day=DAY, issuer="Bộ trưởng Bộ Tư pháp"):
    return Classified(level, number, day, issuer)


def classify(world, *, agency=None, actor="approver", year=2024, **words):
    agency = agency or world.enforcement[1]
    return services.classify(agency=agency, year=year, said=said(**words), actor=world.users[actor])


def published(world, agency=None):
    """Known from print alone."""
    return AnnualClassification.objects.create(
        agency=agency or world.enforcement[1],
        year=2024,
        level=EXCELLENT,
        issuer="Bộ Tư pháp",
        text="được xếp hạng hoàn thành xuất sắc nhiệm vụ",
        source="S1",
    )


def place(world, name, *more):
    return reverse(f"awards:{name}", args=[world.cluster.slug, world.season.year, *more])


def typed(level=GOOD, number="15/QĐ-BTP", date="01/10/2024", issuer="Bộ trưởng Bộ Tư pháp", **more):
    return {"level": level, "number": number, "date": date, "issuer": issuer, **more}


# -- entering ----------------------------------------------------------------------------------------------------------
def test_what_was_decided_is_kept_told_and_raises_the_version(world):
    before = world.season.data_version
    row = classify(world)
    world.season.refresh_from_db()
    assert world.season.data_version == before + 1
    entry = AuditEntry.objects.get(action="classification.enter")
    assert entry.after == {
        "agency": world.enforcement[1].code,
        "year": 2024,
        "level": "good",
        "number": "15/QĐ-BTP",
        "date": "2024-10-01",
        "issuer": "Bộ trưởng Bộ Tư pháp",
        "source": "portal",
    }
    assert [found.pk for found in classifications_of([world.enforcement[1].pk], 2024)] == [row.pk]


@pytest.mark.parametrize("actor", ["ministry", "bureau", "cluster_head", "head", "administrator", "nobody"])
def test_only_the_approver_classifies(world, actor):
    with pytest.raises(NotAllowed):
        classify(world, actor=actor)
    assert not AnnualClassification.objects.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [({"day": date(2023, 12, 31)}, "before_the_year"), ({"day": date(2024, 10, 3)}, "in_the_future")],
)
def test_days_that_cannot_be_are_refused(world, words, reason):
    with pytest.raises(Refusal) as caught:
        classify(world, **words)
    assert caught.value.reason == reason


def test_an_agency_is_classified_once_a_year(world):
    classify(world)
    with pytest.raises(Refusal) as caught:
        classify(world, level=EXCELLENT)
    assert caught.value.reason == "classified_already"
    assert AnnualClassification.objects.get().level == GOOD


def test_a_row_rests_on_a_decision_or_on_print(world):
    row = AnnualClassification(agency=world.enforcement[1], year=2024, level=GOOD, issuer="Bộ Tư pháp")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# -- mending -----------------------------------------------------------------------------------------------------------
def test_what_was_printed_takes_the_decision_once_it_is_known(world):
    row = published(world)
    reason = "Đã có quyết định"
    services.correct(row=row, said=said(EXCELLENT), reason=reason, actor=world.users["approver"])
    row.refresh_from_db()
    assert (row.level, row.decision_number, row.source) == (EXCELLENT, "15/QĐ-BTP", "portal")
    entry = AuditEntry.objects.get(action="classification.correct")
    assert (entry.before["source"], entry.after["number"], entry.note) == ("S1", "15/QĐ-BTP", reason)


def test_a_withdrawn_row_counts_nowhere_and_makes_room(world):
    row = classify(world)
    services.withdraw(row=row, reason="Nhập nhầm", actor=world.users["approver"])
    assert classifications_of([row.agency_id], 2024) == ()
    assert AuditEntry.objects.get(action="classification.withdraw").note == "Nhập nhầm"
    with pytest.raises(Refusal):
        services.withdraw(row=row, reason="Lần nữa", actor=world.users["approver"])
    assert classify(world, level=EXCELLENT).pk != row.pk


def test_reading_lists_the_best_first_in_one_query(world):
    classify(world, agency=world.enforcement[0])
    classify(world, agency=world.enforcement[2], level=EXCELLENT)
    classify(world, agency=world.departments[0], level=EXCELLENT)
    with CaptureQueriesContext(connection) as queries:
        found = classifications_of([agency.pk for agency in world.agencies], 2024)
    assert len(queries) == 1
    assert [row.level for row in found] == [EXCELLENT, EXCELLENT, GOOD]


# -- pages -------------------------------------------------------------------------------------------------------------
def test_the_approver_enters_and_everybody_of_the_cluster_reads(world, as_user):
    agency = world.enforcement[1]
    response = as_user("approver").post(place(world, "classify", agency.code), typed())
    assert response.status_code == 302
    for role in ("officer", "deputy", "secretariat", "ministry"):
        main = main_of(as_user(role).get(place(world, "classifications")))
        page = text_of(main)
        assert "Hoàn thành tốt nhiệm vụ" in page and "15/QĐ-BTP" in page
        assert main.xpath("//a[contains(@href, 'awards/classification/')]") == []  # nothing to enter for them
    shown = as_user("officer").get(reverse("dashboards:agency", args=[world.cluster.slug, 2024, agency.code]))
    assert "Hoàn thành tốt nhiệm vụ" in text_of(main_of(shown))


def test_what_is_known_from_print_says_so(world, as_user):
    published(world)
    page = text_of(main_of(as_user("officer").get(place(world, "classifications"))))
    assert "đã công bố; chưa có số, ngày quyết định" in page
    assert "được xếp hạng hoàn thành xuất sắc nhiệm vụ" in page


def test_made_up_rows_are_marked(world, as_user):
    row = published(world)
    AnnualClassification.objects.filter(pk=row.pk).update(is_illustrative=True)
    assert "minh họa" in text_of(main_of(as_user("officer").get(place(world, "classifications"))))


def test_a_correction_needs_a_reason_and_meets_somebody_elses(world, as_user):
    row = classify(world)
    address = place(world, "classify", row.agency.code)
    client = as_user("approver")
    assert client.post(address, typed(EXCELLENT)).status_code == 422
    seen = main_of(client.get(address)).xpath("//input[@name='seen']/@value")[0]
    services.correct(row=row, said=said(number="16/QĐ-BTP"), reason="Sai số", actor=world.users["approver"])
    data = typed(EXCELLENT, reason="Đính chính", seen=seen)
    response = client.post(address, data)
    assert response.status_code == 409 and "16/QĐ-BTP" in response.content.decode()
    assert AnnualClassification.objects.get().level == GOOD


def test_refused_days_stand_at_their_field(world, as_user):
    response = as_user("approver").post(place(world, "classify", world.enforcement[1].code), typed(date="31/12/2023"))
    assert response.status_code == 422 and "2024" in text_of(main_of(response))


def test_an_agency_of_another_cluster_does_not_exist_here(world, as_user):
    stranger = world.other_agencies[0].code
    assert as_user("approver").get(place(world, "classify", stranger)).status_code == 404
    assert as_user("approver").get(place(world, "unclassify", world.enforcement[1].code)).status_code == 404

"""Nobody approves what they changed themselves, and no agency reviews its own report: seen on the pages."""

import pytest
from django.urls import reverse

from clusters.models import Leadership
from results.enums import State

from .test_steps import state_of, where, words


@pytest.fixture
def agency(world):
    return world.enforcement[1]


def types(client, submission, value: str) -> None:
    """Types the number of cases to be enforced on the entry page."""
    place = [submission.agency.code, submission.period.code]
    shown = submission.results.get(indicator__code="eligible_cases")
    sent = {"v-eligible_cases": value, "ver-eligible_cases": shown.version}
    page = client.post(f"{reverse('results:cell', args=place)}?code=eligible_cases", sent)
    assert page.status_code == 200, words(page)
    shown.refresh_from_db()
    assert shown.value == int(value.replace(".", ""))


def takes(as_user, submission, *steps: tuple[str, str]) -> None:
    for action, who in steps:
        response = as_user(who).post(where(action, submission), {"note": "Đề nghị rà soát lại"})
        assert response.status_code == 302, words(response)


def test_typed_on_behalf_and_returned_it_comes_back_unchanged_and_is_not_approved_by_who_typed(as_user, world, agency):
    draft = world.fill(agency, state=State.DRAFT)
    types(as_user("cluster_head"), draft, "2.010")
    takes(as_user, draft, ("hand_over", "officer"), ("submit", "head"), ("return", "cluster_head"))
    takes(as_user, draft, ("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat"))
    response = as_user("cluster_head").post(where("approve", draft))
    assert (response.status_code, state_of(draft)) == (403, "received")
    assert (
        where("approve", draft)
        not in as_user("cluster_head").get(reverse("results:submission", args=[draft.pk])).content.decode()
    )


def test_whoever_is_named_in_the_refusal_approves_it(as_user, world, agency):
    draft = world.fill(agency, state=State.DRAFT)
    types(as_user("cluster_head"), draft, "2.010")
    takes(as_user, draft, ("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat"))
    assert world.users["approver"].person.full_name in words(as_user("cluster_head").post(where("approve", draft)))
    takes(as_user, draft, ("approve", "approver"))
    assert state_of(draft) == "approved"


def test_what_one_may_not_approve_stands_on_the_desk_of_who_may_and_not_on_ones_own(as_user, world, agency):
    draft = world.fill(agency, state=State.DRAFT)
    types(as_user("cluster_head"), draft, "2.010")
    takes(as_user, draft, ("hand_over", "officer"), ("submit", "head"), ("receive", "secretariat"))
    asked = f"Duyệt báo cáo {draft.period.name} của {agency.short_name}"
    assert asked not in words(as_user("cluster_head").get("/"))
    assert asked in words(as_user("approver").get("/"))
    again = draft.changes.filter(actor=world.users["cluster_head"]).latest("pk")
    again.pk, again.actor = None, world.users["officer"]  # the agency's own officer has typed it since
    again.save()
    assert asked in words(as_user("cluster_head").get("/"))
    assert asked not in words(as_user("approver").get("/"))


def test_the_head_agencys_report_is_not_reviewed_by_a_deputy_of_the_other_block(as_user, world):
    own = world.fill(world.head_agency, state=State.SUBMITTED)
    assert as_user("deputy").get(where("receive", own)).status_code == 404
    assert as_user("cluster_head").get(where("receive", own)).status_code == 403
    takes(as_user, own, ("receive", "ministry"), ("approve", "approver"))
    assert state_of(own) == "approved"


@pytest.mark.parametrize(
    ("deputy", "head", "asked"),
    [
        ("enforcement", 0, "Gửi báo cáo đến Bộ Tư pháp?"),
        ("departments", 0, "Gửi báo cáo đến cụm phó?"),
        ("departments", 2, "Gửi báo cáo đến cụm trưởng?"),
    ],
)
def test_the_question_before_sending_says_who_gets_the_report(as_user, world, deputy, head, asked):
    sender = world.departments[0]
    Leadership.objects.filter(season=world.season, role="deputy").update(agency=getattr(world, deputy)[1])
    Leadership.objects.filter(season=world.season, role="head").update(agency=world.departments[head])
    own = world.fill(sender, state=State.AWAITING_SIGNATURE)
    assert asked in words(as_user("cluster_head").get(where("submit", own)))

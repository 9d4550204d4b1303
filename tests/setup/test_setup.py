"""The Ministry's set-up room on an installation that holds reference data and nobody's figures."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from clusters.enums import AppointmentRole, LeadershipRole
from clusters.models import Agency, Cluster, Leadership, Membership, Season, SeasonPhase
from emulation_portal.lib.refusal import NotAllowed
from pledges.models import Target
from results.models import ReportingPeriod, Result
from setup import seasons
from tests.factories.clusters import MembershipFactory, MinistryBodyFactory
from tests.support.world import appointed

pytestmark = pytest.mark.django_db
DECISION = "12/QĐ-BTP"
HEAD, DEPUTY, MEMBER = "STP-86-2008", "THADS-86-2009", "THADS-82-2009"
OPENING = {
    "year": "2024",
    "valid_from": "01/01/2024",
    "last_day": "04/02/2025",
    "grace_days": "30",
    "decision": DECISION,
}


@pytest.fixture
def installation(db, clock):
    """Reference data only, on 2 October 2024, with two people of a ministry body and one officer of a member."""
    clock(date(2024, 10, 2))
    call_command("load_reference", stdout=StringIO())
    ministry = Agency.objects.get(code="MOJ-PERSONNEL")
    return {
        "officer": appointed(ministry, AppointmentRole.OFFICER, name="bo"),
        "approver": appointed(ministry, AppointmentRole.HEAD, name="bo.duyet"),
        "member": appointed(Agency.objects.get(code=MEMBER), AppointmentRole.OFFICER, name="canbo"),
    }


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


def bsh() -> Cluster:
    return Cluster.objects.get(code="BSH")


def open_2024(people, **changed) -> Season:
    values = {
        "cluster": bsh(),
        "year": 2024,
        "head": agency(HEAD),
        "deputy": agency(DEPUTY),
        "decision": DECISION,
        "valid_from": date(2024, 1, 1),
        "last_day": date(2025, 2, 4),
        "actor": people["approver"],
    }
    return seasons.open_season(**values | changed)


def refused(people, **changed) -> tuple[str, str]:
    with pytest.raises(seasons.SeasonRefused) as caught:
        open_2024(people, **changed)
    return caught.value.reason, caught.value.field


# -- opening a year --------------------------------------------------------------------------------------------------
def test_empty_installation_leads_the_ministry_to_the_set_up(installation, client):
    client.force_login(installation["officer"])
    home = client.get(reverse("dashboards:home"))
    assert home.status_code == 200
    assert f'href="{reverse("setup:setup")}"' in home.content.decode()
    page = client.get(reverse("setup:setup"))
    assert "Bắc sông Hậu" in page.content.decode()


def test_opened_year_takes_the_first_figure_of_a_member(installation, client):
    client.force_login(installation["approver"])
    address = reverse("setup:season_new", args=["bac-song-hau"])
    assert client.get(address).status_code == 200
    sent = OPENING | {"head": agency(HEAD).pk, "deputy": agency(DEPUTY).pk}
    assert client.post(address, sent).status_code == 302

    client.force_login(installation["member"])
    place = [MEMBER, "THADS-2024-12m"]
    assert client.post(reverse("results:start", args=place)).status_code == 302
    typed = {"v-carried_over_cases": "1.234", "ver-carried_over_cases": "0"}
    answer = client.post(reverse("results:cell", args=place) + "?code=carried_over_cases", typed)
    assert answer.status_code == 200
    assert Result.objects.get().value == 1234


def test_open_season_makes_leaders_phases_and_periods(installation):
    ReportingPeriod.objects.all().delete()
    season = open_2024(installation)
    leaders = Leadership.objects.filter(season=season).values_list("role", "agency__code", "valid_from", "valid_to")
    assert set(leaders) == {
        (LeadershipRole.HEAD, HEAD, date(2024, 1, 1), date(2025, 2, 5)),
        (LeadershipRole.DEPUTY, DEPUTY, date(2024, 1, 1), date(2025, 2, 5)),
    }
    assert set(ReportingPeriod.objects.values_list("year", flat=True)) == {2023, 2024}
    codes = set(season.phases.values_list("block", "period_code"))
    assert codes == set(ReportingPeriod.objects.filter(year=2024).values_list("block", "period_code"))
    last = season.phases.get(period_code="12m")
    # Data to 30 September, due on 4 October, and thirty days more through 3 November.
    assert (last.opens, last.closes) == (date(2024, 10, 1), date(2024, 11, 4))
    assert season.data_version == 2
    assert AuditEntry.objects.filter(action="season.open", target_id=str(season.pk)).count() == 1


def test_periods_after_the_end_of_every_membership_get_no_entry(installation):
    """The cluster ends with June 2025: of that year its departments report the half year alone."""
    season = open_2024(installation, year=2025, valid_from=date(2025, 1, 1), last_day=date(2025, 6, 30))
    assert set(season.phases.values_list("period_code", flat=True)) == {"3m", "6m", "9m"}
    assert not season.phases.filter(period_code="12m").exists()


def test_year_is_opened_once_and_the_page_says_so(installation, client):
    season = open_2024(installation)
    with pytest.raises(seasons.AlreadyOpen) as caught:
        open_2024(installation)
    assert caught.value.season == season
    client.force_login(installation["approver"])
    address = reverse("setup:season_new", args=["bac-song-hau"])
    page = client.get(address, {"year": "2024"})
    assert "Năm 2024 đã được mở." in page.content.decode()
    assert reverse("dashboards:overview", args=["bac-song-hau", 2024]) in page.content.decode()
    again = client.post(address, OPENING | {"head": agency(HEAD).pk})
    assert again.status_code == 409
    assert Leadership.objects.count() == 2


def test_season_without_dates_is_completed_and_another_head_refused(installation):
    season = Season.objects.create(cluster=bsh(), year=2024)
    Leadership.objects.create(
        season=season, agency=agency("STP-82-2008"), role="head", valid_from=date(2024, 1, 1), valid_to=date(2024, 7, 1)
    )
    assert refused(installation) == ("another_head", "head")
    assert SeasonPhase.objects.count() == 0
    assert open_2024(installation, valid_from=date(2024, 7, 1)) == season


def test_leaders_that_do_not_fit_are_refused(installation):
    stranger = agency("STP-01-2008")
    assert refused(installation, head=stranger) == ("not_a_member", "head")
    assert refused(installation, deputy=stranger) == ("not_a_member", "deputy")
    assert refused(installation, deputy=agency(HEAD)) == ("same_agency", "deputy")
    assert refused(installation, last_day=date(2023, 12, 1)) == ("ends_before_it_begins", "last_day")
    outside = {"valid_from": date(2025, 1, 1), "last_day": date(2025, 2, 4)}
    assert refused(installation, **outside) == ("outside_the_year", "valid_from")
    assert Season.objects.count() == 0


@pytest.mark.parametrize("year", ["2022", "2026", "hai nghìn", "99999999999999999999", ""])
def test_year_that_cannot_be_opened_is_refused_in_words(installation, client, year):
    client.force_login(installation["approver"])
    page = client.get(reverse("setup:season_new", args=["bac-song-hau"]), {"year": year})
    assert page.status_code == 422
    assert 'id="year_error"' in page.content.decode()


def test_bad_opening_keeps_what_was_typed(installation, client):
    client.force_login(installation["approver"])
    sent = OPENING | {"head": agency(HEAD).pk, "deputy": agency(HEAD).pk}
    page = client.post(reverse("setup:season_new", args=["bac-song-hau"]), sent)
    assert page.status_code == 422
    assert "Cụm phó phải là đơn vị khác với cụm trưởng." in page.content.decode()
    assert DECISION in page.content.decode()


def test_approver_of_one_block_may_not_open_a_year_of_both(installation):
    body = MinistryBodyFactory(supervised_blocks=["civil_enforcement"])
    with pytest.raises(NotAllowed):
        open_2024({"approver": appointed(body, AppointmentRole.HEAD, name="mot.khoi")})


def test_new_cluster_is_entered_with_members_and_opened(installation, client, clock):
    """After the mergers few clusters of the reference data live on: the Ministry enters the new one."""
    clock(date(2026, 1, 5))
    client.force_login(installation["approver"])
    sent = {
        "name_vi": "Cụm thi đua số 1",
        "short_name_vi": "Cụm số 1",
        "code": "C1",
        "valid_from": "01/07/2025",
        "decision": DECISION,
    }
    answer = client.post(reverse("setup:cluster_new"), sent)
    assert answer.url == reverse("setup:members", args=["cum-so-1", 2026])
    free = Agency.objects.exclude(memberships__valid_from__gte=date(2026, 1, 1))  # in no cluster of the reference data
    living = free.filter(kind="department_of_justice", valid_to=None).first()
    member = {"agency": living.pk, "valid_from": "01/07/2025", "decision": DECISION}
    assert client.post(answer.url, member).status_code == 302
    opening = OPENING | {"year": "2026", "head": living.pk, "valid_from": "01/01/2026", "last_day": "31/12/2026"}
    assert client.post(reverse("setup:season_new", args=["cum-so-1"]), opening).status_code == 302
    assert set(SeasonPhase.objects.values_list("block", flat=True)) == {"department_of_justice"}
    taken = client.post(reverse("setup:cluster_new"), sent)
    assert taken.status_code == 422
    assert "Mã này đã dùng cho cụm khác." in taken.content.decode()


# -- what is loaded again ---------------------------------------------------------------------------------------------
def test_loading_reference_again_keeps_what_the_ministry_set(installation):
    open_2024(installation)
    target = Target.objects.filter(scope="agency", source__gt="").first()
    membership = seasons.members_of_year(bsh(), 2024).get(agency__code=MEMBER)
    seasons.end_membership(
        membership=membership, last_day=date(2024, 11, 30), decision=DECISION, actor=installation["officer"]
    )
    Target.objects.filter(pk=target.pk).update(value=50, source="portal")
    call_command("load_reference", stdout=StringIO())
    target.refresh_from_db()
    membership.refresh_from_db()
    assert (target.value, membership.valid_to) == (50, date(2024, 12, 1))


# -- members ---------------------------------------------------------------------------------------------------------
def test_membership_of_another_cluster_stands_in_the_way(installation, client):
    client.force_login(installation["officer"])
    stranger = agency("STP-01-2008")
    sent = {"agency": stranger.pk, "valid_from": "01/06/2024", "last_day": "", "decision": DECISION}
    address = reverse("setup:members", args=["bac-song-hau", 2024])
    page = client.post(address, sent | {"last_day": "30/06/2024"})
    assert page.status_code == 422
    assert "Đơn vị là thành viên của" in page.content.decode()
    assert Membership.objects.filter(agency=stranger, cluster=bsh()).count() == 0


def test_membership_ends_and_begins_elsewhere_without_overwriting(installation, client):
    season = open_2024(installation)
    client.force_login(installation["officer"])
    old = Membership.objects.get(agency__code=MEMBER)
    ended = client.post(
        reverse("setup:membership_end", args=[old.pk]), {"last_day": "31/08/2024", "decision": DECISION}
    )
    assert ended.status_code == 302
    old.refresh_from_db()
    assert old.valid_to == date(2024, 9, 1)
    sent = {"agency": agency(MEMBER).pk, "valid_from": "01/09/2024", "last_day": "31/10/2024", "decision": DECISION}
    assert client.post(reverse("setup:members", args=["nam-song-hau", 2024]), sent).status_code == 302
    assert Membership.objects.filter(agency__code=MEMBER).count() == 2
    season.refresh_from_db()
    assert season.data_version == 3


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        ("31/12/2023", "Ngày cuối sớm hơn ngày đầu."),
        ("31/12/2025", "Tư cách thành viên đã kết thúc sớm hơn."),
        ("31/02/2024", 'aria-invalid="true"'),
    ],
)
def test_end_of_a_membership_that_does_not_fit(installation, client, last_day, words):
    client.force_login(installation["officer"])
    row = Membership.objects.get(agency__code=MEMBER)
    page = client.post(reverse("setup:membership_end", args=[row.pk]), {"last_day": last_day, "decision": DECISION})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Membership.objects.get(pk=row.pk).valid_to == row.valid_to


def test_member_outside_the_life_of_agency_or_cluster_is_refused(installation):
    def reason(**days):
        with pytest.raises(seasons.MembershipRefused) as caught:
            seasons.add_member(
                cluster=bsh(), agency=agency(MEMBER), decision=DECISION, actor=installation["officer"], **days
            )
        return caught.value.reason

    assert reason(valid_from=date(2024, 1, 1), last_day=None) == "agency_life"
    assert reason(valid_from=date(2023, 1, 1), last_day=date(2023, 6, 30)) == "cluster_life"
    assert reason(valid_from=date(2024, 1, 1), last_day=date(2024, 2, 1)) == "another_membership"


def test_first_member_of_a_block_opens_its_entry(installation):
    for row in Membership.objects.filter(cluster=bsh(), agency__kind="civil_enforcement"):
        row.delete()
    season = open_2024(installation, deputy=None)
    assert not season.phases.filter(block="civil_enforcement").exists()
    seasons.add_member(
        cluster=bsh(),
        agency=agency(MEMBER),
        valid_from=date(2024, 1, 1),
        last_day=date(2025, 6, 30),
        decision=DECISION,
        actor=installation["officer"],
    )
    assert season.phases.filter(block="civil_enforcement").count() == 5


# -- rights and costs ------------------------------------------------------------------------------------------------
def addresses() -> list[str]:
    row = Membership.objects.get(agency__code=MEMBER)
    return [
        reverse("setup:setup"),
        reverse("setup:members", args=["bac-song-hau", 2024]),
        reverse("setup:targets", args=["bac-song-hau", 2024]),
        reverse("setup:membership_end", args=[row.pk]),
        reverse("setup:season_new", args=["bac-song-hau"]),
        reverse("setup:cluster_new"),
    ]


def test_rights_of_the_room(installation, client):
    found = {}
    for name in ("approver", "officer", "member"):
        client.force_login(installation[name])
        found[name] = [client.get(address).status_code for address in addresses()]
    assert found == {"approver": [200] * 6, "officer": [200] * 4 + [403] * 2, "member": [403] * 6}
    refusal = client.get(reverse("setup:setup")).content.decode()
    assert "do Bộ Tư pháp thiết lập" in refusal
    assert "Vụ Tổ chức cán bộ" in refusal
    client.logout()
    assert all(client.get(each).url.startswith(reverse("account_login")) for each in addresses())


@pytest.mark.parametrize("year", [1999, 2030])
def test_year_nobody_can_mean_is_not_found(installation, client, year):
    client.force_login(installation["officer"])
    for name in ("setup:members", "setup:targets"):
        assert client.get(reverse(name, args=["bac-song-hau", year])).status_code == 404


def test_pages_cost_the_same_whatever_they_list(installation, client):
    open_2024(installation)
    client.force_login(installation["approver"])
    cluster = bsh()

    def costs():
        found = []
        for address in addresses()[:3]:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    costs()
    before = costs()
    strangers = Agency.objects.filter(kind="civil_enforcement").exclude(memberships__cluster=cluster)
    for stranger in strangers[:5]:
        MembershipFactory(cluster=cluster, agency=stranger, valid_to=date(2025, 7, 1))
    Season.objects.create(cluster=Cluster.objects.get(code="NSH"), year=2024)
    assert costs() == before

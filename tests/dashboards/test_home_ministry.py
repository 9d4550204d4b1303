"""The Ministry's first page: what waits for it, the nation in one line, late clusters first, one price for any size."""

from datetime import date

import pytest
from django.urls import reverse

from awards.enums import NominationState
from emulation_portal.lib import dates
from results.enums import State
from results.models import ReportingPeriod
from tests.factories.awards import NominationFactory
from tests.support.html import main_of, parse, table_in, text_of
from tests.support.pages import BUDGET, ask, grow

LARGEST = 150_000  # bytes of a page


def home(client):
    response = client.get("/")
    assert "dashboards/home/ministry.html" in [each.name for each in response.templates]
    return response


def block_of(response, name="civil_enforcement"):
    return next(block for block in response.context["nation_blocks"] if block.block == name)


@pytest.mark.parametrize("name", ["officer", "head", "secretariat", "deputy", "nobody", "administrator"])
def test_others_have_their_own_first_page(as_user, world, name):
    response = as_user(name).get("/")
    assert "dashboards/home/ministry.html" not in [each.name for each in response.templates]


def test_nation_is_that_of_the_national_page_and_names_period_and_count(as_user, world):
    world.set_targets()
    world.fill_all()
    world.fill(world.other_agencies[1], state=State.SUBMITTED)
    client = as_user("ministry")
    response = home(client)
    block = block_of(response)
    assert (block.period, block.final, block.sent, block.members) == ("12 tháng năm 2024", 3, 4, 4)
    assert "3/4 đơn vị đã duyệt, 4 đã gửi" in text_of(main_of(response))
    assert "Tạm tính" in text_of(main_of(response))
    for rate in block.rates:
        national = client.get(rate.url).context["page"]
        assert (national.name, national.total.value.text) == (rate.name, rate.value.text)


def test_late_clusters_stand_first_and_count_members_that_sent_nothing(as_user, world, clock):
    clock(date(2024, 10, 7))  # the first day after the term of twelve months
    for agency in world.enforcement:
        world.fill(agency, state=State.APPROVED)
    world.fill(world.other_agencies[1], state=State.DRAFT)
    response = home(as_user("ministry"))
    rows = [(row.name, row.late, row.final, row.members) for row in block_of(response).rows]
    late = {name: count for name, count, _final, _members in rows}
    assert rows[0][1] >= 1 and late[world.other_cluster.short_name] >= 1
    assert [count > 0 for _name, count, _f, _m in rows] == sorted((c > 0 for c in late.values()), reverse=True)
    assert response.context["late_agencies"] == sum(b.late for b in response.context["nation_blocks"])


def test_nobody_is_late_on_the_last_day(as_user, world, clock):
    ReportingPeriod.objects.exclude(code="THADS-2024-12m").filter(block="civil_enforcement").delete()
    clock(date(2024, 10, 4))
    assert block_of(home(as_user("ministry"))).late == 0
    clock(date(2024, 10, 7))
    assert block_of(home(as_user("ministry"))).late == 4


def test_what_waits_to_be_sealed_is_counted_from_its_approval(as_user, world, clock):
    ReportingPeriod.objects.filter(code="THADS-2024-12m").update(is_year_end=True)
    clock(date(2024, 10, 14))
    row = world.fill(world.enforcement[0], state=State.APPROVED)
    clock(date(2024, 10, 24))
    for name, button in (("approver", True), ("ministry", False)):
        response = home(as_user(name))
        assert (response.context["to_seal"], response.context["oldest_days"]) == ([row], 10)
        assert bool(parse(response).xpath(f"//main//a[@href='{reverse('results:seal_together')}']")) == button


def test_nominations_to_be_decided_are_counted_by_award(as_user, world):
    made = [
        NominationFactory(season=world.season, agency=agency, state=state, submitted_at=dates.now())
        for agency, state in zip(world.enforcement, ("submitted", "submitted", "proposed"), strict=True)
    ]
    response = home(as_user("approver"))
    assert response.context["to_decide"] == sum(each.state == NominationState.SUBMITTED for each in made)
    assert all(as_user("approver").get(each.url).status_code == 200 for each in response.context["decisions"])


def test_every_figure_on_top_leads_to_a_list_on_the_page(as_user, world):
    world.fill_all()
    page = parse(home(as_user("approver")))
    targets = page.xpath("//section[contains(@class, 'verdict')]//a/@href")
    assert len(targets) >= 4
    assert all(page.xpath(f"//*[@id='{each[1:]}']") for each in targets)


def test_without_any_figure_the_page_says_so(as_user, world):
    response = home(as_user("ministry"))
    assert "Không có báo cáo năm chờ chốt" in text_of(main_of(response))


def test_a_body_of_one_block_sees_that_block_alone(as_user, world):
    world.fill_all()
    assert [block.block for block in home(as_user("bureau")).context["nation_blocks"]] == ["civil_enforcement"]


def test_price_and_size_do_not_grow_with_the_nation(as_user, world):
    world.fill_all()
    for agency in (world.head_agency, world.enforcement[1], world.other_agencies[0]):
        world.fill(agency, state=State.RECEIVED, version=2)
    client = as_user("approver")
    _page, few = ask(client, "/")
    grow(world, 30)
    page, many = ask(client, "/")
    assert (many, len(page.content) < LARGEST) == (few, True)
    assert many <= BUDGET


def test_table_says_the_same_as_the_ministrys_own(as_user, world):
    world.set_targets()
    world.fill_all()
    response = home(as_user("ministry"))
    block = block_of(response)
    [section] = parse(response).xpath(f"//section[@aria-labelledby='{block.anchor}']")
    shown = {name: cells[3] for name, cells in table_in(section).rows.items()}
    assert shown == {row.name: row.rate.text for row in block.rows}

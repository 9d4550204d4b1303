"""Several cells in one value are refused by the server too, whatever browser or program sent them (B01, B02)."""

import html
import re

import pytest
from django.urls import reverse

from pledges.models import Target
from results.models import Result

BLOCKS = [("86\r\n359\r\n", 2, "86 | 359"), ("1\n234\n567", 3, "1 | 234 | 567"), ("12\t345\r\n678\t901", 4, "12 | 345")]
BLOCKS += [("Số việc\t345", 2, "Số việc | 345"), ("86\u2028359", 2, "86 | 359"), ("86\v359", 2, "86 | 359")]


@pytest.fixture
def address(world):
    agency = world.enforcement[1]
    return reverse("results:entry", args=[agency.code, world.period_of(agency).code])


def told(response) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(("block", "count", "shown"), BLOCKS)
def test_block_in_one_cell_is_refused_and_shown_without_joining(as_user, address, block, count, shown):
    fields = {"v-newly_accepted_cases": block, "ver-newly_accepted_cases": "0"}
    answer = as_user("officer").post(f"{address}cell/?code=newly_accepted_cases", fields)
    page = told(answer)
    assert f"Đã dán {count} ô" in page
    assert answer.status_code == 422
    assert re.search(rf'value="{re.escape(shown)}', page)
    assert not Result.objects.exists()


def test_block_in_the_whole_form_leaves_the_other_cells_saved(as_user, address):
    fields = {"v-newly_accepted_cases": "86\r\n359", "ver-newly_accepted_cases": "0"}
    fields |= {"v-eligible_cases": "2000", "ver-eligible_cases": "0"}
    answer = as_user("officer").post(address, fields)
    assert "Đã dán 2 ô" in told(answer)
    assert [r.value for r in Result.objects.all()] == [2000]


def test_block_in_a_target_is_refused(as_user, world):
    agency, indicator = world.enforcement[1], world.indicators["completion_rate_cases"]
    key = f"{agency.pk}-{indicator.pk}"
    fields = {f"v-{key}": "84\r\n5", f"c-{key}": "ge", "decision": "12/QĐ-BTP"}
    address = reverse("setup:targets", args=[world.cluster.slug, world.season.year])
    answer = as_user("approver").post(address, fields)
    assert "Đã dán 2 ô" in told(answer)
    assert 'value="84 | 5"' in told(answer)
    assert not Target.objects.filter(agency=agency).exists()

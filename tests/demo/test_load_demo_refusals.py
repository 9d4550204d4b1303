"""Where the demonstration has no place: nothing at all is stored there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import User
from clusters.models import Province, Season
from tests.factories.accounts import UserFactory
from tests.factories.clusters import SeasonFactory

pytestmark = pytest.mark.django_db


def refused(*, demo_mode: bool, match: str) -> None:
    with override_settings(DEMO_MODE=demo_mode), pytest.raises(CommandError, match=match):
        call_command("load_demo", stdout=StringIO())


def test_outside_the_demonstration_mode_nothing_is_loaded():
    refused(demo_mode=False, match="DEMO_MODE=1")
    assert (User.objects.count(), Season.objects.count(), Province.objects.count()) == (0, 0, 0)


def test_a_portal_with_other_seasons_is_left_alone():
    SeasonFactory()
    refused(demo_mode=True, match="Không nạp dữ liệu minh họa")
    assert (User.objects.count(), Season.objects.count(), Province.objects.count()) == (0, 1, 0)


def test_an_account_of_the_same_name_is_not_taken_over():
    UserFactory(username="thuky")
    refused(demo_mode=True, match="Không nạp dữ liệu minh họa")
    assert User.objects.count() == 1


def test_any_account_keeps_the_demonstration_out():
    UserFactory(username="nguoithat")
    refused(demo_mode=True, match="Không nạp dữ liệu minh họa")
    assert [user.username for user in User.objects.all()] == ["nguoithat"]

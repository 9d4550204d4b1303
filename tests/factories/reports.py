import factory
from factory.django import DjangoModelFactory

from dashboards.models import SavedView
from emulation_portal.lib import dates
from reports.models import ReportRequest, ReportRun, SavedSelection

from .accounts import UserFactory
from .clusters import SeasonFactory


class ReportRunFactory(DjangoModelFactory):
    """A queued run; who may see it is told by ``ReportRequestFactory``."""

    kind = "cluster-workbook"
    season = factory.SubFactory(SeasonFactory)
    audience = "all"
    data_version = "CT000-2024-v1"
    builder_version = 1
    identity = factory.Sequence(lambda n: f"{n:064x}")
    requested_at = factory.LazyFunction(dates.now)

    class Meta:
        model = ReportRun


class ReportRequestFactory(DjangoModelFactory):
    run = factory.SubFactory(ReportRunFactory)
    user = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(dates.now)

    class Meta:
        model = ReportRequest


class SelectionFactory(DjangoModelFactory):
    """A kept choice of a report over several clusters."""

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Lựa chọn {n}")
    choice = factory.LazyFunction(lambda: {"years": [2024], "blocks": ["civil_enforcement"]})
    saved_at = factory.LazyFunction(dates.now)

    class Meta:
        model = SavedSelection


class SavedViewFactory(DjangoModelFactory):
    """A kept address of a dashboard."""

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Cách xem {n}")
    path = "/s/cum-thu-nghiem/2024/"
    saved_at = factory.LazyFunction(dates.now)

    class Meta:
        model = SavedView

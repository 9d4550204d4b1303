from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from clusters.enums import Block
from emulation_portal.lib import dates
from results.enums import ChangeHow, FigureKind, PublishedStatus, State
from results.models import PublishedFigure, Release, ReportingPeriod, Result, ResultChange, Submission

from .clusters import AgencyFactory, SeasonFactory
from .pledges import IndicatorFactory


class PeriodFactory(DjangoModelFactory):
    """The year-end period of the enforcement year 2024 unless told otherwise."""

    block = Block.CIVIL_ENFORCEMENT
    year = 2024
    period_code = "12m"
    code = factory.LazyAttribute(
        lambda o: f"{'THADS' if o.block == Block.CIVIL_ENFORCEMENT else 'STP'}-{o.year}-{o.period_code}"
    )
    calendar = factory.LazyAttribute(
        lambda o: "thads_statistical_year" if o.block == Block.CIVIL_ENFORCEMENT else "department_year"
    )
    sequence = 5
    name_vi = factory.LazyAttribute(lambda o: f"Kỳ {o.period_code} năm {o.year}")
    name_en = factory.LazyAttribute(lambda o: f"Period {o.period_code} of {o.year}")
    months = 12
    start = factory.LazyAttribute(lambda o: date(o.year - 1, 10, 1))
    end = factory.LazyAttribute(lambda o: date(o.year, 9, 30))
    data_cutoff = factory.SelfAttribute("end")
    due_date = factory.LazyAttribute(lambda o: o.end + timedelta(days=6))
    figures = FigureKind.ACTUAL
    is_year_end = True

    class Meta:
        model = ReportingPeriod


class SubmissionFactory(DjangoModelFactory):
    """A submitted version 1."""

    agency = factory.SubFactory(AgencyFactory)
    period = factory.SubFactory(PeriodFactory)
    state = State.SUBMITTED
    created_at = factory.LazyFunction(dates.now)
    updated_at = factory.SelfAttribute("created_at")
    submitted_at = factory.LazyAttribute(
        lambda o: None if o.state in (State.DRAFT, State.AWAITING_SIGNATURE) else o.created_at
    )
    approved_at = factory.LazyAttribute(lambda o: o.created_at if o.state in (State.APPROVED, State.SEALED) else None)

    class Meta:
        model = Submission


class ResultFactory(DjangoModelFactory):
    submission = factory.SubFactory(SubmissionFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    value = 1
    updated_at = factory.LazyFunction(dates.now)
    updated_by = None

    class Meta:
        model = Result


class ResultChangeFactory(DjangoModelFactory):
    submission = factory.SubFactory(SubmissionFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    new_value = 1
    at = factory.LazyFunction(dates.now)
    actor = None
    how = ChangeHow.FORM

    class Meta:
        model = ResultChange


class ReleaseFactory(DjangoModelFactory):
    season = factory.SubFactory(SeasonFactory)
    period = factory.SubFactory(PeriodFactory)
    released_at = factory.LazyFunction(dates.now)

    class Meta:
        model = Release


class PublishedFactory(DjangoModelFactory):
    """A cluster figure in print; give ``scope_code``, ``year``, ``block`` and ``indicator``."""

    code = factory.Sequence(lambda n: f"PF-T{n:03d}")
    scope_kind = "cluster"
    scope_code = "CT000"
    year = 2024
    status = PublishedStatus.UNKNOWN
    block = Block.CIVIL_ENFORCEMENT
    indicator = factory.SubFactory(IndicatorFactory)
    measure = "value"
    value = 1
    unit = "việc"
    precision = "exact"
    low = factory.SelfAttribute("value")
    high = factory.SelfAttribute("value")
    kind = "published"

    class Meta:
        model = PublishedFigure

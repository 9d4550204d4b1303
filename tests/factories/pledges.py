from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from clusters.enums import Block
from pledges.enums import Aggregation, Comparator, Direction, ItemKind, PledgeState, TargetScope, ValueType
from pledges.models import Indicator, Movement, MovementWave, Pledge, PledgeItem, Target

from .clusters import AgencyFactory, SeasonFactory


class IndicatorFactory(DjangoModelFactory):
    """A typed count; ``formula`` makes it a derived sum."""

    code = factory.Sequence(lambda n: f"thu_{n}")
    ordinal = factory.Sequence(lambda n: n + 1)
    block = Block.CIVIL_ENFORCEMENT
    group_vi = "Nhóm thử"
    name_vi = factory.Sequence(lambda n: f"Chỉ tiêu thử {n}")
    unit_vi = "việc"
    unit_en = "cases"
    value_type = ValueType.COUNT
    aggregation = Aggregation.SUM
    direction = Direction.HIGHER
    calendar = "thads_statistical_year"

    class Meta:
        model = Indicator


class MoneyFactory(IndicatorFactory):
    value_type = ValueType.MONEY
    unit_vi = "đồng"
    entry_scale = 1000


class RateFactory(IndicatorFactory):
    value_type = ValueType.RATE
    aggregation = Aggregation.RATIO
    unit_vi = "%"
    numerator = factory.SubFactory(IndicatorFactory)
    denominator = factory.SubFactory(IndicatorFactory)
    is_headline = True


class TargetFactory(DjangoModelFactory):
    """An agency's target; ``scope="nation", agency=None`` makes a national one."""

    scope = TargetScope.AGENCY
    agency = factory.SubFactory(AgencyFactory)
    indicator = factory.SubFactory(RateFactory)
    year = 2024
    comparator = Comparator.GT
    value = 80

    class Meta:
        model = Target


class PledgeFactory(DjangoModelFactory):
    season = factory.SubFactory(SeasonFactory)
    block = Block.CIVIL_ENFORCEMENT
    title = "Giao ước thi đua thử nghiệm"
    state = PledgeState.SIGNED

    class Meta:
        model = Pledge


class PledgeItemFactory(DjangoModelFactory):
    pledge = factory.SubFactory(PledgeFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    text = "Phấn đấu hoàn thành chỉ tiêu được giao"
    indicator = None
    kind = factory.LazyAttribute(lambda item: ItemKind.INDICATOR if item.indicator else ItemKind.TASK)

    class Meta:
        model = PledgeItem


class MovementFactory(DjangoModelFactory):
    """Of one cluster's season; ``season`` is to be given."""

    name = factory.Sequence(lambda n: f"Phong trào thử {n}")
    scope, kind = "cluster", "thematic"
    year = factory.LazyAttribute(lambda movement: movement.season.year)
    launched_on = factory.LazyAttribute(lambda movement: date(movement.season.year, 3, 1))

    class Meta:
        model = Movement


class WaveFactory(DjangoModelFactory):
    """A wave of a movement that is held in waves; ``movement__season`` is to be given."""

    movement = factory.SubFactory(MovementFactory, kind="waves")
    name = factory.Sequence(lambda n: f"Đợt {n}")
    opens = factory.LazyAttribute(lambda wave: wave.movement.launched_on)
    ends = factory.LazyAttribute(lambda wave: wave.opens + timedelta(days=30))

    class Meta:
        model = MovementWave

import pytest

from tests.factories.awards import AwardFactory


@pytest.fixture
def flag(world):
    """An award that goes to agencies alone."""
    return AwardFactory(code="CO", name_vi="Cờ thi đua thử", recipient="collective")


@pytest.fixture
def merit(world):
    """An award that goes to agencies and to persons."""
    return AwardFactory(code="BK", name_vi="Bằng khen thử", recipient="individual;collective")

import pytest

from tests.setup.targets.desk import Desk


@pytest.fixture
def desk(world, as_user) -> Desk:
    return Desk(world, as_user("ministry"))

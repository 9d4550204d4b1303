import pytest

from tests.setup.catalogue.desk import CatalogueDesk


@pytest.fixture
def desk(world, as_user) -> CatalogueDesk:
    return CatalogueDesk(world, as_user("ministry"))

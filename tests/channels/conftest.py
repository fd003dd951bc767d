"""What the tests of the steps stand on: the invented city."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline.records.queries.reference import forget
from tests.factories import City, make_city


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city; what was kept of it is forgotten afterwards."""
    yield make_city()
    forget()

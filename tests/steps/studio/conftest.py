"""The studio of the invented city."""

from __future__ import annotations

import pytest

from tests.factories import City
from tests.steps.studio.office import Studio


@pytest.fixture
def studio(city: City) -> Studio:
    """April's draft and its people."""
    return Studio(city)

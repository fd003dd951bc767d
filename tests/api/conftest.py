"""What the tests of the API stand on: the invented city, and programs with tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from hotline.records.models import Staff
from hotline.records.queries.reference import forget
from hotline.steps.setup.add_token import add_token
from tests.api.program import Program
from tests.factories import City, make_city

ProgramOf = Callable[[Staff], Program]


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The invented city; what was kept of it is forgotten afterwards."""
    yield make_city()
    forget()


@pytest.fixture
def program_of() -> ProgramOf:
    """A program with a token of its own that acts as a person."""

    def with_token(person: Staff) -> Program:
        made = add_token(person, name="测试程序", by=None, at=datetime.now(UTC))
        return Program(made.secret)

    return with_token


@pytest.fixture
def intake(city: City, program_of: ProgramOf) -> Program:
    """A program that hands cases in as a call-taker may."""
    return program_of(city.person("call_taker"))

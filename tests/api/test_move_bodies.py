"""Every verb of the table has its operation, and every body is that of its step."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from hotline.api.move_bodies import BODIES
from hotline.api.urls import api
from hotline.rules.life import MOVES
from hotline.steps.in_bulk import BULK_VERBS
from hotline.steps.verbs import STEPS

NOT_ASKED = {
    # The journal's own: who, when, which version.
    *((verb, name) for verb in STEPS for name in ("case", "by", "at", "seen")),
    # Whose answer it is follows from the case: another one's would be a stranger's.
    ("share_answer", "main"),
    # A program of the office is no citizen and no other installation.
    ("call_back", "own_hand"),
    ("report_back", "of"),
}
# Done by another verb's operation.
ELSEWHERE = {"register": "POST /cases", "try_call_back": "call_back with reached false"}


def described() -> dict[str, dict[str, Any]]:
    """The operations of the description, by their ids."""
    schema = api.get_openapi_schema()
    found = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found[operation["operationId"]] = {**operation, "at": (method, path)}
    return found


def asked_of(verb: str) -> dict[str, bool]:
    """The facts that a step takes, and whether it must be given them."""
    parameters = inspect.signature(STEPS[verb]).parameters.values()
    return {
        parameter.name: parameter.default is inspect.Parameter.empty
        for parameter in parameters
        if (verb, parameter.name) not in NOT_ASKED
    }


@pytest.mark.parametrize("verb", STEPS)
def test_a_body_asks_for_what_its_step_takes_and_nothing_else(verb: str) -> None:
    fields = {name: field.is_required() for name, field in BODIES[verb].model_fields.items()}
    assert fields == asked_of(verb)


def test_every_step_of_the_table_has_its_operation() -> None:
    operations = described()
    moves = {verb: ("post", f"/api/v1/cases/{{number}}/{verb}") for verb in STEPS}
    assert {verb: operations[verb]["at"] for verb in STEPS} == moves
    assert set(MOVES) - set(BODIES) == set(ELSEWHERE)
    assert operations["register"]["at"] == ("post", "/api/v1/cases")


def test_an_operation_says_its_chinese_name_and_its_problems() -> None:
    operations = described()
    assert {verb: operations[verb]["summary"] for verb in STEPS} == {
        verb: MOVES[verb].name for verb in STEPS
    }
    answers = ["200", "403", "404", "409", "412", "422", "default"]
    assert [str(status) for status in operations["sign"]["responses"]] == answers


def test_the_bulk_operations_are_described() -> None:
    operations = described()
    wanted = {f"bulk_{verb}" for verb in BULK_VERBS if verb in STEPS}
    assert {name for name in operations if name.startswith("bulk_")} == wanted


def test_a_list_of_codes_is_told_with_its_names() -> None:
    route = api.get_openapi_schema()["components"]["schemas"]["DirectMove"]["properties"]["route"]
    assert dict(zip(route["enum"], route["x-enum-names"], strict=True))["litigation"] == "诉讼"


def test_no_problem_is_described_that_is_not_there() -> None:
    schema = api.get_openapi_schema()
    assert schema["components"]["schemas"]["Problem"]["required"] == [
        *("type", "title", "status", "detail"),
    ]
    assert all("default" in operation["responses"] for operation in described().values())

"""The second wall: what the database shows to whom, and that no scope outlives what it is for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg import sql

from hotline.records.models import Case, Citizen, Contact
from hotline.records.scope import (
    NOTHING,
    OFFICE,
    Scope,
    everything,
    only_receipt,
    scope_of,
    scoped_for,
    showing,
)
from hotline.records.walls import walled
from tests.factories import City, make_staff
from tests.steps.cases import walked

ROLE, UNIT = "current_user::text", "current_setting('hotline.unit')"


@pytest.fixture
def cases(city: City) -> dict[str, Case]:
    """A case with a caller in each district, and a confidential one."""
    made = {
        unit: walked(city, "in_handling", unit=unit, phone="15400000001")
        for unit in ("east", "west")
    }
    made["secret"] = walked(city, "in_handling", unit="east", phone="15400000002")
    Case.objects.filter(pk=made["secret"].pk).update(confidential=True)
    return made


def asked(query: str) -> Any:
    """What the database answers in the scope of now."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
        return row[0] if len(row) == 1 else row


def acting() -> tuple[str, str]:
    """The role that the connection acts in, and the unit it works for."""
    role, unit = asked(f"SELECT {ROLE}, {UNIT}")
    return role.removeprefix("hotline_test_"), unit


def rows_in(table: str) -> int:
    """How many rows of a table are in sight."""
    return int(asked(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)).as_string()))


def unit(pk: int) -> Scope:
    """The scope of a unit."""
    return Scope(unit=str(pk))


def test_without_a_scope_every_table_behind_the_wall_is_empty(cases: dict[str, Case]) -> None:
    seen = {table: rows_in(table) for table in walled()}
    assert {table for table, rows in seen.items() if rows} >= {
        "records_case", "records_contact", "records_citizen", "records_assignment",
        "records_journalentry",
    }  # fmt: skip
    with showing(NOTHING):
        assert {table: rows_in(table) for table in walled()} == dict.fromkeys(walled(), 0)


def test_every_table_that_hangs_on_a_case_is_behind_the_wall() -> None:
    hanging = {
        "amendment", "articleuse", "assignment", "attachment", "bulletinitem_cases", "call",
        "callback", "callplan", "case", "caseguess", "caseplace", "caseprint", "casewords",
        "citizen", "citizenwish", "clock", "comment", "commenttext", "conference", "contact",
        "conversation", "daycell", "delivery", "dispatchlesson", "extension", "hotissuecase",
        "inbound", "instruction", "journalentry", "missedcaller", "modelcall", "notice",
        "outreach", "posting", "promise", "publicanswer", "qualitycheck", "qualityscore",
        "recognised", "replycheck", "return", "reveal", "ruling", "sameeventcase", "samematter",
        "simulatedmove", "supervision", "suspicionpiece",
    }  # fmt: skip
    assert {table.removeprefix("records_") for table in walled()} == hanging


def test_a_unit_gets_its_own_cases_and_what_hangs_on_them(
    city: City, cases: dict[str, Case]
) -> None:
    with scoped_for(city.person("unit_clerk", "east")):
        assert set(Case.objects.all()) == {cases["east"], cases["secret"]}
        assert [row.case for row in Contact.objects.all()] == [cases["east"]]
        assert list(Citizen.objects.all()) == [cases["east"].citizen]
    with scoped_for(city.person("unit_clerk", "east_street")):
        assert (Case.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_unit_cannot_change_or_take_anothers_case(city: City, cases: dict[str, Case]) -> None:
    own = city.units["east"].pk
    with showing(unit(own)):
        assert Case.objects.filter(pk=cases["west"].pk).update(title="改") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Case.objects.filter(pk=cases["east"].pk).update(seen_by=[city.units["west"].pk])


def test_the_office_gets_everything(city: City, cases: dict[str, Case]) -> None:
    with scoped_for(city.person("supervisor")):
        assert set(Case.objects.all()) == set(cases.values())


def test_a_receipt_shows_a_few_columns_of_one_case(cases: dict[str, Case]) -> None:
    with only_receipt(cases["east"].receipt):
        assert list(Case.objects.values_list("receipt", "status")) == [
            (cases["east"].receipt, "in_handling")
        ]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            asked("SELECT text FROM records_case")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            asked("SELECT count(*) FROM records_citizen")


@pytest.mark.parametrize("receipt", ["", "0"])
def test_no_receipt_shows_no_case(cases: dict[str, Case], receipt: str) -> None:
    with only_receipt(receipt):
        assert Case.objects.values_list("pk").count() == 0


@pytest.mark.parametrize(
    ("role", "unit_of", "told"),
    [
        ("supervisor", "", OFFICE),
        ("security_admin", "", NOTHING),
        ("unit_clerk", "", NOTHING),
        ("supervisor", "east", OFFICE),
    ],
)
def test_the_scope_of_a_person_follows_from_role_and_unit(
    city: City, role: str, unit_of: str, told: Scope
) -> None:
    assert scope_of(city.person(role, unit_of)) == told


def test_who_has_left_has_no_scope(city: City) -> None:
    person = make_staff("gone", roles=[city.roles["unit_clerk"]], unit=city.units["east"])
    assert scope_of(person) == unit(city.units["east"].pk)
    left = make_staff("left", roles=[city.roles["unit_clerk"]], unit=city.units["east"])
    left.is_active = False
    assert scope_of(left) == NOTHING


FORBIDDEN = (
    "DROP TABLE records_reveal",
    "DROP TRIGGER records_journalentry_append_only ON records_journalentry",
    "ALTER TABLE records_journalentry DISABLE TRIGGER ALL",
    "ALTER TABLE records_case DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE records_case ADD COLUMN more int",
    "DROP POLICY unit ON records_case",
    "TRUNCATE records_journalentry",
    "CREATE TABLE mine (id int)",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "SET SESSION AUTHORIZATION hotline_test_office",
    "CREATE OR REPLACE FUNCTION records_append_only() RETURNS trigger LANGUAGE sql AS ''",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("scope", [NOTHING, OFFICE], ids=["nothing", "office"])
@pytest.mark.django_db
def test_the_site_s_account_may_not(statement: str, scope: Scope) -> None:
    with showing(scope), pytest.raises(DatabaseError, match=r"must be|permission denied"):
        asked(statement)


@pytest.mark.django_db
def test_the_site_s_account_cannot_become_the_owner_of_its_tables() -> None:
    owner = asked("SELECT tableowner FROM pg_tables WHERE tablename = 'records_case'")
    with showing(NOTHING), pytest.raises(ProgrammingError, match="permission denied to set role"):
        asked(sql.SQL("SET ROLE {}").format(sql.Identifier(owner)).as_string())


@pytest.mark.django_db
def test_the_site_s_account_is_nobody_special() -> None:
    rights = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolinherit"
    assert asked(f"{rights} FROM pg_roles WHERE rolname = session_user") is False


# That no scope leaks: every way in which a connection could be left believing something else.


@pytest.mark.django_db
def test_blocks_within_blocks_show_what_the_innermost_says() -> None:
    with showing(unit(7)):
        assert acting() == ("web", "7")
        with everything():
            assert acting() == ("office", "")
        assert acting() == ("web", "7")
    with showing(NOTHING):
        assert acting() == ("web", "")


@pytest.mark.django_db
def test_a_block_that_fails_gives_the_scope_back() -> None:
    with showing(NOTHING):
        with pytest.raises(RuntimeError), everything():
            raise RuntimeError
        assert acting() == ("web", "")


class Stop(Exception):
    """Ends a transaction that shall be rolled back."""


def rolled_back(within: Callable[[], object], *, savepoint: bool = True) -> None:
    """Do something in a transaction or savepoint that comes to nothing."""
    with pytest.raises(Stop), transaction.atomic(savepoint=savepoint):
        within()
        raise Stop


@pytest.mark.django_db(transaction=True)
def test_a_scope_told_in_a_transaction_that_is_rolled_back_is_told_again() -> None:
    with showing(NOTHING):
        acting()
    with everything():
        rolled_back(acting)
        assert acting() == ("office", "")


@pytest.mark.django_db(transaction=True)
def test_what_a_rollback_brings_back_is_not_believed() -> None:
    with everything():
        assert acting() == ("office", "")
    with showing(unit(7)):
        rolled_back(acting)
    with everything():
        assert acting() == ("office", "")
    with showing(unit(7)):
        assert acting() == ("web", "7")
    with showing(NOTHING):
        assert acting() == ("web", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_rollback_to_any_savepoint_leaves_the_wanted_scope(depth: int) -> None:
    def down(level: int) -> None:
        with showing(unit(level)):
            assert acting() == ("web", str(level))
            if level < depth:
                rolled_back(lambda: down(level + 1))
                assert acting() == ("web", str(level))

    with transaction.atomic():
        down(0)
        with everything():
            assert acting() == ("office", "")
    with showing(NOTHING):
        assert acting() == ("web", "")


@pytest.mark.django_db(transaction=True)
def test_a_block_object_that_is_opened_again_is_not_taken_for_its_former_self() -> None:
    @transaction.atomic
    def once(scope: Scope, *, fails: bool) -> tuple[str, str]:
        with showing(scope):
            told = acting()
        if fails:
            raise Stop
        return told

    with showing(NOTHING):
        acting()
    with pytest.raises(Stop):
        once(OFFICE, fails=True)
    assert once(OFFICE, fails=False) == ("office", "")
    with showing(NOTHING):
        assert acting() == ("web", "")


@pytest.mark.django_db(transaction=True)
def test_a_scope_told_in_a_released_savepoint_falls_with_the_transaction_around_it() -> None:
    def within() -> None:
        with transaction.atomic():
            acting()

    with showing(NOTHING):
        acting()
    with everything():
        rolled_back(within)
        assert acting() == ("office", "")


@pytest.mark.django_db(transaction=True)
def test_a_block_without_a_savepoint_of_its_own_takes_the_scope_down_with_the_outer() -> None:
    def within() -> None:
        with pytest.raises(Stop), transaction.atomic(savepoint=False):
            acting()
            raise Stop

    with everything():
        rolled_back(within)
        assert acting() == ("office", "")


@pytest.mark.django_db(transaction=True)
def test_after_a_failed_statement_and_a_savepoint_the_scope_is_right() -> None:
    with showing(NOTHING):
        acting()
    with everything(), transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic():
            acting()
            asked("SELECT 1 / 0")
        assert acting() == ("office", "")


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_begins_with_nothing() -> None:
    with everything():
        assert acting() == ("office", "")
    connection.close()
    with showing(NOTHING):
        assert acting() == ("web", "")


@pytest.mark.django_db(transaction=True)
def test_a_new_thread_begins_with_nothing() -> None:
    told: list[tuple[str, str]] = []

    def look() -> None:
        try:
            told.append(acting())
        finally:
            connection.close()

    with everything():
        assert acting() == ("office", "")
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert told == [("web", "")]


@pytest.mark.django_db(transaction=True)
def test_a_scope_that_stays_the_same_is_told_once() -> None:
    backend = "SELECT pg_backend_pid()"
    with everything():
        asked(backend)
        wrapped = connection.connection
        told: list[str] = []
        cursor = wrapped.cursor

        def watched(*args: Any, **options: Any) -> Any:
            told.append("cursor")
            return cursor(*args, **options)

        wrapped.cursor = watched
        try:
            for _ in range(3):
                asked(backend)
            with transaction.atomic():
                asked(backend)
        finally:
            wrapped.cursor = cursor
    assert len(told) == 4  # one for each query that was asked, and none to tell

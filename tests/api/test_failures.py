"""When something breaks under a request: a clear answer, nothing doubled, nothing told too much."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet

from hotline.records.models import Case, Contact, JournalEntry
from tests.api.conftest import ProgramOf
from tests.api.program import Program, case, told
from tests.factories import City

SECRET = "host=10.0.0.7 password=verysecret"


def _broken(error: Exception) -> Any:
    """What stands before every query and never lets one through."""

    def refuse(*_: Any) -> None:
        raise error

    return refuse


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_without_a_database_the_program_is_told_to_come_back(
    intake: Program, kind: type[Exception]
) -> None:
    with connection.execute_wrapper(_broken(kind(SECRET))):
        answers = [intake.post(case()), intake.get("cases/YT1"), intake.get("figures/2022-04")]
    for answer in answers:
        status, _, detail = told(answer)
        assert (status, answer["Retry-After"]) == (503, "30")
        assert "重试" in detail
        assert SECRET not in answer.content.decode()


@pytest.mark.django_db
def test_the_unforeseen_is_answered_without_a_stack_trace(
    intake: Program, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.execute_wrapper(_broken(RuntimeError(SECRET))):
        answer = intake.post(case())
    assert told(answer)[0] == 500
    assert SECRET not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert caplog.records


@pytest.mark.django_db
def test_a_step_that_breaks_halfway_leaves_nothing(
    intake: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_journal(rows: QuerySet[Any], *arguments: Any, **options: Any) -> Any:
        if rows.model is JournalEntry:
            raise OperationalError(SECRET)
        return create(rows, *arguments, **options)

    create = QuerySet.bulk_create
    with monkeypatch.context() as broken:
        broken.setattr(QuerySet, "bulk_create", refuse_journal)
        assert told(intake.post(case()))[0] == 503
    assert (Case.objects.count(), Contact.objects.count()) == (0, 0)
    assert intake.post(case()).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_programs_with_one_key_at_once_make_one_case(city: City, program_of: ProgramOf) -> None:
    person = city.person("call_taker")
    programs = [program_of(person) for _ in range(4)]
    ready = threading.Barrier(len(programs))
    statuses: list[int] = []

    def send(program: Program) -> None:
        ready.wait()
        statuses.append(program.post(case()).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[program]) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 200, 200, 201]
    assert (Case.objects.count(), JournalEntry.objects.count()) == (1, 1)

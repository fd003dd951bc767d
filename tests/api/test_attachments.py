"""Attachments over the API: handed in, listed and fetched through the door of the case."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Attachment, Case
from hotline.steps.setup.add_token import add_token
from tests.attached_files import PDF, photo
from tests.factories import City, case_at
from tests.steps.cases import LATER


class Files:
    """A program that hands files in."""

    def __init__(self, city: City, role: str, unit: str = "") -> None:
        person = city.person(role, unit)
        secret = add_token(person, name="试", by=None, at=LATER).secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def add(self, case: Case, *files: tuple[str, bytes], **facts: Any) -> HttpResponse:
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return self.client.post(
            f"/api/v1/cases/{case.number}/attachments", {**facts, "files": sent}
        )

    def get(self, case: Case, end: object = "") -> HttpResponse:
        return self.client.get(f"/api/v1/cases/{case.number}/attachments{end}")


@pytest.fixture
def case(city: City) -> Case:
    return case_at(city, "in_handling", unit="east")


@pytest.fixture
def program(city: City) -> Files:
    return Files(city, "call_taker")


def test_files_are_taken_and_told(program: Files, case: Case) -> None:
    answer = program.add(case, ("现场.jpg", photo()), ("来信.pdf", PDF), belongs_to="reply")
    row = Attachment.objects.get(kind="pdf")
    shown = answer.json()["attachments"][1]
    assert (answer.status_code, answer.json()["refused"]) == (201, [])
    assert {**shown, "added_at": ""} == {
        "id": str(row.pk),
        "name": "来信.pdf",
        "kind": "pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "digest": bytes(row.digest).hex(),
        "belongs_to": "reply",
        "state": "unscanned",
        "state_name": "未查毒",
        "added_at": "",
    }


def test_each_file_is_answered_for_itself(program: Files, case: Case) -> None:
    answer = program.add(case, ("来信.pdf", PDF), ("a.exe", b"MZ\0"))
    (refused,) = answer.json()["refused"]
    assert (answer.status_code, refused["name"]) == (201, "a.exe")
    assert refused["detail"].startswith("不接收这种文件。")
    assert program.add(case, ("来信.pdf", PDF), ("a.exe", b"MZ\0")).status_code == 200
    assert program.add(case, ("a.exe", b"MZ\0")).status_code == 422
    assert Attachment.objects.count() == 1


def test_a_file_is_fetched_as_a_download(program: Files, case: Case) -> None:
    shown = program.add(case, ("来信.pdf", PDF)).json()["attachments"][0]
    assert program.get(case).json() == [shown]
    answer = program.get(case, f"/{shown['id']}")
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/octet-stream")
    assert answer.headers["Content-Disposition"].endswith("UTF-8''%E6%9D%A5%E4%BF%A1.pdf")


@pytest.mark.parametrize("state", ["held", "refused"])
def test_what_is_held_or_refused_is_a_conflict(program: Files, case: Case, state: str) -> None:
    shown = program.add(case, ("来信.pdf", PDF)).json()["attachments"][0]
    Attachment.objects.update(state=state)
    answer = program.get(case, f"/{shown['id']}")
    assert (answer.status_code, answer.json()["title"]) == (409, "与已有内容冲突")


def test_another_unit_finds_nothing(city: City, program: Files, case: Case) -> None:
    shown = program.add(case, ("来信.pdf", PDF)).json()["attachments"][0]
    other = Files(city, "unit_clerk", "west")
    answers = [
        other.get(case),
        other.get(case, f"/{shown['id']}"),
        other.add(case, ("来信.pdf", PDF)),
        program.get(case_at(city, "registered"), f"/{shown['id']}"),
        program.get(case, f"/{uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


def test_without_the_permit_nothing_is_added(city: City, case: Case) -> None:
    assert Files(city, "dispatcher").add(case, ("来信.pdf", PDF)).status_code == 403


@pytest.mark.parametrize(
    ("files", "facts", "field"),
    [((), {}, "files"), ((("来信.pdf", PDF),), {"belongs_to": "elsewhere"}, "belongs_to")],
)
def test_what_is_missing_is_named(
    program: Files, case: Case, files: Any, facts: dict[str, str], field: str
) -> None:
    answer = program.add(case, *files, **facts)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_withdrawn_file_is_listed_no_more(program: Files, case: Case) -> None:
    program.add(case, ("来信.pdf", PDF))
    Attachment.objects.update(removed_at=LATER)
    assert program.get(case).json() == []

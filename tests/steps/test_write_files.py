"""Write files: a published bulletin's files are made once, and what is missing is made later."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from hotline.documents.pdf import OfficeMissing
from hotline.records.models import Bulletin, BulletinFile
from hotline.steps import write_files as writing
from hotline.steps.draft import begin
from hotline.steps.publish import publish
from hotline.steps.submit import submit
from hotline.steps.write_files import FORMATS, NAMES, file_now, write_files
from tests.factories import City
from tests.records.month import make_form
from tests.steps.cases import LATER

PDF = b"%PDF-1.7 for a test"
WITHOUT_PDF = ["csv", "docx", "html", "json", "xlsx"]
ALL = ["csv", "docx", "html", "json", "pdf", "xlsx"]
LATER_STILL = LATER + timedelta(hours=1)


def no_office(_: bytes) -> bytes:
    raise OfficeMissing


@pytest.fixture
def bulletin(city: City) -> Bulletin:
    make_form(city)
    made = submit(begin("2022-03", by=None, at=LATER), by=None, at=LATER)
    return publish(made, issued_on=LATER.date(), by=None, at=LATER)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """LibreOffice stood in for; the Word files that it was given."""
    given: list[bytes] = []

    def made(docx: bytes) -> bytes:
        given.append(docx)
        return PDF

    monkeypatch.setattr(writing, "write_pdf", made)
    return given


def stored() -> dict[str, bytes]:
    return {row.format: bytes(row.content) for row in BulletinFile.objects.order_by("format")}


def test_all_formats_are_made(bulletin: Bulletin, office: list[bytes]) -> None:
    assert write_files(bulletin, at=LATER) == ALL
    files = stored()
    assert ([*files], sorted(FORMATS), sorted(NAMES), files["pdf"]) == (ALL, ALL, ALL, PDF)
    assert (files["docx"][:2], files["html"][:15]) == (b"PK", b"<!DOCTYPE html>")
    assert office == [files["docx"]]


def test_the_files_say_what_was_published(bulletin: Bulletin, office: list[bytes]) -> None:
    write_files(bulletin, at=LATER)
    assert "3月受理0件" in stored()["html"].decode()


def test_a_second_run_makes_nothing_anew(bulletin: Bulletin, office: list[bytes]) -> None:
    write_files(bulletin, at=LATER)
    before = list(BulletinFile.objects.order_by("pk").values())
    assert write_files(bulletin, at=LATER_STILL) == ALL
    assert (list(BulletinFile.objects.order_by("pk").values()), len(office)) == (before, 1)


def test_without_libreoffice_there_is_no_pdf(
    bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_pdf", no_office)
    assert write_files(bulletin, at=LATER) == WITHOUT_PDF
    assert [*stored()] == WITHOUT_PDF


def test_the_pdf_is_made_once_libreoffice_is_there(
    bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_pdf", no_office)
    write_files(bulletin, at=LATER)
    monkeypatch.setattr(writing, "write_pdf", lambda _: PDF)
    assert write_files(bulletin, at=LATER_STILL) == ALL
    made = dict(BulletinFile.objects.values_list("format", "made_at"))
    assert made == {**dict.fromkeys(WITHOUT_PDF, LATER), "pdf": LATER_STILL}


def test_a_draft_has_no_files(city: City, office: list[bytes]) -> None:
    make_form(city)
    with pytest.raises(ValueError, match="not published"):
        write_files(begin("2022-03", by=None, at=LATER), at=LATER)
    assert stored() == {}


def test_the_data_are_those_that_were_frozen(bulletin: Bulletin, office: list[bytes]) -> None:
    write_files(bulletin, at=LATER)
    files, figures = stored(), bulletin.figures
    assert figures is not None
    data = json.loads(files["json"])
    names = [row["name"] for row in figures.values]
    assert [row["name"] for row in data["figures"]] == names
    assert (data["digest"], data["period"]) == (
        bulletin.digest,
        {"starts_on": "2022-03-01", "ends_on": "2022-03-31"},
    )
    assert [line.split(",")[0] for line in files["csv"].decode().splitlines()[1:]] == names


def test_a_draft_can_be_had_in_every_format(city: City, office: list[bytes]) -> None:
    make_form(city)
    begun = begin("2022-03", by=None, at=LATER)
    assert [file_now(begun, kind, at=LATER)[:2] for kind in ("docx", "xlsx", "pdf")] == [
        b"PK",
        b"PK",
        b"%P",
    ]
    assert json.loads(file_now(begun, "json", at=LATER))["digest"] == ""
    assert stored() == {}

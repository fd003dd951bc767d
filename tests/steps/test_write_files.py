"""Write files: a published bulletin's files are made once, and what is missing is made later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.documents.pdf import OfficeMissing
from hotline.records.models import Bulletin, BulletinFile
from hotline.steps import write_files as writing
from hotline.steps.draft import begin
from hotline.steps.publish import publish
from hotline.steps.submit import submit
from hotline.steps.write_files import FORMATS, write_files
from tests.factories import City
from tests.records.month import make_form
from tests.steps.cases import LATER

PDF = b"%PDF-1.7 for a test"
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
    assert write_files(bulletin, at=LATER) == ["docx", "html", "pdf"]
    files = stored()
    assert ([*files], [*FORMATS], files["pdf"]) == (["docx", "html", "pdf"],) * 2 + (PDF,)
    assert (files["docx"][:2], files["html"][:15]) == (b"PK", b"<!DOCTYPE html>")
    assert office == [files["docx"]]


def test_the_files_say_what_was_published(bulletin: Bulletin, office: list[bytes]) -> None:
    write_files(bulletin, at=LATER)
    assert "3月受理0件" in stored()["html"].decode()


def test_a_second_run_makes_nothing_anew(bulletin: Bulletin, office: list[bytes]) -> None:
    write_files(bulletin, at=LATER)
    before = list(BulletinFile.objects.order_by("pk").values())
    assert write_files(bulletin, at=LATER_STILL) == ["docx", "html", "pdf"]
    assert (list(BulletinFile.objects.order_by("pk").values()), len(office)) == (before, 1)


def test_without_libreoffice_there_is_no_pdf(
    bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_pdf", no_office)
    assert write_files(bulletin, at=LATER) == ["docx", "html"]
    assert [*stored()] == ["docx", "html"]


def test_the_pdf_is_made_once_libreoffice_is_there(
    bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_pdf", no_office)
    write_files(bulletin, at=LATER)
    monkeypatch.setattr(writing, "write_pdf", lambda _: PDF)
    assert write_files(bulletin, at=LATER_STILL) == ["docx", "html", "pdf"]
    made = dict(BulletinFile.objects.values_list("format", "made_at"))
    assert made == {"docx": LATER, "html": LATER, "pdf": LATER_STILL}


def test_a_draft_has_no_files(city: City, office: list[bytes]) -> None:
    make_form(city)
    with pytest.raises(ValueError, match="not published"):
        write_files(begin("2022-03", by=None, at=LATER), at=LATER)
    assert stored() == {}

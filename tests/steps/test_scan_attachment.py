"""A file is held until a scanner has spoken: a clean one is given out, an infected one is gone."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.test import override_settings

from hotline.documents.scanning import Clamd, ScannerDown, Verdict
from hotline.records.attachment_content import STORAGE, content_of
from hotline.records.models import Attachment, Case
from hotline.steps.attach import Given, attach
from hotline.steps.scan_attachment import scan_attachment, waiting_for_scan
from hotline.worker import jobs
from tests.attached_files import PDF
from tests.clamd import VERSION, VIRUS, clamd
from tests.factories import City
from tests.steps.cases import LATER, walked

INFECTED = PDF + VIRUS + b"\n%%EOF\n"


class Says:
    """A scanner that gives this answer."""

    def __init__(self, found: str = "") -> None:
        self.verdict = Verdict(found, "试")

    def scan(self, content: bytes) -> Verdict:
        return self.verdict


class Down:
    """A scanner that gives none."""

    def scan(self, content: bytes) -> Verdict:
        raise ScannerDown("试")


def held(case: Case, content: bytes = PDF, scanner: str = "tcp://127.0.0.1:1") -> Attachment:
    """An attachment that waits for its scan."""
    with override_settings(HOTLINE_SCANNER=scanner):
        (outcome,) = attach(case, [Given("来信.pdf", BytesIO(content))], by=None, at=LATER)
    assert outcome.attachment is not None
    return outcome.attachment


def test_a_clean_file_is_given_out(city: City) -> None:
    row = scan_attachment(held(walked(city, "registered")), Says(), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.scanned_at, row.scanner, row.finding) == ("clean", LATER, "试", "")


def test_an_infected_file_is_refused_and_its_bytes_are_gone_and_its_row_stays(city: City) -> None:
    row = held(walked(city, "registered"))
    scan_attachment(row, Says("Eicar"), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.finding, row.name) == ("refused", "Eicar", "来信.pdf")
    assert storages[STORAGE].exists(row.key) is False
    with pytest.raises(FileNotFoundError):
        content_of(row)


def test_the_same_content_is_refused_on_every_case(city: City) -> None:
    passed = held(walked(city, "registered"))
    scan_attachment(passed, Says(), at=LATER)
    other = held(walked(city, "registered"), PDF + b"other\n%%EOF\n")
    scan_attachment(held(walked(city, "registered")), Says("New"), at=LATER)
    assert sorted(Attachment.objects.values_list("state", flat=True)) == [
        "held",
        "refused",
        "refused",
    ]
    assert (storages[STORAGE].exists(passed.key), storages[STORAGE].exists(other.key)) == (
        False,
        True,
    )


def test_a_refused_file_handed_in_again_stays_refused(city: City) -> None:
    case = walked(city, "registered")
    row = held(case)
    scan_attachment(row, Says("Eicar"), at=LATER)
    again = held(case)
    assert (again.pk, again.state) == (row.pk, "refused")


def test_without_an_answer_nothing_changes(city: City) -> None:
    row = held(walked(city, "registered"))
    with pytest.raises(ScannerDown):
        scan_attachment(row, Down(), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.scanned_at, waiting_for_scan()) == ("held", None, [row])


def test_an_answer_is_given_once(city: City) -> None:
    row = held(walked(city, "registered"))
    stale = Attachment.objects.get()
    scan_attachment(row, Says(), at=LATER)
    scan_attachment(row, Says("Eicar"), at=LATER)
    scan_attachment(stale, Says(), at=LATER)
    assert (stale.state, Attachment.objects.get().state) == ("clean", "clean")


def test_a_scanner_that_was_down_and_is_up_again_finds_what_was_held(city: City) -> None:
    case = walked(city, "registered")
    with clamd() as running:
        address = running.address
    clean, infected = held(case, scanner=address), held(case, INFECTED, address)
    with override_settings(HOTLINE_SCANNER=address):
        jobs.scan_attachment(str(clean.pk))
        jobs.scan_waiting(0)
    assert set(Attachment.objects.values_list("state", flat=True)) == {"held"}
    with clamd() as running, override_settings(HOTLINE_SCANNER=running.address):
        jobs.scan_waiting(0)
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.state, clean.scanner) == ("clean", VERSION)
    assert (infected.state, infected.finding) == ("refused", "Eicar-Test-Signature")


def test_the_job_of_a_new_file_has_it_scanned_at_once(city: City) -> None:
    with clamd() as running, override_settings(HOTLINE_SCANNER=running.address):
        row = held(walked(city, "registered"), scanner=running.address)
        jobs.scan_attachment(str(row.pk))
    row.refresh_from_db()
    assert (row.state, running.seen) == ("clean", [PDF])


def test_files_from_before_the_scanner_are_scanned_too(city: City) -> None:
    row = held(walked(city, "registered"), scanner="")
    jobs.scan_waiting(0)
    row.refresh_from_db()
    assert row.state == "unscanned"
    with clamd() as running, override_settings(HOTLINE_SCANNER=running.address):
        jobs.scan_waiting(0)
    row.refresh_from_db()
    assert row.state == "clean"


def test_a_file_whose_bytes_are_missing_keeps_no_other_waiting(city: City) -> None:
    case = walked(city, "registered")
    missing, other = held(case), held(case, PDF + b"other\n%%EOF\n")
    storages[STORAGE].delete(missing.key)
    with clamd() as running, override_settings(HOTLINE_SCANNER=running.address):
        jobs.scan_waiting(0)
    missing.refresh_from_db()
    other.refresh_from_db()
    assert (missing.state, other.state) == ("held", "clean")


def test_a_file_too_large_for_the_scanner_keeps_no_other_waiting(city: City) -> None:
    case = walked(city, "registered")
    large, other = held(case, PDF + b"x" * 5000 + b"%%EOF"), held(case)
    with clamd(limit=1000) as running, override_settings(HOTLINE_SCANNER=running.address):
        jobs.scan_waiting(0)
    large.refresh_from_db()
    other.refresh_from_db()
    assert (large.state, other.state) == ("held", "clean")


def test_it_is_the_real_adapter_that_is_used() -> None:
    assert jobs.scanner_at("tcp://127.0.0.1:3310") == Clamd(host="127.0.0.1", port=3310)

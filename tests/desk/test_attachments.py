"""Attachments on a case's page: added, listed, fetched as downloads only, withdrawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Attachment, Case
from hotline.site.uploads import LARGEST_UPLOAD
from hotline.steps.attach import Given, attach
from tests.attached_files import GOOD, PDF, SCRIPT, SECRET, photo, picture
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.steps.cases import LATER

APART = {
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store, max-age=0, no-cache, must-revalidate",
}


@pytest.fixture
def case(city: City) -> Case:
    return case_at(city, "in_handling", unit="east")


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("call_taker"))


def add(
    client: Client, case: Case, *files: tuple[str, bytes], kind: str = "arrival"
) -> HttpResponse:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    address = f"/desk/cases/{case.number}/attach"
    return client.post(address, {"belongs_to": kind, "files": sent})


def address(row: Attachment, end: str = "") -> str:
    return f"/desk/cases/{row.case.number}/attachments/{row.pk}{end}"


def page(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.number}").content.decode()


def kept(city: City, case: Case, name: str = "来信.pdf", content: bytes = PDF) -> Attachment:
    by = city.person("call_taker")
    (outcome,) = attach(case, [Given(name, BytesIO(content))], by=by, at=LATER)
    assert outcome.attachment is not None
    return outcome.attachment


def test_several_files_are_added_and_listed(taker: Client, case: Case) -> None:
    answer = add(taker, case, ("现场.jpg", photo()), ("来信.pdf", PDF))
    assert answer.headers["Location"] == f"/desk/cases/{case.number}"
    text = page(taker, case)
    assert "已添加 2 个附件。" in text
    assert [
        word for word in ("现场.jpg", "来信.pdf", "来件材料", "未查毒") if word not in text
    ] == []


def test_good_files_are_kept_when_one_is_refused(taker: Client, case: Case) -> None:
    answer = add(taker, case, ("来信.pdf", PDF), ("病毒.exe", b"MZ\0"), ("空.txt", b""))
    text = answer.content.decode()
    assert (answer.status_code, Attachment.objects.get().name) == (422, "来信.pdf")
    assert "病毒.exe：不接收这种文件。" in text
    assert "空.txt：文件是空的（0 字节）。" in text
    assert "已添加 1 个附件。" in text


def test_the_same_file_again_is_told(taker: Client, case: Case) -> None:
    add(taker, case, ("来信.pdf", PDF))
    add(taker, case, ("来信.pdf", PDF))
    assert "1 个文件与已有附件相同，没有重复添加。" in page(taker, case)


def test_no_file_is_told_beside_its_field(taker: Client, case: Case) -> None:
    answer = add(taker, case)
    assert (answer.status_code, "请选择要添加的文件。" in answer.content.decode()) == (422, True)


def test_a_hostile_name_is_shown_harmless(taker: Client, case: Case) -> None:
    add(taker, case, ("<img src=x onerror=alert(1)>\u202egpj.pdf", PDF))
    assert "<img src=x" not in page(taker, case)
    assert Attachment.objects.get().name == "_img src=x onerror=alert(1)_gpj.pdf"


@pytest.mark.parametrize("code", GOOD)
def test_every_kind_is_a_download_and_nothing_else(
    city: City, taker: Client, case: Case, code: str
) -> None:
    row = kept(city, case, *GOOD[code])
    answer = taker.get(address(row))
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in APART} == APART
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert len(answer.content) == row.size


def test_a_page_behind_a_picture_never_reaches_anybody(
    city: City, taker: Client, case: Case
) -> None:
    row = kept(city, case, "现场.gif", picture("GIF", comment=SCRIPT) + SCRIPT)
    assert b"<script>" not in taker.get(address(row)).content


def test_a_photo_is_fetched_without_its_place(city: City, taker: Client, case: Case) -> None:
    row = kept(city, case, "现场.jpg", photo())
    assert SECRET.encode() not in taker.get(address(row)).content


def test_a_small_picture_is_shown_and_is_ours(city: City, taker: Client, case: Case) -> None:
    row = kept(city, case, "现场.png", picture("PNG"))
    assert f'<img class="attachment-small" src="{address(row, "/small")}"' in page(taker, case)
    answer = taker.get(address(row, "/small"))
    assert (answer.headers["Content-Type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert taker.get(address(kept(city, case), "/small")).status_code == 404


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("held", "附件正在查毒，通过后才能下载；请稍后再试。"),
        ("refused", "附件查出病毒，已经删除，不能下载。"),
    ],
)
def test_a_file_that_is_held_or_refused_is_not_given_out(
    city: City, taker: Client, case: Case, state: str, sentence: str
) -> None:
    row = kept(city, case, "现场.png", picture("PNG"))
    Attachment.objects.update(state=state, scanned_at=LATER, finding="Eicar")
    answer = taker.get(address(row))
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    assert taker.get(address(row, "/small")).status_code == 404
    assert f'href="{address(row)}"' not in page(taker, case)
    assert ("查出 Eicar，内容已删除" in page(taker, case)) == (state == "refused")


@pytest.mark.parametrize("end", ["", "/small", "/detach"])
def test_another_unit_finds_nothing(city: City, sign_in: SignIn, case: Case, end: str) -> None:
    row = kept(city, case, "现场.png", picture("PNG"))
    other = sign_in(city.person("unit_clerk", "west"))
    assert other.get(address(row, end)).status_code == 404
    assert other.post(address(row, "/detach"), {"reason": "传错文件"}).status_code == 404
    assert add(other, case, ("来信.pdf", PDF)).status_code == 404
    assert Attachment.objects.get().removed_at is None


def test_a_file_is_found_on_its_own_case_only(city: City, taker: Client, case: Case) -> None:
    row = kept(city, case_at(city, "registered"))
    wrong = f"/desk/cases/{case.number}/attachments/{row.pk}"
    assert taker.get(wrong).status_code == 404
    assert taker.post(f"{wrong}/detach", {"reason": "传错文件"}).status_code == 404


def test_a_unit_adds_its_evidence_and_the_story_tells_it(
    city: City, sign_in: SignIn, case: Case
) -> None:
    clerk = sign_in(city.person("unit_clerk", "east"))
    assert 'value="reply" selected' in page(clerk, case)
    add(clerk, case, ("整改后.jpg", photo()), kind="reply")
    text = page(clerk, case)
    assert "办理佐证：整改后.jpg（JPEG 图片）" in text
    assert text.index("story-sign") < text.index("story-attach")


def test_who_may_only_look_is_offered_no_form(city: City, sign_in: SignIn, case: Case) -> None:
    viewer = sign_in(city.person("dispatcher"))
    assert "添加附件" not in page(viewer, case)
    assert add(viewer, case, ("来信.pdf", PDF)).status_code == 403
    assert Attachment.objects.count() == 0


def test_a_file_is_withdrawn_with_a_reason(city: City, taker: Client, case: Case) -> None:
    row = kept(city, case)
    short = taker.post(address(row, "/detach"), {"reason": ""})
    assert (short.status_code, "请填写撤下的理由" in short.content.decode()) == (422, True)
    assert taker.post(address(row, "/detach"), {"reason": "传错文件"}).status_code == 302
    text = page(taker, case)
    assert ("已撤下附件：来信.pdf。" in text, "传错文件" in text) == (True, True)
    assert taker.get(address(row)).status_code == 404


def test_anothers_file_is_not_withdrawn(city: City, sign_in: SignIn, case: Case) -> None:
    row = kept(city, case)
    clerk = sign_in(city.person("unit_clerk", "east"))
    assert "attachment-detach" not in page(clerk, case)
    assert clerk.post(address(row, "/detach"), {"reason": "传错文件"}).status_code == 403


@pytest.mark.parametrize("end", ["/attach", "/attachments/{}/detach"])
def test_looking_at_a_verb_leads_back_to_the_case(
    city: City, taker: Client, case: Case, end: str
) -> None:
    row = kept(city, case)
    answer = taker.get(f"/desk/cases/{case.number}{end.format(row.pk)}")
    assert answer.headers["Location"] == f"/desk/cases/{case.number}"


def test_a_body_that_is_announced_as_too_large_is_not_read(taker: Client, case: Case) -> None:
    answer = taker.post(
        f"/desk/cases/{case.number}/attach",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST_UPLOAD + 1),
    )
    assert (answer.status_code, Attachment.objects.count()) == (400, 0)


@override_settings(HOTLINE_SCANNER="tcp://127.0.0.1:1")
def test_a_new_file_is_shown_as_being_scanned(taker: Client, case: Case) -> None:
    add(taker, case, ("来信.pdf", PDF))
    assert "查毒中" in page(taker, case)


def test_more_files_make_no_more_queries(city: City, taker: Client, case: Case) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(taker, case)
        return len(queries)

    kept(city, case)
    asked()
    one = asked()
    for number in range(5):
        kept(city, case, f"{number}.txt", f"第{number}份".encode())
    assert asked() == one

"""Handing in a file at the desk, watching it come in, and settling what could not be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case, ImportRun, Quarantined, Reveal
from hotline.records.sealing import unseal_bytes
from hotline.steps.import_file import take_handed_in
from tests.desk.conftest import SignIn
from tests.factories import City, make_role, make_staff

pytestmark = pytest.mark.usefixtures("contexts")

GOOD = "编号,标题,内容,时间\nA1,路灯不亮,小区门口路灯不亮,2022/4/3 9:30\n"
BAD_ROW = "A2,没有内容,,2022/4/3 9:30\n"
AT = datetime(2022, 4, 5, tzinfo=UTC)


@pytest.fixture
def clerk(city: City, sign_in: SignIn) -> Client:
    permits = ["receive", "register", "import_arrivals", "retry_quarantine", "see_all_cases"]
    return sign_in(make_staff("clerk", roles=[make_role("importer", "导入员", permits)]))


def hand_in(clerk: Client, content: bytes, **facts: str) -> HttpResponse:
    given = {"channel": "mayor_mailbox", "mapping": "", **facts}
    file = SimpleUploadedFile("来信.csv", content)
    return clerk.post("/desk/imports", {**given, "file": file})


def take(content: str) -> ImportRun:
    """What the worker does with the file that was handed in."""
    run = ImportRun.objects.get()
    assert unseal_bytes("import_run", "file", run.pk, run.file_sealed).decode() == content
    return take_handed_in(run, at=AT)


def test_a_file_is_kept_sealed_and_taken_in_by_the_worker(clerk: Client) -> None:
    answer = hand_in(clerk, GOOD.encode())
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/desk/imports/{run.pk}"
    assert "路灯".encode() not in bytes(run.file_sealed)
    assert "等待导入" in clerk.get(f"/desk/imports/{run.pk}").content.decode()
    take(GOOD)
    page = clerk.get(f"/desk/imports/{run.pk}").content.decode()
    assert "导入完成" in page
    run.refresh_from_db()
    assert run.file_sealed is None
    assert Case.objects.get().title == "路灯不亮"


def test_counts_are_asked_for_again_while_the_run_goes_on(clerk: Client) -> None:
    hand_in(clerk, GOOD.encode())
    address = f"/desk/imports/{ImportRun.objects.get().pk}"
    part = clerk.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    take(GOOD)
    done = clerk.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in done


@pytest.mark.parametrize(
    ("facts", "content", "sentence"),
    [
        ({"channel": ""}, GOOD.encode(), "请选择来件的渠道。"),
        ({"channel": "nowhere"}, GOOD.encode(), "请从列表中选择"),
        ({"mapping": "nowhere"}, GOOD.encode(), "请从列表中选择"),
        ({}, b"", "文件是空的，请重新选择。"),
    ],
)
def test_a_form_that_cannot_be_used_says_what_to_do(
    clerk: Client, facts: dict[str, str], content: bytes, sentence: str
) -> None:
    answer = hand_in(clerk, content, **facts)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7 no table", b"PK\x03\x04 broken", b"\xff\xfe\xff"])
def test_a_file_that_is_no_table_leaves_its_reason(clerk: Client, content: bytes) -> None:
    hand_in(clerk, content)
    run = take_handed_in(ImportRun.objects.get(), at=AT)
    assert run.status == "failed"
    page = clerk.get(f"/desk/imports/{run.pk}").content.decode()
    assert "没有导入" in page
    assert "来信.csv：" in page


def test_a_quarantined_row_is_corrected_and_taken_in(clerk: Client) -> None:
    content = GOOD + BAD_ROW
    hand_in(clerk, content.encode())
    run = take(content)
    assert (run.read, run.new, run.quarantined) == (2, 1, 1)
    kept = Quarantined.objects.get()
    address = f"/desk/quarantine/{kept.pk}"
    assert "“内容”列是空的" in clerk.get("/desk/quarantine").content.decode()
    assert "cell_0" not in clerk.get(address).content.decode()
    assert clerk.post(f"{address}/open", {"reason": "", "encoding": ""}).status_code == 422
    opened = clerk.post(f"{address}/open", {"reason": "改正后重试", "encoding": ""})
    assert 'value="A2"' in opened.content.decode() or ">\nA2</textarea>" in opened.content.decode()
    look = Reveal.objects.get()
    assert (look.quarantined, look.field, look.reason) == (kept, "record", "改正后重试")
    cells = {"cell_0": "A2", "cell_1": "没有内容", "cell_2": "", "cell_3": "2022/4/3 9:30"}
    refused = clerk.post(address, cells)
    assert refused.status_code == 422
    assert "请补上诉求内容后重试" in refused.content.decode()
    done = clerk.post(address, {**cells, "cell_2": "补上的内容"})
    kept.refresh_from_db()
    case = Case.objects.get(text="补上的内容")
    assert done.headers["Location"] == f"/desk/cases/{case.number}"
    assert (kept.status, kept.contact.case) == ("released", case)
    raw = unseal_bytes("quarantined", "raw", kept.pk, kept.raw_sealed)
    assert raw == BAD_ROW.encode()


def test_a_row_in_another_encoding_is_read_with_it(clerk: Client) -> None:
    row = "A3,路灯不亮,乱码的一行,2022/4/3 9:30\n"
    hand_in(clerk, GOOD.encode() + row.encode("gb18030"))
    take_handed_in(ImportRun.objects.get(), at=AT)
    kept = Quarantined.objects.get()
    address = f"/desk/quarantine/{kept.pk}"
    given = {"reason": "换编码试读"}
    still = clerk.post(f"{address}/open", {**given, "encoding": ""})
    assert "用这种编码仍读不出来" in still.content.decode()
    read = clerk.post(f"{address}/open", {**given, "encoding": "gb18030"}).context["form"]
    cells = {name: field.initial for name, field in read.fields.items()}
    assert cells["cell_2"] == "乱码的一行"
    done = clerk.post(address, cells)
    assert done.status_code == 302
    assert Case.objects.filter(text="乱码的一行").count() == 1


def test_a_record_that_is_no_arrival_is_put_aside(clerk: Client) -> None:
    hand_in(clerk, (GOOD + BAD_ROW).encode())
    take_handed_in(ImportRun.objects.get(), at=AT)
    kept = Quarantined.objects.get()
    clerk.post(f"/desk/quarantine/{kept.pk}/drop")
    kept.refresh_from_db()
    assert kept.status == "discarded"
    assert "没有待处理的隔离件" in clerk.get("/desk/quarantine").content.decode()
    again = clerk.post(f"/desk/quarantine/{kept.pk}/drop", follow=True)
    assert [str(m) for m in again.context["messages"]] == ["这条记录已经处理过，请刷新页面。"]


@pytest.mark.parametrize("path", ["imports/none", "quarantine/none"])
def test_a_record_that_is_not_there_is_not_found(clerk: Client, path: str) -> None:
    assert clerk.get(f"/desk/{path}").status_code == 404


def test_imports_and_quarantine_are_only_for_those_who_may(city: City, sign_in: SignIn) -> None:
    taker = sign_in(city.person("call_taker"))
    assert taker.get("/desk/imports").status_code == 403
    assert taker.get("/desk/quarantine").status_code == 403


def test_a_kept_record_is_shown_masked_until_it_is_opened(clerk: Client) -> None:
    row = "A2,没有内容 15400001234,,2022/4/3 9:30\n"
    hand_in(clerk, (GOOD + row).encode())
    take_handed_in(ImportRun.objects.get(), at=AT)
    page = clerk.get(f"/desk/quarantine/{Quarantined.objects.get().pk}").content.decode()
    assert "154****1234" in page
    assert "15400001234" not in page
    assert Reveal.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "said"), [("held", "没有待处理的隔离件"), ("discarded", "这里还没有记录")]
)
def test_an_empty_quarantine_says_which_records_are_missing(
    clerk: Client, status: str, said: str
) -> None:
    assert said in clerk.get("/desk/quarantine", {"status": status}).content.decode()

"""Exports on screen: asked for from a list, seen growing, fetched by who ordered them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Export, StaffEntry
from hotline.rules.life import Status
from hotline.steps.exporting.write_export import write_export
from hotline.steps.lists.arrange_list import choose_columns
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import Node, read
from tests.steps.exporting.exported import fresh, now, ordered, written

PAGE = "/desk/exports"
NEW = f"{PAGE}/new/cases"
MOST_QUERIES = 10


@pytest.fixture
def client(city: City, sign_in: SignIn) -> Client:
    """A browser of a callback agent."""
    return sign_in(city.person("callback_agent"))


def ticked_in(page: Node) -> list[str]:
    """The columns that are chosen."""
    boxes = page.all("input", name="columns")
    return [box.attrs["value"] for box in boxes if "checked" in box.attrs]


def test_the_list_leads_to_its_export_with_filter_and_arranged_columns(
    city: City, client: Client
) -> None:
    case_at(city, Status.IN_HANDLING)
    choose_columns(["urgency", "place"], by=city.person("callback_agent"))
    link = read(client.get("/desk/cases?status=in_handling")).one("a", class_="export-button")
    assert link.attrs["href"] == f"{NEW}?status=in_handling"
    page = read(client.get(link.attrs["href"]))
    assert ticked_in(page) == ["number", "title", "urgency"]
    assert page.one("ul", class_="export-told").text == "状态：办理中"
    assert page.one("p", class_="export-total").one("b").text == "1"


def test_a_number_that_somebody_looks_for_is_kept_sealed(city: City, client: Client) -> None:
    case_at(city, Status.IN_HANDLING, phone="15400001234")
    client.post(f"{NEW}?q=15400001234", {"columns": "number", "format": "csv"})
    row = Export.objects.get()
    assert ("15400001234" in str(row.asked), list(row.asked)) == (False, ["key"])
    assert "15400001234" not in row.told
    write_export(fresh(row), at=now())
    assert fresh(row).done == 1


def test_what_is_refused_comes_back_with_what_was_chosen(city: City, client: Client) -> None:
    answer = client.post(NEW, {"columns": ["number", "phone"], "format": "csv", "purpose": "查"})
    page = read(answer)
    assert (answer.status_code, ticked_in(page)) == (422, ["number", "phone"])
    assert page.one("input", name="purpose").attrs["value"] == "查"
    assert "写明用途" in page.one("div", role="alert").text


def test_an_order_is_seen_waiting_growing_and_finished_and_is_fetched(
    city: City, client: Client
) -> None:
    case_at(city, Status.IN_HANDLING)
    assert client.post(NEW, {"columns": "number", "format": "xlsx"}).headers["Location"] == PAGE
    row = Export.objects.get()
    assert "马上开始" in read(client.get(PAGE)).one("section", id="exports").text
    Export.objects.update(status="running", expected=200, done=50)
    page = read(client.get(PAGE)).one("section", id="exports")
    assert page.one("progress").attrs["value"] == "25"
    assert page.attrs["hx-trigger"].startswith("every 2s, ")
    write_export(fresh(row), at=now())
    page = read(client.get(PAGE)).one("section", id="exports")
    assert page.attrs["hx-trigger"].startswith("live:export ")
    form = page.one("form")
    answer = client.post(form.attrs["action"])
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (content[:2], int(answer.headers["Content-Length"])) == (b"PK", len(content))
    name = f"filename*=UTF-8''工单-{row.number}.xlsx"
    assert unquote(answer.headers["Content-Disposition"]).endswith(name)
    assert StaffEntry.objects.get(verb="fetch_export").after["asked"]["来自"] == "127.0.0.1"


def test_another_persons_export_does_not_exist(city: City, client: Client) -> None:
    row = written(city.person("dispatcher"))
    answers = [client.post(f"{PAGE}/{row.pk}/{verb}") for verb in ("file", "cancel")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert row.number not in client.get(PAGE).content.decode()


def test_one_that_waits_is_cancelled_and_one_that_is_over_is_not(
    city: City, client: Client
) -> None:
    row = ordered(city.person("callback_agent"))
    for _ in range(2):
        client.post(f"{PAGE}/{row.pk}/cancel")
    assert fresh(row).status == "cancelled"
    assert StaffEntry.objects.filter(verb="cancel_export").count() == 1
    client.post(f"{PAGE}/{row.pk}/file")
    assert StaffEntry.objects.filter(verb="fetch_export").count() == 0


def test_a_list_of_another_desk_is_refused_and_one_that_is_not_there_is_not_found(
    city: City, client: Client
) -> None:
    assert client.get(f"{PAGE}/new/staff").status_code == 403
    assert client.get(f"{PAGE}/new/secrets").status_code == 404
    supervisor = city.person("supervisor")
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{PAGE}/new/oversight?what=nothing").status_code == 404
    assert client.get(f"{PAGE}/new/oversight?what=late_sign").status_code == 200


def test_the_audit_reads_what_left_and_where_to(
    city: City, client: Client, sign_in: SignIn
) -> None:
    row = written(city.person("callback_agent"), told="状态：办理中")
    client.post(f"{PAGE}/{row.pk}/file")
    page = read(sign_in(city.person("audit_admin")).get("/desk/audit?what=staff.fetch_export"))
    line = page.one("tbody").one("tr").text
    assert ("下载导出文件" in line, f"编号：{row.number}" in line, "来自：127.0.0.1" in line) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize("address", [PAGE, NEW])
def test_a_page_asks_few_questions_however_many_exports_there_are(
    city: City, client: Client, address: str
) -> None:
    client.get(address)
    for _ in range(3):
        ordered(city.person("callback_agent"))
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= MOST_QUERIES

"""Reference data at the desk: lists as of a day, a row's page, a file in and out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from hotline.records.models import Kind, PhraseText, ReferenceEntry
from hotline.rules.reference.tables import SHAPES
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import press, read

BUDGET = 15
HEADER = "代码,用处,问题分类,标题,正文,序号\n"
LINE = "opening,接听话术,,开场,您好,10\n"


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who keeps the reference data."""
    role = city.roles["call_taker"]
    role.permits = ["manage_reference"]
    role.save()
    return sign_in(city.person("call_taker", name="甄资料"))


def upload(office: Client, text: str, **facts: str) -> object:
    file = SimpleUploadedFile("话术.csv", text.encode("utf-8-sig"), "text/csv")
    given = {"begins": str(timezone.localdate()), "reason": "更新话术", "file": file, **facts}
    return office.post("/desk/reference/phrases/import", given)


def test_the_first_page_says_what_each_table_is_for(office: Client) -> None:
    page = read(office.get("/desk/reference"))
    assert [box.one("h2").one("a").text for box in page.all(class_="reference-table")][
        : len(SHAPES)
    ] == [shape.name for shape in SHAPES.values()]


@pytest.mark.parametrize("table", SHAPES)
def test_every_list_and_row_is_read_in_few_queries(
    office: Client, table: str, django_assert_max_num_queries: object
) -> None:
    upload_text = office.get(f"/desk/reference/{table}")
    links = read(upload_text).all("tbody a")
    pages = ["", "/new", "/import"] + (
        [f"/row/{links[0]['href'].split('/row/')[1]}"] if links else []
    )
    for page in pages:
        with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
            assert office.get(f"/desk/reference/{table}{page}").status_code == 200


def test_a_row_is_changed_from_a_day_on_and_what_was_typed_stays_on_a_refusal(
    office: Client,
) -> None:
    page = read(office.get("/desk/reference/kinds/row/help"))
    answer = press(office, page, "/row/help", name="求助类", reason="")
    assert answer.status_code == 422
    assert read(answer).one(id="id_name").attrs["value"] == "求助类"
    press(office, page, "/row/help", name="求助类", reason="口径调整")
    assert Kind.objects.get(code="help").name == "求助类"
    assert (
        "口径调整"
        in read(office.get("/desk/reference/kinds/row/help")).one(class_="reference-entry").text
    )


def test_the_later_of_two_is_told_and_can_save_again(office: Client) -> None:
    page = read(office.get("/desk/reference/kinds/row/help"))
    press(office, page, "/row/help", name="先改的", reason="先")
    answer = press(office, page, "/row/help", name="后改的", reason="后")
    again = read(answer)
    assert "刚被同事改过" in again.one(class_="form-errors").text
    assert again.one(id="id_name").attrs["value"] == "后改的"
    assert press(office, again, "/row/help").status_code == 302
    assert Kind.objects.get(code="help").name == "后改的"


def test_a_list_shows_the_day_that_is_asked_for(office: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = read(office.get("/desk/reference/kinds/row/help"))
    press(office, page, "/row/help", name="明日名", reason="预告", begins=str(tomorrow))
    today = read(office.get("/desk/reference/kinds")).one("tbody").text
    later = read(office.get(f"/desk/reference/kinds?day={tomorrow}")).one("tbody").text
    assert ("明日名" in today, "明日名" in later) == (False, True)


def test_a_file_is_looked_at_before_it_is_written(office: Client) -> None:
    preview = read(upload(office, HEADER + LINE))
    assert PhraseText.objects.count() == 0
    assert "新增 1" in " ".join(preview.one(class_="reference-sums").text.split())
    assert press(office, preview, "/import/apply").status_code == 302
    assert PhraseText.objects.get().title == "开场"
    assert ReferenceEntry.objects.get().reason == "更新话术"


def test_a_file_with_one_unreadable_row_is_not_written(office: Client) -> None:
    answer = upload(office, HEADER + LINE + "bad code,唱歌,,,,\n")
    page = read(answer)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "“用处”没有“唱歌”" in page.one("tbody").text
    assert page.has("input", name="said") is False


def test_a_preview_that_is_out_of_date_is_shown_anew(office: Client) -> None:
    preview = read(upload(office, HEADER + LINE))
    press(office, read(upload(office, HEADER + LINE)), "/import/apply")
    answer = press(office, preview, "/import/apply")
    assert answer.status_code == 422
    assert PhraseText.objects.count() == 1


def test_an_exported_workbook_holds_texts_only(office: Client) -> None:
    upload_page = read(upload(office, HEADER + "opening,接听话术,,=1+1,您好,10\n"))
    press(office, upload_page, "/import/apply")
    book = load_workbook(BytesIO(office.get("/desk/reference/phrases/file.xlsx").content))
    cells = [(cell.value, cell.data_type) for cell in list(book.active.rows)[1]]
    assert cells[3] == ("=1+1", "s")
    text = office.get("/desk/reference/phrases/file.csv").content.decode("utf-8-sig")
    assert "'=1+1" in text
    same = read(upload(office, text))
    assert "不变 1" in " ".join(same.one(class_="reference-sums").text.split())


def test_a_deadline_is_worked_out_beforehand_with_its_reasoning(office: Client) -> None:
    page = read(
        office.get("/desk/reference/limits?kind=help&urgency=ordinary&start=2026-11-20T09:00")
    )
    lines = page.one(class_="reference-preview").one("tbody").all("tr")
    assert [line.one("th").text for line in lines] == ["签收", "联系诉求人", "办理", "回访"]

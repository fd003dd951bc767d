"""`hotline figures` and `hotline bulletin`: what the office reads and prints."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone
from docx import Document

from hotline.documents.pdf import OfficeFailed, OfficeMissing
from hotline.records.models import Bulletin, BulletinFile, Form
from hotline.steps.draft import begin, pick
from hotline.steps.publish import publish
from hotline.steps.submit import submit
from tests.bulletin_form import MONTH, april_cases, make_form
from tests.factories import City
from tests.site.office import called, city, commands, refusal

__all__ = ["city", "commands"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def april(city: City) -> None:
    """Three cases of April and a form to count them by."""
    make_form()
    april_cases(city)


def begun() -> Bulletin:
    """April's bulletin with one item."""
    bulletin = begin(MONTH, by=None, at=timezone.now())
    pick(bulletin, section="prominent", text="垃圾清运不及时问题。", by=None, at=timezone.now())
    return bulletin


def published() -> Bulletin:
    """April's bulletin as it was published."""
    bulletin = begun()
    submit(bulletin, by=None, at=timezone.now())
    return publish(bulletin, issued_on=date(2022, 5, 6), by=None, at=timezone.now())


# --- figures --------------------------------------------------------------------------------------


def test_figures_stand_in_columns_with_numerator_and_denominator() -> None:
    shown = called("figures", MONTH)
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert "monthly-test" in lines[0]
    rows = {line.split()[-1]: line.split() for line in lines[1:]}
    assert rows["total.closing_rate"] == ["受理办结率", "33.3%", "1", "3", "total.closing_rate"]
    assert rows["total.count"] == ["受理件数", "3", "3", "total.count"]


def test_columns_are_straight_although_chinese_is_wide() -> None:
    lines = called("figures", MONTH).output.splitlines()[1:]
    names = [line.split()[-1] for line in lines]
    starts = {
        len(line.removesuffix(name).encode("gb18030"))
        for line, name in zip(lines, names, strict=True)
    }
    assert len(starts) == 1


def test_figures_as_json_are_an_object() -> None:
    shown = json.loads(called("figures", MONTH, "--json").output)
    assert sorted(shown) == ["as_of", "figures", "form", "period", "slips", "unit"]
    by_name = {row["name"]: row for row in shown["figures"]}
    assert by_name["topics.dirt.share"] == {
        "name": "topics.dirt.share",
        "label": "环卫占比",
        "value": "66.7%",
        "numerator": 2,
        "denominator": 3,
    }


def test_figures_of_a_past_moment_in_chinas_time() -> None:
    shown = json.loads(called("figures", MONTH, "--as-of", "2022-04-06T09:02", "--json").output)
    closed = next(row for row in shown["figures"] if row["name"] == "total.closed")
    assert (shown["as_of"], closed["value"]) == ("2022-04-06T09:02:00+08:00", "0")
    same = called("figures", MONTH, "--as-of", "2022-04-06T01:02+00:00", "--json").output
    assert json.loads(same) == shown


def test_a_slip_of_the_print_is_told_and_is_no_failure() -> None:
    Bulletin.objects.filter(pk=begun().pk).update(printed={"topics.dirt.share": "66.6%"})
    shown = called("figures", MONTH)
    assert shown.exit_code == 0
    last = shown.output.splitlines()[-1]
    assert last == "※ 环卫占比：原刊印作 66.6%，按定义为 66.7%（2 ÷ 3）"
    slips = json.loads(called("figures", MONTH, "--json").output)["slips"]
    assert [slip["printed"] for slip in slips] == ["66.6%"]


@pytest.mark.parametrize("month", ["2022-13", "202204", "四月", "9999-12", "2022-04-31"])
def test_a_wrong_month_ends_with_2_and_a_remedy(month: str) -> None:
    for command in (["figures", month], ["bulletin", month, "-o", "x.html"]):
        code, line = refusal(called(*command))
        assert (code, month in line) == (2, True)


def test_a_month_without_a_form_ends_with_2() -> None:
    code, line = refusal(called("figures", "2019-04"))
    assert (code, "没有可用的通报格式" in line) == (2, True)


@pytest.mark.parametrize("moment", ["yesterday", "2022-04-31", "9999-12-31T23:59-12:00"])
def test_a_wrong_moment_ends_with_2(moment: str) -> None:
    assert refusal(called("figures", MONTH, "--as-of", moment))[0] == 2


def test_a_moment_to_come_ends_with_2() -> None:
    moment = (timezone.now() + timedelta(days=1)).isoformat()
    code, line = refusal(called("figures", MONTH, "--as-of", moment))
    assert (code, "晚于现在" in line) == (2, True)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OperationalError("host=10.0.0.7 password=secret"), 3, "数据库没有响应"),
        (RuntimeError("艾思远 13900000000"), 1, "RuntimeError"),
    ],
)
def test_the_unforeseen_ends_in_one_line_without_its_own_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("hotline.site.commands.figures.measured", fail)
    monkeypatch.setenv("HOTLINE_DEBUG", "0")
    ended, line = refusal(called("figures", MONTH))
    assert (ended, words in line, str(error) in line) == (code, True, False)
    monkeypatch.setenv("HOTLINE_DEBUG", "1")
    assert called("figures", MONTH).exception is error


# --- bulletin -------------------------------------------------------------------------------------


def test_a_draft_is_written_as_of_now(tmp_path: Path) -> None:
    begun()
    file = tmp_path / "四月.docx"
    shown = called("bulletin", MONTH, "-o", str(file))
    assert (shown.exit_code, "草稿" in shown.output) == (0, True)
    text = "\n".join(row.text for row in Document(io.BytesIO(file.read_bytes())).paragraphs)
    assert "4月受理3件，办结1件" in text
    assert "垃圾清运不及时问题。" in text


def test_a_month_that_was_not_begun_is_written_without_items(tmp_path: Path) -> None:
    file = tmp_path / "april.html"
    assert called("bulletin", MONTH, "-o", str(file)).exit_code == 0
    assert "4月受理" in file.read_text("utf-8")
    assert Bulletin.objects.count() == 0


def test_a_published_one_is_written_as_it_was_published(city: City, tmp_path: Path) -> None:
    published()
    april_cases(city)
    file = tmp_path / "april.html"
    shown = called("bulletin", MONTH, "-o", str(file))
    assert "已发布" in shown.output
    assert "4月受理3件" in re.sub("<[^>]*>", "", file.read_text("utf-8"))


def test_the_file_kept_at_publication_is_given_again(tmp_path: Path) -> None:
    bulletin = published()
    BulletinFile.objects.create(
        bulletin=bulletin, format="docx", content=b"as published", made_at=timezone.now()
    )
    file = tmp_path / "april.docx"
    called("bulletin", MONTH, "-o", str(file))
    assert file.read_bytes() == b"as published"


@pytest.mark.parametrize("name", ["april.txt", "april", "april.doc"])
def test_an_unknown_suffix_ends_with_2(tmp_path: Path, name: str) -> None:
    code, line = refusal(called("bulletin", MONTH, "-o", str(tmp_path / name)))
    assert (code, ".docx" in line) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_overwritten_only_by_force(tmp_path: Path) -> None:
    file = tmp_path / "april.html"
    file.write_text("mine", "utf-8")
    code, line = refusal(called("bulletin", MONTH, "-o", str(file)))
    assert (code, "--force" in line, file.read_text("utf-8")) == (2, True, "mine")
    assert called("bulletin", MONTH, "-o", str(file), "--force").exit_code == 0
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_directory_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert refusal(called("bulletin", MONTH, "-o", str(tmp_path / "no" / "a.html")))[0] == 2
    (tmp_path / "a.html").mkdir()
    assert refusal(called("bulletin", MONTH, "-o", str(tmp_path / "a.html")))[0] == 2


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [(OfficeMissing(), 3, "apt install"), (OfficeFailed("LibreOffice 没有完成"), 1, "没有完成")],
)
def test_a_pdf_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, words: str
) -> None:
    def fail(_: bytes) -> bytes:
        raise error

    monkeypatch.setattr("hotline.steps.write_files.write_pdf", fail)
    ended, line = refusal(called("bulletin", MONTH, "-o", str(tmp_path / "april.pdf")))
    assert (ended, words in line) == (code, True)
    assert list(tmp_path.iterdir()) == []


def test_two_moments_stand_beside_each_other() -> None:
    shown = called("figures", MONTH, "--as-of", "2022-04-06T09:02", "--with", "now", "--json")
    closed = next(
        row for row in json.loads(shown.output)["figures"] if row["name"] == "total.closed"
    )
    assert (closed["then"]["value"], closed["now"]["value"], closed["change"]) == ("0", "1", "+1")
    lines = called("figures", MONTH, "--as-of", "2022-04-06T09:02", "--with", "now").output
    assert "变化" in lines


def test_the_ledger_is_recounted() -> None:
    shown = called("recount", MONTH)
    assert (shown.exit_code, "一致" in shown.output) == (0, True)
    assert json.loads(called("recount", "--json").output)[-1]["postings"] == 0
    assert refusal(called("recount", "四月"))[0] == 2


# --- editions of other families -------------------------------------------------------------------

WEEKLY = {
    "code": "weekly",
    "family": "weekly",
    "period": "week",
    "name": "周报",
    "valid_from": "2022-01-01",
    "title": "{unit}第{week}周周报",
    "tally": {"total": {"label": "受理"}},
    "paragraph": [{"text": "受理{total.count}件，{total.count|环比}。"}],
}


def weekly() -> None:
    facts = {name: WEEKLY[name] for name in ("code", "family", "period", "name")}
    Form.objects.create(**facts, valid_from=date(2022, 1, 1), body=WEEKLY)


def test_an_edition_of_another_family_is_written(tmp_path: Path) -> None:
    weekly()
    file = tmp_path / "week.html"
    shown = called("bulletin", "weekly", "2022-W14", "--unit", "east", "-o", str(file))
    assert (shown.exit_code, "草稿" in shown.output) == (0, True)
    text = file.read_text("utf-8")
    assert ("汀东区政府第14周周报" in text, "上期无数据" in text) == (True, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("weekly", "2022-04"), "是按月写的"),
        (("weekly", "2019-W14"), "没有可用的“weekly”这一种通报格式"),
        (("moonly", "2022-W14"), "没有可用的“moonly”这一种通报格式"),
        (("weekly", "2022-W60"), "写法不对"),
        (("weekly", "2022-W14", "--unit", "moon"), "没有代码为“moon”的单位"),
        (("weekly", "2022-W14", "again"), "多了一项“again”"),
    ],
)
def test_an_edition_that_is_none_ends_with_2_and_a_remedy(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    weekly()
    code, line = refusal(called("bulletin", *words, "-o", str(tmp_path / "x.html")))
    assert (code, told in line) == (2, True)

"""核对通报: findings beside the text, nothing kept."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Draft
from tests.bulletin_form import make_editor
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.rules.proofreading.bulletins import SPRING, changed

pytestmark = pytest.mark.usefixtures("contexts")
ADDRESS = "/desk/proofread"
MOST_QUERIES = 10


@pytest.fixture
def editor(city: City, sign_in: SignIn) -> Client:
    return sign_in(make_editor())


def test_the_empty_page_says_what_to_do(editor: Client) -> None:
    assert "还没有核对的通报" in editor.get(ADDRESS).content.decode()


def test_a_pasted_text_comes_back_with_its_findings_marked(editor: Client) -> None:
    text = changed(SPRING, "占21.3%", "占21.2%")
    answer = editor.post(ADDRESS, {"text": text})
    page = answer.content.decode()
    assert (answer.context["found"], answer.context["form"]["text"].value()) == (1, text)
    assert "870 ÷ 4,080 = 21.324% → 21.3%" in page
    assert '<span class="proof-place" id="place-1"></span>21.2' in page
    assert 'href="#place-1"' in page


def test_a_file_and_a_text_are_compared_in_their_names(editor: Client) -> None:
    text = "热线收到《国务院“互联网+督办”平台群众留言》20件。"
    file = SimpleUploadedFile("三月.txt", SPRING.encode("gb18030"))
    answer = editor.post(ADDRESS, {"text": text, "file": file})
    names = answer.context["groups"][1]["findings"]
    assert [(each.kind, each.computed) for _, each in names] == [("two_names", "互联网+督查")]


def test_a_text_without_findings_is_said_to_be_right(editor: Client) -> None:
    answer = editor.post(ADDRESS, {"text": SPRING.strip()})  # as a browser sends it
    assert "没有发现问题" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请粘贴通报全文，或选择一个文件。"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}, "这是 PDF 文件"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_pasted_is_kept(
    editor: Client, sent: dict[str, object], said: str
) -> None:
    answer = editor.post(ADDRESS, {"text": "" if not sent else SPRING, **sent})
    assert (answer.status_code, said in answer.content.decode()) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        True,
    )
    assert not sent or "云亭留言板" in answer.content.decode()


def test_text_from_outside_is_escaped(editor: Client) -> None:
    page = editor.post(ADDRESS, {"text": "<script>alert(1)</script>受理__件"}).content.decode()
    assert "<script>alert" not in page


def test_the_page_is_cheap_and_keeps_nothing(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get(ADDRESS)
    with django_assert_max_num_queries(MOST_QUERIES):
        editor.post(ADDRESS, {"text": SPRING})
    assert Draft.objects.count() == 0

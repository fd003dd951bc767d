"""The knowledge base over the API."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from hotline.records.models import Correction
from hotline.steps.knowledge.withdraw import withdraw_article
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.articles import NEXT_YEAR, NOW, drafted, keeper, published
from tests.factories import City


@pytest.fixture
def reader(city: City, program_of: ProgramOf) -> Program:
    """A program that reads and corrects as a call-taker may."""
    return program_of(keeper(city, "taker"))


def _correct(program: Program, number: str, body: object) -> HttpResponse:
    return program.client.post(
        f"/api/v1/knowledge/{number}/corrections",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.token}"},
    )


def test_articles_are_found_by_words_topic_and_unit(city: City, reader: Program) -> None:
    found = published(city, title="停水查询")
    published(
        city, title="公交", topics=("0201",), unit="west", question="", answer="改线", text=""
    )
    drafted(city, title="停水草稿")
    answer = reader.get("knowledge?q=停水&topic=0102&unit=east").json()
    assert answer == {
        "total": 1,
        "page": 1,
        "pages": 1,
        "page_size": 20,
        "articles": [
            {
                "number": found.number,
                "title": "停水查询",
                "unit": "east",
                "topics": ["010216"],
                "answer": "计划停水会提前一天公布。",
                "expires_on": NEXT_YEAR.isoformat(),
                "used_count": 0,
            }
        ],
    }
    assert reader.get("knowledge").json()["total"] == 2


def test_an_article_is_shown_whole(city: City, reader: Program) -> None:
    found = published(city, links="https://example.invalid/", materials="身份证")
    answer = reader.get(f"knowledge/{found.number}").json()
    shown = {name: answer[name] for name in ("version", "links", "materials", "question")}
    assert shown == {
        "version": 1,
        "links": ["https://example.invalid/"],
        "materials": "身份证",
        "question": "为什么停水？",
    }


def test_what_is_not_in_force_is_not_there(city: City, reader: Program) -> None:
    gone = published(city)
    withdraw_article(gone, reason="错", by=None, at=NOW)
    for number in (drafted(city).number, gone.number, "ZS000000", "%00"):
        assert reader.get(f"knowledge/{number}").status_code == 404


@pytest.mark.parametrize("query", ["q=" + "长" * 301, "page=0", "page=x", "page=1001"])
def test_a_question_that_cannot_be_meant_is_refused(reader: Program, query: str) -> None:
    assert reader.get(f"knowledge?{query}").status_code == 422


@pytest.mark.parametrize(
    "query", ["q=%25", "q=%00", "q=%5C", "q=_", "q=%27", "topic=%00", "unit=x"]
)
def test_hostile_words_find_nothing_and_break_nothing(
    city: City, reader: Program, query: str
) -> None:
    published(city)
    answer = reader.get(f"knowledge?{query}")
    nothing_asked = query.endswith("%00")
    assert (answer.status_code, answer.json()["total"]) == (200, int(nothing_asked))


def test_a_correction_is_handed_in(city: City, reader: Program) -> None:
    found = published(city)
    answer = _correct(reader, found.number, {"wrong": "电话变了"})
    made = Correction.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {"id": str(made.pk), "article": found.number},
    )
    assert (made.wrong, made.asked_by) == ("电话变了", keeper(city, "taker"))


@pytest.mark.parametrize("body", [{}, {"wrong": ""}, {"wrong": "a\0b"}, {"wrong": "错", "more": 1}])
def test_a_correction_that_says_nothing_is_refused(
    city: City, reader: Program, body: object
) -> None:
    assert _correct(reader, published(city).number, body).status_code == 422


def test_a_correction_that_is_too_long_names_its_field(city: City, reader: Program) -> None:
    answer = _correct(reader, published(city).number, {"wrong": "长" * 1_001})
    assert told(answer) == (422, "wrong", "超过 1000 个字，请删减。")


def test_a_token_carries_no_more_than_its_person(city: City, program_of: ProgramOf) -> None:
    found = published(city)
    nobody = program_of(city.person("supervisor"))
    assert [
        nobody.get(path).status_code for path in ("knowledge", f"knowledge/{found.number}")
    ] == [
        403,
        403,
    ]
    assert _correct(nobody, found.number, {"wrong": "错"}).status_code == 403
    assert Program().get("knowledge").status_code == 401

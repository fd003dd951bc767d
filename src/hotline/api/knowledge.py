"""The knowledge base over the API: find an article, read it, say what is wrong in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import StringConstraints

from hotline.api.bodies import NeededWords
from hotline.api.new_case import Strict
from hotline.api.tokens import Caller
from hotline.records.models import Article
from hotline.records.queries.articles import PAGE_SIZE, Sought, find_articles, in_force
from hotline.rules.articles import link_lines
from hotline.rules.permits import NotPermitted
from hotline.steps.knowledge.ask_correction import ask_correction

CREATED = 201
router = Router(tags=["knowledge"])
Asked = Annotated[str, StringConstraints(max_length=300)]


class ArticleFound(Schema):
    """An article in a list; codes are the city's."""

    number: str
    title: str
    unit: str
    topics: list[str]
    answer: str
    expires_on: date
    used_count: int


class ArticlesFound(Schema):
    """One page of articles in force, the closest first."""

    total: int
    page: int
    pages: int
    page_size: int
    articles: list[ArticleFound]


class ArticleShown(ArticleFound):
    """An article in force with all it says."""

    question: str
    text: str
    materials: str
    links: list[str]
    valid_from: date
    version: int


class NewCorrection(Strict):
    """What is wrong in an article, and what would be right."""

    wrong: NeededWords


class CorrectionMade(Schema):
    """The receipt of a correction."""

    id: str
    article: str


@router.get("/knowledge", response=ArticlesFound, url_name="articles")
def articles(
    request: Caller,
    q: Asked = "",
    topic: Asked = "",
    unit: Asked = "",
    page: int = Query(1, ge=1, le=1_000),
) -> ArticlesFound:
    """查找有效的知识。q 为要找的词（一个字也可以，多个词用空格分开）；topic、unit 为代码或名称。"""
    _need(request, "read_articles")
    asked = {"q": q, "topic": topic, "unit": unit, "page": str(page)}
    found = find_articles(Sought.from_query(asked), timezone.localdate())
    return ArticlesFound(
        total=found.total,
        page=found.page,
        pages=found.pages,
        page_size=PAGE_SIZE,
        articles=[ArticleFound(**_facts(row)) for row in found.rows],
    )


@router.get("/knowledge/{number}", response=ArticleShown, url_name="article")
def article(request: Caller, number: str) -> ArticleShown:
    """查询一篇有效的知识；未发布、已过期和已撤回的答复 404。"""
    _need(request, "read_articles")
    found = _article_or_404(number)
    text = found.current
    if text is None:
        raise Http404
    return ArticleShown(
        **_facts(found),
        question=text.question,
        text=text.text,
        materials=text.materials,
        links=list(link_lines(text.links)),
        valid_from=found.valid_from,
        version=text.number,
    )


@router.post(
    "/knowledge/{number}/corrections", response={CREATED: CorrectionMade}, url_name="correct"
)
def correct(request: Caller, number: str, new: NewCorrection) -> Status[CorrectionMade]:
    """对一篇有效的知识提出纠错。"""
    _need(request, "ask_correction")
    found = _article_or_404(number)
    made = ask_correction(found, wrong=new.wrong, by=request.auth, at=timezone.now())
    return Status(CREATED, CorrectionMade(id=str(made.pk), article=found.number))


def _need(request: Caller, permit: str) -> None:
    if not request.auth.may(permit):
        raise NotPermitted(permit)


def _article_or_404(number: str) -> Article:
    if not number.isprintable():
        raise Http404
    try:
        rows = in_force(timezone.localdate()).select_related("department", "current")
        return rows.get(number=number)
    except Article.DoesNotExist as error:
        raise Http404("没有这篇知识，或它不在有效期内。") from error


def _facts(row: Article) -> dict[str, object]:
    return {
        "number": row.number,
        "title": row.title,
        "unit": row.department.code,
        "topics": row.topics,
        "answer": row.current.answer if row.current else "",
        "expires_on": row.expires_on,
        "used_count": row.used_count,
    }

"""What a person sees when something goes wrong: a plain Chinese page, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from hotline.site import urls

Page = Callable[[HttpRequest], HttpResponse]


def _raising(error: Exception) -> Page:
    """A page that fails."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def _urls(error: Exception) -> ModuleType:
    """The site's addresses with one page that fails."""
    handlers = {name: value for name, value in vars(urls).items() if name.startswith("handler")}
    module = ModuleType("broken_urls")
    vars(module).update(handlers, urlpatterns=[path("broken", _raising(error))])
    return module


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (RuntimeError("李四 13800000000"), 500, "系统出错"),
        (OperationalError("server closed the connection"), 503, "系统暂时无法使用"),
        (PermissionDenied(), 403, "没有权限"),
        (SuspiciousOperation(), 400, "请求无法识别"),
    ],
)
def test_a_failure_gives_a_plain_page(error: Exception, status: int, title: str) -> None:
    with override_settings(ROOT_URLCONF=_urls(error)):
        answer = Client(raise_request_exception=False).get("/broken")
    text = answer.content.decode()
    assert (answer.status_code, f"<h1>{title}</h1>" in text) == (status, True)
    assert "Traceback" not in text
    assert "李四" not in text


def test_a_database_that_is_away_names_a_time_to_come_back() -> None:
    with override_settings(ROOT_URLCONF=_urls(OperationalError())):
        answer = Client(raise_request_exception=False).get("/broken")
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.django_db
def test_an_unknown_address_is_plain_chinese() -> None:
    answer = Client().get("/there/is/nothing")
    assert (answer.status_code, "页面不存在" in answer.content.decode()) == (404, True)


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_to_reload() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login", {"username": "a", "password": "b"})
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize(("path", "home"), [("/nowhere", "/"), ("/desk/nowhere", "/desk/")])
def test_a_missing_page_leads_back_to_where_one_was(path: str, home: str) -> None:
    text = Client().get(path).content.decode()
    assert f'<a class="btn btn-primary" href="{home}">返回首页</a>' in text

"""Pages for when something goes wrong: plain Chinese, no stack trace, no database needed."""

from __future__ import annotations

import sys
from datetime import timedelta
from math import ceil
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from hotline.rules.accounts import LOCKED_MINUTES

SECONDS_UNTIL_RETRY = 30
DESK = "/desk/"


def page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """One plain page that needs no database and no session; staff are led back to their desk."""
    home = DESK if request.path.startswith(DESK) else "/"
    facts = {"title": title, "advice": advice, "home": home}
    body = render_to_string("site/error.html", facts)
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return page(request, 400, "请求无法识别", "请返回上一页重新提交；如仍出现，请联系系统管理员。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this account may not do this."""
    return page(request, 403, "没有权限", "当前账号不能执行此操作；如需办理，请联系本单位管理员。")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old."""
    return page(
        request, 403, "页面已过期", "请返回上一页，刷新后重新提交；请勿禁用浏览器的 Cookie。"
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page."""
    return page(request, 404, "页面不存在", "请检查地址是否完整，或返回首页。")


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return page(
        request, 500, "系统出错", "本次操作没有完成，错误已记录；请稍后重试或联系系统管理员。"
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with a time to come back, for people and for programs that retry."""
    answer = page(
        request, 503, "系统暂时无法使用", "数据库暂时没有响应，本次操作没有保存；请约半分钟后重试。"
    )
    answer.headers["Retry-After"] = str(SECONDS_UNTIL_RETRY)
    return answer


def locked_out(request: HttpRequest, response: Any, credentials: Any, **_: Any) -> HttpResponse:
    """429: too many wrong passwords or codes; it says when to come back."""
    from hotline.site.locking import ends_at  # noqa: PLC0415 - the other pages need no database

    ends = ends_at(request, credentials) or timezone.now() + timedelta(minutes=LOCKED_MINUTES)
    advice = (
        f"密码或验证码连续输错，请在 {timezone.localtime(ends):%H:%M} 之后再试；"
        "急用的，请联系安全管理员解除锁定。"
    )
    answer = page(request, 429, "登录已暂停", advice)
    seconds = (ends - timezone.now()).total_seconds()
    answer.headers["Retry-After"] = str(max(1, ceil(seconds)))
    return answer

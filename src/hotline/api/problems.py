"""What went wrong, told to a program: RFC 9457 problem details with Chinese sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hotline.api.open_verbs import open_to
from hotline.records.models import Case, Staff
from hotline.rules.arrival_times import FIRST_YEAR, LAST_YEAR
from hotline.rules.life import STATUS_NAMES, NotOpen
from hotline.rules.permits import NotPermitted
from hotline.steps.in_bulk import REFUSALS
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace

SECONDS_UNTIL_RETRY = 30
ERRORS_TOLD = 20
LONGEST_NAME = 100
CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "请求无法识别",
    401: "未通过身份验证",
    403: "没有权限",
    404: "不存在",
    405: "不支持这种请求方法",
    409: "与已有内容冲突",
    412: "工单已有变动",
    413: "请求内容过大",
    422: "内容不符合要求",
    500: "系统出错",
    503: "系统暂时无法使用",
}
SENTENCES = {
    "missing": "缺少这一项，请补上。",
    "extra_forbidden": "没有这一项，请核对名称。",
    "string_type": "应为文字。",
    "string_too_short": "不能为空。",
    "string_too_long": "超过 {max_length} 个字，请缩短。",
    "string_unicode": "含有残缺的字符（半个代理码），请删去。",
    "string_pattern_mismatch": "只能用可见的英文字符，不超过 200 个。",
    "nul_character": "含有空字符（NUL），请删去。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "应为 true 或 false。",
    "literal_error": "只能是 {expected} 之一。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "list_type": "应为列表。",
    "too_short": "至少 {min_length} 项。",
    "too_long": "至多 {max_length} 项。",
    "year_out_of_range": f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请核对。",
    "model_type": "应为对象。",
    "model_attributes_type": "应为对象。",
    "dict_type": "应为对象。",
}
A_DAY = "应为日期，例如 2022-04-06。"
A_MOMENT = "应为带时区的时间，例如 2022-04-06T08:05:00+08:00。"
UNKNOWN = "写法不对，请对照接口说明改正。"

log = structlog.get_logger("hotline.api")


class Problem(Exception):
    """An answer that ends the request: status, sentence, the field that is wanted, further facts.

    `kind` is the last word of its type where the status alone does not say which problem it is.
    """

    def __init__(
        self, status: int, detail: str, field: str = "", *, kind: str = "", **more: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.field = field
        self.kind = kind
        self.more = more

    def data(self) -> dict[str, Any]:
        """Type, title, status, detail; field and further facts where they are known."""
        kind = self.kind or HTTPStatus(self.status).name.lower().replace("_", "-")
        return {
            "type": f"urn:hotline:problem:{kind}",
            "title": TITLES.get(self.status, HTTPStatus(self.status).phrase),
            "status": self.status,
            "detail": self.detail,
            **({"field": self.field} if self.field else {}),
            **self.more,
        }


def problem(status: int, detail: str, field: str = "", **more: Any) -> HttpResponse:
    """The answer to one problem."""
    return _answer(Problem(status, detail, field, **more))


def _answer(told: Problem) -> HttpResponse:
    text = json.dumps(told.data(), ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(text, status=told.status, content_type=CONTENT_TYPE)


def problem_of(refusal: Exception, by: Staff | None = None, case: Case | None = None) -> Problem:
    """What a step refused; of a move that is not open, what else `by` may do with `case`."""
    if isinstance(refusal, Problem):
        return refusal
    if isinstance(refusal, NotOpen):
        status = refusal.status
        facts: dict[str, Any] = {
            "case_status": status.value,
            "case_status_name": STATUS_NAMES[status],
        }
        if by is not None and case is not None:
            facts["open"] = [row.model_dump() for row in open_to(by, case)]
        return Problem(409, str(refusal), kind="not-open", **facts)
    if isinstance(refusal, NotPermitted):
        return Problem(403, str(refusal))
    if isinstance(refusal, LostRace):
        return Problem(409, str(refusal), kind="lost-race")
    if isinstance(refusal, Refused):
        # A key that came before with other content is a conflict; all else is wrong content.
        return Problem(409 if refusal.field == "key" else 422, str(refusal), refusal.field)
    raise refusal


def answer_problems(api: NinjaAPI) -> None:
    """Has the API answer every failure in this form, none of them with a stack trace."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        **dict.fromkeys((Problem, *REFUSALS), _refused),
        ValidationError: _invalid,
        AuthenticationError: _unauthorized,
        HttpError: _http_error,
        Http404: _not_found,
        RequestDataTooBig: _too_big,
        UnreadablePostError: _cut_off,
        OperationalError: _unavailable,
        InterfaceError: _unavailable,
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def not_found(request: HttpRequest, **_: str) -> HttpResponse:
    """404 for an address below the API that leads nowhere."""
    return problem(404, "没有这个接口，请核对地址。")


def too_big() -> Problem:
    """413: the body is larger than any case needs to be."""
    return Problem(413, "请求内容超过 1 MB，请缩短内容，附件另行提交。")


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(problem_of(error))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with every field that is wrong; what was sent is not repeated."""
    errors = [_told(each) for each in error.errors[:ERRORS_TOLD]]
    first = errors[0]
    name = first["field"] or "请求内容"
    return problem(422, f"“{name}”{first['detail']}", first["field"], errors=errors)


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    kind = str(error["type"])
    context = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if kind.startswith(("datetime", "timezone")):
        detail = A_MOMENT
    elif kind.startswith("date_"):
        detail = A_DAY
    else:
        detail = SENTENCES.get(kind, UNKNOWN).format_map({"max_length": "", **context})
    return {"field": _field(error["loc"]), "detail": detail}


def _field(place: Iterable[str | int]) -> str:
    """The field as the caller wrote it: sender.phone and not body.new.sender.phone."""
    source, *names = [str(part) for part in place]
    return ".".join(names[1:] if source == "body" else names)[:LONGEST_NAME]


def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "请在 Authorization 头中提供有效的令牌：Bearer 令牌。")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library wraps whatever a body's parser raises; our own problem is inside."""
    if isinstance(error.__cause__, Problem):
        return _answer(error.__cause__)
    status = error.status_code
    return problem(status, TITLES.get(status, "请求没有完成") + "。")


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, str(error) or "没有找到，或您无权查看。")


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _answer(too_big())


def _cut_off(request: HttpRequest, error: UnreadablePostError) -> HttpResponse:
    return problem(400, "请求内容没有传完，请重新发送。")


def _pattern(request: HttpRequest) -> str:
    """The address without what was typed into it."""
    return request.resolver_match.route if request.resolver_match else ""


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 with a time to come back: a caller that repeats with the same key doubles nothing."""
    log.error("database_unavailable", path=_pattern(request), exc_info=error)
    answer = problem(503, "数据库暂时没有响应，本次请求没有完成；请稍后用同一个编号重试。")
    answer.headers["Retry-After"] = str(SECONDS_UNTIL_RETRY)
    return answer


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("request_failed", path=_pattern(request), exc_info=error)
    return problem(500, "本次请求没有完成，错误已记录；请稍后用同一个编号重试。")

"""A citizen's own request, opened by its code: its course, its answer, and what they may do.

Nothing here is kept by browsers or proxies. Every page begins with the key that the browser holds;
without one it leads back to where receipt and code are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.portal.accounts import account_of
from hotline.portal.following_forms import AddForm, RateForm, ReopenForm, TakeBackForm
from hotline.portal.following_key import forget, held, remember
from hotline.portal.following_words import RATINGS, SOLVED, headline, stages_of, step_words
from hotline.portal.hotline import hotline
from hotline.records.models import Case
from hotline.records.queries.progress import RECEIPT_LENGTH
from hotline.records.queries.public_following import (
    Key,
    Seen,
    case_of,
    key_of_account,
    part_key,
    seen_with,
)
from hotline.records.scope import everything
from hotline.rules.life import NotOpen
from hotline.steps.attach import Given
from hotline.steps.following.add import add as add_step
from hotline.steps.following.ask_reopen import ask_reopen
from hotline.steps.following.rate import rate as rate_step
from hotline.steps.following.take_back import take_back as take_back_step
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace

INVALID, CONFLICT, FORBIDDEN = 422, 409, 403
FORMS: Mapping[str, type[forms.Form]] = {
    "add": AddForm,
    "rate": RateForm,
    "withdraw": TakeBackForm,
    "reopen": ReopenForm,
}
Do = Callable[[Case, Mapping[str, Any]], str]


@never_cache
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """GET the request that this browser holds a key to."""
    key = held(request)
    return _page(request, key) if key is not None else redirect("portal:progress")


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """POST more about the request, with pictures; the answer to what the unit asked."""

    def do(case: Case, given: Mapping[str, Any]) -> str:
        pictures = [Given(each.name, each.file) for each in given["pictures"]]
        outcomes = add_step(case, text=given["text"], pictures=pictures, at=timezone.now())
        for each in outcomes:
            if each.refusal:
                messages.warning(request, f"{each.name}：{each.refusal}")
        return gettext("已收到您补充的情况，并转给承办的人员。")

    return _done(request, "add", do)


@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """POST the citizen's own rating."""

    def do(case: Case, given: Mapping[str, Any]) -> str:
        rate_step(case, at=timezone.now(), **given)
        return gettext("谢谢您的评价。")

    return _done(request, "rate", do)


@never_cache
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """POST that the request is withdrawn."""

    def do(case: Case, given: Mapping[str, Any]) -> str:
        take_back_step(case, at=timezone.now(), **given)
        return gettext("已撤回，不再办理。")

    return _done(request, "withdraw", do)


@never_cache
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """POST that it should be handled again."""

    def do(case: Case, given: Mapping[str, Any]) -> str:
        wish = ask_reopen(case, at=timezone.now(), **given)
        if wish is None:
            return gettext("已重新打开，继续办理。")
        return gettext("已收到您的申请，热线核实后在这里答复您。")

    return _done(request, "reopen", do)


@never_cache
@require_POST
def part(request: HttpRequest) -> HttpResponse:
    """POST which of several matters that were filed as one is to be looked at."""
    key = held(request)
    other = part_key(key, request.POST.get("part", "")) if key is not None else None
    if other is None:
        return redirect("portal:progress")
    answer = redirect("portal:following")
    remember(answer, other)
    return answer


@never_cache
@require_POST
def open_own(request: HttpRequest) -> HttpResponse:
    """POST which of the requests of the account that is signed in is to be looked at."""
    account = account_of(request)
    receipt = request.POST.get("receipt", "")[:RECEIPT_LENGTH]
    known = account is not None and receipt.isascii() and receipt.isalnum()
    key = key_of_account(account, receipt) if account is not None and known else None
    if key is None:
        return redirect("portal:progress")
    answer = redirect("portal:following")
    remember(answer, key)
    return answer


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """POST that the citizen has done: the browser's key is taken away."""
    answer = redirect("portal:progress")
    forget(answer)
    return answer


def _done(request: HttpRequest, right: str, do: Do) -> HttpResponse:
    """Do what the form asks for; a refusal comes back with everything that was typed."""
    key = held(request)
    if key is None:
        messages.warning(request, gettext("为保护您的信息，页面已过期，请重新输入查询码和密码。"))
        return redirect("portal:progress")
    form = FORMS[right](request.POST, request.FILES, auto_id=f"{right}_%s")
    if right not in key.rights:
        form.full_clean()
        form.add_error(None, gettext("这项操作需要密码，请用查询码和密码重新打开。"))
        return _page(request, key, FORBIDDEN, refused={right: form})
    status = INVALID
    if form.is_valid():
        try:
            with everything():
                said = do(case_of(key), form.cleaned_data)
        except (Refused, NotOpen, LostRace) as error:
            status = _put_on(form, error)
        else:
            messages.success(request, said)
            return redirect("portal:following")
    return _page(request, key, status, refused={right: form})


def _put_on(form: forms.Form, error: Exception) -> int:
    """The refusal beside its field; what was moved meanwhile is told in the citizen's words."""
    if isinstance(error, Refused):
        form.add_error(error.field if error.field in form.fields else None, gettext(str(error)))
        return INVALID
    form.add_error(None, gettext("办理情况刚刚有变化，您的操作没有生效；请看最新情况后再试。"))
    return CONFLICT


def _page(
    request: HttpRequest,
    key: Key,
    status: int = 200,
    refused: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    seen = seen_with(key)
    given = {name: FORMS[name](auto_id=f"{name}_%s") for name in seen.may}
    context = {
        **hotline(),
        "seen": seen,
        "words": headline(seen),
        "stages": stages_of(seen.status),
        "steps": [(step, step_words(step)) for step in seen.steps],
        "forms": {**given, **(refused or {})},
        "refused": next(iter(refused or {}), ""),
        "rated": _rated(seen),
        "pictures_kept": _files(seen),
        "answers": seen.answer.strip(),
    }
    return render(request, "portal/following/case.html", context, status=status)


def _rated(seen: Seen) -> list[tuple[str, str]]:
    """What the citizen said, by what was asked; nothing that they did not say."""
    row = seen.rating
    if row is None:
        return []
    said = (
        (gettext("是否解决"), SOLVED.get(row.solved)),
        (gettext("办理结果"), RATINGS.get(row.handling)),
        (gettext("热线服务"), RATINGS.get(row.service)),
    )
    return [(label, str(words)) for label, words in said if words is not None]


def _files(seen: Seen) -> str:
    words = gettext("已附 %(count)s 个文件")
    return words % {"count": seen.files} if seen.files else ""

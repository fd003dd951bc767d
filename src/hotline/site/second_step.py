"""登录第二步: the code of an app, a security key, or a recovery code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hotline.desk.key_place import keep_challenge, key_place, take_challenge
from hotline.records.models import Staff
from hotline.records.queries.accounts import factors_of
from hotline.site.locking import is_locked_out, note_failure
from hotline.site.sign_in import HALF_IN, half_in, let_in
from hotline.steps.access.codes import try_code
from hotline.steps.access.keys import sign_in_options, try_key
from hotline.steps.access.recovery import try_recovery_code

PAGE = "registration/second_step.html"
WRONG = "验证没有通过：验证码每半分钟换一次，用过的不能再用；请输入当前显示的 6 位数字。"
INVALID = 422


@sensitive_post_parameters()
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """GET what the person can prove themself with, POST a code or what a key answered."""
    person = half_in(request)
    if person is None:
        request.session.pop(HALF_IN, None)
        messages.info(request, "请先输入用户名和密码。")
        return redirect("login")
    if request.method != "POST":
        return _page(request, person)
    if is_locked_out(request, person):
        return HttpResponse(status=429)  # the lock puts its own page in this place
    passed = _passed(request, person)
    if not passed:
        note_failure(request, person)
        return _page(request, person, INVALID)
    kept = request.session.pop(HALF_IN)
    return let_in(request, person, kept["wanted"], how=f"{kept['how']}＋{passed}")


def _passed(request: HttpRequest, person: Staff) -> str:
    """What the person has proved, in a word; empty for nothing."""
    now, typed = timezone.now(), request.POST.get("code", "")[:100]
    answer, challenge = request.POST.get("answer", ""), take_challenge(request)
    place = key_place(request)
    if answer:
        signed = challenge is not None and place is not None
        if signed and try_key(person, answer, challenge=challenge, place=place, at=now):
            return "安全密钥"
        return ""
    if try_code(person, typed, at=now):
        return "手机验证器"
    return "恢复码" if try_recovery_code(person, typed, at=now) else ""


def _page(request: HttpRequest, person: Staff, status: int = 200) -> HttpResponse:
    kinds = {row.kind for row in factors_of(person)}
    place = key_place(request)
    asked = sign_in_options(person, place) if place is not None and "key" in kinds else None
    if asked is not None:
        keep_challenge(request, asked[1])
    context: dict[str, Any] = {
        "person": person,
        "kinds": kinds,
        "options": asked[0] if asked is not None else "",
        "error": WRONG if status == INVALID else "",
    }
    return render(request, PAGE, context, status=status)

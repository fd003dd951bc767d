"""Choose how one is told of notices: the addresses, which kinds by which way, the quiet hours."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction

from hotline.records.models import Outgoing, Reach, Staff
from hotline.records.queries.reaching import reach_of
from hotline.records.sealing import phone_digits, seal, unseal
from hotline.rules.reaching import CODE_LASTS, HOUR, KINDS, WAYS
from hotline.steps.moving import Refused
from hotline.steps.storing.book import defer

MOBILE = re.compile(r"1\d{10}")
MAIL = re.compile(r"[^@\s\"'<>,;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_MAIL = 200
MOST_CODES_IN_AN_HOUR = 5
MOST_TRIES = 5
NAMES = {"mail": "邮箱", "sms": "手机号"}


def choose_reach(
    choices: Mapping[str, list[str]],
    *,
    quiet: tuple[time | None, time | None],
    by: Staff,
) -> Reach:
    """Keep which kinds of notice go by which way besides the screen, and the quiet hours."""
    if (quiet[0] is None) != (quiet[1] is None):
        raise Refused("quiet_from", "免打扰的开始和结束时间须都填写，或都不填。")
    known = {kind: [way for way in WAYS if way in choices.get(kind, [])] for kind in KINDS}
    reach = reach_of(by)
    wanted = {way for ways in known.values() for way in ways}
    for way in WAYS:
        if way in wanted and not reach.is_verified(way):
            raise Refused(f"{way}_kinds", f"请先填写并验证{NAMES[way]}，再选择用它接收。")
    reach.choices = {kind: ways for kind, ways in known.items() if ways}
    reach.quiet_from, reach.quiet_until = quiet
    reach.save()
    return reach


def change_address(way: str, address: str, *, by: Staff, at: datetime) -> Reach:
    """Keep a new address and send a code there; an empty one takes the old one away."""
    reach = reach_of(by)
    address = _checked(way, address) if address.strip() else ""
    if address and address == reach.address(way) and reach.is_verified(way):
        return reach
    if address:
        _need_few_codes(by, at)
    setattr(reach, f"{way}_sealed", reach.sealed(way, address))
    setattr(reach, f"{way}_verified_at", None)
    reach.choices = {
        kind: left
        for kind, ways in reach.choices.items()
        if (left := [w for w in ways if w != way])
    }
    with transaction.atomic():
        if address:
            _send_code(reach, way, at)
        reach.save()
    return reach


def verify_address(way: str, code: str, *, by: Staff, at: datetime) -> Reach:
    """The code that was sent came back: from now on the address is used."""
    reach = reach_of(by)
    awaited = unseal("reach", "code", reach.pk, reach.code_sealed)
    if not awaited or reach.code_way != way or reach.code_until is None or reach.code_until < at:
        raise Refused("code", "验证码已过期，请重新获取。")
    if reach.code_tries >= MOST_TRIES:
        raise Refused("code", "验证码输错次数过多，请重新获取。")
    if not secrets.compare_digest(awaited.encode(), code.strip().encode()):
        Reach.objects.filter(pk=reach.pk).update(code_tries=reach.code_tries + 1)
        raise Refused("code", "验证码不正确，请核对后重新填写。")
    setattr(reach, f"{way}_verified_at", at)
    reach.code_sealed, reach.code_until = None, None
    reach.save()
    return reach


def _checked(way: str, address: str) -> str:
    """The address in its one form."""
    if way == "sms":
        digits = phone_digits(address)
        if not MOBILE.fullmatch(digits):
            raise Refused("sms", "手机号应为 11 位数字，请核对后重新填写。")
        return digits
    given = address.strip()
    if len(given) > LONGEST_MAIL or not MAIL.fullmatch(given):
        raise Refused("mail", "邮箱地址不正确，请核对后重新填写，例如 name@example.cn。")
    return given


def _need_few_codes(by: Staff, at: datetime) -> None:
    codes = Outgoing.objects.filter(staff=by, notice=None, made_at__gt=at - HOUR)
    if codes.count() >= MOST_CODES_IN_AN_HOUR:
        raise Refused("", "一小时内获取验证码次数过多，请稍后再试。")


def _send_code(reach: Reach, way: str, at: datetime) -> None:
    code = f"{secrets.randbelow(10**6):06}"
    reach.code_sealed = seal("reach", "code", reach.pk, code)
    reach.code_way, reach.code_until, reach.code_tries = way, at + CODE_LASTS, 0
    Outgoing.objects.create(staff=reach.staff, way=way, made_at=at, next_at=at)
    defer("send_outgoing_now", {})

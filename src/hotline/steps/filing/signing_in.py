"""Citizens sign in: a code goes to the phone, and who reads it there has the account of the phone.

A phone without an account gets one by the same code. So no answer tells whether it had one.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hotline.records.identity import new_id
from hotline.records.models import CitizenAccount, PhoneCode
from hotline.records.queries.reference import office
from hotline.records.scope import everything
from hotline.records.sealing import blind_index, seal, unseal
from hotline.rules.citizen_accounts import (
    CODE_DIGITS,
    CODE_LASTS,
    CODE_PAUSE,
    MOST_TRIES,
    told_code,
)
from hotline.rules.visiting import plain_phone
from hotline.steps.filing.limiting import count_visit
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import NotTaken, gateway
from hotline.steps.storing.book import defer

NO_MOBILE = "请填写 11 位手机号，验证码发到这个手机。"
WRONG = "验证码不对或已过期，请核对，或重新获取。"


def send_code(phone: str, *, whence: str | None, at: datetime) -> None:
    """Have a fresh code sent to a mobile phone; within a minute of the last one nothing is sent.

    Raises:
        TooMany: this address, or this phone, asked too often.
        Refused: on `phone`, where it is no mobile number.
    """
    number = mobile(phone)
    count_visit("code", whence, at=at)
    index = blind_index(number)
    with transaction.atomic():
        known = PhoneCode.objects.select_for_update().filter(phone_index=index).first()
        if known is not None and at < known.made_at + CODE_PAUSE:
            return
        count_visit("sms", number, at=at)
        row = known or PhoneCode(id=new_id(), phone_index=index)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        row.phone_sealed = seal("phonecode", "phone", row.pk, number)
        row.code_sealed = seal("phonecode", "code", row.pk, code)
        row.made_at, row.until, row.tries, row.sent_at = at, at + CODE_LASTS, 0, None
        row.save()
        defer("send_phone_code", {"row": str(row.pk)})


def hand_code_over(row: UUID, *, at: datetime) -> bool:
    """Give the code to the gateway; OSError where it may be tried again."""
    found = PhoneCode.objects.filter(pk=row, sent_at=None, until__gt=at).first()
    sender = gateway("sms")
    if found is None or sender is None:
        return False
    code = unseal("phonecode", "code", found.pk, found.code_sealed)
    phone = unseal("phonecode", "phone", found.pk, found.phone_sealed)
    try:
        sender.send(new_id(), phone, told_code(office().hotline_name, code))
    except NotTaken:
        return False
    PhoneCode.objects.filter(pk=row).update(sent_at=at)
    return True


def sign_in(phone: str, code: str, *, whence: str | None, at: datetime) -> CitizenAccount:
    """The account of the phone whose code this is, made now if there was none.

    Raises:
        TooMany: this address tried too often.
        Refused: on `phone` or `code`; a code is good once, and for few tries.
    """
    number = mobile(phone)
    count_visit("try_code", whence, at=at)
    index = blind_index(number)
    with transaction.atomic():
        row = PhoneCode.objects.select_for_update().filter(phone_index=index).first()
        if row is not None and _fits(row, code, at):
            row.delete()
            return _account(number, at)
        if row is not None:
            PhoneCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    raise Refused("code", WRONG)


def sign_out_everywhere(account: CitizenAccount) -> None:
    """Cookies that were given out until now open nothing any more."""
    CitizenAccount.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)


def name_account(account: CitizenAccount, name: str) -> None:
    """Keep what the citizen is called, for the form."""
    sealed = seal("citizenaccount", "name", account.pk, name.strip())
    CitizenAccount.objects.filter(pk=account.pk).update(name_sealed=sealed)


def delete_account(account: CitizenAccount) -> None:
    """Delete the account; requests stay the office's records and open by their code alone."""
    with everything(), transaction.atomic():  # the requests of the account forget it, too
        PhoneCode.objects.filter(phone_index=bytes(account.phone_index)).delete()
        CitizenAccount.objects.filter(pk=account.pk).delete()


def mobile(phone: str) -> str:
    """The mobile number that was typed, as its digits."""
    number = plain_phone(phone)
    if number is None or number.startswith("0"):
        raise Refused("phone", NO_MOBILE)
    return number


def _fits(row: PhoneCode, code: str, at: datetime) -> bool:
    awaited = unseal("phonecode", "code", row.pk, row.code_sealed)
    is_good = at <= row.until and row.tries < MOST_TRIES
    return is_good and compare_digest(awaited.encode(), code.strip().encode())


def _account(number: str, at: datetime) -> CitizenAccount:
    index = blind_index(number)
    known = CitizenAccount.objects.filter(phone_index=index).first()
    if known is not None:
        known.signed_in_at = at
        known.save(update_fields=["signed_in_at"])
        return known
    row = new_id()
    return CitizenAccount.objects.create(
        id=row,
        phone_sealed=seal("citizenaccount", "phone", row, number),
        phone_index=index,
        created_at=at,
        signed_in_at=at,
    )

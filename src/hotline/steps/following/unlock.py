"""Unlock: who shows the secret code of a request gets a key to it; nobody learns by trying."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from hotline.records.models import Case
from hotline.records.queries.public_following import Key, key_of_contact, key_of_phone
from hotline.records.scope import everything
from hotline.records.sealing import tail_index
from hotline.rules.following import OF_ADDRESS, OF_RECEIPT
from hotline.steps.filing.codes import check_code
from hotline.steps.following.note_try import TooMany, note_try, was_right
from hotline.steps.moving import Refused

# One sentence for every way of being wrong: no receipt like this, another code, no phone known.
WRONG = "查询码与密码（或电话后四位）不相符；请核对后重试，或拨打 12345。"
TAIL_DIGITS = 4


@everything()
def unlock(receipt: str, *, code: str, tail: str, whence: str, at: datetime) -> Key:
    """The key to the case with this receipt; the code goes before the phone's last digits.

    Every wrong try counts against the receipt, whether it exists or not, and against the address.
    """
    field = "code" if code else "tail"
    try:
        tried = [note_try("unlock_at", whence, OF_ADDRESS, at=at)]
        tried.append(note_try("unlock", receipt, OF_RECEIPT, at=at))
    except TooMany as error:
        raise Refused(field, str(error)) from error
    case = Case.objects.select_related("citizen").filter(receipt=receipt).first()
    key = _by_code(case, code, at) if code else _by_phone(case, tail)
    if key is None:
        raise Refused(field, WRONG)
    was_right(*tried)
    return key


def _by_code(case: Case | None, code: str, at: datetime) -> Key | None:
    if case is None:
        return None
    try:
        return key_of_contact(check_code(case, code, at=at), case)
    except Refused:
        return None


def _by_phone(case: Case | None, tail: str) -> Key | None:
    """By the last four digits of the number that the caller gave."""
    index = tail_index(tail) if len(tail) == TAIL_DIGITS else None
    kept = case.citizen.phone_tail_index if case is not None and case.citizen is not None else None
    if case is None or index is None or kept is None:
        return None
    return key_of_phone(case) if compare_digest(bytes(kept), index) else None

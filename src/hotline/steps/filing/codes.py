"""The secret code of a request: given with the receipt, known again, and guessed in vain.

With the receipt alone anybody may ask how far a request is; to add to it, rate, withdraw or reopen
it takes the code. Only its keyed digest is kept. For a request of the citizens' site the code
follows from the key of its form, which nobody but that browser had: who lost the answer to a dead
network sends the same form again and reads the same code.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.db.models import F

from hotline.records.models import Case, Contact
from hotline.records.queries.progress import clean_receipt
from hotline.records.scope import everything
from hotline.records.sealing import keyed_digest
from hotline.steps.moving import Refused

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
MOST_TRIES = 5
TRIES_REST = timedelta(minutes=15)
TOO_MANY = "密码连续输错，请 15 分钟后再试，或拨打 12345。"
WRONG = "密码不对；它是提交诉求时和查询码一起给您的 8 位字母和数字，请核对后重试。"


def code_of(key: str) -> str:
    """The code that belongs to the key of a form."""
    bits = int.from_bytes(keyed_digest(f"filing code\x1f{key}")[:5], "big")
    return "".join(LETTERS[bits >> 5 * place & 31] for place in range(LENGTH))


def new_code() -> str:
    """A code that follows from nothing, for a request that did not come by a form."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def digest_of(contact: Contact, code: str) -> bytes:
    """What is kept of a contact's code."""
    return keyed_digest(f"code\x1f{contact.pk}\x1f{clean_receipt(code)}")


def check_code(case: Case, code: str, *, at: datetime) -> Contact:
    """The contact of `case` whose code this is.

    Raises:
        Refused: on the field `code`, where it is wrong or was guessed at too often just now.
    """
    with everything(), transaction.atomic():
        rows = Contact.objects.select_for_update().filter(case=case, code_digest__isnull=False)
        contacts = list(rows.order_by("pk"))
        if any(_rests(contact, at) for contact in contacts):
            raise Refused("code", TOO_MANY)
        for contact in contacts:
            if compare_digest(bytes(contact.code_digest or b""), digest_of(contact, code)):
                return contact
        _note_wrong(case, at)
    raise Refused("code", WRONG)


def _rests(contact: Contact, at: datetime) -> bool:
    """Whether the contact was guessed at so often that nobody may try for a while."""
    tried = contact.code_tried_at
    return contact.code_tries >= MOST_TRIES and tried is not None and at < tried + TRIES_REST


def _note_wrong(case: Case, at: datetime) -> None:
    """Count a wrong code; after a rest the count begins anew."""
    rows = Contact.objects.filter(case=case, code_digest__isnull=False)
    rows.filter(code_tried_at__lt=at - TRIES_REST).update(code_tries=0)
    rows.update(code_tries=F("code_tries") + 1, code_tried_at=at)

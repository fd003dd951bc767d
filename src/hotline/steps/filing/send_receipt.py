"""Send a receipt: who asked for it gets number and code of a request by text message."""

from __future__ import annotations

from uuid import UUID

from hotline.records.models import Contact
from hotline.records.queries.reference import office
from hotline.records.scope import everything
from hotline.records.sealing import unseal
from hotline.steps.filing.codes import code_of
from hotline.steps.reaching.gateways import NotTaken, gateway


def send_receipt(contact: UUID) -> bool:
    """Hand the message over once; OSError where it may be tried again, False where it may not.

    The text is made now and kept nowhere: the code follows from the key of the form.
    """
    sender = gateway("sms")
    with everything():
        row = Contact.objects.select_related("citizen", "case").get(pk=contact)
    if sender is None or row.citizen is None or row.case is None or row.code_digest is None:
        return False
    phone = unseal("citizen", "phone", row.citizen.pk, row.citizen.phone_sealed)
    try:
        sender.send(row.pk, phone, _words(row.case.receipt, code_of(row.key)))
    except NotTaken:
        return False
    return True


def _words(receipt: str, code: str) -> str:
    name = office().hotline_name
    shown = " ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))
    return f"【{name}】您的诉求已收到。查询码 {shown}，密码 {code}。请勿转发他人。"

"""Keys: a security key or the computer's own lock becomes a second factor, and signs (安全密钥).

Source: W3C Web Authentication Level 2, §7.1 and §7.2; the checks are the library's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hotline.records.identity import new_id
from hotline.records.models import Authenticator, Staff
from hotline.steps.access.factors import keep_factor, need_room
from hotline.steps.moving import Refused

LONGEST_ANSWER = 20_000
WRONG = "安全密钥没有通过验证，请重新操作；仍不行的，请换一种方式。"
# What the library, or the reading of what a browser sent, can raise for an answer that is no good.
BAD_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Place:
    """Where keys are asked for: the host that they are bound to, and the page's origin."""

    host: str
    origin: str
    name: str


def registration_options(person: Staff, place: Place) -> tuple[str, bytes]:
    """What a browser is asked for a new key, as JSON, and the challenge that it has to sign."""
    asked = generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_name=person.username,
        user_display_name=person.name,
        user_id=str(person.pk).encode(),
        exclude_credentials=_known(person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(asked), asked.challenge


def add_key(
    person: Staff, answer: str, *, challenge: bytes, place: Place, name: str, at: datetime
) -> Authenticator:
    """Keep the public key of what signed our challenge for our host."""
    need_room(person, name)
    try:
        made = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except BAD_ANSWER as error:
        raise Refused("answer", WRONG) from error
    if Authenticator.objects.filter(credential=made.credential_id).exists():
        raise Refused("answer", "这把安全密钥已经登记过，不必再登记。")
    row = Authenticator(
        id=new_id(),
        staff=person,
        kind="key",
        name=name.strip(),
        added_at=at,
        last_used_at=at,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )
    keep_factor(row, at=at)
    return row


def sign_in_options(person: Staff, place: Place) -> tuple[str, bytes] | None:
    """What a browser is asked at sign-in, and its challenge; None for who has no key."""
    known = _known(person)
    if not known:
        return None
    asked = generate_authentication_options(rp_id=place.host, allow_credentials=known)
    return options_to_json(asked), asked.challenge


def try_key(person: Staff, answer: str, *, challenge: bytes, place: Place, at: datetime) -> bool:
    """Whether one of the person's keys signed our challenge; one whose count stands still or runs
    backwards has been copied."""
    try:
        given = _read(answer)
        row = Authenticator.objects.get(
            staff=person, removed_at=None, credential=base64url_to_bytes(given["rawId"])
        )
        signed = verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=bytes(row.public_key or b""),
            credential_current_sign_count=row.sign_count,
        )
    except (Authenticator.DoesNotExist, *BAD_ANSWER):
        return False
    as_read = Authenticator.objects.filter(pk=row.pk, sign_count=row.sign_count)
    return bool(as_read.update(sign_count=signed.new_sign_count, last_used_at=at))


def _known(person: Staff) -> list[PublicKeyCredentialDescriptor]:
    rows = Authenticator.objects.filter(staff=person, kind="key", removed_at=None)
    return [PublicKeyCredentialDescriptor(id=bytes(row.credential or b"")) for row in rows]


def _read(answer: str) -> dict[str, Any]:
    """What the browser sent, if it is the object that it should be."""
    given = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    if not isinstance(given, dict):
        raise ValueError("no credential")
    return given

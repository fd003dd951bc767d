"""Converse: one message of a conversation takes effect once and is answered (微信会话)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Case, Conversation, Road
from hotline.records.queries.progress import progress_of
from hotline.records.queries.reference import office
from hotline.records.scope import everything
from hotline.records.sealing import keyed_digest, seal, unseal
from hotline.rules.life import NotOpen, Status
from hotline.rules.open_facts import PLAIN_STATUS
from hotline.rules.texting import RATED as RATINGS
from hotline.rules.wechat import LASTS, NO_CASE, NOT_NOW, Said, Talk, turn
from hotline.steps.call_back import call_back
from hotline.steps.moving import Refused
from hotline.steps.roads.hear import Heard

File = Callable[[Talk], Heard]
NOT_TAKEN = "没有提交成功：{reason}请稍后再试，或拨打12345。"


@everything()
def converse(
    road: Road, person: str, identity: str, said: Said, file: File, *, at: datetime
) -> str:
    """The answer to a message; the same message again is answered the same and does nothing.

    `file` hands in what a conversation came to. Who asks at the same time waits.
    """
    with transaction.atomic():
        row = _held(road, person, at)
        state = _state(row)
        if identity and identity == state.get("identity"):
            return str(state.get("reply", ""))
        talk = _talk(state) if at - row.changed_at <= LASTS else Talk()
        step = turn(talk, said)
        reply = _done(row, step.act, step.reply, talk, file, at=at)
        reply = reply.replace("{hotline}", office().hotline_name)
        state = {"talk": asdict(step.talk), "identity": identity, "reply": reply}
        text = json.dumps(state, ensure_ascii=False)
        row.state_sealed = seal("conversation", "state", row.pk, text)
        row.changed_at = at
        row.save()
    return reply


def _done(row: Conversation, act: str, reply: str, talk: Talk, file: File, *, at: datetime) -> str:
    """Do what a turn came to, and say what came of it."""
    if act == "file":
        heard = file(talk)
        if heard.case is None:
            return NOT_TAKEN.format(reason=heard.inbound.detail)
        row.last_case = heard.case
        return reply.format(receipt=heard.case.receipt)
    if act == "progress":
        return _progress(row.last_case)
    if act.startswith("rate "):
        return reply if _rated(row.last_case, act.removeprefix("rate "), at) else NOT_NOW
    return reply


def _progress(case: Case | None) -> str:
    found = progress_of(case.receipt) if case is not None else None
    if found is None:
        return NO_CASE
    return f"查询码 {found.receipt}：{PLAIN_STATUS[found.status]}"


def _rated(case: Case | None, digit: str, at: datetime) -> bool:
    if case is None or case.status != Status.AWAITING_CALLBACK:
        return False
    solved, rating = RATINGS[digit]
    facts: dict[str, Any] = {
        "solved": solved,
        "handling_rating": rating,
        "service_rating": "no_rating",
    }
    try:
        with transaction.atomic():
            call_back(case, reached=True, note="微信评价", by=None, at=at, **facts)
    except (Refused, NotOpen):
        return False
    return True


def _held(road: Road, person: str, at: datetime) -> Conversation:
    """The conversation with this person, which nobody else goes on with meanwhile."""
    index = keyed_digest(f"wechat {road.pk} {person}")
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("last_case")
    fresh = Conversation(id=new_id(), road=road, person_index=index, changed_at=at)
    Conversation.objects.bulk_create([fresh], ignore_conflicts=True)
    return rows.get(road=road, person_index=index)


def _state(row: Conversation) -> dict[str, Any]:
    text = unseal("conversation", "state", row.pk, row.state_sealed)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _talk(state: dict[str, Any]) -> Talk:
    kept = dict(state.get("talk", {}))
    kept["pictures"] = tuple(kept.get("pictures", ()))
    return Talk(**kept)

"""Ask the model (请语言模型拟稿): one question about one case, by a person, within the limits.

It changes nothing of the case. The call is kept whatever came of it, with the version of the words
by which it was asked; what was sent and said is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from hotline.engines.language_model.asking import Asked, ask
from hotline.engines.language_model.talking import Connection
from hotline.engines.language_model.tasks import TASKS, Task
from hotline.records.identity import new_id
from hotline.records.models import Case, ModelCall, Staff
from hotline.records.queries.model_calls import Limits, is_on, limits, used_on_the_day_of
from hotline.records.sealing import seal
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

# Whoever may do one of these with a case may have it drafted.
FOR = {
    "summary": ("register", "classify", "review"),
    "reply": ("reply", "answer"),
    "check": ("reply", "approve", "review"),
}
MILLION = Decimal(1_000_000)


def may_ask(by: Staff, case: Case) -> list[Task]:
    """What this person may have drafted of this case now; nothing while the model is off."""
    if case.confidential or settings.HOTLINE_MODEL is None or not is_on():
        return []
    return [task for code, task in TASKS.items() if any(by.may(verb) for verb in FOR[code])]


def ask_model(
    case: Case, code: str, material: Mapping[str, str], *, by: Staff, at: datetime
) -> Asked:
    """Ask, keep what came of it, and give it back; a person decides what to do with it."""
    if not any(by.may(verb) for verb in FOR[code]):
        raise NotPermitted(FOR[code][0])
    task = TASKS[code]
    if task not in may_ask(by, case):
        raise Refused("", "这件工单现在不能请语言模型拟稿：没有开启，或是保密工单。")
    missing = [name for name in sorted(task.needs) if not material.get(name, "").strip()]
    if missing:
        raise Refused("", f"还没有“{'、'.join(missing)}”，写好再请语言模型{task.name}。")
    allowed = limits()
    if over := used_on_the_day_of(at).over(allowed):
        raise Refused("", f"{over}明天再用，或请系统管理员调整。")
    server: Connection = settings.HOTLINE_MODEL  # type: ignore[assignment] # may_ask looked
    connection = replace(server, seconds=float(allowed.seconds))
    asked = ask(connection, task, material)
    book().write(Writing(rows=[_kept(case, task, connection, asked, allowed, by=by, at=at)]))
    return asked


def _kept(
    case: Case,
    task: Task,
    connection: Connection,
    asked: Asked,
    allowed: Limits,
    *,
    by: Staff,
    at: datetime,
) -> ModelCall:
    identity = new_id()
    return ModelCall(
        id=identity,
        case=case,
        at=at,
        by=by,
        task=task.code,
        prompt_version=task.version,
        model=connection.model[:100],
        host=connection.host[:200],
        leaves_the_building=connection.leaves_the_building,
        outcome=asked.outcome,
        why=asked.why[:200],
        sent_sealed=seal("modelcall", "sent", identity, asked.sent),
        said_sealed=seal("modelcall", "said", identity, asked.said),
        tokens_in=asked.tokens_in,
        tokens_out=asked.tokens_out,
        cost=allowed.price * (asked.tokens_in + asked.tokens_out) / MILLION,
        milliseconds=asked.milliseconds,
    )

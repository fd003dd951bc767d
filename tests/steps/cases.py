"""Cases on their way, for the tests of single steps: brought to a status, acted on, looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Conference,
    Contact,
    Department,
    Extension,
    Instruction,
    JournalEntry,
    Outreach,
    Return,
    Ruling,
)
from hotline.rules.arrivals import Arrival
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import call_back
from hotline.steps.classify import classify
from hotline.steps.dispatch import dispatch
from hotline.steps.moving import Refused
from hotline.steps.reply import reply
from tests.factories import City, case_at

# A Wednesday morning between two holidays; every case here begins then.
BEGIN = datetime(2022, 4, 6, 9, 0, tzinfo=CHINA)
LATER = BEGIN + timedelta(hours=2)
Act = Callable[..., Case]
# What is stored of a case besides itself.
HANGING = (
    *(Assignment, Callback, Clock, Conference, Contact, Extension, Instruction, JournalEntry),
    *(Outreach, Return, Ruling),
)


def china(text: str) -> datetime:
    """A moment written in China's time."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def walked(city: City, status: Status | str, **facts: Any) -> Case:
    """A case that walked to a status from BEGIN on, a minute a step, as a screen reads it."""
    facts.setdefault("at", BEGIN)
    return read_again(case_at(city, status, **facts))


def read_again(case: Case) -> Case:
    """The case as it is stored, with what a screen reads along."""
    related = ("channel", "kind", "topic", "topic__tree", "campaign", "lead", "citizen")
    return Case.objects.select_related(*related).get(pk=case.pk)


def arrival(key: str = "key-1", **facts: Any) -> Arrival:
    """One message, as a channel hands it in."""
    known = {"channel": "telephone", "text": "路灯不亮。", "arrived_at": BEGIN, **facts}
    return Arrival(key=key, **known)


def journal(case: Case) -> list[tuple[int, str, str]]:
    """What happened: number, verb, and the status after it."""
    return list(
        JournalEntry.objects.filter(case=case).order_by("seq").values_list("seq", "verb", "status")
    )


def last_entry(case: Case) -> JournalEntry:
    """The newest entry of the case."""
    return JournalEntry.objects.filter(case=case).latest("seq")


def kept(case: Case) -> dict[str, Any]:
    """Everything that is stored of a case, by table, in one question: it is asked often."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING, [case.pk] * (1 + len(HANGING)))
        return {name: json.loads(rows) for name, rows in cursor.fetchall()}


def _rows(name: str, model: type[Model], column: str) -> str:
    """The question for the rows of one table."""
    table = model._meta.db_table
    key = model._meta.pk.column
    return (
        f"SELECT '{name}', coalesce(json_agg(to_json(t) ORDER BY t.{key}), '[]')::text"  # noqa: S608
        f" FROM {table} t WHERE t.{column} = %s"
    )


EVERYTHING = " UNION ALL ".join(
    (_rows("case", Case, "id"), *(_rows(each.__name__, each, "case_id") for each in HANGING))
)


def in_hand(case: Case) -> dict[str, Any]:
    """What the case in hand says, whatever is stored."""
    return {field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields}


def refused(case: Case, act: Callable[[], object]) -> tuple[str, str]:
    """The field and the sentence of a refusal, after which nothing has changed."""
    before, held = kept(case), in_hand(case)
    with pytest.raises(Refused) as refusal:
        act()
    assert (kept(case), in_hand(case)) == (before, held)
    return refusal.value.field, str(refusal.value)


def reached(case: Case, **facts: Any) -> Case:
    """A callback that reached the citizen."""
    answers = {"solved": "yes", "handling_rating": "satisfied", "service_rating": "satisfied"}
    return call_back(case, reached=True, **{**answers, **facts})


def replied(case: Case, **facts: Any) -> Case:
    """A unit's reply with everything that it needs."""
    return reply(
        case, **{"handling": "已派人处理。", "answer": "已处理。", "solved": True, **facts}
    )


def dispatched(case: Case, **facts: Any) -> Case:
    """A dispatch, to the eastern district unless another unit is named."""
    to = facts.pop("to") if "to" in facts else Department.objects.get(code="east")
    return dispatch(case, to=to, **facts)


def classified(case: Case, **facts: Any) -> Case:
    """A classification that says again what is known."""
    return classify(case, **{"kind": case.kind, "topic": case.topic, **facts})

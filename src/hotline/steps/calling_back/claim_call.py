"""Claim a call: tell colleagues that one is calling this citizen just now (正在回访).

A claim is advice. It ends by itself, keeps nobody from the case, and says nothing in its journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from hotline.records.identity import new_id
from hotline.records.models import CallPlan, Case, Staff
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book

HOLDS = timedelta(minutes=10)
LET_GO: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


def claim_call(cases: Sequence[Case], *, by: Staff, at: datetime) -> CallPlan | None:
    """Claim all of these cases, which are one citizen's, and let one's other claims go; gives the
    colleague's claim that stands in the way, and then claims none."""
    permit(by, "call_back")
    try:
        with transaction.atomic():
            return _claim(cases, by, at)
    except IntegrityError:  # a colleague claimed one of them for the first time just now
        return others_claim(cases, by, at)


def others_claim(cases: Sequence[Case], by: Staff, at: datetime) -> CallPlan | None:
    """The claim of a colleague that holds at `at`, if there is one."""
    held = CallPlan.objects.select_related("claimed_by").filter(
        case__in=[case.pk for case in cases], claimed_until__gt=at, claimed_by__isnull=False
    )
    return held.exclude(claimed_by=by).first()


def _claim(cases: Sequence[Case], by: Staff, at: datetime) -> CallPlan | None:
    pks = sorted(case.pk for case in cases)
    rows = CallPlan.objects.filter(case__in=pks).order_by("case").select_for_update()
    known = {row.case_id: row for row in rows}
    if (other := others_claim(cases, by, at)) is not None:
        return other
    facts: dict[str, Any] = {"claimed_by": by, "claimed_until": at + HOLDS}
    left = CallPlan.objects.filter(claimed_by=by).exclude(case__in=pks)
    writing = Writing(
        rows=[CallPlan(id=new_id(), case_id=pk, **facts) for pk in pks if pk not in known],
        changes=[(row, dict(facts)) for row in known.values()],
    )
    writing.changes += [(row, dict(LET_GO)) for row in left]
    book().write(writing)
    return None


def release_call(cases: Sequence[Case], *, by: Staff) -> None:
    """Let one's own claims go: the call is over, or another is opened."""
    mine = CallPlan.objects.filter(case__in=[case.pk for case in cases], claimed_by=by)
    if mine:
        book().write(Writing(changes=[(row, dict(LET_GO)) for row in mine]))

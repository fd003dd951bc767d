"""What a person rules about an issue: merged, split, renamed, dismissed, cases in and out.

Every ruling is an entry that holds what its undoing needs, and no engine overrules it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from hotline.records.identity import new_id
from hotline.records.models import Case, HotIssue, HotIssueCase, HotIssueEntry, Staff
from hotline.records.queries.hot_material import places_of, weights_of
from hotline.rules.hot_grouping import Profile, Told, told, with_case
from hotline.steps.issues.read_issues import NAME_LENGTH, take_profile, topics_of
from hotline.steps.issues.weigh import weigh
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

PERMIT = "manage_issues"
PROFILED = 200


def rename(issue: HotIssue, *, name: str, by: Staff | None, at: datetime) -> HotIssue:
    """Give it a name that the engine never changes."""
    name = " ".join(name.split())
    with ruling(issue, by) as row:
        if not name:
            raise Refused("name", "请填写名称，例如“锦塘新城小区停水”。")
        if len(name) > NAME_LENGTH:
            raise Refused("name", f"名称超过 {NAME_LENGTH} 个字，请缩短。")
        if name == row.name and row.named_by_id is not None:
            return row
        before = {"name": row.name, "named_by": row.named_by_id}
        entered(row, "renamed", {"before": before, "name": name}, by, at)
        put(row, name=name, named_by=by)
    return row


def dismiss(issue: HotIssue, *, note: str, by: Staff | None, at: datetime) -> HotIssue:
    """Say that it is none: its cases go on being taken in, in silence."""
    with ruling(issue, by) as row:
        if not note.strip():
            raise Refused("note", "请写明忽略的原因，以后可以恢复。")
        if row.state == "dismissed":
            return row
        entered(row, "dismissed", {"before": row.state}, by, at, note=note)
        put(row, state="dismissed", dismissed_at=at)
    return row


def restore(issue: HotIssue, *, by: Staff | None, at: datetime) -> HotIssue:
    """Take a dismissal back; what it is just now is weighed anew."""
    with ruling(issue, by) as row:
        if row.state != "dismissed":
            raise Refused("state", "这个热点没有被忽略，请刷新后再看。")
        entered(row, "restored", {}, by, at)
        put(row, state="forming", dismissed_at=None)
        weigh([row.pk], at=at)
    return row


def merge(issue: HotIssue, *, into: HotIssue, by: Staff | None, at: datetime) -> HotIssue:
    """Make one issue part of another: its cases go there, and those that would come to it."""
    if issue.pk == into.pk:
        raise Refused("into", "不能并入自己，请选择另一个热点。")
    with ruling(issue, by, into) as row:
        target = HotIssue.objects.get(pk=into.pk)
        if target.merged_into_id is not None:
            raise Refused("into", "选中的热点已并入别处，请刷新后再选。")
        moved = moved_to(row, target, by, None)
        below = list(row.merged.values_list("pk", flat=True))
        HotIssue.objects.filter(pk__in=below).update(merged_into=target)
        details = {"into": str(target.pk), "cases": moved, "below": [str(pk) for pk in below]}
        entered(row, "merged", details, by, at)
        entered(target, "took_in", {"from": str(row.pk), "name": row.name}, by, at)
        put(row, merged_into=target)
        profiled(target)
        weigh([target.pk], at=at)
    return target


def split(
    issue: HotIssue, *, cases: Collection[UUID], name: str, by: Staff | None, at: datetime
) -> HotIssue:
    """Make some cases of an issue one of their own; they never go back by themselves."""
    with ruling(issue, by) as row:
        known = HotIssueCase.objects.filter(issue=row, is_in=True)
        chosen = list(known.filter(case__in=list(cases)).order_by("at"))
        if not chosen:
            raise Refused("cases", "请先勾选要分出去的工单。")
        if len(chosen) == known.count():
            raise Refused("cases", "不能把全部工单分出去；如要改名，请用“改名”。")
        begun_here = HotIssue(
            id=new_id(), name=(" ".join(name.split()) or f"{row.name}（分出）")[:NAME_LENGTH],
            named_by=by, first_at=chosen[0].at, last_at=chosen[-1].at, topic_id=row.topic_id,
            split_from=row,
        )  # fmt: skip
        book().write(Writing(rows=[begun_here]))
        moved = moved_to(row, begun_here, by, [member.case_id for member in chosen])
        entered(row, "split", {"into": str(begun_here.pk), "cases": moved}, by, at)
        entered(begun_here, "split_off", {"from": str(row.pk)}, by, at)
        profiled(row)
        profiled(begun_here)
        weigh([row.pk, begun_here.pk], at=at)
    return begun_here


def take_out(issue: HotIssue, *, case: Case, by: Staff | None, at: datetime) -> HotIssue:
    """Say that a case does not belong here; the engine never puts it back."""
    with ruling(issue, by) as row:
        found = HotIssueCase.objects.filter(issue=row, case=case, is_in=True)
        if not found.update(is_in=False, by=by, since=at):
            raise Refused("case", f"工单 {case.number} 不在这个热点里，请刷新后再看。")
        entered(row, "took_out", {"cases": [str(case.pk)], "number": case.number}, by, at)
        profiled(row)
        weigh([row.pk], at=at)
    return row


def put_in(issue: HotIssue, *, case: Case, by: Staff | None, at: datetime) -> HotIssue:
    """Say that a case belongs here, wherever it was."""
    with ruling(issue, by) as row:
        if case.confidential:
            raise Refused("number", "保密工单不归入热点，请另选工单。")
        before = HotIssueCase.objects.filter(case=case, is_in=True).select_related("issue").first()
        if before is not None and before.issue_id == row.pk:
            raise Refused("number", f"工单 {case.number} 已在这个热点里。")
        old = before.issue if before is not None else None
        if before is not None:
            before.delete()
        member: dict[str, Any] = {"is_in": True, "by": by, "since": at, "score": 0, "shared": []}
        usual = {"id": new_id(), "at": case.registered_at}
        HotIssueCase.objects.update_or_create(
            issue=row, case=case, defaults=member, create_defaults={**usual, **member}
        )
        details = {
            "cases": [str(case.pk)],
            "number": case.number,
            "from": str(old.pk) if old else "",
        }
        entered(row, "put_in", details, by, at)
        for each in filter(None, (row, old)):
            profiled(each)
        weigh([each.pk for each in (row, old) if each is not None], at=at)
    return row


@contextmanager
def ruling(
    issue: HotIssue, by: Staff | None, *others: HotIssue, is_merged: bool = False
) -> Iterator[HotIssue]:
    """Hold the issues while a person rules, so that no reading comes between; gives the first as it
    is now, which must not have been merged unless that is what is ruled on."""
    permit(by, PERMIT)
    with together():
        keys = [issue.pk, *(other.pk for other in others)]
        held = HotIssue.objects.filter(pk__in=keys).select_for_update(no_key=True)
        row = {row.pk: row for row in held.order_by("pk")}[issue.pk]
        if row.merged_into_id is not None and not is_merged:
            name = HotIssue.objects.get(pk=row.merged_into_id).name
            raise Refused("issue", f"这个热点已并入“{name}”，请到那里办理。")
        yield row


def moved_to(
    issue: HotIssue, to: HotIssue, by: Staff | None, cases: Collection[UUID] | None
) -> list[str]:
    """Have members change their issue; says which cases went. What a person took out of the other
    stays out."""
    found = HotIssueCase.objects.filter(issue=issue, is_in=True)
    if cases is not None:
        found = found.filter(case__in=list(cases))
    out = HotIssueCase.objects.filter(issue=to, is_in=False).values("case")
    keys = list(found.exclude(case__in=out).order_by("at").values_list("pk", flat=True))
    rows = HotIssueCase.objects.filter(pk__in=keys)
    moved = [str(case) for case in rows.order_by("at").values_list("case", flat=True)]
    rows.update(issue=to, by=by)
    return moved


def profiled(issue: HotIssue) -> None:
    """Take the words and places of an issue anew from its newest cases."""
    from hotline.engines.issue_words import words_of  # noqa: PLC0415 - its dictionary takes a moment

    members = HotIssueCase.objects.filter(issue=issue, is_in=True)
    rows = list(members.select_related("case").order_by("-at")[:PROFILED])
    if not rows:
        put(issue, size=0, keys=[])
        return
    places = places_of([row.case for row in rows])
    said = [words_of(r.case.title, r.case.text, "".join(places[r.case_id])) for r in rows]
    weights = weights_of({word for words in said for word in words})
    profile = Profile(0, {}, {})
    for row, words in zip(rows, said, strict=True):
        one = Told(told(words, weights), places[row.case_id], topics_of(row.case))
        profile = with_case(profile, one)
    take_profile(issue, profile)
    put(
        issue, words=issue.words, places=issue.places, keys=issue.keys, size=members.count(),
        first_at=members.earliest("at").at, last_at=rows[0].at,
    )  # fmt: skip


def put(row: models.Model, **facts: Any) -> None:
    """Change facts of a row."""
    book().write(Writing(changes=[(row, facts)]))


def entered(
    issue: HotIssue,
    verb: str,
    details: Mapping[str, Any],
    by: Staff | None,
    at: datetime,
    *,
    note: str = "",
) -> HotIssueEntry:
    """Keep what was ruled."""
    row = HotIssueEntry(
        id=new_id(), issue=issue, verb=verb, details=dict(details), note=note.strip()[:200],
        by=by, at=at,
    )  # fmt: skip
    book().write(Writing(rows=[row]))
    return row

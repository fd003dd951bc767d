"""Undo a ruling about an issue (撤销): what it changed is put back, and that is an entry too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from hotline.records.models import HotIssue, HotIssueCase, HotIssueEntry, Staff
from hotline.steps.issues.arranging import entered, merge, moved_to, profiled, put, ruling
from hotline.steps.issues.regroup import put_back
from hotline.steps.issues.weigh import weigh
from hotline.steps.moving import Refused

GONE = "之后又有变动，不能再撤销，请直接改正。"


def undo(entry: HotIssueEntry, *, by: Staff | None, at: datetime) -> HotIssue:
    """Put back what one entry changed; once, and while it still stands."""
    back = BACK.get(entry.verb)
    if back is None:
        raise Refused("entry", "这一条不能撤销。")
    with ruling(entry.issue, by, is_merged=True) as row:
        if is_undone(entry):
            raise Refused("entry", "这一条已经撤销过了。")
        back(row, entry, by, at)
        entered(row, "undone", {"entry": str(entry.pk), "verb": entry.verb}, by, at)
    return row


def is_undone(entry: HotIssueEntry) -> bool:
    """Whether somebody undid it already."""
    later = HotIssueEntry.objects.filter(issue=entry.issue_id, verb="undone")
    return later.filter(details__entry=str(entry.pk)).exists()


def _renamed(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    if row.name != entry.details["name"]:
        raise Refused("entry", GONE)
    before = entry.details["before"]
    put(row, name=before["name"], named_by_id=before["named_by"])


def _dismissed(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    if row.state != "dismissed":
        raise Refused("entry", GONE)
    put(row, state="forming", dismissed_at=None)
    weigh([row.pk], at=at)


def _merged(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    """Its cases come back, as far as they are still where they went."""
    into = HotIssue.objects.select_for_update(no_key=True).get(pk=entry.details["into"])
    if row.merged_into_id != into.pk:
        raise Refused("entry", GONE)
    put(row, merged_into=None)
    moved_to(into, row, by, [UUID(case) for case in entry.details["cases"]])
    HotIssue.objects.filter(pk__in=entry.details["below"]).update(merged_into=row)
    for each in (row, into):
        profiled(each)
    weigh([row.pk, into.pk], at=at)


def _split(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    part = HotIssue.objects.get(pk=entry.details["into"])
    if part.merged_into_id is not None or row.merged_into_id is not None:
        raise Refused("entry", GONE)
    merge(part, into=row, by=by, at=at)


def _took_out(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    case = UUID(entry.details["cases"][0])
    if HotIssueCase.objects.filter(case=case, is_in=True).exists():
        raise Refused("entry", GONE)
    HotIssueCase.objects.filter(issue=row, case=case).update(is_in=True, by=by, since=at)
    profiled(row)
    weigh([row.pk], at=at)


def _put_in(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    case = UUID(entry.details["cases"][0])
    member = HotIssueCase.objects.filter(issue=row, case=case, is_in=True).first()
    came_from = entry.details["from"]
    old = HotIssue.objects.filter(pk=came_from).first() if came_from else None
    if member is None or (old is not None and old.merged_into_id is not None):
        raise Refused("entry", GONE)
    if old is None:
        put(member, is_in=False, by=by, since=at)
    else:
        put(member, issue=old, by=by, since=at)
    for each in filter(None, (row, old)):
        profiled(each)
    weigh([each.pk for each in (row, old) if each is not None], at=at)


Back = Callable[[HotIssue, HotIssueEntry, Staff | None, datetime], None]
BACK: dict[str, Back] = {
    "renamed": _renamed,
    "dismissed": _dismissed,
    "merged": _merged,
    "split": _split,
    "took_out": _took_out,
    "put_in": _put_in,
    "gathered": put_back,
}

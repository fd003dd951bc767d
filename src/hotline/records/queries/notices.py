"""The notices that a person may read: those of their unit, or of the office."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from hotline.records.models import Notice, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below, on_the_way_up
from hotline.rules.hearing import Audience
from hotline.rules.warnings import MESSAGES

# Whose work in the office a clock is about: who holds one of these permits reads its notices.
OFFICE_WORK = {
    "sign": ("recall", "urge"),
    "contact": ("recall", "urge"),
    "handle": ("recall", "urge"),
    "superior": ("recall", "urge"),
    "citizen": ("recall", "urge"),
    "callback": ("call_back",),
    "shelf": ("take_up",),
    "supervision": ("supervise", "instruct"),
}
# Who in the office reads that a unit missed a day that it promised.
PROMISES_WORK = ("supervise", "urge")
# Who in the office reads what a superior said of a case.
SUPERIORS_WORK = ("write_back", "recall", "urge")
# Who in the office is warned that many begin to speak of one concern.
ISSUES, ISSUES_WORK = "hot_issue", ("supervise", "instruct", "dispatch")
# More unread ones than this are not counted.
MOST_COUNTED = 99


def notices_for(staff: Staff) -> QuerySet[Notice]:
    """The notices meant for `staff`, on cases that they may see, the newest first.

    Whoever sees all cases reads those of the office that are about their work; a unit reads its
    own and those below it. That one was mentioned holds while the comment stands.
    """
    meant = Q(pk=None)
    if staff.may("see_all_cases"):
        own = [clock for clock, permits in OFFICE_WORK.items() if any(map(staff.may, permits))]
        meant = Q(department=None, clock__name__in=own)
        if any(map(staff.may, SUPERIORS_WORK)):
            meant |= Q(department=None, staff=None, act__in=MESSAGES)
        if any(map(staff.may, ISSUES_WORK)):
            meant |= Q(department=None, staff=None, act=ISSUES)
        if any(map(staff.may, PROMISES_WORK)):
            meant |= Q(department=None, staff=None, act="promise")
    if staff.department is not None:
        meant |= Q(department__in=below(staff.department))
    meant |= Q(staff=staff)
    found = Notice.objects.filter(meant, case__in=cases_for(staff))
    found = found.exclude(comment__withdrawn_at__isnull=False)
    if not staff.may("see_all_cases"):
        found = found.exclude(comment__for_units=False)
    along = ("case", "clock", "department", "seen_by", "comment__by", "issue")
    return found.select_related(*along).order_by("-at", "-pk")


def unread_for(staff: Staff) -> QuerySet[Notice]:
    """Those of them that nobody has read and that still hold: the clock runs, and of one clock's
    warnings only the red one once that is given."""
    same = Notice.objects.filter(clock=OuterRef("clock"), due_at=OuterRef("due_at"))
    outdone = Q(Exists(same.filter(act="red")), act="yellow")
    return notices_for(staff).filter(seen_at=None, clock__stopped_at=None).exclude(outdone)


def unread_count(staff: Staff) -> int:
    """How many of them there are; one more than `MOST_COUNTED` stands for all above."""
    return unread_for(staff).order_by()[: MOST_COUNTED + 1].count()


def audience_of(notice: Notice) -> Audience:
    """Whom a notice is for: the person it calls, its unit and those above it, or the office's
    people of that work."""
    if notice.staff_id is not None:
        return Audience(staff=frozenset({notice.staff_id}))
    if notice.department_id is None:
        clock = notice.clock
        of_no_clock = {ISSUES: ISSUES_WORK, "promise": PROMISES_WORK}
        said = of_no_clock.get(notice.act, SUPERIORS_WORK)
        work = OFFICE_WORK.get(clock.name, ()) if clock is not None else said
        return Audience(permits=frozenset(work))
    units = frozenset(on_the_way_up(notice.department_id))
    return Audience(permits=frozenset({"see_unit_cases", "see_all_cases"}), units=units)

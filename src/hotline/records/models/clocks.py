"""The clocks of a case, each an interval from start to stop, and the notices they gave."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Assignment, Case
from hotline.records.models.hot_issues import HotIssue
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department
from hotline.records.models.talking import Comment


class Clock(models.Model):
    """One running or stopped clock: sign, contact, handle, superior, callback, and the like.

    `parts` are the time limits that it counts, one after the other (an extension adds a part);
    `pauses` the intervals that do not count, as pairs of moments, the last one perhaps open. From
    these and `started_at` the deadline can always be worked out again; `reason` says it in words.
    While it is paused `due_at` is empty. `next_at` is the moment at which the sweep has something
    to do next; it is empty when there is nothing left.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks", db_index=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="clocks", db_index=False
    )
    name = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    parts = models.JSONField(default=list)
    pauses = models.JSONField(default=list)
    superior_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    stopped_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("case",), name="clock_of_case"),
            models.Index(
                fields=("next_at",),
                name="clock_next",
                condition=models.Q(stopped_at__isnull=True, next_at__isnull=False),
            ),
            models.Index(
                fields=("name", "due_at"),
                name="clock_open",
                condition=models.Q(stopped_at__isnull=True),
            ),
        )


class Notice(models.Model):
    """提醒: what a clock gave, once: a yellow or red warning, an urging, a supervision; or that
    somebody was mentioned in a comment, or that many speak of one concern (`issue`), which have no
    clock.

    `department` is who it is for, empty for the office; `staff` where it is for one person. The
    database refuses a clock's same notice twice.
    """

    id = IdentityField()
    clock = models.ForeignKey(
        Clock, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    issue = models.ForeignKey(
        HotIssue, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", db_index=False)
    act = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clock", "act", "due_at"), name="notice_once"),
        )
        indexes = (
            models.Index(fields=("case",), name="notice_of_case"),
            models.Index(fields=("-at",), name="notice_newest"),
            models.Index(
                fields=("department", "-at"),
                name="notice_unread",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(
                fields=("staff", "-at"),
                name="notice_of_person",
                condition=models.Q(staff__isnull=False),
            ),
            models.Index(
                fields=("issue", "-at"),
                name="notice_of_issue",
                condition=models.Q(issue__isnull=False),
            ),
        )


class Extension(models.Model):
    """延期: more time, asked by the unit before its deadline, granted or refused by the office.

    `outcome` is empty while it waits, then granted, refused, or lapsed when the unit replied
    first. `told` is what the citizen reads of it; reason and decision are between unit and office.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions", db_index=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField()
    amount = models.IntegerField()
    unit = models.CharField(max_length=20)
    outcome = models.CharField(max_length=10, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision = models.TextField(blank=True, default="")
    told = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("case", "asked_at"), name="extension_of_case"),)

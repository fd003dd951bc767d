"""热点: groups of cases about one concern, which cases are in them and who said so, and what people
made of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Topic


class HotIssue(models.Model):
    """One concern that several people have, in whatever words. A single case is one too, until
    another joins it (`state` forming); few of those ever become more.

    `words` counts in how many of its cases each word stands, `places` each place, and `keys` are
    what the next case finds it by. `heat` is the sum of `parts` (`rules/heat.py`), `a_day` what is
    usual in a day and `burst` the sentence about a burst, as weighed at `weighed_at`; `unknown` are
    the cases of the window whose caller nobody knows. Who named it is empty for the engine, which
    never renames what a person named. One that was merged keeps its keys, so that what comes later
    goes to the other.
    """

    id = IdentityField()
    name = models.CharField(max_length=120)
    named_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20, default="forming")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True, default="")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    keys = ArrayField(models.CharField(max_length=80), default=list)
    size = models.IntegerField(default=1)
    cases = models.IntegerField(default=1)
    callers = models.IntegerField(default=0)
    heat = models.IntegerField(default=0)
    parts = models.JSONField(default=list)
    a_day = models.FloatField(default=0.0)
    usual_how = models.CharField(max_length=100, blank=True, default="")
    burst = models.CharField(max_length=200, blank=True, default="")
    unknown = models.IntegerField(default=0)
    weighed_at = models.DateTimeField(null=True)
    warned = models.IntegerField(default=0)
    dismissed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="split_into", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=("state", "-heat"), name="hot_issue_state"),
            models.Index(fields=("last_at",), name="hot_issue_last"),
            # The few that are groups, and the many that are one case still, are looked up apart.
            GinIndex(fields=("keys",), name="hot_issue_keys", condition=Q(size__gt=1)),
            GinIndex(fields=("keys",), name="hot_issue_first_keys", condition=Q(size=1)),
        )


class HotIssueCase(models.Model):
    """A case in an issue (`is_in`), or taken out of it by a person, which stays so. `score` and
    `shared` are why the engine put it there; `by` is the person who did, whom no engine overrules.
    `at` is when the case was registered."""

    id = IdentityField()
    issue = models.ForeignKey(HotIssue, models.CASCADE, related_name="members", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hot_issues")
    at = models.DateTimeField()
    since = models.DateTimeField()
    is_in = models.BooleanField(default=True)
    score = models.SmallIntegerField(default=0)
    shared = ArrayField(models.CharField(max_length=80), default=list)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issue", "case"), name="hot_issue_case_once"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(is_in=True), name="one_hot_issue_per_case"
            ),
        )
        indexes = (models.Index(fields=("issue", "-at"), name="hot_issue_case_newest"),)


class HotIssueEntry(models.Model):
    """What was done about an issue: merged, split, renamed, dismissed, restored, put in, taken out,
    warned, undone. `details` hold what an undoing needs. Append-only."""

    id = IdentityField()
    issue = models.ForeignKey(HotIssue, models.PROTECT, related_name="entries", db_index=False)
    verb = models.CharField(max_length=20)
    details = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("issue", "-at"), name="hot_issue_entries"),)


class WordSeen(models.Model):
    """In how many cases a word stood that the engine read: the rarer, the more it tells."""

    word = models.CharField(max_length=40, primary_key=True)
    cases = models.IntegerField(default=0)

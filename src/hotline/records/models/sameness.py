"""疑似同一事项: pairs and groups of cases that may be one matter, what a person held of them, and
what cases are found by when the next one arrives."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class SameMatter(models.Model):
    """Two cases that came apart and may be one: `case` is the later, `other` the earlier.

    `kind` says in what way (`rules/same_matter.KINDS`), `facts` what each fact adds, `state` is
    offered or apart: a person said that they are not the same, which stays said. That they were
    joined, the case itself says.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="like")
    other = models.ForeignKey(Case, models.PROTECT, related_name="like_later")
    kind = models.CharField(max_length=10, default="others")
    score = models.IntegerField()
    facts = models.JSONField(default=dict)
    reasons = ArrayField(models.CharField(max_length=200), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="offered")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "other"), name="same_once"),)
        indexes = (
            models.Index(fields=("-found_at",), name="same_offered", condition=Q(state="offered")),
        )


class CasePrint(models.Model):
    """What one case is found by: `rules/fingerprints.py` says how each is made of its words.

    `marks` are its rarest pairs of characters and what near copies of it share, `digest` is that of
    its bare words, `caller` the beginning of the blind index, `place` a key. `weight` and
    `title_weight` are what its words weighed when it came.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="print")
    at = models.DateTimeField()
    digest = models.BigIntegerField(null=True)
    caller = models.BigIntegerField(null=True)
    place = models.CharField(max_length=120, blank=True, default="")
    marks = ArrayField(models.IntegerField(), default=list)
    weight = models.FloatField(default=0)
    title_weight = models.FloatField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("digest", "-at"), name="print_digest", condition=Q(digest__isnull=False)
            ),
            models.Index(
                fields=("caller", "-at"), name="print_caller", condition=Q(caller__isnull=False)
            ),
            models.Index(fields=("place", "-at"), name="print_place", condition=~Q(place="")),
            # Each of many looks into it would read the list of what waits to be taken in.
            GinIndex(fields=("marks",), name="print_marks", fastupdate=False),
        )


class MarkCount(models.Model):
    """How many cases of one stretch of time hold a pair of characters, by its mark; the mark of
    nothing counts the cases themselves."""

    mark = models.IntegerField(primary_key=True)
    bucket = models.IntegerField()
    cases = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=("bucket",), name="mark_bucket"),)


class SameEvent(models.Model):
    """同一事件: cases of several callers about one matter within a short time.

    `kind` is event, or copies where most of them are one text. `cases` and `callers` are counted as
    they come in. `state` is open or dismissed: a person said that it is no one event, which holds
    for what comes later too.
    """

    id = IdentityField()
    kind = models.CharField(max_length=10)
    began_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    cases = models.IntegerField(default=0)
    callers = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default="open")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=("-latest_at",), name="event_open", condition=Q(state="open")),
        )


class SameEventCase(models.Model):
    """One case of an event; `state` is in, or apart: a person took it out, which stays said."""

    id = IdentityField()
    event = models.ForeignKey(SameEvent, models.PROTECT, related_name="members", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    caller = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="in")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "case"), name="event_case_once"),)

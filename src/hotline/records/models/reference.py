"""The city's reference data: what `cities/<code>/` brings and the office edits."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField


class Office(models.Model):
    """The hotline office this installation serves; one row."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    hotline_name = models.CharField(max_length=100)
    number_prefix = models.CharField(max_length=8)
    hours = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)


class Channel(models.Model):
    """A road by which requests arrive; a board of a channel is its child."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    medium = models.CharField(max_length=20)
    passed_on_by = models.CharField(max_length=100, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    order = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class Road(models.Model):
    """线路: one connection to another system, by which requests come in and answers go back.

    `adapter` is the file of `channels/` that speaks its protocol, `settings` what that needs to
    know, `secrets_sealed` a JSON object of its passwords and keys. `channel` is where its arrivals
    are counted, none for a road that only goes out. `mark` says how far it was fetched.
    """

    id = IdentityField()
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    adapter = models.CharField(max_length=40)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="+")
    settings = models.JSONField(default=dict, blank=True)
    secrets_sealed = models.BinaryField(null=True)
    is_on = models.BooleanField(default=False)
    answers = models.BooleanField(default=True)
    mark = models.JSONField(default=dict, blank=True)
    heard_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    version = models.IntegerField(default=0)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Kind(models.Model):
    """诉求类型: consultation, help, complaint, report, suggestion, …"""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class TopicTree(models.Model):
    """A dated version of the tree of topics; a draft is in use on no day."""

    code = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    is_draft = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, default="")


class Topic(models.Model):
    """问题分类: one node of a tree. `path` lists the codes from the root to this node."""

    tree = models.ForeignKey(TopicTree, models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    path = ArrayField(models.CharField(max_length=40), default=list)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ("order", "code")
        constraints = (models.UniqueConstraint(fields=("tree", "code"), name="topic_code_in_tree"),)

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """专题: a concern across topics, switched on for a period; its `words` point to it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "code")

    def __str__(self) -> str:
        return self.name


class BulletinLine(models.Model):
    """A line of the bulletin's list of topics: which topics or which campaign it adds up."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    excepted = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True)
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ("order", "code")


class Department(models.Model):
    """承办单位: a node of the tree of units, with its names kept dated beside it.

    Where `needs_approval`, a reply goes to the unit's leader before it goes to the office. A unit
    that ended may name its `successor`; its own cases stay its own. A unit with a `road` is another
    installation: what it is given goes there, and its replies come from there.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    order = models.IntegerField(default=0)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    needs_approval = models.BooleanField(default=False)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    road = models.ForeignKey(Road, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class DepartmentName(models.Model):
    """A unit's official name in a period, as a bulletin of that period prints it."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("valid_from",)


class TimeLimit(models.Model):
    """A time limit by clock, kind, urgency and channel; an empty selector means any."""

    clock = models.CharField(max_length=20)
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, blank=True)
    urgency = models.CharField(max_length=20, blank=True, default="")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True)
    amount = models.IntegerField()
    unit = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")


class CalendarDay(models.Model):
    """A day of the work calendar: from the yearly notice, or the office's own override."""

    day = models.DateField(unique=True)
    is_workday = models.BooleanField()
    source = models.CharField(max_length=40)
    reason = models.CharField(max_length=100, blank=True, default="")


class ImportMapping(models.Model):
    """A saved column mapping of a batch file."""

    id = IdentityField()
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    columns = models.JSONField(default=dict)

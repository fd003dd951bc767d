"""The month's figures and bulletin: counted, picked, drafted, approved, published, frozen."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department
from hotline.rules.periods import Period


class Form(models.Model):
    """A dated bulletin form: the definitions of its figures and its wording, as data.

    The forms of one `family` follow one another in time; `period` is what they are written for.
    `text` is the TOML that `body` was read from, with the writer's comments; empty where unknown.
    """

    code = models.CharField(max_length=60, unique=True)
    family = models.CharField(max_length=60, default="monthly")
    period = models.CharField(max_length=10, default="month")
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    body = models.JSONField()
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("valid_from", "code")


class Figures(models.Model):
    """A frozen count: every figure of a form for a period as of a moment, with its digest.

    `words` are the city's words that it was counted with: names, lines, the trees of topics and
    the tree of units, and the unit that it is about. With them the count can be made again.
    """

    id = IdentityField()
    form = models.ForeignKey(Form, models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateTimeField()
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    definitions = models.JSONField()
    words = models.JSONField(default=dict)
    values = models.JSONField()
    digest = models.CharField(max_length=64)


class Bulletin(models.Model):
    """通报: one edition of a family's bulletin for a period, of all units or of one.

    `page` and `figures` are fixed when it is published. `edition` counts the corrections of one
    bulletin from 1: a correction `corrects` the edition before it, says why, and keeps as `changes`
    what became of each value. `as_of` is the moment whose figures are printed (None: of
    publication), `stage` how many approvals the submitted draft has. `printed` holds what an
    earlier print of the same period said, by name of figure, so that a slip of that print can be
    shown beside what the definition gives.
    """

    id = IdentityField()
    form = models.ForeignKey(Form, models.PROTECT)
    family = models.CharField(max_length=60, default="monthly")
    starts_on = models.DateField()
    ends_on = models.DateField()
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    edition = models.IntegerField(default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrected_by", db_index=False
    )
    correction = models.TextField(blank=True, default="")
    changes = models.JSONField(default=list, blank=True)
    as_of = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, default="draft")
    stage = models.IntegerField(default=0)
    version = models.IntegerField(default=0)
    issued_on = models.DateField(null=True)
    issue = models.CharField(max_length=60, blank=True, default="")
    figures = models.ForeignKey(Figures, models.PROTECT, null=True)
    page = models.JSONField(null=True)
    printed = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_on", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=("family", "starts_on", "ends_on", "edition"),
                condition=~models.Q(status="withdrawn") & models.Q(unit__isnull=True),
                name="one_live_bulletin_per_period",
            ),
            models.UniqueConstraint(
                fields=("family", "starts_on", "ends_on", "unit", "edition"),
                condition=~models.Q(status="withdrawn") & models.Q(unit__isnull=False),
                name="one_live_bulletin_per_unit",
            ),
        )

    @property
    def period(self) -> Period:
        """The days it speaks of, as its form calls them."""
        return Period(self.starts_on, self.ends_on, self.form.period)

    @property
    def at(self) -> str:
        """Its address: family, period and unit, e.g. monthly/2022-04."""
        whole = f"{self.family}/{self.period.code}"
        return f"{whole}/{self.unit.code}" if self.unit is not None else whole

    @property
    def name(self) -> str:
        """As people call it: 2022年4月, with the unit where it is of one."""
        return f"{self.period.name} {self.unit.name}" if self.unit is not None else self.period.name


class BulletinItem(models.Model):
    """One paragraph that the editor picked for a section, with the cases that it speaks of.

    `version` counts its texts (`BulletinItemText`): who saves over another version is told.
    """

    id = IdentityField()
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="items")
    version = models.IntegerField(default=1)
    section = models.CharField(max_length=30)
    group = models.CharField(max_length=100, blank=True, default="")
    order = models.IntegerField(default=0)
    text = models.TextField()
    cases = models.ManyToManyField(Case, blank=True, related_name="+")

    class Meta:
        ordering = ("section", "order", "id")


class BulletinEntry(models.Model):
    """What happened to a bulletin, appended and never edited."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="journal")
    seq = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    status = models.CharField(max_length=20)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bulletin", "seq"), name="bulletin_seq"),)


class BulletinFile(models.Model):
    """A written file of a published bulletin (docx, html, pdf), made by the worker."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="files")
    format = models.CharField(max_length=10)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bulletin", "format"), name="one_file_per_format"),
        )

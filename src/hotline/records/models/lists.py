"""How a person looks at the list of cases: filters kept under a name, and the columns shown."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Role, Staff
from hotline.records.models.reference import Department


class SavedFilter(models.Model):
    """常用筛选: the address of a narrowed list under a name.

    `shared` says with whom: `me`, `role` (those who hold `role`) or `unit` (those of `department`,
    which is empty for the hotline's office). A deleted one is kept, so that it can be put back.
    """

    id = IdentityField()
    owner = models.ForeignKey(Staff, models.PROTECT, related_name="saved_filters")
    name = models.CharField(max_length=40)
    query = models.TextField()
    shared = models.CharField(max_length=10, default="me")
    role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("shared",),
                name="saved_filter_shared",
                condition=models.Q(deleted_at__isnull=True),
            ),
        )


class ListChoice(models.Model):
    """列表设置: which columns a person wants and in which order, and the filter to begin with."""

    staff = models.OneToOneField(Staff, models.PROTECT, primary_key=True, related_name="+")
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    begins_with = models.ForeignKey(SavedFilter, models.PROTECT, null=True, related_name="+")

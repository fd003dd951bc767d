"""地名: the city's gazetteer, the places found in each case, and those that nobody knows yet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.rules.places import LEVELS


class Place(models.Model):
    """One place of the city's gazetteer (地名库): `level` is one of `rules/places.LEVELS`.

    `source` says where it is known from. Both days are inclusive; a place that is no more is ended,
    never deleted.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", db_index=False
    )
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    source = models.CharField(max_length=100, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CasePlace(models.Model):
    """One place that a case names, never more precise than an estate: no building, no room.

    `key` is the same for every case that names the place, however it is written; `is_main` marks
    the most precise one of a case; `at` is when the case was registered. `code` is that of the
    gazetteer, empty for a place that is not in it.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="places", db_index=False)
    key = models.CharField(max_length=120)
    level = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=100)
    sureness = models.FloatField()
    is_main = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "key"), name="case_place_once"),)
        indexes = (models.Index(fields=("key", "-at"), name="case_place_by_key"),)

    @property
    def level_name(self) -> str:
        """Its level in Chinese."""
        return LEVELS[self.level]


class UnknownPlace(models.Model):
    """新地名: a name that cases tell as a place and the gazetteer does not know, with how often.

    `state` is open, taken (a new place), alias (of a known place) or dismissed; `place` is what it
    was taken as; `examples` are cases that name it, `around` codes of known places named with it.
    """

    id = IdentityField()
    key = models.CharField(max_length=120, unique=True)
    level = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    count = models.IntegerField(default=0)
    examples = ArrayField(models.UUIDField(), default=list)
    around = models.JSONField(default=dict)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(
                fields=("-count", "-last_at"), name="unknown_open", condition=Q(state="open")
            ),
        )

"""What people of the office and of the units say to each other about a case, beside its path."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class Comment(models.Model):
    """留言: something said about a case; its words are those of its newest `CommentText`.

    Without `for_units` it is the office's alone: no unit sees it, nor that it is there. Its author
    may withdraw it; it stays, with that date and without its words on any screen.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="comments", db_index=False)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    for_units = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case", "at"), name="comment_of_case"),)


class CommentText(models.Model):
    """One text of a comment as it was sent, never edited; `number` counts from 1.

    `people`, `units` and `roles` are who was mentioned in it.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="texts", db_index=False)
    number = models.IntegerField(default=1)
    at = models.DateTimeField()
    text = models.TextField()
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    units = ArrayField(models.BigIntegerField(), default=list, blank=True)
    roles = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "number"), name="comment_text_once"),
        )
        indexes = (models.Index(fields=("case",), name="comment_text_of_case"),)

"""知识库: articles for answering, their versions, what was done with them, what was found wrong."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department


class Article(models.Model):
    """知识: one subject that call-takers answer from.

    `stage` and `standing` are those of `rules/articles.py`; `version` counts the moves and equals
    the journal's entries. `is_public` says that everybody may read it on the citizens' site, where
    `helped` and `not_helped` count what readers said. `current` is the text in force or last in
    force. Title, unit, topics and days are those of `current`, or of the newest text before there
    is one; `words` is all of `current` as it is searched, empty before.
    """

    id = IdentityField()
    number = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=20)
    standing = models.CharField(max_length=20)
    version = models.IntegerField(default=0)
    current = models.ForeignKey(
        "ArticleVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    topics = ArrayField(models.CharField(max_length=40), default=list)
    valid_from = models.DateField()
    expires_on = models.DateField()
    words = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True)
    used_count = models.IntegerField(default=0)
    is_public = models.BooleanField(default=False)
    helped = models.IntegerField(default=0)
    not_helped = models.IntegerField(default=0)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = (
            GinIndex(fields=("words",), name="article_words", opclasses=("gin_trgm_ops",)),
            models.Index(fields=("standing", "expires_on"), name="article_expiry"),
            models.Index(fields=("stage",), name="article_stage"),
        )

    def __str__(self) -> str:
        return self.title


class ArticleVersion(models.Model):
    """One text of an article as it was saved, never edited: the next save is the next version."""

    id = IdentityField()
    article = models.ForeignKey(Article, models.PROTECT, related_name="versions", db_index=False)
    number = models.IntegerField()
    title = models.CharField(max_length=200)
    question = models.TextField(blank=True, default="")
    answer = models.TextField()
    text = models.TextField(blank=True, default="")
    materials = models.TextField(blank=True, default="")
    links = models.TextField(blank=True, default="")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    topics = ArrayField(models.CharField(max_length=40), default=list)
    valid_from = models.DateField()
    expires_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="article_text"),)


class ArticleEntry(models.Model):
    """One move of an article, appended and never edited."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="journal", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    stage = models.CharField(max_length=20)
    standing = models.CharField(max_length=20)
    text_number = models.IntegerField()
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "seq"), name="article_seq"),)


class ArticleUse(models.Model):
    """One answer that was given from a text (采用), counted once per case; never edited."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="uses", db_index=False)
    text = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="article_uses", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "article"), name="article_used_once_per_case"),
        )
        indexes = (models.Index(fields=("article", "at"), name="article_uses"),)


class Correction(models.Model):
    """纠错: a call-taker says what is wrong; whoever keeps the article answers.

    `outcome` is empty while it waits, then accepted or declined.
    """

    id = IdentityField()
    article = models.ForeignKey(Article, models.PROTECT, related_name="corrections")
    text = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+", db_index=False)
    wrong = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=10, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=("outcome", "asked_at"), name="correction_waiting"),)

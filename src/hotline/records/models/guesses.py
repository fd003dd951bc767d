"""文本引擎的推测: what an engine held of a case, how it ended, and the models that guess."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class CaseGuess(models.Model):
    """推测: one engine's best guess of one field of a case; it never changes the case.

    `field` is kind, topic, urgency, campaign or attention, `reasons` lists the words that decided
    it with weight and place. `doing` is what it was allowed to do: fill, suggest or silent.
    `outcome` is open until people settled the field: then kept or changed, with the value they
    settled on and who did; unsettled where nobody did.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="guesses", db_index=False)
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    confidence = models.FloatField()
    reasons = models.JSONField(default=list)
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=60)
    at = models.DateTimeField()
    doing = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10, default="open")
    settled_value = models.CharField(max_length=40, blank=True, default="")
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "field"), name="guess_once"),)
        indexes = (
            models.Index(fields=("at",), name="guess_at"),
            models.Index(fields=("case",), name="guess_open", condition=models.Q(outcome="open")),
        )


class EngineModel(models.Model):
    """模型版本: what an engine learned for one field; `content` is dropped when it is long past.

    `state` is candidate, running or former. `trained_on` says how many cases of what period and
    mix, `figures` how it did on held-back cases, `against` how the running one did on the same,
    `reason` why it took over or not. `known_words` marks the pairs of characters that it met.
    """

    id = IdentityField()
    engine = models.CharField(max_length=40)
    field = models.CharField(max_length=20)
    version = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default="candidate")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    trained_on = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    against = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True, default="")
    content = models.BinaryField(null=True)
    known_words = models.BinaryField(null=True)
    size = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("engine", "field"),
                condition=models.Q(state="running"),
                name="one_running_model",
            ),
        )
        indexes = (models.Index(fields=("engine", "field", "-made_at"), name="models_newest"),)


class LearningRun(models.Model):
    """One training out of the office's history: asked for, how far it is, what came of it."""

    id = IdentityField()
    engine = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=10, default="waiting")
    doing = models.CharField(max_length=100, blank=True, default="")
    done = models.IntegerField(default=0)
    size = models.IntegerField(default=0)
    told = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("engine", "-asked_at"), name="learning_newest"),)


class GuessWeek(models.Model):
    """How a field's guesses of one week ended, counted anew while they still change.

    `facts` holds guessed, kept, changed, by what the guess was allowed to do; the mix of values,
    and the share of pairs of characters that the running model never met.
    """

    field = models.CharField(max_length=20)
    week = models.DateField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("field", "week"), name="guess_week_once"),)

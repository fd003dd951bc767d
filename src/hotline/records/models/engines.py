"""文本引擎: what the office lets each engine do, and how far each reader of arrivals has come."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class EngineSetting(models.Model):
    """One engine as the office set it. Without a row an engine is on, with its own defaults.

    `options` holds the engine's own settings by name, thresholds among them.
    """

    engine = models.CharField(max_length=40, primary_key=True)
    is_on = models.BooleanField(default=True)
    options = models.JSONField(default=dict)


class ReaderMark(models.Model):
    """How far a reader of arrivals has come: every case from `read_from` to `read_until` was read.

    `back_to` is the day to which somebody wants the older cases read too, empty when that is done
    or was stopped; `back_at` when the earliest case was registered that was read on the way back.
    """

    reader = models.CharField(max_length=40, primary_key=True)
    read_until = models.UUIDField(null=True)
    read_from = models.UUIDField(null=True)
    back_to = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)


class EngineEntry(models.Model):
    """Who changed what of an engine: its setting, the model that runs, what it learned from."""

    id = IdentityField()
    engine = models.CharField(max_length=40)
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("engine", "-at"), name="engine_entries"),)

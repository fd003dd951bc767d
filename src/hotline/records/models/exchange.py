"""What the exchange between installations has to remember besides the messages themselves."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.reference import Road


class ExchangeNonce(models.Model):
    """A signed request that was let in: the same one is let in once. Kept for some minutes."""

    road = models.ForeignKey(Road, models.CASCADE, related_name="+", db_index=False)
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("road", "nonce"), name="exchange_nonce_once"),
        )


class ExchangePart(models.Model):
    """A piece of a file that the other side hands over before the message that speaks of it.

    `digest` is the SM3 of the whole file and `size` its length; the pieces lie one after the other
    from `start` on, sealed. They are dropped some weeks later: the case has its own copy then.
    """

    id = IdentityField()
    road = models.ForeignKey(Road, models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    start = models.BigIntegerField()
    length = models.IntegerField()
    sealed = models.BinaryField()
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("road", "digest", "start"), name="exchange_part_once"),
        )

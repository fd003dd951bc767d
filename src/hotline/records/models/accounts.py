"""What hangs on an account beside its roles: where it is signed in, the second factors, their
recovery codes, and who stands in for whom."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class StaffSession(models.Model):
    """登录: one browser in which a person is signed in; beside it lies Django's own session `key`.

    `address` is kept masked, `browser` is a family and a system. `last_used_at` is exact to a
    minute. `ended_as` says how it ended; one that nobody used again has no end of its own and is
    told by its times.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="sessions", db_index=False)
    key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True, default="")
    browser = models.CharField(max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("staff", "-began_at"), name="session_of_staff"),)


class Authenticator(models.Model):
    """二次验证方式: an app that makes codes (`app`) or a key that signs (`key`).

    An app has a sealed `secret`, and the time step of the code that was used last; a key has its
    identity, its public key and how often it has signed.
    """

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="authenticators")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    secret = models.BinaryField(null=True)
    last_step = models.BigIntegerField(default=0)
    credential = models.BinaryField(max_length=1024, null=True, unique=True)
    public_key = models.BinaryField(max_length=2048, null=True)
    sign_count = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """恢复码: opens once where no second factor is at hand; kept as a keyed digest."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Delegation(models.Model):
    """代班: some of the lender's permits are the deputy's too, from the first day through the last.

    What really counts on a day is asked anew each time: a permit that the lender has lost, or that
    the deputy may not hold, is not lent, whatever stands here.
    """

    lender = models.ForeignKey(Staff, models.PROTECT, related_name="lent_out")
    deputy = models.ForeignKey(Staff, models.PROTECT, related_name="stood_in")
    permits = ArrayField(models.CharField(max_length=40))
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

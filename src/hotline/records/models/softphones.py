"""坐席软电话: a call-taker's account at the SIP server of the exchange."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class Softphone(models.Model):
    """软电话账号: the name and the sealed password with which a browser registers for a person."""

    id = IdentityField()
    staff = models.OneToOneField(Staff, models.PROTECT, related_name="softphone")
    user = models.CharField(max_length=40)
    password_sealed = models.BinaryField()
    changed_at = models.DateTimeField()

"""微信: how far the conversation with one person is."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.reference import Road


class Conversation(models.Model):
    """会话: one person's conversation on a road, found by the blind index of their account there.

    `state_sealed` is what was said so far, the last message's identity and what it was answered:
    WeChat asks again when it waits too long, and is answered the same. `last_case` is the last
    matter that came of it.
    """

    id = IdentityField()
    road = models.ForeignKey(Road, models.PROTECT, related_name="+", db_index=False)
    person_index = models.BinaryField(max_length=32)
    state_sealed = models.BinaryField(null=True)
    changed_at = models.DateTimeField()
    last_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("road", "person_index"), name="conversation_once"),
        )

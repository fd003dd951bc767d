"""话术与答复模板: words that the office has agreed on, ready to be spoken or written."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField


class PhraseText(models.Model):
    """One text in one period; a changed text is a new row of the same code.

    `kind` is call_script, callback_script or reply_template. `topic` is the code of a branch of
    the tree of topics, whatever its version; without one the text fits every topic.
    """

    id = IdentityField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=100)
    text = models.TextField()
    order = models.IntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "code")
        indexes = (models.Index(fields=("code", "valid_from"), name="phrase_by_code"),)

    def __str__(self) -> str:
        return self.title

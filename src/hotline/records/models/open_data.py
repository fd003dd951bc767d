"""开放数据: files of facts of cases, as they were given out; never changed."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField


class OpenDataFile(models.Model):
    """One file: of a day or a month (`period`), as it stood on `made_on`.

    `left_out` says how many cases could not be told without telling whose they are.
    """

    id = IdentityField()
    period = models.CharField(max_length=10)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    rows = models.IntegerField()
    left_out = models.IntegerField()
    lines = models.BinaryField()
    table = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("period", "made_on"), name="open_data_once"),
        )

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"cases-{self.period}-as-of-{self.made_on.isoformat()}"

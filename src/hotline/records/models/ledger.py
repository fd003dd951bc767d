"""记账: the counted facts of every accepted case as double entries, and their sums by day.

Whenever a move changes what a case counts as, a row takes the old facts off and a row puts the new
ones on, in the transaction of the move. So any figure as of any moment is a plain sum of signs.
Both tables are written by the database's own function `records_post` alone
(migrations/0003_ledger.py); the codes of the small columns are those of `rules/entries.py`.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from hotline.records.models.cases import Case


class Facts(models.Model):
    """What a case counts as. `day` is China's day of its acceptance; 0 stands for none.

    `unit` is the deepest unit that handles it; `due_at` is set only while a unit has it.
    """

    due_at = models.DateTimeField(null=True)
    day = models.DateField()
    channel = models.IntegerField()
    kind = models.IntegerField()
    topic = models.IntegerField()
    campaign = models.IntegerField()
    unit = models.IntegerField()
    facts = models.IntegerField()
    state = models.SmallIntegerField()
    rating = models.SmallIntegerField()
    solved = models.SmallIntegerField()

    class Meta:
        abstract = True


class Posting(Facts):
    """One side of a change: at this moment the case began (+1) or ceased (-1) to count so.

    Append-only. The case is not checked by the database: the function that writes has just read
    it, and twenty million cases make a hundred million rows.
    """

    case = models.ForeignKey(
        Case, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    seconds = models.IntegerField()
    sign = models.SmallIntegerField()

    class Meta:
        indexes = (
            # A case has one day, so this finds a case as well as the cases of a day in their order.
            models.Index(fields=("day", "case"), name="posting_of_day"),
            # Rows lie in the order in which they were posted; a late straggler spoils no range.
            BrinIndex(
                fields=("at", "day"),
                name="posting_at",
                autosummarize=True,
                pages_per_range=32,
                opclasses=("timestamptz_minmax_ops", "date_minmax_multi_ops"),
            ),
        )


class DayCell(Facts):
    """The net of postings that share facts, day and the ten days in which they were posted.

    Several rows may share all of it: their sum is what counts. A posting adds rows that are
    `fresh`; a nightly job adds them up. `posted_from` is the first of the ten days (旬).
    """

    seconds = models.BigIntegerField()
    n = models.IntegerField()
    posted_from = models.DateField()
    fresh = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=("day", "posted_from"), name="daycell_day"),
            models.Index(
                fields=("day", "posted_from"),
                name="daycell_fresh",
                condition=models.Q(fresh=True),
            ),
        )

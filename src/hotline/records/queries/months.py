"""Which months there are to count, and the names that their figures speak of."""

from __future__ import annotations

from datetime import date

from django.db import connection

from hotline.records.queries.reference import campaigns, channels, departments, kinds, topics
from hotline.records.scope import everything
from hotline.rules.describing import Names
from hotline.rules.workdays import CHINA

# A loose index scan: the latest case before each month found, so one look-up in the index a month
# however many cases there are.
MONTHS = """
WITH RECURSIVE latest (at) AS (
  SELECT max(accepted_at) FROM records_case
  UNION ALL
  SELECT (SELECT max(accepted_at) FROM records_case
          WHERE accepted_at < date_trunc('month', latest.at, %(zone)s))
  FROM latest WHERE latest.at IS NOT NULL
)
SELECT at FROM latest WHERE at IS NOT NULL
"""


@everything()
def months(today: date) -> list[str]:
    """Every month that has accepted cases, newest first; this month at least."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"zone": str(CHINA)})
        found = {f"{at.astimezone(CHINA):%Y-%m}" for (at,) in cursor.fetchall()}
    return sorted({f"{today:%Y-%m}", *found}, reverse=True)


def names() -> Names:
    """The Chinese names of everything a selection can name."""
    return Names(
        channels={code: row.name for code, row in channels().items()},
        kinds={code: row.name for code, row in kinds().items()},
        campaigns={code: row.name for code, row in campaigns().items()},
        topics={row.code: row.name for row in topics().values()},
        units={row.code: row.name for row in departments().values()},
    )

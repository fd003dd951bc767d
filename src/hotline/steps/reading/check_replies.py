"""Check the replies that came without a screen: by a program, a file or another system.

Nobody was asked about them; the reviewer sees what was found, and what they promise is followed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Exists, OuterRef

from hotline.records.models import Assignment, ReplyCheck
from hotline.records.queries.reference import with_words
from hotline.records.scope import everything
from hotline.steps.reading.examine_reply import examined, setting
from hotline.steps.reading.keep_reply_check import rows_of
from hotline.steps.storing.book import Writing, book

LOOKED_BACK = timedelta(days=1)
MOST_AT_ONCE = 100


@everything()
def check_replies(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Check what was replied within the last day and has no check yet; says how many."""
    if not setting().is_on:
        return 0
    known = ReplyCheck.objects.filter(assignment=OuterRef("pk"), at=OuterRef("replied_at"))
    lately = Assignment.objects.filter(
        ~Exists(known), replied_at__gte=at - LOOKED_BACK, replied_at__lte=at
    )
    rows = lately.exclude(answer="").select_related("case").order_by("replied_at")[:most]
    return sum(_checked(row) for row in rows)


def _checked(share: Assignment) -> bool:
    """Whether the check was stored; one that was stored meanwhile stays as it is."""
    if share.replied_at is None:
        return False
    case = with_words(share.case)
    checked, prints = examined(case, share, share.replied_at)
    rows = rows_of(case, share, checked, prints, by=None, at=share.replied_at)
    try:
        book().write(Writing(rows=list(rows)))
    except IntegrityError:
        return False
    return True

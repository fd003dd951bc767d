"""Fetch the pictures of a matter that was told on WeChat, and hang them on its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from hotline.channels.wechat.api import Refused, picture
from hotline.records.models import Attachment, Case, Contact, Road
from hotline.records.scope import everything
from hotline.steps.attach import Given, Origin, attach


@everything()
def fetch_pictures(road: Road, case: Case, media: Sequence[str], *, at: datetime) -> int:
    """Fetch and attach; what WeChat does not give any more is left out. Says how many came.

    Raises RoadDown when WeChat does not answer: done again, nothing hangs twice.
    """
    contact = Contact.objects.filter(case=case, road=road).order_by("pk").first()
    if Attachment.objects.filter(case=case, contact=contact).exists():
        return 0
    given = []
    for number, each in enumerate(media, start=1):
        try:
            given.append(Given(f"微信图片{number}.jpg", BytesIO(picture(road, each, at=at))))
        except Refused:
            continue
    if given:
        attach(case, given, origin=Origin("arrival", contact), by=None, at=at)
    return len(given)

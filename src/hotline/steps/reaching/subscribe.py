"""Subscribe: have every edition of a family of bulletins sent to one's own mail (邮件订阅)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hotline.records.models import Staff, Subscription
from hotline.records.queries.reaching import reach_of
from hotline.records.queries.subscriptions import families
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book


def subscribe(wanted: Collection[str], *, by: Staff, at: datetime) -> None:
    """From now on exactly these families; only to an address that was verified."""
    permit(by, "see_figures")
    known = {family.code for family in families(at)}
    if set(wanted) - known:
        raise Refused("families", "有的通报现在不能订阅，请重新选择。")
    if wanted and not reach_of(by).is_verified("mail"):
        raise Refused("families", "请先在“提醒接收”中填写并验证邮箱，再订阅。")
    with transaction.atomic():
        held = Subscription.objects.filter(staff=by)
        held.exclude(family__in=wanted).delete()
        have = set(held.values_list("family", flat=True))
        rows = [
            Subscription(staff=by, family=family, since=at)
            for family in sorted(wanted)
            if family not in have
        ]
        book().write(Writing(rows=list(rows)))

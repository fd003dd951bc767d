"""Send what is owed to other systems: each thing in its turn, until it is taken or given up."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import structlog

from hotline.channels.adapters import adapter_of
from hotline.channels.shape import NothingToSend
from hotline.records.models import Delivery
from hotline.records.scope import everything
from hotline.rules.roads import NotTaken, RoadDown
from hotline.steps.roads.settle import claim, moot, put_off, refused, sent

log = structlog.get_logger("hotline.channels")


@everything()
def send_due(*, at: datetime, most: int = 200) -> Counter[str]:
    """Send what is due, batch by batch; says how each ended."""
    outcomes: Counter[str] = Counter()
    while outcomes.total() < most and (rows := claim(at)):
        for row in rows:
            outcomes[send(row, at=at)] += 1
    return outcomes


def send(row: Delivery, *, at: datetime) -> str:
    """Hand one thing over and note what came of it."""
    try:
        done = adapter_of(row.road).send(row.road, row, at=at)
    except NothingToSend as reason:
        moot(row, str(reason))
        return "moot"
    except NotTaken as reason:
        refused(row, str(reason))
        return "refused"
    except RoadDown as down:
        log.warning("delivery_put_off", delivery=str(row.pk), road=row.road.code, reason=str(down))
        put_off(row, str(down), at=at)
        return "down"
    except Exception as broken:  # an adapter's mistake must not hold up what others are owed
        log.error("send_failed", road=row.road.code, error=type(broken).__name__)
        put_off(row, "程序发送时出错，请告知维护人员。", at=at)
        return "failed"
    sent(row, body=done.body, peer_number=done.peer_number, at=at)
    return "sent"

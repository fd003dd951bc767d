"""How the language model is set, and what it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.db.models import Count, Sum

from hotline.records.models import ModelCall
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.scope import everything
from hotline.rules.workdays import CHINA

ENGINE = "language_model"
NEWEST = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """What the office allows a day, and what a question may cost in time; 0 of `cost` is no limit.
    `price` is what a million tokens cost."""

    calls: int = 500
    tokens: int = 500_000
    cost: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    seconds: int = 20


@dataclass(frozen=True, slots=True)
class Used:
    """What was used since midnight in China."""

    calls: int
    tokens: int
    cost: Decimal

    def over(self, limits: Limits) -> str:
        """Which limit is reached, as a sentence; "" while none is."""
        if self.calls >= limits.calls:
            return f"今天已用 {self.calls} 次，达到每天 {limits.calls} 次的上限。"
        if self.tokens >= limits.tokens:
            return f"今天已用 {self.tokens} 个词元，达到每天 {limits.tokens} 个的上限。"
        if limits.cost and self.cost >= limits.cost:
            return f"今天已用 {self.cost:.2f} 元，达到每天 {limits.cost} 元的上限。"
        return ""


def is_on() -> bool:
    """Whether the office switched it on; it is off until somebody does."""
    return setting_of(ENGINE).is_on


def limits() -> Limits:
    """The limits as the office set them."""
    given = setting_of(ENGINE).options
    known = Limits()
    return Limits(
        int(given.get("calls", known.calls)),
        int(given.get("tokens", known.tokens)),
        Decimal(str(given.get("cost", known.cost))),
        Decimal(str(given.get("price", known.price))),
        int(given.get("seconds", known.seconds)),
    )


@everything()
def used_on_the_day_of(at: datetime) -> Used:
    """What everybody asked on this day up to now."""
    begins = datetime.combine(at.astimezone(CHINA).date(), time(), CHINA)
    found = ModelCall.objects.filter(at__gte=begins).aggregate(
        calls=Count("pk"), sent=Sum("tokens_in"), said=Sum("tokens_out"), cost=Sum("cost")
    )
    tokens = (found["sent"] or 0) + (found["said"] or 0)
    return Used(found["calls"], tokens, found["cost"] or Decimal(0))


@everything()
def newest_calls() -> list[ModelCall]:
    """The newest questions, without what was sent and said."""
    rows = ModelCall.objects.defer("sent_sealed", "said_sealed").select_related("by")
    return list(rows.order_by("-at")[:NEWEST])

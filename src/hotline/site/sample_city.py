"""The one place that calls the loading of the city and of its samples.

A city's profile is loaded once; the sample months, the cases of today and the sample accounts only
outside of production.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone

from hotline.records.models import Office, Staff
from hotline.records.queries.reference import office
from hotline.site.environment import Environment
from hotline.site.keys import sample_password
from hotline.steps.guessing.learn import learn_first
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.merging import LoadReport
from hotline.steps.setup.sample.bulletins import load_bulletins
from hotline.steps.setup.sample.calls import load_calls
from hotline.steps.setup.sample.knowledge import load_articles
from hotline.steps.setup.sample.load import load_samples, samples_folder
from hotline.steps.setup.sample.today import load_today

Progress = Callable[[str], None]
SECONDS_BETWEEN_WORDS = 2.0


@dataclass(frozen=True)
class Account:
    """A sample account of one role, to be shown at the start."""

    role: str
    username: str


def prepare(environment: Environment, progress: Progress, *, sample: bool) -> None:
    """Loads the city where there is none yet, and the sample months if wanted and allowed.

    A city that is there is left alone, because the office may have edited it since.
    """
    wanted = sample and not environment.in_production
    if not Office.objects.exists():
        progress(f"载入城市资料 / loading the city: {environment.city}")
        load(environment, with_accounts=wanted)
    if wanted and office().is_sample:
        load_samples(_every_few_seconds(progress))
        if months := load_bulletins(samples_folder()):
            progress(f"编排示例通报 / writing the sample bulletins: {', '.join(months)}")
        if number := load_articles(samples_folder(), at=timezone.now()):
            progress(f"载入示例知识 / sample articles: {number}")
        if number := load_today(samples_folder(), at=timezone.now()):
            progress(f"载入近两周的示例工单 / sample cases of the last two weeks: {number}")
        if number := load_calls(at=timezone.now()):
            progress(f"载入今天的示例来电 / sample calls of today: {number}")
        if learn_first(at=timezone.now()):
            progress("分类推测将在后台学习示例工单 / the engine learns from the samples aside")


def load(environment: Environment, *, with_accounts: bool) -> LoadReport:
    """Brings the records to what the city's files say; sample accounts only where wanted."""
    profile = read_folder(settings.HOTLINE_CITIES / environment.city)
    if not with_accounts:
        profile = replace(profile, staff=())
    password = sample_password(environment) if with_accounts else None
    return load_city(profile, at=timezone.now(), sample_password=password)


def _every_few_seconds(progress: Progress) -> Callable[[int, int, str], None]:
    """Tells how far a long load is, now and then."""
    told = [0.0]

    def tell(done: int, total: int, month: str) -> None:
        if time.monotonic() - told[0] > SECONDS_BETWEEN_WORDS:
            told[0] = time.monotonic()
            progress(f"载入示例月份 / sample month {month}: {done} / {total}")

    return tell


def sample_accounts() -> list[Account]:
    """One sample account per role, in the order of the roles."""
    staff = Staff.objects.filter(is_sample=True, is_active=True)
    first: dict[str, Account] = {}
    rows = staff.order_by("roles__order", "pk").values_list("roles__name", "username")
    for role, username in rows:
        if role is not None:
            first.setdefault(role, Account(role, username))
    return list(first.values())

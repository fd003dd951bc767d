"""The one place that calls the loading of the city and of its sample months.

A city's profile is loaded at every start and is idempotent; the sample months and the sample
accounts are loaded once, outside of production only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from hotline.site.environment import Environment
from hotline.site.keys import sample_password

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """A sample account of one role, to be shown at the start."""

    role: str
    username: str


def prepare(environment: Environment, progress: Progress, *, sample: bool) -> None:
    """Loads the city, and the sample months if they are wanted and allowed."""
    directory = settings.HOTLINE_CITIES / environment.city
    wanted = sample and not environment.in_production
    password = sample_password(environment) if wanted else None
    _call("load_city", directory=directory, sample_password=password, progress=progress)
    if wanted:
        _call("sample", directory=directory, progress=progress)


def sample_accounts() -> list[Account]:
    """One sample account per role, in the order of the roles."""
    staff = get_user_model().objects.filter(is_sample=True, is_active=True)
    first: dict[str, Account] = {}
    rows = staff.order_by("roles__order", "pk").values_list("roles__name", "username")
    for role, username in rows:
        if role is not None:
            first.setdefault(role, Account(role, username))
    return list(first.values())


def _call(step: str, **facts: Any) -> None:
    """Runs a step by its name, once it has been written."""
    if find_spec(f"hotline.steps.{step}") is not None:
        getattr(import_module(f"hotline.steps.{step}"), step)(**facts)

"""The staff screens as a Django app: what has to be listened to while they are open."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone


class DeskConfig(AppConfig):
    """Journals every sign-in, through whichever form it came."""

    name = "hotline.desk"
    verbose_name = "工作平台"

    def ready(self) -> None:
        """Listen to Django's word that somebody has signed in."""
        user_logged_in.connect(keep)


def keep(sender: object, user: Any, **_: object) -> None:
    """Journal a sign-in (receiver of `user_logged_in`)."""
    from hotline.steps.setup.keep_sign_in import keep_sign_in  # noqa: PLC0415 - needs the models

    keep_sign_in(user, at=timezone.now())

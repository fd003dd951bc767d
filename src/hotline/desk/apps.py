"""The staff screens as a Django app: what has to be listened to while they are open."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class DeskConfig(AppConfig):
    """Keeps every sign-in and sign-out, through whichever form it came."""

    name = "hotline.desk"
    verbose_name = "工作平台"

    def ready(self) -> None:
        """Listen to Django's word that somebody has signed in or out."""
        from hotline.desk.signed_in import keep, leave  # noqa: PLC0415 - needs the models

        user_logged_in.connect(keep)
        user_logged_out.connect(leave)

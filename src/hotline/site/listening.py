"""Whose session it is, and where the database says what has changed."""

from __future__ import annotations

from importlib import import_module

import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from hotline.desk.signed_in import over
from hotline.records.models import Staff
from hotline.records.queries.accounts import lacks_second_factor
from hotline.records.scope import NOTHING, showing
from hotline.rules.hearing import Listener

log = structlog.get_logger("hotline.live")


def in_a_thread(session: str) -> Listener | None:
    """Whose session it is, for a thread that gives its database connection back; while the database
    is away nobody's, and the page asks again."""
    try:
        return listener_of(session)
    except DatabaseError as error:
        log.warning("listener_not_known", exception=type(error).__name__)
        return None
    finally:
        close_old_connections()


def listener_of(session: str) -> Listener | None:
    """The person of a session as they may listen now; None for a session that has ended.

    The session does not last longer by this.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session)
    with showing(NOTHING):
        person = get_user(request)
        if not isinstance(person, Staff) or over(request, timezone.now()):
            return None
        if person.must_change_password or lacks_second_factor(person):
            return None
        return Listener(person.pk, person.permits, person.department_id)


def database_address() -> str:
    """The site's own database, for a connection of psycopg's."""
    chosen = settings.DATABASES["default"]
    options = {
        k: v for k, v in chosen["OPTIONS"].items() if k not in ("pool", "server_side_binding")
    }
    named = {
        "dbname": chosen["NAME"],
        "user": chosen["USER"],
        "password": chosen["PASSWORD"],
        "host": chosen["HOST"],
        "port": chosen["PORT"],
    }
    return make_conninfo("", **options, **{k: v for k, v in named.items() if v})

"""Which PostgreSQL is used: the server named by DATABASE_URL, or the embedded one."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hotline.site.environment import BadSettingError, Environment
from hotline.site.place import Place, embedded_place

NAME = "hotline"
USER = "hotline"
OWNER = "hotline_owner"
SCHEMES = frozenset({"postgres", "postgresql"})
SECONDS_TO_CONNECT = 5
EMPTY = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "",
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
    "CONN_MAX_AGE": 0,
}


def database_settings(environment: Environment) -> dict[str, Any]:
    """Django's DATABASES["default"]; reads only, starts nothing."""
    chosen = (
        from_url(environment.database_url)
        if environment.database_url
        else from_place(embedded_place(environment.var))
    )
    chosen["OPTIONS"].setdefault("connect_timeout", SECONDS_TO_CONNECT)
    if environment.database_pool:
        chosen["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": environment.database_pool,
            "timeout": SECONDS_TO_CONNECT,
        }
    return chosen


def owner_settings(environment: Environment) -> dict[str, Any] | None:
    """The same for the owner of the tables; None where the site signs in as its own owner."""
    if not environment.database_url:
        return from_place(embedded_place(environment.var), USER=OWNER)
    if not environment.database_owner_url:
        return None
    owner, web = (
        from_url(url) for url in (environment.database_owner_url, environment.database_url)
    )
    if owner["NAME"] != web["NAME"] or not web["USER"] or owner["USER"] == web["USER"]:
        raise BadSettingError(
            "DATABASE_OWNER_URL 应与 DATABASE_URL 指向同一数据库、写明不同的用户"
            " / must name the same database as DATABASE_URL, and another user"
        )
    owner["OPTIONS"].setdefault("connect_timeout", SECONDS_TO_CONNECT)
    return owner


def from_place(place: Place, **others: str) -> dict[str, Any]:
    """The settings for an embedded server, over its Unix socket."""
    return {**EMPTY, "NAME": NAME, "USER": USER, "HOST": str(place.socket), "OPTIONS": {}, **others}


def from_url(url: str) -> dict[str, Any]:
    """The settings for postgresql://user:password@host:port/name?option=value.

    A socket directory is given as libpq has it: postgresql:///name?host=/run/postgresql.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name or "/" in name:
        raise BadSettingError(
            "DATABASE_URL 应为 postgresql://用户:密码@主机:端口/库名"
            " / must be postgresql://user:password@host:port/name"
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        **EMPTY,
        "NAME": name,
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }

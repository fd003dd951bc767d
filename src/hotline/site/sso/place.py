"""Where the city's own sign-in is, and what we are to it; worked out of the environment table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hotline.site.environment import BadSettingError, Environment

OURSELVES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """An OpenID provider as this installation knows it; `groups` are pairs of a group
    and the role that it stands for."""

    address: str
    client: str
    secret: str
    name: str
    user_claim: str
    groups_claim: str
    groups: tuple[tuple[str, str], ...]


def oidc_settings(environment: Environment) -> Issuer | None:
    """The provider, if one is set; refuses one that anybody on the way could pretend to be."""
    address = environment.oidc_issuer.rstrip("/")
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in OURSELVES:
        raise BadSettingError(
            "设置 HOTLINE_OIDC_ISSUER 必须以 https:// 开头 / HOTLINE_OIDC_ISSUER must be https"
        )
    if not environment.oidc_client:
        raise BadSettingError(
            "设置了 HOTLINE_OIDC_ISSUER,还要设置 HOTLINE_OIDC_CLIENT / HOTLINE_OIDC_CLIENT is "
            "missing"
        )
    return Issuer(
        address=environment.oidc_issuer,
        client=environment.oidc_client,
        secret=_read(environment.oidc_secret_file),
        name=environment.oidc_name,
        user_claim=environment.oidc_user_claim,
        groups_claim=environment.oidc_groups_claim,
        groups=tuple(_pair(text) for text in environment.oidc_groups),
    )


def _read(path: Path) -> str:
    if path == Path():
        return ""
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise BadSettingError(
            f"读不到 HOTLINE_OIDC_SECRET_FILE={path} / cannot read the client secret"
        ) from error


def _pair(text: str) -> tuple[str, str]:
    group, _, role = text.partition("=")
    if not (group.strip() and role.strip()):
        raise BadSettingError(
            f"设置 HOTLINE_OIDC_GROUPS 中的 {text!r} 应写成 组=岗位代码 / must be GROUP=ROLE"
        )
    return group.strip(), role.strip()
